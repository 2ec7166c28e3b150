"""Services on Render as they are now, from its API, which is only ever read.

The library that speaks HTTP is imported when something is read.
"""

from __future__ import annotations

from envcheck.errors import SourceError
from envcheck.sources.render_api.access import Access as Access
from envcheck.sources.render_api.access import access_of as access_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from envcheck.model import Environment

_EXTRA = 'pip install "envcheck-gate[render]"'
_TLS = "See SSL_CERT_FILE, SSL_CERT_DIR and SSLKEYLOGFILE in the environment."


def read_services(
    names: Sequence[str], access: Access, progress: Callable[[int, int], None] | None = None
) -> dict[str, list[Environment] | SourceError]:
    """What each service receives: a part for each of its groups, and then its own; or why that is not known.

    A service is named by its id, or as Render's dashboard calls it. ``progress`` gets how many are read, and of how many.
    """
    try:
        from envcheck.sources.render_api.client import Client
        from envcheck.sources.render_api.reader import read_all
    except ImportError:
        is_there = False
    else:
        is_there = True
    if not is_there:
        return {name: SourceError("missing-extra", "reading a live service needs httpx", hint=_EXTRA) for name in names}
    try:
        client = Client(access)
    except OSError:  # where the certificates cannot be read, or the file that SSLKEYLOGFILE names not be written
        client = None
    if client is None:
        return {name: SourceError("unreachable-api", "TLS cannot be set up on this machine", hint=_TLS) for name in names}
    return read_all(names, client, progress)
