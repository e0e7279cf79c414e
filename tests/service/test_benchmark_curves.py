"""The benchmark of curves on a small study: the plain loop's figures are ours, and corpora are read in the order of their file."""

import json
from pathlib import Path

from service.benchmarks import curves

ROWS = [("P2", ["a", "b"]), ("P1", ["a"]), ("P2", ["c"]), *((f"P{n}", ["a"]) for n in range(3, 10)), ("P9", ["d"])]


def corpus(folder: Path) -> None:
    folder.mkdir()
    rows = [{"doc_id": document, "text": "x", "codes": codes} for document, codes in ROWS]
    (folder / "data.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (folder / "codebook.json").write_text(json.dumps([{"code": code} for code in "abcde"]))


def test_both_stop_in_the_same_places_and_corpora_are_compared_whole(tmp_path: Path) -> None:
    corpus(tmp_path / "talks")
    (tmp_path / "other").mkdir()
    report = curves.run(50, 20, 30, shared=tmp_path)
    assert report.off == 0
    assert report.ratio == report.plain / report.ours
    (one,) = report.corpora
    assert (one.name, one.documents, one.codes) == ("talks", 9, 4)
    assert (one.compared, one.as_plain) == (12 * (1 + curves.TRIED), 12 * (1 + curves.TRIED))
    assert one.as_other in (None, one.compared)
    assert {(s.base, s.run, s.threshold): s.written for s in one.grid}[4, 2, 0.05] == "4+2"
    assert "talks: 9 documents in the order of the file, 4 codes" in report.markdown()
    assert json.loads(report.json())["off"] == 0


def test_a_made_up_study_has_as_many_codes_in_a_session_as_it_says() -> None:
    heard = curves.made_up(300, 300, 0.1, 1)
    assert abs(heard.mean() - 0.1) < 0.03
    assert heard.any(axis=0).sum() > 200
