"""What inputs cost that are made to take long: whole processes of ``envcheck check``, for files of up to 10 MB."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from bench.live import PEAK
from bench.tables import conditions, table
from tests.program import end, start

#: What any input may take: seconds of CPU time, and MiB at once.
SECONDS, MEBIBYTES = 5, 300

#: Judges the files of a folder, and prints what that took, and how it ended.
CHECK = """
import os, sys
from contextlib import redirect_stdout
from time import process_time
from envcheck.__main__ import main
with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
    code = main(sys.argv[1:])
print(code, process_time())
"""


class Sample(NamedTuple):
    """A file and the schema it is held against."""

    name: str
    text: str
    schema: Any = None


class Cost(NamedTuple):
    """What a run took: the exit code, seconds of CPU time, and MiB at once."""

    code: int
    seconds: float
    mebibytes: float


def samples() -> list[Sample]:
    """The inputs, of which the first is healthy."""
    inside = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
    branches = [{"type": "array", "items": {"$ref": "#/$defs/a"}, "minItems": least} for least in (2, 3)]
    keys = "".join(f"KEY_{number}=value{number}\n" for number in range(200_000))
    objects = json.dumps([{"a": number} for number in range(600_000)], separators=(",", ":"))
    return [
        Sample("200,000 variables", keys),
        Sample(
            "and a schema of each name", keys, {"patternProperties": {"^KEY_": {"type": "string", "pattern": "^v[a-z0-9]+$"}}}
        ),
        Sample("a variable set 400,000 times", "A=1\n" * 400_000),
        Sample("500,000 words alone", "word\n" * 500_000),
        Sample("one value of 9 MB", f"A={'x' * 9_000_000}\n", {"properties": {"A": {"pattern": "^(x+)+$", "minLength": 1}}}),
        Sample("2,400,000 references", "A=x\nB=" + "${A}" * 2_400_000 + "\n"),
        Sample("2,500,000 references without an end", "B=" + "${" * 2_500_000 + "\n"),
        Sample("the same, with an end", "B=" + "${" * 2_500_000 + "}\n"),
        Sample(
            "1,000,000 references of different names", "B=" + "".join(f"${{A{number}}}" for number in range(1_000_000)) + "\n"
        ),
        Sample("an address of 500,000 parameters", _address("/app?" + "&".join(f"p{number}=v" for number in range(500_000)))),
        Sample("an address of 400,000 hosts", _address("".join(f",db{number}.acme.dev" for number in range(400_000)) + "/app")),
        Sample("600,000 objects in a value", f"L={objects}\n", {"properties": {"L": {"type": "array", "items": inside}}}),
        Sample(
            "4,900 objects that have to be unique",
            f"L={json.dumps([{'a': number} for number in range(4_900)])}\n",
            {"properties": {"L": {"type": "array", "uniqueItems": True}}},
        ),
        Sample(
            "branches that double with each level",
            f"L={'[' * 40}{']' * 40}\n",
            {"properties": {"L": {"type": "array", "items": {"$ref": "#/$defs/a"}}}, "$defs": {"a": {"anyOf": branches}}},
        ),
    ]


def _address(end: str) -> str:
    return f"DATABASE_URL=postgresql://app@db.acme.dev{end}\n"


def cost(sample: Sample, folder: Path) -> Cost:
    """What a run takes for a sample, in a process of its own."""
    (folder / ".env").write_text(sample.text, encoding="utf-8")
    arguments = ["check", ".env", "--env", "production"]
    if sample.schema is not None:
        (folder / "schema.json").write_text(json.dumps(sample.schema), encoding="utf-8")
        arguments += ["--schema", "schema.json"]
    done = end(start(folder, "-I", "-c", PEAK, sys.executable, "-I", "-c", CHECK, *arguments, command=(sys.executable,)))
    code, seconds, kibibytes = done.out.split()
    return Cost(int(code), float(seconds), int(kibibytes) / 1024)


def main() -> int:
    """Print the table; 1 if something takes more than it may."""
    rows = []
    is_kept = True
    base = None
    for sample in samples():
        with tempfile.TemporaryDirectory() as name:
            found = cost(sample, Path(name))
        base = base or found
        kept = found.seconds <= SECONDS and found.mebibytes <= MEBIBYTES
        is_kept = is_kept and kept
        rows.append(
            [
                sample.name,
                f"{len(sample.text) / 1_000_000:.1f}",
                str(found.code),
                f"{found.seconds:.2f}",
                f"{found.seconds / base.seconds:.1f}",
                f"{found.mebibytes:.0f}",
                "kept" if kept else "**over**",
            ]
        )
    print(table(["input", "MB", "exit code", "CPU seconds", "ratio", "peak MiB", f"{SECONDS} s, {MEBIBYTES} MiB"], rows))
    print(f"\n{conditions(1)}")
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
