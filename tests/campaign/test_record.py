"""What the campaigns have recorded, and the page that tells of it."""

from __future__ import annotations

import pytest

from tests.campaign import mutate, record


def test_the_page_is_what_was_recorded() -> None:
    """``python -m tests.campaign.record`` writes it anew."""
    page = record.PAGE.read_text("utf-8")

    assert record.written(page) == page


def test_every_equivalent_mutant_has_a_reason() -> None:
    assert [change for changes in record.reasons().values() for change, reason in changes.items() if not reason.strip()] == []


def test_every_equivalent_mutant_has_survived() -> None:
    """A reason for what is no longer seen is left over."""
    left_over = [
        (score.path, change)
        for score in record.scores()
        for change in record.reasons().get(score.path, {})
        if change not in score.survivors
    ]

    assert left_over == []


@pytest.mark.parametrize("path", mutate.MODULES)
def test_a_module_on_which_trust_rests_is_there(path: str) -> None:
    assert record.digest_of(path)


def test_a_changed_module_is_told() -> None:
    scores = [record.Score("envcheck/merge.py", "of another text", 10, ())]

    assert record.changed(scores) == ("envcheck/merge.py",)


def test_an_equivalent_mutant_does_not_lower_a_score(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "reasons", lambda: {"envcheck/merge.py": {("a", "b"): "made up"}})

    assert record.Score("envcheck/merge.py", "", 10, (("a", "b"),)).percent == 100.0


def test_a_survivor_lowers_a_score(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "reasons", dict)

    assert record.Score("envcheck/merge.py", "", 10, (("a", "b"),)).percent == 90.0
