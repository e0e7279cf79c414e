"""What becomes of codings when codes are renamed, merged, split, removed or applied differently."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.codeframe import ChangeOfFrame, Code, CodeFrame, FrameChange
from annotations.errors import NotFound
from annotations.frame_changes import (
    Fate,
    Migrated,
    Move,
    changes_between,
    composed,
    concerning,
    fates,
    migrate,
    migrate_by,
)
from annotations.label_studio.decisions import Choice

RENAMED = FrameChange("renamed", ("agua",), ("water",))
MERGED = FrameChange("merged", ("road", "bridge"), ("road",))
SPLIT = FrameChange("split", ("school",), ("pupils", "teachers"))
NARROWED = FrameChange("split", ("school",), ("school", "teachers"))
REMOVED = FrameChange("removed", ("other",))
RULE = FrameChange("rule", ("health",), note={"en": "Only what somebody did."})
STEP = (RENAMED, MERGED, SPLIT, REMOVED, RULE)


def code(target: str) -> Choice:
    return Choice("code", target)


def test_each_kind_of_change() -> None:
    rest = {Choice("domain", "agua"), Choice("change", "bridge", "against"), code("untouched")}
    done = migrate({code("agua"), code("road"), code("bridge"), code("school"), code("other"), code("health"), *rest}, STEP)
    assert done.choices == {code("water"), code("road"), code("health"), *rest}
    assert done.again == (RULE, REMOVED, SPLIT)  # in order of the codes: health, other, school
    assert done.moves == (
        Move(code("agua"), code("water"), (RENAMED,)),
        Move(code("bridge"), code("road"), (MERGED,)),
        Move(code("health"), code("health"), (RULE,)),
        Move(code("other"), None, (REMOVED,)),
        Move(code("road"), code("road"), (MERGED,)),
        Move(code("school"), None, (SPLIT,)),
    )


def test_renamed_and_merged_need_nobody() -> None:
    assert migrate({code("agua"), code("bridge")}, STEP).again == ()
    assert migrate((), STEP) == Migrated(frozenset(), ())


def test_a_code_that_keeps_part_of_its_meaning_stands_until_somebody_has_looked() -> None:
    done = migrate({code("school")}, [NARROWED])
    assert done == Migrated(frozenset({code("school")}), (NARROWED,), (Move(code("school"), code("school"), (NARROWED,)),))


def test_a_new_rule_holds_for_what_is_merged_into_its_code_at_the_same_time() -> None:
    rule = FrameChange("rule", ("road",), note={"en": "Paths too."})
    for order in ([MERGED, rule], [rule, MERGED]):
        assert migrate({code("bridge")}, order) == Migrated(
            frozenset({code("road")}), (rule,), (Move(code("bridge"), code("road"), (MERGED, rule)),)
        )


def test_what_concerns_a_segment() -> None:
    assert concerning({code("teachers"), Choice("domain", "agua")}, STEP) == (SPLIT,)
    assert concerning({code("bridge"), code("health")}, STEP) == (MERGED, RULE)


def frame(version: int, changed_from: int = 0, *changes: FrameChange) -> CodeFrame:
    leaves = (Code("a", {"en": "A"}), Code("b", {"en": "B"}))
    return CodeFrame(version, (Code("f", {"en": "F"}, codes=leaves),), tuple(changes), changed_from)


def test_the_steps_between_versions() -> None:
    frames = [frame(5, 3, SPLIT), frame(1), frame(3, 0, RENAMED, REMOVED), frame(7)]
    assert changes_between(frames, 1, 7) == ((RENAMED, REMOVED), (SPLIT,), ())
    assert changes_between(frames, 3, 5) == ((SPLIT,),)
    assert changes_between(frames, 5, 5) == ()


@pytest.mark.parametrize(
    ("old", "new", "words"), [(2, 5, "no version 2"), (1, 6, "no version 6"), (5, 3, "not made from version 5")]
)
def test_versions_that_do_not_lead_to_each_other(old: int, new: int, words: str) -> None:
    with pytest.raises(NotFound, match=words):
        changes_between([frame(1), frame(3), frame(5)], old, new)


POOL = [f"c{number}" for number in range(8)]


@st.composite
def steps(draw: st.DrawFn) -> tuple[FrameChange, ...]:
    """One step: every code is in one change at most, any code may come of any, as ids are used again in hand-made frames."""
    left: list[str] = draw(st.permutations(POOL))
    made: list[FrameChange] = []
    while draw(st.booleans()) and left:
        kind: ChangeOfFrame = draw(st.sampled_from(["renamed", "merged", "split", "removed"]))
        count = draw(st.integers(1, min(3, len(left)))) if kind in ("merged", "removed") else 1
        codes, left = tuple(left[:count]), left[count:]
        into = draw(st.lists(st.sampled_from(POOL), min_size=3, max_size=3, unique=True))
        made.append(
            FrameChange(kind, codes, tuple({"renamed": into[:1], "merged": into[:1], "split": into, "removed": []}[kind]))
        )
    if draw(st.booleans()):
        made.append(FrameChange("rule", (draw(st.sampled_from(POOL)),), note={"en": "x"}))
    return tuple(made)


CHOICES = st.frozensets(st.sampled_from([*map(code, POOL), Choice("domain", "c1"), Choice("change", "c2", "for")]))


@given(CHOICES, steps(), steps(), steps())
def test_two_steps_are_the_same_as_the_composed_one(
    choices: frozenset[Choice], first: tuple[FrameChange, ...], second: tuple[FrameChange, ...], third: tuple[FrameChange, ...]
) -> None:
    one = migrate(choices, first)
    two = migrate(one.choices, second)
    at_once = migrate_by(choices, composed([fates(first), fates(second)]))
    assert at_once.choices == two.choices
    told = [change for change in (*one.again, *two.again)]
    assert all(change in told for change in at_once.again)
    assert all(change in at_once.again for change in told)
    in_three = composed([fates(first), fates(second), fates(third)])
    assert in_three == composed([composed([fates(first), fates(second)]), fates(third)])


@given(CHOICES, steps())
def test_nothing_is_lost_and_nothing_comes_from_nowhere(choices: frozenset[Choice], step: tuple[FrameChange, ...]) -> None:
    """Every choice stands as it was, stands as something that a move names, or is a move that a person must look at."""
    done = migrate(choices, step)
    moved = {move.before: move for move in done.moves}
    assert moved.keys() <= choices
    assert done.choices == (choices - moved.keys()) | {move.after for move in done.moves if move.after}
    for move in done.moves:
        assert move.changes
        assert move.after is not None or any(change in done.again for change in move.changes)


def test_the_fates_of_a_code_say_what_happened_on_the_way() -> None:
    away = FrameChange("removed", ("water",))
    assert composed([fates([RENAMED]), fates([away])]) == {"agua": Fate("", (RENAMED, away)), "water": Fate("", (away,))}
