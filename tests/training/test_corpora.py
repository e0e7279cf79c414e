"""Folders of strangers: what may be missing, and what is refused with its place."""

from pathlib import Path
from typing import Any

import pytest

from annotations.errors import BadInput
from tests.training.corpora import rows_of, write_corpus
from training.corpora import read_corpus

LEAST = {"doc_id": "A", "text": "No hay agua en el pozo desde hace meses.", "codes": ["water"]}


def test_a_whole_row(tmp_path: Path) -> None:
    row = {**LEAST, "id": "r1", "speaker": "Ana", "context_before": " ¿Qué cambió? ", "lang": "es", "coder": "x", "other": [1]}
    book = [
        {"code": "water", "name": "Agua", "definition": "Pozos y tuberías.", "parent": "basics", "examples": ["No hay agua"]},
        {"code": "basics", "name": "Lo básico", "definition": "", "parent": None},
    ]
    corpus = read_corpus(write_corpus(tmp_path / "mine", [row], book))
    (segment,) = corpus.segments
    assert corpus.name == "mine"
    assert (segment.session_id, segment.speaker, segment.question, segment.language) == ("A", "Ana", "¿Qué cambió?", "es")
    water, basics = corpus.targets
    assert [(text.source, text.language, text.text) for text in water.texts] == [
        ("name", "es", "Agua"),
        ("definition", "es", "Pozos y tuberías."),
    ]
    assert [text.text for text in water.ancestors] == ["Lo básico"]
    assert [text.text for text in basics.texts] == ["Lo básico"]
    assert corpus.labels.tolist() == [[1.0, 0.0]]
    assert corpus.used.tolist() == [True, False]


def test_what_may_be_missing(tmp_path: Path) -> None:
    """No codebook entry for a code, no name, a parent that is no code, no language: guessed from the texts."""
    rows = [LEAST, {**LEAST, "codes": ["money", "water", "money"]}, {**LEAST, "doc_id": 7, "codes": []}]
    corpus = read_corpus(write_corpus(tmp_path, rows, [{"code": "water", "parent": "Basics"}]))
    assert [[text.text for text in target.texts] for target in corpus.targets] == [["water"], ["money"]]
    assert [[text.text for text in target.ancestors] for target in corpus.targets] == [["Basics"], []]
    assert corpus.labels.tolist() == [[1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]
    assert corpus.groups.tolist() == ["A", "A", "7"]
    assert [segment.number for segment in corpus.segments] == [1, 2, 1]
    assert {segment.language for segment in corpus.segments} == {"es"}


@pytest.mark.parametrize(
    ("line", "place", "words"),
    [
        ({**LEAST, "codes": "water"}, "line 2", "`codes`"),
        ({**LEAST, "codes": [""]}, "line 2", "`codes`"),
        ({**LEAST, "codes": None}, "line 2", "`codes`"),
        ({**LEAST, "text": " "}, "line 2", "`text`"),
        ({"doc_id": "A", "codes": []}, "line 2", "`text`"),
        ({**LEAST, "doc_id": None}, "line 2", "`doc_id`"),
        ({**LEAST, "lang": 5}, "line 2", "`lang`"),
        ({**LEAST, "id": "first"}, "line 2", "also on line 1"),
        (["A"], "line 2", "not an object"),
    ],
)
def test_bad_rows_are_refused_with_their_line(tmp_path: Path, line: Any, place: str, words: str) -> None:
    folder = write_corpus(tmp_path, [{**LEAST, "id": "first"}, line])
    with pytest.raises(BadInput) as caught:
        read_corpus(folder)
    assert caught.value.where == f"{folder / 'data.jsonl'}, {place}"
    assert words in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("book", "place"),
    [
        ([{"name": ""}], ", entry 1"),
        ([{"code": "a"}, {"code": "a"}], ", entry 2"),
        ([{"code": "a", "definition": 3}], ", entry 1"),
        (["a"], ", entry 1"),
    ],
)
def test_bad_codebooks_are_refused(tmp_path: Path, book: list[Any], place: str) -> None:
    folder = write_corpus(tmp_path, [LEAST], book)
    with pytest.raises(BadInput) as caught:
        read_corpus(folder)
    assert caught.value.where == f"{folder / 'codebook.json'}{place}"
    assert caught.value.remedy


def test_files_that_are_not_there_or_not_json(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such folder"):
        read_corpus(tmp_path / "nowhere")
    with pytest.raises(BadInput, match=r"data\.jsonl: there is no such file"):
        read_corpus(tmp_path)
    folder = write_corpus(tmp_path, rows_of(2))
    (folder / "codebook.json").write_text("{")
    with pytest.raises(BadInput, match=r"codebook\.json: not JSON"):
        read_corpus(folder)
    (folder / "codebook.json").write_text("{}")
    with pytest.raises(BadInput, match="not a list"):
        read_corpus(folder)
    (folder / "data.jsonl").write_bytes(b'{"text": "\xff"}')
    with pytest.raises(BadInput, match="UTF-8"):
        read_corpus(folder)
    (folder / "data.jsonl").write_text("")
    (folder / "codebook.json").write_text("[]")
    with pytest.raises(BadInput, match="empty"):
        read_corpus(folder)


def test_a_corpus_without_codes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no row has a code"):
        read_corpus(write_corpus(tmp_path, [{**LEAST, "codes": []}], []))
