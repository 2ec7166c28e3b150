"""What is wrong with the address of a Postgres database."""

from __future__ import annotations

from envcheck.address import is_raw
from envcheck.facts.endpoints import kind_label, provider_of_host
from envcheck.facts.hosts import is_placeholder
from envcheck.facts.platforms import PLATFORMS
from envcheck.model import Problem
from envcheck.rules.address import READING
from envcheck.rules.names import called
from envcheck.rules.registry import postgres_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.address import Address
    from envcheck.facts.endpoints import Endpoint
    from envcheck.model import Variable
    from envcheck.rules.registry import PostgresCheck, VariableSpec

_BROKEN = (*READING, "malformed-url", "wrong-scheme", "placeholder-host", "local-address")

POOLER_HINT = (
    "Use the shared pooler: host aws-N-REGION.pooler.supabase.com, user postgres.<project ref>, port 5432 for session mode or "
    "6543 for transaction mode. Copy it from Connect in the Supabase dashboard."
)


def _is_bracketed(text: str) -> bool:
    """Whether a part is written as one to be replaced: ``[YOUR-PASSWORD]``, ``postgres.[PROJECT-REF]``."""
    return "[" in text and text[-1:] == "]"


@postgres_rule("unreachable-endpoint", severity="error", yields_to=_BROKEN)
def unreachable_endpoint(spec: VariableSpec) -> PostgresCheck | None:
    """A database address leads to a host that the platform cannot reach.

    The internet has two kinds of addresses, IPv4 and IPv6, and a machine that speaks only one cannot talk to a host that has
    only the other. Supabase's *direct* host, `db.<project ref>.supabase.co`, has an IPv6 address only, unless the project has
    the paid IPv4 add-on. Render connects to the outside over IPv4 only. So a service on Render that is given the direct
    address starts, tries to connect, and fails, while the same address works on a laptop at home.

    A *pooler* is a server in between that keeps connections to the database open and hands them out. Supabase's shared
    pooler has an IPv4 address, and is the way in from Render.

    ## Why it matters

    Nothing shows it before the deploy: the variable is set, the address is well-formed, the password is right, and tests on
    a laptop pass. In the incident that envcheck comes from, the api was healthy and the worker down for two and a half hours.

    ## Symptom

    `OSError: [Errno 101] Network is unreachable`, or a time-out while connecting.

    ## Fails

    ```env production
    DATABASE_URL=postgresql://postgres:made-up@db.abcdefghijklmnopqrst.supabase.co:5432/postgres
    ```

    ## Passes

    ```env production
    DATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres
    ```

    ```json schema
    {"properties": {"DATABASE_URL": {"format": "postgres-url", "x-envcheck": {"postgres": {"ipv4Addon": true}}}}}
    ```

    ```env production
    DATABASE_URL=postgresql://postgres:made-up@db.abcdefghijklmnopqrst.supabase.co:5432/postgres
    ```

    ## What to do

    Use the shared pooler: host `aws-N-REGION.pooler.supabase.com` (copy it from Connect in the Supabase dashboard), user
    `postgres.<project ref>`, port 5432 (session mode, for services that keep their connections) or 6543 (transaction mode, with
    prepared statements switched off). Or buy the IPv4 add-on and say so in the schema: `"postgres": {"ipv4Addon": true}`.

    ## When to switch it off

    Where the service does not run on Render, say `platform = "none"` in the config instead.

    ## Source

    `supabase/supabase: apps/docs/content/guides/platform/ipv4-address.mdx` names Render among the platforms with IPv4 only
    (verified 2026-11).
    """
    platform = PLATFORMS.get(spec.context.platform)
    if not spec.context.deployed or platform is None or platform.outbound_ipv6:
        return None
    addon = bool(spec.own.get("postgres", {}).get("ipv4Addon"))

    def check(variable: Variable, address: Address, endpoint: Endpoint | None) -> Problem | None:
        if endpoint is None:
            if not address.bracketed:
                return None
            message = f"{called(variable.name)} points to an IPv6 address, and {platform.name} connects over IPv4 only."
            return Problem(message, "Use a host name that has an IPv4 address.")
        if endpoint.ip_family == "ipv6" and endpoint.ipv4_addon:
            if addon:
                return None
            message = (
                f"{called(variable.name)} is a {kind_label(endpoint.kind)} on Supabase's database host, which has no IPv4 "
                f"address; {platform.name} connects over IPv4 only."
            )
            return Problem(message, POOLER_HINT)
        if _is_private(endpoint):
            message = f"{called(variable.name)} points into a private network that {platform.name} is not part of."
            hint = "Use the address that the provider gives for connections from outside."
            return Problem(message, hint, severity=None if provider_of_host(address.host) else "warning")
        return None

    return check


def _is_private(endpoint: Endpoint) -> bool:
    """Whether the provider documents that nobody outside of its own network gets there."""
    return endpoint.kind != "local" and endpoint.reachable_from_render == "no" and endpoint.reach_confidence == "documented"


@postgres_rule("wrong-endpoint", severity="error", yields_to=(*_BROKEN, "unreachable-endpoint"))
def wrong_endpoint(spec: VariableSpec) -> PostgresCheck | None:
    """A database address leads to another kind of endpoint than the service needs.

    The schema lists the right kinds in `postgres.endpoints`: `direct`, `pooler-session`, `pooler-transaction` and others. A
    migration needs a direct connection or a session; many short connections need a pooler. Render's internal address is a
    direct connection too. It is judged where the
    service is deployed, and only for endpoints that the table knows.

    ## Symptom

    `prepared statement "…" does not exist`, `remaining connection slots are reserved`, locks that are never released.

    ## Fails

    ```json schema
    {"properties": {"MIGRATION_URL": {"format": "postgres-url", "writeOnly": true,
     "x-envcheck": {"postgres": {"endpoints": ["direct", "pooler-session"]}}}}}
    ```

    ```env production
    MIGRATION_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-1-eu-central-1.pooler.supabase.com:6543/postgres
    ```

    ## Passes

    ```env production
    MIGRATION_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres
    ```

    ```env production
    MIGRATION_URL=postgresql://app:made-up@db.acme.dev:5432/app
    ```

    ## What to do

    Use the endpoint that the message asks for. On Supabase's shared pooler port 5432 is session mode and 6543 is
    transaction mode; on Neon the pooler's host has `-pooler` in it.

    ## Source

    The table `envcheck/facts/postgres_endpoints.json`, each row with its own.
    """
    wanted = spec.own.get("postgres", {}).get("endpoints")
    if not wanted or not spec.context.deployed:
        return None
    words = " or ".join(_with_article(kind) for kind in wanted)
    wants_pooler = any(kind.startswith("pooler") for kind in wanted)

    def check(variable: Variable, address: Address, endpoint: Endpoint | None) -> Problem | None:
        # where the address alone cannot tell a pooler from a direct connection there is nothing to say
        if endpoint is None or endpoint.kind in (*wanted, "external", "proxy") or _AS_GOOD_AS.get(endpoint.kind) in wanted:
            return None
        message = f"{called(variable.name)} is {_with_article(endpoint.kind)}; the service needs {words}."
        hint = "Copy the other address from the provider's dashboard, or correct the list of endpoints in the schema."
        return Problem(message, POOLER_HINT if endpoint.provider == "supabase" and wants_pooler else hint)

    return check


#: Kinds that are as good as another: Render's internal address leads to the database itself, without a pooler.
_AS_GOOD_AS = {"internal": "direct"}


def _with_article(kind: str) -> str:
    label = kind_label(kind)
    return f"an {label}" if label[0] in "aeiou" else f"a {label}"


@postgres_rule("wrong-pooler-user", severity="error", yields_to=(*_BROKEN, "unreachable-endpoint", "unencoded-password"))
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


@postgres_rule("missing-database-name", severity="error", yields_to=(*_BROKEN, "unencoded-password"))
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
