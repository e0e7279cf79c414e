"""The traps of the method: partial sets, ballots of groups, votes of C, people in two domains, one large group, declared interests."""

from annotations.ranking.records import INTERESTED, Result
from annotations.ranking.results import aggregate, reasons_of, totals
from annotations.validation.records import Validator
from tests.annotations.ranking.cast import cast, form, many


def one(results: tuple[Result, ...]) -> Result:
    assert len(results) == 1
    return results[0]


def test_ballots_over_different_sets_are_never_pooled() -> None:
    """As in the method: 18 ranked six, others four of them; a mean over both would compare what was never compared."""
    six, four, other_four = form("ABCDEF"), form("ABCD", number=2), form("CDEF", number=3)
    sent = [*many(3, "6 5 4 3 2 1", six), *many(2, "1 2 3 4", four), cast("1 2 3 4", other_four)]
    found = aggregate(sent)
    assert [(r.changes, r.all.ballots, r.all.first) for r in found] == [
        (tuple("ABCDEF"), 3, ("F",)), (tuple("ABCD"), 2, ("A",)), (tuple("CDEF"), 1, ("C",)),
    ]  # fmt: skip


def test_the_order_on_the_form_and_the_form_itself_make_no_other_set() -> None:
    """Same changes, worded anew: one result, that says so, with each wording by itself."""
    first, second = form("ABC"), form("CBA", number=2, statement="it is rather so")
    found = one(aggregate([cast("1 2 3", first), cast("1 3 2", second), cast("1 2 3", second)]))
    assert (found.forms, found.all.ballots, found.reworded) == (("d1-1", "d1-2"), 3, ("A", "B", "C"))
    assert [(s.id, s.ballots, s.first) for s in found.by_form] == [("d1-1", 1, ("A",)), ("d1-2", 2, ("C",))]
    same = one(aggregate([cast("1 2 3", first), cast("1 2 3", form("ABC", number=2))]))
    assert same.reworded == ()
    assert len(same.by_form) == 2


def test_domains_are_not_compared_even_with_changes_of_the_same_name() -> None:
    found = aggregate([cast("1 2 3"), cast("3 2 1", form(domain="d2"))])
    assert [(r.domain, r.all.first) for r in found] == [("d1", ("A",)), ("d2", ("C",))]


def test_people_who_answered_together_are_one_ballot_and_their_number_is_told() -> None:
    found = one(aggregate([cast("1 2 3", people=12), cast("3 2 1"), cast("3 2 1")])).all
    assert (found.ballots, found.people, found.rankings, found.ranking_people) == (3, 14, 3, 14)
    assert found.first == ("C",)
    assert found.of("A").first == 1


def test_one_large_group_does_not_decide_for_the_others() -> None:
    """60 of one group beside three groups of six: all ballots say D, every other group says A, and so do groups that weigh the same."""
    shown = form("ABCD")
    others = [ballot for group in ("academics", "funders", "unions") for ballot in many(6, "1 2 3 4", shown, group=group)]
    found = one(aggregate([*many(60, "3 2 4 1", shown, group="unaffiliated"), *others]))
    assert found.all.first == ("D",)
    assert {s.id: (s.ballots, s.first) for s in found.by_group} == {
        "academics": (6, ("A",)), "funders": (6, ("A",)), "unions": (6, ("A",)), "unaffiliated": (60, ("D",)),
    }  # fmt: skip
    assert found.group_means[0].change_id == "A"
    assert found.top_by_groups == ("A", "B")
    assert found.swamped
    assert {d.group for d in found.dissent if d.kind == "group_first"} == {"academics", "funders", "unions"}


def test_groups_that_agree_are_not_swamped() -> None:
    found = one(aggregate([*many(9, "1 2 3", form(), group="a"), cast("1 2 3", group="b")]))
    assert not found.swamped
    assert found.dissent == ()


def test_declared_interests_are_a_result_apart_and_in_no_total() -> None:
    sent = [*many(5, "3 2 1", form(), group="implementers", interested=True), cast("1 2 3"), cast("1 3 2")]
    found = one(aggregate(sent))
    assert (found.all.ballots, found.all.first) == (2, ("A",))
    assert found.interested is not None
    assert (found.interested.ballots, found.interested.first) == (5, ("C",))
    assert [s.id for s in found.by_group] == ["g"]
    assert [(d.kind, d.group, d.changes) for d in found.dissent][:1] == [("group_first", INTERESTED, ("C",))]
    beside = one(aggregate([*sent, cast("3 2 1", group="")]))  # of whom no category is known
    assert [d.group for d in beside.dissent if d.kind == "group_first"] == ["", INTERESTED]
    only = one(aggregate(sent[:5]))
    assert (only.all.ballots, only.all.first, only.dissent) == (0, (), ())


def test_dissent_names_groups_and_ballots_with_their_number() -> None:
    """As in the method: almost all agree on A and B, but two of one group and one of another put D first; one group puts last what all put first."""
    shown = form("ABCD")
    sent = [
        *many(9, "1 2 3 4", shown, group="officials"), cast("2 3 4 1", shown, group="officials", people=1),
        *many(3, "1 2 3 4", shown, group="implementers"), *many(2, "3 2 4 1", shown, group="implementers"),
        *many(2, "4 1 2 3", shown, group="workers", people=2),
    ]  # fmt: skip
    found = one(aggregate(sent))
    assert found.top == ("A", "B")
    told = {(d.kind, d.group, d.changes): (d.ballots, d.people, d.of) for d in found.dissent}
    assert told == {
        ("group_first", "workers", ("B",)): (2, 4, 2),
        ("first_elsewhere", "officials", ("D",)): (1, 1, 10),
        ("first_elsewhere", "implementers", ("D",)): (2, 2, 5),
        ("ranked_last", "workers", ("A",)): (2, 4, 2),
    }


def test_what_a_partial_ballot_leaves_out_it_does_not_rank_last() -> None:
    """Neither the change that it leaves out, nor the last of those it ranks."""
    found = one(aggregate([*many(5, "1 2 3", form()), cast("- 1 2"), cast("2 1 -")]))
    assert found.dissent == ()


def test_where_everything_shares_the_first_place_nobody_differs_from_it() -> None:
    found = one(aggregate([cast("1 2", form("AB")), cast("2 1", form("AB"))]))
    assert (found.all.first, found.top, found.dissent) == (("A", "B"), ("A", "B"), ())


def test_the_other_way_to_read_partial_ballots_is_told() -> None:
    sent = [*many(4, "1 - -", form()), *many(2, "- 1 2", form()), cast("2 1 3")]
    last, silent = one(aggregate(sent)), one(aggregate(sent, unranked="silent"))
    assert (last.all.first, silent.all.first) == (("A",), ("B",))
    assert (last.top_by_other_rule, silent.top_by_other_rule) == (silent.top, last.top)


def test_a_change_that_left_the_ranking_is_taken_out_of_every_ballot() -> None:
    found = one(aggregate([cast("1 2 3"), cast("1 3 2")], left_out={"A": "no document supports it", "Z": "elsewhere"}))
    assert found.changes == ("A", "B", "C")
    assert [s.change_id for s in found.all.standings] == ["B", "C"]
    assert found.left_out == (("A", "no document supports it"),)
    assert not found.nothing_to_rank
    assert one(aggregate([cast("1 2", form("AB"))], left_out={"A": "no"})).nothing_to_rank


def test_modes_and_occasions_are_told() -> None:
    shown = form(occasion="workshop")
    found = one(aggregate([cast("1 2 3", shown, mode="workshop", people=6), cast("1 2 3", shown, mode="paper")]))
    assert (found.modes, found.occasions) == ((("workshop", 1, 6), ("paper", 1, 1)), ("workshop",))


def test_people_in_two_domains_are_not_summed_to_more_people() -> None:
    """As in the method, where 196 rankings came from about 121 people."""
    people = [Validator(f"V{n}", domain, "g", "drawn", respondent) for n, (domain, respondent) in enumerate(
        [("d1", "R1"), ("d2", "R1"), ("d1", "R2"), ("d1", "")], 1)]  # fmt: skip
    second = form(domain="d2")
    sent = [
        cast("1 2 3", who=["V1"]),
        cast("1 2 3", second, who=["V2"]),
        cast("1 2 3", who=["V3", "V4"], people=7),
        cast("- - -", second, who=["V9"]),
    ]
    found = totals(sent, people)
    assert (found.ballots, found.rankings, found.people, found.unnamed, found.in_several) == (4, 3, 4, 5, 1)


def test_reasons_are_of_what_is_ranked() -> None:
    sent = [cast("1 - C", reasons={"A": " first of all ", "B": "not ranked", "C": "wrong"}, group="x")]
    found = reasons_of(sent)
    assert [(r.change_id, r.rank, r.text, r.group) for r in found] == [("A", 1, "first of all", "x")]


def test_nothing_comes_of_nothing() -> None:
    assert aggregate([]) == ()
    assert totals([]).people == 0
