"""What nobody has verified of platforms, providers, drivers and keys is never an error.

The groups are those of section G of ``../shared/facts/platforms.md``; hosts and keys are made up in the forms in question.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from envcheck.facts.drivers import DRIVERS
from tests.conftest import Check, ids, wants

_REF = "abcdefghijklmnopqrst"
_PADDING = "mad3up" * 12

#: Addresses of Postgres whose host, pool mode or habit with prepared statements is not verified.
ADDRESSES = {
    "render managed pool": "postgresql://app:mad3-up@dpg-abcdefghijklmnopqrst-a-pool.frankfurt-postgres.render.com:6432/app",
    "supabase new region": f"postgresql://postgres.{_REF}:mad3-up@aws-7-mars-north-9.pooler.supabase.com:5432/postgres",
    "supabase hosted transaction": f"postgresql://postgres.{_REF}:mad3-up@aws-0-eu-central-1.pooler.supabase.com:6543/postgres",
    "supabase replica pooler": f"postgresql://postgres.{_REF}-rr-eu-west-1-abcde:mad3-up@aws-0-eu-west-1.pooler.supabase.com:5432/postgres",
    "supabase replica direct": f"postgresql://postgres:mad3-up@db.{_REF}-rr-eu-west-1-abcde.supabase.co:5432/postgres",
    "neon cell": "postgresql://app:mad3-up@ep-cool-rain-a1b2c3d4.c-2.us-east-2.aws.neon.tech/app",
    "neon pooler": "postgresql://app:mad3-up@ep-cool-rain-a1b2c3d4-pooler.c-2.us-east-2.aws.neon.tech/app",
    "heroku pooled": "postgresql://app:mad3-up@ccpool.c1abcdefghijkl.cluster-abc.us-east-1.rds.amazonaws.com:5433/app",
    "prisma postgres": "postgresql://mad3up:mad3-up@pooled.db.prisma.io:5432/postgres",
    "nile": "postgresql://app:mad3-up@us-west-2.db.thenile.dev:5432/app",
    "xata": "postgresql://app:mad3-up@us-east-1.sql.xata.sh/app:main",
    "cloud sql": "postgresql://app:mad3-up@34.89.10.11:5432/app",
    "rds proxy endpoint": "postgresql://app:mad3-up@reader.endpoint.proxy-abcdefghijkl.eu-central-1.rds.amazonaws.com:5432/app",
    "planetscale": "postgresql://app:mad3-up@aws-eu-central-1-2.pg.psdb.cloud:5432/app",
    "planetscale pgbouncer": "postgresql://app:mad3-up@aws-eu-central-1-2.pg.psdb.cloud:6432/app",
    "digitalocean pool": "postgresql://app:mad3-up@acme-do-user-1-0.b.db.ondigitalocean.com:25061/app",
    "crunchy pgbouncer": "postgresql://app:mad3-up@p.abcdefghijklmnopqrst.db.postgresbridge.com:5431/app",
}

#: Poolers that nobody has seen lose statements, or whose vendor does not say that they do. Supabase's documentation says it of
#: its transaction mode; that a flag of the pooler may have been turned on for a project is what is not known there.
POOLERS = {name: url for name, url in ADDRESSES.items() if name != "supabase hosted transaction"}

#: Other values that no vendor has promised a form for, by name.
LINES = {
    "render long name": f"{'A' * 300}=1",
    "render long value": f"NOTES={'words and ' * 5_000}end",
    "supabase replica": f"SUPABASE_URL=https://{_REF}-rr-eu-west-1-abcde.supabase.co",
    "amqp without a vhost": "BROKER_URL=amqps://app:mad3-up@mq.acme.dev",
    "amqp with parameters": "BROKER_URL=amqps://app:mad3-up@mq.acme.dev:5671/%2F?heartbeat=30",
    "mongodb without a database": "MONGODB_URI=mongodb+srv://app:mad3-up@cluster0.ab1cd.mongodb.net",
    "mongodb replica set": "MONGODB_URI=mongodb://app:mad3-up@a.acme.dev,b.acme.dev/app?replicaSet=rs0&tls=true",
    "llamacloud in europe": "LLAMA_CLOUD_BASE_URL=https://api.cloud.eu.llamaindex.ai",
}

#: Variables for a key, with the heads that the vendor's keys have; how long they are is not promised.
HEADS = {
    "SUPABASE_PUBLISHABLE_KEY": ("sb_publishable_",),
    "SUPABASE_SECRET_KEY": ("sb_secret_",),
    "OPENAI_API_KEY": ("sk-", "sk-proj-", "sk-svcacct-"),
    "ANTHROPIC_API_KEY": ("sk-ant-api03-", "sk-ant-"),
    "LLAMA_CLOUD_API_KEY": ("llx-",),
    "RESEND_API_KEY": ("re_",),
}
KEYS = [(name, head + _PADDING[:length]) for name, heads in HEADS.items() for head in heads for length in (18, 24, 41, 72)]


def errors(check: Check, schema: dict[str, Any] | None, text: str) -> list[str]:
    """The rules that find an error in production on Render."""
    return ids([finding for finding in check(schema, text, environment="production") if finding.severity == "error"])


@pytest.mark.parametrize("url", ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_of_an_unverified_form_is_no_error(check: Check, url: str) -> None:
    assert errors(check, None, f"DATABASE_URL={url}\n") == []


@pytest.mark.parametrize("driver", sorted(name for name, driver in DRIVERS.items() if driver.prepares))
@pytest.mark.parametrize("url", POOLERS.values(), ids=POOLERS)
def test_statements_on_an_unverified_pooler_are_no_error(check: Check, url: str, driver: str) -> None:
    """Whether it keeps them is not known, so that it is a warning at most."""
    scheme = "postgresql" if f"postgresql+{driver}" not in DRIVERS[driver].schemes else f"postgresql+{driver}"
    schema = {"properties": {"DATABASE_URL": wants(driver=driver)}}

    assert errors(check, schema, f"DATABASE_URL={url.replace('postgresql', scheme, 1)}\n") == []


@pytest.mark.parametrize("text", LINES.values(), ids=LINES)
def test_a_value_of_an_unverified_form_is_no_error(check: Check, text: str) -> None:
    assert errors(check, None, f"{text}\n") == []


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_the_length_of_a_key_is_no_error(check: Check, name: str, key: str) -> None:
    assert errors(check, None, f"{name}={key}\n") == []


@pytest.mark.parametrize("mode", ["require", "prefer", "allow", "verify-ca", "verify-full"])
def test_a_mode_of_tls_is_no_error(check: Check, mode: str) -> None:
    assert errors(check, None, f"DATABASE_URL=postgresql://app:mad3-up@db.acme.dev/app?sslmode={mode}\n") == []


def test_a_flat_export_is_no_error(check: Check) -> None:
    """No form that the Dashboard exports is documented."""
    assert errors(check, None, json.dumps({"LOG_LEVEL": "INFO", "PORT": "8000"})) == []
