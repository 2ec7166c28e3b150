"""From the text of a log to the rules that it points to: what their pages quote under *Symptom*."""

from __future__ import annotations

from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envcheck.model import Rule

#: A part of a phrase that a text must have in common with it, where it has not all of it: words in a row.
_LEAST_WORDS = 2
#: The last line of a traceback says what it is about.
_MOST_WORDS = 400
#: Words that stand in all kinds of messages, and point nowhere alone.
_COMMON = frozenset(
    (
        *(
            "a",
            "an",
            "the",
            "is",
            "it",
            "of",
            "for",
            "to",
            "in",
            "at",
            "on",
            "not",
            "no",
            "be",
            "by",
            "with",
            "and",
            "or",
            "from",
        ),
        *(
            "error",
            "valueerror",
            "typeerror",
            "exception",
            "failed",
            "failure",
            "invalid",
            "unexpected",
            "errno",
            "does",
            "exist",
        ),
    )
)


class Match(NamedTuple):
    """A rule that a text points to; ``is_whole`` tells that a phrase of its page is in the text from end to end."""

    rule: Rule
    is_whole: bool
    letters: int


def phrases_of(page: str) -> list[str]:
    """What a page quotes under *Symptom*: the lines of logs, each between backticks."""
    section = page.partition("## Symptom\n")[2].partition("\n## ")[0]
    return [" ".join(phrase.split()) for phrase in section.split("`")[1::2]]


def rules_of(text: str, rules: Iterable[Rule]) -> list[Match]:
    """The rules that a text points to, best first; those that it quotes whole, or else those that share words with it."""
    words = _words(text)[-_MOST_WORDS:]
    found = []
    for rule in rules:
        matches = [match for phrase in phrases_of(rule.page) if (match := _match(rule, phrase, words)) is not None]
        if matches:
            found.append(max(matches, key=lambda match: (match.is_whole, match.letters)))
    found.sort(key=lambda match: (not match.is_whole, -match.letters, match.rule.id))
    if found and found[0].is_whole:
        return [match for match in found if match.is_whole]
    return [match for match in found if match.letters * 2 > found[0].letters]


def _words(text: str) -> list[str]:
    """The words of a text in lower case; numbers are all alike."""
    spread = "".join(character if character.isalnum() else " " for character in text.lower())
    return [word if word.isalpha() else "".join("#" if c.isdigit() else c for c in word) for word in spread.split()]


def _fragments(phrase: str) -> list[list[str]]:
    """The fixed parts of a phrase: what stands between dots, numbers, and names in quotes that are others each time."""
    for quote in ('"', "'"):
        parts = phrase.split(quote)
        if len(parts) % 2:
            parts[1::2] = ["\u2026" if _is_any(part) else part for part in parts[1::2]]
            phrase = quote.join(parts)
    found: list[list[str]] = []
    for part in phrase.split("\u2026"):
        found.append([])
        for word in _words(part):
            if word.strip("#"):
                found[-1].append(word)
            else:
                found.append([])
    return [fragment for fragment in found if fragment]


def _is_any(quoted: str) -> bool:
    """Whether what stands in quotes is a name or a value that is another one each time."""
    return "_" in quoted or "\u2026" in quoted or any(map(str.isdigit, quoted))


def _match(rule: Rule, phrase: str, words: list[str]) -> Match | None:
    fragments = _fragments(phrase)
    if fragments and _holds(words, fragments):
        return Match(rule, True, len(phrase))
    shared = max((_longest_shared(fragment, words) for fragment in fragments), key=_weight, default=[])
    telling = [word for word in shared if word not in _COMMON]
    if len(telling) < _LEAST_WORDS and not (telling and shared == words):
        return None
    return Match(rule, False, _weight(shared))


def _holds(words: list[str], fragments: Sequence[list[str]]) -> bool:
    """Whether all fragments stand in the text, one behind the other."""
    start = 0
    for fragment in fragments:
        ends = range(start + len(fragment), len(words) + 1)
        end = next((end for end in ends if words[end - len(fragment) : end] == fragment), None)
        if end is None:
            return False
        start = end
    return True


def _longest_shared(fragment: list[str], words: list[str]) -> list[str]:
    """The words in a row that a fragment and a text have in common, as many letters as there are."""
    best: list[str] = []
    for start in range(len(fragment)):
        for end in range(len(fragment), start, -1):
            part = fragment[start:end]
            if _weight(part) > _weight(best) and _holds(words, [part]):
                best = part
    return best


def _weight(words: Sequence[str]) -> int:
    return sum(len(word) for word in words if word not in _COMMON)
