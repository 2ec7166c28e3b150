"""Variables that the schema says share a host."""

from __future__ import annotations

from envcheck.address import Malformed, split
from envcheck.facts.hosts import is_local, is_placeholder
from envcheck.model import Problem, Related
from envcheck.rules.address import vendors  # noqa: F401  which writes the rule down
from envcheck.rules.names import called
from envcheck.rules.registry import also

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from envcheck.address import Address
    from envcheck.model import Environment
    from envcheck.rules.registry import ServiceSpec, TogetherCheck, VariableSpec

#: Parts of a Supabase project that have a host of their own (supabase.com/docs/guides/storage, /functions, 2026-11).
_OF_PROJECT = (".storage.supabase.co", ".functions.supabase.co")


def _host(name: str, address: Address, formats: tuple[str, ...]) -> str | None:
    """The host of an address, the project's for each host of a Supabase project; None where another rule speaks of it."""
    from envcheck.facts.tunnels import tunnel_to
    from envcheck.facts.vendors import vendor_of, wrong_host

    host = address.host
    if address.placeholder or not host or is_local(host) or is_placeholder(host) or tunnel_to(host) is not None:
        return None
    vendor = vendor_of(name, formats)
    if vendor is not None and wrong_host(vendor, address) is not None:
        return None
    if host.endswith(_OF_PROJECT):
        return host.partition(".")[0] + ".supabase.co"
    return host


@also("wrong-vendor-host", subject="together")
def other_host(spec: ServiceSpec) -> TogetherCheck | None:
    """An address has another host than the variable that it shares its host with."""
    variables = spec.variables
    pairs = [
        (_read_as(name, variables), _read_as(other, variables))
        for name, each in variables.items()
        if (other := each.own.get("url", {}).get("sameHostAs")) is not None
    ]
    if not pairs:
        return None

    def check(environment: Environment, noted: Sequence[str]) -> Iterator[Problem]:
        for names, others in pairs:
            mine, theirs = _first_set(environment, names), _first_set(environment, others)
            if mine is None or theirs is None:
                continue
            here, there = split(environment.values[mine]), split(environment.values[theirs])
            if isinstance(here, Malformed) or isinstance(there, Malformed) or here.host == there.host:
                continue
            hosts = [
                _host(each, address, variables[each].formats if each in variables else ())
                for each, address in ((mine, here), (theirs, there))
            ]
            if None in hosts or hosts[0] == hosts[1]:
                continue
            message = f"{called(mine)} has another host than {called(theirs)}, whose host it shares."
            hint = f"Use the host of {called(theirs)}, or correct the one that is wrong."
            related = (Related("the other host stands here", environment[theirs].location),)
            yield Problem(message, hint, environment[mine].location, related, variable=mine)

    return check


def _read_as(name: str, variables: Mapping[str, VariableSpec]) -> tuple[str, ...]:
    """The names that a variable is read under, the first that counts first."""
    return (name, *(variables[name].own.get("aliases", ()) if name in variables else ()))


def _first_set(environment: Environment, names: Sequence[str]) -> str | None:
    return next((name for name in names if environment.values.get(name)), None)
