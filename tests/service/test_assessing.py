"""Verdicts and everything that is kept with them, from sessions that were reviewed to the API, on both databases."""

import datetime
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from annotations.changes.assessments import ChangeDetail
from annotations.codings import Coding, Stance
from annotations.contacts import Contact
from annotations.errors import NotFound
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from annotations.studies import Change, Occasion, SaturationRule
from service.app import create_app
from service.reports_saturation import history_in_words, past_in_words
from service.settings import Settings
from service.storage import access, changes, corpus, results, review, snapshots, studies
from service.storage.transactions import Store, now
from service.workflows import assessments
from service.workflows.assessing import assess_change, assess_study
from service.workflows.evidence import evidence
from service.workflows.past import histories, saturated_on
from service.workflows.work import Work
from tests.service.records import FRAME, STUDY, segments_of, transcript

NOON = datetime.datetime(2024, 3, 1, 12, tzinfo=datetime.UTC)
DAYS = {f"S{n}": datetime.date(2024, 2, n) for n in range(1, 6)}
RULE = SaturationRule(minimum_independent=3)
CHANGES = (STUDY.changes[0], Change("CH2", "homes", {"en": "Less dust"}, {"en": "The square is swept."}))
FIELD = replace(
    STUDY,
    changes=CHANGES,
    saturation=RULE,
    actors_family="actor",
    occasions=(Occasion("plaza", {"en": "In the square"}, datetime.date(2024, 2, 4)),),
)


@pytest.fixture
def work(settings: Settings, store: Store) -> Work:
    """Five interviews, all reviewed by two people; CH1 is reported in S1, S2 and S3, and denied in S4."""
    people = tuple(Respondent(f"R{n}", category="family" if n % 2 else "committee") for n in range(1, 6))
    parts = tuple(Participation(f"S{n}", f"R{n}", label="A", consent=Consent(take_part=True)) for n in range(1, 6))
    sessions = tuple(Session(s, date=day, method="individual", place="Up", language="es") for s, day in DAYS.items())
    contacts = (Contact("C1", domains=("committees",), referred_by="R1"),)
    with store.begin() as tx:
        studies.save_study(tx, FIELD)
        studies.save_frame(tx, "water", FRAME)
        studies.save_register(tx, "water", Register(sessions, people, parts, contacts))
        for session_id in DAYS:
            made = transcript(session_id, "Desde 2019 leen las cuentas.", "Pusieron medidores.")
            corpus.save_transcript(tx, "water", made, segments_of(made))
    made_work = Work(settings, store)
    for session_id in DAYS:
        stance: Stance | None = {"S4": "against", "S5": None}.get(session_id, "for")
        for coder in ("ana", "ben"):
            read(made_work, f"{session_id}.001", coder, "CH1", stance)
            read(made_work, f"{session_id}.002", coder, "CH1", None)
    return made_work


def read(work: Work, segment_id: str, coder: str, change_id: str, stance: Stance | None) -> None:
    key = {"study_id": "water", "id": f"r1/{segment_id}/{coder}", "segment_id": segment_id, "coder_id": coder, "round": 1}
    codings = [Coding(segment_id, coder, "change", change_id, 1, 1, NOON, stance)] if stance else []
    with work.store.begin() as tx:
        review.add_work_items(tx, [{**key, "batch": "b", "state": "reviewed", "model_version": "m", "task_id": 1}])
        review.replace_codings(
            tx, "water", segment_id, coder, 1, [*codings, Coding(segment_id, coder, "code", "committee", 1, 1, NOON)]
        )
        body = {"spans": [], "flags": [], "memo": "", "problems": []}
        review.save_note(tx, "water", str(key["id"]), body)


def enter_all(work: Work) -> None:
    """What loading a study does: its changes are entered in the register."""
    for change in CHANGES:
        body = {"domain": change.domain, "title": dict(change.title), "statement": dict(change.statement)}
        act(work, "entered", change.id, **body)


def act(work: Work, name: str, change_id: str, **body: object) -> None:
    with work.store.begin() as tx:
        changes.append(tx, "water", "ines", name, change_id, body, "because")


def lines(work: Work) -> dict[str, tuple[str, int | None]]:
    with work.store.read() as tx:
        found = assessments.changes(tx, "water")
    assert found is not None
    return {one.change.id: (one.status, one.verdict.independent_for if one.verdict else None) for one in found.body.changes}


def detail(work: Work, change_id: str) -> assessments.Read[ChangeDetail]:
    with work.store.read() as tx:
        found = assessments.change(tx, "water", change_id)
    assert found is not None
    return found


class TestAssessing:
    def test_everything_is_kept_with_the_verdicts(self, work: Work) -> None:
        enter_all(work)
        outcome = assess_study(work, study_id="")
        assert {id_: v["state"] for id_, v in outcome["changes"].items()} == {"CH1": "saturated", "CH2": "candidate"}
        assert lines(work) == {"CH1": ("candidate", 3), "CH2": ("candidate", 0)}
        found = detail(work, "CH1")
        assert found.fresh
        assert [(o.session_id, o.relation, o.independent) for o in found.body.observations] == [
            ("S1", "supports", True), ("S2", "supports", True), ("S3", "supports", True), ("S4", "denies", True)
        ]  # fmt: skip
        verdict, next_ = found.body.verdict, found.body.next
        assert verdict is not None
        assert next_ is not None
        assert (verdict.few, verdict.reached_on, verdict.agreed_for) == (True, datetime.date(2024, 2, 3), 3)
        assert [c.contact_id for c in next_.contacts] == ["C1"]
        assert [(r.occasion_id, r.held_since, r.recorded) for r in found.body.rankable] == [
            ("plaza", datetime.date(2024, 2, 3), False)
        ]
        assert found.body.convergence is not None
        by_element = {e.element: (e.state, e.proposed) for e in found.body.convergence.elements}
        assert by_element["when"] == ("agreed", True)
        with work.store.read() as tx:
            assert {"curves", "analysis", "agreement"} <= set(snapshots.names(tx, "water"))

    def test_it_is_out_of_date_as_soon_as_something_is_written(self, work: Work) -> None:
        enter_all(work)
        assess_study(work, study_id="")
        read(work, "S5.001", "ana", "CH1", "for")
        assert not detail(work, "CH1").fresh
        assess_study(work, study_id="")
        assert detail(work, "CH1").fresh
        assert lines(work)["CH1"] == ("candidate", 4)

    def test_one_change_alone_comes_out_as_with_all_of_them(self, work: Work) -> None:
        enter_all(work)
        assess_study(work, study_id="")
        act(work, "linked", "CH1", segments={"S5.002": "for"})
        assess_change(work, "water", "CH1")
        alone = detail(work, "CH1")
        assert alone.fresh
        assert lines(work)["CH1"] == ("candidate", 4)
        assess_study(work, study_id="")
        assert detail(work, "CH1").body == alone.body

    def test_a_change_that_is_in_no_register(self, work: Work) -> None:
        with pytest.raises(NotFound, match="CH9"):
            assess_change(work, "water", "CH9")

    def test_without_a_register_the_changes_of_the_study_are_judged(self, work: Work) -> None:
        assert set(assess_study(work, study_id="")["changes"]) == {"CH1", "CH2"}
        assert assess_change(work, "", "CH1")["changes"]["CH1"]["independent_for"] == 3


class TestActs:
    def test_a_link_is_had_by_every_coder_of_the_session_and_goes_before_what_they_read(self, work: Work) -> None:
        enter_all(work)
        act(work, "linked", "CH1", segments={"S5.001": "for", "S3.001": "against"})
        found = {o.session_id: o for o in evidence(work, "").judge(CHANGES[0])[0]}
        assert (found["S5"].coders_for, found["S5"].coders_reviewed, found["S5"].segment_ids_for) == (2, 2, ("S5.001",))
        assert (found["S3"].stance, found["S3"].dissent, found["S3"].coders_against) == ("against", False, 2)

    def test_a_link_to_a_session_that_nobody_has_reviewed_waits(self, work: Work) -> None:
        enter_all(work)
        with work.store.begin() as tx:
            review.set_items(tx, "water", ["r1/S5.001/ana", "r1/S5.001/ben"], state="pushed")
        act(work, "linked", "CH1", segments={"S5.002": "for"})
        known = evidence(work, "")
        assert "S5" not in {o.session_id for o in known.judge(CHANGES[0])[0]}
        assert known.unreviewed == ("S5",)

    def test_what_was_unlinked_counts_for_nothing(self, work: Work) -> None:
        enter_all(work)
        act(work, "unlinked", "CH1", segments=["S2.001"])
        assert [o.session_id for o in evidence(work, "").judge(CHANGES[0])[0]] == ["S1", "S3", "S4"]

    def test_a_person_decides_whether_a_session_counts(self, work: Work) -> None:
        enter_all(work)
        act(work, "counted", "CH1", session="S2", counts=False)
        body = assess_study(work, study_id="")["changes"]["CH1"]
        assert (body["independent_for"], body["sessions_overridden"]) == (2, ["S2"])
        (second,) = (o for o in detail(work, "CH1").body.observations if o.session_id == "S2")
        assert (second.why_not, second.overridden.reason if second.overridden else "") == ("overridden", "because")

    def test_what_is_merged_counts_for_the_other_and_keeps_its_own_page(self, work: Work) -> None:
        enter_all(work)
        assess_study(work, study_id="")
        act(work, "merged", "CH1", into="CH2")
        assess_change(work, "water", "CH1")
        assert lines(work) == {"CH1": ("merged", None), "CH2": ("candidate", 3)}
        gone = detail(work, "CH1").body
        assert (gone.merged_into, gone.verdict, gone.observations) == ("CH2", None, ())
        with work.store.read() as tx:
            assert len(results.verdicts(tx, "water", "CH1")) == 1

    def test_what_people_entered_of_the_elements_makes_sessions_differ(self, work: Work) -> None:
        enter_all(work)
        for number, (session, value) in enumerate([("S1", "2019"), ("S2", "2019"), ("S3", "2021")]):
            act(work, "element", "CH1", id=f"e{number}", session=session, element="when", value=value)
        assess_study(work, study_id="")
        found = detail(work, "CH1").body
        assert {o.session_id: o.relation for o in found.observations}["S3"] == "differs"
        assert found.verdict is not None
        assert found.verdict.sessions_differing == ("S3",)
        with work.store.read() as tx:
            listed = assessments.changes(tx, "water")
        assert listed is not None
        assert listed.body.changes[0].divided == ("when",)


class TestPast:
    def test_a_new_rule_is_applied_and_the_past_is_kept(self, work: Work) -> None:
        enter_all(work)
        assess_study(work, study_id="")
        with work.store.begin() as tx:
            studies.save_study(tx, replace(FIELD, saturation=replace(RULE, minimum_independent=4)))
        assert not detail(work, "CH1").fresh
        assess_study(work, study_id="")
        past = detail(work, "CH1").body.history
        assert past is not None
        assert [(one.number, one.state, one.minimum_independent) for one in past.recorded] == [
            (1, "saturated", 3),
            (2, "needs_sessions", 4),
        ]
        assert {step.state for step in past.held} == {"candidate", "needs_sessions"}

    def test_both_readings_of_a_day(self, work: Work) -> None:
        enter_all(work)
        assess_study(work, study_id="")
        first = {past.change_id: past for past in saturated_on(work, "", datetime.date(2024, 2, 3))}["CH1"]
        assert first.held is not None
        assert (first.held.state, first.held_since, first.recorded) == ("saturated", datetime.date(2024, 2, 3), None)
        today = {past.change_id: past for past in saturated_on(work, "", now().date())}
        assert today["CH1"].recorded_since == now().date()
        assert (today["CH2"].held, today["CH2"].recorded_since) == (None, None)
        words = past_in_words(list(today.values()), now().date())
        assert "CH1" in words
        assert "nobody had spoken of it" in words

    def test_the_past_is_computed_where_nothing_was_kept(self, work: Work) -> None:
        before = histories(work, "")
        assert [len(past.held) for _, past in before] == [4, 0]
        assess_study(work, study_id="")
        after = histories(work, "")
        assert [past.held for _, past in after] == [past.held for _, past in before]
        assert "S4" in history_in_words(after)

    def test_the_api_says_what_was_saturated_on_a_day(self, work: Work) -> None:
        assess_study(work, study_id="")
        with work.store.begin() as tx:
            key = access.new_key(tx, "test")
        with TestClient(create_app(work.settings), headers={"Authorization": f"Bearer {key}"}) as client:
            found = client.get("/v1/studies/water/saturation", params={"on": "2024-02-02"}).json()
            assert [(one["change_id"], one["held"] and one["held"]["state"]) for one in found] == [
                ("CH1", "needs_sessions"),
                ("CH2", None),
            ]
            assert client.get("/v1/studies/water/saturation").json()[0]["body"]["state"] == "saturated"
            assert client.get("/v1/studies/water/saturation", params={"on": "yesterday"}).status_code == 422
