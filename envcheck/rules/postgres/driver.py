"""Whether the driver of a service takes the address of its database."""

from __future__ import annotations

from envcheck.facts.hosts import is_local
from envcheck.model import Problem
from envcheck.rules.address import POSTGRES_SCHEMES, READING, base_scheme
from envcheck.rules.names import called
from envcheck.rules.postgres.endpoints import BROKEN
from envcheck.rules.registry import address_rule, also, postgres_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envcheck.address import Address, Malformed
    from envcheck.facts.drivers import Driver
    from envcheck.facts.endpoints import Endpoint
    from envcheck.model import Environment, Variable
    from envcheck.rules.registry import AddressCheck, PostgresCheck, ServiceSpec, TogetherCheck, VariableSpec


def driver_of(spec: VariableSpec) -> Driver | None:
    """The driver that a schema says reads an address."""
    name = spec.own.get("postgres", {}).get("driver")
    if name is None:
        return None
    from envcheck.facts.drivers import DRIVERS  # few variables have a driver, and the table is long

    return DRIVERS[name]


@address_rule("driver-scheme", severity="error", yields_to=(*READING, "malformed-url", "wrong-scheme"))
def driver_scheme(spec: VariableSpec) -> AddressCheck | None:
    """A database address has a scheme that the service's driver refuses.

    `postgresql+asyncpg://` is SQLAlchemy's way to name a driver, and asyncpg itself refuses it; `postgres://` is refused by
    SQLAlchemy, and capitals by all drivers but asyncpg. It is judged where the schema names the driver, in `postgres.driver`.
    `postgresql://` for SQLAlchemy with asyncpg is a warning, because code often puts the driver in.

    ## Symptom

    `invalid DSN: scheme is expected to be either "postgresql" or "postgres"`, `Can't load plugin: sqlalchemy.dialects:postgres`,
    `missing "=" after`, `The asyncio extension requires an async driver to be used`.

    ## Fails

    ```json schema
    {"properties": {"DATABASE_URL": {"format": "postgres-url", "writeOnly": true,
     "x-envcheck": {"postgres": {"driver": "asyncpg"}}}}}
    ```

    ```env
    DATABASE_URL=postgresql+asyncpg://app:made-up@db.acme.dev:5432/app
    ```

    ## Passes

    ```env
    DATABASE_URL=postgres://app:made-up@db.acme.dev:5432/app
    ```

    ## What to do

    Write the scheme that the message names; the rest of the address stays.

    ## Source

    The table `envcheck/facts/drivers.py`, each row with its own; asyncpg, SQLAlchemy, psycopg and psycopg2 on each example
    (reproduced 2026-11).
    """
    driver = driver_of(spec)
    if driver is None:
        return None

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        from envcheck.facts.drivers import takes_scheme

        scheme, mark, _ = variable.value.partition("://")
        taken = takes_scheme(driver, scheme) if mark else True
        if taken:
            return None
        wanted = " or ".join(f"{each}://" for each in driver.schemes[:2])
        hint = f"Write {wanted}; the rest of the address stays."
        if taken is None:
            message = f"{called(variable.name)} names no driver in its scheme; {driver.label} needs {wanted}."
            return Problem(message, f"{hint} It is right where the code puts the driver in.", severity="warning")
        return Problem(f"{called(variable.name)} has a scheme that {driver.label} refuses; it takes {wanted}.", hint)

    return check


@postgres_rule("driver-parameter", severity="error", yields_to=(*READING, "malformed-url", "wrong-scheme", "driver-scheme"))
def driver_parameter(spec: VariableSpec) -> PostgresCheck | None:
    """A database address has a parameter that the service's driver refuses.

    Each driver has parameters of its own behind the `?`. asyncpg hands those that it does not know to the server, which refuses
    the connection; SQLAlchemy and libpq refuse them themselves. What the vendor's dashboard gives is made for one of them:
    `pgbouncer=true` and `schema` for Prisma, `channel_binding` for libpq. It is judged where the schema names the driver, in
    `postgres.driver`. A parameter that no table knows is a warning. Without a driver only an
    `sslmode` is judged that none of them knows.

    ## Symptom

    `unrecognized configuration parameter "connect_timeout"`, `unsupported startup parameter`, `invalid URI query parameter`,
    `connect() got an unexpected keyword argument 'sslmode'`, `parameter "ssl" cannot be changed now`,
    `sslmode parameter must be one of: disable, allow, prefer, require, verify-ca, verify-full`.

    ## Fails

    ```json schema
    {"properties": {"DATABASE_URL": {"format": "postgres-url", "writeOnly": true,
     "x-envcheck": {"postgres": {"driver": "asyncpg"}}}}}
    ```

    ```env
    DATABASE_URL=postgresql://app:made-up@db.acme.dev:5432/app?sslmode=require&connect_timeout=30&command_timeout=30
    ```

    ```env
    DATABASE_URL=postgresql://app:made-up@db.acme.dev:5432/app?sslmode=required
    ```

    ## Passes

    ```env
    DATABASE_URL=postgresql://app:made-up@db.acme.dev:5432/app?sslmode=require&application_name=worker
    ```

    ```json schema
    {"properties": {"DATABASE_URL": {"format": "postgres-url", "writeOnly": true,
     "x-envcheck": {"postgres": {"driver": "prisma"}}}}}
    ```

    ```env
    DATABASE_URL=postgresql://app:made-up@db.acme.dev:5432/app?schema=app&pgbouncer=true&connection_limit=1
    ```

    ## What to do

    Take the parameter out of the address, and set it in the code; for TLS write `sslmode=require` for asyncpg and libpq, and
    `ssl=require` for SQLAlchemy with asyncpg. One address cannot serve both.

    ## Source

    The table `envcheck/facts/drivers.py`, each row with its own; asyncpg, SQLAlchemy, psycopg and psycopg2 on each example
    (reproduced 2026-11).
    """
    driver = driver_of(spec)

    def check(variable: Variable, address: Address, endpoint: Endpoint | None) -> Problem | None:
        if not address.raw_query:
            return None
        from envcheck.facts.drivers import TLS_MODES, is_tls_mode, refused_parameters

        query = address.query
        name = called(variable.name)
        if driver is not None:
            refused, has_others = refused_parameters(driver, query)
            if refused:
                plural = "s" if len(refused) > 1 else ""
                message = f"{name} has the parameter{plural} {' and '.join(refused)}, which {driver.label} refuses."
                return Problem(message, " ".join(dict.fromkeys(driver.refuses[each] for each in refused)))
            if has_others:
                message = f"{name} has a parameter that {driver.label} does not know, and refuses."
                return Problem(message, "Check how it is written, or take it out of the address.", severity="warning")
        parameter = driver.tls if driver is not None and driver.tls else "sslmode"
        if is_tls_mode(query.get(parameter, ""), driver):
            return None
        hint = f"{parameter} takes {', '.join(TLS_MODES[:-1])} or {TLS_MODES[-1]}."
        return Problem(f"{name} has a word for {parameter} that drivers do not know.", hint)

    return check


_OFF = frozenset(("disable", "allow"))
#: Endings of names inside of a network of one's own, and of one that encrypts by itself.
_INNER_ENDS = (".internal", ".local", ".svc", ".lan", ".home.arpa", ".intranet", ".corp", ".flycast", ".ts.net")


def _is_elsewhere(host: str, endpoint: Endpoint | None) -> bool:
    """Whether the way to a host leads through networks of others."""
    if host[:1] == "/" or ("." not in host and ":" not in host) or is_local(host) or host.endswith(_INNER_ENDS):
        return False
    if endpoint is not None and endpoint.ip_family in ("private", "loopback", "none"):
        return False
    if ":" in host or host[-1].isdigit():
        import ipaddress

        try:
            return ipaddress.ip_address(host.partition("%")[0]).is_global
        except ValueError:
            return False
    return not any(label == "private" or label.startswith("private-") for label in host.split("."))


def _tls_off(driver: Driver | None, query: dict[str, str]) -> str:
    """The parameter that switches TLS off, if one does."""
    asked = ("sslmode", "ssl") if driver is None or not driver.tls else (driver.tls,)
    for name in asked:
        if query.get(name, "").lower() in (_OFF if name == "sslmode" or driver is not None else (*_OFF, "false", "0")):
            return name
    return ""


@postgres_rule("disabled-tls", severity="warning", yields_to=(*BROKEN, "unreachable-endpoint"))
def disabled_tls(spec: VariableSpec) -> PostgresCheck | None:
    """A database on another machine is reached without encryption.

    `sslmode=disable` switches TLS off, and `allow` uses it only if the server insists. So does the variable `PGSSLMODE`, which
    asyncpg and libpq read for addresses that say nothing themselves. It is judged where the service is deployed, and not for
    hosts of a private network.

    ## Symptom

    None, or `no pg_hba.conf entry for host … no encryption`, `SSL connection is required`.

    ## Fails

    ```env production
    DATABASE_URL=postgresql://app:made-up@db.acme.dev:5432/app?sslmode=disable
    ```

    ```env production
    DATABASE_URL=postgresql://app:made-up@db.acme.dev:5432/app
    PGSSLMODE=disable
    ```

    ## Passes

    ```env production
    DATABASE_URL=postgresql://app:made-up@db.acme.dev:5432/app?sslmode=require
    ```

    ```env production
    DATABASE_URL=postgresql://app:made-up@pg.svc.cluster.local:5432/app?sslmode=disable
    ```

    ```env development
    DATABASE_URL=postgresql://app:made-up@db.acme.dev:5432/app?sslmode=disable
    ```

    ## What to do

    Write `sslmode=require`, or `verify-full` with the provider's root certificate, and delete `PGSSLMODE`.

    ## Source

    `MagicStack/asyncpg: asyncpg/connect_utils.py`; postgresql.org/docs, libpq-ssl (verified 2026-11).
    """
    if not spec.context.deployed:
        return None
    driver = driver_of(spec)

    def check(variable: Variable, address: Address, endpoint: Endpoint | None) -> Problem | None:
        if not address.raw_query:
            return None
        parameter = _tls_off(driver, address.query)
        if not parameter or not any(_is_elsewhere(host, endpoint) for host in address.hosts):
            return None
        message = f"{called(variable.name)} switches TLS off on the way to another machine."
        return Problem(message, f"Write {parameter}=require, or verify-full with the provider's root certificate.")

    return check


@also("disabled-tls", subject="together")
def disabled_tls_beside(spec: ServiceSpec) -> TogetherCheck | None:
    """PGSSLMODE switches TLS off for an address that says nothing of it."""
    if not spec.context.deployed:
        return None

    def check(environment: Environment, noted: Sequence[str]) -> Iterator[Problem]:
        if environment.values.get("PGSSLMODE", "").lower() not in _OFF:
            return
        for name, value in environment.values.items():
            if _listens_to_environment(name, value, spec):
                message = f"PGSSLMODE switches TLS off for {'a host' if name == 'PGHOST' else called(name)} on another machine."
                yield Problem(message, "Delete it, or set it to require.", variable="PGSSLMODE")
                return

    return check


def _listens_to_environment(name: str, value: str, spec: ServiceSpec) -> bool:
    """Whether a variable leads to a database elsewhere, and leaves the mode of TLS to the environment."""
    if name == "PGHOST":
        return _is_elsewhere(value, None)
    if "://" not in value or base_scheme(value) not in POSTGRES_SCHEMES:
        return False
    from envcheck.address import Malformed, split
    from envcheck.facts.endpoints import classify

    address = split(value)
    if isinstance(address, Malformed) or {"sslmode", "ssl"} & address.query.keys():
        return False
    one = spec.variables.get(name)
    if one is not None and one.own.get("postgres", {}).get("driver") == "prisma":
        return False
    return any(_is_elsewhere(host, classify(address)) for host in address.hosts)
