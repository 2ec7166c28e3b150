"""Who can reach the host of an address, and who can listen on the way.

The tables are read only where there is a host that they may tell: most files have none.
"""

from __future__ import annotations

from envcheck.address import Malformed
from envcheck.facts.hosts import is_local, is_unremarkable
from envcheck.facts.names import is_public, tells_address
from envcheck.facts.platforms import PLATFORMS
from envcheck.model import Problem
from envcheck.rules.address.parts import INSECURE_SCHEMES, READING, is_origin, schemes
from envcheck.rules.names import called
from envcheck.rules.registry import address_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.address import Address
    from envcheck.model import Variable
    from envcheck.rules.registry import AddressCheck, VariableSpec

_BROKEN = (*READING, "malformed-url", "wrong-scheme", "local-address", "placeholder-host")

_OF_WEB = frozenset(("http", "ws"))

_SECURE = {"http": "https", "ws": "wss", "redis": "rediss", "valkey": "valkeys"}


@address_rule(
    "insecure-url",
    severity="warning",
    yields_to=(*_BROKEN, "private-address", "tunnel-address", "wrong-vendor-host"),
)
def insecure_url(spec: VariableSpec) -> AddressCheck | None:
    """An address of a deployed service crosses the internet without encryption.

    `http://`, `ws://` and `redis://` to a public host send keys and data in clear, and many servers answer such a request with
    a redirect, which turns a POST into a GET. Render's Key Value store, from outside, and Upstash close a connection without
    TLS: that is an error. Private networks, names of services and localhost are right without it, as are proxies, names of
    vocabularies (`http://www.w3.org/…`), and what `url.schemes` of the schema lists. Without a schema only variables that are
    called as addresses are judged (`API_URL`, `OTEL_EXPORTER_OTLP_ENDPOINT`).

    ## Symptom

    `307 Temporary Redirect`, `405 Method Not Allowed`, `Mixed Content`, `Connection closed by server`.

    ## Fails

    ```env production
    CACHE_URL=redis://default:made-up@cache.acme.dev:6379
    ```

    ```json schema
    {"properties": {"API_BASE_URL": {"format": "http-url"}}}
    ```

    ```env production
    API_BASE_URL=http://api.acme.dev
    ```

    ## Passes

    ```env production
    API_BASE_URL=https://api.acme.dev
    ```

    ```env production
    API_BASE_URL=http://acme-api:10000
    ```

    ```env development
    API_BASE_URL=http://api.acme.dev
    ```

    ## What to do

    Use `https://`, `wss://` or `rediss://`. Where a server has no TLS and that is accepted, list the scheme in `url.schemes`.

    ## Source

    `render-oss/skills: skills/render-keyvalue/SKILL.md`, upstash.com/docs/redis/howto/connect-client for stores with TLS alone
    (verified 2026-11).
    """
    if not spec.context.deployed:
        return None
    listed = spec.own.get("url", {}).get("schemes") or ()
    allowed = schemes(spec)
    if allowed and INSECURE_SCHEMES.isdisjoint(allowed):
        return None
    declared = bool(allowed) or is_origin(spec)

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if isinstance(address, Malformed) or address.scheme not in INSECURE_SCHEMES:
            return None
        from envcheck.facts.networks import is_naming, is_public, wants_tls

        name, secure = called(variable.name), _SECURE[address.scheme]
        if address.scheme not in _OF_WEB and any(map(wants_tls, address.hosts)):
            message = f"{name} has {address.scheme}:// for a store that answers over TLS alone."
            return Problem(message, f"Use {secure}://.", severity="error")
        if address.scheme in listed or (address.scheme in _OF_WEB and not declared and not tells_address(variable.name)):
            return None
        if not any(is_public(host) and not is_local(host) and not is_naming(host) for host in address.hosts):
            return None
        return Problem(f"{name} goes to a host on the internet over {address.scheme}://, in clear.", f"Use {secure}://.")

    return check


@address_rule("private-address", severity="warning", yields_to=(*_BROKEN, "unreachable-endpoint"))
def private_address(spec: VariableSpec) -> AddressCheck | None:
    """An address of a deployed service leads into a private network that the service is not part of.

    The blocks 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and fc00::/7 belong to networks at home, in offices and in clouds, and
    so do names such as `nas.local` and `wiki.intranet`. Names ending in `.internal` or `.flycast`, and 169.254.0.0/16, mean
    something inside of one platform only. Names of a cluster (`.svc.cluster.local`, `.consul`) are not judged. Render's own
    internal hosts are single labels (`red-…`, `dpg-…-a`, the name of a private service), and are right.

    Where no platform is known the service may well stand in such a network: an address of one is a note there, and a name of a
    platform nothing. A variable that goes into the code of browsers (`NEXT_PUBLIC_`, `VITE_` …) cannot name a host of a
    private network at all: visitors are not part of it.

    ## Symptom

    `ConnectTimeout`, `No route to host`, `webhook_url contains a non-public URL`.

    ## Fails

    ```env production
    WEBHOOK_BASE_URL=https://192.168.1.20:8443
    ```

    ```env production
    CACHE_URL=redis://redis.railway.internal:6379
    ```

    ```env production
    NEXT_PUBLIC_API_URL=http://acme-api:10000
    ```

    ## Passes

    ```env production
    API_INTERNAL_URL=http://acme-api:10000
    API_CLUSTER_URL=http://api.acme.svc.cluster.local
    REDIS_URL=redis://red-aaaaaaaaaaaaaaaaaaaa:6379
    ```

    ```env development
    WEBHOOK_BASE_URL=https://192.168.1.20:8443
    ```

    ## What to do

    Use the address under which the other side is reached from where the service is deployed.

    ## When to switch it off

    Where the service is connected to that network, by a private link or an overlay, allow it.

    ## Source

    RFC 1918, RFC 4193, RFC 6762, RFC 8375; `render-oss/skills: skills/render-networking/SKILL.md` (verified 2026-11).
    """
    if not spec.context.deployed:
        return None
    platform = PLATFORMS.get(spec.context.platform)

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if isinstance(address, Malformed):
            return None
        host = address.host
        if len(address.hosts) == 1 and is_unremarkable(host):
            return None
        from envcheck.facts.networks import is_of_cluster, is_of_platform, is_private, is_single_label

        is_inside = any(map(is_private, address.hosts))
        of_platform = any(map(is_of_platform, address.hosts))
        if is_public(variable.name) and (is_inside or of_platform or is_of_cluster(host) or is_single_label(host)):
            message = f"{called(variable.name)} goes to browsers with a host that only a private network knows."
            return Problem(message, "Use the public address of the service.")
        if not is_inside and (platform is None or not of_platform):
            return None
        hint = "Use the address under which the other side is reached from where this service is deployed."
        if platform is None:
            message = f"{called(variable.name)} leads into a private network; the service has to be part of it."
            return Problem(message, hint, severity="note")
        message = f"{called(variable.name)} leads into a private network that {platform.name} is not part of."
        return Problem(message, hint)

    return check


@address_rule("tunnel-address", severity="error", yields_to=_BROKEN)
def tunnel_address(spec: VariableSpec) -> AddressCheck | None:
    """An address of a deployed service leads through a tunnel to the machine of a developer.

    ngrok, Cloudflare's quick tunnels, localtunnel and others give a machine behind a router a public address for as long as a
    program runs on it. In development that is how webhooks get in; once deployed, the other side is somebody's laptop, or
    nobody. Names that can be had for good, for money (`acme.ngrok.app`), are a warning, as is an origin that a server allows.

    ## Symptom

    `ERR_NGROK_3200`, `530 The origin has been unregistered from Argo Tunnel`, `webhook_url contains a non-public URL`, callbacks
    that never come.

    ## Fails

    ```env production
    WEBHOOK_BASE_URL=https://made-up.ngrok-free.app
    ```

    ## Passes

    ```env development
    WEBHOOK_BASE_URL=https://made-up.ngrok-free.app
    ```

    ```env production
    WEBHOOK_BASE_URL=https://hooks.acme.dev
    ```

    ## What to do

    Use the public address of the service itself.

    ## Source

    The table `envcheck/facts/tunnels.py`, each row with its own (verified 2026-11).
    """
    if not spec.context.deployed:
        return None
    least = "warning" if is_origin(spec) else None

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if isinstance(address, Malformed):
            return None
        told = [host for host in address.hosts if not is_unremarkable(host)]
        if not told:
            return None
        from envcheck.facts.tunnels import tunnel_to

        for host in told:
            tunnel = tunnel_to(host)
            if tunnel is not None:
                message = f"{called(variable.name)} leads through {tunnel.what}, which ends at the machine of a developer."
                hint = "Use the public address of the service itself."
                return Problem(message, hint, severity="warning" if least or tunnel.is_kept else None)
        return None

    return check
