"""How the services of a compose file reach each other: hosts and ports.

`docs.docker.com/reference/compose-file/services` (ports, expose, network_mode, aliases; verified 2026-11).
"""

from __future__ import annotations

from envcheck.containers import Container
from envcheck.yaml_tree import YamlList, YamlMap, YamlScalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from envcheck.yaml_tree import YamlNode

    #: Gives the text of a scalar, None where it is not known.
    TextOf = Callable[[YamlNode | None], str | None]

#: What the images of stores listen on, by the beginning of their names; the pages of each on hub.docker.com.
PORT_OF_IMAGE = {
    **dict.fromkeys(("postgres", "postgis", "pgvector", "timescaledb"), 5432),
    **dict.fromkeys(("mysql", "mariadb"), 3306),
    **dict.fromkeys(("redis", "valkey"), 6379),
    "mongo": 27017,
    "rabbitmq": 5672,
}

#: No range of ports is longer.
_MOST_PORTS = 1_000


def container_of(name: str, services: Sequence[YamlMap], text_of: TextOf) -> Container:
    """What a service is called, and which ports lead to it, as all say that it is made of."""
    hosts = {name}
    published: dict[int, int] = {}
    listens: set[int] = set()
    written: set[int] = set()
    for service in services:
        hosts.update(_aliases(service, text_of))
        for target, machine, is_written in _ports(service.get("ports"), text_of):
            listens.add(target)
            if is_written:
                written.add(target)
            if machine is not None:
                published[machine] = target
        _add_exposed(service, listens, written, text_of)
    return Container(name, frozenset(hosts), published, frozenset(listens), frozenset(written))


def _add_exposed(service: YamlMap, listens: set[int], written: set[int], text_of: TextOf) -> None:
    """Adds the ports that a service listens on, whether the machine has them or not."""
    exposed = service.get("expose")
    for item in exposed.items if isinstance(exposed, YamlList) else ():
        listens.update(_range(text_of(item) or ""))
        written.update(_range(text_of(item) or "") if is_as_written(item) else ())
    image = (text_of(service.get("image")) or "").rpartition("/")[2]
    known = {port for start, port in PORT_OF_IMAGE.items() if image.startswith(start)}
    listens |= known
    written |= known


def is_as_written(node: YamlNode | None) -> bool:
    """Whether a text stands in the file as it is, with no reference that a value replaces."""
    return isinstance(node, YamlScalar) and "$" not in node.text


def has_own_loopback(name: str, service: YamlMap, services: YamlMap, text_of: TextOf) -> bool:
    """Whether nothing but the service answers on its loopback: no other container, and not the host."""
    mode = service.get("network_mode")
    if mode is not None and text_of(mode) != "bridge":
        return False
    members = (each.value for each in services.members.values() if isinstance(each.value, YamlMap))
    return all(text_of(each.get("network_mode")) != f"service:{name}" for each in members)


def _aliases(service: YamlMap, text_of: TextOf) -> Iterator[str]:
    """Other names that a service answers to."""
    for key in ("container_name", "hostname"):
        found = text_of(service.get(key))
        if found:
            yield found
    networks = service.get("networks")
    for member in networks.members.values() if isinstance(networks, YamlMap) else ():
        aliases = member.value.get("aliases") if isinstance(member.value, YamlMap) else None
        for item in aliases.items if isinstance(aliases, YamlList) else ():
            yield text_of(item) or ""


def _ports(node: YamlNode | None, text_of: TextOf) -> Iterator[tuple[int, int | None, bool]]:
    """The ports of a container, each with the one of the machine that leads to it, and whether it stands there as it is."""
    for item in node.items if isinstance(node, YamlList) else ():
        target = item.get("target") if isinstance(item, YamlMap) else item
        if isinstance(item, YamlMap):
            targets, machines = _range(text_of(target) or ""), _range(text_of(item.get("published")) or "")
        elif isinstance(item, YamlScalar):
            before, _, behind = (text_of(item) or "").partition("/")[0].rpartition(":")
            targets, machines = _range(behind), _range(before.rpartition(":")[2])
        else:
            continue
        is_paired = len(machines) == len(targets)  # else some port of the machine is taken, whichever is free
        for index, port in enumerate(targets):
            yield port, machines[index] if is_paired else None, is_as_written(target)


def _range(text: str) -> list[int]:
    """The ports that a text names: one, or those from one to another."""
    first, _, last = text.partition("-")
    if not first.isdecimal() or not (last or first).isdecimal() or len(first) > 5 or len(last) > 5:
        return []
    start, end = int(first), int(last or first)
    return list(range(start, end + 1)) if 0 <= end - start < _MOST_PORTS else []
