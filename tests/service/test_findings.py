"""The findings of the hamlet, from its texts, verdicts and plan to the document: what is signed, withdrawn or asked shows in them."""

from dataclasses import replace

from annotations.documents.finding_records import Dissenting
from annotations.documents.records import Document, Heading, Paragraph
from annotations.documents.report_words import FINDINGS
from annotations.documents.tables import Table
from annotations.ranking.records import Dissent, Result, Since, Slice, Standing
from service.workflows.evidence import evidence
from service.workflows.findings import dissent_of, heard, ranks_of
from service.workflows.reports import reports_of
from service.workflows.stories import edit_block
from service.workflows.withdrawing import withdraw
from tests.service.hamlet import Place
from tests.service.storied import WHO, begun, citing, text
from tests.service.test_documents import ON_SQLITE, storied_register, with_data, words_of


def made(place: Place, language: str = "es", *only: str) -> Document:
    [document] = reports_of(place.work, "hamlet", [language], only=only or (FINDINGS,))
    return document


def of_kind(document: Document, *kinds: str) -> list[str]:
    return [part.text for part in document.parts if isinstance(part, Paragraph) and part.kind in kinds]


def test_findings_are_the_words_of_the_text_and_say_that_nobody_signed(storied: Place) -> None:
    begun(storied)
    document = made(storied)
    assert (document.title, document.state) == ("Hallazgos", "draft")
    quotes = {block.quote.text.strip() for block in text(storied).blocks if block.quote}
    said = of_kind(document, "quote")
    assert said
    assert all(any(words in one for words in quotes) for one in said)
    assert any(words.endswith("BORRADOR – SIN FIRMAR.") for words in of_kind(document, "notice"))
    cells = [cell for part in document.parts if isinstance(part, Table) for row in part.rows for cell in row]
    assert "0 de 1 historias están firmadas" in of_kind(document, "notice")[0]
    assert "CH1" in cells


def test_what_an_editor_writes_stands_in_the_findings_and_what_is_taken_out_does_not(storied: Place) -> None:
    begun(storied)
    block = citing(text(storied))
    words = "Así lo redactó quien edita [S1.001]."
    edit_block(storied.work, **WHO, based_on=1, block_id=block.id, language="es", text=words)
    assert words.removesuffix(" [S1.001].") in words_of(made(storied))
    edit_block(storied.work, **WHO, based_on=2, block_id=block.id, language="es", text="Otra cosa [S1.001].")
    assert "Así lo redactó" not in words_of(made(storied))


def test_nothing_of_who_withdrew_is_in_the_findings_any_more(storied: Place) -> None:
    begun(storied)
    person = next(p.respondent_id for p in storied_register(storied) if p.session_id == "S1")
    before = made(storied, "es")
    told = of_kind(before, "quote")
    withdraw(storied.work, study_id="hamlet", respondent_id=person, by="vera", on="2024-06-01")
    after = words_of(made(storied, "es"))
    assert [words for words in told if words not in after]
    of = heard(evidence(storied.work, "hamlet"))
    ids = {*of.codes, *(one for answer in of.answers for one in answer.segment_ids)}
    assert not any(one.startswith("S1.") for one in ids)


@ON_SQLITE
def test_a_contradiction_by_statistics_stands_under_the_finding(storied: Place) -> None:
    with_data(storied)
    [note] = [run.note for run in made(storied).runs if run.note]
    assert "Veredicto: contradice. la serie baja. Sin respuesta todavía." in note


@ON_SQLITE
def test_stories_and_limitations_are_referred_to_where_they_stand_in_the_document(storied: Place) -> None:
    begun(storied)
    leads = {run.target for run in made(storied).runs if run.target}
    assert not leads & {"story.CH1", "limitations"}
    whole = made(storied, "en", FINDINGS, "stories", "limitations")
    assert whole.title == "Findings and annexes"
    assert {"story.CH1", "limitations"} <= {run.target for run in whole.runs}
    domains = {domain.id for domain in evidence(storied.work, "hamlet").study.domains}
    assert set(whole.data["findings"]["domains"]) == domains
    assert any(isinstance(part, Heading) and part.text == "Annex A. Limitations" for part in whole.parts)
    [plain] = reports_of(storied.work, "hamlet", ["en"], only=["limitations"])
    assert (plain.title, "findings" in plain.data) == ("Annexes of the report", False)


def test_places_are_told_for_every_set_that_was_ranked_and_ties_are_kept() -> None:
    def standing(id_: str, place: int) -> Standing:
        return Standing(id_, place, None, 0, 0, 0, None, 0, 0, 0)

    everybody = Slice("all", "", 5, 7, 4, 6, 0, (standing("A", 1), standing("B", 1), standing("C", 3)), ())
    ranked = _result(everybody)
    unranked = replace(ranked, all=replace(everybody, standings=(standing("A", 0),)))
    [one] = ranks_of("A", [ranked, unranked])
    assert (one.place, one.of, one.ballots, one.tied) == (1, 3, 4, True)
    assert ranks_of("C", [ranked])[0].tied is False
    assert ranks_of("D", [ranked]) == ()
    moved = replace(ranked, since=(Since("A", "worded", "2"), Since("C", "not_saturated")))
    assert [ranks_of(id_, [moved])[0].since for id_ in ("A", "B", "C")] == [True, False, False]


def test_kinds_of_people_that_put_another_change_first_are_counted_of_those_that_rank() -> None:
    def slice_(id_: str, first: str, rankings: int = 2) -> Slice:
        return Slice(
            "group",
            id_,
            3,
            3,
            rankings,
            3,
            0,
            (Standing(first, 1, 1.0, 2, 2, 2, 1.0, 2, 0, 0), Standing("Z", 2, 0, 0, 2, 2, 2, 0, 0, 2)),
            (),
        )

    groups = (slice_("farmer", "A"), slice_("teacher", "B"), slice_("silent", "B", 0))
    apart = (Dissent("group_first", "teacher", ("B",), 2, 2, 2), Dissent("ranked_last", "farmer", ("B",), 1, 1, 2))
    result = replace(_result(slice_("", "A")), by_group=groups, dissent=apart, changes=("A", "B", "Z"))
    assert dissent_of([result]) == (Dissenting("d", 1, 2, "ranking-dissent-d-1"),)
    assert dissent_of([replace(result, by_group=groups[:1])]) == ()


def _result(everybody: Slice) -> Result:
    given = dict.fromkeys(Result.__dataclass_fields__, ())
    return Result(**(given | {"domain": "d", "all": everybody, "interested": None, "unranked": "last"}))  # type: ignore[arg-type]
