"""Storage, on SQLite and on PostgreSQL: what goes in comes out, once, and in time order where time matters."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from annotations.codings import Coding, Reason, Suggestion
from annotations.errors import Conflict, NotFound
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from service.settings import Settings
from service.storage import access, corpus, machines, results, review, studies
from service.storage.review import LogEntry
from service.storage.tables import Row
from service.storage.transactions import Store, migrate
from tests.service.records import FRAME, STUDY, segments_of, transcript

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def study(store: Store) -> Store:
    with store.begin() as tx:
        studies.save_study(tx, STUDY)
        studies.save_frame(tx, "water", FRAME)
        for session_id in ("S1", "S2"):
            studies.add_session(tx, "water", Session(session_id))
            made = transcript(session_id, "Leen las cuentas 💧.", "Pusieron medidores.")
            corpus.save_transcript(tx, "water", made, segments_of(made))
    return store


def item(segment_id: str, coder_id: str = "ana", state: str = "pending") -> dict[str, object]:
    return {
        "study_id": "water", "id": f"r1/{segment_id}/{coder_id}", "segment_id": segment_id, "coder_id": coder_id, "round": 1,
        "batch": "b1", "state": state, "model_version": "m1", "task_id": None,
    }  # fmt: skip


def coding(target: str, at: datetime = NOON) -> Coding:
    return Coding("S1.001", "ana", "code", target, 1, 1, at)


class TestSchema:
    def test_migrations_make_exactly_the_tables(self, store: Store) -> None:
        found = inspect(store.engine)
        for table in Row.metadata.sorted_tables:
            assert {c["name"] for c in found.get_columns(table.name)} == {c.name for c in table.columns}

    def test_migrating_twice_changes_nothing(self, study: Store) -> None:
        migrate(study.url)
        with study.read() as tx:
            assert studies.study(tx, "water") == STUDY


class TestStudies:
    def test_study_and_frame_come_back_as_they_were(self, study: Store) -> None:
        with study.read() as tx:
            assert studies.study(tx, "") == STUDY
            assert studies.frame(tx, "water") == FRAME

    def test_a_frame_version_never_changes(self, study: Store) -> None:
        with study.begin() as tx:
            assert studies.save_frame(tx, "water", FRAME) is False
        changed = type(FRAME)(1, FRAME.families[:1])
        with pytest.raises(Conflict, match="version: 2"), study.begin() as tx:
            studies.save_frame(tx, "water", changed)

    def test_unknown_study(self, store: Store) -> None:
        with pytest.raises(NotFound, match="none is loaded"), store.read() as tx:
            studies.study(tx, "")

    def test_register_is_replaced_whole_and_keeps_sessions_with_text(self, study: Store) -> None:
        register = Register(
            (Session("S1", NOON.date(), "individual"),),
            (Respondent("R1", category="treasurer"),),
            (Participation("S1", "R1", "A", Consent(True, True)),),
        )
        with study.begin() as tx:
            studies.save_register(tx, "water", register)
            studies.save_register(tx, "water", register)
        with study.read() as tx:
            found = studies.register(tx, "water")
        assert [s.id for s in found.sessions] == ["S1", "S2"]
        assert found.respondents == register.respondents
        assert found.participations == register.participations


class TestCorpus:
    def test_segments_come_back_in_order_and_read_back_from_the_text(self, study: Store) -> None:
        with study.read() as tx:
            found = corpus.segments(tx, "water")
            made = corpus.transcript(tx, "water", "S1")
            after = corpus.segments(tx, "water", after="S1.001", limit=2)
        assert [s.id for s in found] == ["S1.001", "S1.002", "S2.001", "S2.002"]
        assert [s.id for s in after] == ["S1.002", "S2.001"]
        assert all(made.text[s.start : s.end] == s.text for s in found[:2])

    def test_text_under_review_is_not_replaced(self, study: Store) -> None:
        other = transcript("S1", "Otra cosa.", source_hash="h2")
        with study.begin() as tx:
            review.add_work_items(tx, [item("S1.001")])
        with pytest.raises(Conflict, match="already out for review"), study.begin() as tx:
            corpus.save_transcript(tx, "water", other, segments_of(other))
        with study.read() as tx:
            assert corpus.kept(tx, "water")["S1"].source_hash == "h1"

    def test_text_that_nobody_worked_on_is_replaced(self, study: Store) -> None:
        other = transcript("S2", "Otra cosa.", source_hash="h2")
        with study.begin() as tx:
            corpus.save_transcript(tx, "water", other, segments_of(other))
        with study.read() as tx:
            assert [s.text for s in corpus.segments(tx, "water", session_id="S2")] == ["Otra cosa."]

    def test_a_segment_that_is_gone_is_kept_without_words_and_its_number_stays_taken(self, study: Store) -> None:
        first, other = transcript("S2", "Una.", "Dos.", "Tres."), transcript("S2", "Una.", source_hash="h2")
        with study.begin() as tx:
            corpus.save_transcript(tx, "water", first, segments_of(first))
            saved = corpus.save_transcript(tx, "water", other, segments_of(other))
            assert saved == corpus.Saved((), (), ("S2.002", "S2.003"))
            assert [s.id for s in corpus.segments(tx, "water", session_id="S2")] == ["S2.001"]
            assert corpus.highest_number(tx, "water", "S2") == 3
            assert corpus.segment_count(tx, "water") == 3
            assert "Dos" not in str(tx.execute(text("SELECT body FROM segment")).all())

    def test_the_log_remembers_numbers_of_what_was_erased(self, study: Store) -> None:
        entry = LogEntry("ana", "S2.017", 1, 1, "accepted", "code", "accounts", "accounts", "", "m1", "label-studio:1@t")
        with study.begin() as tx:
            review.append_log(tx, "water", [entry, replace(entry, segment_id="S22.099")])
            corpus.erase_transcript(tx, "water", "S2")
            assert corpus.highest_number(tx, "water", "S2") == 17
            assert corpus.transcript_ids(tx, "water") == ["S1"]

    def test_order_is_by_place_and_not_by_number(self, study: Store) -> None:
        made = transcript("S2", "Una.", "Dos.")
        first, second = segments_of(made)
        with study.begin() as tx:
            corpus.save_transcript(tx, "water", made, [replace(first, number=9), replace(second, number=2)])
            assert [s.id for s in corpus.segments(tx, "water", session_id="S2")] == ["S2.009", "S2.002"]
            assert [s.id for s in corpus.segments(tx, "water", after="S2.009")] == ["S2.002"]

    def test_what_is_deleted_is_overwritten(self, study: Store) -> None:
        made = transcript("S2", "El alcatraz morado.")
        with study.begin() as tx:
            corpus.save_transcript(tx, "water", made, segments_of(made))
        with study.begin() as tx:
            corpus.erase_transcript(tx, "water", "S2")
        study.scrub()
        if study.engine.dialect.name == "sqlite":
            folder = Path(str(study.engine.url.database)).parent
            assert all(b"alcatraz" not in path.read_bytes() for path in folder.glob("relato.sqlite3*"))


class TestMachines:
    def test_one_champion_at_a_time(self, study: Store) -> None:
        with study.begin() as tx:
            for version in ("m1", "m2"):
                machines.save_model(tx, "water", version, frame_version=1, encoder="e", champion=True, body={})
        with study.read() as tx:
            found = machines.champion(tx, "water")
            assert found is not None
            assert found.version == "m2"
            assert [row.champion for row in machines.models(tx, "water")] == [False, True]

    def test_suggesting_twice_keeps_each_once_with_its_reasons(self, study: Store) -> None:
        reason = Reason("definition", "leen", "Leen las cuentas 💧.", "es")
        made = [
            Suggestion("S1.001", "code", target, score, "m1", 1, (reason,))
            for target, score in (("meters", 0.2), ("accounts", 0.9))
        ]
        for _ in range(2):
            with study.begin() as tx:
                machines.save_model(tx, "water", "m1", frame_version=1, encoder="e", champion=True, body={})
                machines.save_suggestions(tx, "water", "m1", {"S1.001": 0.5, "S1.002": 0.1}, made)
        with study.read() as tx:
            assert machines.suggestions(tx, "water", model_version="m1") == {"S1.001": made[::-1]}
            assert machines.not_suggested(tx, "water", "m1") == ["S2.001", "S2.002"]
            assert machines.suggestion_count(tx, "water") == 2


class TestReview:
    def test_codings_that_stay_keep_their_time(self, study: Store) -> None:
        later = NOON + timedelta(hours=1)
        with study.begin() as tx:
            review.replace_codings(tx, "water", "S1.001", "ana", 1, [coding("accounts"), coding("meters")])
        with study.begin() as tx:
            review.replace_codings(tx, "water", "S1.001", "ana", 1, [coding("accounts", later), coding("committee", later)])
        with study.read() as tx:
            assert {c.target: c.at for c in review.codings(tx, "water")} == {"accounts": NOON, "committee": later}

    def test_the_same_act_is_on_the_log_once(self, study: Store) -> None:
        entry = LogEntry("ana", "S1.001", 1, 1, "accepted", "code", "accounts", "accounts", "", "m1", "label-studio:1@t")
        edited = LogEntry("ana", "S1.001", 1, 1, "accepted", "code", "accounts", "accounts", "", "m1", "label-studio:1@u")
        for entries in ([entry], [entry, edited], [entry]):
            with study.begin() as tx:
                review.append_log(tx, "water", entries)
        with study.read() as tx:
            assert [row.source for row in review.log(tx, "water")] == ["label-studio:1@t", "label-studio:1@u"]
            assert review.log(tx, "water")[0].at.tzinfo is not None

    def test_an_item_reviewed_meanwhile_keeps_its_state(self, study: Store) -> None:
        with study.begin() as tx:
            review.add_work_items(tx, [item("S1.001"), item("S1.002")])
            review.add_work_items(tx, [item("S1.001", state="lost")])
            review.set_items(tx, "water", ["r1/S1.002/ana"], state="reviewed")
            review.record_pushed(tx, "water", {"r1/S1.001/ana": 7, "r1/S1.002/ana": 8})
        with study.read() as tx:
            assert [(i.state, i.task_id) for i in review.work_items(tx, "water")] == [("pushed", 7), ("reviewed", 8)]

    def test_facts_tell_of_the_same_items_as_rows(self, study: Store) -> None:
        with study.begin() as tx:
            review.add_work_items(tx, [item("S1.001"), item("S1.002", state="reviewed"), item("S1.001", "ben", "lost")])
        with study.read() as tx:
            for asked in ({}, {"coder_id": "ana"}, {"states": ("lost", "reviewed")}, {"arm": "blind"}, {"round_": 0}):
                rows = review.work_items(tx, STUDY.id, **asked)
                facts = review.item_facts(tx, STUDY.id, **asked)
                assert facts == [(r.id, r.segment_id, r.state, r.batch, r.task_id, r.model_version) for r in rows]
            assert [one.id for one in review.item_facts(tx, STUDY.id, states=("lost",))] == ["r1/S1.001/ben"]
            assert not review.looked_at_again(tx, STUDY.id, 1, "ana", "assisted")
        with study.begin() as tx:
            review.set_items(tx, STUDY.id, ["r1/S1.002/ana"], why="moved")
            assert review.looked_at_again(tx, STUDY.id, 1, "ana", "assisted")
            assert not review.looked_at_again(tx, STUDY.id, 1, "ben", "assisted")


class TestResults:
    def test_a_verdict_is_kept_only_when_it_differs(self, study: Store) -> None:
        for body in ({"n": 1}, {"n": 1}, {"n": 2}):
            with study.begin() as tx:
                row = results.save_verdict(tx, "water", "CH1", body)
        assert (row.number, row.body) == (2, {"n": 2})

    def test_a_story_version_is_never_overwritten(self, study: Store) -> None:
        for body in ({"t": "a"}, {"t": "a"}, {"t": "b"}):
            with study.begin() as tx:
                results.save_story(tx, "water", "CH1", body)
        with study.read() as tx:
            assert [(row.version, row.body["t"]) for row in results.stories(tx, "water")] == [(1, "a"), (2, "b")]


class TestAccess:
    def test_a_key_is_known_by_its_hash_only(self, store: Store) -> None:
        with store.begin() as tx:
            key = access.new_key(tx, "tests")
        with store.read() as tx:
            assert access.key_name(tx, key) == "tests"
            assert access.key_name(tx, key + "x") is None
            assert key not in str(tx.execute(text("SELECT * FROM api_key")).all())

    def test_a_silent_worker_is_noticed(self, store: Store) -> None:
        with store.begin() as tx:
            access.beat(tx, "host/1/a")
        with store.read() as tx:
            assert access.alive(tx, timedelta(seconds=60)) == {"host/1/a"}
            assert access.silent(tx, timedelta(seconds=-1)) == {"host/1/a"}
            assert access.silent(tx, timedelta(seconds=60)) == set()

    def test_a_failed_transaction_leaves_nothing(self, store: Store) -> None:
        def fail_in_the_middle() -> None:
            with store.begin() as tx:
                access.beat(tx, "host/1/a")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail_in_the_middle()
        with store.read() as tx:
            assert access.alive(tx, timedelta(days=1)) == set()


class TestMigrating:
    def test_processes_that_start_together_do_not_get_in_each_others_way(self, settings: Settings) -> None:
        code = "import sys; from service.storage.transactions import migrate; migrate(sys.argv[1])"
        settings.folder()
        started = [subprocess.Popen([sys.executable, "-P", "-c", code, settings.database_url]) for _ in range(3)]
        assert [process.wait(timeout=60) for process in started] == [0, 0, 0]
