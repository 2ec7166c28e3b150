"""Which connection a service uses, and whether its driver gets along with the pooler there."""

from __future__ import annotations

from envcheck.address import Malformed, split
from envcheck.facts.endpoints import classify
from envcheck.model import Location, Problem, Related
from envcheck.readings import BOOLEANS
from envcheck.rules.address import READING
from envcheck.rules.names import called
from envcheck.rules.postgres.driver import driver_of
from envcheck.rules.presence import perhaps
from envcheck.rules.registry import together_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from typing import Any

    from envcheck.facts.drivers import Driver
    from envcheck.facts.endpoints import Endpoint
    from envcheck.model import Environment
    from envcheck.rules.registry import ServiceSpec, TogetherCheck, VariableSpec

#: Rules on where a connection leads, which matter for the one that is used.
OF_THE_USED = frozenset(("unreachable-endpoint", "wrong-endpoint", "wrong-pooler-user", "misleading-name"))


def used_connection(own: Mapping[str, Any], environment: Environment) -> tuple[str | None, AbstractSet[str]]:
    """The first variable of ``connectionPrecedence`` that is set, and those that are set and lose; an empty one is not set."""
    filled = [name for name in own.get("connectionPrecedence", ()) if environment.values.get(name, "").strip()]
    return (filled[0], frozenset(filled[1:])) if filled else (None, frozenset())


def words_of_use(problem: Problem, losers: AbstractSet[str]) -> Problem:
    """What is to say of the connection used, with the others that are set beside it."""
    if not losers:
        return problem
    others = " and ".join(called(name) for name in sorted(losers))
    message = f"{problem.message} It is the connection used, before {others}."
    return problem._replace(message=message)


@together_rule(
    "prepared-statements-on-transaction-pooler",
    severity="error",
    yields_to=(
        *(*READING, "missing-variable", "empty-variable", "former-name", "placeholder-value", "wrong-type"),
        *("unreachable-endpoint", "wrong-endpoint"),
    ),
)
def prepared_statements(spec: ServiceSpec) -> TogetherCheck | None:
    """A driver makes prepared statements on a pooler that loses them.

    In transaction mode a pooler gives each transaction another connection to the database. A statement that was prepared on one
    is unknown on the next, or is there already. asyncpg, psycopg and Prisma prepare statements by themselves, so it has to be
    switched off. The schema says how: `postgres.preparedStatements` names the variable that does it, or is `off` where
    the code always does. Nothing is said where the schema names no driver, in session mode, or for a pooler that keeps
    the statements. Where it is not known whether the pooler does, it is a warning.

    ## Symptom

    `prepared statement "__asyncpg_stmt_3__" already exists`, `prepared statement "__asyncpg_stmt_1__" does not exist`,
    `DuplicatePreparedStatement`, `prepared statement "s0" already exists`: some requests fail, others do not.

    ## Fails

    ```json schema
    {"properties": {"DATABASE_URL": {"format": "postgres-url", "writeOnly": true,
     "x-envcheck": {"postgres": {"driver": "asyncpg", "preparedStatements": "ASYNCPG_DISABLE_PREPARED_STATEMENTS"}}},
     "ASYNCPG_DISABLE_PREPARED_STATEMENTS": {"type": "boolean"}}}
    ```

    ```env
    DATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-1-eu-central-1.pooler.supabase.com:6543/postgres
    ASYNCPG_DISABLE_PREPARED_STATEMENTS=0
    ```

    ## Passes

    ```env
    DATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-1-eu-central-1.pooler.supabase.com:6543/postgres
    ASYNCPG_DISABLE_PREPARED_STATEMENTS=1
    ```

    ```env
    DATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres
    ASYNCPG_DISABLE_PREPARED_STATEMENTS=0
    ```

    ## What to do

    Switch the variable on that the message names, and see that the code reads it: no driver does by itself. Or connect in session
    mode, on Supabase's shared pooler port 5432.

    ## Source

    `MagicStack/asyncpg: docs/faq.rst`; `psycopg/psycopg: docs/advanced/prepare.rst`; `supabase/supavisor: docs/faq.md` (verified
    2026-11); asyncpg, SQLAlchemy and psycopg behind PgBouncer (reproduced 2026-11).
    """
    asked: dict[str, Driver] = {}
    for name, variable in spec.variables.items():
        driver = driver_of(variable)
        if driver is not None and driver.prepares and _switch_of(variable) != "off":
            asked[name] = driver
    if not asked:
        return None

    def check(environment: Environment, noted: Sequence[str]) -> Iterator[Problem]:
        _, losers = used_connection(spec.own, environment)
        for name in noted:
            driver = asked.get(name)
            endpoint = _losing_pooler(environment.values[name], driver) if driver is not None and name not in losers else None
            if driver is None or endpoint is None or _is_unwanted(endpoint, spec.variables[name]):
                continue
            problem = _told(name, driver, environment, spec)
            if problem is not None:
                is_sure = endpoint.prepared_statements == "no" and not endpoint.pool_mode_configurable
                yield problem if is_sure else problem._replace(severity="warning")

    return check


def _switch_of(spec: VariableSpec) -> str:
    """The variable that switches prepared statements off, ``off`` where the code does, or nothing."""
    switch: str = spec.own["postgres"].get("preparedStatements", "")
    return switch


def _is_unwanted(endpoint: Endpoint, spec: VariableSpec) -> bool:
    """Whether another kind of endpoint is wanted, so that the address changes anyway."""
    wanted = spec.own["postgres"].get("endpoints")
    return bool(wanted and spec.context.deployed and endpoint.kind not in wanted)


def _losing_pooler(value: str, driver: Driver) -> Endpoint | None:
    """The transaction pooler that an address reaches, if it may lose statements and the address does not switch them off."""
    if "://" not in value:
        return None
    address = split(value)
    if isinstance(address, Malformed) or (driver.label == "Prisma" and address.query.get("pgbouncer") == "true"):
        return None
    endpoint = classify(address)
    if endpoint is None or endpoint.kind != "pooler-transaction" or endpoint.prepared_statements == "yes":
        return None
    return endpoint


def _told(name: str, driver: Driver, environment: Environment, spec: ServiceSpec) -> Problem | None:
    """What is to say of an address on such a pooler: about the variable that is to switch it off, or about the address."""
    switch = _switch_of(spec.variables[name])
    where = f"{called(name)} is a transaction pooler, which loses the statements that {driver.label} prepares"
    if not switch:
        message = f"{where}, and the schema does not say what switches them off."
        hint = f'In the code: {driver.switch}. Then say in the schema "preparedStatements": "off", or the variable that does it.'
        return Problem(message, hint, variable=name)
    value = environment.values.get(switch, "")
    if _switches_off(switch, value):
        return None
    message = f"{where}, and {called(switch)} does not switch them off."
    hint = f"Set {called(switch)} so that they are off, and see that the code reads it: {driver.switch}. Or use session mode."
    if switch in environment.values:
        return Problem(message, hint, variable=switch)
    declared = spec.variables.get(switch, spec.variables[name])
    related = (Related(f"{called(name)} is set in this source", Location(environment[name].source.path)),)
    return perhaps(Problem(message, hint, declared.locate(), related, switch), environment, called(switch))


#: Words of a name that say what is prepared, and words that take it back.
_OF_STATEMENTS = ("PREPARE", "STATEMENT", "CACHE", "THRESHOLD")
_NEGATIONS = frozenset(("DISABLE", "DISABLED", "NO", "NOT", "OFF", "WITHOUT", "SKIP", "AVOID", "NEVER"))


def _switches_off(switch: str, value: str) -> bool:
    """Whether a variable is set so that there are no prepared statements; a word that is no boolean is taken for one that does.

    ``DISABLE_PREPARED_STATEMENTS=1`` and ``USE_PGBOUNCER=1`` do, and so do ``PREPARED_STATEMENTS=false`` and
    ``STATEMENT_CACHE_SIZE=0``.
    """
    text = value.strip().lower()
    truth = BOOLEANS.get(text, text != "")
    words = switch.upper().split("_")
    if not any(word in switch.upper() for word in _OF_STATEMENTS) or not _NEGATIONS.isdisjoint(words):
        return truth
    return text in ("none", "null") or (text != "" and not truth)
