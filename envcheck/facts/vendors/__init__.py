"""Services of vendors: which variables lead to them, under which hosts they answer, and who adds the path.

A variable that an SDK reads by itself (``names``) is judged by host and path; one that applications merely like to call so
(``nicknames``) by its host alone, because only the application knows what it puts behind it.
"""

from __future__ import annotations

from envcheck.facts.vendors import models, projects, tools
from envcheck.facts.vendors.row import Vendor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.address import Address

VENDORS: tuple[Vendor, ...] = (*projects.VENDORS, *models.VENDORS, *tools.VENDORS)

#: Hosts of Render's own; all services of customers stand under onrender.com (render.com/docs/web-services, 2026-11).
_RENDERS_OWN = frozenset(
    (
        *("www", "api", "api-docs", "dashboard", "docs", "status", "community", "feedback", "mcp", "help", "support", "blog"),
        *("cdn", "assets", "static", "images", "events", "registry", "ssh", "trust", "hooks", "auth", "login", "go"),
    )
)

_BY_NAME = {name: vendor for vendor in VENDORS for name in (*vendor.names, *vendor.nicknames)}
_BY_ENDING = tuple((ending, vendor) for vendor in VENDORS for ending in vendor.endings)
_BY_FORMAT = {format: vendor for vendor in VENDORS for format in vendor.formats}
_ENDINGS = tuple(ending for ending, _ in _BY_ENDING)


def vendor_of(name: str, formats: tuple[str, ...] = ()) -> Vendor | None:
    """The vendor that a variable leads to, by what it is declared as or else by its name."""
    for format in formats:
        if format in _BY_FORMAT:
            return _BY_FORMAT[format]
    vendor = _BY_NAME.get(name)
    if vendor is None and name.endswith(_ENDINGS):
        for ending, each in _BY_ENDING:
            if name == ending or name.endswith("_" + ending):
                return each
    return vendor


def is_named_by_sdk(vendor: Vendor, name: str) -> bool:
    """Whether a variable is one whose path is known, because the vendor's own client reads it."""
    return name not in vendor.nicknames


def is_host_of(vendor: Vendor, host: str) -> bool:
    """Whether a host is one of the vendor's."""
    return any(host == each or (each[0] == "." and host.endswith(each) and host != each) for each in vendor.hosts)


def path_fault(vendor: Vendor, address: Address) -> str | None:
    """The severity that an address has because of its path; None where it is right, or nobody knows."""
    path = address.path.rstrip("/")
    for ending in vendor.paths:
        if path.endswith(ending.path):
            return ending.severity
    if vendor.path is None or path == vendor.path or not is_host_of(vendor, address.host):
        return None
    return "error"


def wrong_host(vendor: Vendor, address: Address) -> str | None:
    """What an address leads to, where that is certainly not the vendor's service."""
    for wrong in vendor.wrong:
        if wrong.fits(address):
            return wrong.what
    if is_host_of(vendor, address.host):
        return None
    for other in VENDORS:
        if other is not vendor and other.id not in vendor.beside and is_host_of(other, address.host):
            return other.called
    return None


def is_no_host_of_render(host: str) -> bool:
    """Whether a host is a name below render.com that is no known one of Render's: services stand under onrender.com."""
    label, _, domain = host.partition(".")
    if domain != "render.com" or label in _RENDERS_OWN:
        return False
    return not label.endswith(("-postgres", "-keyvalue", "-redis"))
