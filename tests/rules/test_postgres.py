"""What the family *postgres* says of the address of a Postgres database."""

from __future__ import annotations

from typing import Any

import pytest

from envcheck.rules.all import RULES
from tests.conftest import Check, ids, wants
from tests.rules.helpers import ANYWHERE, MARKER, NOT_DEPLOYED, exported, placed, shown, spoken, written

REF = "abcdefghijklmnopqrst"
DIRECT = f"postgresql://postgres:made-up@db.{REF}.supabase.co:5432/postgres"
DEDICATED = f"postgresql://postgres:made-up@db.{REF}.supabase.co:6543/postgres"
POOLER = f"postgresql://postgres.{REF}:made-up@aws-1-eu-central-1.pooler.supabase.com"
SESSION = f"{POOLER}:5432/postgres"
TRANSACTION = f"{POOLER}:6543/postgres"
NEON = "postgresql://app:made-up@ep-made-up-000001.us-east-2.aws.neon.tech/app?sslmode=require"
NEON_POOLER = "postgresql://app:made-up@ep-made-up-000001-pooler.us-east-2.aws.neon.tech/app?sslmode=require"


def schema(**postgres: Any) -> dict[str, Any]:
    """The schema of a service with one secret address of a Postgres."""
    return {"properties": {"X": wants(**postgres)}}


# -- addresses that are right everywhere

RIGHT = {
    "self-hosted": "postgresql://app:made-up@db.acme.dev:5432/app",
    "self-hosted-without-port": "postgres://app:made-up@db.acme.dev/app",
    "self-hosted-other-port": "postgresql://app:made-up@db.acme.dev:6543/app",
    "self-hosted-pgbouncer": "postgresql://app:made-up@pgbouncer.acme.dev:6432/app",
    "self-hosted-supabase": "postgresql://postgres.your-tenant-id:made-up@supabase.acme.dev:6543/postgres",
    "private-service": "postgresql://app:made-up@acme-postgres:5432/app",
    "kubernetes": "postgresql://app:made-up@pg-rw.data.svc.cluster.local:5432/app",
    "ipv4": "postgresql://app:made-up@198.18.0.7:5432/app",
    "no-password": "postgresql://app@db.acme.dev/app",
    "empty-password": "postgresql://app:@db.acme.dev/app",
    "no-user": "postgresql://db.acme.dev/app",
    "user-in-the-query": "postgresql://db.acme.dev/app?user=app&password=made-up",
    "upper-case-scheme": "POSTGRESQL://app:made-up@db.acme.dev/app",
    "asyncpg": "postgresql+asyncpg://app:made-up@db.acme.dev/app",
    "psycopg": "postgresql+psycopg://app:made-up@db.acme.dev/app",
    "psycopg2": "postgresql+psycopg2://app:made-up@db.acme.dev/app",
    "psycopg-async": "postgresql+psycopg_async://app:made-up@db.acme.dev/app",
    "pg8000": "postgresql+pg8000://app:made-up@db.acme.dev/app",
    "prisma-parameters": "postgresql://app:made-up@db.acme.dev/app?schema=public&connection_limit=1&pgbouncer=true",
    "tls-files": "postgresql://app:made-up@db.acme.dev/app?sslmode=verify-full&sslrootcert=/etc/secrets/ca.pem",
    "options": "postgresql://app:made-up@db.acme.dev/app?options=-csearch_path%3Dapp",
    "application-name": "postgresql://app:made-up@db.acme.dev/app?application_name=worker@1.2.3",
    "database-with-a-hyphen": "postgresql://app:made-up@db.acme.dev/app-staging",
    "database-in-the-query": "postgresql://app:made-up@db.acme.dev?dbname=app",
    "encoded-database": "postgresql://app:made-up@db.acme.dev/my%20app",
    "encoded-at": "postgresql://app:made%40up@db.acme.dev/app",
    "everything-encoded": "postgresql://app:%40%23%2F%3F%3A%25%5B%5D%20@db.acme.dev/app",
    "encoded-in-lower-case": "postgresql://app:made%2fup@db.acme.dev/app",
    "punctuation": "postgresql://app:made!up$&()*+,;=:~_.-@db.acme.dev/app",
    "colons-in-the-password": "postgresql://app:made:up:too@db.acme.dev/app",
    "encoded-user": "postgresql://app%40acme:made-up@db.acme.dev/app",
    "password-localhost": "postgresql://app:localhost@db.acme.dev/app",
    "password-example": "postgresql://app:example.com@db.acme.dev/app",
    "password-supabase": f"postgresql://app:db.{REF}.supabase.co@db.acme.dev/app",
    "password-with-a-port": "postgresql://app:5432@db.acme.dev/app",
    "database-localhost": "postgresql://app:made-up@db.acme.dev/localhost",
    "hosts": "postgresql://app:made-up@pg1.acme.dev:5432,pg2.acme.dev:5432/app?target_session_attrs=read-write",
    "hosts-without-ports": "postgresql://app:made-up@pg1.acme.dev,pg2.acme.dev/app",
    "hosts-in-the-query": "postgresql://app:made-up@/app?host=pg1.acme.dev,pg2.acme.dev&port=5432,5432",
    "socket-in-the-query": "postgresql://app:made-up@/app?host=/var/run/postgresql",
    "socket-without-user": "postgresql:///app?host=/var/run/postgresql&user=app",
    "socket-as-host": "postgresql://app:made-up@%2Fvar%2Frun%2Fpostgresql:5433/app",
    "socket-without-database": "postgresql://app:made-up@/?host=/var/run/postgresql",
    "cloud-sql": "postgresql+psycopg2://app:made-up@/app?host=/cloudsql/acme:us-central1:main",
    "cloud-sql-encoded": "postgresql://app:made-up@/app?host=%2Fcloudsql%2Facme%3Aus-central1%3Amain",
    "cloud-sql-as-host": "postgresql://app:made-up@%2Fcloudsql%2Facme%3Aus-central1%3Amain/app",
    "neon": NEON,
    "neon-pooler": NEON_POOLER,
    "neon-channel-binding": f"{NEON}&channel_binding=require",
    "neon-cell": "postgresql://app:made-up@ep-made-up-a1b2c3d4-pooler.c-2.eu-central-1.aws.neon.tech/neondb?sslmode=require",
    "neon-on-azure": "postgresql+asyncpg://app:made-up@ep-made-up-000002.eastus2.azure.neon.tech/app?ssl=require",
    "neon-endpoint-in-the-options": "postgres://app:made-up@ep-made-up-000001.us-east-2.aws.neon.tech/app?options=endpoint%3Dep-made-up",
    "neon-endpoint-in-the-password": "postgres://app:endpoint=ep-made-up;made-up@ep-made-up-000001.us-east-2.aws.neon.tech/app",
    "rds": "postgresql://app:made-up@app.c7tj4abcdefg.us-east-1.rds.amazonaws.com:5432/app",
    "rds-other-port": "postgresql://app:made-up@app.c7tj4abcdefg.us-east-1.rds.amazonaws.com:6000/app",
    "rds-china": "postgresql://app:made-up@app.c7tj4abcdefg.cn-north-1.rds.amazonaws.com.cn:5432/app",
    "aurora": "postgresql://app:made-up@app.cluster-c7tj4abcdefg.us-east-1.rds.amazonaws.com/app",
    "aurora-reader": "postgresql://app:made-up@app.cluster-ro-c7tj4abcdefg.us-east-1.rds.amazonaws.com/app",
    "rds-proxy": "postgresql://app:made-up@app.proxy-c7tj4abcdefg.us-east-1.rds.amazonaws.com/app",
    "azure": "postgresql://app:made-up@acme.postgres.database.azure.com:5432/app?sslmode=require",
    "azure-pgbouncer": "postgresql://app:made-up@acme.postgres.database.azure.com:6432/app?sslmode=require",
    "azure-single-server": "postgresql://app%40acme:made-up@acme.postgres.database.azure.com:5432/app",
    "heroku": "postgres://u0a1b2c3:made-up@ec2-34-200-1-2.compute-1.amazonaws.com:5432/d0a1b2c3",
    "heroku-on-rds": "postgres://u0a1b2c3:made-up@c7tj4abcdefg.cluster-c7tj4abcdefg.us-east-1.rds.amazonaws.com:5432/d0a1b2c3",
    "digitalocean": "postgres://doadmin:made-up@acme-do-user-12345678-0.b.db.ondigitalocean.com:25060/defaultdb?sslmode=require",
    "digitalocean-pool": "postgres://doadmin:made-up@acme-do-user-12345678-0.b.db.ondigitalocean.com:25061/pool?sslmode=require",
    "digitalocean-private": "postgres://doadmin:made-up@private-acme-do-user-12345678-0.b.db.ondigitalocean.com:25060/defaultdb",
    "railway": "postgresql://postgres:made-up@roundhouse.proxy.rlwy.net:15140/railway",
    "cockroach": "postgresql://app:made-up@acme-dog-147.6wr.cockroachlabs.cloud:26257/defaultdb?sslmode=verify-full",
    "cockroach-cluster": "postgresql://app:made-up@free-tier.gcp-us-central1.cockroachlabs.cloud:26257/defaultdb?options=--cluster%3Dacme-147",
    "cockroach-scheme": "cockroachdb://app:made-up@acme-dog-147.6wr.cockroachlabs.cloud:26257/defaultdb",
    "crunchy": "postgres://app:made-up@p.aaaaaaaaaaaaaaaaaaaaaaaaaa.db.postgresbridge.com:5432/app",
    "crunchy-pgbouncer": "postgres://app:made-up@p.aaaaaaaaaaaaaaaaaaaaaaaaaa.db.postgresbridge.com:5431/app",
    "planetscale": "postgresql://postgres.aaaaaaaaaa:made-up@us-east-4.pg.psdb.cloud:5432/app?sslmode=verify-full",
    "planetscale-pgbouncer": "postgresql://postgres.aaaaaaaaaa:made-up@us-east-4.pg.psdb.cloud:6432/app",
    "timescale": "postgres://tsdbadmin:made-up@aaaaaaaaaa.bbbbbbbbbb.tsdb.cloud.timescale.com:30133/tsdb?sslmode=require",
    "timescale-pool": "postgres://tsdbadmin:made-up@aaaaaaaaaa.bbbbbbbbbb.tsdb.cloud.timescale.com:29303/tsdb_transaction",
    "aiven": "postgres://avnadmin:made-up@pg-acme.a.aivencloud.com:12691/defaultdb?sslmode=require",
    "prisma": "postgres://app:made-up@db.prisma.io:5432/postgres?sslmode=require",
    "prisma-without-a-database": "postgres://app:made-up@db.prisma.io:5432/?sslmode=require",
    "prisma-pooled-without-a-database": "postgres://app:made-up@pooled.db.prisma.io:5432/?sslmode=require",
    "prisma-pooled": "postgres://app:made-up@pooled.db.prisma.io:5432/postgres?sslmode=require",
    "xata": "postgresql://app:made-up@us-east-1.sql.xata.sh/app:main?sslmode=require",
    "render-internal": "postgresql://app:made-up@dpg-aaaaaaaaaaaaaaaaaaaa-a/app",
    "render-internal-with-port": "postgresql+asyncpg://app:made-up@dpg-aaaaaaaaaaaaaaaaaaaa-a:5432/app",
    "render-external": "postgresql://app:made-up@dpg-aaaaaaaaaaaaaaaaaaaa-a.frankfurt-postgres.render.com/app",
    "session-pooler": SESSION,
    "session-pooler-without-port": f"{POOLER}/postgres",
    "transaction-pooler": TRANSACTION,
    "pooler-of-cluster-zero": SESSION.replace("aws-1", "aws-0"),
    "pooler-of-cluster-twelve": SESSION.replace("aws-1", "aws-12"),
    "pooler-on-fly": f"postgresql://postgres.{REF}:made-up@fly-0-sin.pooler.supabase.com:6543/postgres",
    "pooler-in-another-region": SESSION.replace("eu-central-1", "ap-southeast-2"),
    "pooler-with-a-role": f"postgresql://app_rw.{REF}:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres",
    "pooler-with-a-role-that-has-dots": f"postgresql://app.rw.{REF}:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres",
    "pooler-with-an-encoded-dot": f"postgresql://postgres%2E{REF}:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres",
    "pooler-with-asyncpg": TRANSACTION.replace("postgresql:", "postgresql+asyncpg:"),
    "pooler-for-prisma": f"{TRANSACTION}?pgbouncer=true&connection_limit=1",
    "pooler-with-an-encoded-password": TRANSACTION.replace("made-up", "made%40up%23"),
    "pooler-with-the-project-in-the-options": "postgresql://postgres:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres"
    f"?options=reference%3D{REF}",
    "pooler-with-the-user-in-the-query": f"postgresql://aws-1-eu-central-1.pooler.supabase.com/postgres?user=postgres.{REF}",
    "other-database-on-the-pooler": f"{POOLER}:5432/app",
}  # fmt: skip


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize("value", RIGHT.values(), ids=RIGHT)
def test_a_right_address_has_no_finding(check: Check, value: str, environment: str | None) -> None:
    """Of whatever provider, in every environment, with a schema and without."""
    assert ids(check(None, written(value), environment=environment)) == []
    if not value.startswith("cockroachdb:"):
        assert ids(check(schema(), written(value), environment=environment)) == []


@pytest.mark.parametrize("value", RIGHT.values(), ids=RIGHT)
def test_a_right_address_has_no_finding_in_an_export(check: Check, value: str) -> None:
    """Where the variable is deployed on Render for certain."""
    assert ids(check(None, exported(value), environment="production")) == []


OTHERS = {
    "mysql": "mysql://app:ma@de@db.acme.dev",
    "mysql-on-supabase-host": f"mysql://app:made-up@db.{REF}.supabase.co:3306",
    "web": f"https://db.{REF}.supabase.co",
    "web-of-the-project": f"https://{REF}.supabase.co",
    "redis": "rediss://app:ma#de@cache.acme.dev",
    "mongodb": "mongodb+srv://app:ma@de@cluster0.ab1cd.mongodb.net",
    "jdbc": f"jdbc:postgresql://db.{REF}.supabase.co:5432/postgres",
    "postgis": f"postgis://postgres:made-up@db.{REF}.supabase.co:5432/postgres",
    "host-alone": f"db.{REF}.supabase.co",
    "dsn": f"host=db.{REF}.supabase.co port=5432 user=postgres",
    "list": f"{SESSION},{SESSION}",
    "sentence": f"do not use {DIRECT}",
    "in-json": f'{{"url": "{DIRECT}"}}',
}


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize("value", OTHERS.values(), ids=OTHERS)
def test_what_is_no_address_of_one_postgres_is_not_judged(check: Check, value: str, environment: str | None) -> None:
    """Other schemes, lists, and texts that only contain an address."""
    assert ids(check(None, written(value), environment=environment)) == []


# -- addresses that are right where nothing is deployed, or nothing is known

AT_HOME = {
    "direct": DIRECT,
    "dedicated-pooler": DEDICATED,
    "direct-with-a-driver": DIRECT.replace("postgresql:", "postgresql+asyncpg:"),
    "pooler-of-a-guide": "postgresql://postgres.your-project-ref:made-up@aws-1-eu-central-1.pooler.supabase.com:6543/postgres",
    "pooler-of-a-template": "postgresql://postgres.[PROJECT-REF]:made-up@aws-1-eu-central-1.pooler.supabase.com:6543/postgres",
    "pooler-of-a-project-to-name": "postgresql://postgres.yourprojectref:made-up@aws-1-eu-central-1.pooler.supabase.com/postgres",
    "pooler-of-a-whole-guide": "postgresql://postgres.[PROJECT-REF]:made-up@aws-0-[REGION].pooler.supabase.com:6543/postgres",
    "local-stack": "postgresql://postgres:postgres@127.0.0.1:54322/postgres",
    "localhost": "postgresql://app:made-up@localhost:5432/app",
    "localhost-without-database": "postgresql://app:made-up@localhost",
    "ipv6": "postgresql://app:made-up@[2001:470::1]:5432/app",
    "ipv6-loopback": "postgresql://app:made-up@[::1]/app",
    "railway-internal": "postgresql://postgres:made-up@postgres.railway.internal:5432/railway",
    "fly": "postgresql://app:made-up@direct.abc123def456ghij.flympg.net/app",
    "fly-legacy": "postgres://postgres:made-up@acme-db.flycast:5432/app",
    "compose": "postgresql://app:made-up@postgres:5432/app",
}


@pytest.mark.parametrize("environment", NOT_DEPLOYED.values(), ids=NOT_DEPLOYED)
@pytest.mark.parametrize("value", AT_HOME.values(), ids=AT_HOME)
def test_what_a_deploy_cannot_reach_is_right_elsewhere(check: Check, value: str, environment: str | None) -> None:
    """Whatever kind of endpoint is wanted where the service is deployed."""
    assert ids(check(None, written(value), environment=environment)) == []
    assert ids(check(schema(endpoints=["proxy"]), written(value), environment=environment)) == []


OTHER_PLATFORM = {
    id: AT_HOME[id]
    for id in ("direct", "dedicated-pooler", "direct-with-a-driver", "ipv6", "railway-internal", "fly", "fly-legacy")
}


@pytest.mark.parametrize("value", OTHER_PLATFORM.values(), ids=OTHER_PLATFORM)
def test_on_another_platform_everything_may_be_reached(check: Check, value: str) -> None:
    """What Render cannot do says nothing of others."""
    assert ids(check(None, written(value), environment="production", platform="none")) == []


WITH_ADDON = {
    "direct": DIRECT,
    "dedicated-pooler": DEDICATED,
    "another-port": DIRECT.replace("5432", "5433"),
    "hosts": DIRECT.replace(":5432", ":5432,pg.acme.dev:5432"),
}


@pytest.mark.parametrize("value", WITH_ADDON.values(), ids=WITH_ADDON)
def test_with_the_ipv4_addon_the_direct_host_is_reached(check: Check, value: str) -> None:
    """The schema says that the project has it."""
    assert ids(check(schema(ipv4Addon=True), exported(value), environment="production")) == []


WANTED: dict[str, tuple[list[str], str]] = {
    "session-pooler": (["pooler-session"], SESSION),
    "transaction-pooler": (["pooler-transaction"], TRANSACTION),
    "either-pooler": (["pooler-session", "pooler-transaction"], TRANSACTION),
    "neon-direct": (["direct"], NEON),
    "neon-pooler": (["pooler-transaction"], NEON_POOLER),
    "rds": (["direct"], RIGHT["rds"]),
    "azure": (["direct"], RIGHT["azure"]),
    "azure-pgbouncer": (["pooler-transaction"], RIGHT["azure-pgbouncer"]),
    "digitalocean-pool": (["pooler-transaction"], RIGHT["digitalocean-pool"]),
    "render-internal": (["internal"], RIGHT["render-internal"]),
    "render-internal-for-direct": (["direct", "pooler-session"], RIGHT["render-internal"]),
    "self-hosted": (["pooler-transaction"], RIGHT["self-hosted"]),
    "self-hosted-pgbouncer": (["direct"], RIGHT["self-hosted-pgbouncer"]),
    "kubernetes": (["pooler-session"], RIGHT["kubernetes"]),
    "hosts": (["pooler-session"], RIGHT["hosts"]),
    "socket": (["pooler-session"], RIGHT["socket-in-the-query"]),
    "cloud-sql": (["direct"], RIGHT["cloud-sql"]),
    "rds-proxy": (["pooler-transaction"], RIGHT["rds-proxy"]),
    "aiven-pool-that-no-address-tells": (["pooler-transaction"], RIGHT["aiven"]),
    "timescale-pool-that-no-address-tells": (["pooler-session"], RIGHT["timescale"]),
    "render-external": (["direct"], RIGHT["render-external"]),
    "railway-proxy": (["direct"], RIGHT["railway"]),
    "empty": (["direct"], ""),
}


@pytest.mark.parametrize(("endpoints", "value"), WANTED.values(), ids=WANTED)
def test_an_endpoint_that_is_wanted_or_cannot_be_told_has_no_finding(check: Check, endpoints: list[str], value: str) -> None:
    """Only what the address shows for certain is held against the list."""
    assert ids(check(schema(endpoints=endpoints), exported(value), environment="production")) == []


@pytest.mark.parametrize("port", [5432, 6543])
def test_either_mode_of_the_shared_pooler_is_right_where_none_is_asked_for(check: Check, port: int) -> None:
    """5432 is session mode, 6543 transaction mode; neither is ever demanded."""
    assert ids(check(schema(), exported(f"{POOLER}:{port}/postgres"), environment="production")) == []


# -- addresses that are wrong anywhere

PLAIN = "postgresql://postgres:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres"
ANYWHERE_WRONG = {
    "user-without-a-project": (PLAIN, "wrong-pooler-user"),
    "user-without-a-project-on-6543": (PLAIN.replace("5432", "6543"), "wrong-pooler-user"),
    "user-without-a-project-and-port": (PLAIN.replace(":5432", ""), "wrong-pooler-user"),
    "user-with-a-project-cut-short": (SESSION.replace(REF, REF[:-1]), "wrong-pooler-user"),
    "user-with-a-project-too-long": (SESSION.replace(REF, f"{REF}u"), "wrong-pooler-user"),
    "user-with-a-project-in-capitals": (SESSION.replace(REF, REF.upper()), "wrong-pooler-user"),
    "role-without-a-project": (PLAIN.replace("postgres:", "app_rw:"), "wrong-pooler-user"),
    "no-user": ("postgresql://aws-1-eu-central-1.pooler.supabase.com:5432/postgres", "wrong-pooler-user"),
    "options-with-a-project-cut-short": (f"{PLAIN}?options=reference%3D{REF[:-1]}", "wrong-pooler-user"),
    "raw-at": ("postgresql://app:made@up@db.acme.dev:5432/app", "unencoded-password"),
    "raw-slash": ("postgresql://app:made/up@db.acme.dev:5432/app", "unencoded-password"),
    "raw-question-mark": ("postgresql://app:made?up@db.acme.dev:5432/app", "unencoded-password"),
    "raw-hash": ("postgresql://app:made#up@db.acme.dev:5432/app", "unencoded-password"),
    "raw-bracket": ("postgresql://app:made[up@db.acme.dev:5432/app", "unencoded-password"),
    "raw-blank": ("postgresql://app:made up@db.acme.dev:5432/app", "unencoded-password"),
    "raw-percent": ("postgresql://app:made%up@db.acme.dev:5432/app", "unencoded-password"),
    "percent-last": ("postgresql://app:100%@db.acme.dev:5432/app", "unencoded-password"),
    "raw-user": ("postgresql://app@acme:made-up@db.acme.dev:5432/app", "unencoded-password"),
    "raw-user-without-a-password": ("postgresql://app acme@db.acme.dev:5432/app", "malformed-url"),
    "raw-on-the-pooler": (SESSION.replace("made-up", "made@up"), "unencoded-password"),
    "raw-on-the-pooler-without-a-database": (f"{POOLER}".replace("made-up", "made#up"), "unencoded-password"),
    "raw-and-user-without-a-project": (PLAIN.replace("made-up", "made#up"), "unencoded-password"),
    "pooler-without-a-database": (f"{POOLER}:5432", "missing-database-name"),
    "pooler-with-a-slash-alone": (f"{POOLER}:6543/", "missing-database-name"),
    "self-hosted-without-a-database": ("postgresql://app:made-up@db.acme.dev:5432", "missing-database-name"),
    "parameters-alone": ("postgresql://app:made-up@db.acme.dev?sslmode=require", "missing-database-name"),
    "hosts-without-a-database": ("postgresql://app:made-up@pg1.acme.dev,pg2.acme.dev", "missing-database-name"),
    "render-without-a-database": ("postgresql://app:made-up@dpg-aaaaaaaaaaaaaaaaaaaa-a", "missing-database-name"),
}


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(("value", "rule"), ANYWHERE_WRONG.values(), ids=ANYWHERE_WRONG)
def test_an_address_that_no_driver_can_use_has_one_finding(check: Check, value: str, rule: str, environment: str | None) -> None:
    """An error in every environment, at its line, with a schema and without."""
    for declared in (None, schema()):
        assert placed(check(declared, written(value), environment=environment)) == [(rule, "error", 2)]


def test_a_project_on_the_direct_host_is_told_where_it_is_reached(check: Check) -> None:
    """There the user is a plain one; elsewhere it is the host that is told."""
    value = DIRECT.replace("postgres:made", f"postgres.{REF}:made")

    assert ids(check(None, written(value), environment="development")) == ["wrong-pooler-user"]
    assert ids(check(schema(ipv4Addon=True), exported(value))) == ["wrong-pooler-user"]
    assert ids(check(None, exported(value))) == ["unreachable-endpoint"]


# -- addresses that are wrong where the service is deployed

UNREACHABLE = {
    "direct": (DIRECT, "error"),
    "direct-without-port": (DIRECT.replace(":5432", ""), "error"),
    "direct-with-a-driver": (DIRECT.replace("postgresql:", "postgresql+asyncpg:"), "error"),
    "direct-with-tls": (f"{DIRECT}?sslmode=require", "error"),
    "direct-in-capitals": (DIRECT.replace(f"db.{REF}", f"DB.{REF.upper()}"), "error"),
    "direct-with-another-role": (DIRECT.replace("postgres:made", "app_rw:made"), "error"),
    "dedicated-pooler": (DEDICATED, "error"),
    "direct-on-another-port": (DIRECT.replace("5432", "5433"), "error"),
    "direct-on-the-port-of-the-web": (DIRECT.replace("5432", "443"), "error"),
    "hosts-that-are-all-direct": (DIRECT.replace(":5432", f",db.{REF}.supabase.co:5432"), "error"),
    "hosts-of-which-the-first-is-direct": (DIRECT.replace(":5432", ":5432,pg.acme.dev:5432"), "warning"),
    "hosts-of-which-the-second-is-direct": (
        f"postgresql://postgres:made-up@pg.acme.dev,db.{REF}.supabase.co/postgres",
        "warning",
    ),
    "hosts-of-which-the-second-is-ipv6": ("postgresql://app:made-up@pg1.acme.dev,[2001:470::1]/app", "warning"),
    "ipv6": ("postgresql://app:made-up@[2001:470::1]:5432/app", "error"),
    "private-ipv6": ("postgresql://app:made-up@[fd00::1]:5432/app", "error"),
    "railway-internal": ("postgresql://postgres:made-up@postgres.railway.internal:5432/railway", "error"),
    "railway-pgbouncer": ("postgresql://postgres:made-up@pgbouncer.railway.internal:5432/railway", "error"),
    "fly-direct": ("postgresql://app:made-up@direct.abc123def456ghij.flympg.net/app", "error"),
    "fly-pooler": ("postgresql://app:made-up@pgbouncer.abc123def456ghij.flympg.net/app", "error"),
    "fly-legacy": ("postgres://postgres:made-up@acme-db.flycast:5432/app", "warning"),
    "somebody-internal": ("postgresql://app:made-up@pg.internal:5432/app", "warning"),
}


@pytest.mark.parametrize("environment", ["production", "staging", "preview", "elsewhere"])
@pytest.mark.parametrize(("value", "severity"), UNREACHABLE.values(), ids=UNREACHABLE)
def test_what_render_cannot_reach_is_told_where_it_is_deployed(check: Check, value: str, severity: str, environment: str) -> None:
    """Whatever endpoint is wanted: where it cannot be reached its kind does not matter."""
    for declared in (None, schema(), schema(endpoints=["proxy"])):
        assert placed(check(declared, written(value), environment=environment)) == [("unreachable-endpoint", severity, 2)]


def test_an_export_is_deployed_where_its_environment_is_not_known(check: Check) -> None:
    """It comes from a service that runs on Render."""
    assert spoken(check(None, exported(DIRECT))) == [("unreachable-endpoint", "error")]


def test_an_ipv4_addon_of_another_provider_does_not_help(check: Check) -> None:
    """It is Supabase that sells it."""
    value = "postgresql://app:made-up@[2001:470::1]:5432/app"

    assert ids(check(schema(ipv4Addon=True), exported(value))) == ["unreachable-endpoint"]


UNWANTED: dict[str, tuple[list[str], str, str]] = {
    "transaction-for-session": (
        ["direct", "pooler-session"],
        TRANSACTION,
        "X is a transaction pooler; the service needs a direct connection or a session pooler.",
    ),
    "session-for-transaction": (
        ["pooler-transaction"],
        SESSION,
        "X is a session pooler; the service needs a transaction pooler.",
    ),
    "session-for-direct": (["direct"], SESSION, "X is a session pooler; the service needs a direct connection."),
    "session-by-default": (
        ["pooler-transaction"],
        f"{POOLER}/postgres",
        "X is a session pooler; the service needs a transaction pooler.",
    ),
    "neon-pooler-for-direct": (["direct"], NEON_POOLER, "X is a transaction pooler; the service needs a direct connection."),
    "neon-direct-for-pooler": (
        ["pooler-transaction"],
        NEON,
        "X is a direct connection; the service needs a transaction pooler.",
    ),
    "rds-for-pooler": (
        ["pooler-session"],
        RIGHT["rds"],
        "X is a direct connection; the service needs a session pooler.",
    ),
    "azure-pgbouncer-for-direct": (
        ["direct"],
        RIGHT["azure-pgbouncer"],
        "X is a transaction pooler; the service needs a direct connection.",
    ),
    "digitalocean-for-pool": (
        ["pooler-transaction"],
        RIGHT["digitalocean"],
        "X is a direct connection; the service needs a transaction pooler.",
    ),
    "planetscale-pgbouncer-for-direct": (
        ["direct"],
        RIGHT["planetscale-pgbouncer"],
        "X is a transaction pooler; the service needs a direct connection.",
    ),
    "timescale-pool-for-direct": (
        ["direct"],
        RIGHT["timescale-pool"],
        "X is a transaction pooler; the service needs a direct connection.",
    ),
    "prisma-pooled-for-direct": (
        ["direct"],
        RIGHT["prisma-pooled"],
        "X is a transaction pooler; the service needs a direct connection.",
    ),
    "render-internal-for-pooler": (
        ["pooler-transaction"],
        RIGHT["render-internal"],
        "X is an internal address; the service needs a transaction pooler.",
    ),
}


@pytest.mark.parametrize("environment", ["production", "staging"])
@pytest.mark.parametrize(("endpoints", "value", "message"), UNWANTED.values(), ids=UNWANTED)
def test_another_kind_of_endpoint_is_told_where_it_is_deployed(
    check: Check, endpoints: list[str], value: str, message: str, environment: str
) -> None:
    """The message says what it is and what is needed."""
    (finding,) = check(schema(endpoints=endpoints), written(value), environment=environment)

    assert (finding.rule.id, finding.severity, finding.message) == ("wrong-endpoint", "error", message)


def test_another_kind_of_endpoint_is_told_on_any_platform(check: Check) -> None:
    """What a service needs does not hang on where it runs."""
    findings = check(schema(endpoints=["direct"]), written(NEON_POOLER), environment="production", platform="none")

    assert ids(findings) == ["wrong-endpoint"]


@pytest.mark.parametrize(
    ("part", "value", "rule"),
    [
        ("password", SESSION.replace("made-up", "[YOUR-PASSWORD]"), "placeholder-value"),
        ("password", SESSION.replace("made-up", "[ACME]"), "unencoded-password"),
        ("user", SESSION.replace(REF, "[PROJECT-REF]"), "unencoded-password"),
        ("user", "postgresql://[USER]:made-up@db.acme.dev/app", "placeholder-value"),
    ],
    ids=["password", "bracket", "project", "user"],
)
def test_the_text_of_the_copy_button_is_told_where_it_is_deployed(check: Check, part: str, value: str, rule: str) -> None:
    """The message says which part it is."""
    (finding,) = check(None, exported(value), environment="production")

    assert finding.rule.id == rule
    assert finding.hint.startswith(f"Put the real {part} in")


OF_A_GUIDE = {
    "direct": f"postgresql://postgres:[YOUR-PASSWORD]@db.{REF}.supabase.co:5432/postgres",
    "direct-of-a-template": "postgresql://postgres:[PASSWORD]@db.[PROJECT_REF].supabase.co:5432/postgres",
    "pooler": "postgresql://postgres.[PROJECT-REF]:[PASSWORD]@aws-0-[REGION].pooler.supabase.com:6543/postgres",
    "row-of-x": "postgresql://xxxxxxxxxxxxxxxxxxxx:made-up@db.acme.dev/postgres",
}


@pytest.mark.parametrize("value", OF_A_GUIDE.values(), ids=OF_A_GUIDE)
def test_the_text_of_a_guide_is_a_warning_where_the_environment_is_not_known(check: Check, value: str) -> None:
    """It is right in development."""
    assert spoken(check(None, written(value))) == [("placeholder-value", "warning")]
    assert spoken(check(None, written(value), environment="development")) == []


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("password", "postgresql://app:made@up@db.acme.dev/app"),
        ("password", "postgresql://app@acme:made/up@db.acme.dev/app"),
        ("user", "postgresql://app@acme:made-up@acme.postgres.database.azure.com/app"),
    ],
    ids=["password", "both", "user"],
)
def test_a_message_says_which_part_is_to_be_encoded(check: Check, part: str, value: str) -> None:
    """A user has an ``@`` in it where Azure's single server is reached."""
    (finding,) = check(None, exported(value))

    assert finding.message == f"X has a {part} with characters that must be percent-encoded."


# -- one cause, one finding

NEARER = {
    "local-before-wrong-endpoint": ("postgresql://app:made-up@localhost:5432/app", "local-address"),
    "local-before-missing-database": ("postgresql://app:made-up@localhost:5432", "local-address"),
    "compose-before-missing-database": ("postgresql://app:made-up@postgres:5432", "local-address"),
    "loopback-before-unreachable": ("postgresql://app:made-up@[::1]:5432/app", "local-address"),
    "placeholder-before-unreachable": ("postgresql://app:made-up@[2001:db8::1]/app", "placeholder-host"),
    "placeholder-before-user": (
        f"postgresql://postgres.{REF}:made-up@db.your-project-ref.supabase.co/postgres",
        "placeholder-host",
    ),
    "placeholder-before-password": (
        "postgresql://postgres:[YOUR-PASSWORD]@db.[PROJECT-REF].supabase.co:5432/postgres",
        "placeholder-host",
    ),
    "placeholder-before-user-and-password": (
        "postgresql://postgres.[PROJECT-REF]:[YOUR-PASSWORD]@aws-0-[REGION].pooler.supabase.com:6543/postgres",
        "placeholder-host",
    ),
    "placeholder-before-missing-database": ("postgresql://app:made-up@db.example.com", "placeholder-host"),
    "malformed-before-unreachable": (DIRECT.replace(REF, REF[:-1]), "malformed-url"),
    "malformed-before-user": (PLAIN.replace("aws-1-eu", "aws-eu"), "malformed-url"),
    "malformed-before-missing-database": ("postgresql://app:made-up@db.acme.dev:port", "malformed-url"),
    "malformed-before-unencoded": ("postgresql://app:made@up@http://db.acme.dev/app", "malformed-url"),
    "scheme-before-all": (DIRECT.replace("postgresql:", "mysql:"), "wrong-scheme"),
    "unreachable-before-endpoint": (DIRECT, "unreachable-endpoint"),
}


@pytest.mark.parametrize(("value", "rule"), NEARER.values(), ids=NEARER)
def test_the_rule_nearest_to_the_cause_speaks(check: Check, value: str, rule: str) -> None:
    """Although the endpoint is not what is wanted either."""
    assert ids(check(schema(endpoints=["proxy"]), exported(value), environment="production")) == [rule]


UNUSUAL = {"quoted-value": '"{}"', "surrounding-blanks": "{}\n", "invisible-character": "{}\u200b"}
EACH = {
    "unreachable-endpoint": DIRECT,
    "wrong-endpoint": TRANSACTION,
    "wrong-pooler-user": PLAIN,
    "unencoded-password": "postgresql://app:made@up@db.acme.dev/app",
    "missing-database-name": "postgresql://app:made-up@db.acme.dev",
}


@pytest.mark.parametrize(("rule", "form"), UNUSUAL.items(), ids=UNUSUAL)
@pytest.mark.parametrize("value", EACH.values(), ids=EACH)
def test_how_an_address_is_written_is_nearer_than_what_it_is(check: Check, rule: str, form: str, value: str) -> None:
    """Once the quotes are gone the rest can be told."""
    assert ids(check(schema(endpoints=["proxy"]), exported(form.format(value)), environment="production")) == [rule]


TWO_CAUSES = {
    "host-and-password": (
        f"postgresql://postgres:made#up@db.{REF}.supabase.co:5432/postgres",
        ["unencoded-password", "unreachable-endpoint"],
    ),
    "host-and-database": (
        f"postgresql://postgres:made-up@db.{REF}.supabase.co:5432",
        ["missing-database-name", "unreachable-endpoint"],
    ),
    "user-and-database": (PLAIN.removesuffix("/postgres"), ["missing-database-name", "wrong-pooler-user"]),
    "local-and-password": ("postgresql://app:made#up@localhost/app", ["local-address", "unencoded-password"]),
}


@pytest.mark.parametrize(("value", "expected"), TWO_CAUSES.values(), ids=TWO_CAUSES)
def test_two_causes_have_two_findings(check: Check, value: str, expected: list[str]) -> None:
    """To mend one of them would not be enough."""
    assert expected == sorted(ids(check(None, exported(value), environment="production")))


# -- all of the family

SUPABASE = f"postgresql://{MARKER}.{REF}:{MARKER}@aws-1-eu-central-1.pooler.supabase.com"
SECRETS = {
    "unreachable-endpoint": f"postgresql://a{MARKER}:{MARKER}@db.{REF}.supabase.co:5432/{MARKER}?application_name={MARKER}",
    "wrong-endpoint": f"postgresql://{MARKER}.{REF}:{MARKER}@aws-1-eu-central-1.pooler.supabase.com:6543/{MARKER}",
    "wrong-pooler-user": f"postgresql://a{MARKER}:{MARKER}@aws-1-eu-central-1.pooler.supabase.com:5432/{MARKER}",
    "unencoded-password": f"postgresql://a{MARKER}:{MARKER}@{MARKER}@{MARKER}.acme.dev/{MARKER}",
    "missing-database-name": f"postgresql://a{MARKER}:{MARKER}@{MARKER}.acme.dev?application_name={MARKER}",
    "driver-parameter": f"postgresql://a{MARKER}:{MARKER}@{MARKER}.acme.dev/{MARKER}?pgbouncer={MARKER}&{MARKER}={MARKER}",
    "driver-scheme": f"postgresql+{MARKER}://a{MARKER}:{MARKER}@{MARKER}.acme.dev/{MARKER}",
    "disabled-tls": f"postgresql://a{MARKER}:{MARKER}@{MARKER}.acme.dev/{MARKER}?sslmode=disable&application_name={MARKER}",
    "prepared-statements-on-transaction-pooler": f"{SUPABASE}:6543/{MARKER}",
    "misleading-name": f"{SUPABASE}:6543/{MARKER}",
    "wrong-port": f"postgresql://postgres:{MARKER}@127.0.0.1:54321/postgres?application_name={MARKER}",
    "disagreeing-connections": f"{SUPABASE}:5432/{MARKER}",
}

#: What is asked of the variable, what else it is called, and what stands beside it, where the rule needs more than the address.
ASKED: dict[str, dict[str, Any]] = {
    "driver-parameter": {"driver": "asyncpg"},
    "driver-scheme": {"driver": "sqlalchemy+asyncpg"},
    "disabled-tls": {},
    "prepared-statements-on-transaction-pooler": {"driver": "asyncpg"},
    "misleading-name": {},
    "wrong-port": {},
    "disagreeing-connections": {},
}
CALLED = {"misleading-name": "SUPABASE_SESSION_POOLER_URL"}
BESIDE = {"disagreeing-connections": f"Y='{SUPABASE}:5432/{MARKER}'\n".replace(f":{MARKER}@", f":{MARKER}too@")}


def test_every_rule_of_the_family_has_a_secret_to_keep() -> None:
    """No rule is left out of the table."""
    assert {rule.id for rule in RULES.values() if rule.family == "postgres"} == set(SECRETS)


@pytest.mark.parametrize(("rule", "value"), SECRETS.items(), ids=SECRETS)
def test_a_finding_keeps_the_value_and_says_what_to_do(check: Check, rule: str, value: str) -> None:
    """No part of the address is shown, neither project nor region, and there is a hint."""
    name = CALLED.get(rule, "X")
    asked = wants(**ASKED.get(rule, {"endpoints": ["direct", "pooler-session"]}))
    text = written(value, name) + BESIDE.get(rule, "")
    declared = {"properties": {name: asked, "Y": asked}}

    (finding,) = check(declared, text, environment="development" if rule == "wrong-port" else "production")

    assert (finding.rule.id, bool(finding.hint), finding.secret) == (rule, True, True)
    assert [word for word in (MARKER, REF, "eu-central", "acme") if word in shown([finding])] == []
