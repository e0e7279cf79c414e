"""Statistics beside stories: points that are taken in, corrected and put beside claims; contradictions that stop the signing."""

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from annotations.errors import BadInput, Conflict, NotFound
from annotations.pseudonyms.records import IdentityKind
from annotations.triangulation.checking import check_claim
from annotations.triangulation.files import read_points
from annotations.triangulation.records import Attachment
from service.storage import act_logs, data_points, studies
from service.storage.transactions import Store
from service.workflows import stories, triangulation
from service.workflows.identifying import find_identities
from service.workflows.story_telling import told_of
from service.workflows.withdrawing import withdraw
from service.workflows.work import Work
from tests.conftest import SAMPLE
from tests.service.hamlet import SAID_BY_R4, Killed, Listed, Place, found_in_tables
from tests.service.storied import WHO, begun, quote_with, redraft, text

ON_SQLITE = pytest.mark.parametrize("storied", ["sqlite"], indirect=True)  # what is tested is above the database
HEAD = "indicador,valor,unidad,lugar,periodo,denominador,fuente,consultado,salvedad\n"
FELL = """Pago a tiempo,97,%,Alta,2020,118 tomas,Comité,2024-05-02,
Pago a tiempo,86,%,Alta,2023,308 tomas,Comité,2024-05-02,
"""
CLAIM = "El pago a tiempo subió a 86 por ciento en 2023 [S1.001]."
ATTACH: dict[str, Any] = {**WHO, "points": ["D0001", "D0002"], "verdict": "contradicts", "reason": "la serie baja"}


@pytest.fixture
def place(storied: Place) -> Place:
    """With a draft of CH1 that nobody has begun a text of."""
    return storied


def write(place: Place, rows: str = FELL, name: str = "statistics.csv") -> Path:
    path = place.folder / name
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


def take(place: Place, rows: str = FELL) -> dict[str, Any]:
    return triangulation.import_points(place.work, study_id="hamlet", file=write(place, rows), by="vera")


def kept(place: Place, ids: tuple[str, ...] | None = None) -> list[data_points.Kept]:
    with place.store.read() as tx:
        return data_points.kept(tx, "hamlet", ids)


def blocking(place: Place) -> list[str]:
    with place.store.read() as tx:
        return [one.id for one in triangulation.blocking(tx, "hamlet", "CH1")]


def claimed(place: Place, **given: Any) -> Attachment:
    """A story with the claim in its first sentence, and the series beside it."""
    begun(place)
    take(place)
    first = text(place).blocks[0].id
    stories.edit_block(place.work, **WHO, based_on=1, block_id=first, language="es", text=CLAIM)
    return triangulation.attach(place.work, **{**ATTACH, "block": first, **given})


class TestPoints:
    def test_a_file_taken_in_twice_changes_nothing(self, place: Place) -> None:
        first = take(place)
        assert (first["added"], first["corrected"], first["unchanged"]) == (["D0001", "D0002"], {}, 0)
        again = take(place)
        assert (again["added"], again["corrected"], again["unchanged"]) == ([], {}, 2)
        assert [(one.point.id, one.by, one.file) for one in kept(place)] == [
            ("D0001", "vera", "statistics.csv"),
            ("D0002", "vera", "statistics.csv"),
        ]

    def test_words_in_other_languages_correct_nothing(self, place: Place) -> None:
        begun(place)
        take(place)
        made = triangulation.attach(place.work, **ATTACH)
        head = HEAD.strip() + ",indicador_en,idioma\n"
        rows = FELL.replace("2024-05-02,", "2024-05-02,,Payments on time,es")
        path = place.folder / "statistics.csv"
        path.write_text(head + rows, encoding="utf-8")
        again = triangulation.import_points(place.work, study_id="hamlet", file=path, by="vera")
        assert (again["named"], again["corrected"], again["unchanged"]) == (["D0001", "D0002"], {}, 0)
        (judged,) = triangulation.judged(place.work, "hamlet", "CH1")
        assert (judged.attachment.id, judged.corrected) == (made.id, ())
        (table,) = told_of(place.work, "hamlet", "CH1", "en").tables
        assert "Payments on time" in table.rows[0][2]
        assert take(place)["unchanged"] == 2  # a file without such columns takes no words away
        corrected = triangulation.correct_point(
            place.work, study_id="hamlet", by="vera", point_id="D0002", reason="typo", value=85, source="Otra"
        )
        assert dict(corrected.names) == {"indicator": {"en": "Payments on time"}}

    def test_another_value_corrects_and_what_was_stays_readable(self, place: Place) -> None:
        take(place)
        told = take(place, FELL.replace("2023,308 tomas", "2023,310 tomas"))
        assert (told["added"], told["corrected"], told["unchanged"]) == ([], {"D0002": "D0003"}, 1)
        assert [one.point.id for one in kept(place)] == ["D0001", "D0003"]
        [old] = kept(place, ("D0002",))
        assert (old.replaced_by, old.point.denominator) == ("D0003", "308 tomas")
        with place.store.read() as tx:
            [act] = act_logs.acts(tx, "hamlet", "story")
        assert (act.act, act.subject, act.by, act.body) == (
            "data_corrected",
            "D0002",
            "vera",
            {"by": "D0003", "file": "statistics.csv"},
        )

    def test_whole_or_nothing(self, place: Place) -> None:
        with pytest.raises(BadInput, match="row 3: a share without a denominator"):
            take(place, FELL.replace("308 tomas", ""))
        assert kept(place) == []
        with pytest.raises(NotFound):
            triangulation.import_points(place.work, study_id="nowhere", file=write(place), by="vera")
        with pytest.raises(BadInput, match="nobody is named"):
            triangulation.import_points(place.work, study_id="hamlet", file=write(place), by=" ")

    @ON_SQLITE
    @pytest.mark.parametrize("committed", [False, True])
    def test_killed_in_the_middle_it_is_done_again_and_nothing_twice(self, place: Place, committed: bool) -> None:
        path = write(place)
        with pytest.raises(Killed):
            triangulation.import_points(place.dying(at=1, committed=committed).work, study_id="hamlet", file=path, by="vera")
        assert [one.point.id for one in kept(place)] == (["D0001", "D0002"] if committed else [])
        take(place)
        assert [one.point.id for one in kept(place)] == ["D0001", "D0002"]

    def test_typed_corrected_and_taken_out(self, place: Place) -> None:
        typed: dict[str, Any] = {"indicator": " Casos  de\ndiarrea", "value": 40, "unit": "casos", "place": "Alta", "period": "2023", "denominator": "",
                                 "source": "Clínica", "retrieved": date(2024, 5, 2)}  # fmt: skip
        who: dict[str, Any] = {"study_id": "hamlet", "by": "vera"}
        made = triangulation.add_point(place.work, **who, **typed)
        assert (made.id, made.indicator) == ("D0001", "Casos de diarrea")
        with pytest.raises(Conflict, match="D0001 is the same point"):
            triangulation.add_point(place.work, **who, **{**typed, "value": 41})
        with pytest.raises(BadInput, match="is no period"):
            triangulation.add_point(place.work, **who, **{**typed, "period": "ayer"})
        with pytest.raises(BadInput, match="nothing of the point"):
            triangulation.correct_point(place.work, **who, point_id="D0001", reason="x", value=40)
        corrected = triangulation.correct_point(place.work, **who, point_id="D0001", reason="misread", value=42)
        assert (corrected.id, corrected.value, corrected.source) == ("D0002", 42, "Clínica")
        with pytest.raises(Conflict, match=r"D0001 was corrected \(use D0002\)"):
            triangulation.remove_point(place.work, **who, point_id="D0001", reason="wrong")
        triangulation.remove_point(place.work, **who, point_id="D0002", reason="of another town")
        assert triangulation.points(place.work, "hamlet") == ()
        with place.store.read() as tx:
            told = [(act.act, act.subject, act.reason) for act in act_logs.acts(tx, "hamlet", "story")]
        assert told == [("data_corrected", "D0001", "misread"), ("data_removed", "D0002", "of another town")]
        with pytest.raises(NotFound):
            triangulation.remove_point(place.work, **who, point_id="D9", reason="x")
        with pytest.raises(BadInput, match="no reason"):
            triangulation.remove_point(place.work, **who, point_id="D0002", reason=" ")

    def test_series(self, place: Place) -> None:
        take(place)
        [one] = triangulation.series(place.work, "hamlet")
        assert (one.denominators_change, [point.value for point in one.points]) == (True, [97, 86])


class TestTheStudyFile:
    def test_names_a_file_that_is_taken_in_with_it(self, place: Place) -> None:
        write(place)
        place.study["statistics"] = "statistics.csv"
        assert place.load()["statistics"]["added"] == ["D0001", "D0002"]
        assert place.load()["statistics"]["unchanged"] == 2
        assert {(one.by, one.file) for one in kept(place)} == {("study file", "statistics.csv")}

    def test_and_is_refused_whole_when_the_file_is_bad(self, place: Place) -> None:
        place.study |= {"statistics": "statistics.csv", "name": {"es": "Otra"}}
        with pytest.raises(BadInput, match=r"statistics\.csv"):
            place.load()
        write(place, FELL.replace("97", "97 %"))
        with pytest.raises(BadInput, match="row 2: value"):
            place.load()
        with place.store.read() as tx:
            assert studies.study(tx, "hamlet").name["es"] == "La aldea"
        place.study["statistics"] = "../statistics.csv"
        with pytest.raises(BadInput, match="must lie in the folder"):
            place.load()


class TestAContradiction:
    def test_is_found_by_the_check_judged_by_a_person_and_stops_the_signing_until_it_is_answered(self, place: Place) -> None:
        made = claimed(place)
        assert (made.id, made.claim, made.text_number, made.language) == ("A1", CLAIM, 2, "es")
        [one] = triangulation.judged(place.work, "hamlet", "CH1")
        assert [finding.kind for finding in one.findings if finding.speaks == "against"] == ["direction_differs"]
        assert not one.reworded
        assert blocking(place) == ["A1"]
        stories.assign(place.work, **WHO, role="editor", person="ana")
        sign: dict[str, Any] = {
            "study_id": "hamlet",
            "change_id": "CH1",
            "by": "ana",
            "role": "editor",
            "checked": ["facts"],
            "version": 2,
        }
        with pytest.raises(Conflict, match="A1"):
            stories.sign(place.work, **sign)
        answered = triangulation.answer(place.work, **WHO, attachment_id="A1", answer="se dirá que bajó")
        assert (answered.answered_by, answered.blocks_signing) == ("vera", False)
        assert blocking(place) == []
        assert "contradiction" not in {one.kind for one in stories.current(place.work, "hamlet", "CH1").obstacles}
        with pytest.raises(Conflict, match="was answered by vera"):
            triangulation.answer(place.work, **WHO, attachment_id="A1", answer="otra")

    def test_the_claim_stays_as_it_stood_and_it_is_said_when_the_text_moves_on(self, place: Place) -> None:
        made = claimed(place)
        stories.edit_block(place.work, **WHO, based_on=2, block_id=made.block, language="es", text="El pago bajó [S1.001].")
        [one] = triangulation.judged(place.work, "hamlet")
        assert (one.attachment.claim, one.reworded) == (CLAIM, True)
        take(place, FELL.replace("2023,308 tomas", "2023,310 tomas"))
        [one] = triangulation.judged(place.work, "hamlet")
        assert one.corrected == ("D0002",)
        assert [point.denominator for point in one.points] == ["118 tomas", "308 tomas"]
        assert not [finding for finding in one.findings if finding.kind == "sources_disagree"]
        assert blocking(place) == ["A1"]

    @ON_SQLITE
    def test_the_same_twice_is_refused_and_withdrawn_it_may_be_judged_anew(self, place: Place) -> None:
        made = claimed(place)
        with pytest.raises(Conflict, match="A1 has the same data"):
            triangulation.attach(place.work, **{**ATTACH, "block": made.block, "points": ["D0002", "D0001"]})
        triangulation.withdraw_attachment(place.work, **WHO, attachment_id="A1", reason="otra serie")
        assert triangulation.attach(place.work, **{**ATTACH, "block": made.block, "verdict": "context"}).id == "A2"
        assert [one.id for one in triangulation.attachments(place.work, "hamlet", "CH1")] == ["A2"]
        assert [one.id for one in triangulation.attachments(place.work, "hamlet", "CH1", everything=True)] == ["A1", "A2"]
        assert blocking(place) == []
        with pytest.raises(Conflict, match="withdrawn before"):
            triangulation.withdraw_attachment(place.work, **WHO, attachment_id="A1", reason="otra serie")

    @ON_SQLITE
    def test_what_cannot_be_attached(self, place: Place) -> None:
        begun(place)
        take(place)
        gap = next(block for block in text(place).blocks if block.kind == "gap")
        for wrong, error, told in (
            ({"verdict": "proves"}, BadInput, "is no verdict"),
            ({"points": []}, BadInput, "no data point"),
            ({"points": ["D9"]}, NotFound, "D9"),
            ({"reason": " "}, BadInput, "no reason"),
            ({"by": ""}, BadInput, "nobody"),
            ({"block": "b999"}, NotFound, "b999"),
            ({"block": gap.id}, BadInput, "makes no claim"),
            ({"change_id": "CH9"}, NotFound, "CH9"),
        ):
            with pytest.raises(error, match=told):
                triangulation.attach(place.work, **{**ATTACH, **wrong})
        with pytest.raises(BadInput, match="answer is empty"):
            triangulation.answer(place.work, **WHO, attachment_id="A1", answer=" ")
        with pytest.raises(NotFound, match="no attachment"):
            triangulation.answer(place.work, **WHO, attachment_id="A1", answer="x")

    @ON_SQLITE
    def test_beside_a_statement_and_a_quote_before_and_after_there_is_a_text(self, place: Place) -> None:
        take(place)
        made = triangulation.attach(place.work, **ATTACH)
        assert (made.block, made.claim, made.text_number) == ("", "Se leen las cuentas.", 0)
        begun(place)
        quote = quote_with(text(place), "leen las cuentas 💧")
        assert quote.quote is not None
        made = triangulation.attach(place.work, **{**ATTACH, "block": quote.id})
        assert made.claim.endswith(f"[{quote.quote.segment_id}]")
        assert "💧" in made.claim
        lines = triangulation.claims(place.work, "hamlet", "CH1")
        assert (lines[0].block, lines[0].checkable) == ("", False)
        assert quote.id in [line.block for line in lines]

    def test_two_people_at_the_same_moment_lose_nothing(self, place: Place) -> None:
        take(place)
        done: list[str] = []

        def attach(point: str) -> None:
            work = Work(place.settings, Store(place.settings.database_url))
            done.append(triangulation.attach(work, **{**ATTACH, "points": [point]}).id)
            work.store.close()

        both = [threading.Thread(target=attach, args=(point,)) for point in ("D0001", "D0002")]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert sorted(done) == ["A1", "A2"]
        assert sorted(blocking(place)) == ["A1", "A2"]


class TestWhatPeopleSaid:
    @ON_SQLITE
    def test_names_are_masked_when_they_are_written_and_when_they_are_decided(self, place: Place) -> None:
        claimed(place, reason="lo dijo Xóchitl Barragán con Fulgencia")
        triangulation.answer(place.work, **WHO, attachment_id="A1", answer="Fulgencia lo aclaró")
        [one] = triangulation.attachments(place.work, "hamlet", "CH1")
        assert "Xóchitl" not in one.reason
        place.write(S2="ENTREVISTADORA: ¿Quién?\n\nDoña Lencha: Fulgencia, con mi comadre.\n")
        place.take_in("S2")
        find_identities(place.work, study_id="hamlet", finder=Listed({"Fulgencia": IdentityKind.PERSON}))
        assert not {table for table, _, _ in found_in_tables(place.store, ["Fulgencia"])} & {"act", "data_point"}

    def test_who_withdraws_leaves_no_words_and_the_contradiction_stays_answered(self, place: Place) -> None:
        begun(place)
        take(place)
        quote = quote_with(text(place), "alcatraz")
        triangulation.attach(
            place.work, **{**ATTACH, "block": quote.id, "reason": "dice que el alcatraz morado floreció junto al pozo"}
        )
        triangulation.answer(place.work, **WHO, attachment_id="A1", answer="el alcatraz, aclarado")
        triangulation.attach(place.work, **{**ATTACH, "reason": "sin alcatr4z"})
        withdraw(place.work, study_id="hamlet", respondent_id="R4", by="vera")
        assert not {table for table, _, _ in found_in_tables(place.store, SAID_BY_R4)} & {"act", "story_text"}
        first, second = triangulation.attachments(place.work, "hamlet", "CH1")
        assert (first.claim, first.reason, first.answer, first.points) == ("", "", "[…]", ("D0001", "D0002"))
        assert second.reason == "sin alcatr4z"
        assert blocking(place) == ["A2"]
        assert triangulation.judged(place.work, "hamlet")[0].findings == ()

    @ON_SQLITE
    def test_whose_consent_has_ended_is_not_shown_before_they_are_taken_out(self, place: Place) -> None:
        begun(place)
        take(place)
        quote = quote_with(text(place), "alcatraz")
        triangulation.attach(place.work, **{**ATTACH, "block": quote.id})
        place.roster[3] = "R4,G1,P2,no,yes,oral,Eulalio Zamarripa"
        place.load()
        [one] = triangulation.attachments(place.work, "hamlet", "CH1")
        assert (one.claim, one.reason, one.blocks_signing) == ("", "", True)
        assert triangulation.judged(place.work, "hamlet")[0].findings == ()
        assert quote.id not in [line.block for line in triangulation.claims(place.work, "hamlet", "CH1")]


def test_the_table_of_a_report(place: Place) -> None:
    claimed(place)
    for language in ("es", "en"):
        table = triangulation.triangulation_table(place.work, "hamlet", language)
        assert table.language == language
        [row] = table.rows
        assert (row[0], row[1]) == ("CH1 Cuentas abiertas", CLAIM if language == "es" else f"{CLAIM} (es)")
        assert "118 tomas" in row[2]
    assert triangulation.triangulation_table(place.work, "hamlet", "es", "CH2").rows == ()


def test_the_sample_has_data_that_agrees_and_data_that_contradicts() -> None:
    """What people remember as a rise is a fall in the sample's own series; the budget agrees."""
    found = read_points(SAMPLE / "statistics.csv")
    points = [point.__class__(**{**point.__dict__, "id": f"D{number}"}) for number, point in enumerate(found)]
    paid = [point for point in points if point.indicator.startswith("Recibos")]
    said = "Desde 2020 las familias con medidor pagan mejor: el pago a tiempo subió a 86 por ciento en 2023."
    against = [one.kind for one in check_claim(said, "es", paid, points) if one.speaks == "against"]
    assert against == ["direction_differs"]
    english = "Payments on time rose to 86 percent in 2023."
    assert [one.kind for one in check_claim(english, "en", paid, points) if one.speaks == "against"] == ["direction_differs"]
    budget = [point for point in points if point.indicator.startswith("Partida")]
    told = check_claim("La partida pasó de 260 mil pesos en 2022 a 410 mil pesos en 2023.", "es", budget, points)
    assert [(one.kind, one.speaks) for one in told] == [("agrees", "for"), ("agrees", "for")]


class TestTheGapThatAsksForData:
    """A draft says that nobody has looked up data; what is put beside the story answers it."""

    def gap(self, place: Place) -> str:
        return next(block.id for block in text(place).blocks if block.source.endswith("gap:secondary"))

    def asked(self, place: Place) -> bool:
        state = stories.current(place.work, "hamlet", "CH1")
        stops = self.gap(place) in [one.id for one in state.obstacles]
        printed = "secundari" in " ".join(row.text for row in stories.sections(place.work, "hamlet", language="es"))
        told = "secundari" in " ".join(
            block.text["es"] for block in told_of(place.work, "hamlet", "CH1", "es").text.blocks if block.text
        )
        assert stops == printed == told == (self.gap(place) not in state.settled)
        return stops

    def test_is_answered_as_long_as_they_stand_there(self, place: Place) -> None:
        begun(place)
        assert self.asked(place)
        made = triangulation.attach(place.work, **{**ATTACH, "points": [take(place)["added"][0]], "verdict": "cannot_tell"})
        assert stories.current(place.work, "hamlet", "CH1").settled == {self.gap(place): (made.id,)}
        assert not self.asked(place)
        triangulation.withdraw_attachment(place.work, **WHO, attachment_id=made.id, reason="no era eso")
        assert self.asked(place)

    def test_what_a_person_wrote_there_is_still_asked_for(self, place: Place) -> None:
        begun(place)
        where = self.gap(place)
        stories.edit_block(place.work, **WHO, based_on=1, block_id=where, language="es", text="Faltan datos de los secundarios.")
        take(place)
        triangulation.attach(place.work, **ATTACH)
        assert self.asked(place)  # a person asks for something else
        redraft(place)
        assert (
            stories.proposal(place.work, "hamlet", "CH1") is None
        )  # a draft is about what was said: figures change nothing in it
        assert self.asked(place)

    def test_a_story_that_is_begun_after_it_does_not_ask(self, place: Place) -> None:
        take(place)
        triangulation.attach(place.work, **ATTACH)
        redraft(place)
        begun(place)
        assert not self.asked(place)
