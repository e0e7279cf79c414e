"""What happens between the pieces: a story, its form, the ballots on it and its documents, when something else changes meanwhile."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from annotations.errors import NotFound
from annotations.stories.records import Block, StoryText, TextSection
from annotations.validation.records import Answer
from annotations.validation.verification import Said
from models.embeddings.cache import CachedEncoder
from models.embeddings.protocol import Progress
from service.settings import Settings
from service.storage import act_logs, corpus, stories, studies
from service.storage.transactions import Store
from service.workflows import changes, ranking, rephrasing, triangulation, validation
from service.workflows import stories as texts
from service.workflows.documents import story_of
from service.workflows.machines import embedding_cache
from service.workflows.reports import write_report
from service.workflows.withdrawing import withdraw
from tests.service.asking import Asked, put_in
from tests.service.hamlet import SAID_BY_R4, Place, found_in_tables
from tests.service.records import segments_of, transcript
from tests.service.storied import WHO, begun

ON_SQLITE = pytest.mark.parametrize("storied", ["sqlite"], indirect=True)  # what is tested is above the database


@pytest.fixture
def asked(settings: Settings, store: Store) -> Asked:
    """The study of ``asking``, on each database."""
    return put_in(settings, store)


def told(asked: Asked, *blocks: Block, change_id: str = "CH1") -> None:
    """A story that says this."""
    section = TextSection("what", {"en": "What"}, blocks)
    text = StoryText(change_id, "change", {}, {}, 1, {}, (), (section,), 1)
    with asked.work.store.begin() as tx:
        stories.add(tx, "asked", 1, "vera", "", text)


def says(id_: str, words: str) -> Block:
    return Block(id_, "sentence", {"es": words}, origin="person")


def withdrawn_in_roster(work: Any, study_id: str, *people: str) -> None:
    """The consent has ended, and nobody has taken the words out yet."""
    with work.store.begin() as tx:
        register = studies.register(tx, study_id)
        for one in people:
            register = register.with_withdrawal(one, date(2024, 6, 1))
        studies.save_register(tx, study_id, register)


class Numbers:
    """An encoder that knows how long texts are."""

    id, width = "numbers", 2

    def encode(self, texts: Any, *, progress: Progress | None = None) -> NDArray[np.float32]:
        return np.array([[len(one), 1] for one in texts], dtype=np.float32)


class TestWithdrawal:
    def test_a_sentence_that_cites_the_session_leaves_the_form(self, asked: Asked) -> None:
        told(asked, says("b1", "Lo contó la jirafa [S01]."), says("b2", "Luego lo leyeron [S02.001]."))
        asked.form()
        withdraw(asked.work, study_id="asked", respondent_id="R01", by="vera")
        made = validation.form(asked.work, "asked", "committees-1")
        assert dict(made.wordings[0].summary) == {"es": "Luego lo leyeron."}
        assert found_in_tables(asked.work.store, ["jirafa"]) == set()

    def test_what_quotes_them_leaves_forms_ballots_of_others_and_verifications(self, asked: Asked) -> None:
        said = "Aquella mañana junto al pozo vimos la jirafa azul."
        told(asked, says("b1", f"Dicen: {said}"), says("b2", "Luego lo leyeron [S02.001]."))
        self.says_instead(asked, said)
        asked.form()
        others = asked.add("R02")
        given = [Answer("CH1", "B", f"falta: {said}", 1, f"porque {said}"), Answer("CH2", "A", "bien", 2, "sirve")]
        asked.do("enter", form_id="committees-1", validators=[others], mode="paper", language="es", answers=given, reason=said)
        asked.do("contact", validator_id=others, what="reminded", reason=said)
        asked.do("verify", change_id="CH1", verifier="doctor", independence="came later", answers=[Said("change", "full", said)])
        asked.do("cannot_validate", change_id="CH2", reason=said)
        withdraw(asked.work, study_id="asked", respondent_id="R01", by="vera")
        assert found_in_tables(asked.work.store, ["jirafa"]) == set()
        (ballot,) = [one.ballot for one in asked.kept()]
        assert ballot.answers == (Answer("CH1", "B", "", 1, ""), Answer("CH2", "A", "bien", 2, "sirve"))
        assert asked.sent() == [ballot.id]
        (done,) = [one for one in validation.verifications_of(asked.work, "asked") if one.change_id == "CH1"]
        assert done.verified[0].answers[0].agreement == "full"

    def says_instead(self, asked: Asked, words: str) -> None:
        with asked.work.store.begin() as tx:
            made = transcript("S01", words, source_hash="S01-2")
            corpus.save_transcript(tx, "asked", made, segments_of(made), replace=True)

    def test_the_vectors_of_their_reasons_go(self, asked: Asked) -> None:
        asked.form()
        given = [Answer("CH1", "A", "", 1, "por la jirafa"), Answer("CH2", "A", "", 2, "")]
        asked.do("enter", form_id="committees-1", validators=[asked.add()], mode="paper", language="es", answers=given)
        cached = CachedEncoder(Numbers(), embedding_cache(asked.work.settings))
        cached.encode(["por la jirafa", "otra cosa"])
        withdraw(asked.work, study_id="asked", respondent_id="R01", by="vera")
        assert cached.known(["por la jirafa", "otra cosa"])[1].tolist() == [False, True]

    def test_before_their_words_are_out_no_form_shows_them(self, asked: Asked) -> None:
        told(asked, says("b1", "Lo pidió la jirafa [S01.001]."), says("b2", "Luego lo leyeron [S02.001]."), change_id="CH2")
        asked.form()
        token = asked.link(asked.add("R02"))
        withdrawn_in_roster(asked.work, "asked", "R01")
        opened = validation.look_up(asked.work, token).form
        assert opened is not None
        for form in (opened, validation.form(asked.work, "asked", "committees-1"), *validation.forms_of(asked.work, "asked")):
            assert dict(form.wordings[1].summary) == {"es": "Luego lo leyeron."}
        again = asked.form()  # CH1 is not saturated any more
        assert [(one.change_id, dict(one.summary)) for one in again.wordings] == [("CH2", {"es": "Luego lo leyeron."})]
        assert found_in_tables(asked.work.store, ["jirafa"]) == {("act", "body", "jirafa"), ("story_text", "body", "jirafa")}
        withdraw(asked.work, study_id="asked", respondent_id="R01", by="vera")
        assert found_in_tables(asked.work.store, ["jirafa"]) == set()

    @ON_SQLITE
    def test_while_a_model_words_their_sentence_anew_nothing_of_it_is_kept(self, storied: Place) -> None:
        begun(storied)

        class Model:
            name = "slow"
            left = False

            def rephrase(self, sentence: str, language: str) -> str:
                if not self.left:
                    self.left = True
                    for one in ("R1", "R2", "R3", "R4", "R5"):
                        withdraw(storied.work, study_id="hamlet", respondent_id=one, by="vera")
                return sentence.replace(" this ", " that ")

        outcome = rephrasing.rephrase_story(storied.work, **WHO, language="en", rephraser=Model())
        assert outcome["proposed"] == 0
        with storied.store.read() as tx:
            log = [act for act in act_logs.acts(tx, "hamlet", "story", "CH1") if act.act == "rephrased"]
        assert {act.body["text"] for act in log} <= {""}

    @ON_SQLITE
    def test_before_their_words_are_out_no_document_of_a_draft_shows_them(self, storied: Place, tmp_path: Path) -> None:
        withdrawn_in_roster(storied.work, "hamlet", "R4")
        said = story_of(storied.work, "hamlet", "CH1", "es")
        assert not [word for word in SAID_BY_R4 if word in repr(said)]

    @ON_SQLITE
    def test_before_their_words_are_out_no_claim_beside_data_shows_them(self, storied: Place) -> None:
        text = begun(storied).text
        block = next(b for b in text.blocks if b.quote and "alcatraz" in b.quote.text)
        sheet = storied.folder / "statistics.csv"
        head = "indicador,valor,unidad,lugar,periodo,denominador,fuente,consultado,salvedad\n"
        sheet.write_text(head + "Pago,97,%,Alta,2020,118 tomas,Comité,2024-05-02,\n", encoding="utf-8")
        triangulation.import_points(storied.work, study_id="hamlet", file=sheet, by="vera")
        triangulation.attach(storied.work, **WHO, points=["D0001"], block=block.id, verdict="context", reason="alcatraz")
        withdrawn_in_roster(storied.work, "hamlet", "R4")
        assert "alcatraz" not in repr(texts.current(storied.work, "hamlet", "CH1"))


class TestTheRegisterChangesMeanwhile:
    def test_a_change_that_is_dropped_or_merged_leaves_the_ranking(self, asked: Asked) -> None:
        asked.form()
        for one in ("R02", "R03"):
            asked.enter(asked.add(one), votes="A:2 A:1")
        changes.merge(asked.work, study_id="asked", by="vera", change_id="CH2", into="CH1", reason="the same")
        assert dict(ranking.results(asked.work, "asked")[1][0].left_out) == {"CH2": "→ CH1. the same"}
        changes.reopen(asked.work, study_id="asked", by="vera", change_id="CH2", reason="not the same")
        assert ranking.results(asked.work, "asked")[1][0].left_out == ()
        changes.drop(asked.work, study_id="asked", by="vera", change_id="CH2", reason="never happened")
        (result,) = ranking.results(asked.work, "asked")[1]
        assert dict(result.left_out).keys() == {"CH2"}
        assert [one.change_id for one in result.all.standings] == ["CH1"]
        assert "never happened" in repr(ranking.result_tables(asked.work, "asked", "es"))
        assert [row[-1] for row in validation.votes_table(asked.work, "asked", "en").rows] == [
            "in it", "out: no longer in the register",
        ]  # fmt: skip

    def test_who_answers_again_alone_counts_once(self, asked: Asked) -> None:
        """The form is worded anew after several answered together, and one of them answers the new one."""
        asked.form()
        both = [asked.add("R01"), asked.add("R02")]
        asked.enter(*both, mode="workshop", people=3)
        changes.restate(asked.work, study_id="asked", by="vera", change_id="CH1", title={}, statement={"es": "Más."}, reason="so")
        asked.form()
        asked.enter(both[0], form_id="committees-2")
        (result,) = ranking.results(asked.work, "asked")[1]
        assert (result.all.ballots, result.all.people) == (2, 3)


def test_what_no_database_takes_is_nobody_s_id(asked: Asked) -> None:
    with pytest.raises(NotFound, match="no ballot"):
        asked.do("void", ballot_id="B\0", reason="so")
    with pytest.raises(NotFound, match="no data point"):
        triangulation.attach(
            asked.work, study_id="asked", change_id="CH1", by="vera", points=["D\0"], verdict="context", reason="so"
        )
    assert triangulation.judged(asked.work, "asked", "C\0") == ()
    assert {validation.look_up(asked.work, token).state for token in ("\0", "\ud800")} == {"unknown"}


@pytest.mark.parametrize("languages", [("nah",), ("nah", "es", "en")])
def test_a_study_in_other_languages_without_groups_criteria_or_ballots(
    asked: Asked, languages: tuple[str, ...], tmp_path: Path
) -> None:
    with asked.work.store.begin() as tx:
        study = studies.study(tx, "asked")
        bare = replace(study, languages=languages, categories=(), criteria=(), occasions=(), domains=study.domains[:1])
        studies.save_study(tx, bare)
    assert asked.do("draw", domain="committees", size=1)[0].validators == ("V001",)
    for kinds in (["md", "json"], ["html"]):
        write_report(asked.work, study_id="asked", kinds=kinds, folder=tmp_path)
    assert {path.name.split(".")[1] for path in tmp_path.glob("*.md")} == set(languages)
