"""What one run costs for a fleet: many services in two environments, of 30 variables and with a schema of its own each.

Whole processes of ``envcheck check`` and ``envcheck diff``, and how a service's share of them grows with the fleet.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench import samples
from bench.cold_start import REPOSITORY, Command, measure, peak
from bench.tables import conditions, table

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Starts the tree under test. ``-I`` keeps the folder that is checked out of the import path, and PYTHONPATH with it, so that
#: the tree is put there by hand, before whatever is installed.
START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from envcheck.__main__ import run_to_exit; run_to_exit()"

ACTIONS = {"check": ("check",), "diff": ("diff", "staging", "production")}

#: The environments, and the Supabase project of each.
PROJECTS = {"staging": "zyxwvutsrqponmlkjihg", "production": "abcdefghijklmnopqrst"}

GROWTH_TARGET = 1.3


class Cost(NamedTuple):
    """What a run on a fleet of some size takes: seconds, and MiB at once."""

    wall: float
    cpu: float
    peak: float


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.fleet", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each command runs (default: 3)")
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 2_000], help="how many services (default: 200 2000)")
    parser.add_argument("--tree", type=Path, default=REPOSITORY, help="the repository that is run (default: this one)")
    options = parser.parse_args(arguments)
    if min(options.sizes) < 2:
        parser.error("a fleet has more than one service")
    sizes = sorted({1, *options.sizes})
    with tempfile.TemporaryDirectory() as temporary:
        for size in sizes:
            write_project(Path(temporary) / str(size), size)
        commands = {
            (action, size): Command(
                f"{action}, {size}",
                (sys.executable, "-I", "-c", START, str(options.tree.absolute()), *words),
                Path(temporary) / str(size),
            )
            for action, words in ACTIONS.items()
            for size in sizes
        }
        for command in commands.values():
            verify(command)
        runs = measure(list(commands.values()), options.rounds)
        costs = {
            key: Cost(
                min(each.wall for each in runs[command.name]),
                min(each.cpu for each in runs[command.name]),
                peak(command, Path(sys.executable)),
            )
            for key, command in commands.items()
        }
    print(report(sizes, costs))
    print(f"\n{conditions(options.rounds)}")
    return 0


def write_project(folder: Path, size: int) -> None:
    """A project of that many services in both environments, and a config that names every file."""
    services = [f"service-{number:04}" for number in range(size)]
    for part in (".git", "schemas", *PROJECTS):  # .git is where looking for a config ends
        (folder / part).mkdir(parents=True)
    lines = ['platform = "render"']
    for service in services:
        (folder / "schemas" / f"{service}.json").write_text(samples.schema_text(), encoding="utf-8")
        lines += ["", f"[services.{service}]", f'schema = "schemas/{service}.json"']
    for environment in PROJECTS:
        lines += ["", f"[environments.{environment}.sources]"]
        for service in services:
            (folder / environment / f"{service}.env").write_text(env_text(service, environment), encoding="utf-8")
            lines.append(f'{service} = "{environment}/{service}.env"')
    (folder / "envcheck.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def env_text(service: str, environment: str) -> str:
    """The variables of the samples, with the secrets, hosts and projects that a service has of its own in each environment."""
    domain = f"{environment}.acme.dev"

    def secret(name: str) -> str:
        return hashlib.sha256(f"{name} of {service} in {environment}".encode()).hexdigest()

    own = {
        "ENVIRONMENT": environment,
        "DATABASE_URL": f"postgresql://postgres.{PROJECTS[environment]}:{secret('database')}"
        "@aws-0-eu-central-1.pooler.supabase.com:5432/postgres",
        "DATABASE_SCHEMA": service.replace("-", "_"),
        "REDIS_URL": f"rediss://app:{secret('redis')}@{service}-cache.{domain}:6379/0",
        "API_BASE_URL": f"https://{service}.{domain}/v1",
        "WEBHOOK_BASE_URL": f"https://{service}-hooks.{domain}",
        "ALLOWED_ORIGIN": f"https://app.{domain}",
        "SENTRY_DSN": f"https://{secret('sentry')[:32]}@errors.{domain}/42",
        "JWT_SECRET_KEY": secret("jwt"),
        "DOCUMENT_KEY": base64.urlsafe_b64encode(bytes.fromhex(secret("document"))).decode(),
        "OPENAI_API_KEY": secret("openai"),
        "SMTP_HOST": f"smtp.{domain}",
        "STORAGE_BUCKET": f"{service}-{environment}",
    }
    given = ((name, own.get(name, value)) for name, value, _ in samples.SERVICE)
    return "# made-up values\n" + "".join(f"{name}={value}\n" for name, value in given)


def verify(command: Command) -> None:
    """Stop where a command does not pass, or has anything to say of what it was given."""
    done = subprocess.run(
        [*command.arguments, "--format", "json"], cwd=command.folder, capture_output=True, text=True, check=False
    )
    said = json.loads(done.stdout) if done.stdout else {}
    told = [*said.get("findings", ()), *said.get("failures", ()), *said.get("notices", ())]
    if done.returncode or told or not said["complete"] or said["summary"]["variables"] % (2 * len(samples.SERVICE)):
        sys.exit(f"{command.name}: exit code {done.returncode}\n{json.dumps(told[:5], indent=2)}\n{done.stderr}")


def report(sizes: Sequence[int], costs: dict[tuple[str, int], Cost]) -> str:
    """What each run takes, and what of it is a service's share: all but what a run takes for one service alone."""
    rows = []
    for action in ACTIONS:
        start = costs[action, 1]
        shares = []
        for size in sizes:
            cost = costs[action, size]
            row = [action, f"{size:,}", f"{cost.wall:.3f}", f"{cost.cpu:.3f}", f"{cost.peak:.1f}"]
            if size == 1:
                rows.append([*row, "", "", "", ""])
                continue
            share = Cost(*((all_ - one) / (size - 1) for all_, one in zip(cost, start, strict=True)))
            shares.append(share)
            growth = share.cpu / shares[0].cpu
            grown = [f"**{growth:.2f}**", f"at most {GROWTH_TARGET}"] if len(shares) > 1 else ["1.00", ""]
            rows.append([*row, f"{share.cpu * 1e6:,.0f}", f"{share.peak * 1024:.1f}", *grown])
    header = ("command", "services", "wall s", "cpu s", "peak MiB", "cpu µs a service", "KiB a service", "growth", "target")
    return table(header, rows)


if __name__ == "__main__":
    sys.exit(main())
