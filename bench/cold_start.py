"""What one run of ``envcheck check`` costs, from start to exit, against an empty run of Python.

Installs the repository into a virtual environment of its own, as a user would: not editable, with the bytecode and
the console script that the current pip writes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from bench import samples
from bench.tables import conditions, ratio, table

REPOSITORY = Path(__file__).parents[1]

#: Forks from a process that is smaller than what it measures: a child's peak begins with that of its parent.
PEAK = """
import os, sys
child = os.fork()
if not child:
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.execv(sys.argv[1], sys.argv[1:])
print(os.wait4(child, 0)[2].ru_maxrss)
"""

CONFIG = """platform = "render"

[services.api]
schema = "schema.json"

[environments.staging.sources]
api = "api.staging.env"

[environments.production]
stage = "production"
"""


class Command(NamedTuple):
    """One command line, the folder that it runs in, and what is asked of it."""

    name: str
    arguments: tuple[str, ...]
    folder: Path
    target: str = ""
    imports_click: bool = False


class Run(NamedTuple):
    """What one run of a command took."""

    wall: float
    cpu: float


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.cold_start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="how often each command runs (default: 30)")
    parser.add_argument("--tree", type=Path, default=REPOSITORY, help="the repository to install (default: this one)")
    parser.add_argument("--keep", type=Path, help="make the environment in this folder, or use the one that is there")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        environment = options.keep.absolute() if options.keep else folder / "venv"
        if not environment.exists():
            install(options.tree.absolute(), environment)
        commands = prepare(folder, environment / "bin")
        for command in commands:
            verify(command, environment / "bin" / "python")
        runs = measure(commands, options.rounds)
        peaks = {command.name: peak(command, environment / "bin" / "python") for command in commands}
    print(report(commands, runs, peaks))
    print(f"\n{conditions(options.rounds)}")
    return 0


def install(tree: Path, environment: Path) -> None:
    """Make an environment with the current pip, and the repository in it."""
    venv.create(environment, with_pip=True, symlinks=True)
    pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--upgrade", "pip"], check=True)
    subprocess.run([*pip, str(tree)], check=True)


def prepare(folder: Path, programs: Path) -> list[Command]:
    """Write the files that are checked, and give the commands in the order of the table."""
    python, envcheck = str(programs / "python"), str(programs / "envcheck")
    plain, configured = folder / "plain", folder / "configured"
    for each in (plain, configured):
        each.mkdir()
        (each / ".git").mkdir()  # where looking for a config ends
        (each / "api.staging.env").write_text(samples.env_text(), encoding="utf-8")
        (each / "schema.json").write_text(samples.schema_text(), encoding="utf-8")
    (plain / "patterns.json").write_text(samples.schema_text(patterns=True), encoding="utf-8")
    (configured / "envcheck.toml").write_text(CONFIG, encoding="utf-8")
    check = (envcheck, "check", "api.staging.env", "--env", "staging", "--format", "text", "--schema")
    return [
        Command("`python -I -c pass`", (python, "-I", "-c", "pass"), folder),
        Command("`import click`", (python, "-I", "-c", "import click"), folder, imports_click=True),
        Command("check, with a schema", (*check, "schema.json"), plain, "at most 2.6, aim 2.0; 13 MiB"),
        Command("check, with a config", (envcheck, "check"), configured, "at most 3.3"),
        # whatever does not begin with the command's name is left to click
        Command("check, by click", (envcheck, "--", *check[1:], "schema.json"), plain, "at most 5.0", imports_click=True),
        Command("check, with patterns", (*check, "patterns.json"), plain),
    ]


def verify(command: Command, python: Path) -> None:
    """Stop where a command does not pass, or takes another way than its name says."""
    traced = subprocess.run(
        [python, "-I", "-X", "importtime", *(command.arguments[2:] if command.arguments[1] == "-I" else command.arguments)],
        cwd=command.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    imported = {line.rpartition("|")[2].strip() for line in traced.stderr.splitlines() if line.startswith("import time:")}
    said = "".join(line + "\n" for line in traced.stderr.splitlines() if not line.startswith("import time:"))
    if traced.returncode or ("click" in imported) != command.imports_click:
        sys.exit(f"{command.name}: exit code {traced.returncode}, click: {'click' in imported}\n{traced.stdout}{said}")


def measure(commands: list[Command], rounds: int) -> dict[str, list[Run]]:
    """Run all commands in turn, as often as there are rounds; one more round warms the caches."""
    runs: dict[str, list[Run]] = {command.name: [] for command in commands}
    for _ in range(rounds + 1):
        for command in commands:
            runs[command.name].append(run(command))
    return {name: each[1:] for name, each in runs.items()}


def run(command: Command) -> Run:
    """Run a command once; what it prints goes nowhere."""
    os.chdir(command.folder)
    streams = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1, 2)]
    start = perf_counter()
    child = os.posix_spawn(command.arguments[0], command.arguments, os.environ, file_actions=streams)
    _, status, usage = os.wait4(child, 0)
    wall = perf_counter() - start
    if status:
        sys.exit(f"{command.name}: exit code {os.waitstatus_to_exitcode(status)}")
    return Run(wall, usage.ru_utime + usage.ru_stime)


def peak(command: Command, python: Path) -> float:
    """The most memory that a command had at once, in MiB."""
    launcher = [str(python), "-I", "-S", "-c", PEAK, *command.arguments]
    sizes = [int(subprocess.run(launcher, cwd=command.folder, capture_output=True, check=True).stdout) / 1024 for _ in range(3)]
    return sorted(sizes)[1]


def report(commands: list[Command], runs: dict[str, list[Run]], peaks: dict[str, float]) -> str:
    """The table, with all ratios to the first command."""
    base = runs[commands[0].name]
    fastest = min(each.wall for each in base)
    rows = []
    for command in commands:
        own = runs[command.name]
        rows.append(
            (
                command.name,
                f"{min(each.wall for each in own) * 1e3:.1f}",
                f"**{ratio([each.wall for each in own], [each.wall for each in base]):.2f}**",
                f"{ratio([each.cpu for each in own], [each.cpu for each in base]):.2f}",
                f"{min(each.wall for each in own) / fastest:.2f}",
                f"{peaks[command.name]:.1f}",
                command.target,
            )
        )
    return table(("command", "wall ms", "wall ratio", "cpu ratio", "ratio of minima", "peak MiB", "target"), rows)


if __name__ == "__main__":
    sys.exit(main())
