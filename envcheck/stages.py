"""What environments are for, told by their names."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

#: Usual names of environments, and the stage that each is.
STAGE_OF_NAME: dict[str, str] = {
    **dict.fromkeys(("dev", "develop", "development", "local", "test", "testing", "ci"), "development"),
    **dict.fromkeys(("staging", "stage", "stg", "preview", "qa", "uat", "sandbox", "demo"), "staging"),
    **dict.fromkeys(("prod", "production", "live"), "production"),
}

STAGES = ("development", "staging", "production")


def stage_of(environment: str) -> str:
    """The stage of an environment by its name; staging where the name tells nothing."""
    return STAGE_OF_NAME.get(environment.lower(), "staging")


#: Endings of files that show what an env file has to look like.
TEMPLATE_WORDS = ("example", "sample", "template", "dist")


def is_template(path: str) -> bool:
    """Whether a file shows what an env file has to look like, as ``.env.example`` does."""
    return word_in_file_name(path, TEMPLATE_WORDS) is not None


def near_stage(environment: str) -> str | None:
    """The stage whose name was mistyped, if an environment's name is that; one that contains it has a reason to."""
    name = environment.lower()
    if name in STAGE_OF_NAME or any(stage in name for stage in STAGES):
        return None
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, STAGES, n=1, cutoff=0.8)), None)


def word_in_file_name(path: str, words: Iterable[str]) -> str | None:
    """The word that is a part of a file's name between dots, as ``staging`` in ``worker.staging.json``."""
    parts = path.replace("\\", "/").rpartition("/")[2].lower().split(".")
    for word in words:
        if word.lower() in parts:
            return word
    return None
