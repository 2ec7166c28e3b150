"""What of the code the tests run, lines and branches: ``python -m tests.campaign.cover`` runs all tests, and records it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.campaign import record

#: The settings of the measurement. Runs in processes of their own do not count: what is imported there is what some tests look at.
#: So what stands behind a module's `__main__` is left out.
SETTINGS = """[run]
branch = true
source = envcheck
data_file = {folder}/data
[report]
exclude_also = if __name__ == .__main__.:
"""


def main() -> int:
    """Run the tests under coverage."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder, "settings")
        settings.write_text(SETTINGS.format(folder=folder), encoding="utf-8")
        report = Path(folder, "report.json")
        environment = {**os.environ, "COVERAGE_RCFILE": str(settings)}
        fuzzing = "--ignore=tests/campaign/test_fuzz.py"  # it has instruments of its own
        for words in (("run", "-m", "pytest", "-q", fuzzing), ("json", "-q", "-o", str(report))):
            done = subprocess.run([sys.executable, "-m", "coverage", *words], cwd=record.ROOT, env=environment, check=False)
            if done.returncode and words[0] != "run":  # a test that fails has run code, too
                return done.returncode
        files = json.loads(report.read_bytes())["files"]
    sums = {path.replace(os.sep, "/"): each["summary"] for path, each in files.items()}
    record.note_coverage(
        {
            path: (each["covered_lines"] + each["covered_branches"], each["num_statements"] + each["num_branches"])
            for path, each in sums.items()
        }
    )
    return record.main()


if __name__ == "__main__":
    sys.exit(main())
