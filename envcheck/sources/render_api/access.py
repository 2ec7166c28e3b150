"""What opens Render's API: the key, and the address to send it to.

Neither is ever read from a file of the project: whoever writes that could have the key sent to a host of his own.
"""

from __future__ import annotations

from envcheck.errors import SourceError, UsageError
from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

KEY_VARIABLE = "RENDER_API_KEY"
URL_VARIABLE = "RENDER_API_URL"
STANDARD_URL = "https://api.render.com/v1"

#: No address but these may be reached without TLS: what is sent to them does not leave the machine.
LOOPBACK = ("127.0.0.1", "::1", "localhost")

#: A key has some thirty characters; what is much longer is another file.
MOST_KEY = 1_000
_IN_ADDRESSES = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/[]")

_WANTED = f"Set {KEY_VARIABLE}, or name a file that holds the key and nothing else."
_ADDRESS = f"Leave it out for Render itself, or write it like {STANDARD_URL}."


class Access(NamedTuple):
    """A key and the base address that it is for; the repr is closed."""

    key: str
    url: str

    def __repr__(self) -> str:
        return "Access(…)"


def access_of(environment: Mapping[str, str], key_file: str | None, url: str | None) -> Access:
    """The key from a file, standard input (``-``) or the process's environment, and the address. Raises UsageError."""
    address = url if url is not None else environment.get(URL_VARIABLE) or STANDARD_URL
    return Access(_key(environment, key_file), _checked_url(address))


def _key(environment: Mapping[str, str], key_file: str | None) -> str:
    place = KEY_VARIABLE if key_file is None else "standard input" if key_file == "-" else "the file with the key"
    key = (environment.get(KEY_VARIABLE, "") if key_file is None else _read(key_file, place)).strip()
    if not key:
        raise UsageError("there is no key for Render's API" if key_file is None else f"{place} holds no key", hint=_WANTED)
    if not (key.isascii() and key.isprintable()) or " " in key or len(key) > MOST_KEY:
        raise UsageError(f"what {place} holds cannot be a key: it is too long, or has characters that no key has", hint=_WANTED)
    return key


def _read(path: str, place: str) -> str:
    """The text of the file; its path is not shown, for the key itself may have been written there."""
    from envcheck.files import read_text
    from envcheck.sources import standard_input

    try:
        return standard_input() if path == "-" else read_text(path)
    except SourceError as error:
        message = error.message
    raise UsageError(f"{place} cannot be read: {message}", hint=_WANTED)


def _checked_url(url: str) -> str:
    """The address without a slash at its end. What is wrong with it is said without showing it: it may hold a password."""
    scheme, _, rest = url.partition("://")
    authority, _, path = rest.partition("/")
    if scheme not in ("https", "http"):
        raise _refused("is not an https address")
    if "@" in rest:
        raise _refused("holds a user or a password")
    if "?" in rest or "#" in rest:
        raise _refused("has a query or a fragment")
    if not _IN_ADDRESSES.issuperset(rest) or {"..", "."} & set(path.split("/")):
        raise _refused("has characters that no address has")
    from envcheck.places import read_place

    place = read_place(authority)
    if isinstance(place, str) or place.placeholder:
        raise _refused("names no host that can be reached")
    if scheme == "http" and place.host not in LOOPBACK:
        raise _refused("is not https, so that everyone on the way could read the key")
    return f"{scheme}://{rest.rstrip('/')}"


def _refused(why: str) -> UsageError:
    return UsageError(f"the address of Render's API {why}", hint=_ADDRESS)
