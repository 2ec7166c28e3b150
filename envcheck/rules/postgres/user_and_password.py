"""Whether user, password and database in the address of a Postgres are what the server wants."""

from __future__ import annotations

from envcheck.address import Address, is_raw, split
from envcheck.facts.endpoints import classify
from envcheck.facts.hosts import is_placeholder
from envcheck.model import Problem
from envcheck.places import unquote
from envcheck.rules.address import POSTGRES_SCHEMES, READING, base_scheme, is_list
from envcheck.rules.names import called
from envcheck.rules.postgres.endpoints import BROKEN
from envcheck.rules.registry import postgres_rule, together_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envcheck.facts.endpoints import Endpoint
    from envcheck.model import Environment, Variable
    from envcheck.rules.registry import PostgresCheck, ServiceSpec, TogetherCheck, VariableSpec

    Login = tuple[str, str, str]


def _is_bracketed(text: str) -> bool:
    """Whether a part is written as one to be replaced: ``[YOUR-PASSWORD]``, ``postgres.[PROJECT-REF]``."""
    return "[" in text and text[-1:] == "]"


#: In the id of a read replica, ``<ref>-rr-<region>-<5 characters>``; supabase/cli: packages/api/src/generated/openapi.json
#: (verified 2026-11). What user a pooler wants for one is not documented.
_REPLICA = "-rr-"


@postgres_rule("wrong-pooler-user", severity="error", yields_to=(*BROKEN, "unreachable-endpoint", "unencoded-password"))
def wrong_pooler_user(spec: VariableSpec) -> PostgresCheck | None:
    """The user of a database address does not fit its host.

    Supabase's shared pooler serves all projects and finds yours by the user: `postgres.<project ref>`, with the 20-letter
    reference behind the dot. On the direct host the user is plain `postgres`. A reference in `options=reference%3D…` is
    as good as one in the user. A user that waits to be replaced (`postgres.your-project-ref`) is judged only where the service is
    deployed.

    ## Symptom

    `Tenant or user not found`, `no tenant identifier provided`, `password authentication failed for user "postgres.…"`.

    ## Fails

    ```env
    DATABASE_URL=postgresql://postgres:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres
    ```

    ## Passes

    ```env
    DATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres
    ```

    ```env
    DATABASE_URL=postgresql://postgres:made-up@aws-1-eu-central-1.pooler.supabase.com:6543/postgres?options=reference%3Dabcdefghijklmnopqrst
    ```

    ## What to do

    Copy the address from Connect in the Supabase dashboard, or put the reference behind the user.

    ## Source

    `supabase/supavisor: docs/connecting/overview.md` (verified 2026-11).
    """

    def check(variable: Variable, address: Address, endpoint: Endpoint | None) -> Problem | None:
        if endpoint is None or endpoint.provider != "supabase" or endpoint.knows_user or "user" in address.query:
            return None
        project = (address.user or "").partition(".")[2]
        if _REPLICA in project:
            return None
        if not spec.context.deployed and project and (not project.isalnum() or is_placeholder(project)):
            return None
        name = called(variable.name)
        if endpoint.id.startswith("supabase-shared"):
            message = f"{name} does not name its project: the shared pooler's user is 'postgres.<project ref>', 20 letters."
            return Problem(message, "Put a dot and the project reference behind the user.")
        message = f"{name} has the pooler's form of user, with a project reference, on a host that wants the plain user."
        return Problem(message, "Take the dot and the reference from the user, or use the pooler's host.")

    return check


@postgres_rule(
    "unencoded-password",
    severity="error",
    yields_to=(*READING, "malformed-url", "wrong-scheme", "placeholder-host"),
)
def unencoded_password(spec: VariableSpec) -> PostgresCheck | None:
    """The password or the user in a database address has characters that must be percent-encoded.

    Drivers cut the address at the first `@`, `/`, `?` or `#`, so that a part of the password becomes the host or the port, and
    then stands in an error message. Which character it is, is not said. Text in brackets that waits to be replaced, as the
    dashboard's `[YOUR-PASSWORD]`, is judged only where the service is deployed.

    ## Symptom

    `invalid literal for int() with base 10`, `could not translate host name`, `Invalid IPv6 URL`, `bad query field`,
    `invalid percent-encoded token`, `password authentication failed`.

    ## Fails

    ```env
    DATABASE_URL=postgresql://app:made@up@db.acme.dev:5432/app
    ```

    ## Passes

    ```env
    DATABASE_URL=postgresql://app:made%40up@db.acme.dev:5432/app
    ```

    ## What to do

    Encode the password: `@` is `%40`, `#` `%23`, `/` `%2F`, `?` `%3F`, `:` `%3A`, `%` `%25`, `[` `%5B`, `]` `%5D`, a blank `%20`.

    ## Source

    `supabase/supabase: apps/docs/content/guides/database/managing-passwords.mdx`; asyncpg and libpq (reproduced 2026-11).
    """

    def check(variable: Variable, address: Address, endpoint: Endpoint | None) -> Problem | None:
        if not address.unencoded:
            return None
        password = address.password or ""
        part, text = ("password", password) if is_raw(password) else ("user", address.user or "")
        if _is_bracketed(text):
            if not spec.context.deployed:
                return None
            message = f"{called(variable.name)} has text in raw brackets for a {part}, as the dashboard's copy button gives it."
            return Problem(message, f"Put the real {part} in, without the brackets.")
        hint = "Percent-encode it: @ is %40, # %23, / %2F, ? %3F, : %3A, % %25, [ %5B, ] %5D, a blank %20."
        return Problem(f"{called(variable.name)} has a {part} with characters that must be percent-encoded.", hint)

    return check


@postgres_rule("missing-database-name", severity="error", yields_to=(*BROKEN, "unencoded-password"))
def missing_database_name(spec: VariableSpec) -> PostgresCheck | None:
    """A database address ends without the name of a database.

    asyncpg and libpq then take the name of the user. On Supabase's pooler that is `postgres.<project ref>`, a database
    that does not exist. An address on the local machine, or a socket, is not judged: there the two are often the same. Nor is
    one of Prisma Postgres, which gives it out without a name.

    ## Symptom

    `database "postgres.…" does not exist`.

    ## Fails

    ```env
    DATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-1-eu-central-1.pooler.supabase.com:5432
    ```

    ## Passes

    ```env
    DATABASE_URL=postgresql://app:made-up@localhost
    ```

    ```env
    DATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres
    ```

    ## What to do

    Put `/` and the name behind the port; on Supabase it is `/postgres`.

    ## Source

    asyncpg and libpq (reproduced 2026-11); prisma.io/docs/postgres/database for its addresses (verified 2026-11).
    """

    def check(variable: Variable, address: Address, endpoint: Endpoint | None) -> Problem | None:
        if address.path.strip("/") or address.host[:1] in ("", "/") or {"dbname", "database"} & address.query.keys():
            return None
        if endpoint is not None and (endpoint.kind == "local" or endpoint.provider == "prisma"):
            return None
        hint = "Put '/' and the name of the database behind the port; on Supabase it is /postgres."
        return Problem(f"{called(variable.name)} names no database, so the driver takes the user's name.", hint)

    return check


@together_rule(
    "disagreeing-connections",
    severity="error",
    yields_to=(*BROKEN, "wrong-pooler-user", "unencoded-password", "placeholder-value", "stale-variable", "former-name"),
)
def disagreeing_connections(spec: ServiceSpec) -> TogetherCheck | None:
    """Two addresses log in to one database project as the same user, with different passwords.

    A user of a database has one password, whichever way it comes in: by the direct host or by a pooler. So one of the two is
    wrong, most often the one that was forgotten when the password was changed. Only addresses of known providers are compared,
    and not those on the own machine; a password that waits to be replaced is left to the rules on placeholders.

    ## Why it matters

    Code that chooses among its addresses works with one of them and fails with the other, so that a repair of the wrong variable
    changes nothing.

    ## Symptom

    `password authentication failed for user "postgres"`; behind Supabase's pooler asyncpg shows it as
    `'NoneType' object has no attribute 'group'`.

    ## Fails

    ```env
    DATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres
    SUPABASE_POOLER_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up-before@aws-1-eu-central-1.pooler.supabase.com:6543/postgres
    ```

    ## Passes

    ```env
    DATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres
    SUPABASE_POOLER_URL=postgresql://postgres.abcdefghijklmnopqrst:made%2Dup@aws-1-eu-central-1.pooler.supabase.com:6543/postgres
    READER_URL=postgresql://reader.abcdefghijklmnopqrst:made-up-too@aws-1-eu-central-1.pooler.supabase.com:5432/postgres
    ```

    ## What to do

    Put the present password into both, percent-encoded where it has to be.

    ## Source

    supavisor issue 710 and supabase-mcp-server issue 57 for what asyncpg shows (verified 2026-11).
    """

    def check(environment: Environment, noted: Sequence[str]) -> Iterator[Problem]:
        values = environment.values
        texts = {text for text in {values[name] for name in noted} if _may_be_postgres(text)}
        if len(texts) < 2:  # one and the same text agrees with itself
            return
        passwords: dict[Login, dict[str, list[str]]] = {}
        for name in noted:
            told = _login(values[name]) if values[name] in texts else None
            if told is not None:
                login, password = told
                passwords.setdefault(login, {}).setdefault(password, []).append(name)
        for groups in passwords.values():
            if len(groups) > 1:
                # the one that stands alone is the likelier to be wrong; of two, the later
                usual = max(groups.values(), key=len)
                odd = [names for names in groups.values() if names is not usual][-1][0]
                message = f"{called(odd)} has another password than {called(usual[0])} for the same user of the same project."
                yield Problem(message, "Put the present password into both.", variable=odd)

    return check


def _may_be_postgres(text: str) -> bool:
    return "://" in text and base_scheme(text) in POSTGRES_SCHEMES and not is_list(text)


def _login(text: str) -> tuple[Login, str] | None:
    """Provider, project and role that an address logs in to, and the password; None where one of them cannot be told."""
    address = split(text)
    if not isinstance(address, Address) or not address.user or not address.password or address.unencoded:
        return None
    endpoint = classify(address)
    if endpoint is None or len(address.hosts) > 1 or endpoint.kind in ("local", "proxy") or "user" in address.query:
        return None
    password = unquote(address.password)
    from envcheck.facts.passwords import is_placeholder_password  # only where there are two connections

    if is_placeholder_password(password):
        return None
    if endpoint.provider == "supabase":
        if endpoint.ref is None or not endpoint.knows_user:
            return None
        return (endpoint.provider, endpoint.ref, address.user.removesuffix(f".{endpoint.ref}")), password
    first, _, rest = address.host.partition(".")
    if endpoint.provider == "render":  # the inner and the outer address of one database
        rest = ""
    project = f"{first.removesuffix('-pooler')}.{rest}" if endpoint.provider == "neon" else f"{first}.{rest}:{endpoint.port}"
    return (endpoint.provider, project, address.user), password
