"""Each example of a kind of key, and of a variable for one, is classified by the whole table."""

from __future__ import annotations

import pytest

from envcheck.facts.formats import FORMATS, KEY_HEADS
from envcheck.facts.key_slots import SLOT_OF_FORMAT, SLOTS, slot_of
from envcheck.facts.keys import KINDS, is_filler, is_local_stack_key, kind_by_prefix, kind_of

GOOD = [(kind.id, example) for kind in KINDS for example in kind.good]
BAD = [(kind.id, example) for kind in KINDS for example in kind.bad]

#: Values that begin as a key of some kind might, and are none.
NO_KEYS = [
    "",
    "skeleton",
    "sk",
    "task-force-of-the-north",
    "sk-learn",
    "pk",
    "pk_users",
    "rk",
    "re_index",
    "re-index-the-whole-table",
    "github.com/acme/app",
    "linear",
    "linux/amd64",
    "hf_hub",
    "SG",
    "ASIA-PACIFIC-SOUTH-1",
    "AKIA",
    "rnd_seed",
    "xoxo",
    "ghost",
    "pplx-7b-chat",
    "AIzzz",
    "sb_",
    "sbp",
    "whsec",
    "llx",
    "lin_api",
    "ntn",
    "eyJ",
    "sk-with a blank in the middle of it",
    "sk_live_ünïcödé-made-up",
]

FILLERS = [
    "sk-your-key-here",
    "sk-...",
    "sk-…",
    "sk_test_xxxxxxxxxxxxxxxx",
    "whsec_xxxxxxxx",
    "sb_secret_<your secret key>",
    "llx-{key}",
    "re_example_not_a_real_key",
    "sk-proj-REPLACE-ME-WITH-YOUR-KEY",
    "AKIAIOSFODNN7EXAMPLE",
    "[YOUR-PASSWORD]",
    "aaaaaaaaaaaaaaaaaaaaaa",
    "********",
    "REDACTED",
]
NO_FILLERS = ["made-up-made-up", "hunter2", "postgres", "Summer2031", "q7Lw2Rz9xK"]


@pytest.mark.parametrize(("id", "example"), GOOD)
def test_a_key_is_of_its_kind_alone(id: str, example: str) -> None:
    kind = kind_of(example)

    assert kind is not None
    assert kind.id == id


@pytest.mark.parametrize(("id", "example"), BAD)
def test_a_near_text_is_not_of_the_kind(id: str, example: str) -> None:
    kind = kind_of(example)

    assert kind is None or kind.id != id


@pytest.mark.parametrize("text", NO_KEYS)
def test_an_ordinary_text_is_no_key(text: str) -> None:
    assert kind_of(text) is None


@pytest.mark.parametrize("kind", KINDS, ids=[kind.id for kind in KINDS])
def test_a_row_says_where_it_is_from(kind: object) -> None:
    assert getattr(kind, "source", "")
    assert getattr(kind, "verified", "")[:2] == "20"


def test_a_kind_has_an_id_of_its_own() -> None:
    assert len({kind.id for kind in KINDS}) == len(KINDS)


def test_a_key_is_seen_at_a_glance() -> None:
    assert KEY_HEADS - {"eyJ"} == {prefix[:3] for kind in KINDS for prefix in kind.prefixes}
    assert min(len(prefix) for kind in KINDS for prefix in kind.prefixes) >= 3


def test_where_prefixes_begin_alike_the_longer_counts() -> None:
    found = [kind_by_prefix(text) for text in ("sk-ant-admin01-x", "sk-ant-x", "sk-or-x", "sk-x")]

    assert [kind.id for kind in found if kind] == ["anthropic-admin", "anthropic-api", "openrouter-api", "openai-legacy"]


@pytest.mark.parametrize("text", FILLERS)
def test_a_text_to_be_replaced_is_told(text: str) -> None:
    assert is_filler(text)


@pytest.mark.parametrize("text", [*NO_FILLERS, *(example for _, example in GOOD if len(set(example)) > 6)])
def test_a_password_or_a_key_is_not_to_be_replaced(text: str) -> None:
    assert not is_filler(text)


@pytest.mark.parametrize("text", [*(example for _, example in GOOD), "", "made-up"])
def test_a_key_of_a_project_is_not_that_of_the_local_stack(text: str) -> None:
    assert not is_local_stack_key(text)


NAMES = [(slot.id, name) for slot in SLOTS for name in (*slot.names, *slot.whole, *slot.good)]
OTHER_NAMES = [(slot.id, name) for slot in SLOTS for name in slot.bad]


@pytest.mark.parametrize(("id", "name"), NAMES)
def test_a_name_is_of_its_slot_alone(id: str, name: str) -> None:
    slot = slot_of(name)

    assert slot is not None
    assert slot.id == id


@pytest.mark.parametrize(("id", "name"), OTHER_NAMES)
def test_a_near_name_is_not_of_the_slot(id: str, name: str) -> None:
    slot = slot_of(name)

    assert slot is None or slot.id != id


@pytest.mark.parametrize("name", ["API_KEY", "KEY", "SECRET_KEY", "PASSWORD", "TOKEN", "DATABASE_URL", "LLM_API_KEY", ""])
def test_a_name_without_a_vendor_is_of_no_slot(name: str) -> None:
    assert slot_of(name) is None


def test_a_slot_names_kinds_that_there_are() -> None:
    known = {kind.id for kind in KINDS}

    assert {id for slot in SLOTS for id in (*slot.kinds, *slot.others)} <= known


def test_a_format_of_a_slot_is_one_that_a_schema_can_name() -> None:
    assert SLOT_OF_FORMAT.keys() <= FORMATS.keys()
    assert {name for name in FORMATS if name.endswith(("-key", "-secret"))} - SLOT_OF_FORMAT.keys() == {"fernet-key"}
