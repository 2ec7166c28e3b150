"""What the action installs is locked, and is what the project asks for."""

from __future__ import annotations

import re
import tomllib

from packaging.requirements import Requirement

from tests.action.helpers import ROOT

TEXT = (ROOT / "requirements" / "action.txt").read_text(encoding="utf-8")
ENTRIES = re.findall(r"^([a-z0-9-]+)==(\S+)(.*(?:\n    .*)+)", TEXT, re.M)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_dependency_is_locked() -> None:
    """Those of the project, of its extra for live services and what builds it, each in a version that it allows."""
    versions = {name: version for name, version, _ in ENTRIES}
    project = PROJECT["project"]
    listed = (*project["dependencies"], *project["optional-dependencies"]["render"], *PROJECT["build-system"]["requires"])
    wanted = map(Requirement, listed)

    assert [str(each) for each in wanted if not each.specifier.contains(versions.get(each.name, "0"))] == []


def test_every_entry_has_hashes_and_nothing_else() -> None:
    """No address, so that it does not matter where a runner gets its packages."""
    lines = [line for line in TEXT.splitlines() if not re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; [\w '<.]+)? \\", line)]

    assert [line for line in lines if not re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line)] == []
    assert all(entry.count("--hash") for _, _, entry in ENTRIES)
    assert len(ENTRIES) == TEXT.count("==")
