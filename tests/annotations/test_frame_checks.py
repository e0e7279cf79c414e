"""What a new version says it has changed: refused with file, line and remedy where it cannot be so."""

from pathlib import Path

import pytest

from annotations.codeframe import CodeFrame, FrameChange
from annotations.codeframe_files import read_code_frame, write_code_frame
from annotations.errors import BadCodeFrame

FIRST = """\
version: 1
families:
  - id: theme
    name: {es: Temas, en: Themes}
    codes:
      - {id: agua, name: {es: El agua}}
      - {id: road, name: {en: Road}}
      - {id: bridge, name: {en: Bridge}}
      - {id: school, name: {en: School}}
      - {id: other, name: {en: Other}}
"""
SECOND = """\
version: 2
changed_from: 1
changes:
  - {kind: renamed, codes: [agua], into: [water]}
  - {kind: merged, codes: [road, bridge], into: [road]}
  - kind: split
    codes: [school]
    into: [pupils, teachers]
  - {kind: removed, codes: [other]}
  - kind: rule
    codes: [road]
    note: {es: También los caminos., en: Paths too.}
families:
  - id: theme
    name: {es: Temas, en: Themes}
    codes:
      - {id: water, name: {es: Agua}}
      - {id: road, name: {en: Roads and bridges}}
      - id: school
        name: {en: School}
        codes:
          - {id: pupils, name: {en: Pupils}}
          - {id: teachers, name: {en: Teachers}}
      - {id: health, name: {en: Health}}
"""


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "frame.yaml"
    path.write_text(content, encoding="utf-8")
    return path


@pytest.fixture
def before(tmp_path: Path) -> CodeFrame:
    return read_code_frame(written(tmp_path, FIRST))


def test_changes_are_read_and_written(tmp_path: Path, before: CodeFrame) -> None:
    frame = read_code_frame(written(tmp_path, SECOND), before=before)
    assert frame.changed_from == 1
    assert frame.changes == (
        FrameChange("renamed", ("agua",), ("water",)),
        FrameChange("merged", ("road", "bridge"), ("road",)),
        FrameChange("split", ("school",), ("pupils", "teachers")),
        FrameChange("removed", ("other",)),
        FrameChange("rule", ("road",), note={"es": "También los caminos.", "en": "Paths too."}),
    )
    assert read_code_frame(written(tmp_path, write_code_frame(frame)), before=before) == frame


def test_a_frame_without_changes_is_written_as_ever(before: CodeFrame) -> None:
    assert "change" not in write_code_frame(before)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("changed_from: 1", "changed_from: 2", 2, ["changed_from 2 is not earlier than version 2"]),
        ("changed_from: 1", "changed_from: -1", 2, ["changed_from -1 is not earlier"]),
        ("into: [water]}", "into: [wasser]}", 4, ["changes[0].into[0]: 'wasser' cannot be applied"]),
        ("into: [water]}", "into: [school]}", 4, ["'school' cannot be applied"]),
        ("into: [water]}", "into: [water, road]}", 4, ["changes[0]: 1 codes into 2 is no 'renamed'"]),
        ("[road, bridge]", "[]", 5, ["0 codes into 1 is no 'merged'"]),
        ("into: [pupils, teachers]", "into: [pupils]", 6, ["1 codes into 1 is no 'split'"]),
        ("into: [pupils, teachers]", "into: [pupils, pupils]", 6, ["is no 'split'"]),
        ("codes: [other]}", "codes: [other], into: [health]}", 9, ["is no 'removed'"]),
        ("codes: [road]\n", "codes: [road]\n    into: [health]\n", 10, ["is no 'rule'"]),
        ("note: {es: También los caminos., en: Paths too.}", "note: {es: ' '}", 10, ["changes[4]: a new rule without words"]),
        ("codes: [road]\n", "codes: [bridge]\n", 11, ["'bridge' has a new rule and cannot be applied"]),
        ("codes: [other]}", "codes: [agua]}", 9, ["'agua' is told twice, first in changes[0]"]),
        ("into: [road]}", "into: [health]}", 5, ["'road' is merged and still in this version"]),
        ("codes: [other]}", "codes: [health]}", 9, ["'health' is removed and still in this version"]),
        ("codes: [agua], into: [water]}", "codes: [water], into: [water]}", 4, ["'water' is renamed to itself"]),
        ("kind: renamed", "kind: renmaed", 4, ["changes[0].kind"]),
    ],
)
def test_what_cannot_be_is_refused_without_the_version_before(
    tmp_path: Path, old: str, new: str, line: int, words: list[str]
) -> None:
    assert old in SECOND
    path = written(tmp_path, SECOND.replace(old, new, 1))
    with pytest.raises(BadCodeFrame) as caught:
        read_code_frame(path)
    assert caught.value.where == f"{path}:{line}"
    assert all(word in caught.value.message for word in words)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("old", "new", "line", "words", "remedy"),
    [
        ("  - {kind: removed, codes: [other]}\n", "", 3, ["version 1 has 'other'", "neither has nor mentions"], "{kind: removed, codes: [other]}"),
        ("  - {kind: renamed, codes: [agua], into: [water]}\n", "", 3, ["'agua'"], "{kind: renamed, codes: [agua], into: [water]}"),
        (
            "  - kind: split\n    codes: [school]\n    into: [pupils, teachers]\n", "", 3, ["'school'"],
            "{kind: split, codes: [school], into: [pupils, teachers]}",
        ),
        ("codes: [other]}", "codes: [other, wather]}", 9, ["version 1 has no code 'wather'"], "name a code of that version"),
        ("codes: [road]\n", "codes: [health]\n", 11, ["no code 'health' that could be changed"], "new codes need no mention"),
        ("codes: [agua], into: [water]}", "codes: [agua], into: [road]}", 4, ["'road' is a code of version 1 already"], "{kind: merged, codes: [agua], into: [road]}"),
        ("kind: renamed", "kind: merged", 4, ["one code cannot be merged into 'water'"], "{kind: renamed, codes: [agua], into: [water]}"),
    ],
)  # fmt: skip
def test_what_cannot_be_of_this_version_is_refused(
    tmp_path: Path, before: CodeFrame, old: str, new: str, line: int, words: list[str], remedy: str
) -> None:
    assert old in SECOND
    path = written(tmp_path, SECOND.replace(old, new, 1))
    read_code_frame(path)  # by itself it can be
    with pytest.raises(BadCodeFrame) as caught:
        read_code_frame(path, before=before)
    assert caught.value.where == f"{path}:{line}"
    assert all(word in caught.value.message for word in words)
    assert remedy in caught.value.remedy


def test_a_frame_that_says_nothing_of_changes_must_not_lose_a_code(tmp_path: Path, before: CodeFrame) -> None:
    path = written(tmp_path, FIRST.replace("version: 1", "version: 2").replace("      - {id: road, name: {en: Road}}\n", ""))
    with pytest.raises(BadCodeFrame, match="'road', which version 2 neither has nor mentions") as caught:
        read_code_frame(path, before=before)
    assert caught.value.where == f"{path}:1"


def test_changes_since_another_version_than_the_one_in_force(tmp_path: Path, before: CodeFrame) -> None:
    path = written(tmp_path, SECOND.replace("version: 2", "version: 4").replace("changed_from: 1", "changed_from: 3"))
    with pytest.raises(BadCodeFrame, match="changed from version 3, and version 1 is in force") as caught:
        read_code_frame(path, before=before)
    assert caught.value.where == f"{path}:2"


def test_new_codes_and_new_words_need_no_mention(tmp_path: Path, before: CodeFrame) -> None:
    more = FIRST.replace("version: 1", "version: 2").replace("El agua", "Agua") + "      - {id: new, name: {en: New}}\n"
    assert read_code_frame(written(tmp_path, more), before=before).changes == ()


def test_the_version_in_force_is_read_again_as_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, SECOND)
    assert read_code_frame(path, before=read_code_frame(path)) == read_code_frame(path)
