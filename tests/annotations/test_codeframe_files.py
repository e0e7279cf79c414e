"""Code frames good and bad; what is written reads back."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.codeframe import Code, CodeFrame
from annotations.codeframe_files import read_code_frame, write_code_frame
from annotations.errors import BadCodeFrame

NESTED = """\
version: 3
families:
  - id: theme
    name: {es: Temas, en: Themes}
    codes:
      - id: water
        name: {es: Agua}
        definition: {en: All about water}
        codes:
          - {id: quality, name: {es: Calidad}}
          - {id: price, name: {en: Price}}
      - {id: school, name: {es: Escuela}}
"""
LISTED = """\
version: 3
families:
  - {id: theme, name: {es: Temas, en: Themes}}
codes:
  - {id: water, name: {es: Agua}, definition: {en: All about water}, parent: theme}
  - {id: quality, name: {es: Calidad}, parent: water}
  - {id: school, name: {es: Escuela}, parent: theme}
  - {id: price, name: {en: Price}, parent: water}
"""


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "frame.yaml"
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize("content", [NESTED, LISTED])
def test_both_forms_give_the_same_frame(tmp_path: Path, content: str) -> None:
    frame = read_code_frame(written(tmp_path, content))
    water = Code(
        "water",
        {"es": "Agua"},
        {"en": "All about water"},
        codes=(Code("quality", {"es": "Calidad"}), Code("price", {"en": "Price"})),
    )
    assert frame == CodeFrame(
        3, (Code("theme", {"es": "Temas", "en": "Themes"}, codes=(water, Code("school", {"es": "Escuela"}))),)
    )
    assert [leaf.id for leaf in frame.leaves] == ["quality", "price", "school"]
    assert all(type(code) is Code for path in frame.paths.values() for code in path)


def test_a_listed_code_may_stand_under_a_nested_one(tmp_path: Path) -> None:
    frame = read_code_frame(written(tmp_path, NESTED + "codes:\n  - {id: taste, name: {es: Sabor}, parent: water}\n"))
    assert [code.id for code in frame.paths["taste"]] == ["theme", "water", "taste"]
    assert frame.family_of("taste") == "theme"


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (NESTED.replace("id: school", "id: price"), 12, ["'price' is given twice", "frame.yaml:11", "codes[1]"]),
        (NESTED.replace("id: school", "id: theme"), 12, ["'theme' is given twice", "frame.yaml:3"]),
        (LISTED.replace("id: price", "id: water"), 8, ["'water' is given twice", "frame.yaml:5"]),
        (NESTED.replace("id: school", "id: The School"), 12, ["'The School' is not an id"]),
        (NESTED.replace("id: school", f"id: {'a' * 41}"), 12, ["is not an id"]),
        (NESTED.replace("name: {es: Escuela}", "name: {es: ' '}"), 12, ["'school' has no name"]),
        (NESTED.replace("name: {es: Escuela}", "name: {}"), 12, ["'school' has no name"]),
        (NESTED.replace(", name: {es: Escuela}", ""), 12, ["families[0].codes[1].name: Field required"]),
        (NESTED.replace("definition", "defnition"), 8, ["families[0].codes[0].defnition"]),
        (NESTED + "  - {id: empty, name: {es: Vacía}}\n", 13, ["family 'empty' has no codes"]),
        (
            LISTED.replace("parent: theme}\n  - {id: q", "parent: nowhere}\n  - {id: q"),
            5,
            ["'nowhere' of 'water' does not exist"],
        ),
        (LISTED.replace("parent: theme}\n  - {id: q", "parent: price}\n  - {id: q"), 5, ["water → price → water"]),
        (LISTED.replace("parent: theme}\n  - {id: p", "parent: school}\n  - {id: p"), 7, ["cycle", "school → school"]),
        (
            NESTED.replace("codes:\n      - id", "codes: &all\n      - id").replace("{id: school", "{id: s, codes: *all"),
            5,
            ["cycle"],
        ),
    ],
)
def test_bad_frames_are_refused_with_their_line(tmp_path: Path, content: str, line: int, words: list[str]) -> None:
    path = written(tmp_path, content)
    with pytest.raises(BadCodeFrame) as caught:
        read_code_frame(path)
    assert caught.value.where == f"{path}:{line}"
    assert all(word in caught.value.message for word in words)
    assert caught.value.remedy


def test_one_code_is_no_frame(tmp_path: Path) -> None:
    with pytest.raises(BadCodeFrame, match="1 codes can be applied"):
        read_code_frame(written(tmp_path, "version: 1\nfamilies: [{id: a, name: {es: A}, codes: [{id: b, name: {es: B}}]}]\n"))


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TEXTS = st.dictionaries(st.sampled_from(["es", "en", "no", "nah"]), WORDS)
NAMES = st.dictionaries(
    st.sampled_from(["es", "en", "no", "nah"]), st.one_of(st.just("null"), st.just("1e3"), WORDS.map("x".__add__)), min_size=1
)


def codes(ids: list[str]) -> st.SearchStrategy[tuple[Code, ...]]:
    if not ids:
        return st.just(())
    half = (len(ids) + 1) // 2
    first = st.builds(Code, st.just(ids[0]), NAMES, TEXTS, TEXTS, TEXTS, TEXTS, codes(ids[1:half]))
    return (
        st.tuples(first, codes(ids[half:])).map(lambda pair: (pair[0], *pair[1]))
        if ids[half:]
        else first.map(lambda code: (code,))
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=50)
@given(data=st.data())
def test_what_is_written_reads_back(tmp_path: Path, data: st.DataObject) -> None:
    ids = data.draw(st.lists(st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True), min_size=4, max_size=9, unique=True))
    families = Code(ids[0], {"es": "f"}, codes=data.draw(codes(ids[1:])))
    frame = CodeFrame(data.draw(st.integers(0, 99)), (families,))
    if len(frame.leaves) >= 2:
        assert read_code_frame(written(tmp_path, write_code_frame(frame))) == frame
