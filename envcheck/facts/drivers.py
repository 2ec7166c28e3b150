"""What each driver of Postgres makes of an address: the schemes and parameters that it takes, and prepared statements."""

from __future__ import annotations

from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

#: The words that libpq and asyncpg know for ``sslmode``, and SQLAlchemy with asyncpg for ``ssl``.
TLS_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
#: A word of node-postgres alone (brianc/node-postgres: packages/pg-connection-string, verified 2026-11).
_NODE_MODES = ("no-verify",)
#: Marks of a text that somebody else puts in: ``sslmode=${SSLMODE}``.
_TO_BE_REPLACED = frozenset("$<{[%")


class Driver(NamedTuple):
    """One driver, as ``postgres.driver`` in a schema names it.

    ``schemes`` are those that it takes, in any case if ``any_case``, and ``completed`` those to which code usually adds the
    driver. ``names_itself`` tells that the scheme names a dialect, so that one of another database may be a plugin's.
    ``takes`` are all parameters that it takes, None where it hands those that it does not know to the server; ``refuses`` has
    for parameters that are surely wrong what to do instead. ``tls`` is the parameter that takes ``TLS_MODES``,
    ``skips_empty`` tells that a parameter without a value is passed over. ``prepares`` tells whether it makes named prepared
    statements by itself, ``switch`` how that is switched off. ``good`` are addresses that it takes, ``bad`` such that it does
    not, with what is wrong in them.
    """

    label: str
    schemes: tuple[str, ...]
    any_case: bool
    completed: tuple[str, ...]
    names_itself: bool
    takes: frozenset[str] | None
    refuses: Mapping[str, str]
    tls: str
    skips_empty: bool
    prepares: bool
    switch: str
    source: str
    verified: str
    good: tuple[str, ...]
    bad: tuple[tuple[str, Literal["scheme", "parameter", "unknown", "tls"]], ...]


_OUT = "Take it out of the address."
_POOL = "Take it out of the address, and give the size of the pool in the code."
_SCHEMA = "Take it out of the address, and set search_path in the code."

#: Parameters of Prisma, and what other drivers have instead.
_OF_PRISMA = {
    "pgbouncer": "Take it out of the address, and switch prepared statements off in the code.",
    **dict.fromkeys(("connection_limit", "pool_timeout"), _POOL),
    "schema": _SCHEMA,
    **dict.fromkeys(("socket_timeout", "sslaccept", "sslidentity"), _OUT),
}
#: Settings of the code, written into the address.
_OF_CODE = {
    "statement_cache_size": "Pass it in the code, as a number: connect(…, statement_cache_size=0).",
    "prepared_statement_cache_size": "It is SQLAlchemy's; take it out of the address.",
    "command_timeout": "Pass it in the code: connect(…, command_timeout=…).",
    "timeout": "Pass it in the code: connect(…, timeout=…).",
}
#: Parameters of libpq alone: asyncpg hands them to the server, which has no such settings.
_OF_LIBPQ = (
    *("channel_binding", "fallback_application_name", "gssencmode", "hostaddr", "load_balance_hosts", "require_auth"),
    *("keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval", "sslcompression", "sslsni", "tcp_user_timeout"),
)
_TIMEOUT = "Pass it in the code: connect(…, timeout=…)."

#: All that libpq 18 knows in a URI (postgresql.org/docs: libpq-connect, and PQconndefaults).
_LIBPQ = frozenset(
    (
        *("application_name", "channel_binding", "client_encoding", "connect_timeout", "dbname", "fallback_application_name"),
        *("gssdelegation", "gssencmode", "gsslib", "host", "hostaddr", "keepalives", "keepalives_count", "keepalives_idle"),
        *("keepalives_interval", "krbsrvname", "load_balance_hosts", "max_protocol_version", "min_protocol_version"),
        *("oauth_client_id", "oauth_client_secret", "oauth_issuer", "oauth_scope", "options", "passfile", "password", "port"),
        *("replication", "require_auth", "requirepeer", "requiressl", "scram_client_key", "scram_server_key", "service"),
        *("servicefile", "ssl_max_protocol_version", "ssl_min_protocol_version", "sslcert", "sslcertmode", "sslcompression"),
        *("sslcrl", "sslcrldir", "sslkey", "sslkeylogfile", "sslmode", "sslnegotiation", "sslpassword", "sslrootcert", "sslsni"),
        *("target_session_attrs", "tcp_user_timeout", "user"),
    )
)
#: All that SQLAlchemy hands to ``asyncpg.connect`` as it takes it, and its own.
_SQLALCHEMY_ASYNCPG = frozenset(
    (
        *("command_timeout", "database", "dsn", "gsslib", "host", "krbsrvname", "passfile", "password", "plugin", "port"),
        *(
            "prepared_statement_cache_size",
            "prepared_statement_name_func",
            "service",
            "servicefile",
            "ssl",
            "target_session_attrs",
        ),
        "user",
    )
)
_BY_LIBPQ = {**_OF_PRISMA, **_OF_CODE, "ssl": "Write sslmode=… instead."}
_REPRODUCED = "asyncpg 0.32.0, SQLAlchemy 2.0.58 and 2.1.9, psycopg 3.3.9 with libpq 18, psycopg2 2.9.13 (reproduced)"

_PSYCOPG = Driver(
    label="psycopg",
    schemes=("postgresql", "postgres"),
    any_case=False,
    completed=(),
    names_itself=False,
    takes=_LIBPQ,
    refuses=_BY_LIBPQ,
    tls="sslmode",
    skips_empty=False,
    prepares=True,
    switch="connect(…, prepare_threshold=None)",
    source=f"{_REPRODUCED}; psycopg/psycopg: docs/advanced/prepare.rst",
    verified="2026-11",
    good=(
        "postgresql://app:made-up@db.acme.dev/app",
        "postgres://app:made-up@db.acme.dev/app?sslmode=verify-full&sslrootcert=system",
        "postgresql://app:made-up@db.acme.dev/app?connect_timeout=10&application_name=worker",
        "postgresql://app:made-up@ep-made-up-000001.us-east-2.aws.neon.tech/app?sslmode=require&channel_binding=require",
        "postgresql://app:made-up@db.acme.dev/app?ssl=true",
        "postgresql://app:made-up@db.acme.dev/app?options=-csearch_path%3Dapp",
        "postgresql://db.acme.dev/app?user=app&password=made-up",
        "postgresql://app:made-up@db.acme.dev/app?sslmode=${SSLMODE}",
    ),
    bad=(
        ("postgresql+psycopg://app:made-up@db.acme.dev/app", "scheme"),
        ("postgresql+asyncpg://app:made-up@db.acme.dev/app", "scheme"),
        ("POSTGRESQL://app:made-up@db.acme.dev/app", "scheme"),
        ("Postgres://app:made-up@db.acme.dev/app", "scheme"),
        ("prisma://app:made-up@db.acme.dev/app", "scheme"),
        ("postgresql://app:made-up@db.acme.dev/app?pgbouncer=true", "parameter"),
        ("postgresql://app:made-up@db.acme.dev/app?schema=public", "parameter"),
        ("postgresql://app:made-up@db.acme.dev/app?sslmode=require&connection_limit=1", "parameter"),
        ("postgresql://app:made-up@db.acme.dev/app?statement_cache_size=0", "parameter"),
        ("postgresql://app:made-up@db.acme.dev/app?ssl=require", "parameter"),
        ("postgresql://app:made-up@db.acme.dev/app?sslmod=require", "unknown"),
        ("postgresql://app:made-up@db.acme.dev/app?SSLMODE=require", "unknown"),
        ("postgresql://app:made-up@db.acme.dev/app?sslmode=no-verify", "tls"),
        ("postgresql://app:made-up@db.acme.dev/app?sslmode=Require", "tls"),
    ),
)

_SQLALCHEMY_PSYCOPG = _PSYCOPG._replace(
    label="SQLAlchemy with psycopg",
    schemes=("postgresql+psycopg", "postgresql+psycopg_async", "postgresql"),
    names_itself=True,
    takes=_LIBPQ | frozenset(("autocommit", "context", "cursor_factory", "plugin", "prepare_threshold", "row_factory")),
    skips_empty=True,
    switch='connect_args={"prepare_threshold": None}',
    source=f"{_REPRODUCED}; sqlalchemy/sqlalchemy: doc/build/changelog/changelog_14.rst, lib/sqlalchemy/engine/url.py",
    good=(
        "postgresql+psycopg://app:made-up@db.acme.dev/app",
        "postgresql+psycopg_async://app:made-up@db.acme.dev/app",
        "postgresql://app:made-up@db.acme.dev/app?sslmode=require",
        "postgresql+psycopg://app:made-up@/app?host=pg1.acme.dev:5432&host=pg2.acme.dev:5432",
        "postgresql+psycopg://app:made-up@db.acme.dev/app?pgbouncer",
        "cockroachdb://app:made-up@db.acme.dev:26257/app",
    ),
    bad=(
        ("postgres://app:made-up@db.acme.dev/app", "scheme"),
        ("postgresql+psycopg3://app:made-up@db.acme.dev/app", "scheme"),
        ("postgresql+asyncpg://app:made-up@db.acme.dev/app", "scheme"),
        ("postgres+psycopg://app:made-up@db.acme.dev/app", "scheme"),
        ("POSTGRESQL+PSYCOPG://app:made-up@db.acme.dev/app", "scheme"),
        ("postgresql+psycopg://app:made-up@db.acme.dev/app?pgbouncer=true", "parameter"),
        ("postgresql+psycopg://app:made-up@db.acme.dev/app?ssl=true", "parameter"),
        ("postgresql+psycopg://app:made-up@db.acme.dev/app?pool_size=5", "unknown"),
        ("postgresql+psycopg://app:made-up@db.acme.dev/app?sslmode=on", "tls"),
    ),
)

#: Every driver that ``postgres.driver`` can name.
DRIVERS: dict[str, Driver] = {
    "asyncpg": Driver(
        label="asyncpg",
        schemes=("postgresql", "postgres"),
        any_case=True,
        completed=(),
        names_itself=False,
        takes=None,
        refuses={
            **_OF_PRISMA,
            **dict.fromkeys(_OF_LIBPQ, _OUT),
            **_OF_CODE,
            "connect_timeout": _TIMEOUT,
            "ssl": "Write sslmode=… instead.",
        },
        tls="sslmode",
        skips_empty=False,
        prepares=True,
        switch="connect(…, statement_cache_size=0), and create_pool alike",
        source=f"{_REPRODUCED}; MagicStack/asyncpg: asyncpg/connect_utils.py, docs/faq.rst",
        verified="2026-11",
        good=(
            "postgresql://app:made-up@db.acme.dev/app",
            "postgres://app:made-up@db.acme.dev/app?sslmode=require",
            "POSTGRESQL://app:made-up@db.acme.dev/app",
            "postgresql://app:made-up@db.acme.dev/app?application_name=worker&search_path=app&statement_timeout=5000",
            "postgresql://app:made-up@db.acme.dev/app?options=-csearch_path%3Dapp",
            "postgresql://app:made-up@pg1.acme.dev,pg2.acme.dev/app?target_session_attrs=read-write",
            "postgresql://db.acme.dev/app?user=app&password=made-up&passfile=/etc/secrets/pgpass",
            "postgresql://app:made-up@db.acme.dev/app?sslmode=verify-full&sslrootcert=/etc/secrets/ca.pem",
            "postgresql://app:made-up@db.acme.dev/app?app.tenant=acme",
            "postgresql://app:made-up@db.acme.dev/app?sslmode=",
        ),
        bad=(
            ("postgresql+asyncpg://app:made-up@db.acme.dev/app", "scheme"),
            ("postgresql+psycopg://app:made-up@db.acme.dev/app", "scheme"),
            ("prisma://app:made-up@db.acme.dev/app", "scheme"),
            ("prisma+postgres://app:made-up@db.acme.dev/app", "scheme"),
            ("cockroachdb://app:made-up@db.acme.dev:26257/app", "scheme"),
            ("postgresql://app:made-up@db.acme.dev/app?sslmode=require&connect_timeout=30&command_timeout=30", "parameter"),
            ("postgresql://app:made-up@db.acme.dev/app?pgbouncer=true&connection_limit=1", "parameter"),
            ("postgresql://app:made-up@db.acme.dev/app?pgbouncer", "parameter"),
            ("postgresql://app:made-up@db.acme.dev/app?pool_timeout=10", "parameter"),
            ("postgresql://app:made-up@db.acme.dev/app?schema=public", "parameter"),
            ("postgresql://app:made-up@db.acme.dev/app?sslmode=require&channel_binding=require", "parameter"),
            ("postgresql://app:made-up@db.acme.dev/app?ssl=require", "parameter"),
            ("postgresql://app:made-up@db.acme.dev/app?ssl=true", "parameter"),
            ("postgresql://app:made-up@db.acme.dev/app?statement_cache_size=0", "parameter"),
            ("postgresql://app:made-up@db.acme.dev/app?prepared_statement_cache_size=0", "parameter"),
            ("postgresql://app:made-up@db.acme.dev/app?sslmode=no-verify", "tls"),
            ("postgresql://app:made-up@db.acme.dev/app?sslmode=REQUIRE", "tls"),
        ),
    ),
    "psycopg": _PSYCOPG,
    "psycopg2": _PSYCOPG._replace(
        label="psycopg2",
        prepares=False,
        switch="",
        source=f"{_REPRODUCED}; github.com/psycopg/psycopg/issues/911",
        bad=(
            ("postgresql+psycopg2://app:made-up@db.acme.dev/app", "scheme"),
            ("postgresql://app:made-up@db.acme.dev/app?pool_timeout=10", "parameter"),
            ("postgresql://app:made-up@db.acme.dev/app?sslmode=required", "tls"),
        ),
    ),
    "sqlalchemy+asyncpg": Driver(
        label="SQLAlchemy with asyncpg",
        schemes=("postgresql+asyncpg",),
        any_case=False,
        completed=("postgresql",),
        names_itself=True,
        takes=_SQLALCHEMY_ASYNCPG,
        refuses={
            **_OF_PRISMA,
            **dict.fromkeys(_OF_LIBPQ, _OUT),
            "sslmode": "Write ssl=… instead.",
            **dict.fromkeys(("sslcert", "sslkey", "sslrootcert"), 'Pass an SSLContext in the code: connect_args={"ssl": …}.'),
            **dict.fromkeys(("connect_timeout", "timeout"), 'Pass it in the code: connect_args={"timeout": …}.'),
            "statement_cache_size": 'Pass it in the code, as a number: connect_args={"statement_cache_size": 0}.',
            **dict.fromkeys(
                ("application_name", "options", "search_path", "client_encoding"),
                'Pass it in the code: connect_args={"server_settings": {…}}.',
            ),
        },
        tls="ssl",
        skips_empty=True,
        prepares=True,
        switch='connect_args={"statement_cache_size": 0}; prepared_statement_cache_size=0 in the address is not enough',
        source=f"{_REPRODUCED}; sqlalchemy/sqlalchemy: lib/sqlalchemy/dialects/postgresql/asyncpg.py",
        verified="2026-11",
        good=(
            "postgresql+asyncpg://app:made-up@db.acme.dev/app",
            "postgresql+asyncpg://app:made-up@db.acme.dev/app?ssl=require",
            "postgresql+asyncpg://app:made-up@db.acme.dev/app?prepared_statement_cache_size=0&command_timeout=30",
            "postgresql+asyncpg://app:made-up@/app?host=pg1.acme.dev:5432&host=pg2.acme.dev:5432",
            "postgresql+asyncpg://app:made-up@db.acme.dev/app?sslmode=",
            "cockroachdb+asyncpg://app:made-up@db.acme.dev:26257/app",
        ),
        bad=(
            ("postgresql://app:made-up@db.acme.dev/app", "scheme"),
            ("postgres://app:made-up@db.acme.dev/app", "scheme"),
            ("postgres+asyncpg://app:made-up@db.acme.dev/app", "scheme"),
            ("postgresql+psycopg2://app:made-up@db.acme.dev/app", "scheme"),
            ("Postgresql+asyncpg://app:made-up@db.acme.dev/app", "scheme"),
            ("prisma://app:made-up@db.acme.dev/app", "scheme"),
            ("postgresql+asyncpg://app:made-up@db.acme.dev/app?sslmode=require", "parameter"),
            ("postgresql+asyncpg://app:made-up@db.acme.dev/app?ssl=require&channel_binding=require", "parameter"),
            ("postgresql+asyncpg://app:made-up@db.acme.dev/app?statement_cache_size=0", "parameter"),
            ("postgresql+asyncpg://app:made-up@db.acme.dev/app?application_name=worker", "parameter"),
            ("postgresql+asyncpg://app:made-up@db.acme.dev/app?connect_timeout=10", "parameter"),
            ("postgresql+asyncpg://app:made-up@db.acme.dev/app?pool_size=5", "unknown"),
            ("postgresql+asyncpg://app:made-up@db.acme.dev/app?ssl=true", "tls"),
            ("postgresql+asyncpg://app:made-up@db.acme.dev/app?ssl=no-verify", "tls"),
        ),
    ),
    "sqlalchemy+psycopg": _SQLALCHEMY_PSYCOPG,
    "sqlalchemy+psycopg2": _SQLALCHEMY_PSYCOPG._replace(
        label="SQLAlchemy with psycopg2",
        schemes=("postgresql+psycopg2", "postgresql"),
        takes=_LIBPQ | frozenset(("async", "async_", "connection_factory", "cursor_factory", "plugin")),
        prepares=False,
        switch="",
        good=(
            "postgresql://app:made-up@db.acme.dev/app",
            "postgresql+psycopg2://app:made-up@/app?host=/cloudsql/acme:us-central1:main",
            "postgresql+psycopg2://app:made-up@db.acme.dev/app?sslmode=require&connect_timeout=10",
        ),
        bad=(
            ("postgres://app:made-up@db.acme.dev/app", "scheme"),
            ("postgresql+psycopg://app:made-up@db.acme.dev/app", "scheme"),
            ("postgresql+psycopg2://app:made-up@db.acme.dev/app?schema=public", "parameter"),
            ("postgresql+psycopg2://app:made-up@db.acme.dev/app?prepare_threshold=0", "unknown"),
        ),
    ),
    "prisma": Driver(
        label="Prisma",
        schemes=("postgresql", "postgres", "prisma", "prisma+postgres"),
        any_case=True,
        completed=(),
        names_itself=False,
        takes=None,
        refuses={},
        tls="",
        skips_empty=True,
        prepares=True,
        switch="pgbouncer=true in the address",
        source="supabase/supavisor: docs/orms/prisma.md; prisma/prisma-engines: quaint/src/connector/postgres/url.rs",
        verified="2026-11",
        good=(
            "postgresql://app:made-up@db.acme.dev/app?schema=public&connection_limit=1&pgbouncer=true",
            "postgres://app:made-up@db.acme.dev/app?sslmode=require&channel_binding=require",
            "postgresql://app:made-up@db.acme.dev/app?what_prisma_does_not_know=1",
            "prisma://accelerate.prisma-data.net/?api_key=made-up",
        ),
        bad=(("postgresql+asyncpg://app:made-up@db.acme.dev/app", "scheme"),),
    ),
}

_DIALECT_OF_POSTGRES = ("postgresql", "postgres", "prisma")


def takes_scheme(driver: Driver, scheme: str) -> bool | None:
    """Whether a driver takes a scheme, as it is written; None where it does once the code has put the driver in."""
    given = scheme.lower() if driver.any_case else scheme
    if given in driver.schemes:
        return True
    if given in driver.completed:
        return None
    return driver.names_itself and scheme.lower().partition("+")[0] not in _DIALECT_OF_POSTGRES


def refused_parameters(driver: Driver, query: Mapping[str, str]) -> tuple[list[str], bool]:
    """The parameters that a driver surely refuses, and whether there are others that it does not know."""
    given = [name for name, value in query.items() if (value or not driver.skips_empty) and not _is_of_jdbc(driver, name, value)]
    refused = [name for name in given if name in driver.refuses]
    return refused, driver.takes is not None and not driver.takes.union(refused).issuperset(given)


def _is_of_jdbc(driver: Driver, name: str, value: str) -> bool:
    """Whether a parameter is the one of JDBC that libpq takes in a URI, and SQLAlchemy does not hand on as one."""
    return (name, value) == ("ssl", "true") and driver.takes is _LIBPQ


def is_tls_mode(text: str, driver: Driver | None) -> bool:
    """Whether a text is a mode of TLS for a driver; for any that there is, where none is named."""
    if not text or not _TO_BE_REPLACED.isdisjoint(text):
        return True
    return text in TLS_MODES if driver is not None and driver.tls else text.lower() in (*TLS_MODES, *_NODE_MODES)
