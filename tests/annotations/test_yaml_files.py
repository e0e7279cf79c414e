"""YAML files with one thing wrong each."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from annotations.errors import BadInput, BadStudy
from annotations.yaml_files import MAXIMUM_NODES, read_yaml, read_yaml_with_places


@dataclass(frozen=True)
class Leaf:
    id: str
    words: dict[str, str]
    weight: float = 0.0
    on: bool = False


@dataclass(frozen=True)
class Tree:
    version: int
    leaves: tuple[Leaf, ...]


GOOD = """\
version: 2
leaves:
  - id: a
    words: {no: nei, es: '1'}
    weight: 0.25
    on: true
  - {id: 2024-01-31, words: {es: 12:30}}
"""


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "a.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_good_file(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeff" + GOOD)
    tree, places = read_yaml_with_places(path, Tree, BadStudy)
    assert tree == Tree(2, (Leaf("a", {"no": "nei", "es": "1"}, 0.25, True), Leaf("2024-01-31", {"es": "12:30"})))
    assert places.of(()) == f"{path}:1"
    assert places.of(("leaves", 0, "words", "es")) == f"{path}:4"
    assert places.of(("leaves", 1, "weight")) == f"{path}:7"


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (GOOD.replace("id: a", "identity: a"), 4, "leaves[0].id: Field required"),
        (GOOD.replace("weight: 0.25", "weight: much"), 5, "leaves[0].weight: Input should be a valid number"),
        (GOOD.replace("es: '1'", "es: 1"), 4, "leaves[0].words.es: Input should be a valid string"),
        (GOOD.replace("version: 2", "version: 2\nversion: 3"), 2, "version is given twice, first in line 1"),
        (GOOD.replace("on: true", "weight: 1"), 6, "leaves[0].weight is given twice, first in line 5"),
        (GOOD.replace("on: true", "on: [1"), 7, "not YAML"),
        (GOOD.replace("on: true", "on: !!python/name:os.system x"), 6, "not YAML"),
        (GOOD.replace("on: true", "on: *nothing"), 6, "undefined alias"),
        ("version: 1\nleaves: &x\n  - *x\n", 2, "leaves[0] contains itself (a cycle)"),
        ("- 1\n", 1, "the file"),
        ("[a, b]: 1\n", 1, "a key must be a word"),
        (GOOD + "---\nversion: 1\n", 8, "not YAML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, content: str, line: int, message: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(BadStudy) as caught:
        read_yaml(path, Tree, BadStudy)
    # a missing field is told at the part that lacks it
    assert caught.value.where == f"{path}:{line if 'Field required' not in message else 3}"
    assert message in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"# nothing\n", "empty"),
        ("año: 1".encode("cp1252"), "not UTF-8 from byte 1"),
        (b"a: \x01", "not YAML"),
        (b"[" * 5_000, "too deeply"),
    ],
)
def test_files_that_hold_no_yaml(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(BadInput, match=message) as caught:
        read_yaml(written(tmp_path, content), Tree, BadInput)
    assert "a.yaml" in caught.value.where


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be opened"):
        read_yaml(tmp_path / "a.yaml", Tree, BadInput)


def test_at_most_five_problems_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, "version: x\nleaves:\n" + "  - {}\n" * 4)
    with pytest.raises(BadInput) as caught:
        read_yaml(path, Tree, BadInput)
    lines = caught.value.message.splitlines()
    assert len(lines) == 6
    assert lines[1] == f"{path}:3: leaves[0].id: Field required"
    assert lines[5] == "and 4 more"


def test_aliases_that_unfold_without_end_are_refused(tmp_path: Path) -> None:
    laughs = "a0: &a0 [1, 1]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    with pytest.raises(BadInput, match=f"more than {MAXIMUM_NODES:,}"):
        read_yaml(written(tmp_path, laughs), Tree, BadInput)
