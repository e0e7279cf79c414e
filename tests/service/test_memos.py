"""What people write beside codings is masked as transcripts are: when it comes, and when a name is decided later."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from annotations.codings import Coding
from annotations.pseudonyms.records import Entity, IdentityKind, Mention
from annotations.sessions import Session
from service.settings import Settings
from service.storage import corpus, identity, machines, review, studies
from service.storage.tables import AnnotationRow, LogRow
from service.storage.transactions import Store, now
from service.storage.vault import open_vault
from service.workflows.memos import UNSURE, hidden, hide_in_memos, hiding, hiding_of
from tests.service.records import FRAME, STUDY, segments_of, transcript

JUANA = Entity("E1", IdentityKind.PERSON, "A", ("Juana Pérez", "Juana"), state="confirmed")
OTHER = Entity("E2", IdentityKind.PERSON, "B", ("Juana", "Lola"), state="confirmed")
KEPT = Entity("E3", IdentityKind.PERSON, "C", ("Sol",), state="rejected")
MEMO = "Lo dijo Juana Pérez, y LOLA también; el sol no."


def test_whole_words_whatever_their_case() -> None:
    hide = hiding_of([JUANA, KEPT], STUDY)
    assert hide("juana pérez, Juanas y Sol") == "[Persona A], Juanas y Sol"
    assert hiding_of([KEPT], STUDY) is str


def test_a_name_of_two_people_says_nobody() -> None:
    assert hiding_of([JUANA, OTHER], STUDY)("Juana y Lola") == f"{UNSURE} y [Persona B]"


def test_memos_of_a_task_and_nothing_else_of_it() -> None:
    part = {"from_name": "memo", "type": "textarea", "value": {"text": [MEMO]}}
    code = {"from_name": "code", "value": {"choices": ["Juana"]}}
    task: dict[str, Any] = {"id": 1, "annotations": [{"id": 2, "result": [part, code]}]}
    (one,) = hidden(task, hiding_of([JUANA, OTHER], STUDY))["annotations"]
    assert one["result"] == [{**part, "value": {"text": ["Lo dijo [Persona A], y [Persona B] también; el sol no."]}}, code]
    assert hidden(task, str) == task


@pytest.fixture
def decided(store: Store) -> Store:
    """A coding with a memo, a reason, a stored annotation and the sides before the supervisor; each names Juana."""
    with store.begin() as tx:
        studies.save_study(tx, replace(STUDY, consent="not_required"))
        studies.save_frame(tx, "water", FRAME)
        machines.save_model(tx, "water", "m1", frame_version=1, encoder="none", champion=True, body={})
        studies.add_session(tx, "water", Session("S1", language="es"))
        made = transcript("S1", "Leen las cuentas.")
        corpus.save_transcript(tx, "water", made, segments_of(made))
        base = {"study_id": "water", "segment_id": "S1.001", "round": 1, "batch": "b", "model_version": "m1", "task_id": 1}
        side = [{"coder": "Ana", "choices": [], "memo": MEMO}]
        review.add_work_items(
            tx,
            [
                {**base, "id": "a", "coder_id": "ana", "state": "reviewed", "arm": "blind", "carried": []},
                {**base, "id": "d", "coder_id": "sol", "state": "reviewed", "arm": "adjudication", "carried": side},
                {**base, "id": "e", "coder_id": "tio", "state": "pushed", "arm": "revision", "carried": side},
            ],
        )
        review.replace_codings(tx, "water", "S1.001", "ana", 1, [Coding("S1.001", "ana", "code", "accounts", 1, 1, now())])
        review.save_note(tx, "water", "a", {"spans": [], "flags": [], "memo": MEMO})
        review.append_log(
            tx, "water", [review.LogEntry("sol", "S1.001", 1, 1, "decided", "code", "accounts", "", "", "m1", "ls:1", MEMO)]
        )
        result = [{"from_name": "memo", "value": {"text": [MEMO]}}]
        at = datetime(2026, 11, 23, tzinfo=UTC).isoformat()
        key = {"work_item_id": "a", "annotation_id": 7, "seen_at": at, "deleted": False}
        review.save_annotations(tx, "water", [{"study_id": "water", **key, "body": {"id": 7, "result": result}}])
    return store


def test_a_name_that_is_decided_later_goes_everywhere(decided: Store) -> None:
    with decided.begin() as tx:
        assert hide_in_memos(tx, STUDY, hiding_of([JUANA, OTHER], STUDY)) == 4
    with decided.read() as tx:
        told = str([body for _, body in review.notes(tx, "water")])
        told += str(tx.query(AnnotationRow.body).all()) + str(tx.query(LogRow.reason).all())
        sides = {i.id: str(i.carried) for i in review.work_items(tx, "water")}
    assert "Juana" not in told
    assert told.count("[Persona A]") == 3
    assert "Juana" not in sides["d"]
    assert "Juana" in sides["e"]  # as its task shows it, so that it is seen to be out of date and made anew
    with decided.begin() as tx:
        assert hide_in_memos(tx, STUDY, hiding_of([JUANA, OTHER], STUDY)) == 0


def test_without_names_the_vault_is_not_opened(settings: Settings, decided: Store) -> None:
    with decided.begin() as tx:
        assert hiding(settings, tx, STUDY) is str
        box = open_vault(settings, tx)
        identity.save_entities(tx, box, "water", [JUANA])
        identity.count_mentions(tx, "water", "S1", [(Mention(0, 5, IdentityKind.PERSON, "Juana"), "E1")])
        assert hiding(settings, tx, STUDY)("Juana") == "[Persona A]"
