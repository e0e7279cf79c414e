"""A coding is traced back to what its coder chose."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from annotations.code_origins import origins
from annotations.codeframe import FrameChange

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
SPLIT = FrameChange("split", ("water",), ("fresh", "salty"))


@dataclass(frozen=True)
class Line:
    act: str
    target: str
    suggested: str = ""
    frame_version: int = 1
    kind: str = "code"
    at: datetime = START


LOG = [
    Line("added", "agua"),
    Line("accepted", "road", "road"),
    Line("added", "agua", kind="domain"),
    Line("migrated", "water", "agua", 2, at=START + timedelta(hours=1)),
    Line("migrated", "way", "road", 2),
    Line("migrated", "way", "path", 2),
    Line("migrated", "", "water", 3, at=START + timedelta(hours=2)),
    Line("added", "fresh", "", 3, at=START + timedelta(hours=3)),
    Line("added", "new", "", 3),
]


def acts(code: str, *changes: FrameChange) -> list[tuple[str, str, str, int]]:
    return [(line.act, line.suggested, line.target, line.frame_version) for line in origins(LOG, code, changes)]


def test_through_a_rename_and_a_split() -> None:
    assert acts("fresh", SPLIT) == [
        ("added", "", "agua", 1), ("migrated", "agua", "water", 2), ("migrated", "water", "", 3), ("added", "", "fresh", 3),
    ]  # fmt: skip


def test_through_a_merge() -> None:
    assert acts("way", SPLIT) == [("accepted", "road", "road", 1), ("migrated", "road", "way", 2), ("migrated", "path", "way", 2)]


def test_what_was_chosen_under_the_version_that_holds_comes_from_nowhere_else() -> None:
    assert acts("new", SPLIT) == [("added", "", "new", 3)]
    assert acts("salty", FrameChange("split", ("road",), ("salty", "sweet"))) == []
    assert acts("fresh") == [("added", "", "fresh", 3)]


def test_through_a_split_that_left_the_code_itself() -> None:
    lines = [Line("added", "water"), Line("migrated", "water", "water", 2), Line("added", "price", "", 2)]
    narrowed = FrameChange("split", ("water",), ("water", "price"))
    assert origins(lines, "price", [narrowed]) == lines
    assert origins(lines, "water", [narrowed]) == lines[:2]
