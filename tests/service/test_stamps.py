"""Whatever is written to a study gives it another stamp, and nothing else does; on both databases."""

import random
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import delete, event, update

from annotations.codings import Coding
from annotations.sessions import Register, Respondent, Session
from service.settings import Settings
from service.storage import changes, corpus, outdated, review, snapshots, studies
from service.storage.tables import VerdictRow, WorkItemRow
from service.storage.transactions import Store, Tx
from tests.service.records import FRAME, STUDY, segments_of, transcript
from tests.service.test_rounds import NOON


@pytest.fixture
def written(store: Store) -> Store:
    """Two studies; in one a session is coded."""
    with store.begin() as tx:
        for study_id in ("water", "other"):
            studies.save_study(tx, replace(STUDY, id=study_id, consent="not_required"))
            studies.save_frame(tx, study_id, FRAME)
        bring_in(tx, "S1")
        item = {"study_id": "water", "id": "i1", "segment_id": "S1.001", "coder_id": "ana", "round": 1}
        review.add_work_items(tx, [{**item, "batch": "b", "state": "pushed", "model_version": "m"}])
    return store


def bring_in(tx: Tx, session_id: str, *texts: str) -> None:
    studies.add_session(tx, "water", Session(session_id, language="es"))
    made = transcript(session_id, *(texts or ("Leen las cuentas.", "Pusieron medidores.")))
    corpus.save_transcript(tx, "water", made, segments_of(made))


def stamp(store: Store, study_id: str = "water") -> str:
    with store.read() as tx:
        return snapshots.stamp(tx, study_id)


def _code(tx: Tx) -> None:
    review.replace_codings(tx, "water", "S1.001", "ana", 1, [Coding("S1.001", "ana", "code", uuid.uuid4().hex, 1, 1, NOON)])


def _log(tx: Tx) -> None:
    review.append_log(tx, "water", [review.LogEntry("ana", "S1.001", 1, 1, "added", "code", "x", "", "", "m", uuid.uuid4().hex)])


def _flush_an_object(tx: Tx) -> None:
    review.work_items(tx, "water")[0].state = uuid.uuid4().hex


def _enter_a_change(tx: Tx) -> None:
    body = {"domain": STUDY.domains[0].id, "title": {"es": "Uno"}, "statement": {"es": "Uno."}}
    changes.append(tx, "water", "ines", "entered", f"N{len(changes.acts(tx, 'water'))}", body, "")


WRITERS: dict[str, Callable[[Tx], object]] = {
    "study": lambda tx: studies.save_study(tx, replace(STUDY, name={"es": uuid.uuid4().hex}, consent="not_required")),
    "frame": lambda tx: studies.save_frame(tx, "water", replace(FRAME, version=len(studies.frames(tx, "water")) + 1)),
    "register": lambda tx: studies.save_register(tx, "water", Register(respondents=(Respondent(uuid.uuid4().hex),))),
    "session": lambda tx: studies.add_session(tx, "water", Session(uuid.uuid4().hex)),
    "transcript": lambda tx: bring_in(tx, f"S{random.randrange(10**9)}"),
    "coding": _code,
    "log": _log,
    "item, by statement": lambda tx: review.set_items(tx, "water", ["i1"], state=uuid.uuid4().hex),
    "item, pushed": lambda tx: review.record_pushed(tx, "water", {"i1": random.randrange(10**6)}),
    "item, as an object": _flush_an_object,
    "note": lambda tx: review.save_note(tx, "water", "i1", {"spans": [], "flags": [uuid.uuid4().hex]}),
    "review": lambda tx: review.replace_reviews(tx, "water", "i1", "m", [_review()]),
    "retired": lambda tx: outdated.retire(tx, "water", ["S1.001"]),
    "act on the register": _enter_a_change,
}


def _write_and_die(store: Store) -> None:
    with store.begin() as tx:
        _flush_an_object(tx)
        tx.flush()
        raise KeyError


def _review() -> dict[str, str]:
    return {"kind": "code", "act": "accepted", "suggested": "x", "target": uuid.uuid4().hex}


@pytest.mark.parametrize("name", WRITERS)
def test_every_writer_gives_another_stamp_to_its_study_alone(written: Store, name: str) -> None:
    before, other = stamp(written), stamp(written, "other")
    with written.begin() as tx:
        WRITERS[name](tx)
    assert stamp(written) != before
    assert stamp(written, "other") == other


def test_what_changes_nothing_gives_none(written: Store) -> None:
    before = stamp(written)
    with written.begin() as tx:
        studies.lock(tx, "water")
        review.set_items(tx, "water", ["nobody"], state="reviewed")
        tx.execute(delete(WorkItemRow).where(WorkItemRow.study_id == "water", WorkItemRow.id == "nobody"))
        snapshots.save(tx, "water", "changes", {"changes": []}, before)
        tx.add(VerdictRow(study_id="water", change_id="CH1", number=1, body={}, at=NOON))
    with written.read() as tx:
        corpus.segments(tx, "water")
    with pytest.raises(KeyError):
        _write_and_die(written)
    with written.begin() as tx:
        pass
    assert stamp(written) == before


def test_a_statement_that_does_not_say_which_study_gives_all_another(written: Store) -> None:
    before = {study_id: stamp(written, study_id) for study_id in ("water", "other")}
    with written.begin() as tx:
        tx.execute(update(WorkItemRow).values(state="lost"))
    assert all(stamp(written, study_id) != old for study_id, old in before.items())


def test_any_history_of_writes_never_gives_the_same_stamp_twice(written: Store) -> None:
    drawn = random.Random(7)
    repeatable = [name for name in WRITERS if name not in ("retired", "register")]
    seen = {stamp(written)}
    for _ in range(40):
        with written.begin() as tx:
            for name in drawn.sample(repeatable, k=drawn.randrange(1, 4)):
                WRITERS[name](tx)
        seen.add(stamp(written))
    assert len(seen) == 41


def test_to_ask_for_it_is_one_statement_that_counts_nothing(written: Store) -> None:
    asked: list[str] = []
    event.listen(written.engine, "before_cursor_execute", lambda c, cursor, statement, *rest: asked.append(statement))
    stamp(written)
    (statement,) = (one for one in asked if "SELECT" in one)
    assert "FROM snapshot" in statement
    assert "count" not in statement.lower()


def test_snapshots_are_kept_with_their_stamp_and_forgotten_without_the_studys_own(written: Store) -> None:
    with written.begin() as tx:
        for name in ("b", "a"):
            snapshots.save(tx, "water", name, {"is": name}, "then")
        snapshots.save(tx, "water", "a", {"is": "new"}, "now")
        before = snapshots.stamp(tx, "water")
    with written.begin() as tx:
        found = snapshots.get(tx, "water", "a")
        assert found is not None
        assert (found.body, found.stamp) == ({"is": "new"}, "now")
        assert (snapshots.names(tx, "water"), snapshots.get(tx, "other", "a")) == (["a", "b"], None)
        snapshots.forget(tx, "water", ["a"])
        assert snapshots.names(tx, "water") == ["b"]
        snapshots.forget(tx, "water")
        assert (snapshots.names(tx, "water"), snapshots.stamp(tx, "water")) == ([], before)


def test_a_process_of_its_own_sees_it(written: Store, settings: Settings) -> None:
    before, elsewhere = stamp(written), Store(settings.database_url)
    with elsewhere.begin() as tx:
        _log(tx)
    elsewhere.close()
    assert stamp(written) != before
