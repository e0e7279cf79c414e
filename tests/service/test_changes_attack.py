"""The seams between the register of changes, what is computed from it, and what happens to people's words: on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import delete

from annotations.changes.candidates import Candidate
from annotations.changes.register import Entry, Override
from annotations.errors import Conflict, ConsentMissing
from annotations.pseudonyms.records import Entity, IdentityKind
from annotations.studies import SaturationRule
from service.board.behind import Asked, behind
from service.jobs.schedule import ASSESSED
from service.running import opened
from service.storage import candidates, changes, results, snapshots, studies
from service.storage.change_tables import ChangeActRow
from service.workflows import changes as register
from service.workflows import deciding_candidates
from service.workflows.analysing import material_of
from service.workflows.assessing import assess_study
from service.workflows.drafting import draft_stories
from service.workflows.evidence import evidence
from service.workflows.memos import hide_in_memos, hiding_of
from service.workflows.searching import find
from service.workflows.transcript_reading import reading
from service.workflows.withdrawing import withdraw
from service.workflows.work import Work
from tests.annotations.changes.test_independence import Field
from tests.service.hamlet import G1, SAID_BY_R4, Killed, Place, found_in_tables

WHO: dict[str, Any] = {"study_id": "hamlet", "by": "vera"}
WORDS: dict[str, Any] = {"title": {"es": "Agua clara"}, "statement": {"es": "El agua sale clara."}, "domain": "homes"}
QUOTING = "the alcatraz and the jirafa"


def propose(place: Place, candidate_id: str, *segment_ids: str) -> None:
    sessions = tuple(dict.fromkeys(id_.rsplit(".", 1)[0] for id_ in segment_ids))
    one = Candidate(candidate_id, "segments", {"es": "Cuentas"}, segment_ids, sessions, domain="homes", closest=segment_ids[:1])
    with place.store.begin() as tx:
        candidates.propose(tx, "hamlet", [one], ())


class TestWithdrawal:
    def test_reaches_the_reason_of_a_change_that_was_entered_with_the_words(self, place: Place) -> None:
        place.take_in()
        hers, theirs = place.id_of("alcatraz"), place.id_of("Se barre cada")
        register.enter(place.work, **WHO, **WORDS, segments={hers: "for"}, reason=QUOTING)
        register.enter(place.work, **WHO, **WORDS, segments={theirs: "for"}, reason="somebody else's words")
        withdraw(place.work, study_id="hamlet", respondent_id="R4", by="vera")
        assert found_in_tables(place.store, SAID_BY_R4) == set()
        with place.store.read() as tx:
            reasons = {(a.change_id, a.act): a.reason for a in changes.acts(tx, "hamlet") if a.by == "vera"}
        assert reasons["CH3", "entered"] == ""
        assert reasons["CH4", "entered"] == "somebody else's words"

    def test_reaches_the_reasons_of_decisions_about_candidates(self, place: Place) -> None:
        place.take_in()
        hers, theirs = place.id_of("alcatraz"), place.id_of("Se barre cada")
        propose(place, "K1", hers, theirs)
        deciding_candidates.dismiss(place.work, **WHO, candidate_id="K1", reason=QUOTING)
        withdraw(place.work, study_id="hamlet", respondent_id="R4", by="vera")
        assert found_in_tables(place.store, SAID_BY_R4) == set()
        with place.store.read() as tx:
            (decision,) = candidates.candidate(tx, "hamlet", "K1").candidate.decisions
        assert (decision.by, decision.state) == ("vera", "dismissed")

    def test_reaches_what_is_being_computed_meanwhile(self, place: Place) -> None:
        """The job read everything before, and keeps what came of it after the words are gone."""
        place.take_in()
        hers = place.id_of("alcatraz")
        place.code(hers)
        register.link(place.work, **WHO, change_id="CH1", segments={hers: "for"}, reason="so")
        register.count(place.work, **WHO, change_id="CH1", session="G1", counts=True, reason=QUOTING)
        withdrawn: list[str] = []

        def meanwhile(stage: str, done: int, total: int) -> None:
            if stage == "saturation" and not withdrawn:
                withdrawn.append(stage)
                withdraw(place.work, study_id="hamlet", respondent_id="R4", by="vera")

        place.code(place.id_of("Se barre cada"))
        assess_study(Work(place.settings, place.store, meanwhile), study_id="hamlet")
        assert withdrawn
        assert found_in_tables(place.store, SAID_BY_R4) == set()


class TestNamesThatAreDecidedLater:
    def test_are_masked_in_reasons_about_candidates_and_in_what_was_computed(self, place: Place) -> None:
        place.take_in()
        said = place.id_of("Se barre cada")
        for id_ in place.segments("G1"):
            place.code(id_)
        propose(place, "K1", said)
        deciding_candidates.dismiss(place.work, **WHO, candidate_id="K1", reason="Froilana said so")
        register.link(place.work, **WHO, change_id="CH1", segments={said: "for"}, reason="so")
        element: dict[str, Any] = {"session": "G1", "element": "who", "value": "Froilana", "segments": [said]}
        register.report_element(place.work, **WHO, change_id="CH1", **element)
        assess_study(place.work, study_id="hamlet")
        tables = {table for table, _, _ in found_in_tables(place.store, ["Froilana"])}
        assert tables == {"change_act", "change_candidate", "snapshot"}
        named = Entity("E9", IdentityKind.PERSON, "F", ("Froilana",), state="confirmed")
        with place.store.begin() as tx:
            hide_in_memos(tx, studies.study(tx, "hamlet"), hiding_of([named], studies.study(tx, "hamlet")))
        assert found_in_tables(place.store, ["Froilana"]) == set()
        assess_study(place.work, study_id="hamlet")
        with place.store.read() as tx:
            assert snapshots.is_fresh(tx, "hamlet", "change:CH1")


class TestSegmentsThatAreNoMore:
    def test_a_candidate_loses_them_and_can_still_be_entered(self, place: Place) -> None:
        place.take_in()
        first, second = place.id_of("Se barre cada"), place.id_of("Las leen cada")
        propose(place, "K1", first, second)
        place.write(G1=G1.replace("P1: Las leen cada dos meses.\n", ""))
        place.take_in("G1")
        assert second not in place.segments()
        made = deciding_candidates.enter_candidate(place.work, **WHO, candidate_id="K1", statement={"es": "Se barre."})
        with place.store.read() as tx:
            assert [link.segment_id for link in changes.register(tx, "hamlet").links()] == [first]
            assert candidates.candidate(tx, "hamlet", "K1").change_id == made.change.id


class TestConsentThatEndsByATable:
    """Nobody has withdrawn these words yet; until then they are shown nowhere."""

    def refuse(self, place: Place, *respondents: str) -> None:
        place.roster = [row.replace("yes,yes,oral", "no,,") if row.split(",")[0] in respondents else row for row in place.roster]
        place.load()

    def test_what_one_person_said_is_not_found_listed_read_or_proposed(self, place: Place) -> None:
        place.take_in()
        hers, theirs = place.id_of("alcatraz"), place.id_of("Se barre cada")
        for id_ in place.segments("G1"):
            place.code(id_)
        assert [s.id for s in material_of(evidence(place.work, "hamlet")).segments if s.id == hers]
        self.refuse(place, "R4")
        assert [one.segment.id for one in find(place.work, study_id="hamlet", query="alcatraz").items] == []
        assert theirs in [one.segment.id for one in find(place.work, study_id="hamlet", query="barre cada").items]
        known = evidence(place.work, "hamlet")
        assert not {hers} & {s.id for s in material_of(known).segments}
        read = reading(place.work, study_id="hamlet", session_id="G1")
        said = " ".join(piece.text for turn in read.turns for piece in turn.pieces)
        assert not any(word in said for word in SAID_BY_R4)
        assert "Se barre cada" in said
        listed = behind(place.work, known.study, Asked.model_validate({"session": ("G1",)}))
        assert not any(word in one.segment.text for one in listed.quoted for word in SAID_BY_R4)
        assert theirs in {one.segment.id for one in listed.quoted}

    def test_a_session_of_nobody_who_agrees_is_not_read(self, place: Place) -> None:
        place.take_in()
        assert reading(place.work, study_id="hamlet", session_id="S2").turns
        self.refuse(place, "R2")
        with pytest.raises(ConsentMissing, match="nothing of session S2 may be shown"):
            reading(place.work, study_id="hamlet", session_id="S2")
        assert behind(place.work, evidence(place.work, "hamlet").study, Asked.model_validate({"session": ("S2",)})).quoted == ()

    def test_no_story_quotes_it(self, place: Place) -> None:
        place.take_in()
        hers, theirs = place.id_of("alcatraz"), place.id_of("Se barre cada")
        for id_ in place.segments("G1"):
            place.code(id_)
        register.link(place.work, **WHO, change_id="CH1", segments={hers: "for", theirs: "for"}, reason="so")
        self.refuse(place, "R4")
        draft_stories(place.work, study_id="hamlet", change_id="CH1")
        assert not {table for table, _, _ in found_in_tables(place.store, SAID_BY_R4)} & {"story", "snapshot"}
        assert {table for table, _, _ in found_in_tables(place.store, ["Se barre"])} >= {"story"}


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)  # what is tested is above the database
@pytest.mark.parametrize("committed", [False, True])
def test_a_worker_that_is_killed_leaves_what_is_done_again_and_nothing_twice(place: Place, committed: bool) -> None:
    place.take_in()
    for id_ in place.segments("G1"):
        place.code(id_)
    register.link(place.work, **WHO, change_id="CH1", segments={place.id_of("Se barre cada"): "for"}, reason="so")

    def is_done() -> bool:
        with place.store.read() as tx:
            return all(snapshots.is_fresh(tx, "hamlet", name) for name in ASSESSED)

    for at in range(1, 20):
        try:
            assess_study(place.dying(at=at, committed=committed).work, study_id="hamlet")
        except Killed:
            with place.store.read() as tx:
                assert len(results.verdicts(tx, "hamlet", "CH1")) <= 1
            continue
        break
    assert at > 4
    assert is_done()
    assess_study(place.work, study_id="hamlet")
    with place.store.read() as tx:
        assert [len(results.verdicts(tx, "hamlet", id_)) for id_ in ("CH1", "CH2")] == [1, 1]
    register.pursue(place.work, **WHO, change_id="CH1", reason="so")
    with pytest.raises(Killed):
        assess_study(place.dying(at=4, committed=False).work, study_id="hamlet")
    with place.store.read() as tx:
        assert snapshots.is_fresh(tx, "hamlet", "changes")  # kept before it was killed, and the curves were not
    assert not is_done()


def test_what_is_read_together_is_of_one_moment(place: Place) -> None:
    with place.store.read() as tx:
        before = changes.acts(tx, "hamlet")
        register.drop(place.work, **WHO, change_id="CH1", reason="meanwhile")
        assert changes.acts(tx, "hamlet") == before
    with place.store.read() as tx:
        assert len(changes.acts(tx, "hamlet")) == len(before) + 1


def test_a_study_from_before_the_register_has_its_changes_in_it_as_soon_as_anything_is_opened(place: Place) -> None:
    with place.store.begin() as tx:
        tx.execute(delete(ChangeActRow))
    with opened(place.settings) as (store, _), store.read() as tx:
        assert [(a.act, a.change_id, a.by) for a in changes.acts(tx, "hamlet")] == [
            ("entered", "CH1", "study file"),
            ("entered", "CH2", "study file"),
        ]
        stamp = snapshots.stamp(tx, "hamlet")
    with opened(place.settings) as (store, _), store.read() as tx:
        assert snapshots.stamp(tx, "hamlet") == stamp


class TestTwoAtOnce:
    def at_once(self, *acts: Callable[[], object]) -> list[object]:
        """What came of each, errors too."""

        def tried(act: Callable[[], object]) -> object:
            try:
                return act()
            except Conflict as refused:
                return refused

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(tried, acts))

    def test_one_merges_and_the_other_is_told(self, place: Place) -> None:
        for _ in range(2):
            register.enter(place.work, **WHO, **WORDS)
        found = self.at_once(
            *(lambda into=into: register.merge(place.work, **WHO, change_id="CH1", into=into, reason="same")
              for into in ("CH2", "CH3", "CH4"))
        )  # fmt: skip
        assert sum(isinstance(one, Conflict) for one in found) == 2
        with place.store.read() as tx:
            assert [a.act for a in changes.acts(tx, "hamlet")].count("merged") == 1

    def test_each_enters_a_change_of_its_own(self, place: Place) -> None:
        found = self.at_once(*(lambda: register.enter(place.work, **WHO, **WORDS) for _ in range(4)))
        assert {one.change.id for one in found if isinstance(one, Entry)} == {"CH3", "CH4", "CH5", "CH6"}

    def test_a_candidate_is_entered_once(self, place: Place) -> None:
        place.take_in()
        propose(place, "K1", place.id_of("Se barre cada"))
        enter: dict[str, Any] = {"candidate_id": "K1", "statement": {"es": "Se barre."}}
        found = self.at_once(*(lambda: deciding_candidates.enter_candidate(place.work, **WHO, **enter) for _ in range(3)))
        assert sum(isinstance(one, Conflict) for one in found) == 2
        with place.store.read() as tx:
            assert list(changes.register(tx, "hamlet").entries) == ["CH1", "CH2", "CH3"]

    def test_an_act_on_a_change_that_was_just_dropped_is_refused(self, place: Place) -> None:
        register.drop(place.work, **WHO, change_id="CH1", reason="said once")
        before = register.register(place.work, study_id="hamlet")[1]
        for verb, values in (("pursue", {}), ("merge", {"into": "CH2"}), ("count", {"session": "S1", "counts": True})):
            with pytest.raises(Conflict, match="CH1 is dropped"):
                getattr(register, verb)(place.work, **WHO, change_id="CH1", reason="still", **values)
        with pytest.raises(Conflict, match="CH1 is dropped"):
            register.merge(place.work, **WHO, change_id="CH2", into="CH1", reason="same")
        assert register.register(place.work, study_id="hamlet")[1] == before


class TestWhoDependsOnWhom:
    """Traps beside those of ``tests.annotations.changes.test_independence``: each session by whether it counts, and why not."""

    RULE = SaturationRule(minimum_independent=2, merge_referrals=True, merge_affiliations=True)

    def counted(self, field: Field, **more: object) -> dict[str, tuple[str, str]]:
        found = field.observe(self.RULE, **more)
        return {o.session_id: (o.stance, "counts" if o.independent else o.why_not) for o in found}

    def test_one_person_who_says_one_thing_first_and_the_other_later_is_one_who_is_divided(self) -> None:
        field = Field(days=[1, 9])
        someone = field.person()
        field.session([someone], "for")
        field.session([someone], "against")
        assert self.counted(field) == {"S0": ("for", "counts"), "S1": ("against", "same_person")}
        assert [o.dissent for o in field.observe(self.RULE)] == [True, False]

    def test_what_a_person_was_prompted_to_say_does_not_hide_what_they_say_by_themselves(self) -> None:
        field = Field(days=[1, 9])
        someone = field.person()
        field.session([someone], "for", prompted=True)
        field.session([someone], "for")
        assert self.counted(field) == {"S0": ("for", "prompted"), "S1": ("for", "counts")}

    def test_who_speaks_in_a_group_and_alone_is_heard_once(self) -> None:
        field = Field(days=[1, 2, 3])
        someone, other = field.person(), field.person()
        field.session([someone, other], "for", method="focus_group")
        field.session([someone], "for")
        field.session([other], "for")
        assert self.counted(field) == {"S0": ("for", "counts"), "S1": ("for", "same_person"), "S2": ("for", "same_person")}

    def test_who_was_named_by_somebody_who_denies_it_says_it_on_their_own(self) -> None:
        field = Field(days=[1, 2, 3])
        first = field.person()
        field.session([first], "against")
        for stance in ("for", "for"):
            field.session([field.person(referred_by=first.id)], stance)
        assert self.counted(field) == {"S0": ("against", "counts"), "S1": ("for", "counts"), "S2": ("for", "counts")}

    def test_notes_count_as_recordings_do_and_an_override_goes_before_everything_but_consent(self) -> None:
        field = Field(days=[1, 2])
        field.session([field.person(affiliation="La Unión")], "for", capture="notes")
        field.session([field.person(affiliation="la  unión")], "for")
        assert self.counted(field) == {"S0": ("for", "counts"), "S1": ("for", "affiliation")}
        out = {"S0": Override("S0", False, "vera", datetime(2024, 1, 1, tzinfo=UTC), "so")}
        assert self.counted(field, overrides=out) == {"S0": ("for", "overridden"), "S1": ("for", "counts")}
