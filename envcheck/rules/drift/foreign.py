"""What in one environment identifies the other."""

from __future__ import annotations

from envcheck.address import Address, split
from envcheck.facts.names import OTHERS, words_of
from envcheck.model import Problem, Related
from envcheck.records import NamedTuple
from envcheck.rules.address import POSTGRES_SCHEMES
from envcheck.rules.drift.pair import stage_rank
from envcheck.rules.identity.projects import project_in, project_of
from envcheck.rules.registry import Placed, drift_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from envcheck.rules.drift.pair import Compared, Held, Pair
    from envcheck.rules.registry import Deployment

_PROJECT, _DATABASE = "the Supabase project", "the database"

#: Ends of names inside of a network of one's own, where one name is another host in each.
_INNER = (".internal", ".local", ".svc", ".lan", ".intranet", ".flycast")

#: Words of ours for the other stage, by the stage that should not name it.
_FOREIGN_WORDS = {"production": frozenset(("staging", "stg")), "staging": frozenset(("production", "prod"))}

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

    A Supabase project, or a database, belongs to the environment in which most variables name it, over all services that are
    compared; where as many name it in both, to the one nearer to production. Another host does where the schema says that it
    differs (`"between": "different"`), or where a platform gave it to one service. A host or a bucket of production that is
    called `staging`, or one of staging that is called `production`, is a warning. Variables whose name says that they are for
    another environment on purpose (`STAGING_`, `OLD_`, `SOURCE_` …), and those with `"between": "same"` or `"any"`, may name any.

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
    if pair.is_one:
        return
    groups: dict[tuple[str, Identity], list[tuple[Compared, Held]]] = {}
    for each in pair.compared:
        if _is_open(each):
            continue
        for side, held in zip(pair.sides, (each.left, each.right), strict=True):
            identity = identity_of(held)
            if held is not None and identity is not None and pair.owners.get(identity) not in (None, side.label):
                groups.setdefault((side.label, identity), []).append((each, held))
    told: set[tuple[str, str]] = set()
    for (label, identity), found in groups.items():
        here = pair.left if pair.left.label == label else pair.right
        told.update((label, each.name) for each, _ in found)
        yield Placed(_problem(found, identity, pair.other(here)), here, found[0][0].name)
    for each in pair.compared:
        for side, held in zip(pair.sides, (each.left, each.right), strict=True):
            if held is not None and (side.label, each.name) not in told and not _is_open(each):
                word = _foreign_word(each, held, side)
                if word:
                    yield Placed(_problem_of_word(each, held, word, side), side, each.name)


def _foreign_word(each: Compared, held: Held, side: Deployment) -> str:
    """The word for another stage in the host of an address, or in the name of a bucket."""
    words = _FOREIGN_WORDS.get(side.context.stage or "")
    is_vendors = each.both is not None and each.both[0].value == each.both[1].value and held.shape.form == "address"
    if not words or (is_vendors and side.context.stage != "production"):  # hosts of vendors are called `prod`, and both use them
        return ""
    text = ""
    if held.shape.form == "address" and "," not in held.value:
        address = split(held.value)
        text = address.host if isinstance(address, Address) else ""
    elif each.name.upper().endswith("BUCKET"):
        text = held.value.lower()
    return next((word for word in text.replace(".", "-").replace("_", "-").split("-") if word in words), "")


def _problem_of_word(each: Compared, held: Held, word: str, side: Deployment) -> Problem:
    what = "bucket" if held.shape.form == "text" else "host"
    message = f"{each.called} of {side.label} names a {what} that is called {word}."
    hint = "Copy the value again from the settings of the environment that it is for."
    return Problem(message, hint, held.variable.location, (), each.shown, "warning")


def _problem(found: list[tuple[Compared, Held]], identity: Identity, owner: Deployment) -> Problem:
    (first, held), *rest = found
    names = [each.called for each, _ in found]
    who = names[0] if not rest else f"{', '.join(names[:-1])} and {names[-1]}"
    verb = "name" if rest else "names"
    return Problem(
        f"{who} {verb} {identity.what} of {owner.label}.",
        "Copy the value again from the settings of the environment that it is for.",
        held.variable.location,
        tuple(Related(f"{each.called} names it too", other.variable.location) for each, other in rest),
        first.shown,
        explains=tuple(each.name for each, _ in found),
    )


def identity_of(held: Held | None) -> Identity | None:
    """The project or the host that a value names."""
    if held is None:
        return None
    if held.named is None:
        held.named = (_identity(held),)
    return held.named[0]


def _identity(held: Held) -> Identity | None:
    value = held.value
    if "://" not in value:
        ref = project_in(value)
        return Identity(_PROJECT, ref) if ref else None
    project = project_of(value)
    if project is not None:
        return Identity(_PROJECT, project[0])
    address = split(value) if "," not in value else None
    if not isinstance(address, Address) or held.shape.is_local:
        return None
    if address.base_scheme in POSTGRES_SCHEMES:
        # A name without a domain is another host in each network, unless the platform gave it.
        is_told = held.shape.endpoint != "" or ("." in address.host and not address.host.endswith(_INNER))
        host = address.host.partition(".")[0] if address.host.startswith("dpg-") else address.host  # Render's, in and out
        return Identity(_DATABASE, f"{host}/{address.database}") if is_told else None
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
                if identity is not None and (identity.what in (_PROJECT, _DATABASE) or _is_own(each, identity, named)):
                    counts = votes.setdefault(identity, {})
                    counts[side.label] = counts.get(side.label, 0) + 1
    kinds: dict[tuple[str, str], set[Identity]] = {}
    for identity, counts in votes.items():
        for label in counts:
            kinds.setdefault((label, identity.what), set()).add(identity)
    owners = {}
    for identity, counts in votes.items():
        alone = [label for label in counts if kinds[label, identity.what] == {identity}]
        owner = alone[0] if len(alone) == 1 and len(counts) > 1 else _owner(identity, counts, sides)
        if owner is not None:
            owners[identity] = owner
    return owners


def _owner(identity: Identity, counts: Mapping[str, int], sides: Mapping[str, Deployment]) -> str | None:
    most = max(counts.values())
    first = [label for label, count in counts.items() if count == most]
    if len(first) == 1:
        return first[0]
    if identity.what not in (_PROJECT, _DATABASE):
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
