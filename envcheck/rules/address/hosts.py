"""What is wrong with the host of an address: it is this machine, or nobody's."""

from __future__ import annotations

from envcheck.address import Malformed
from envcheck.facts.hosts import COMPOSE_NAMES, DOCKER_NAMES, is_local, is_placeholder
from envcheck.facts.names import is_public
from envcheck.model import Problem
from envcheck.rules.address.parts import DATABASE_SCHEMES, READING, is_origin, is_template, schemes
from envcheck.rules.names import called
from envcheck.rules.registry import address_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.address import Address
    from envcheck.model import Variable
    from envcheck.rules.registry import AddressCheck, VariableSpec

#: Every interface: nowhere to go to, but the right place to listen.
_LISTENING = frozenset(("0.0.0.0", "::"))  # noqa: S104 - told, not bound to


#: What the code that browsers run can connect to.
_OF_BROWSERS = frozenset(("http", "https", "ws", "wss"))

#: Shells in which an app is served to itself: their localhost is an origin that a server has to allow.
_APP_SHELLS = frozenset(("capacitor", "ionic", "tauri"))


@address_rule("local-address", severity="error", yields_to=(*READING, "malformed-url", "wrong-scheme", "loopback-in-container"))
def local_address(spec: VariableSpec) -> AddressCheck | None:
    """An address of a deployed service points to the machine that it runs on.

    `localhost`, 127.0.0.1, ::1 and `host.docker.internal` lead nowhere from a container on a platform, nor does 0.0.0.0,
    unless it says where to listen, as it may in a variable that no schema calls an address. The origin of a mobile or desktop
    app (`capacitor://localhost`, `tauri://localhost`) is no address that a service connects to, and is right. In
    development they are right, and where the environment is not known they are not judged. Usual names of
    docker compose services (`db`, `postgres`, `redis`) are a warning, because a private service may carry such a name. So is
    an origin on this machine in a list of those that a server allows.

    In a variable that goes into the code of browsers (`NEXT_PUBLIC_`, `VITE_` …) a host that only containers know is a warning
    in development too: the browser runs beside the containers, not in one.

    ## Symptom

    `[Errno 111] Connection refused`, `webhook_url contains a non-public URL`, `hostname could not be found` in a browser, or a
    search that finds nothing.

    ## Fails

    ```env development
    NEXT_PUBLIC_SUPABASE_URL=http://host.docker.internal:54321
    ```

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
        return _local_in_browser(spec)
    declared = bool(schemes(spec))
    of_origin = is_origin(spec)
    of_compose = spec.context.platform == "compose"  # among containers the names of services, and Docker's own, are right

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if isinstance(address, Malformed):
            return None
        if not declared and address.host in _LISTENING and address.base_scheme not in DATABASE_SCHEMES:
            return None
        if address.scheme in _APP_SHELLS or address.host == "tauri.localhost":  # on Windows and Android
            return None
        if of_compose and address.host in DOCKER_NAMES | COMPOSE_NAMES:
            return None
        hint = "Use the address under which the other service is reached from where this one is deployed."
        if any(map(is_local, address.hosts)):
            if of_origin:
                return None if _is_of_app(address) else _local_origin(variable)
            return Problem(f"{called(variable.name)} points to the machine that the service itself runs on.", hint)
        if address.host in COMPOSE_NAMES:
            message = f"{called(variable.name)} points to a host that is a usual name in docker compose."
            return Problem(message, hint, severity="warning")
        return None

    return check


def _is_of_app(address: Address) -> bool:
    """Whether an origin is the one under which Capacitor serves an app to itself on Android."""
    return address.host == "localhost" and address.port is None


def _local_origin(variable: Variable) -> Problem:
    message = f"{called(variable.name)} allows pages that are served from a visitor's own machine."
    return Problem(message, "Delete what only development needs from the list.", severity="warning")


def _local_in_browser(spec: VariableSpec) -> AddressCheck | None:
    """Outside of a deploy: names that mean something among containers alone, in a variable that browsers get."""
    if spec.name is not None and not is_public(spec.name):
        return None

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if not is_public(variable.name) or isinstance(address, Malformed) or address.scheme not in _OF_BROWSERS:
            return None
        host = address.host
        if host not in DOCKER_NAMES and (frozenset(".:/").intersection(host) or is_local(host) or is_placeholder(host)):
            return None
        message = f"{called(variable.name)} goes to browsers with a host that only containers of this machine know."
        return Problem(message, "Use localhost and the port that is published.", severity="warning")

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
    declared = bool(schemes(spec))

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if isinstance(address, Malformed) or not (address.placeholder or any(map(is_placeholder, address.hosts))):
            return None
        if not declared and address.base_scheme not in DATABASE_SCHEMES and is_template(variable.value):
            return None
        return Problem(f"{called(variable.name)} has a host that is only an example.", "Put the real host in.")

    return check
