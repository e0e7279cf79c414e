"""Proposed changes from beginning to end on both databases: what is proposed, what people do with it, and that nothing counts before."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from annotations.changes.candidates import Candidate
from annotations.codings import Suggestion
from annotations.errors import BadInput, Conflict, NotFound
from service.app import create_app
from service.cli import app
from service.reports_candidates import WORDS
from service.settings import Settings
from service.storage import access, candidates, changes, machines
from service.storage.transactions import Store
from service.workflows import changes as acts
from service.workflows import deciding_candidates, proposing
from service.workflows import machines as made_of
from service.workflows.assessing import evidence
from service.workflows.work import Work
from tests.service.taught_study import words_for
from tests.service.test_story_seams import withdrawn_in_roster
from tests.service.valley import FRAME, NOT_REVIEWED, STUDY, code, put_in

ACCOUNTS = ("S1.001", "S2.001", "S3.001")
DENIED = ("S4.001",)
METERS = ("S2.002", "S4.002")
BY: dict[str, Any] = {"study_id": "valley", "by": "ana", "reason": "read them"}


@pytest.fixture
def work(settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch) -> Work:
    monkeypatch.setattr(made_of, "_loaded", words_for)
    put_in(store)
    return Work(settings, store)


def proposed(work: Work, **more: Any) -> dict[tuple[str, ...], Candidate]:
    proposing.propose(work, study_id="valley", **more)
    found = deciding_candidates.proposed(work, study_id="valley")
    return {kept.candidate.segments: kept.candidate for kept in found}


def id_of(work: Work, segments: tuple[str, ...]) -> str:
    return proposed(work)[segments].id


def test_what_several_sessions_report_is_proposed_with_who_where_and_when(work: Work) -> None:
    found = proposed(work)
    assert set(found) == {ACCOUNTS, DENIED, METERS}  # not what CH1 has, not what reports nothing, not what nobody has reviewed
    accounts = found[ACCOUNTS]
    assert accounts.title == {"es": "Cuentas (Abajo)", "en": "Accounts (Abajo)"}
    assert (accounts.domain, accounts.sessions, accounts.languages) == ("committees", ("S1", "S2", "S3"), ("es",))
    assert (accounts.what, accounts.who) == ({"accounts": 3, "better": 3}, {"committee": 1})
    assert (accounts.where, accounts.when) == ({"Abajo": 2, "Arriba": 1}, {"2021": 1})
    assert (str(accounts.first), str(accounts.last), accounts.suggested) == ("2024-03-01", "2024-03-03", 0)
    assert found[DENIED].beside == accounts.id
    assert found[DENIED].differs_by == "same"
    assert found[DENIED].title["en"] == "Accounts, As before (Abajo)"


def test_the_denial_stands_beneath_what_it_denies(work: Work) -> None:
    proposing.propose(work, study_id="valley")
    order = [kept.candidate.segments for kept in deciding_candidates.proposed(work, study_id="valley")]
    assert order == [ACCOUNTS, DENIED, METERS]


def test_a_proposal_counts_for_nothing_until_a_person_enters_it(work: Work) -> None:
    before = evidence(work, "valley")
    ids = {segments: one.id for segments, one in proposed(work).items()}
    after = evidence(work, "valley")
    assert (after.study, after.codings) == (before.study, before.codings)
    entry = deciding_candidates.enter_candidate(
        work, candidate_id=ids[ACCOUNTS], statement={"en": "The board reads its accounts."}, **BY
    )
    assert (entry.change.domain, entry.change.title["es"], entry.status) == ("committees", "Cuentas (Abajo)", "candidate")
    with work.store.read() as tx:
        links = {link.segment_id: link.stance for link in changes.register(tx, "valley").links()}
        kept = candidates.candidate(tx, "valley", ids[ACCOUNTS])
    assert links == dict.fromkeys(ACCOUNTS, "for")
    assert (kept.state, kept.change_id) == ("entered", entry.change.id)
    deciding_candidates.enter_candidate(work, candidate_id=ids[DENIED], into=entry.change.id, stance="against", **BY)
    with work.store.read() as tx:
        links = {link.segment_id: link.stance for link in changes.register(tx, "valley").links()}
    assert links == {**dict.fromkeys(ACCOUNTS, "for"), "S4.001": "against"}
    assert {c.segment_id for c in evidence(work, "valley").codings if c.target == entry.change.id} == {*ACCOUNTS, *DENIED}
    assert set(proposed(work)) == {METERS}


def test_what_a_person_dropped_is_not_proposed_again(work: Work) -> None:
    entry = deciding_candidates.enter_candidate(work, candidate_id=id_of(work, METERS), statement={"en": "Meters."}, **BY)
    acts.drop(work, change_id=entry.change.id, **BY)
    acts.drop(work, change_id="CH1", **BY)
    assert METERS not in proposed(work)
    assert not any("S5.001" in segments for segments in proposed(work))


def test_segments_that_do_not_belong_are_left_out_and_stay_to_be_proposed(work: Work) -> None:
    chosen = id_of(work, ACCOUNTS)
    with pytest.raises(BadInput, match="S2.002 is not in the candidate"):
        deciding_candidates.enter_candidate(work, candidate_id=chosen, statement={"en": "It."}, without=["S2.002"], **BY)
    with pytest.raises(BadInput, match="no segment is left"):
        deciding_candidates.enter_candidate(work, candidate_id=chosen, statement={"en": "It."}, without=ACCOUNTS, **BY)
    deciding_candidates.enter_candidate(work, candidate_id=chosen, statement={"en": "It."}, without=["S3.001"], **BY)
    with work.store.read() as tx:
        assert {link.segment_id for link in changes.register(tx, "valley").links()} == {"S1.001", "S2.001"}
    assert any("S3.001" in segments for segments in proposed(work))


def test_ids_stay_while_what_is_proposed_grows_and_shrinks(work: Work) -> None:
    first = {one.id for one in proposed(work).values()}
    assert {one.id for one in proposed(work).values()} == first
    with work.store.begin() as tx:
        code(tx, f"{NOT_REVIEWED}.001", "committees", ["accounts", "better"])
    grown = proposed(work)
    assert {one.id for one in grown.values()} == first
    assert (*ACCOUNTS, "S6.001") in grown
    with work.store.begin() as tx:
        code(tx, "S2.002", "", [])
        code(tx, "S4.002", "", [])
    left = proposed(work)
    assert {one.id for one in left.values()} < first
    with work.store.read() as tx:
        states = {kept.candidate.id: kept.state for kept in candidates.candidates(tx, "valley")}
    assert sorted(states.values()) == ["gone", "open", "open"]


def test_a_dismissal_holds_and_can_be_taken_back(work: Work) -> None:
    chosen = id_of(work, METERS)
    deciding_candidates.dismiss(work, candidate_id=chosen, **BY)
    assert METERS not in proposed(work)
    with pytest.raises(Conflict, match="is not open: dismissed"):
        deciding_candidates.dismiss(work, candidate_id=chosen, **BY)
    deciding_candidates.reopen_candidate(work, candidate_id=chosen, **BY)
    kept = proposed(work)[METERS]
    assert [(d.state, d.by, d.reason) for d in kept.decisions] == [
        ("dismissed", "ana", "read them"),
        ("open", "ana", "read them"),
    ]
    with pytest.raises(Conflict, match="is not dismissed"):
        deciding_candidates.reopen_candidate(work, candidate_id=chosen, **BY)


def test_who_decides_says_so_and_why(work: Work) -> None:
    chosen = id_of(work, METERS)
    with pytest.raises(BadInput, match="nobody is named"):
        deciding_candidates.dismiss(work, study_id="valley", by=" ", candidate_id=chosen, reason="x")
    with pytest.raises(BadInput, match="no reason"):
        deciding_candidates.dismiss(work, study_id="valley", by="ana", candidate_id=chosen, reason="")
    with pytest.raises(BadInput, match="the statement has no words"):
        deciding_candidates.enter_candidate(work, candidate_id=chosen, **BY)
    with pytest.raises(NotFound, match="K999"):
        deciding_candidates.dismiss(work, candidate_id="K999", **BY)
    with pytest.raises(NotFound, match="CH9"):
        deciding_candidates.enter_candidate(work, candidate_id=chosen, into="CH9", **BY)
    with work.store.read() as tx:
        assert candidates.candidate(tx, "valley", chosen).state == "open"  # refused whole


def test_suggestions_are_asked_for_and_said_to_be_no_more(work: Work) -> None:
    """The session that nobody has reviewed comes in by what the model holds for likely, and says so."""
    with work.store.begin() as tx:
        machines.save_model(tx, "valley", "m1", frame_version=1, encoder="words-1", champion=True, body={})
        told = [("domain", "committees", "likely"), ("code", "accounts", "likely"), ("code", "same", "possible")]
        suggested = [Suggestion("S6.001", kind, target, 0.9, "m1", 1, strength=how) for kind, target, how in told]  # type: ignore[arg-type]
        machines.save_suggestions(tx, "valley", "m1", {"S6.001": 0.5}, suggested)
    assert set(proposed(work)) == {ACCOUNTS, DENIED, METERS}
    found = proposed(work, suggested=True)
    assert found[*ACCOUNTS, "S6.001"].suggested == 1


def test_withdrawn_segments_leave_every_proposal(work: Work) -> None:
    ids = {segments: one.id for segments, one in proposed(work).items()}
    with work.store.begin() as tx:
        assert candidates.forget(tx, "valley", ["S1.001", "S4.001"]) == 2
    with work.store.read() as tx:
        cut, gone = (candidates.candidate(tx, "valley", ids[segments]) for segments in (ACCOUNTS, DENIED))
    assert (cut.candidate.segments, cut.candidate.sessions, cut.state) == (("S2.001", "S3.001"), ("S2", "S3"), "open")
    assert "S1" not in json.dumps(cut.candidate.closest)
    assert (gone.candidate.segments, gone.state) == ((), "gone")


def test_why_people_decided_is_not_shown_while_consent_has_ended(work: Work) -> None:
    ids = {segments: one.id for segments, one in proposed(work).items()}
    for segments in (ACCOUNTS, METERS):
        deciding_candidates.dismiss(work, study_id="valley", candidate_id=ids[segments], by="ana", reason="said in passing")

    def reasons() -> list[str]:
        every = deciding_candidates.proposed(work, study_id="valley", everything=True)
        return [decision.reason for kept in every for decision in kept.candidate.decisions]

    who = next(one for one in evidence(work, "valley").register.participations if one.session_id == "S1")
    assert reasons() == ["said in passing", "said in passing"]
    withdrawn_in_roster(work, "valley", who.respondent_id)
    one = deciding_candidates.one_proposed(work, study_id="valley", candidate_id=ids[ACCOUNTS])
    assert [decision.reason for decision in one.candidate.decisions] == ["[…]"]
    assert sorted(reasons()) == ["[…]", "said in passing"]


def test_the_api_lists_and_decides(work: Work) -> None:
    ids = {segments: one.id for segments, one in proposed(work).items()}
    with work.store.begin() as tx:
        key = access.new_key(tx, "test")
    with TestClient(create_app(work.settings), headers={"Authorization": f"Bearer {key}"}) as api:
        base = "/v1/studies/valley/candidates"
        listed = api.get(base).json()
        assert [one["candidate"]["id"] for one in listed] == [ids[ACCOUNTS], ids[DENIED], ids[METERS]]
        body = {"by": "ana", "statement": {"en": "The board reads its accounts."}, "reason": "three sessions"}
        entered = api.post(f"{base}/{ids[ACCOUNTS]}/enter", json=body)
        assert entered.json() == {"candidate_id": ids[ACCOUNTS], "change_id": entered.json()["change_id"]}
        assert api.post(f"{base}/{ids[ACCOUNTS]}/enter", json=body).status_code == 409
        assert api.post(f"{base}/{ids[METERS]}/dismiss", json={"by": "ana", "reason": ""}).status_code == 422
        assert api.post(f"{base}/{ids[METERS]}/dismiss", json={"by": "ana", "reason": "no"}).json()["state"] == "dismissed"
        assert api.get(f"{base}/K999").status_code == 404
        everything = api.get(base, params={"everything": True}).json()
        assert sorted(one["state"] for one in everything) == ["dismissed", "entered", "open"]


def test_the_commands_say_it_in_words(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = {segments: one.id for segments, one in proposed(work).items()}
    monkeypatch.setenv("RELATO_HOME", str(work.settings.home))
    monkeypatch.setenv("RELATO_DATABASE_URL", work.settings.database_url)

    def told(*words: str) -> str:
        done = CliRunner().invoke(app, ["changes", *words])
        assert done.exit_code == 0, done.output
        return done.output

    listed = told("candidates", "--language", "en")
    assert f"{ids[ACCOUNTS]}  Accounts (Abajo)\n    Committees: 3 segments of 3 sessions\n" in listed
    assert "who: Committee (1)" in listed
    assert ids[DENIED] not in listed  # one session's
    assert f"says the other thing of {ids[ACCOUNTS]}" in told("candidates", "--all", "--language", "en")
    found = told("enter-candidate", ids[ACCOUNTS], "--by", "ana", "--statement", "en=They read them.", "--without", "S3.001")
    assert found == f"{ids[ACCOUNTS]}: entered as CH2\n"
    assert told("dismiss", ids[METERS], "--by", "ana", "--reason", "no change") == f"{ids[METERS]}: dismissed\n"
    assert told("reopen-candidate", ids[METERS], "--by", "ana", "--reason", "it is") == f"{ids[METERS]}: open\n"
    assert {one["state"] for one in json.loads(told("candidates", "--all", "--json"))} == {"entered", "open"}
    spanish = told("candidates", "--all")
    assert "Cuentas (Abajo)" in spanish
    assert f"dice lo contrario de {ids[ACCOUNTS]}" in spanish
    assert "[inscrito CH2]" in spanish


def test_every_word_is_there_in_both_languages() -> None:
    assert set(WORDS["es"]) == set(WORDS["en"])


def test_nothing_to_propose_is_said(settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_of, "_loaded", words_for)
    from service.storage import studies

    with store.begin() as tx:
        studies.save_study(tx, STUDY)
        studies.save_frame(tx, STUDY.id, FRAME)
    found = proposing.propose(Work(settings, store), study_id="valley")
    assert (found["reports"], found["candidates"], found["new"]) == (0, 0, 0)
