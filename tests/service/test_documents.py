"""Stories and annexes as documents, from the database to the file: what a draft says, what a text says, and what is computed."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotations.documents.records import Document, Paragraph
from annotations.documents.report_words import ANNEXES
from annotations.documents.tables import Table
from annotations.errors import BadInput, NotFound
from service.figures.for_documents import StudyPictures
from service.storage import studies
from service.workflows import stories, triangulation
from service.workflows.documents import stem_of, story_of, write_story
from service.workflows.reports import reports_of, write_report
from service.workflows.withdrawing import withdraw
from tests.service.hamlet import Place
from tests.service.storied import WHO, begun, citing, text

ON_SQLITE = pytest.mark.parametrize("storied", ["sqlite"], indirect=True)  # what is tested is above the database
HEAD = "indicador,valor,unidad,lugar,periodo,denominador,fuente,consultado,salvedad\n"
POINTS = "Pago a tiempo,97,%,Alta,2020,118 tomas,Comité,2024-05-02,\nPago a tiempo,86,%,Alta,2023,308 tomas,Comité,2024-05-02,\n"


def words_of(document: Document) -> str:
    paragraphs = [part.text for part in document.parts if isinstance(part, Paragraph)]
    cells = [cell for part in document.parts if isinstance(part, Table) for row in part.rows for cell in row]
    return " ".join([*paragraphs, *cells, *(run.note for run in document.runs)])


def with_data(place: Place) -> str:
    """A contradiction beside a sentence of the text; the id of the sentence."""
    sheet = place.folder / "statistics.csv"
    sheet.write_text(HEAD + POINTS, encoding="utf-8")
    triangulation.import_points(place.work, study_id="hamlet", file=sheet, by="vera")
    block = citing(begun(place).text).id
    triangulation.attach(
        place.work, **WHO, points=["D0001", "D0002"], block=block, verdict="contradicts", reason="la serie baja"
    )  # fmt: skip
    return block


def test_a_draft_is_written_in_every_language_and_kind_and_says_what_it_is(storied: Place, tmp_path: Path) -> None:
    outcome = write_story(
        storied.work, study_id="hamlet", change_id="CH1", kinds=["pdf", "docx", "json", "md", "html"], folder=tmp_path
    )
    names = sorted(Path(file).name for file in outcome["files"])
    assert names == sorted(
        f"CH1-v0.{language}.{kind}" for language in ("es", "en") for kind in ("pdf", "docx", "json", "md", "html")
    )
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())
    found = json.loads((tmp_path / "CH1-v0.es.json").read_bytes())
    assert (found["state"], found["data"]["number"]) == ("draft", 0)
    assert "BORRADOR – SIN FIRMAR" in (tmp_path / "CH1-v0.es.md").read_text()
    assert set(outcome["disclosure"]) == {"stops", "to_look_at"}


def test_a_text_says_its_version_people_sources_and_data(storied: Place) -> None:
    block = with_data(storied)
    stories.assign(storied.work, **WHO, role="editor", person="Ana")
    found = story_of(storied.work, "hamlet", "CH1", "es", StudyPictures(storied.work, "hamlet"))
    assert stem_of(found) == "CH1-v1.es"
    assert found.version.startswith("Versión 1 del ")
    [note] = [run.note for run in found.runs if run.note]
    assert "97 % (2020); 86 % (2023)" in note.replace("\N{NO-BREAK SPACE}", " ")
    assert "Veredicto: contradice. la serie baja. Sin respuesta todavía." in note
    tables = {part.id: part for part in found.parts if isinstance(part, Table)}
    assert tables["CH1.table.people"].rows[0][1:3] == ("Ana", "falta la firma")
    assert {row[0].split()[0] for row in tables["CH1.table.sources"].rows} == {"S1", "S2", "G1"}
    assert tables["CH1.table.data"].caption == "Estadísticas junto a CH1"
    assert found.parts[-1] is not None
    assert [part.alt for part in found.parts if not isinstance(part, Paragraph) and hasattr(part, "alt")]
    assert [
        run.note
        for part in found.parts
        if isinstance(part, Paragraph) and any(block for _ in part.runs)
        for run in part.runs
        if run.note
    ] == [note]


@ON_SQLITE
def test_a_contradiction_that_was_answered_says_how(storied: Place) -> None:
    with_data(storied)
    triangulation.answer(storied.work, **WHO, attachment_id="A1", answer="se cuentan más tomas")
    [note] = [run.note for run in story_of(storied.work, "hamlet", "CH1", "en").runs if run.note]
    assert note.endswith("Answer: se cuentan más tomas.")


def test_nothing_of_who_withdrew_is_written_any_more(storied: Place) -> None:
    begun(storied)
    quoted = [block.quote.text for block in text(storied).blocks if block.quote]
    person = next(p.respondent_id for p in storied_register(storied) if p.session_id == "S1")
    before = words_of(story_of(storied.work, "hamlet", "CH1", "es"))
    withdraw(storied.work, study_id="hamlet", respondent_id=person, by="vera", on="2024-06-01")
    after = words_of(story_of(storied.work, "hamlet", "CH1", "es"))
    gone = [words for words in quoted if words in before and words not in after]
    assert gone


def storied_register(place: Place) -> Any:
    with place.work.store.read() as tx:
        return studies.register(tx, "hamlet").participations


def test_annexes_are_computed_and_none_is_left_out(storied: Place) -> None:
    begun(storied)
    [found] = reports_of(storied.work, "hamlet", ["es"], pictures=StudyPictures(storied.work, "hamlet"))
    headings = [part.id for part in found.parts if not isinstance(part, Paragraph) and part.id.startswith("annex.")]
    assert headings == [f"annex.{name}" for name in ANNEXES if name != "judgements"]  # the hamlet has no rubric
    tables = {part.id: part for part in found.parts if isinstance(part, Table)}
    assert [row[0] for row in tables["register.changes"].rows] == ["CH1", "CH2"]
    assert any("1 de 1 historias no están firmadas" in row[0] for row in tables["limitations"].rows)
    assert "Todavía no se pregunta a nadie." in words_of(found)
    assert any(not isinstance(part, Paragraph) and part.id == "story.CH1" for part in found.parts)


@ON_SQLITE
def test_a_report_is_written_with_its_pictures_beside_the_markdown(storied: Place, tmp_path: Path) -> None:
    outcome = write_report(
        storied.work, study_id="hamlet", languages=["en"], kinds=["md", "docx"], folder=tmp_path, only=["figures", "limitations"],
        pictures=StudyPictures(storied.work, "hamlet"),
    )  # fmt: skip
    names = {Path(file).name for file in outcome["files"]}
    assert {"hamlet.en.md", "hamlet.en.docx"} <= names
    markdown = (tmp_path / "hamlet.en.md").read_text()
    pictures = names - {"hamlet.en.md", "hamlet.en.docx"}
    assert pictures
    assert all(f"]({name})" in markdown for name in pictures)
    assert "## Annex A. Limitations" in markdown


@ON_SQLITE
def test_what_cannot_be_written_is_refused_before_anything_is(storied: Place, tmp_path: Path) -> None:
    given: dict[str, Any] = {"study_id": "hamlet", "change_id": "CH1", "folder": tmp_path / "out"}
    with pytest.raises(BadInput, match="'odt'.*use one of docx, pdf"):
        write_story(storied.work, **given, kinds=["docx", "odt"])
    with pytest.raises(BadInput, match="use one of docx"):
        write_story(storied.work, **given, kinds=[])
    with pytest.raises(BadInput, match="the study is not in fr"):
        write_story(storied.work, **given, languages=["fr"])
    with pytest.raises(NotFound, match="CH2 has no story"):
        write_story(storied.work, **(given | {"change_id": "CH2"}))
    with pytest.raises(NotFound, match="there is no annex wells"):
        write_report(storied.work, study_id="hamlet", folder=tmp_path / "out", only=["wells"])
    template = tmp_path / "own.docx"
    template.write_bytes(b"no")
    with pytest.raises(BadInput, match="no Word document"):
        write_story(storied.work, **given, template=template)
    assert not (tmp_path / "out").exists()
