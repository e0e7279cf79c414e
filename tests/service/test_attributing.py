"""Whose an annotation is: every way in which somebody else can have had a hand in it."""

from typing import Any

import pytest

from service.workflows.attributing import attribute, said_at

ANA, BEN, EVE = 1, 2, 9
NAMES = {ANA: "ana", BEN: "ben"}
SAID = [{"from_name": "codes", "type": "taxonomy", "value": {"taxonomy": [["theme", "accounts"]]}}]
OTHER = [{"from_name": "codes", "type": "taxonomy", "value": {"taxonomy": [["theme", "meters"]]}}]


def annotation(author: int | None, editor: int | None, result: Any = SAID, **more: Any) -> dict[str, Any]:
    return {"id": 5, "completed_by": author, "updated_by": editor, "result": result, "was_cancelled": False, **more}


def told(author: int | None, editor: int | None, seen: dict[str, Any] | None = None, **more: Any) -> tuple[bool, str]:
    found = attribute(annotation(author, editor, **more), ANA, NAMES, seen)
    return found.counts, found.problem


def test_ones_own_counts_and_nothing_is_said() -> None:
    assert told(ANA, ANA) == told(ANA, None) == told(ANA, ANA, annotation(ANA, ANA, OTHER)) == (True, "")


@pytest.mark.parametrize(("by", "called"), [(BEN, "ben (account 2)"), (EVE, "an account that is no coder's (9)")])
def test_anothers_does_not_count(by: int, called: str) -> None:
    assert told(by, by) == (False, f"annotation 5 is by {called}, not by its coder; not counted")
    assert told(by, ANA) == (False, f"annotation 5 is by {called}, not by its coder; not counted")


def test_signed_with_the_coders_name() -> None:
    assert told(ANA, BEN) == (
        False, "annotation 5 bears its coder's name, and was written or overwritten by ben (account 2); not counted",
    )  # fmt: skip


def test_overwritten() -> None:
    was = annotation(ANA, ANA, OTHER) | {"ours": True}
    assert told(ANA, BEN, was) == (False, "annotation 5 was overwritten by ben (account 2); not counted")
    assert not told(ANA, BEN, was, was_cancelled=True)[0]


def test_saved_without_a_change_it_stays_theirs_whoever_saves_it_again() -> None:
    was = annotation(ANA, ANA) | {"ours": True}
    kept, problem = told(ANA, BEN, was)
    assert (kept, problem) == (True, "annotation 5 was saved by ben (account 2) without a change; it counts as before")
    assert told(ANA, EVE, annotation(ANA, BEN) | {"ours": kept})[0]
    assert not told(ANA, EVE, annotation(ANA, BEN) | {"ours": False})[0]


def test_what_was_collected_before_it_was_noted_whose_it_is() -> None:
    assert told(ANA, BEN, annotation(ANA, ANA))[0]
    assert not told(ANA, BEN, annotation(ANA, BEN))[0]


def test_words_of_stretches_are_kept_elsewhere() -> None:
    """Ours are kept without the words, once a name in them was masked."""
    place = {"from_name": "span", "type": "labels", "value": {"start": 0, "end": 4, "labels": ["quote"]}}
    words = {**place, "value": {**place["value"], "text": "Juan"}}  # type: ignore[dict-item]  # a value is a mapping
    assert told(ANA, BEN, annotation(ANA, ANA, [place]), result=[words])[0]
    moved = {**place, "value": {**place["value"], "end": 5}}  # type: ignore[dict-item]
    assert not told(ANA, BEN, annotation(ANA, ANA, [place]), result=[moved])[0]


def test_an_account_that_was_deleted() -> None:
    assert told(None, None) == (False, "annotation 5 is by nobody (an account that was deleted?); not counted")
    assert told(None, None, annotation(ANA, ANA) | {"ours": True})[0]


def test_when_it_was_said() -> None:
    """Other hands, stars and saves that change nothing do not make it a new act; the coder's next word does."""
    was = annotation(ANA, ANA, updated_at="9:00") | {"ours": True, "said_at": "8:00"}
    assert said_at(annotation(ANA, EVE, updated_at="9:30"), was, ANA) == "8:00"
    assert said_at(annotation(ANA, ANA, updated_at="9:30", ground_truth=True), was, ANA) == "8:00"
    assert said_at(annotation(ANA, ANA, OTHER, updated_at="9:30"), was, ANA) == "9:30"
    assert said_at(annotation(ANA, ANA, updated_at="9:30"), was | {"ours": False}, ANA) == "9:30"
    assert said_at(annotation(ANA, ANA, updated_at="9:30"), None, ANA) == "9:30"


def test_a_star_is_told_once() -> None:
    starred = "annotation 5 was starred as ground truth, or is no longer; nothing here depends on it"
    assert told(ANA, ANA, annotation(ANA, ANA), ground_truth=True) == (True, starred)
    assert told(ANA, EVE, annotation(ANA, ANA), ground_truth=True) == (True, starred)
    assert told(ANA, ANA, annotation(ANA, ANA, ground_truth=True), ground_truth=True) == (True, "")
