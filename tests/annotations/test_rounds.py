"""Which codings count, what is carried, and lots that never move."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.codings import Coding, Stance
from annotations.rounds import Arm, Carried, Reviewed, RoundRule, carried_from, condition_of, is_drawn, standing

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def said(coder: str, *targets: str, round_: int = 1, segment: str = "S1.001", stance: Stance | None = None) -> list[Coding]:
    return [Coding(segment, coder, "code", target, round_, 1, NOON, stance) for target in targets]


def done(coder: str, round_: int = 1, arm: Arm = "assisted", segment: str = "S1.001") -> Reviewed:
    return segment, coder, round_, arm


class TestStanding:
    def test_one_coder(self) -> None:
        found = standing(said("ana", "water"), {done("ana")})["S1.001"]
        assert (found.how, found.by, [c.target for c in found.codings]) == ("single", ("ana",), ["water"])

    def test_what_nobody_reviewed_does_not_count(self) -> None:
        assert standing(said("ana", "water"), set()) == {}

    def test_two_who_agree_are_not_counted_twice(self) -> None:
        found = standing([*said("ana", "water"), *said("ben", "water")], {done("ana"), done("ben")})["S1.001"]
        assert (found.how, found.by) == ("agreed", ("ana", "ben"))
        assert [(c.coder_id, c.target) for c in found.codings] == [("ana", "water")]
        assert [(c.coder_id, c.target) for c in found.of_each] == [("ana", "water"), ("ben", "water")]

    def test_two_who_find_nothing_agree(self) -> None:
        found = standing([], {done("ana"), done("ben")})["S1.001"]
        assert (found.how, found.codings) == ("agreed", ())

    def test_two_who_differ_stay_open_with_what_both_said(self) -> None:
        found = standing([*said("ana", "water"), *said("ben", "water", "school")], {done("ana"), done("ben")})["S1.001"]
        assert found.how == "open"
        assert [(c.coder_id, c.target) for c in found.of_each] == [("ana", "water"), ("ben", "water"), ("ben", "school")]

    def test_a_stance_is_a_difference(self) -> None:
        both = [*said("ana", "CH1", stance="for"), *said("ben", "CH1", stance="against")]
        assert standing(both, {done("ana"), done("ben")})["S1.001"].how == "open"

    def test_the_supervisor_decides_also_that_nothing_holds(self) -> None:
        reviews = {done("ana"), done("ben"), done("sup", arm="adjudication")}
        found = standing([*said("ana", "water"), *said("ben", "school")], reviews)["S1.001"]
        assert (found.how, found.by, found.codings) == ("decided", ("sup",), ())

    def test_adjudication_goes_before_revision(self) -> None:
        reviews = {done("ana"), done("sup", arm="revision"), done("boss", arm="adjudication")}
        found = standing([*said("sup", "water"), *said("boss", "school")], reviews)["S1.001"]
        assert [c.target for c in found.codings] == ["school"]

    def test_the_newest_round_counts_segment_by_segment(self) -> None:
        codings = [
            *said("ana", "water"), *said("sup", "school"), *said("ben", "road", round_=2), *said("ana", "water", segment="S1.002")
        ]  # fmt: skip
        reviews = {done("ana"), done("sup", arm="revision"), done("ben", 2), done("ana", segment="S1.002")}
        found = standing(codings, reviews)
        assert {i: (s.how, s.round, [c.target for c in s.codings]) for i, s in found.items()} == {
            "S1.001": ("single", 2, ["road"]),
            "S1.002": ("single", 1, ["water"]),
        }

    @given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["x", "y"]), st.integers(1, 3)), max_size=20), st.data())
    def test_every_standing_coding_is_of_a_review_of_one_round(
        self, acts: list[tuple[str, str, int]], data: st.DataObject
    ) -> None:
        codings = [c for coder, target, round_ in dict.fromkeys(acts) for c in said(coder, target, round_=round_)]
        arms: st.SearchStrategy[Arm] = st.sampled_from(["assisted", "blind", "revision", "adjudication"])
        reviews = {done(coder, round_, data.draw(arms)) for coder, round_ in {(c, r) for c, _, r in acts}}
        for found in standing(codings, reviews).values():
            assert {c.round for c in found.codings} <= {found.round}
            assert found.round == max(r for _, _, r, _ in reviews)
            assert {c.coder_id for c in found.of_each} <= set(found.by)


class TestCarried:
    def test_what_was_agreed_is_everybodys(self) -> None:
        found = standing([*said("ana", "water"), *said("ben", "water")], {done("ana"), done("ben")})["S1.001"]
        assert carried_from(found) == (Carried("code", "water", None, ("ana", "ben"), 1, False),)

    def test_what_was_open_belongs_to_who_said_it(self) -> None:
        found = standing([*said("ana", "water"), *said("ben", "water", "school")], {done("ana"), done("ben")})["S1.001"]
        assert [(c.target, c.by) for c in carried_from(found)] == [("school", ("ben",)), ("water", ("ana", "ben"))]

    def test_a_decision_is_marked(self) -> None:
        found = standing(said("sup", "water"), {done("ana"), done("sup", arm="revision")})["S1.001"]
        assert carried_from(found) == (Carried("code", "water", None, ("sup",), 1, True),)


class TestLots:
    def test_conditions_come_in_their_shares(self) -> None:
        rule = RoundRule(1, withheld=0.1, planted=0.2)
        found = [condition_of(rule, 1, f"r1/S1.{n:03}/ana") for n in range(4000)]
        assert found.count("withheld") / 4000 == pytest.approx(0.1, abs=0.02)
        assert found.count("planted") / 4000 == pytest.approx(0.2, abs=0.02)

    def test_a_condition_belongs_to_the_item(self) -> None:
        few, many = RoundRule(1, withheld=0.1), RoundRule(1, withheld=0.3)
        ids = [f"r1/S1.{n:03}/ana" for n in range(500)]
        held = {i for i in ids if condition_of(few, 7, i) == "withheld"}
        assert held
        assert held < {i for i in ids if condition_of(many, 7, i) == "withheld"}

    def test_nothing_is_drawn_of_nothing_and_all_of_all(self) -> None:
        assert not any(is_drawn(RoundRule(1), 1, f"S1.{n}") for n in range(200))
        assert all(is_drawn(RoundRule(1, drawn=1.0), 1, f"S1.{n}") for n in range(200))

    def test_the_draws_of_two_rounds_are_not_one(self) -> None:
        ids = [f"S1.{n}" for n in range(500)]
        first, second = ({i for i in ids if is_drawn(RoundRule(r, drawn=0.2), 1, i)} for r in (1, 2))
        assert first != second
