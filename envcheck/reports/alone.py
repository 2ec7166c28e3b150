"""A finding that is shown alone, beside a line of a file, as code scanning and annotations do."""

from __future__ import annotations

from envcheck.escape import capital, plain, sentence
from envcheck.model import Location
from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from envcheck.model import Finding
    from envcheck.reports.shown import HoldsValue
    from envcheck.tree import Tree


class Place(NamedTuple):
    """Where a finding is shown: a file, as its path from the root, and what is pointed at in it.

    ``is_own`` tells that it is the finding's own place.
    """

    path: str
    location: Location
    is_own: bool


def place_of(finding: Finding, tree: Tree, holds_value: HoldsValue) -> Place | None:
    """Where a finding is shown, never at a line that holds a secret; None where no file of the repository can show it."""
    location, declared = finding.location, finding.declared
    own = tree.path(location.path) if location else None
    # The own line of a missing variable is in the schema.
    if own and location and not (finding.secret and holds_value(finding, location)):
        return Place(own, location, is_own=True)
    schema = tree.path(declared.path) if declared else None
    if schema and declared:
        return Place(schema, declared, is_own=False)
    return Place(own, Location(location.path, 1), is_own=False) if own and location else None


def words_of(finding: Finding, remarks: Iterable[str], *, is_own: bool, is_shown: bool) -> str:
    """What is wrong, how to mend it, and whom it concerns, for it is read without the text around it.

    ``is_shown`` tells that the own line is shown in another way, so that its number need not be said.
    """
    whom = [
        f"{noun} '{plain(name)}'" for noun, name in (("service", finding.service), ("environment", finding.environment)) if name
    ]
    about = [f"checked for {' in '.join(whom)}"] if whom else []
    if finding.location and not (is_own and whom):
        line = f":{finding.location.line}" if finding.location.line and not is_shown else ""
        about.append(f"read from '{plain(finding.location.path)}{line}'")
    context = f"{capital(', '.join(about))}." if about else ""  # its names are visible already
    return " ".join(filter(None, (sentence(finding.message), sentence(finding.hint), *remarks, context)))
