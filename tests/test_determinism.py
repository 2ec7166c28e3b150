"""The same input gives the same bytes: whatever the hash seed, the locale and the time zone, and however many run at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from envcheck.options import FORMATS
from tests.program import write

SCHEMA = {
    "required": ["API_TOKEN", "MISSING_A", "MISSING_B"],
    "properties": {
        "API_TOKEN": {"minLength": 30, "writeOnly": True},
        "PORT": {"type": "integer"},
        "LEVEL": {"enum": ["info", "debug"]},
        "DATABASE_URL": {"format": "postgres-url", "writeOnly": True},
        "CACHE_URL": {"format": "redis-url", "x-envcheck": {"acrossServices": "same"}},
    },
}
TEXT = "PORT=x\nLEVEL=made-up\nAPI_TOKEN=short\nDATABASE_URL=postgres://app@localhost/x\nCACHE_URL=redis://r{}:6379\nWHAT=1\nPORT=y\n"
CONFIG = """\
[services.api]
schema = "schema.json"
[services.worker]
schema = "schema.json"
[environments.staging.sources]
api = "api.staging.env"
worker = "worker.staging.env"
[environments.production.sources]
api = "api.production.env"
worker = "worker.production.env"
"""
FILES: dict[str, Any] = {
    "envcheck.toml": CONFIG,
    "schema.json": SCHEMA,
    **{f"{service}.{stage}.env": TEXT.format(service) for service in ("api", "worker") for stage in ("staging", "production")},
}
WORLDS = [
    {"PYTHONHASHSEED": "0"},
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"},
    {"PYTHONHASHSEED": "random", "LC_ALL": "C", "TZ": "America/Los_Angeles"},
    {"PYTHONHASHSEED": "4242", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "1", "TZ": "Asia/Kathmandu"},
]


def started(folder: Path, world: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    """A run in a world of its own; ``-I`` would not let it have one."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "envcheck", *arguments, "--today", "2026-11-24"],
        cwd=folder,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **world},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ended(process: subprocess.Popen[bytes]) -> tuple[int, bytes, bytes]:
    """How it ended."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_around_a_run_makes_a_difference(format: str, folder: Path) -> None:
    write(folder, FILES)
    runs = [started(folder, world, "check", "--format", format) for world in WORLDS]
    outcomes = {ended(run) for run in runs}

    assert [code for code, _, _ in outcomes] == [1]


def test_nothing_around_a_comparison_makes_a_difference(folder: Path) -> None:
    write(folder, {**FILES, "api.production.env": TEXT.format("other") + "NEW=1\nOLD=2\n"})
    runs = [started(folder, world, "diff", "staging", "production", "--format", "json") for world in WORLDS]

    assert [code for code, _, _ in {ended(run) for run in runs}] == [1]


def test_the_order_of_sources_makes_none_but_in_their_list(folder: Path) -> None:
    """Findings have a total order."""
    write(folder, {"a.env": "PORT=x\nB=\n", "b.env": "LEVEL=y\n", "schema.json": SCHEMA})
    runs = [
        started(folder, WORLDS[0], "check", *order, "--schema", "schema.json", "--env", "staging", "--format", "github")
        for order in (("a.env", "b.env"), ("b.env", "a.env"))
    ]
    outs = [sorted(ended(run)[1].splitlines()) for run in runs]

    assert outs[0] == outs[1]


def test_at_once_sixteen_runs_give_the_same_bytes(folder: Path) -> None:
    """They share nothing but what they read, and each replaces the report whole."""
    write(folder, FILES)
    for _ in range(3):
        runs = [started(folder, WORLDS[0], "check", "--format", "json", "--output", "sarif:report.sarif") for _ in range(16)]
        outcomes = {ended(run) for run in runs}
        assert [code for code, _, _ in outcomes] == [1]
    alone = started(folder, WORLDS[0], "check", "--format", "json", "--output", "sarif:alone.sarif")

    assert outcomes == {ended(alone)}
    assert (folder / "report.sarif").read_bytes() == (folder / "alone.sarif").read_bytes()
    assert not list(folder.glob("*.tmp"))
