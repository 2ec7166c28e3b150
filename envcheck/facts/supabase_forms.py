"""Four patterns of the endpoint table, matched by hand.

They are those of Supabase, which stand in most files that envcheck reads. For them alone a check would import ``re`` and
compile: half as much as starting Python. The table stays the only place of what they are: a pattern that changes there
is found here no more, and is compiled like all others; ``tests/facts/test_supabase_forms.py`` holds both equal.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_REF_LENGTH = 20


def _is_lower(text: str) -> bool:
    return text.isascii() and text.isalpha() and text.islower()


def _is_ref(text: str) -> bool:
    return len(text) == _REF_LENGTH and _is_lower(text)


def _is_role(text: str) -> bool:
    plain = text.replace("_", "a").replace("$", "a").replace("-", "a")
    return plain.isascii() and plain.isalnum() and (text[0].isalpha() or text[0] == "_")


def _direct_host(text: str) -> dict[str, str] | None:
    ref = text[len("db.") : -len(".supabase.co")]
    return {"ref": ref} if text == f"db.{ref}.supabase.co" and _is_ref(ref) else None


def _pooler_host(text: str) -> dict[str, str] | None:
    label, _, domain = text.partition(".")
    parts = label.split("-")
    if domain != "pooler.supabase.com" or len(parts) not in (3, 5):
        return None
    cloud, shard, area, *rest = parts
    if (
        cloud not in ("aws", "fly")
        or not (shard.isascii() and shard.isdecimal())
        or not (_is_lower(area) and len(area) in (2, 3))
    ):
        return None
    if rest and not (_is_lower(rest[0]) and len(rest[1]) == 1 and rest[1] in "0123456789"):
        return None
    return {"cloud": cloud, "shard": shard, "region": "-".join((area, *rest))}


def _pooler_user(text: str) -> dict[str, str] | None:
    role, _, ref = text.rpartition(".")
    return {"ref": ref} if _is_ref(ref) and role and _is_role(role) else None


def _direct_user(text: str) -> dict[str, str] | None:
    _, dot, ref = text.rpartition(".")
    if not text or not _is_role(text.replace(".", "a")) or text[0] == "." or (dot and _is_ref(ref)):
        return None
    return {}


#: A match of the whole text, as its named groups, for each pattern as it stands in the table.
BY_HAND: Mapping[str, Callable[[str], dict[str, str] | None]] = {
    r"db\.(?P<ref>[a-z]{20})\.supabase\.co": _direct_host,
    r"(?P<cloud>aws|fly)-(?P<shard>[0-9]+)-(?P<region>[a-z]{2,3}(?:-[a-z]+-[0-9])?)\.pooler\.supabase\.com": _pooler_host,
    r"[A-Za-z_][A-Za-z0-9_$-]*\.(?P<ref>[a-z]{20})": _pooler_user,
    r"(?!.*\.[a-z]{20}$)[A-Za-z_][A-Za-z0-9_.$-]*": _direct_user,
}
