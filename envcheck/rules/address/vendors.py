"""Addresses that lead to another service than the one that their variable is for."""

from __future__ import annotations

from envcheck.address import Malformed
from envcheck.facts.hosts import is_untold
from envcheck.facts.names import HOST_LISTS, VENDOR_FORMATS, is_told
from envcheck.model import Problem
from envcheck.rules.address.parts import READING
from envcheck.rules.names import called
from envcheck.rules.registry import address_rule, also

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.address import Address
    from envcheck.model import Variable
    from envcheck.rules.registry import AddressCheck, VariableCheck, VariableSpec

_OF_WEB = frozenset(("http", "https", "ws", "wss"))
_ON_RENDER = "Services on Render stand under onrender.com; render.com is Render's own."


@address_rule(
    "wrong-vendor-host",
    severity="error",
    yields_to=(
        *(*READING, "malformed-url", "wrong-scheme", "local-address", "placeholder-host"),
        *("private-address", "tunnel-address", "project-mismatch"),
    ),
)
def wrong_vendor_host(spec: VariableSpec) -> AddressCheck | None:
    """An address leads to another service than the one that its variable is for.

    It may be the dashboard of a vendor instead of its API, the database of a project instead of the project, or the API of
    another vendor. Variables that vendors' clients read are known by name (`SUPABASE_URL`, `OPENAI_BASE_URL`, `SENTRY_DSN` …);
    domains of your own, stand-ins and proxies are right in them. A host below `render.com` is a warning, and an error in a list
    of allowed hosts: services of customers stand under `onrender.com`.

    Where the schema says in `url.sameHostAs` whose host a variable shares, another host is reported under this rule: a callback
    that goes to a former service, a storage that is not the project's. `https://<ref>.storage.supabase.co` is a host of its
    project. Where one of the two is this machine, a tunnel or an example, only the rule for that speaks.

    ## Symptom

    `400 Invalid host header`, JSON expected and HTML received, `Bucket not found`, callbacks that never come.

    ## Fails

    ```env
    SUPABASE_URL=https://supabase.com/dashboard/project/abcdefghijklmnopqrst
    ```

    ```env
    ALLOWED_HOSTS=api.acme.dev,*.render.com
    ```

    ```json schema
    {"properties": {"API_BASE_URL": {"format": "http-url"},
     "WEBHOOK_BASE_URL": {"format": "http-url", "x-envcheck": {"url": {"sameHostAs": "API_BASE_URL"}}}}}
    ```

    ```env
    API_BASE_URL=https://acme-api.onrender.com
    WEBHOOK_BASE_URL=https://acme-api-old.onrender.com
    ```

    ## Passes

    ```env
    API_BASE_URL=https://acme-api.onrender.com
    WEBHOOK_BASE_URL=https://acme-api.onrender.com/hooks
    ```

    ```json schema
    {"properties": {"SUPABASE_URL": {"format": "supabase-url"}, "ALLOWED_HOSTS": {}}}
    ```

    ```env
    SUPABASE_URL=https://abcdefghijklmnopqrst.supabase.co
    ALLOWED_HOSTS=api.acme.dev,*.onrender.com
    ```

    ## What to do

    Put in the address that the hint names, or correct `url.sameHostAs` in the schema.

    ## Source

    The table `envcheck/facts/vendors.py`, each row with its own; Starlette on a list with `*.render.com` (reproduced 2026-11).
    """
    by_format = not VENDOR_FORMATS.isdisjoint(spec.formats)
    is_named = spec.name is not None and is_told(spec.name)

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if isinstance(address, Malformed) or is_untold(address.host):
            return None
        if address.scheme not in _OF_WEB and not (by_format or is_named or (spec.name is None and is_told(variable.name))):
            return None
        from envcheck.facts.vendors import is_no_host_of_render, vendor_of, wrong_host

        vendor = vendor_of(spec.name or variable.name, spec.formats)
        if vendor is not None:
            what = wrong_host(vendor, address)
            if what is not None:
                return Problem(f"{called(variable.name)} is for {vendor.called}, and leads to {what}.", vendor.hint)
        if address.scheme in _OF_WEB and is_no_host_of_render(address.host):
            message = f"{called(variable.name)} has a host below render.com, where no service of a customer stands."
            return Problem(message, _ON_RENDER, severity="warning")
        return None

    return check


@also("wrong-vendor-host", subject="variable")
def host_list(spec: VariableSpec) -> VariableCheck | None:
    """A list of the hosts under which a service answers has Render's own domain."""
    if spec.name is not None and not spec.name.endswith(HOST_LISTS):
        return None

    def check(variable: Variable) -> Problem | None:
        text = variable.value.lower()
        if "render.com" not in text or not variable.name.endswith(HOST_LISTS):
            return None
        from envcheck.facts.vendors import is_no_host_of_render

        for entry in text.replace(";", ",").replace(" ", ",").split(","):
            host = entry.strip("[]\"'")
            if host in (".render.com", "*.render.com") or is_no_host_of_render(host):
                message = f"{called(variable.name)} allows hosts below render.com, where no service of a customer stands."
                return Problem(message, _ON_RENDER)
        return None

    return check
