"""The register of changes, folded from acts: by hand, and for any acts that can follow each other."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.changes.register import ChangeAct, ChangeRegister, ElementReport, Link, counted, fold, sides
from annotations.changes.register_words import act_in_words
from annotations.codings import Coding
from annotations.errors import BadInput, Conflict, NotFound, RelatoError

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
WORDS = {"title": {"en": "Accounts"}, "statement": {"en": "They read out the accounts."}}


class Log:
    """Acts, one an hour, by Inés."""

    def __init__(self) -> None:
        self.acts: list[ChangeAct] = []

    def do(self, act: str, change_id: str, body: Mapping[str, Any] | None = None, reason: str = "so") -> "Log":
        number = len(self.acts) + 1
        self.acts.append(ChangeAct(number, NOON + timedelta(hours=number), "ines", act, change_id, body or {}, reason))
        return self

    def entered(self, *ids: str) -> "Log":
        for one in ids:
            self.do("entered", one, {"domain": "homes", **WORDS})
        return self

    @property
    def register(self) -> ChangeRegister:
        return fold(self.acts)


def at(number: int) -> datetime:
    return NOON + timedelta(hours=number)


class TestFold:
    def test_a_change_that_was_entered_is_a_candidate_with_its_first_statement(self) -> None:
        register = Log().entered("CH1").register
        entry = register.entries["CH1"]
        assert (entry.status, entry.entered_at, [s.number for s in entry.statements]) == ("candidate", at(1), [1])
        assert [change.id for change in register.current()] == ["CH1"]
        assert entry.change.statement == {"en": "They read out the accounts."}

    def test_wordings_are_kept_and_the_last_one_holds(self) -> None:
        new = {"title": {"es": "Cuentas"}, "statement": {"es": "Leen."}}
        entry = Log().entered("CH1").do("restated", "CH1", new, "shorter").register.entries["CH1"]
        assert [(s.number, s.at, s.reason, dict(s.title)) for s in entry.statements] == [
            (1, at(1), "so", {"en": "Accounts"}),
            (2, at(2), "shorter", {"es": "Cuentas"}),
        ]
        assert entry.change.title == {"es": "Cuentas"}

    def test_what_is_described_is_set_and_the_rest_stays(self) -> None:
        log = Log().entered("CH1").do("described", "CH1", {"contributed": ["a", "b"], "kind": "unintended"})
        change = log.do("described", "CH1", {"contributed": []}).register.entries["CH1"].change
        assert (change.kind, change.contributed, change.domain) == ("unintended", (), "homes")

    def test_decisions_and_taking_them_back(self) -> None:
        log = Log().entered("CH1", "CH2").do("pursued", "CH1").do("dropped", "CH2")
        assert {i: e.status for i, e in log.register.entries.items()} == {"CH1": "pursued", "CH2": "dropped"}
        assert [c.id for c in log.register.current()] == ["CH1"]
        log.do("reopened", "CH2").do("reopened", "CH1")
        assert {e.status for e in log.register.entries.values()} == {"candidate"}

    def test_the_register_of_an_earlier_moment(self) -> None:
        log = Log().entered("CH1").do("pursued", "CH1")
        assert fold(log.acts, at(1)).entries["CH1"].status == "candidate"
        assert fold(log.acts, at(2)).entries["CH1"].status == "pursued"
        assert not fold(log.acts, NOON).entries

    def test_acts_name_both_sides_of_a_merge(self) -> None:
        entries = Log().entered("CH1", "CH2").do("merged", "CH1", {"into": "CH2"}).register.entries
        assert [act.number for act in entries["CH1"].acts] == [1, 3]
        assert [act.number for act in entries["CH2"].acts] == [2, 3]

    @pytest.mark.parametrize(
        ("log", "error", "named"),
        [
            (Log().entered("CH1", "CH1"), Conflict, "ids are never used twice"),
            (Log().entered("CH1").do("dropped", "CH1").entered("CH1"), Conflict, "ids are never used twice"),
            (Log().do("dropped", "CH9"), NotFound, "no change 'CH9'"),
            (Log().entered("CH1").do("dropped", "CH1").do("dropped", "CH1"), Conflict, "CH1 is dropped"),
            (Log().entered("CH1").do("reopened", "CH1"), Conflict, "CH1 is candidate"),
            (Log().entered("CH1").do("merged", "CH1", {"into": "CH1"}), BadInput, "with itself"),
            (Log().entered("CH1").do("merged", "CH1", {"into": "CH2"}), NotFound, "no change 'CH2'"),
            (Log().entered("CH1", "CH2").do("dropped", "CH2").do("merged", "CH1", {"into": "CH2"}), Conflict, "CH2 is dropped"),
            (Log().entered("CH1").do("linked", "CH1", {"segments": {"S1.001": "maybe"}}), BadInput, "segments.S1.001"),
            (Log().entered("CH1").do("linked", "CH1", {"segments": {}}), BadInput, "no segment"),
            (Log().entered("CH1").do("praised", "CH1"), BadInput, "no act"),
            (Log().entered("CH1").do("restated", "CH1", {"title": {"en": "x"}}), BadInput, "statement"),
            (Log().entered("CH1").do("element_removed", "CH1", {"id": "E1"}), NotFound, "no element 'E1'"),
            (Log().entered("CH1", "CH2").do("split", "CH1", {"parts": {"CH2": []}}), BadInput, "every part has segments"),
        ],
    )
    def test_an_act_that_cannot_follow_is_refused_and_named(self, log: Log, error: type[RelatoError], named: str) -> None:
        with pytest.raises(error, match=named) as caught:
            fold(log.acts)
        assert caught.value.where.startswith(f"act {len(log.acts)} (")


class TestResolve:
    def test_what_was_merged_counts_for_the_other_also_through_two_merges(self) -> None:
        register = Log().entered("A", "B", "C").do("merged", "A", {"into": "B"}).do("merged", "B", {"into": "C"}).register
        assert [register.resolve(one, "S1.001") for one in "ABC"] == ["C", "C", "C"]
        assert register.entries["A"].merged_into == "B"

    def test_a_merge_that_is_taken_back_leaves_what_each_had(self) -> None:
        log = Log().entered("A", "B").do("merged", "A", {"into": "B"}).do("reopened", "A")
        assert [log.register.resolve(one, "S1.001") for one in "AB"] == ["A", "B"]
        log.do("merged", "B", {"into": "A"})  # the other way round is no circle now
        assert [log.register.resolve(one, "S1.001") for one in "AB"] == ["A", "A"]

    def test_a_split_moves_its_segments_and_no_others(self) -> None:
        log = Log().entered("A", "B").do("split", "A", {"parts": {"B": ["S1.001"]}})
        assert log.register.resolve("A", "S1.001") == "B"
        assert log.register.resolve("A", "S1.002") == "A"
        assert (log.register.entries["B"].split_from, log.register.entries["A"].split_from) == ("A", "")

    def test_parts_that_are_merged_again_are_together_again(self) -> None:
        log = Log().entered("A", "B").do("split", "A", {"parts": {"B": ["S1.001"]}}).do("merged", "B", {"into": "A"})
        assert log.register.resolve("A", "S1.001") == "A"
        assert log.register.resolve("B", "S1.001") == "A"

    def test_what_is_merged_and_split_after_it_follows_both(self) -> None:
        log = Log().entered("A", "B").do("merged", "A", {"into": "B"}).entered("C").do("split", "B", {"parts": {"C": ["S1.001"]}})
        assert (log.register.resolve("A", "S1.001"), log.register.resolve("A", "S1.002")) == ("C", "B")

    def test_unlinked_counts_nowhere_until_it_is_linked_again(self) -> None:
        log = Log().entered("A").do("unlinked", "A", {"segments": ["S1.001"]})
        assert (log.register.resolve("A", "S1.001"), log.register.resolve("A", "S1.002")) == ("", "A")
        log.do("linked", "A", {"segments": {"S1.001": "against"}})
        assert log.register.resolve("A", "S1.001") == "A"
        assert sides(log.register.links()) == {"A": {"S1.001": "against"}}

    def test_dropped_counts_nowhere_and_comes_back(self) -> None:
        log = Log().entered("A", "B").do("merged", "A", {"into": "B"}).do("dropped", "B")
        assert [log.register.resolve(one, "S1.001") for one in "AB"] == ["", ""]
        log.do("reopened", "B")
        assert [log.register.resolve(one, "S1.001") for one in "AB"] == ["B", "B"]

    def test_codings_are_addressed_anew_and_stay_what_they_were(self) -> None:
        register = Log().entered("A", "B").do("merged", "A", {"into": "B"}).entered("C").do("dropped", "C").register
        made = [coding("A"), coding("C"), coding("gone"), Coding("S1.001", "ana", "code", "A", 1, 1, NOON)]
        assert counted(made, register) == (coding("B"), made[3])
        assert counted(made, fold([])) == tuple(made)  # nobody has entered a change yet


class TestWhatPeopleSay:
    def test_the_later_of_two_links_holds_and_a_link_moves_with_its_change(self) -> None:
        log = Log().entered("A", "B").do("linked", "A", {"segments": {"S1.001": "for", "S1.002": "for"}}, "heard it")
        log.do("linked", "B", {"segments": {"S1.001": "against"}}, "no").do("merged", "A", {"into": "B"})
        assert log.register.links() == (
            Link("B", "S1.002", "for", "ines", at(3), "heard it"),
            Link("B", "S1.001", "against", "ines", at(4), "no"),
        )

    def test_a_link_made_after_a_split_stays_where_it_was_made(self) -> None:
        log = (
            Log()
            .entered("A", "B")
            .do("split", "A", {"parts": {"B": ["S1.001"]}})
            .do("linked", "A", {"segments": {"S1.001": "for"}})
        )
        assert sides(log.register.links()) == {"A": {"S1.001": "for"}}
        assert log.register.resolve("A", "S1.001") == "B"  # what coders said of it

    def test_links_are_unlinked_and_those_of_dropped_changes_wait(self) -> None:
        log = Log().entered("A").do("linked", "A", {"segments": {"S1.001": "for", "S1.002": "for"}})
        log.do("unlinked", "A", {"segments": ["S1.001"]})
        assert sides(log.register.links()) == {"A": {"S1.002": "for"}}
        log.do("dropped", "A")
        assert log.register.links() == ()

    def test_overrides_can_be_taken_back_and_go_with_a_merge(self) -> None:
        log = Log().entered("A", "B").do("counted", "A", {"session": "S1", "counts": False})
        log.do("counted", "A", {"session": "S2", "counts": True}).do("merged", "A", {"into": "B"})
        log.do("counted", "B", {"session": "S2", "counts": None})
        assert {s: o.counts for s, o in log.register.overrides("B").items()} == {"S1": False}
        assert log.register.overrides("A") == {}

    def test_elements_follow_their_segments_and_are_replaced_and_removed(self) -> None:
        def said(value: str, id_: str, *segments: str) -> dict[str, Any]:
            return {"id": id_, "session": "S1", "element": "who", "value": value, "segments": list(segments)}

        log = Log().entered("A", "B").do("element", "A", said("the comite", "E3", "S1.001")).do("element", "A", said("all", "E4"))
        log.do("element", "A", said("the committee", "E3", "S1.001", "S1.002")).do("split", "A", {"parts": {"B": ["S1.001"]}})
        assert log.register.elements("B") == (ElementReport("S1", "who", "the committee", 0, ("S1.001",), "ines", "E3"),)
        assert [(one.id, one.segment_ids) for one in log.register.elements("A")] == [("E4", ()), ("E3", ("S1.002",))]
        log.do("element_removed", "A", {"id": "E3"})
        assert log.register.elements("B") == ()


IDS, SEGMENTS = ("A", "B", "C", "D"), ("S1.001", "S1.002", "S2.001")


def bodies(draw: st.DrawFn, act: str) -> dict[str, Any]:
    one, some = st.sampled_from(IDS), st.lists(st.sampled_from(SEGMENTS), unique=True, min_size=1)
    made: dict[str, Any] = {
        "entered": {"domain": "homes", **WORDS},
        "merged": {"into": draw(one)},
        "split": {"parts": {draw(one): draw(some)}},
        "linked": {"segments": {s: draw(st.sampled_from(["for", "against"])) for s in draw(some)}},
        "unlinked": {"segments": draw(some)},
        "counted": {"session": "S1", "counts": draw(st.sampled_from([True, False, None]))},
        "element": {"id": draw(st.sampled_from(["E1", "E2"])), "session": "S1", "element": "when", "value": "2024", "segments": draw(some)},
    }  # fmt: skip
    body: dict[str, Any] = made.get(act, {})
    return body


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Acts in any order, without those that cannot follow the ones before them."""
    log = Log().entered("A", "B")
    kinds = ["entered", "pursued", "dropped", "reopened", "merged", "split", "linked", "unlinked", "counted", "element"]
    for act in draw(st.lists(st.sampled_from(kinds), max_size=14)):
        log.do(act, draw(st.sampled_from(IDS)), bodies(draw, act))
        try:
            fold(log.acts)
        except RelatoError:
            log.acts.pop()
    return log


class TestAnyActs:
    @given(logs(), st.randoms(use_true_random=False))
    @settings(max_examples=150, deadline=None)
    def test_the_same_acts_give_the_same_register_in_whatever_order_they_come(self, log: Log, chance: random.Random) -> None:
        shuffled = chance.sample(log.acts, len(log.acts))
        assert fold(shuffled) == log.register

    @given(logs())
    @settings(max_examples=150, deadline=None)
    def test_ids_are_never_used_twice_and_never_go(self, log: Log) -> None:
        entered = [act.change_id for act in log.acts if act.act == "entered"]
        assert len(set(entered)) == len(entered)
        assert list(log.register.entries) == entered
        for number in range(1, len(log.acts) + 1):
            assert set(fold(log.acts[:number]).entries) <= set(entered)
            assert fold(log.acts, at(number)) == fold(log.acts[:number])

    @given(logs())
    @settings(max_examples=300, deadline=None)
    def test_every_coding_counts_for_one_current_change_or_for_none(self, log: Log) -> None:
        register = log.register
        now = {change.id for change in register.current()}
        for change_id in (*IDS, "never entered"):
            for segment_id in SEGMENTS:
                assert register.resolve(change_id, segment_id) in now | {""}
        made = [coding(change_id, segment_id) for change_id in IDS for segment_id in SEGMENTS]
        assert {one.target for one in counted(made, register)} <= now
        assert len(counted(made, register)) <= len(made)
        places = [(link.change_id, link.segment_id) for link in register.links()]
        assert len(set(places)) == len(places)
        assert {change_id for change_id, _ in places} <= now

    @given(logs())
    @settings(max_examples=150, deadline=None)
    def test_a_merge_taken_back_at_once_changes_nothing_of_what_counts(self, log: Log) -> None:
        before = log.register
        current = [change.id for change in before.current()]
        if len(current) < 2 or "pursued" in {before.entries[one].status for one in current}:
            return
        a, b = current[:2]
        log.do("merged", a, {"into": b}).do("reopened", a)
        after = log.register
        assert all(after.resolve(i, s) == before.resolve(i, s) for i in IDS for s in SEGMENTS)
        assert after.links() == before.links()
        assert {i: after.overrides(i) for i in IDS} == {i: before.overrides(i) for i in IDS}

    @given(logs())
    @settings(max_examples=100, deadline=None)
    def test_every_act_has_words_in_both_languages(self, log: Log) -> None:
        for act in log.acts:
            said = {language: act_in_words(act, language) for language in ("es", "en")}
            assert said["es"] != said["en"]
            assert act.change_id in said["es"] or act.act == "element_removed"


def coding(change_id: str, segment_id: str = "S1.001") -> Coding:
    return Coding(segment_id, "ana", "change", change_id, 1, 1, NOON, "for")
