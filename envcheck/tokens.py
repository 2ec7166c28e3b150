"""JSON Web Tokens read without verifying or sending them."""

from __future__ import annotations

from envcheck.errors import SourceError
from envcheck.json_text import JsonText
from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: How every token begins: base64 of ``{"``.
HEAD = "eyJ"

#: Characters of a signature by its algorithm, where the algorithm fixes them; RFC 7518 sections 3.2 and 3.4, RFC 8037.
SIGNATURES = {"HS256": 43, "HS384": 64, "HS512": 86, "ES256": 86, "ES384": 128, "ES512": 176}
#: Of an RSA signature at least that of 1024 bits, for the key's own length is free.
_RSA = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
_LEAST_OF_RSA = 171

NOT_THREE_PARTS = "a token has three parts with dots between, and this has not"
NO_HEADER = "its first part cannot be decoded"
NO_CLAIMS = "its second part cannot be decoded"
SIGNATURE = "its signature does not have the length that its algorithm gives"


class Token:
    """What a token says of itself, as far as rules need it; a project is a part of a value, so the repr is closed.

    ``issuer``, ``project`` and ``role`` are empty where it does not say them, ``expires`` counts seconds from 1970-01-01.
    """

    __slots__ = ("expires", "issuer", "project", "role")

    def __init__(self, issuer: str, project: str, role: str, expires: float | None) -> None:
        self.issuer = issuer
        self.project = project
        self.role = role
        self.expires = expires

    def __repr__(self) -> str:
        return "Token(…)"


class Damaged(NamedTuple):
    """A text that begins as a token does and is none; ``reason`` is one of a few fixed fragments.

    ``names_algorithm`` tells that its header is that of a token, so that it is nothing else that only begins alike.
    """

    reason: str
    names_algorithm: bool


def read_token(text: str) -> Token | Damaged | None:
    """What a token says, or why it is damaged; None for a text that does not begin as one, and for encrypted ones."""
    if not text.startswith(HEAD):
        return None
    parts = text.split(".")
    header = _read(parts[0])
    if header is None:
        return Damaged(NO_HEADER, False)
    algorithm = header.get("alg")
    if not isinstance(algorithm, str):
        return Damaged(NO_HEADER, False)
    if "enc" in header:
        return None
    if len(parts) != 3:
        return Damaged(NOT_THREE_PARTS, True)
    claims = _read(parts[1])
    if claims is None:
        return Damaged(NO_CLAIMS, True)
    if not _is_signature(parts[2], algorithm):
        return Damaged(SIGNATURE, True)
    return Token(_text(claims, "iss"), _text(claims, "ref"), _text(claims, "role"), _time(claims.get("exp")))


def _read(part: str) -> dict[str, Any] | None:
    """The object that a part holds, or None."""
    import binascii

    body = part.rstrip("=")
    if not _is_base64(body):
        return None
    try:
        text = binascii.a2b_base64(body.replace("-", "+").replace("_", "/") + "=" * (-len(body) % 4)).decode()
        value = JsonText(text).value
    except (ValueError, SourceError):
        return None
    return value if isinstance(value, dict) else None


def _is_base64(text: str) -> bool:
    return text.isascii() and text.replace("-", "a").replace("_", "a").isalnum() and len(text) % 4 != 1


def _is_signature(part: str, algorithm: str) -> bool:
    body = part.rstrip("=")
    if algorithm in SIGNATURES:
        return len(body) == SIGNATURES[algorithm] and _is_base64(body)
    if algorithm in _RSA:
        return len(body) >= _LEAST_OF_RSA and _is_base64(body)
    return True


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""


def _time(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 1e15:
        return None
    return value
