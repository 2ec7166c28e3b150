"""What is wrong with an address, whatever it leads to."""

from __future__ import annotations

from envcheck.address import Malformed
from envcheck.facts.endpoints import supabase_host_fault
from envcheck.facts.formats import FORMATS
from envcheck.facts.hosts import COMPOSE_NAMES, is_local, is_placeholder
from envcheck.model import Problem
from envcheck.rules.names import called
from envcheck.rules.registry import address_rule, also

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.address import Address
    from envcheck.facts.endpoints import Endpoint
    from envcheck.model import Variable
    from envcheck.rules.registry import AddressCheck, PostgresCheck, VariableSpec

#: Rules that explain a broken address better: how it is written, or that it should not be there.
READING = (
    *("comment-as-value", "quoted-value", "surrounding-blanks", "invisible-character"),
    *("forbidden-variable", "literal-reference", "placeholder-value"),
)

#: Values with these schemes are addresses although no schema says so.
DATABASE_SCHEMES = frozenset(
    scheme for name in ("postgres-url", "redis-url", "amqp-url", "mongodb-url") for scheme in FORMATS[name].schemes
)
POSTGRES_SCHEMES = frozenset(FORMATS["postgres-url"].schemes)

#: Every interface: nowhere to go to, but the right place to listen.
_LISTENING = frozenset(("0.0.0.0", "::"))  # noqa: S104 - told, not bound to


#: Shells in which an app is served to itself: their localhost is an origin that a server has to allow.
_APP_SHELLS = frozenset(("capacitor", "ionic", "tauri"))


def _schemes(spec: VariableSpec) -> tuple[str, ...]:
    """The schemes that a variable's formats, or its own list, allow; none where it is not declared an address."""
    own = spec.own.get("url", {}).get("schemes")
    if own:
        return tuple(own)
    return tuple(dict.fromkeys(scheme for name in spec.formats for scheme in FORMATS[name].schemes))


def base_scheme(text: str) -> str:
    """The scheme of an address without its driver: ``postgresql`` of ``postgresql+asyncpg``."""
    return text.partition("://")[0].partition("+")[0].lower()


def is_list(text: str) -> bool:
    """Whether a text is several addresses, as some clients take them for a cluster: ``redis://a:6379,redis://b:6379``."""
    head, _, rest = text.partition("://")
    return "://" in rest and any(mark + head + "://" in rest for mark in (",", ";", " "))


def _is_template(text: str) -> bool:
    """Whether a text is a pattern, or a form that the code fills in: ``https://{s}.tile.acme.dev/{z}/{x}/{y}.png``."""
    if not frozenset("\\^*+|()").isdisjoint(text.partition("://")[2]):
        return True
    return "{" in text and "${" not in text and "{{" not in text


@address_rule("malformed-url", severity="error", yields_to=READING)
def malformed_url(spec: VariableSpec) -> AddressCheck | None:
    """A value that must be an address cannot be read as one.

    There is no scheme, no host, the port is no port, an IPv6 address stands without brackets, a second scheme stands inside,
    or the host cannot be one of its provider, as a Supabase host whose project reference was cut.

    ## Symptom

    `nodename nor servname provided, or not known`, `invalid literal for int() with base 10`, `Invalid IPv6 URL`.

    ## Fails

    ```json schema
    {"properties": {"DATABASE_URL": {"format": "postgres-url", "writeOnly": true}}}
    ```

    ```env
    DATABASE_URL=postgresql://postgres:made-up@http://db.acme.dev:5432/app
    ```

    ```env
    DATABASE_URL=postgresql://postgres:made-up@db.abcdefghijklmnopqrs.supabase.co:5432/postgres
    ```

    ## Passes

    ```env
    DATABASE_URL=postgresql://app:made-up@db.acme.dev:5432/app
    ```

    ## What to do

    Copy the address again, whole, from the provider's dashboard.

    ## Source

    asyncpg, SQLAlchemy and libpq on such addresses (reproduced 2026-11); `supabase/cli: apps/cli-go/internal/utils/misc.go`
    for the project reference.
    """
    declared = bool(_schemes(spec))

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if not variable.value or not (declared or base_scheme(variable.value) in DATABASE_SCHEMES):
            return None
        if not declared and is_list(variable.value):
            return None
        hint = "Copy the address again, whole; the form is scheme://user:password@host:port/name."
        if isinstance(address, Malformed):
            return Problem(f"{called(variable.name)} cannot be read as an address: {address.reason}.", hint)
        return None

    return check


@also("malformed-url", subject="postgres")
def malformed_host(spec: VariableSpec) -> PostgresCheck | None:
    """A host cannot be one of its provider."""

    def check(variable: Variable, address: Address, endpoint: Endpoint | None) -> Problem | None:
        fault = supabase_host_fault(address.host) if endpoint is None else None
        if fault is None or is_placeholder(address.host):
            return None
        hint = "Copy the address from Connect in the Supabase dashboard."
        return Problem(f"{called(variable.name)} names a host that Supabase does not have: {fault}.", hint)

    return check


@address_rule("wrong-scheme", severity="error", yields_to=(*READING, "malformed-url"))
def wrong_scheme(spec: VariableSpec) -> AddressCheck | None:
    """An address has a scheme that its variable cannot have.

    The schema says which are right, by a format (`postgres-url`, `http-url`, `redis-url` …) or by `url.schemes`. A driver
    behind a plus sign is not judged here.

    ## Symptom

    `scheme is expected to be either "postgresql" or "postgres"`, `Redis URL must specify one of the following schemes`.

    ## Fails

    ```json schema
    {"properties": {"DATABASE_URL": {"format": "postgres-url", "writeOnly": true}}}
    ```

    ```env
    DATABASE_URL=https://abcdefghijklmnopqrst.supabase.co
    ```

    ## Passes

    ```env
    DATABASE_URL=postgres://app:made-up@db.acme.dev/app
    ```

    ## What to do

    Check that the value belongs to this variable.
    """
    schemes = _schemes(spec)
    if not schemes:
        return None
    message = f"{spec.name or 'The variable'} has another scheme than {' or '.join(f'{each}://' for each in schemes)}."

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if isinstance(address, Malformed) or address.scheme in schemes or address.base_scheme in schemes:
            return None
        return Problem(message, "Check that the value belongs to this variable.")

    return check


@address_rule("local-address", severity="error", yields_to=(*READING, "malformed-url", "wrong-scheme"))
def local_address(spec: VariableSpec) -> AddressCheck | None:
    """An address of a deployed service points to the machine that it runs on.

    `localhost`, 127.0.0.1, ::1 and `host.docker.internal` lead nowhere from a container on a platform, nor does 0.0.0.0,
    unless it says where to listen, as it may in a variable that no schema calls an address. The origin of a mobile or desktop
    app (`capacitor://localhost`, `tauri://localhost`) is no address that a service connects to, and is right. In
    development they are right, and where the environment is not known they are not judged. Usual names of
    docker compose services (`db`, `postgres`, `redis`) are a warning, because a private service may carry such a name.

    ## Symptom

    `[Errno 111] Connection refused`, `webhook_url contains a non-public URL`, `hostname could not be found`, or a search that
    finds nothing.

    ## Fails

    ```json schema
    {"properties": {"WEBHOOK_BASE_URL": {"format": "http-url"}}}
    ```

    ```env production
    WEBHOOK_BASE_URL=http://localhost:8000
    ```

    ## Passes

    ```env development
    WEBHOOK_BASE_URL=http://localhost:8000
    ```

    ```env production
    WEBHOOK_BASE_URL=https://hooks.acme.dev
    ```

    ```json schema
    {"properties": {"ASPNETCORE_URLS": {}}}
    ```

    ```env production
    ASPNETCORE_URLS=http://0.0.0.0:8080
    ```

    ## What to do

    Use the address under which the other service is reached from the platform.

    ## Source

    `supabase/cli: apps/cli-go/pkg/config/templates/config.toml` for the local stack; `capacitorjs.com/docs/config` and
    `tauri-apps/tauri: crates/tauri/src/protocol/mod.rs` for the origins of apps (verified 2026-11).
    """
    if not spec.context.deployed:
        return None
    declared = bool(_schemes(spec))

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if isinstance(address, Malformed):
            return None
        if not declared and address.host in _LISTENING and address.base_scheme not in DATABASE_SCHEMES:
            return None
        if address.scheme in _APP_SHELLS or address.host == "tauri.localhost":  # on Windows and Android
            return None
        hint = "Use the address under which the other service is reached from where this one is deployed."
        if any(map(is_local, address.hosts)):
            return Problem(f"{called(variable.name)} points to the machine that the service itself runs on.", hint)
        if address.host in COMPOSE_NAMES:
            message = f"{called(variable.name)} points to a host that is a usual name in docker compose."
            return Problem(message, hint, severity="warning")
        return None

    return check


@address_rule("placeholder-host", severity="error", yields_to=READING)
def placeholder_host(spec: VariableSpec) -> AddressCheck | None:
    """An address of a deployed service has a host that is only an example.

    `example.com`, the reserved endings `.example`, `.invalid` and `.test`, the address blocks kept for documentation, and
    text in brackets that a template wants replaced. A pattern, or a form that the code fills in, is not judged in a variable that
    no schema calls an address.

    ## Symptom

    `[Errno -2] Name or service not known`.

    ## Fails

    ```json schema
    {"properties": {"API_BASE_URL": {"format": "http-url"}}}
    ```

    ```env production
    API_BASE_URL=https://api.example.com
    ```

    ## Passes

    ```env production
    API_BASE_URL=https://api.acme.dev
    ```

    ```json schema
    {"properties": {"TILES": {}}}
    ```

    ```env production
    TILES=https://{s}.tile.openstreetmap.org/{z}/{x}/{y}.png
    ```

    ## What to do

    Put the real host in.

    ## Source

    RFC 2606, RFC 6761 (names), RFC 5737, RFC 3849 (addresses).
    """
    if not spec.context.deployed:
        return None
    declared = bool(_schemes(spec))

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if isinstance(address, Malformed) or not (address.placeholder or any(map(is_placeholder, address.hosts))):
            return None
        if not declared and address.base_scheme not in DATABASE_SCHEMES and _is_template(variable.value):
            return None
        return Problem(f"{called(variable.name)} has a host that is only an example.", "Put the real host in.")

    return check
