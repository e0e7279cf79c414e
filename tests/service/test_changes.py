"""What people do to the register of changes: written down, checked, computed, synchronised with the study's file, withdrawn."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from annotations.changes.register import ChangeAct, sides
from annotations.codings import Coding
from annotations.errors import BadInput, Conflict, NotFound, RelatoError
from service.storage import changes as acts_in_sql
from service.storage import review, snapshots, studies
from service.storage.transactions import now
from service.workflows import changes
from service.workflows.change_checks import new_id
from service.workflows.changes import Part
from service.workflows.choosable import with_all_changes
from service.workflows.identifying import find_identities
from service.workflows.withdrawing import withdraw
from tests.service.hamlet import SAID_BY_R4, Place, found_in_tables

WHO: dict[str, Any] = {"study_id": "hamlet", "by": "vera"}
WORDS: dict[str, Any] = {"title": {"es": "Agua clara"}, "statement": {"es": "El agua sale clara."}}


def acts(place: Place) -> list[ChangeAct]:
    with place.store.read() as tx:
        return acts_in_sql.acts(tx, "hamlet")


def current(place: Place) -> list[str]:
    with place.store.read() as tx:
        return [change.id for change in studies.study(tx, "hamlet").changes]


class TestTheFile:
    def test_its_changes_are_entered_once_and_are_the_changes_of_the_study(self, place: Place) -> None:
        assert [(a.act, a.change_id, a.by) for a in acts(place)] == [
            ("entered", "CH1", "study file"),
            ("entered", "CH2", "study file"),
        ]
        told = place.load()["changes"]
        assert told == {"entered": [], "restated": [], "described": [], "left": [], "gone": []}
        assert len(acts(place)) == 2
        with place.store.read() as tx:
            study = studies.study(tx, "hamlet")
            assert [s.id for s in studies.studies(tx)] == ["hamlet"]
        assert study.change("CH2").statement == {"es": "Se barre la plaza."}

    def test_what_it_says_anew_is_written_down_and_what_people_did_since_stays(self, place: Place) -> None:
        changes.restate(place.work, **WHO, change_id="CH1", reason="clearer", **WORDS)
        changes.drop(place.work, **WHO, change_id="CH2", reason="said once")
        assert place.load()["changes"]["restated"] == []
        first, second = place.study["changes"]
        place.study["changes"] = [first | {"kind": "unintended"}, second | {"title": {"es": "Sin polvo"}}]
        told = place.load()["changes"]
        assert (told["described"], told["restated"]) == (["CH1"], ["CH2"])
        with place.store.read() as tx:
            register = acts_in_sql.register(tx, "hamlet")
        one, two = register.entries["CH1"], register.entries["CH2"]
        assert (one.change.kind, one.change.title) == ("unintended", {"es": "Agua clara"})
        assert (two.status, [s.title["es"] for s in two.statements]) == ("dropped", ["Menos polvo", "Sin polvo"])
        assert current(place) == ["CH1"]

    def test_what_is_gone_from_it_stays_and_is_told_and_what_is_merged_is_left(self, place: Place) -> None:
        changes.merge(place.work, **WHO, change_id="CH2", into="CH1", reason="the same")
        place.study["changes"] = [place.study["changes"][1] | {"title": {"es": "Otro"}}]
        told = place.load()["changes"]
        assert (told["left"], told["gone"]) == (["CH2"], ["CH1"])
        assert current(place) == ["CH1"]

    def test_a_change_of_the_board_may_be_written_in_it_as_it_is_and_no_other_under_its_id(self, place: Place) -> None:
        made = changes.enter(place.work, **WHO, domain="homes", **WORDS)
        assert made.change.id == "CH3"
        before = len(acts(place))
        same = {"id": "CH3", "domain": "homes", "title": {"es": "Agua clara"}, "statement": {"es": "El agua sale\n clara.\n"}}
        place.study["changes"] = [*place.study["changes"], same | {"title": {"es": "Luz"}}]
        with pytest.raises(Conflict, match=r"study.yaml: changes\[2\]: CH3 was entered in the register on .* by vera"):
            place.load()
        assert len(acts(place)) == before
        place.study["changes"][-1] = same
        assert place.load()["changes"]["entered"] == []

    def test_a_plan_may_name_a_change_of_the_board(self, place: Place) -> None:
        place.study["plan"] = [{"id": "EQ1", "question": {"es": "¿Qué?"}, "changes": ["CH3"]}]
        with pytest.raises(BadInput, match=r"study.yaml:\d+: plan\[0\].changes\[0\]: there is no change 'CH3'"):
            place.load()
        changes.enter(place.work, **WHO, domain="homes", **WORDS)
        place.load()


class TestActs:
    def test_they_are_numbered_and_keep_who_when_and_why(self, place: Place) -> None:
        before = now()
        changes.pursue(place.work, **WHO, change_id="CH1", reason="  five sessions ")
        last = acts(place)[-1]
        assert (last.number, last.by, last.act, last.change_id, last.reason) == (3, "vera", "pursued", "CH1", "five sessions")
        assert before <= last.at <= now()

    def test_a_clock_that_was_set_back_does_not_change_their_order(self, place: Place) -> None:
        with place.store.begin() as tx:
            tx.execute(
                text("UPDATE change_act SET at = :later WHERE number = 2"), {"later": stored(place, now() + timedelta(days=1))}
            )
        changes.pursue(place.work, **WHO, change_id="CH1", reason="so")
        found = acts(place)
        assert found[2].at == found[1].at

    def test_the_register_of_an_earlier_moment(self, place: Place) -> None:
        changes.drop(place.work, **WHO, change_id="CH1", reason="so")
        with place.store.read() as tx:
            then = acts_in_sql.register(tx, "hamlet", acts(place)[1].at)
        assert [change.id for change in then.current()] == ["CH1", "CH2"]
        assert current(place) == ["CH2"]

    @pytest.mark.parametrize(
        ("verb", "values", "error", "said"),
        [
            ("drop", {"change_id": "CH1", "reason": " "}, BadInput, "no reason"),
            ("drop", {"change_id": "CH1", "reason": "so", "by": ""}, BadInput, "nobody is named"),
            ("drop", {"change_id": "CH9", "reason": "so"}, NotFound, "no change 'CH9'"),
            ("reopen", {"change_id": "CH1", "reason": "so"}, Conflict, "CH1 is candidate"),
            ("merge", {"change_id": "CH1", "into": "CH1", "reason": "so"}, BadInput, "itself"),
            ("enter", {"domain": "homes", "change_id": "CH1", **WORDS}, Conflict, "never used twice"),
            ("enter", {"domain": "homes", "change_id": "CH/1", **WORDS}, BadInput, "no id"),
            ("enter", {"domain": "towns", **WORDS}, NotFound, "domain: there is no 'towns'"),
            ("enter", {"domain": "homes", **WORDS, "contributed": ["p1"]}, NotFound, "contributed: there is no 'p1'"),
            ("enter", {"domain": "homes", **WORDS, "priorities": ["dust"]}, NotFound, "priorities: there is no 'dust'"),
            ("enter", {"domain": "homes", **WORDS, "kind": "big"}, BadInput, "no kind of change"),
            ("enter", {"domain": "homes", "title": {"es": " "}, "statement": {"es": "x"}}, BadInput, "title has no words"),
            ("enter", {"domain": "homes", "title": {"fr": "x"}, "statement": {"es": "x"}}, BadInput, "no language of the study"),
            ("restate", {"change_id": "CH1", "title": {}, "statement": {}, "reason": "so"}, Conflict, "worded so already"),
            ("describe", {"change_id": "CH1"}, BadInput, "nothing is given"),
            ("link", {"change_id": "CH1", "segments": {"S1.999": "for"}, "reason": "so"}, NotFound, "no segment S1.999"),
            ("link", {"change_id": "CH1", "segments": {}, "reason": "so"}, BadInput, "no segment is named"),
            ("link", {"change_id": "CH1", "segments": {"S1.001": "maybe"}, "reason": "so"}, BadInput, "maybe is no side"),
            ("count", {"change_id": "CH1", "session": "S9", "counts": True, "reason": "so"}, NotFound, "no session 'S9'"),
            (
                "split",
                {"change_id": "CH1", "parts": [Part(("S1.001",), "CH2")], "reason": "so"},
                NotFound,
                "nobody coded or linked",
            ),
            ("report_element", {"change_id": "CH1", "session": "S1", "element": "how", "value": "x"}, BadInput, "no element"),
            ("remove_element", {"change_id": "CH1", "element_id": "E9"}, NotFound, "no element 'E9'"),
        ],
    )
    def test_what_cannot_be_done_is_refused_and_nothing_is_written(
        self, place: Place, verb: str, values: dict[str, Any], error: type[RelatoError], said: str
    ) -> None:
        place.take_in()
        before = acts(place)
        with pytest.raises(error, match=said) as caught:
            getattr(changes, verb)(place.work, **(WHO | values))
        assert caught.value.remedy
        assert acts(place) == before

    def test_ids_go_on_from_the_highest_that_ever_was(self, place: Place) -> None:
        for _ in range(2):
            changes.enter(place.work, **WHO, domain="homes", **WORDS)
        changes.drop(place.work, **WHO, change_id="CH4", reason="twice")
        with place.store.read() as tx:
            register = acts_in_sql.register(tx, "hamlet")
        assert (new_id(register), list(register.entries)) == ("CH5", ["CH1", "CH2", "CH3", "CH4"])


class TestSegments:
    def test_a_split_enters_the_new_change_and_moves_what_counts(self, place: Place) -> None:
        place.take_in()
        coded(place, "S1.001", "CH1")
        changes.link(place.work, **WHO, change_id="CH1", segments={"S1.002": "against"}, reason="denies it")
        parts = [Part(("S1.001",), title={"es": "Se leen"}), Part(("S1.002",), "CH2")]
        made = changes.split(place.work, **WHO, change_id="CH1", parts=parts, reason="two things")
        assert [(e.change.id, e.split_from, e.change.domain) for e in made] == [("CH3", "CH1", "homes"), ("CH2", "", "homes")]
        with place.store.read() as tx:
            register = acts_in_sql.register(tx, "hamlet")
        assert register.resolve("CH1", "S1.001") == "CH3"
        assert sides(register.links()) == {"CH2": {"S1.002": "against"}}

    def test_links_and_the_contrary_in_one_act_of_the_board(self, place: Place) -> None:
        place.take_in()
        changes.link(place.work, **WHO, change_id="CH1", segments={"S1.001": "for", "S1.002": "for"}, reason="both")
        changes.say_of_segments(
            place.work, **WHO, change_id="CH1", linked={"S1.001": "against"}, unlinked=["S1.002"], reason="read again"
        )
        with place.store.read() as tx:
            register = acts_in_sql.register(tx, "hamlet")
        assert sides(register.links()) == {"CH1": {"S1.001": "against"}}
        assert register.resolve("CH1", "S1.002") == ""

    def test_elements_get_ids_and_can_be_replaced_and_taken_back(self, place: Place) -> None:
        said: dict[str, Any] = {"change_id": "CH1", "session": "S1", "element": "contribution", "value": "El comité"}
        changes.report_element(place.work, **WHO, **said, order=1)
        changes.report_element(place.work, **WHO, **said | {"value": "La junta"}, order=2, element_id="E3")
        _, register = changes.register(place.work, study_id="")
        (one,) = register.elements("CH1")
        assert (one.id, one.value, one.order, one.by) == ("E3", "La junta", 2, "vera")
        changes.remove_element(place.work, **WHO, change_id="CH1", element_id="E3")
        assert changes.register(place.work, study_id="")[1].elements("CH1") == ()

    def test_names_are_masked_in_what_people_write(self, place: Place) -> None:
        place.take_in()
        find_identities(place.work, study_id="hamlet")
        changes.drop(place.work, **WHO, change_id="CH1", reason="Only Xóchitl Barragán said so")
        changes.report_element(place.work, **WHO, change_id="CH2", session="S1", element="who", value="Eulalio Zamarripa")
        assert found_in_tables(place.store, ["Barragán", "Zamarripa"], but=("vault", "change_candidate")) == set()

    def test_names_that_are_decided_later_are_masked_in_what_was_written_before(self, place: Place) -> None:
        said: dict[str, Any] = {"change_id": "CH2", "session": "S1", "element": "who"}
        changes.report_element(place.work, **WHO, **said, value="Eulalio Zamarripa", reason="so says Barragán")
        with place.store.begin() as tx:
            assert acts_in_sql.reword(tx, "hamlet", lambda words: words.replace("Zamarripa", "[…]")) == 1
            assert acts_in_sql.register(tx, "hamlet").elements("CH2")[0].value == "Eulalio […]"

    def test_withdrawal_reaches_reasons_and_elements_and_leaves_who_did_what(self, place: Place) -> None:
        place.take_in()
        hers, theirs = place.id_of("alcatraz"), place.id_of("Se barre cada")
        why = {"change_id": "CH1", "reason": "the alcatraz and the jirafa"}
        changes.link(place.work, **WHO, segments={hers: "for"}, **why)
        changes.link(place.work, **WHO, segments={theirs: "for"}, change_id="CH1", reason="somebody else's words")
        said: dict[str, Any] = {"change_id": "CH1", "session": "G1", "element": "what"}
        changes.report_element(place.work, **WHO, **said, value="un alcatraz", segments=[hers])
        changes.report_element(place.work, **WHO, **said, value="la jirafa azul")
        changes.report_element(place.work, **WHO, **said, value="se barre", segments=[theirs])
        with place.store.begin() as tx:
            snapshots.save(tx, "hamlet", "change:CH1", {"quote": "el alcatraz morado"}, "s")
            snapshots.save(tx, "hamlet", snapshots.BORDERS, {"type": "FeatureCollection"}, "")
        before = len(acts(place))
        withdraw(place.work, study_id="hamlet", respondent_id="R4", by="vera")
        assert found_in_tables(place.store, SAID_BY_R4) == set()
        assert len(acts(place)) == before
        _, register = changes.register(place.work, study_id="hamlet")
        assert [one.value for one in register.elements("CH1")] == ["se barre"]
        assert {link.segment_id: link.reason for link in register.links()} == {hers: "", theirs: "somebody else's words"}
        with place.store.read() as tx:
            assert snapshots.get(tx, "hamlet", snapshots.BORDERS) is not None


def test_reviewers_meet_what_was_dropped_or_merged_behind_the_others_and_told(place: Place) -> None:
    changes.enter(place.work, **WHO, domain="homes", **WORDS)
    changes.drop(place.work, **WHO, change_id="CH1", reason="said once")
    changes.merge(place.work, **WHO, change_id="CH2", into="CH3", reason="the same")
    with place.store.read() as tx:
        found = with_all_changes(tx, studies.study(tx, "hamlet")).changes
    assert [(change.id, change.title["es"]) for change in found] == [
        ("CH3", "Agua clara"),
        ("CH1", "Cuentas abiertas (descartado)"),
        ("CH2", "Menos polvo (ahora CH3)"),
    ]


def drop_twice(place: Place) -> None:
    """The second is refused, and takes the first with it."""
    with place.store.begin() as tx:
        for _ in range(2):
            acts_in_sql.append(tx, "hamlet", "vera", "dropped", "CH2", {}, "so")


def coded(place: Place, segment_id: str, change_id: str) -> None:
    place.code(segment_id)
    with place.store.begin() as tx:
        coding = Coding(segment_id, "ines", "change", change_id, 1, 1, now(), "for")
        review.replace_codings(tx, "hamlet", segment_id, "ines", 1, [coding])


def stored(place: Place, at: datetime) -> Any:
    """A moment as this database keeps it."""
    return at.replace(tzinfo=None).isoformat(sep=" ") if place.store.engine.dialect.name == "sqlite" else at


def test_a_register_that_is_read_again_is_the_one_that_stands(place: Place) -> None:
    """It is kept in memory between reads, and not beyond what is written in between."""

    def read() -> list[str]:
        with place.store.read() as tx:
            return [change.id for change in acts_in_sql.register(tx, "hamlet").current()]

    with place.store.read() as tx:
        first = acts_in_sql.register(tx, "hamlet")
    with place.store.read() as tx:
        assert acts_in_sql.register(tx, "hamlet") is first
    with place.store.begin() as tx:
        acts_in_sql.append(tx, "hamlet", "vera", "dropped", "CH1", {}, "so")
        assert [change.id for change in acts_in_sql.register(tx, "hamlet").current()] == ["CH2"]
        assert read() == ["CH1", "CH2"]  # nothing is committed
    assert read() == ["CH2"]
    with pytest.raises(Conflict):
        drop_twice(place)
    assert read() == ["CH2"]
