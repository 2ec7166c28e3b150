"""What in one environment identifies the other."""

from __future__ import annotations

from envcheck.address import Address, split
from envcheck.facts.names import OTHERS, words_of
from envcheck.model import Problem, Related
from envcheck.records import NamedTuple
from envcheck.rules.address import POSTGRES_SCHEMES
from envcheck.rules.drift.pair import stage_rank
from envcheck.rules.identity.projects import project_of
from envcheck.rules.names import called
from envcheck.rules.registry import Placed, drift_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from envcheck.rules.drift.pair import Compared, Held, Pair
    from envcheck.rules.registry import Deployment

#: Domains of which a platform gives each service a name of its own; render.com/docs, vercel.com/docs (verified 2026-11).
_OF_SERVICES = (".onrender.com", ".vercel.app", ".supabase.co")


class Identity(NamedTuple):
    """A project or a host, which is a part of a value: the repr is closed."""

    what: str
    text: str

    def __repr__(self) -> str:
        return f"Identity({self.what!r}, …)"


@drift_rule("foreign-project", severity="error")
def foreign_project(pair: Pair) -> Iterator[Placed]:
    """A variable names the project, or a host, of the other environment.

    A Supabase project belongs to the environment in which most variables name it, over all services that are compared; where
    as many name it in both, to the one nearer to production. A host does where the schema says that it differs
    (`"between": "different"`), or where a platform gave it to one service. Variables whose name says that they are for another
    environment on purpose (`STAGING_`, `OLD_`, `SOURCE_` …), and those with `"between": "same"` or `"any"`, may name any.

    ## Why it matters

    Staging that writes to production's database is the one mistake that no redeploy repairs.

    ## Symptom

    `Invalid API key`, `Bucket not found`; users of production who cannot sign in, test data in production.

    ## Fails

    ```env staging
    SUPABASE_URL=https://abcdefghijklmnopqrst.supabase.co
    DATABASE_URL=postgresql://postgres.zyxwvutsrqponmlkjihg:made-up-1@aws-0-eu-central-1.pooler.supabase.com:5432/postgres
    ```

    ```env production
    SUPABASE_URL=https://zyxwvutsrqponmlkjihg.supabase.co
    DATABASE_URL=postgresql://postgres.zyxwvutsrqponmlkjihg:made-up-2@aws-0-eu-central-1.pooler.supabase.com:5432/postgres
    ```

    ## Passes

    ```env staging
    SUPABASE_URL=https://abcdefghijklmnopqrst.supabase.co
    OPENAI_BASE_URL=https://api.openai.com/v1
    ```

    ```env production
    SUPABASE_URL=https://zyxwvutsrqponmlkjihg.supabase.co
    OPENAI_BASE_URL=https://api.openai.com/v1
    ```

    ## What to do

    Copy the value again from the settings of the environment that it is for.

    ## Source

    Three of the incidents that envcheck was made from; the places of a project's name are those of `project-mismatch`.
    """
    groups: dict[tuple[str, Identity], list[tuple[Compared, Held]]] = {}
    for each in pair.compared:
        if _is_open(each):
            continue
        for side, held in zip(pair.sides, (each.left, each.right), strict=True):
            identity = identity_of(held)
            if held is not None and identity is not None and pair.owners.get(identity) not in (None, side.label):
                groups.setdefault((side.label, identity), []).append((each, held))
    for (label, identity), found in groups.items():
        here = pair.left if pair.left.label == label else pair.right
        yield Placed(_problem(found, identity, pair.other(here)), here, found[0][0].name)


def _problem(found: list[tuple[Compared, Held]], identity: Identity, owner: Deployment) -> Problem:
    (first, held), *rest = found
    names = [called(each.name) for each, _ in found]
    who = names[0] if not rest else f"{', '.join(names[:-1])} and {names[-1]}"
    verb = "name" if rest else "names"
    return Problem(
        f"{who} {verb} {identity.what} of {owner.label}.",
        "Copy the value again from the settings of the environment that it is for.",
        held.variable.location,
        tuple(Related(f"{called(each.name)} names it too", other.variable.location) for each, other in rest),
        first.shown,
        explains=tuple(each.name for each, _ in found),
    )


def identity_of(held: Held | None) -> Identity | None:
    """The project or the host that a value names."""
    if held is None or ("://" not in held.value and held.value[:3] != "eyJ"):
        return None
    project = project_of(held.value)
    if project is not None:
        return Identity("the Supabase project", project[0])
    address = split(held.value) if "," not in held.value else None
    if not isinstance(address, Address) or address.base_scheme in POSTGRES_SCHEMES or held.shape.is_local:
        return None
    return Identity("a host", address.host)


def owners_of(pairs: Iterable[Pair]) -> Mapping[Identity, str]:
    """The environment that each identity belongs to, by its label; told from all services together."""
    votes: dict[Identity, dict[str, int]] = {}
    sides: dict[str, Deployment] = {}
    for pair in pairs:
        sides.update({side.label: side for side in pair.sides})
        for each in pair.compared:
            if _is_open(each):
                continue
            named = [identity_of(held) for held in (each.left, each.right)]
            for side, identity in zip(pair.sides, named, strict=True):
                if identity is not None and (identity.what == "the Supabase project" or _is_own(each, identity, named)):
                    counts = votes.setdefault(identity, {})
                    counts[side.label] = counts.get(side.label, 0) + 1
    owners = {}
    for identity, counts in votes.items():
        owner = _owner(identity, counts, sides)
        if owner is not None:
            owners[identity] = owner
    return owners


def _owner(identity: Identity, counts: Mapping[str, int], sides: Mapping[str, Deployment]) -> str | None:
    most = max(counts.values())
    first = [label for label, count in counts.items() if count == most]
    if len(first) == 1:
        return first[0]
    if identity.what != "the Supabase project":
        return None
    by_stage = sorted(first, key=lambda label: stage_rank(sides[label]))
    return by_stage[-1] if stage_rank(sides[by_stage[-1]]) > stage_rank(sides[by_stage[0]]) else None


def _is_own(each: Compared, identity: Identity, named: list[Identity | None]) -> bool:
    """Whether a variable tells that a host is its environment's own: it differs, as it should."""
    if named[0] == named[1]:
        return False
    return (each.intent.word == "different" and each.intent.is_declared) or identity.text.endswith(_OF_SERVICES)


def _is_open(each: Compared) -> bool:
    """Whether a variable may name whatever it likes."""
    return (each.intent.is_declared and each.intent.word in ("same", "any")) or bool(words_of(each.name) & OTHERS)
