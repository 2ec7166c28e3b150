"""What stands behind the host of an address, where a client adds the rest."""

from __future__ import annotations

from envcheck.address import Malformed
from envcheck.facts.hosts import is_untold
from envcheck.facts.names import VENDOR_FORMATS, is_told
from envcheck.model import Problem
from envcheck.rules.address.parts import READING
from envcheck.rules.names import called
from envcheck.rules.registry import address_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.address import Address
    from envcheck.model import Variable
    from envcheck.rules.registry import AddressCheck, VariableSpec

_OF_WEB = frozenset(("http", "https"))


@address_rule(
    "unexpected-path",
    severity="error",
    yields_to=(*READING, "malformed-url", "wrong-scheme", "placeholder-host", "wrong-vendor-host"),
)
def unexpected_path(spec: VariableSpec) -> AddressCheck | None:
    """An address has another path than the client that reads it expects.

    A base address is completed by the client: with a path that the client adds again, or without one that it takes for
    given, every request goes to a place that does not exist. The schema says in `url.path` what is right: `none`, `any`, or the
    one path. A slash at the end does no harm.

    Without a schema it is known for variables that the vendors' own clients read: `SUPABASE_URL` and `LLAMA_CLOUD_BASE_URL`
    have no path, `OPENAI_BASE_URL` ends in `/v1` on OpenAI's own hosts, and none of them holds the path of one request.
    `ANTHROPIC_BASE_URL` with `/v1` is a warning: Anthropic's client adds it again, Vercel's AI SDK wants it.

    ## Symptom

    `404 Not Found` for a path such as `/v1/v1/messages`, `/rest/v1/rest/v1/…` or `/embeddings`.

    ## Fails

    ```env
    SUPABASE_URL=https://abcdefghijklmnopqrst.supabase.co/rest/v1
    ```

    ```env
    OPENAI_BASE_URL=https://api.openai.com
    ```

    ```json schema
    {"properties": {"LLAMAPARSE_BASE_URL": {"format": "http-url", "x-envcheck": {"url": {"path": "none"}}}}}
    ```

    ```env
    LLAMAPARSE_BASE_URL=https://api.cloud.llamaindex.ai/api/v1
    ```

    ## Passes

    ```env
    LLAMAPARSE_BASE_URL=https://api.cloud.llamaindex.ai/
    ```

    ```json schema
    {"properties": {"SUPABASE_URL": {"format": "supabase-url"}, "OPENAI_BASE_URL": {"format": "http-url"}}}
    ```

    ```env
    SUPABASE_URL=https://abcdefghijklmnopqrst.supabase.co
    OPENAI_BASE_URL=https://openrouter.ai/api/v1
    ```

    ## What to do

    Delete the path, or put in the one that the message names.

    ## Source

    The table `envcheck/facts/vendors.py`, each row with its own (verified 2026-11).
    """
    wanted = spec.own.get("url", {}).get("path")
    if wanted is not None:
        return _of_schema(wanted)
    by_format = not VENDOR_FORMATS.isdisjoint(spec.formats)

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if isinstance(address, Malformed) or address.scheme not in _OF_WEB:
            return None
        if is_untold(address.host) and not by_format and not is_told(variable.name):
            return None
        from envcheck.facts.vendors import is_named_by_sdk, path_fault, vendor_of

        vendor = vendor_of(spec.name or variable.name, spec.formats)
        if vendor is None or not is_named_by_sdk(vendor, variable.name):
            return None
        severity = path_fault(vendor, address)
        if severity is None:
            return None
        message = f"{called(variable.name)} has another path than the client of {vendor.called} expects."
        return Problem(message, vendor.hint, severity="warning" if severity == "warning" else None)

    return check


def _of_schema(wanted: str) -> AddressCheck | None:
    if wanted == "any":
        return None

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if isinstance(address, Malformed):
            return None
        if wanted == "none":
            if not address.path.strip("/") and not address.raw_query and not address.fragment:
                return None
            message = f"{called(variable.name)} has something behind its host, and the client adds a path of its own."
            return Problem(message, "End the address behind the host.")
        if address.path.rstrip("/") == wanted.rstrip("/"):
            return None
        return Problem(f"{called(variable.name)} has another path than {wanted}.", f"Let the address end in {wanted}.")

    return check
