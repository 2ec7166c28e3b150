"""Whether a database can be reached where an address leads, and by the right kind of endpoint."""

from __future__ import annotations

from envcheck.facts.endpoints import has_pooler, kind_label, provider_of_host, rows_of_host
from envcheck.facts.hosts import is_local
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

#: Rules that explain better why an address leads nowhere.
BROKEN = (*READING, "malformed-url", "wrong-scheme", "placeholder-host", "local-address")

#: What to use instead of an endpoint of Supabase that is no good.
POOLER_HINT = (
    "Use the shared pooler: host aws-N-REGION.pooler.supabase.com, user postgres.<project ref>, port 5432 for session mode or "
    "6543 for transaction mode. Copy it from Connect in the Supabase dashboard."
)


@postgres_rule("unreachable-endpoint", severity="error", yields_to=BROKEN)
def unreachable_endpoint(spec: VariableSpec) -> PostgresCheck | None:
    """A database address leads to a host that the platform cannot reach.

    The internet has two kinds of addresses, IPv4 and IPv6, and a machine that speaks only one cannot talk to a host that has
    only the other. Supabase's *direct* host, `db.<project ref>.supabase.co`, has an IPv6 address only, unless the project has
    the paid IPv4 add-on. Render connects to the outside over IPv4 only. So a service on Render that is given the direct
    address starts, tries to connect, and fails, while the same address works on a laptop at home.

    A *pooler* is a server in between that keeps connections to the database open and hands them out. Supabase's shared
    pooler has an IPv4 address, and is the way in from Render.

    It is the host that has no IPv4 address, so the port does not matter. Of a list of hosts the drivers take the first that
    answers: it is a warning where they can reach one of them, and an error where they can reach none.

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

    def told(name: str, host: str, endpoint: Endpoint | None) -> Problem | None:
        if host[:1] == "/":
            return None
        if ":" in host:
            message = f"{name} points to an IPv6 address, and {platform.name} connects over IPv4 only."
            return Problem(message, "Use a host name that has an IPv4 address.")
        if _is_sold_ipv4(host, endpoint):
            if addon:
                return None
            kind = f"a {kind_label(endpoint.kind)} on" if endpoint is not None else "an address of"
            message = (
                f"{name} is {kind} Supabase's database host, which has no IPv4 address; {platform.name} connects over IPv4 only."
            )
            return Problem(message, POOLER_HINT)
        if endpoint is not None and _is_private(endpoint):
            message = f"{name} points into a private network that {platform.name} is not part of."
            hint = "Use the address that the provider gives for connections from outside."
            return Problem(message, hint, severity=None if provider_of_host(host) else "warning")
        return None

    def check(variable: Variable, address: Address, endpoint: Endpoint | None) -> Problem | None:
        name = called(variable.name)
        first = told(name, address.host, endpoint)
        if len(address.hosts) == 1:
            return first
        found = [first, *(told(name, host, None) for host in address.hosts[1:])]
        worst = next(filter(None, found), None)
        if worst is None or None not in found:
            return worst
        message = f"{name} has a host in its list that {platform.name} cannot reach; the others may answer instead."
        return Problem(message, worst.hint, severity="warning")

    return check


def _is_sold_ipv4(host: str, endpoint: Endpoint | None) -> bool:
    """Whether a host has an IPv4 address only where the provider sold one: on any port, as it is the host that has none."""
    if endpoint is not None:
        return endpoint.ip_family == "ipv6" and endpoint.ipv4_addon
    return any(row.ip_family == "ipv6" and row.ipv4_addon for row in rows_of_host(host))


def _is_private(endpoint: Endpoint) -> bool:
    """Whether the provider documents that nobody outside of its own network gets there."""
    return endpoint.kind != "local" and endpoint.reachable_from_render == "no" and endpoint.reach_confidence == "documented"


@postgres_rule("wrong-endpoint", severity="error", yields_to=(*BROKEN, "unreachable-endpoint"))
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


#: The port on which the gateway of Supabase's local stack answers, by HTTP; the database is on the one behind it.
_GATEWAY_PORT = 54321


@postgres_rule("wrong-port", severity="error", yields_to=BROKEN)
def wrong_port(spec: VariableSpec) -> PostgresCheck | None:
    """A database address leads to the HTTP gateway of Supabase's local stack.

    On a developer's machine the stack has its HTTP gateway on port 54321 and its database on 54322. It is an error where user and
    database are the stack's own, both `postgres`, and a warning else: a container of one's own may be on that port. No port is
    ever demanded on any other host.

    ## Symptom

    `role "postgres" does not exist`, `server closed the connection unexpectedly`, `[Errno 111] Connection refused`.

    ## Fails

    ```env
    DATABASE_URL=postgresql://postgres:postgres@127.0.0.1:54321/postgres
    ```

    ## Passes

    ```env
    DATABASE_URL=postgresql://postgres:postgres@127.0.0.1:54322/postgres
    ```

    ## What to do

    Use port 54322, which `supabase status` shows as the database's.

    ## Source

    `supabase/cli: apps/cli-go/pkg/config/templates/config.toml` (verified 2026-11).
    """

    def check(variable: Variable, address: Address, endpoint: Endpoint | None) -> Problem | None:
        if address.port != _GATEWAY_PORT or not is_local(address.host):
            return None
        message = f"{called(variable.name)} leads to port 54321, where Supabase's local stack has its HTTP gateway."
        of_stack = address.user == "postgres" and address.database == "postgres"
        return Problem(message, "The stack's database is on port 54322.", severity=None if of_stack else "warning")

    return check


_POOL_WORDS = frozenset(("POOL", "POOLER", "POOLED", "POOLING", "PGBOUNCER", "SUPAVISOR"))
_DIRECT_WORDS = frozenset(("DIRECT", "UNPOOLED", "NONPOOLED", "NONPOOLING"))
_DATABASE_WORDS = frozenset(("DATABASE", "DB", "PG", "POSTGRES", "POSTGRESQL", "SUPABASE", "NEON"))
_ADDRESS_WORDS = frozenset(("URL", "URI", "DSN"))


def told_kind(name: str) -> str:
    """The kind of endpoint that a name tells: ``direct``, ``pooler``, a pooler's mode, or nothing.

    A *session* may be one of users: it counts before a pooler's word, or between a database's and the end.
    """
    words = name.upper().replace("NON_POOL", "NONPOOL").split("_")
    if not _DIRECT_WORDS.isdisjoint(words):
        return "direct"
    for word in ("SESSION", "TRANSACTION"):
        if word in words:
            follower = "".join(words[words.index(word) + 1 :][:1])
            if follower in _POOL_WORDS or follower == "MODE":
                return f"pooler-{word.lower()}"
            if follower in ("", *_ADDRESS_WORDS) and not _DATABASE_WORDS.isdisjoint(words):
                return f"pooler-{word.lower()}"
    return "pooler" if not _POOL_WORDS.isdisjoint(words) else ""


@postgres_rule("misleading-name", severity="warning", yields_to=(*BROKEN, "unreachable-endpoint", "wrong-endpoint"))
def misleading_name(spec: VariableSpec) -> PostgresCheck | None:
    """A variable is called after another kind of connection than it holds.

    A name with *session pooler* in it holds a pooler in transaction mode, or the reverse; one with *pooler* a direct connection;
    one with *direct* or *unpooled* a pooler in transaction mode. Either port of a pooler is right where the name tells no mode.
    A session pooler under a *direct* name is right too: it is what Supabase gives to networks without IPv6.

    ## Symptom

    None, until somebody trusts the name: a migration that loses its locks, a hunt for a fault in the wrong place.

    ## Fails

    ```env
    SUPABASE_SESSION_POOLER_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-1-eu-central-1.pooler.supabase.com:6543/postgres
    ```

    ## Passes

    ```env
    SUPABASE_SESSION_POOLER_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-1-eu-central-1.pooler.supabase.com:5432/postgres
    SUPABASE_POOLER_URL=postgresql://postgres.abcdefghijklmnopqrst:made-up@aws-1-eu-central-1.pooler.supabase.com:6543/postgres
    ```

    ## What to do

    Put the address in that the name tells, or give the variable a name that fits.

    ## Source

    The table `envcheck/facts/postgres_endpoints.json`; `supabase/supavisor: docs/orms/prisma.md` for direct names on the session
    pooler (verified 2026-11).
    """
    declared = told_kind(spec.name) if spec.name is not None else ""
    if spec.name is not None and not declared:
        return None

    def check(variable: Variable, address: Address, endpoint: Endpoint | None) -> Problem | None:
        if endpoint is None or endpoint.kind not in ("direct", "pooler-session", "pooler-transaction"):
            return None
        told = declared or told_kind(variable.name)
        if not told or endpoint.kind.startswith(told) or (told, endpoint.kind) == ("direct", "pooler-session"):
            return None
        if endpoint.kind == "direct" and not has_pooler(endpoint.provider):
            return None  # the provider's addresses do not tell a pooler from the database
        what = "a pooler" if told == "pooler" else _with_article(told)
        message = f"{called(variable.name)} is called after {what}, and is {_with_article(endpoint.kind)}."
        return Problem(message, "Put the address in that the name tells, or choose a name that fits.")

    return check
