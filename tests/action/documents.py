"""The files that ``docs/pipelines.md`` shows, each with its path in the first line."""

from __future__ import annotations

import re

from tests.action.helpers import ROOT

TEXT = (ROOT / "docs" / "pipelines.md").read_text(encoding="utf-8")
SHOWN = {match[2]: match[1] for match in re.finditer(r"^```yaml\n(# (\S+)\n.*?)^```$", TEXT, re.M | re.S)}
WORKFLOWS = [path for path in SHOWN if path.startswith(".github/workflows/")]
