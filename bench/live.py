"""What reading a fleet of live services costs: 500 services of a loopback server that takes 50 ms for each answer.

The server is a process of its own, and so is each reading, of services named by their ids and by their names.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from bench.cold_start import REPOSITORY
from bench.tables import conditions, table
from tests.render_server import KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Reads services, and prints what that took. Its memory is its own: the launcher below is smaller than what it starts.
READ = """
import sys
sys.path.insert(0, sys.argv[1])
from time import perf_counter, process_time
from envcheck.sources.render_api import access_of, read_services
access = access_of({"RENDER_API_KEY": sys.argv[2], "RENDER_API_URL": sys.argv[3]}, None, None)
names = [sys.argv[4].format(number) for number in range(int(sys.argv[5]))]
start = perf_counter()
found = read_services(names, access)
wall = perf_counter() - start
parts = [part for each in found.values() if isinstance(each, list) for part in each]
print(len(parts), sum(len(part.values) for part in parts), wall, process_time())
"""

#: Forks from a process that is smaller than what it measures, and prints the most memory that the child had at once.
PEAK = """
import os, sys
child = os.fork()
if not child:
    os.execv(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(child, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""

#: How services are named, and what of that is formatted with their number.
NAMINGS = {"by id": "srv-{:020}", "by name": "service-{:04}"}

#: Each service has one group, so that there are two parts of each.
PARTS = 2


class Cost(NamedTuple):
    """What a reading takes: seconds, MiB at once, and questions."""

    wall: float
    cpu: float
    peak: float
    requests: int
    at_once: int


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.live", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each reading runs (default: 3)")
    parser.add_argument("--services", type=int, nargs="+", default=[1, 50, 500], help="how many services (default: 1 50 500)")
    parser.add_argument("--variables", type=int, default=31, help="how many variables each of them has (default: 31)")
    parser.add_argument("--delay", type=float, default=0.05, help="seconds that each answer takes (default: 0.05)")
    parser.add_argument("--tree", type=Path, default=REPOSITORY, help="the repository that is run (default: this one)")
    options = parser.parse_args(arguments)
    rows = []
    for naming, form in NAMINGS.items():
        for services in options.services:
            costs = [
                measure(options.tree, form, services, options.variables, options.delay) for _ in range(max(options.rounds, 1))
            ]
            rows.append(
                (
                    f"{services:,} {naming}",
                    f"{median(cost.wall for cost in costs):.2f}",
                    f"{median(cost.cpu for cost in costs):.2f}",
                    f"{max(cost.peak for cost in costs):.1f}",
                    f"{max(cost.requests for cost in costs):,}",
                    f"{max(cost.at_once for cost in costs)}",
                    f"{median(cost.requests * options.delay / cost.wall for cost in costs):.1f}",
                )
            )
    print(table(("services", "wall s", "cpu s", "peak MiB", "requests", "most at once", "answers waited for at once"), rows))
    print(f"\n{options.variables} variables each, and a group; {options.delay * 1e3:.0f} ms an answer.")
    print(conditions(options.rounds).partition("; ")[0] + "; times are medians.")
    return 0


def measure(tree: Path, form: str, services: int, variables: int, delay: float) -> Cost:
    """One reading, against a server of its own. Stops where anything was not read."""
    with serving(services, variables, delay) as (url, count):
        program = (sys.executable, "-I", "-c", READ, str(tree.absolute()), KEY, url, form, str(services))
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", PEAK, *program], capture_output=True, text=True, check=True, cwd=tree
        )
        parts, values, wall, cpu, peak = done.stdout.split()
        if done.stderr or (int(parts), int(values)) != (PARTS * services, (variables + 1) * services):
            sys.exit(f"{services} services: {parts} parts with {values} variables were read\n{done.stderr}")
        said = count()
    return Cost(float(wall), float(cpu), int(peak) / 1024, said["requests"], said["most_at_once"])


@contextmanager
def serving(services: int, variables: int, delay: float) -> Iterator[tuple[str, Counting]]:
    """A server in a process of its own: its address, and what ends it and says what was asked of it."""
    command = [sys.executable, "-m", "tests.render_server", "--services", str(services), "--variables", str(variables)]
    with subprocess.Popen(
        [*command, "--delay", str(delay)], cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip(), Counting(server)
        finally:
            server.stdin.close()


class Counting:
    """Ends a server, and gives what it says then."""

    def __init__(self, server: subprocess.Popen[str]) -> None:
        self._server = server

    def __call__(self) -> dict[str, int]:
        """The counts."""
        said, _ = self._server.communicate(timeout=30)
        counts: dict[str, int] = json.loads(said)
        return counts


if __name__ == "__main__":
    sys.exit(main())
