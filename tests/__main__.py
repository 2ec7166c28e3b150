"""Everything that CI runs, in one command: ``python -m tests``."""

from __future__ import annotations

import subprocess
import sys

COMMANDS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("lint-imports",),
    (sys.executable, "-m", "pytest", "-q"),
)


def main() -> int:
    """Run the commands one by one and give the first exit code that is not 0."""
    for command in COMMANDS:
        print("+", *command, flush=True)
        code = subprocess.run(command, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
