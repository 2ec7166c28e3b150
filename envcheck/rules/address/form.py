"""What keeps an address from being read, or makes it one of another kind."""

from __future__ import annotations

from envcheck.address import Malformed
from envcheck.facts.endpoints import supabase_host_fault
from envcheck.facts.hosts import is_local, is_placeholder
from envcheck.model import Problem
from envcheck.rules.address.parts import DATABASE_SCHEMES, READING, base_scheme, is_list, schemes
from envcheck.rules.names import called
from envcheck.rules.registry import address_rule, also

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.address import Address
    from envcheck.facts.endpoints import Endpoint
    from envcheck.model import Variable
    from envcheck.rules.registry import AddressCheck, PostgresCheck, VariableSpec

#: Lengths that a reference of 20 letters gets when a letter is lost or gained.
_CUT = (19, 21)
_OF_PROJECTS = ("supabase", "supabase-storage")


@address_rule("malformed-url", severity="error", yields_to=READING)
def malformed_url(spec: VariableSpec) -> AddressCheck | None:
    """A value that must be an address cannot be read as one.

    There is no scheme, no host, the port is no port, an IPv6 address stands without brackets, a second scheme stands inside,
    or the host cannot be one of its provider, as a Supabase host whose project reference was cut. In `SUPABASE_URL` that is a
    warning, because a vanity subdomain may be as long.

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
    declared = bool(schemes(spec))

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if not isinstance(address, Malformed):
            return _cut_project(spec, variable, address)
        if not variable.value or not (declared or base_scheme(variable.value) in DATABASE_SCHEMES):
            return None
        if not declared and is_list(variable.value):
            return None
        hint = "Copy the address again, whole; the form is scheme://user:password@host:port/name."
        return Problem(f"{called(variable.name)} cannot be read as an address: {address.reason}.", hint)

    return check


def _cut_project(spec: VariableSpec, variable: Variable, address: Address) -> Problem | None:
    """A project whose reference lost or gained a letter; only a warning, since a vanity subdomain may be as long."""
    label, _, domain = address.host.partition(".")
    if domain != "supabase.co" or len(label) not in _CUT or not (label.isalpha() and label.isascii()):
        return None
    from envcheck.facts.vendors import vendor_of

    vendor = vendor_of(spec.name or variable.name, spec.formats)
    if vendor is None or vendor.id not in _OF_PROJECTS or is_placeholder(address.host):
        return None
    message = f"{called(variable.name)} names a Supabase project by a reference that was cut, or has a letter too many."
    hint = "Copy the address from the dashboard: a reference has 20 letters. A vanity subdomain can be allowed."
    return Problem(message, hint, severity="warning")


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

    ## Source

    RFC 3986 section 3.1; a client takes the schemes that its documentation lists, `facts/formats.py` has them.
    """
    allowed = schemes(spec)
    if not allowed:
        return None
    message = f"{spec.name or 'The variable'} has another scheme than {' or '.join(f'{each}://' for each in allowed)}."
    is_web = "https" in allowed
    deployed = spec.context.deployed

    def check(variable: Variable, address: Address | Malformed) -> Problem | None:
        if isinstance(address, Malformed) or address.scheme in allowed or address.base_scheme in allowed:
            return None
        if is_web and deployed and address.scheme == "http" and any(map(is_local, address.hosts)):
            return None  # that it leads to the own machine is nearer to the cause than that it does so unencrypted
        return Problem(message, "Check that the value belongs to this variable.")

    return check
