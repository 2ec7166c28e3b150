"""What the API's answers mean that are no data, in words that quote nothing of them."""

from __future__ import annotations

import socket
import ssl

import httpx

from envcheck.errors import SourceError
from envcheck.places import is_plain
from envcheck.records import NamedTuple

#: More seconds to wait than this is a moment, in seconds since 1970; the API's page documents that, and shows seconds left.
EPOCH = 1_000_000_000

#: Content types that are named in messages; another may be any text.
_KNOWN_TYPES = frozenset(
    (
        *("application/json", "application/octet-stream", "application/problem+json", "application/xml"),
        *("text/html", "text/plain", "text/xml"),
    )
)

_KEY_HINT = "Is the key whole and still valid, and may its owner see the workspace of this service?"
_PROXY_HINT = "Does a proxy or another server answer in place of Render's API?"
_STATUS_HINT = "Try again later; status.render.com tells whether Render knows of it."
_NETWORK_HINT = "Can this machine reach api.render.com, through a proxy if there is one?"
_LIMIT_HINT = "Wait a minute, and see what else uses the API with a key of this account."


class Setback(NamedTuple):
    """Why one try gave no data. ``is_final`` tells that another would not either, ``told`` the seconds to wait before it."""

    error: SourceError
    is_final: bool = True
    told: float | None = None


def rate_limited() -> SourceError:
    """The error where nothing more may be asked in time."""
    return SourceError("rate-limited", "the API answers no more for now (429)", hint=_LIMIT_HINT)


def no_answer(seconds: float) -> SourceError:
    """The error where the answer did not come in time."""
    return SourceError("no-answer", f"no answer within {seconds:.0f} seconds", hint=_NETWORK_HINT)


def unexpected(what: str) -> SourceError:
    """The error for an answer of which nothing can be told."""
    return SourceError("unexpected-answer", f"an unexpected answer: {what}", hint=_PROXY_HINT)


def described(response: httpx.Response) -> str:
    """The status and the content type."""
    type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    shown = type if type in _KNOWN_TYPES else "another content type" if type else "no content type"
    return f"status {response.status_code}, {shown}"


def setback_of(response: httpx.Response, *, key: str, now: float) -> Setback | None:
    """What an answer without data means, by its status; None for one that has data. ``now`` is in seconds since 1970."""
    status = response.status_code
    if status == 200:
        return None
    if status in (401, 403):
        return Setback(SourceError("refused-key", f"the API refuses this key ({status})", hint=_KEY_HINT))
    if status == 404:
        hint = "Is the id right, the service in a workspace that the key's owner may see, and the base address right?"
        return Setback(SourceError("no-such-service", "the API knows no such service for this key (404)", hint=hint))
    if status == 429:
        return Setback(rate_limited(), is_final=False, told=seconds_told(response.headers, now))
    if response.next_request is not None:
        host = _shown_host(response.next_request.url, key)
        hint = "The key is sent to no other address; does a proxy or a login page answer in place of the API?"
        return Setback(SourceError("redirect-refused", f"redirect refused to {host}", hint=hint))
    if status >= 500:
        error = SourceError("failing-api", f"the API fails ({status})", hint=_STATUS_HINT)
        return Setback(error, is_final=False, told=seconds_told(response.headers, now) if status == 503 else None)
    return Setback(unexpected(described(response)))


def seconds_told(headers: httpx.Headers, now: float) -> float | None:
    """How long an answer says to wait; None where it says nothing that can be read."""
    for name in ("retry-after", "ratelimit-reset"):
        seconds = _seconds(headers.get(name, "").strip(), now)
        if seconds is not None:
            return max(seconds, 0.0)
    return None


def _seconds(text: str, now: float) -> float | None:
    whole, _, fraction = text.partition(".")
    if text.isascii() and whole.isdigit() and len(whole) <= 12 and (fraction or "0").isdigit():
        number = float(text)
        return number - now if number >= EPOCH else number
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text).timestamp() - now
    except (ValueError, TypeError, OverflowError):
        return None


def _shown_host(url: httpx.URL, key: str) -> str:
    """The host that a redirect leads to, if it is a plain one: an address may hold anything, the key too."""
    host = url.host.lower()
    is_plain_host = len(host) <= 253 and host.isascii() and is_plain(host)
    return host if is_plain_host and key.lower() not in host else "another address"


def setback_of_error(error: Exception, waited: float) -> Setback:
    """What the library's error means, by its class and those of its causes alone: their texts quote addresses."""
    if isinstance(error, httpx.TimeoutException):
        return Setback(no_answer(waited), is_final=False)
    causes = list(_causes(error))
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in causes):
        hint = "TLS is never switched off; SSL_CERT_FILE may name the certificates of a proxy that you trust."
        return Setback(SourceError("unreachable-api", "the API's certificate is not trusted", hint=hint))
    return Setback(SourceError("unreachable-api", _words(error, causes), hint=_NETWORK_HINT), is_final=False)


def _words(error: Exception, causes: list[BaseException]) -> str:
    if isinstance(error, httpx.ProxyError):
        return "the proxy gives no connection to the API"
    for kind, words in (
        (ssl.SSLError, "no safe connection to the API: TLS fails"),
        (socket.gaierror, "no connection to the API: its name is not known"),
        (ConnectionRefusedError, "no connection to the API: it is refused"),
    ):
        if any(isinstance(each, kind) for each in causes):
            return words
    if isinstance(error, (httpx.ConnectError, httpx.UnsupportedProtocol, httpx.InvalidURL)):
        return "no connection to the API"
    if isinstance(error, httpx.RemoteProtocolError):
        return "what came from the API's address was no answer"
    return "the connection to the API was reset before an answer came"


def _causes(error: BaseException | None) -> list[BaseException]:
    """An error and those that it came from; of a chain of any length the first few."""
    found: list[BaseException] = []
    while error is not None and len(found) < 16:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
