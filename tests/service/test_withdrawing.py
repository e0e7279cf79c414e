"""Somebody takes their consent back: nothing of what they said is left anywhere, and everybody else's work is."""

import sqlite3
from contextlib import closing
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from annotations.codings import Reason
from annotations.errors import BadInput, NotFound, VaultLocked
from annotations.label_studio.tasks import WorkItem
from annotations.label_studio.tasks import task as task_of
from annotations.pseudonyms.records import IdentityKind
from models.batches import make_batch
from models.embeddings import CachedEncoder, Progress
from service.storage import choices, corpus, identity, machines, outdated, people, results, review, studies, vault, withdrawals
from service.storage.tables import SuggestedRow
from service.workflows.applying import Place as Project
from service.workflows.applying import apply_tasks
from service.workflows.assessing import assess_study
from service.workflows.identifying import find_identities, listed
from service.workflows.machines import embedding_cache
from service.workflows.suggesting import segments_waiting
from service.workflows.withdrawing import withdraw
from service.workflows.work import Outcome
from tests.service.hamlet import G1, SAID_BY_R4, Killed, Listed, Place, found_in_files, found_in_tables, item_of

ON_SQLITE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)  # what is tested is above the database
ENGLISH = G1.replace("El alcatraz morado floreció junto al pozo. Eso lo digo yo.", "The purple alcatraz bloomed. I say so.")


@pytest.fixture
def group(place: Place) -> Place:
    """Everything that can have been made of what R4 said in the focus group."""
    place.write(**{"G1.en.txt": ENGLISH})
    place.take_in()
    place.suggest()
    place.code("G1.001", "dust", task=11, span="barre")
    place.code("G1.002", task=12, span="alcatraz morado")
    place.send_out("G1.003", 13)
    place.code("G1.005", task=15)
    folder = place.settings.folder("stories", "hamlet")
    with place.store.begin() as tx:
        for change, segment_id, words in (("CH1", "G1.004", "la jirafa azul"), ("CH2", "G1.001", "Se barre")):
            body = {"sections": [{"quotes": [{"segment_id": segment_id, "text": words}]}]}
            results.save_story(tx, "hamlet", change, body)
            (folder / f"{change}-v1.es.md").write_text(f"«{words}»")
            (folder / f"{change}-v1.es.docx").write_bytes(words.encode())
        segments = corpus.segments(tx, "hamlet")
    make_batch(segments, CachedEncoder(Numbers(), embedding_cache(place.settings)))
    return place


class Numbers:
    """An encoder that counts letters."""

    id, width = "numbers", 4

    def encode(self, texts: Any, *, progress: Progress | None = None) -> NDArray[np.float32]:
        return np.array([[len(text), 1, 2, 3] for text in texts], dtype=np.float32).reshape(-1, 4)


def test_a_whole_session_goes_whose_segments_were_drawn_and_queued(place: Place) -> None:
    place.take_in()
    ids = list(place.segments("S2"))
    with place.store.begin() as tx:
        choices.record_draws(tx, "hamlet", {id_: choices.Draw(0.1, 0.2, True) for id_ in ids})
        choices.enqueue(tx, "hamlet", "m1", [choices.Queued(id_, n, "random", ()) for n, id_ in enumerate(ids)])
    leaves(place, "R2")
    assert place.segments("S2") == {}
    with place.store.read() as tx:
        assert choices.draws(tx, "hamlet") == {}


def cached(place: Place) -> int:
    with closing(sqlite3.connect(embedding_cache(place.settings))) as database:
        return int(database.execute("SELECT count(*) FROM places").fetchone()[0])


def leaves(place: Place, respondent: str = "R4", **given: str) -> Outcome:
    return withdraw(place.work, study_id="", respondent_id=respondent, by="Marta", **given)


def nothing_is_left(place: Place) -> None:
    assert found_in_tables(place.store, SAID_BY_R4) == set()
    assert found_in_files(place.settings.home, SAID_BY_R4) == set()
    with place.store.begin() as tx:
        box = vault.open_vault(place.settings, tx)
        for scope in ("original", "translation", "entity", "personal", "label", "story"):
            for id_, value in box.all(tx, "hamlet", scope):
                assert not any(word in str(value) for word in SAID_BY_R4), (scope, id_)
        assert "R4" not in {one.owner for one in people.register(tx, box, "hamlet").personal}
    place.check_offsets()


class TestFocusGroup:
    def test_nothing_of_what_was_said_is_left_anywhere(self, group: Place) -> None:
        leaves(group)
        nothing_is_left(group)

    def test_the_others_keep_everything(self, group: Place) -> None:
        before = group.segments("G1")
        outcome = leaves(group)
        assert group.segments("G1") == {id_: before[id_] for id_ in ("G1.001", "G1.003", "G1.005")}
        assert {c for c in group.codings() if c[0].startswith("G1")} == {("G1.001", "dust"), ("G1.005", "accounts")}
        with group.store.read() as tx:
            spans = {item.segment_id: body["spans"] for item, body in review.notes(tx, "hamlet")}
            items = {item.segment_id: (item.state, item.task_id) for item in review.work_items(tx, "hamlet")}
            waiting = {row.task_id for row in outdated.removals(tx, "hamlet")}
            again = machines.not_suggested(tx, "hamlet", "m1")
        assert spans["G1.001"][0]["text"] == "barre"
        assert items == {"G1.001": ("reviewed", None), "G1.003": ("pending", None), "G1.005": ("reviewed", None)}
        assert waiting == {11, 12, 13, 15}  # the others' tasks showed the words as what came before or after
        assert outcome["tasks_waiting"] == 4
        assert again == []  # what they said themselves is as it was
        removed = outcome["removed"]
        assert (removed["segment"], removed["coding"], removed["segment_note"], removed["story"]) == (2, 1, 1, 1)

    def test_reasons_of_others_quote_nothing_and_name_no_segment_that_is_gone(self, group: Place) -> None:
        leaves(group)
        with group.store.read() as tx:
            found = machines.suggestions(tx, "hamlet", model_version="m1")
        assert {"G1.002", "G1.004"}.isdisjoint(found)
        reasons: list[Reason] = [reason for some in found.values() for one in some for reason in one.reasons]
        assert {reason.similar for reason in reasons}.isdisjoint({"G1.002", "G1.004"})

    def test_drafts_and_their_files_go_and_others_stay(self, group: Place) -> None:
        assert leaves(group)["files"] == 2
        folder = group.settings.folder("stories", "hamlet")
        assert sorted(path.name for path in folder.iterdir()) == ["CH2-v1.es.docx", "CH2-v1.es.md"]
        with group.store.begin() as tx:
            assert [row.body for row in results.stories(tx, "hamlet", "CH1")] == [{}]
            assert results.save_story(tx, "hamlet", "CH1", {"new": 1})[0].version == 2  # the number stays taken

    def test_vectors_of_words_and_sentences_go(self, group: Place) -> None:
        before = cached(group)
        leaves(group)
        # two texts, the two sentences of the first, and their questions (encoded anew for the others)
        assert before - cached(group) == 6

    def test_the_record_says_who_and_how_much_and_no_words(self, group: Place) -> None:
        leaves(group, on="2024-03-09")
        leaves(group)
        with group.store.read() as tx:
            (row,) = withdrawals.withdrawals(tx, "hamlet")
            consent = {p.respondent_id: p.consent for p in studies.register(tx, "hamlet").participations}["R4"]
        assert (row.respondent_id, row.by, row.body["on"], row.body["sessions"]) == ("R4", "Marta", "2024-03-09", ["G1"])
        assert row.body["removed"]["segment"] == 2
        assert str(consent.withdrawn_on) == "2024-03-09"

    def test_done_twice_it_is_the_same(self, group: Place) -> None:
        leaves(group)
        shown, codings = group.shown("G1"), group.codings()
        assert leaves(group)["removed"]["segment"] == 0
        assert (group.shown("G1"), group.codings()) == (shown, codings)

    def test_importing_the_same_file_does_not_bring_it_back(self, group: Place) -> None:
        leaves(group)
        file = group.take_in()["files"]["G1.txt"]
        assert (file["state"], file["parts"][0]["kept"], file["parts"][0]["gone"]) == ("imported", 3, [])
        assert {c for c in group.codings() if c[0].startswith("G1")} == {("G1.001", "dust"), ("G1.005", "accounts")}
        nothing_is_left(group)

    @pytest.mark.parametrize("dropped", [False, True])
    def test_loading_the_register_again_does_not_undo_it(self, group: Place, dropped: bool) -> None:
        leaves(group)
        if dropped:  # the field team has taken the row out of its roster
            del group.roster[3]
        group.load()
        group.take_in("*")
        nothing_is_left(group)
        with group.store.read() as tx:
            assert {p.respondent_id for p in studies.register(tx, "hamlet").participants()} == {"R1", "R2", "R3", "R5"}

    def test_the_loop_goes_on(self, group: Place) -> None:
        leaves(group)
        assert set(assess_study(group.work, study_id="")["changes"]) == {"CH1", "CH2"}
        with group.store.begin() as tx:
            tx.execute(SuggestedRow.__table__.delete())  # type: ignore[attr-defined]
            assert {"G1.002", "G1.004"}.isdisjoint(segments_waiting(tx, "hamlet", "m1"))

    @pytest.mark.parametrize(("at", "committed"), [(1, False), (1, True), (2, False)])
    def test_killed_anywhere_and_done_again_it_is_done(self, group: Place, at: int, committed: bool) -> None:
        dying = group.dying(at=at, committed=committed)
        try:
            leaves(dying)
        except Killed:
            pass
        finally:
            dying.store.close()
        leaves(group)
        nothing_is_left(group)
        assert not (group.settings.home / "stories/hamlet/CH1-v1.es.md").exists()
        with group.store.read() as tx:
            assert len(withdrawals.withdrawals(tx, "hamlet")) == 1

    @ON_SQLITE
    def test_somebody_whose_label_is_nowhere_is_told_about(self, place: Place) -> None:
        place.roster[3] = place.roster[3].replace(",P2,", ",P8,")
        place.load()
        place.take_in()
        assert leaves(place)["not_heard"] == ["G1"]
        place.roster[3] = place.roster[3].replace(",P8,", ",P2,")
        place.load()
        assert leaves(place)["not_heard"] == []
        nothing_is_left(place)
        assert leaves(place)["not_heard"] == []

    @ON_SQLITE
    def test_what_a_look_for_names_had_found_in_other_turns_is_still_masked(self, place: Place) -> None:
        place.write(G1=G1.replace("Se barre cada domingo.", "Se barre, dice Lencha Zúñiga."))
        place.take_in()
        find_identities(place.work, study_id="", finder=Listed({"Lencha Zúñiga": IdentityKind.PERSON}))
        leaves(place)
        assert "Zúñiga" not in place.shown("G1")
        assert "[Persona" in place.shown("G1")
        place.check_offsets()


class TestInterview:
    def test_everything_goes(self, place: Place) -> None:
        place.take_in()
        place.suggest()
        place.code("S1.002", task=4, span="papel")
        find_identities(place.work, study_id="", finder=Listed({}))
        outcome = leaves(place, "R1")
        assert outcome["removed"]["segment"] == 3
        words = ["💧", "papel", "dineros", "Tlaxiaco", "Eulalio"]
        assert found_in_tables(place.store, words) == set()
        assert found_in_files(place.settings.home, words) == set()
        with place.store.begin() as tx:
            assert corpus.transcript_ids(tx, "hamlet") == ["G1", "S2"]
            box = vault.open_vault(place.settings, tx)
            sealed = str([list(box.all(tx, "hamlet", scope)) for scope in ("original", "entity", "personal")])
        assert "Tlaxiaco" not in sealed
        assert "Barragán" not in sealed  # only she said it
        assert "951 123 4567" not in sealed
        assert "Xóchitl" in sealed  # whom Doña Lencha names
        assert place.check_offsets() == 7

    def test_a_letter_is_not_given_to_somebody_else_afterwards(self, place: Place) -> None:
        place.take_in()
        leaves(place, "R1")
        with place.store.read() as tx:
            taken = {(row.kind, row.body["letter"]) for row in identity.rows(tx, "hamlet")}
        place.write(S3="ENTREVISTADORA: ¿Su teléfono?\n\nSEÑORA: Es el 951 765 4321.\n")
        place.sessions.append("S3,2024-02-09,individual,,,es,recording,,no")
        place.roster.append("R9,S3,SEÑORA,yes,yes,,")
        place.load()
        place.take_in()
        assert ("phone", "A") in taken
        assert "[Teléfono B]" in place.shown("S3")

    def test_the_same_file_is_refused_from_then_on(self, place: Place) -> None:
        place.take_in()
        leaves(place, "R1")
        file = place.take_in()["files"]["S1.txt"]
        assert (file["state"], "R1 did not agree" in file["why"]) == ("refused", True)
        place.load()
        assert place.take_in()["files"]["S1.txt"]["state"] == "refused"

    @ON_SQLITE
    def test_one_who_was_never_there_yet(self, place: Place) -> None:
        outcome = leaves(place, "R1")
        assert (outcome["sessions"], outcome["removed"], outcome["not_heard"]) == (["S1"], {}, [])
        assert place.take_in()["files"]["S1.txt"]["state"] == "refused"

    @ON_SQLITE
    def test_nobody_and_no_day(self, place: Place) -> None:
        with pytest.raises(NotFound, match="R77"):
            leaves(place, "R77")
        with pytest.raises(BadInput, match="year-month-day"):
            leaves(place, "R1", on="9/3/2024")

    @ON_SQLITE
    def test_without_the_key_nothing_is_done(self, place: Place) -> None:
        place.take_in()
        key = place.settings.vault_key_file
        key.rename(key.with_suffix(".away"))
        with pytest.raises(VaultLocked):
            leaves(place, "R1")
        assert len(place.segments("S1")) == 3

    @ON_SQLITE
    def test_the_names_are_not_listed_any_more(self, place: Place) -> None:
        place.take_in()
        assert "951" in "\n".join(listed(place.work, study_id="", names=True))
        leaves(place, "R1")
        assert "951" not in "\n".join(listed(place.work, study_id="", names=True))


@ON_SQLITE
class TestLabelStudio:
    """What comes from Label Studio after words are gone."""

    def apply(self, place: Place, segment_id: str, task_id: int, text: str, answers: int = 0) -> set[int]:
        """A task as Label Studio tells it; the tasks that wait for their removal afterwards."""
        with place.store.begin() as tx:
            study, frame = studies.study(tx, "hamlet"), studies.frame(tx, "hamlet")
            live = corpus.segments(tx, "hamlet", ids=[segment_id])
            item = WorkItem("hamlet", segment_id, "ines", 1)
            some = live or corpus.segments(tx, "hamlet")[:1]
            data = task_of(item, some[0], [], study, frame, language="es", prio_key=1, batch="b")["data"]
            answer = {"id": 90, "updated_at": "2024-01-01T00:00:00.0Z", "result": [], "completed_by": 1}
            told = {"id": task_id, "data": {**data, "text": text}, "annotations": [answer] * answers}
            (project,) = review.projects(tx, "hamlet")
            outcome: Outcome = {"changed": 0, "withdrawn": 0, "problems": []}
            apply_tasks(tx, Project(study, frame, project, {}), [told], outcome)
            tx.flush()
            return {row.task_id for row in outdated.removals(tx, "hamlet")}

    def test_a_task_that_a_dead_send_left_is_removed_when_its_words_are_gone(self, place: Place) -> None:
        place.take_in()
        place.send_out("G1.001", 13)
        place.send_out("G1.002", 0)
        leaves(place)
        assert 99 in self.apply(place, "G1.002", 99, "El alcatraz")
        assert {row.segment_id for row in self.items(place)} == {"G1.001"}

    def test_a_task_that_a_dead_send_left_is_removed_when_it_shows_other_words(self, place: Place) -> None:
        place.take_in()
        place.send_out("G1.003", 0)
        assert self.apply(place, "G1.003", 98, "Yo no vi ningún cambio, dice Eulalio.") == {98}

    def test_one_that_shows_what_holds_is_taken_over(self, place: Place) -> None:
        place.take_in()
        place.send_out("G1.003", 0)
        assert self.apply(place, "G1.003", 97, place.segments()["G1.003"]) == set()
        (item,) = self.items(place)
        assert item.task_id == 97

    def test_what_was_answered_to_a_task_that_leaves_is_collected_first(self, place: Place) -> None:
        place.take_in()
        place.send_out("G1.003", 13)
        leaves(place)
        assert self.apply(place, "G1.003", 13, place.segments()["G1.003"], answers=1) >= {13}
        (item,) = self.items(place)
        assert item.state == "reviewed"

    def items(self, place: Place) -> list[Any]:
        with place.store.read() as tx:
            return list(review.work_items(tx, "hamlet"))


def test_an_item_without_a_project_has_no_task_to_remove(place: Place) -> None:
    place.take_in()
    with place.store.begin() as tx:
        review.add_work_items(tx, [item_of("S1.001", state="pending", task=0)])
    assert leaves(place, "R1")["removed"]["work_item"] == 1
