"""What the family *address* says of an address, whatever it leads to."""

from __future__ import annotations

from typing import Any

import pytest

from envcheck.rules.all import RULES
from tests.conftest import Check, ids
from tests.rules.helpers import ANYWHERE, MARKER, NOT_DEPLOYED, exported, placed, shown, spoken, written

Keywords = dict[str, Any]

HTTP = {"format": "http-url"}
POSTGRES = {"format": "postgres-url"}
REDIS = {"format": "redis-url"}
AMQP = {"format": "amqp-url"}
MONGODB = {"format": "mongodb-url"}


def schemes(*allowed: str) -> Keywords:
    """The schema of an address with a list of schemes of its own."""
    return {"x-envcheck": {"url": {"schemes": list(allowed)}}}


def schema(keywords: Keywords | None) -> dict[str, Any] | None:
    """The schema of a service with one variable, or none."""
    return None if keywords is None else {"properties": {"X": keywords}}


# -- addresses of variables that are declared as such

DECLARED: dict[str, tuple[Keywords, str]] = {
    "empty": (HTTP, ""),
    "api": (HTTP, "https://api.acme.dev/v1"),
    "port-and-slash": (HTTP, "https://api.acme.dev:8443/"),
    "upper-case": (HTTP, "HTTPS://API.acme.dev"),
    "final-dot": (HTTP, "https://acme.dev."),
    "user-and-password": (HTTP, "https://app:made-up@acme.dev/"),
    "at-in-the-path": (HTTP, "https://acme.dev/@app"),
    "address-in-the-query": (HTTP, "https://acme.dev/?next=http://localhost:3000/"),
    "address-in-the-path": (HTTP, "https://web.archive.org/https://example.com/"),
    "fragment": (HTTP, "https://app.acme.dev/#/home"),
    "template-in-the-path": (HTTP, "https://api.acme.dev/{tenant}/v1"),
    "render-service": (HTTP, "https://acme-staging.onrender.com"),
    "render-private-service": (HTTP, "http://acme-api:10000"),
    "render-discovery": (HTTP, "http://acme-api-discovery:10000"),
    "underscore": (HTTP, "http://acme_api:8000"),
    "supabase": (HTTP, "https://abcdefghijklmnopqrst.supabase.co"),
    "supabase-custom-domain": (HTTP, "https://auth.acme.dev"),
    "ipv6": (HTTP, "https://[2001:470::1]:8443/"),
    "other-alphabet": (HTTP, "https://münchen.de/"),
    "encoded-alphabet": (HTTP, "https://xn--mnchen-3ya.de"),
    "cdn": (HTTP, "https://d111111abcdef8.cloudfront.net/assets/app.js"),
    "cluster": (HTTP, "http://api.acme.svc.cluster.local:8080"),
    "cluster-short": (HTTP, "http://api.acme.svc"),
    "consul": (HTTP, "http://api.service.consul:8080"),
    "internal-load-balancer": (HTTP, "http://internal-acme-1.eu-west-1.elb.amazonaws.com"),
    "overlay-network": (HTTP, "http://box.tail1234.ts.net:8080"),
    "internal-as-a-label": (HTTP, "https://internal.acme.dev"),
    "local-as-a-label": (HTTP, "https://local.acme.dev"),
    "ngrok-as-a-label": (HTTP, "https://ngrok.acme.dev"),
    "tunnel-as-a-label": (HTTP, "https://tunnel.acme.dev"),
    "ngrok-api": (HTTP, "https://api.ngrok.com"),
    "cloudflare-access": (HTTP, "https://acme.cloudflareaccess.com"),
    "render-api": (HTTP, "https://api.render.com/v1"),
    "render-deploy-hook": (HTTP, "https://api.render.com/deploy/srv-made-up?key=made-up"),
    "vocabulary": (HTTP, "http://www.w3.org/2001/XMLSchema"),
    "http-listed": (schemes("http", "https"), "http://partner.acme.dev"),
    "websocket": (schemes("wss"), "wss://rt.acme.dev"),
    "websocket-nearby": (schemes("ws", "wss"), "ws://rt:8080"),
    "origin": ({"format": "origin"}, "https://app.acme.dev"),
    "path-that-is-wanted": ({**HTTP, "x-envcheck": {"url": {"path": "/v1"}}}, "https://api.acme.dev/v1"),
    "path-and-slash": ({**HTTP, "x-envcheck": {"url": {"path": "/v1"}}}, "https://api.acme.dev/v1/"),
    "path-with-a-version": ({**HTTP, "x-envcheck": {"url": {"path": "/v1"}}}, "https://api.acme.dev/v1?version=2"),
    "any-path": ({**HTTP, "x-envcheck": {"url": {"path": "any"}}}, "https://api.acme.dev/a/b?c=d#e"),
    "no-path": ({**HTTP, "x-envcheck": {"url": {"path": "none"}}}, "https://api.acme.dev"),
    "slash-alone": ({**HTTP, "x-envcheck": {"url": {"path": "none"}}}, "https://api.acme.dev:8443/"),
    "no-path-of-a-database": ({**REDIS, "x-envcheck": {"url": {"path": "none"}}}, "rediss://cache.acme.dev:6379"),
    "supabase-format": ({"format": "supabase-url"}, "https://abcdefghijklmnopqrst.supabase.co"),
    "supabase-own-domain": ({"format": "supabase-url"}, "https://auth.acme.dev"),
    "supabase-vanity": ({"format": "supabase-url"}, "https://acme.supabase.co"),
    "supabase-hosted-by-oneself": ({"format": "supabase-url"}, "http://supabase-kong:8000"),
    "sentry-format": ({"format": "sentry-dsn"}, "https://made0up@o1.ingest.de.sentry.io/4501"),
    "sentry-hosted-by-oneself": ({"format": "sentry-dsn"}, "https://made0up@errors.acme.dev/sentry/4"),
    "redis-in-a-cloud": (REDIS, "redis://acme.ab12cd.0001.euw1.cache.amazonaws.com:6379"),
    "redis-key-value-outside": (REDIS, "rediss://red-a:made-up@oregon-keyvalue.render.com:6379"),
    "redis-of-upstash": (REDIS, "rediss://default:made-up@acme-made-up-1.upstash.io:6379"),
    "webhook": (HTTP, "https://hooks.slack.com/services/T0/B0/made-up"),
    "sentry": (HTTP, "https://abc@o1.ingest.us.sentry.io/4501"),
    "country-domain": (HTTP, "https://api.acme.com.br"),
    "example-in-a-label": (HTTP, "https://example-shop.acme.dev"),
    "example-of-another-ending": (HTTP, "https://example.io"),
    "word-that-begins-like-localhost": (HTTP, "https://localhost.run"),
    "loopback-as-a-label": (HTTP, "https://127.0.0.1.nip.io"),
    "test-as-a-label": (HTTP, "https://test.acme.dev"),
    "your-server": (HTTP, "https://clients.your-server.de"),
    "https-alone": (schemes("https"), "https://api.acme.dev"),
    "redis": (REDIS, "redis://default:made-up@acme-cache:6379/0"),
    "redis-tls": (REDIS, "rediss://:made-up@cache.acme.dev:6380/1?ssl_cert_reqs=required"),
    "redis-on-render": (REDIS, "redis://red-aaaaaaaaaaaaaaaaaaaa:6379"),
    "redis-hosts": (REDIS, "rediss://a.acme.dev:6379,b.acme.dev:6379,c.acme.dev:6379"),
    "redis-sentinels": (REDIS, "redis+sentinel://s1.acme.dev:26379,s2.acme.dev:26379/mymaster/0"),
    "redis-on-a-socket-for-celery": (REDIS, "redis+socket:///run/redis.sock"),
    "redis-on-a-socket": (REDIS, "unix:///run/redis.sock?db=1"),
    "valkey": (REDIS, "valkeys://default:made-up@cache.acme.dev:25061"),
    "amqp": (AMQP, "amqp://app:made-up@mq.acme.dev:5672/app"),
    "amqp-default-vhost": (AMQP, "amqp://app:made-up@mq.acme.dev//"),
    "amqp-encoded-vhost": (AMQP, "amqps://app:made-up@mq.acme.dev/%2F"),
    "amqp-no-vhost": (AMQP, "amqps://app:made-up@b-1.mq.eu-west-1.amazonaws.com:5671"),
    "cloudamqp": (AMQP, "amqps://abcdefgh:made-up@shrimp.rmq.cloudamqp.com/abcdefgh"),
    "mongodb-srv": (MONGODB, "mongodb+srv://app:made-up@cluster0.ab1cd.mongodb.net/app?retryWrites=true&w=majority"),
    "mongodb-hosts": (MONGODB, "mongodb://app:made-up@m1.acme.dev:27017,m2.acme.dev:27017/app?replicaSet=rs0"),
    "mongodb-of-azure": (MONGODB, "mongodb://acme:bWFkZS11cA==@acme.mongo.cosmos.azure.com:10255/?ssl=true&appName=@acme@"),
    "mongodb-on-a-socket": (MONGODB, "mongodb://%2Ftmp%2Fmongodb-27017.sock/app"),
    "postgres-driver": (POSTGRES, "postgresql+asyncpg://app:made-up@db.acme.dev:5432/app"),
    "postgres-short": (POSTGRES, "postgres://app:made-up@db.acme.dev/app"),
    "sqlite": (schemes("sqlite", "postgresql"), "sqlite:///./app.db"),
    "sqlite-absolute": (schemes("sqlite"), "sqlite:////var/data/app.db"),
    "sqlite-in-memory": (schemes("sqlite"), "sqlite://"),
    "sqlite-driver": (schemes("sqlite"), "sqlite+aiosqlite:///app.db"),
    "sqlite-on-windows": (schemes("sqlite"), "sqlite:///C:/data/app.db"),
    "s3": (schemes("s3", "gs", "file"), "s3://acme-uploads/path"),
    "google-storage": (schemes("s3", "gs", "file"), "gs://acme_uploads"),
    "file": (schemes("s3", "gs", "file"), "file:///var/data"),
    "smtp": (schemes("smtp", "smtps"), "smtps://apikey:made-up@smtp.sendgrid.net:465"),
    "kafka": (schemes("kafka"), "kafka://k1.acme.dev:9092"),
    "kafka-hosts": (schemes("kafka"), "kafka://k1.acme.dev:9092,k2.acme.dev:9092"),
    "nats-hosts": (schemes("nats"), "nats://app:made-up@n1.acme.dev:4222,n2.acme.dev:4222"),
}  # fmt: skip


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(("keywords", "value"), DECLARED.values(), ids=DECLARED)
def test_a_right_address_has_no_finding(check: Check, keywords: Keywords, value: str, environment: str | None) -> None:
    """In every environment, declared or not."""
    assert ids(check(schema(keywords), written(value), environment=environment)) == []
    assert ids(check(None, written(value), environment=environment)) == []


# -- texts that no schema calls an address

UNDECLARED = {
    "host": "db.acme.dev",
    "host-and-port": "db.acme.dev:5432",
    "relative-path": "/",
    "relative-path-and-query": "/auth/callback?provider=a",
    "block-of-addresses": "10.208.0.0/16",
    "private-address-alone": "192.168.1.20",
    "tunnel-alone": "made-up.ngrok-free.app",
    "http-without-a-telling-name": "http://acme.dev",
    "namespace": "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "localhost-alone": "localhost",
    "loopback-alone": "127.0.0.1",
    "listening-everywhere": "0.0.0.0",
    "listening-on-a-port": "0.0.0.0:8000",
    "listening-on-ipv6": "[::]:8080",
    "listening-over-http": "http://0.0.0.0:8080",
    "listening-over-http-on-ipv6": "http://[::]:8080",
    "listening-with-plus": "http://+:80",
    "listening-with-stars": "http://*:8080;https://*:8443",
    "collector-listening": "tcp://0.0.0.0:4317",
    "gunicorn-socket": "unix:/run/gunicorn.sock",
    "docker-socket": "unix:///var/run/docker.sock",
    "no-proxy": "localhost,127.0.0.1,.internal",
    "allowed-hosts": ".acme.dev,localhost",
    "example-domain-alone": "example.com",
    "sender": "Acme <no-reply@example.com>",
    "mail": "mailto:ops@example.com",
    "origins": "https://app.acme.dev,https://admin.acme.dev",
    "origins-with-blanks": "https://app.acme.dev https://admin.acme.dev",
    "origins-as-json": '["https://app.acme.dev", "http://localhost:3000"]',
    "origin-with-a-glob": "https://*.acme.dev",
    "csp": "default-src *; script-src https://cdn.acme.dev; connect-src https: wss://rt.acme.dev",
    "regex-of-origins": "^https://[a-z-]+.acme.dev(:[0-9]+)?$",
    "regex-with-a-dot-star": "https://.*.example.com",
    "tiles": "https://{s}.tile.openstreetmap.org/{z}/{x}/{y}.png",
    "tenant": "https://{tenant}.acme.dev",
    "login": "https://login.microsoftonline.com/{tenant}/v2.0",
    "printf": "https://acme.dev/%s",
    "json-with-localhost": '{"endpoint": "http://localhost:4566"}',
    "jdbc": "jdbc:postgresql://db.acme.dev:5432/app?user=app&password=made-up",
    "jdbc-sqlserver": "jdbc:sqlserver://db.acme.dev:1433;databaseName=app;encrypt=true",
    "dsn": "host=db.acme.dev port=5432 dbname=app user=app password=made-up",
    "ado": "Host=db.acme.dev;Port=5432;Database=app;Username=app;Password=made-up",
    "prisma-sqlite": "file:./dev.db",
    "libsql": "libsql://app-acme.turso.io",
    "mysql-with-json": 'mysql://app:made-up@db.acme.dev:3306/app?ssl={"rejectUnauthorized":true}',
    "mysql-on-a-socket": "mysql+pymysql://app:made-up@/app?unix_socket=/cloudsql/p:r:i",
    "oracle": "oracle+oracledb://app:made-up@db.acme.dev:1521/?service_name=app",
    "bigquery": "bigquery://acme-project/dataset",
    "clickhouse": "clickhouse+http://app:made-up@ch.acme.dev:8123/app",
    "kafka-hosts": "kafka1.acme.dev:9092,kafka2.acme.dev:9092",
    "kafka-urls": "kafka+ssl://k1.acme.dev:9096,kafka+ssl://k2.acme.dev:9096",
    "kafka-listeners": "PLAINTEXT://:9092,CONTROLLER://:9093",
    "kafka-protocols": "SASL_SSL://k1.acme.dev:9096",
    "nats": "nats://n1.acme.dev:4222,nats://n2.acme.dev:4222",
    "redis-urls-with-commas": "redis://a.acme.dev:6379,redis://b.acme.dev:6379",
    "redis-urls-with-blanks": "redis://a.acme.dev:6379 redis://b.acme.dev:6379",
    "redis-hosts": "a.acme.dev:6379,b.acme.dev:6379",
    "celery-sentinels": "sentinel://:made-up@s1.acme.dev:26379;sentinel://:made-up@s2.acme.dev:26379",
    "celery-brokers": "amqp://app:made-up@mq1.acme.dev:5672;amqp://app:made-up@mq2.acme.dev:5672",
    "celery-amqp": "pyamqp://app:made-up@mq.acme.dev//",
    "celery-rpc": "rpc://",
    "celery-results": "db+postgresql://app:made-up@db.acme.dev/app",
    "celery-memory": "cache+memory://",
    "sqs": "sqs://",
    "symfony-default": "doctrine://default?auto_setup=0",
    "symfony-null": "null://null",
    "mailer": "postmark+api://made-up@default",
    "cloudinary": "cloudinary://123456:made-up@acme",
    "elasticsearch": "https://elastic:made-up@e1.acme.dev:9200,https://elastic:made-up@e2.acme.dev:9200",
    "neo4j": "neo4j+s://abc.databases.neo4j.io",
    "zookeeper": "zookeeper://z1.acme.dev,z2.acme.dev/kafka",
    "ldap": "ldaps://dc1.acme.dev ldaps://dc2.acme.dev",
    "grpc": "dns:///svc.acme.dev:50051",
    "azure-storage": "abfss://container@acme.dfs.core.windows.net/path",
    "git": "git+https://github.com/acme/app.git",
    "ssh": "ssh://git@github.com/acme/app.git",
    "scp": "git@github.com:acme/app.git",
    "image": "docker://acme/app:1",
    "origin-of-a-capacitor-app": "capacitor://localhost",
    "origin-of-an-ionic-app": "ionic://localhost",
    "origin-of-a-tauri-app": "tauri://localhost",
    "origin-of-a-tauri-app-on-windows": "http://tauri.localhost",
    "deep-link": "myapp://callback",
    "app-link": "com.acme.app://oauth",
    "extension": "chrome-extension://abcdefgh",
    "proxy": "socks5h://proxy.acme.dev:1080",
    "vault": "op://vault/item/field",
    "parameter-store": "awsssm:///app",
    "urn": "urn:acme:app",
    "arn": "arn:aws:s3:::acme",
    "data": "data:image/png;base64,bWFkZS11cA==",
    "prefix-http": "http://",
    "prefix-https": "https://",
    "separator": "://",
    "windows-path": "C:/Program Files/App",
    "search-path": "/usr/local/bin:/usr/bin",
    "cron": "*/5 * * * *",
    "colour": "#0f172a",
    "semver": "^1.2.3",
    "java-options": "-Dendpoint=https://api.acme.dev -Xmx512m",
    "otel-headers": "authorization=Bearer made-up,endpoint=https://otel.acme.dev",
    "sentence": "see https://example.com/docs for more",
    "secret-with-unlucky-words": "localhost-example.com-127.0.0.1",
}  # fmt: skip


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize("value", UNDECLARED.values(), ids=UNDECLARED)
def test_a_text_that_nobody_calls_an_address_has_no_finding(check: Check, value: str, environment: str | None) -> None:
    """Without a schema, and with one that says nothing of the value."""
    assert ids(check(None, written(value), environment=environment)) == []
    assert ids(check({"properties": {"X": {}}}, written(value), environment=environment)) == []


@pytest.mark.parametrize("value", UNDECLARED.values(), ids=UNDECLARED)
def test_a_text_that_nobody_calls_an_address_has_no_finding_in_an_export(check: Check, value: str) -> None:
    """An export is deployed, whatever its name."""
    assert ids(check(None, exported(value))) == []


# -- addresses that are right where nothing is deployed

AT_HOME: dict[str, tuple[Keywords, str]] = {
    "tunnel": (HTTP, "https://abc123.ngrok-free.app"),
    "in-clear": (HTTP, "http://api.acme.dev"),
    "redis-in-clear": (REDIS, "redis://cache.acme.dev:6379"),
    "private-address": (HTTP, "http://192.168.1.20:8000"),
    "machine-nearby": (HTTP, "http://nas.local:9000"),
    "other-platform": (REDIS, "redis://redis.railway.internal:6379"),
    "key-value-in-clear": (REDIS, "redis://red-a:made-up@oregon-keyvalue.render.com:6379"),
    "origin-nearby": ({"format": "origin"}, "http://localhost:3000"),
    "localhost": (HTTP, "http://localhost:8000"),
    "loopback": (HTTP, "http://127.0.0.1:54321"),
    "ipv6-loopback": (HTTP, "http://[::1]:8000"),
    "every-interface": (HTTP, "http://0.0.0.0:8000"),
    "docker-desktop": (HTTP, "http://host.docker.internal:8000"),
    "compose-redis": (REDIS, "redis://redis:6379/0"),
    "compose-rabbitmq": (AMQP, "amqp://guest:guest@rabbitmq:5672//"),
    "compose-mongo": (MONGODB, "mongodb://mongo:27017/app"),
    "compose-postgres": (POSTGRES, "postgresql://app:made-up@postgres:5432/app"),
    "compose-db": (POSTGRES, "postgresql://app:made-up@db:5432/app"),
    "supabase-stack": (POSTGRES, "postgresql://postgres:postgres@127.0.0.1:54322/postgres"),
    "socket-of-this-machine": (POSTGRES, "postgresql:///app"),
    "example-domain": (HTTP, "https://api.example.com"),
    "reserved-ending": (HTTP, "http://acme.test:3000"),
    "documentation-address": (HTTP, "http://203.0.113.10"),
    "template": (HTTP, "https://<project-ref>.supabase.co"),
    "guide": (HTTP, "https://your-project.supabase.co"),
    "row-of-x": (HTTP, "https://xxxxxxxx.supabase.co"),
    "template-of-a-database": (POSTGRES, "postgresql://app:made-up@<host>:<port>/<db>"),
}


@pytest.mark.parametrize("environment", NOT_DEPLOYED.values(), ids=NOT_DEPLOYED)
@pytest.mark.parametrize(("keywords", "value"), AT_HOME.values(), ids=AT_HOME)
def test_what_a_deploy_forbids_is_right_elsewhere(check: Check, keywords: Keywords, value: str, environment: str | None) -> None:
    """In development, and where the environment is not known."""
    assert ids(check(schema(keywords), written(value), environment=environment)) == []
    assert ids(check(None, written(value), environment=environment)) == []


# -- addresses that are wrong anywhere

MALFORMED = {
    "no-scheme": (HTTP, "api.acme.dev/v1"),
    "host-alone": (HTTP, "acme"),
    "slashes-alone": (HTTP, "//api.acme.dev"),
    "one-slash": (HTTP, "https:/api.acme.dev"),
    "no-host": (HTTP, "https:///v1"),
    "scheme-alone": (HTTP, "https://"),
    "port-is-a-word": (HTTP, "https://api.acme.dev:port"),
    "port-zero": (HTTP, "https://api.acme.dev:0"),
    "two-ports": (HTTP, "https://api.acme.dev:443:443"),
    "scheme-twice": (HTTP, "https://https://api.acme.dev"),
    "scheme-inside": (POSTGRES, "postgresql://app:made-up@http://db.acme.dev:5432/app"),
    "ipv6-without-brackets": (HTTP, "http://2001:470::1"),
    "empty-label": (HTTP, "https://api..acme.dev"),
    "glob": (HTTP, "https://*.acme.dev"),
    "blank-inside": (HTTP, "https://api.acme.dev/a b"),
    "name-inside": (HTTP, "X=https://api.acme.dev"),
    "two-addresses": (HTTP, "https://a.acme.dev,https://b.acme.dev"),
    "two-redis-addresses": (REDIS, "redis://a.acme.dev:6379,redis://b.acme.dev:6379"),
    "srv-with-a-port": (MONGODB, "mongodb+srv://app:made-up@cluster0.ab1cd.mongodb.net:27017/app"),
    "supabase-project-cut": (POSTGRES, "postgresql://postgres:made-up@db.abcdefghijklmnopqrs.supabase.co:5432/postgres"),
    "supabase-project-upper": (POSTGRES, "postgresql://postgres:made-up@db.ABCDEFGHIJKLMNOPQR5T.supabase.co:5432/postgres"),
    "supabase-api-host": (POSTGRES, "postgresql://postgres:made-up@abcdefghijklmnopqrst.supabase.co:5432/postgres"),
    "supabase-com": (POSTGRES, "postgresql://postgres:made-up@db.abcdefghijklmnopqrst.supabase.com:5432/postgres"),
    "pooler-without-number": (
        POSTGRES,
        "postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-eu-central-1.pooler.supabase.com:5432/postgres",
    ),
    "pooler-co": (
        POSTGRES,
        "postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-0-eu-central-1.pooler.supabase.co:5432/postgres",
    ),
}  # fmt: skip


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(("keywords", "value"), MALFORMED.values(), ids=MALFORMED)
def test_what_cannot_be_read_as_an_address_is_malformed(
    check: Check, keywords: Keywords, value: str, environment: str | None
) -> None:
    """The one finding, in every environment, at its line."""
    assert placed(check(schema(keywords), written(value), environment=environment)) == [("malformed-url", "error", 2)]


BY_SCHEME = {
    "postgres": "postgresql://app:made-up@db.acme.dev:port/app",
    "postgres-driver": "postgresql+asyncpg://app:made-up@db.acme.dev:5432:5432/app",
    "redis": "redis://cache.acme.dev:0",
    "amqp": "amqp://app:made-up@http://mq.acme.dev/app",
    "mongodb": "mongodb+srv://app:made-up@cluster0.ab1cd.mongodb.net:27017/app",
}


@pytest.mark.parametrize("value", BY_SCHEME.values(), ids=BY_SCHEME)
def test_the_scheme_of_a_database_declares_an_address(check: Check, value: str) -> None:
    """No schema has to say so."""
    assert spoken(check(None, written(value))) == [("malformed-url", "error")]


OTHER_SCHEME: dict[str, tuple[Keywords, str]] = {
    "web-for-postgres": (POSTGRES, "https://abcdefghijklmnopqrst.supabase.co"),
    "mysql-for-postgres": (POSTGRES, "mysql://app:made-up@db.acme.dev/app"),
    "prisma-for-postgres": (POSTGRES, "prisma+postgres://accelerate.prisma-data.net/?api_key=made-up"),
    "postgres-for-web": (HTTP, "postgresql://app:made-up@db.acme.dev/app"),
    "websocket-for-web": (HTTP, "wss://rt.acme.dev"),
    "web-for-redis": (REDIS, "https://acme.upstash.io"),
    "amqp-for-redis": (REDIS, "amqp://app:made-up@mq.acme.dev/app"),
    "redis-for-amqp": (AMQP, "redis://cache.acme.dev:6379/0"),
    "postgres-for-mongodb": (MONGODB, "postgresql://app:made-up@db.acme.dev/app"),
    "http-for-https": (schemes("https"), "http://api.acme.dev"),
    "https-for-s3": (schemes("s3"), "https://acme.s3.amazonaws.com"),
}


@pytest.mark.parametrize("environment", ANYWHERE.values(), ids=ANYWHERE)
@pytest.mark.parametrize(("keywords", "value"), OTHER_SCHEME.values(), ids=OTHER_SCHEME)
def test_an_address_of_another_kind_has_the_wrong_scheme(
    check: Check, keywords: Keywords, value: str, environment: str | None
) -> None:
    """The one finding, in every environment, at its line."""
    assert placed(check(schema(keywords), written(value), environment=environment)) == [("wrong-scheme", "error", 2)]


@pytest.mark.parametrize("host", ["localhost", "example.com", "db.abcdefghijklmnopqrs.supabase.co"])
def test_a_wrong_scheme_is_nearer_than_what_the_host_is(check: Check, host: str) -> None:
    """An address of another kind does not belong to the variable at all."""
    findings = check(schema(POSTGRES), written(f"mysql://app:made-up@{host}/app"), environment="production")

    assert "local-address" not in ids(findings)
    assert "wrong-scheme" in ids(findings)


# -- addresses that are wrong where the service is deployed

LOCAL: dict[str, tuple[Keywords | None, str]] = {
    "localhost": (HTTP, "http://localhost:8000"),
    "upper-case": (HTTP, "http://LOCALHOST:8000"),
    "label-of-localhost": (HTTP, "http://app.localhost"),
    "loopback": (HTTP, "http://127.0.0.1:54321"),
    "other-loopback": (HTTP, "http://127.0.1.1"),
    "ipv6-loopback": (HTTP, "http://[::1]:8000"),
    "every-interface": (HTTP, "http://0.0.0.0:8000"),
    "docker-desktop": (HTTP, "http://host.docker.internal:8000"),
    "undeclared": (None, "http://localhost:8000"),
    "undeclared-docker-desktop": (None, "http://host.docker.internal:8000"),
    "undeclared-other-scheme": (None, "mysql://app:made-up@127.0.0.1:3306/app"),
    "postgres": (POSTGRES, "postgresql://app:made-up@localhost:5432/app"),
    "undeclared-postgres": (None, "postgresql+asyncpg://app:made-up@localhost:5432/app"),
    "postgres-everywhere": (None, "postgresql://app:made-up@0.0.0.0:5432/app"),
    "socket-of-this-machine": (POSTGRES, "postgresql:///app"),
    "supabase-stack": (POSTGRES, "postgresql://postgres:postgres@127.0.0.1:54322/postgres"),
    "redis": (REDIS, "redis://localhost:6379/0"),
    "amqp": (AMQP, "amqp://guest:guest@localhost:5672//"),
    "mongodb": (MONGODB, "mongodb://localhost:27017/app"),
    "one-of-the-hosts": (POSTGRES, "postgresql://app:made-up@db.acme.dev,localhost/app"),
    "one-of-the-brokers": (schemes("kafka"), "kafka://k1.acme.dev:9092,localhost:9092"),
}
COMPOSE: dict[str, tuple[Keywords | None, str]] = {
    "postgres": (POSTGRES, "postgresql://app:made-up@postgres:5432/app"),
    "db": (None, "postgresql://app:made-up@db/app"),
    "redis": (REDIS, "redis://redis:6379/0"),
    "rabbitmq": (AMQP, "amqp://guest:guest@rabbitmq:5672//"),
    "minio": (HTTP, "http://minio:9000"),
    "mailpit": (schemes("smtp"), "smtp://mailpit:1025"),
}
EXAMPLE: dict[str, tuple[Keywords | None, str]] = {
    "domain": (HTTP, "https://example.com"),
    "label": (HTTP, "https://api.example.com/v1"),
    "undeclared": (None, "https://api.example.org"),
    "reserved-ending": (HTTP, "https://api.acme.test"),
    "invalid": (HTTP, "https://acme.invalid"),
    "documentation-address": (HTTP, "http://203.0.113.10"),
    "documentation-ipv6": (HTTP, "http://[2001:db8::1]"),
    "angle-brackets": (HTTP, "https://<project-ref>.supabase.co"),
    "square-brackets": (HTTP, "https://[PROJECT].supabase.co"),
    "braces-where-declared": (HTTP, "https://{project}.supabase.co"),
    "double-braces": (None, "https://{{ host }}/v1"),
    "windows-reference": (HTTP, "https://%HOST%/v1"),
    "dots": (HTTP, "https://.../v1"),
    "your": (HTTP, "https://your-project.supabase.co"),
    "your-domain": (HTTP, "https://api.yourdomain.com"),
    "row-of-x": (HTTP, "https://xxxxxxxx.supabase.co"),
    "database": (POSTGRES, "postgresql://app:made-up@db.example.com/app"),
    "database-of-a-guide": (POSTGRES, "postgresql://postgres:made-up@db.your-project-ref.supabase.co:5432/postgres"),
    "database-cut-short-by-x": (POSTGRES, "postgresql://postgres:made-up@db.xxx.supabase.co:5432/postgres"),
    "template-of-a-database": (POSTGRES, "postgresql://<user>:<password>@<host>:<port>/<db>"),
    "no-database": (None, "postgresql://app:made-up@db.example.com"),
    "redis": (REDIS, "redis://your-redis-host:6379"),
    "one-of-the-hosts": (POSTGRES, "postgresql://app:made-up@db.acme.dev,db.example.com/app"),
}
TUNNEL: dict[str, tuple[Keywords | None, str]] = {
    "ngrok": (HTTP, "https://abc123.ngrok-free.app"),
    "ngrok-upper-case": (HTTP, "https://ABC123.NGROK-FREE.APP/hook"),
    "ngrok-former": (None, "https://abc123.ngrok.io"),
    "ngrok-tcp": (None, "postgresql://app:made-up@0.tcp.eu.ngrok.io:12345/app"),
    "ngrok-in-clear": (HTTP, "http://abc123.ngrok-free.app"),
    "cloudflare": (None, "https://made-up-words-here.trycloudflare.com/webhook"),
    "localtunnel": (HTTP, "https://acme.loca.lt"),
}
KEPT: dict[str, tuple[Keywords | None, str]] = {
    "ngrok-paid": (HTTP, "https://acme.ngrok.app"),
    "codespace": (None, "https://made-up-words-3000.app.github.dev"),
    "dev-tunnel": (None, "https://abc123-3000.euw.devtunnels.ms"),
    "origin": ({"format": "origin"}, "https://abc123.ngrok-free.app"),
}
CLEAR: dict[str, tuple[Keywords | None, str]] = {
    "http": (HTTP, "http://api.acme.dev"),
    "http-upper-case": (HTTP, "HTTP://API.ACME.DEV/v1"),
    "http-to-a-number": (HTTP, "http://8.8.8.8:8080"),
    "http-to-ipv6": (HTTP, "http://[2001:470::1]:8080"),
    "http-on-render": (HTTP, "http://acme-api.onrender.com"),
    "origin": ({"format": "origin"}, "http://app.acme.dev"),
    "redis": (REDIS, "redis://default:made-up@cache.acme.dev:6379/0"),
    "redis-undeclared": (None, "redis://default:made-up@cache.acme.dev:6379/0"),
    "redis-cloud": (None, "redis://default:made-up@redis-1.c1.eu-west-1-1.ec2.cloud.redislabs.com:12345"),
    "one-of-the-redis-hosts": (REDIS, "redis://a:6379,b.acme.dev:6379"),
    "valkey": (REDIS, "valkey://cache.acme.dev:6379"),
}
TLS_ALONE: dict[str, tuple[Keywords | None, str]] = {
    "render": (REDIS, "redis://red-a:made-up@oregon-keyvalue.render.com:6379"),
    "render-undeclared": (None, "redis://red-a:made-up@frankfurt-keyvalue.render.com:6379"),
    "upstash": (REDIS, "redis://default:made-up@acme-made-up-1.upstash.io:6379"),
}
DEPLOYED = [
    (rule, severity, keywords, value, f"{rule}-{severity}-{id}")
    for rule, severity, table in (
        ("local-address", "error", LOCAL),
        ("local-address", "warning", COMPOSE),
        ("placeholder-host", "error", EXAMPLE),
        ("tunnel-address", "error", TUNNEL),
        ("tunnel-address", "warning", KEPT),
        ("insecure-url", "warning", CLEAR),
        ("insecure-url", "error", TLS_ALONE),
    )
    for id, (keywords, value) in table.items()
]


@pytest.mark.parametrize("environment", ["production", "staging", "preview", "elsewhere"])
@pytest.mark.parametrize(
    ("rule", "severity", "keywords", "value"), [each[:4] for each in DEPLOYED], ids=[each[4] for each in DEPLOYED]
)
def test_what_leads_nowhere_is_told_where_it_is_deployed(
    check: Check, rule: str, severity: str, keywords: Keywords | None, value: str, environment: str
) -> None:
    """The one finding, in staging as in production, on any platform."""
    for platform in ("render", "none"):
        findings = check(schema(keywords), written(value), environment=environment, platform=platform)

        assert placed(findings) == [(rule, severity, 2)]


@pytest.mark.parametrize(
    ("rule", "severity", "keywords", "value"), [each[:4] for each in DEPLOYED], ids=[each[4] for each in DEPLOYED]
)
def test_what_leads_nowhere_is_told_in_an_export(
    check: Check, rule: str, severity: str, keywords: Keywords | None, value: str
) -> None:
    """It comes from a service that is deployed, even where its environment is not known."""
    assert spoken(check(schema(keywords), exported(value))) == [(rule, severity)]


# -- one cause, one finding

UNUSUAL = {
    "quoted-value": '"{}"',
    "surrounding-blanks": "{}\n",
    "invisible-character": "{}\u200b",
}
NEARER: dict[str, tuple[Keywords | None, str]] = {
    "malformed-url": (HTTP, "https://api.acme.dev:port"),
    "wrong-scheme": (HTTP, "ftp://api.acme.dev"),
    "local-address": (HTTP, "http://localhost:8000"),
    "placeholder-host": (HTTP, "https://api.example.com"),
}


@pytest.mark.parametrize(("rule", "form"), UNUSUAL.items(), ids=UNUSUAL)
@pytest.mark.parametrize(("keywords", "value"), NEARER.values(), ids=NEARER)
def test_how_an_address_is_written_is_nearer_than_what_it_is(
    check: Check, rule: str, form: str, keywords: Keywords, value: str
) -> None:
    """Once the quotes are gone the rest can be told."""
    assert ids(check(schema(keywords), exported(form.format(value)))) == [rule]


def test_a_comment_is_no_address(check: Check) -> None:
    """It is the comment that is told."""
    assert ids(check(schema(HTTP), "X=  # https://api.example.com\n", environment="production")) == ["comment-as-value"]


@pytest.mark.parametrize("severity", ["warning", "note"])
def test_a_severity_of_the_config_holds(check: Check, severity: str) -> None:
    """For a problem with a severity of its own, too."""
    findings = check(None, exported("redis://redis:6379"), severities={"local-address": severity})  # type: ignore[dict-item]

    assert spoken(findings) == [("local-address", severity)]


# -- all of the family

SECRETS: dict[str, list[tuple[Keywords | None, str]]] = {
    "malformed-url": [
        (HTTP, MARKER),
        (HTTP, f"https://{MARKER}:port"),
        (HTTP, f"https://acme.dev:{MARKER}"),
        (POSTGRES, f"{MARKER}:{MARKER}@acme.dev/{MARKER}"),
        (None, f"postgresql://a{MARKER}:{MARKER}@http://{MARKER}/{MARKER}"),
        (POSTGRES, f"postgresql://a{MARKER}:{MARKER}@db.{MARKER}.supabase.co/{MARKER}"),
    ],
    "wrong-scheme": [(HTTP, f"{MARKER}://acme.dev"), (HTTP, f"ftp://a{MARKER}:{MARKER}@{MARKER}/{MARKER}")],
    "local-address": [(HTTP, f"http://a{MARKER}:{MARKER}@localhost/{MARKER}?{MARKER}"), (None, f"http://{MARKER}.localhost")],
    "placeholder-host": [(HTTP, f"https://a{MARKER}:{MARKER}@{MARKER}.example.com/{MARKER}#{MARKER}")],
    "insecure-url": [(HTTP, f"http://a{MARKER}:{MARKER}@{MARKER}.acme.dev/{MARKER}?{MARKER}")],
    "unexpected-path": [
        ({**HTTP, "x-envcheck": {"url": {"path": "none"}}}, f"https://{MARKER}.acme.dev/{MARKER}?{MARKER}#{MARKER}"),
        ({**HTTP, "x-envcheck": {"url": {"path": "/v1"}}}, f"https://{MARKER}.acme.dev/{MARKER}"),
        ({"format": "supabase-url"}, f"https://{MARKER}.acme.dev/{MARKER}/rest/v1"),
    ],
    "private-address": [(HTTP, f"https://a{MARKER}:{MARKER}@{MARKER}.local/{MARKER}")],
    "tunnel-address": [(HTTP, f"https://a{MARKER}:{MARKER}@{MARKER}.ngrok-free.app/{MARKER}")],
    "wrong-vendor-host": [
        ({"format": "supabase-url"}, f"https://a{MARKER}:{MARKER}@supabase.com/dashboard/project/{MARKER}"),
        (None, f"https://{MARKER}.render.com/{MARKER}"),
    ],
}


def test_every_rule_of_the_family_has_a_secret_to_keep() -> None:
    """No rule is left out of the table."""
    assert {rule.id for rule in RULES.values() if rule.family == "address"} == set(SECRETS)


@pytest.mark.parametrize(("rule", "keywords", "value"), [(rule, *case) for rule, cases in SECRETS.items() for case in cases])
def test_a_finding_keeps_the_value_and_says_what_to_do(check: Check, rule: str, keywords: Keywords | None, value: str) -> None:
    """No part of the address is shown, and there is a hint."""
    findings = check(schema(keywords), written(value), environment="production")

    assert ids(findings) == [rule]
    assert all(finding.hint for finding in findings)
    assert MARKER not in shown(findings)
