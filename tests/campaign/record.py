"""What the campaigns have measured: mutants that no test noticed, and what of the code the tests have run.

A campaign writes what it saw to ``record.json``, with a digest of the code it was seen of, so that a figure of other code is told
as such. ``python -m tests.campaign.record`` writes the tables of ``README.md`` from it; a test holds them against each other.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
RECORD = HERE / "record.json"
EQUIVALENT = HERE / "equivalent.toml"
PAGE = HERE / "README.md"

#: What of the mutants has to be noticed in the modules on which trust rests, in percent.
LEAST_SCORE = 95.0
#: What has to be run of those modules, and of all, in percent.
LEAST_OF_TRUSTED, LEAST_OF_ALL = 100.0, 95.0

#: A change that a campaign has made: the lines before it, and after.
Change = tuple[str, str]


class Score(NamedTuple):
    """How the mutants of a module fared."""

    path: str
    digest: str
    mutants: int
    survivors: tuple[Change, ...]

    @property
    def equivalent(self) -> tuple[Change, ...]:
        """The survivors that no test can notice."""
        return tuple(change for change in self.survivors if change in reasons().get(self.path, {}))

    @property
    def left(self) -> tuple[Change, ...]:
        """The survivors that a test should notice."""
        return tuple(change for change in self.survivors if change not in reasons().get(self.path, {}))

    @property
    def percent(self) -> float:
        """What was noticed of those that can be."""
        return 100 * (self.mutants - len(self.survivors)) / max(1, self.mutants - len(self.equivalent))


class Covered(NamedTuple):
    """How many of the lines and branches of a module the tests have run."""

    path: str
    digest: str
    run: int
    all: int

    @property
    def percent(self) -> float:
        """The same in percent; a module without code is run."""
        return 100 * self.run / self.all if self.all else 100.0


def changed(measured: Iterable[Score | Covered]) -> tuple[str, ...]:
    """The modules that are no longer as they were measured."""
    return tuple(sorted(each.path for each in measured if each.digest != digest_of(each.path)))


def digest_of(path: str) -> str:
    """What tells a module from a later one; empty if it is gone."""
    file = ROOT / path
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16] if file.exists() else ""


def reasons() -> Mapping[str, Mapping[Change, str]]:
    """For each module, the changes that no test can notice, and why."""
    with EQUIVALENT.open("rb") as file:
        read = tomllib.load(file)
    return {path: {(each["before"], each["after"]): each["reason"] for each in changes} for path, changes in read.items()}


def scores() -> tuple[Score, ...]:
    """The scores of all modules that were measured."""
    return tuple(
        Score(path, each["digest"], each["mutants"], tuple((before, after) for before, after in each["survivors"]))
        for path, each in sorted(_read()["mutants"].items())
    )


def coverage() -> tuple[Covered, ...]:
    """What the tests have run of all modules."""
    return tuple(Covered(path, each["digest"], each["run"], each["all"]) for path, each in sorted(_read()["coverage"].items()))


def note_score(path: str, mutants: int, survivors: Iterable[Change]) -> None:
    """Record the score of a module as it is."""
    record = _read()
    record["mutants"][path] = {"digest": digest_of(path), "mutants": mutants, "survivors": [list(each) for each in survivors]}
    _write(record)


def note_coverage(modules: Mapping[str, tuple[int, int]]) -> None:
    """Record what was run of all modules, in place of what was recorded before."""
    record = _read()
    record["coverage"] = {path: {"digest": digest_of(path), "run": run, "all": whole} for path, (run, whole) in modules.items()}
    _write(record)


def _read() -> dict[str, Any]:
    return dict(json.loads(RECORD.read_text("utf-8"))) if RECORD.exists() else {"coverage": {}, "mutants": {}}


def _write(record: Mapping[str, Any]) -> None:
    RECORD.write_text(json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def tables() -> str:
    """The part of the page that is written from the record."""
    return "\n".join((*_mutants(), "", *_survivors(), "", *_coverage()))


def _mutants() -> Iterable[str]:
    yield "| module | mutants | killed | equivalent | left | score |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for each in scores():
        killed = each.mutants - len(each.survivors)
        name = each.path.removeprefix("envcheck/")
        yield f"| `{name}` | {each.mutants} | {killed} | {len(each.equivalent)} | {len(each.left)} | {each.percent:.1f} % |"


def _survivors() -> Iterable[str]:
    left = [(each.path, change) for each in scores() for change in each.left]
    if not left:
        yield "No other mutant is left."
        return
    yield "Left, and not shown to be equivalent:"
    yield ""
    yield "```text"
    for path, (before, after) in left:
        yield path.removeprefix("envcheck/")
        yield f"  - {before}"
        yield f"  + {after}"
    yield "```"


def _coverage() -> Iterable[str]:
    found = coverage()
    run, whole = sum(each.run for each in found), sum(each.all for each in found)
    full = [each for each in found if each.run == each.all]
    if found:
        yield (
            f"Lines and branches run by the tests: {run:,} of {whole:,}, {100 * run / whole:.1f} %. "
            f"{len(full)} of {len(found)} modules are run to the last branch; the others:"
        )
        yield ""
        yield "| module | run | of | share |"
        yield "| --- | ---: | ---: | ---: |"
    for each in sorted(found, key=lambda covered: covered.percent):
        if each.run < each.all:
            yield f"| `{each.path.removeprefix('envcheck/')}` | {each.run} | {each.all} | {each.percent:.1f} % |"


_BEGINS, _ENDS = "<!-- written by tests/campaign/record.py -->", "<!-- until here -->"


def written(page: str) -> str:
    """The page with its tables as the record has them."""
    before, _, rest = page.partition(_BEGINS)
    _, _, after = rest.partition(_ENDS)
    return f"{before}{_BEGINS}\n\n{tables()}\n\n{_ENDS}{after}"


def main() -> int:
    """Write the tables."""
    PAGE.write_text(written(PAGE.read_text("utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
