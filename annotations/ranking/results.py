"""Ballots put together: one result for each domain and set of changes shown, and never one over several."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from annotations.languages import base
from annotations.ranking.dissent import dissent
from annotations.ranking.pairs import order_of
from annotations.ranking.records import GroupMean, Reason, Result, Slice, SliceKind, Totals, Unranked
from annotations.ranking.slices import places, scores, slice_of
from annotations.validation.records import Ballot, Form, Validator

Sent = tuple[Ballot, Form]


def aggregate(
    sent: Sequence[Sent], *, left_out: Mapping[str, str] | None = None, unranked: Unranked = "last"
) -> tuple[Result, ...]:
    """The results of ballots that were sent, by domain, the set with most ballots first.

    Parameters
    ----------
    sent : each ballot with the form that was shown. Ballots are pooled only where their forms show the same changes of the same
        domain. What a ballot votes C is taken out of that ballot; the ballot counts for the others.
    left_out : changes that left the ranking after they were shown, with why: taken out of every ballot.
    unranked : how ballots are read that rank some of what they could rank.
    """
    pools: dict[tuple[str, frozenset[str]], list[Sent]] = {}
    for ballot, form in sent:
        pools.setdefault(set_of(form), []).append((ballot, form))
    found = [_result(pool, left_out or {}, unranked) for pool in pools.values()]
    return tuple(sorted(found, key=lambda one: (one.domain, -one.all.ballots, one.changes)))


def set_of(form: Form) -> tuple[str, frozenset[str]]:
    """What ballots are put together by: the domain, and which of its changes were shown."""
    return form.domain, frozenset(one.change_id for one in form.wordings)


def totals(sent: Sequence[Sent], people: Sequence[Validator] = ()) -> Totals:
    """How many ballots and different people are behind all results; ``people``: who the validators of the ballots are.

    A validator without a respondent is somebody by themselves.
    """
    who = {one.id: one.respondent_id or f"validator {one.id}" for one in people}
    domains: dict[str, set[str]] = {}
    for ballot, _ in sent:
        for validator in ballot.validators:
            domains.setdefault(who.get(validator, f"validator {validator}"), set()).add(ballot.domain)
    return Totals(
        ballots=len(sent),
        rankings=sum(bool(ballot.ranks) for ballot, _ in sent),
        people=len(domains),
        unnamed=sum(max(0, ballot.people - len(ballot.validators)) for ballot, _ in sent),
        in_several=sum(len(of) > 1 for of in domains.values()),
    )


def reasons_of(sent: Sequence[Sent]) -> tuple[Reason, ...]:
    """Why ballots rank changes where they do, as far as they say so."""
    return tuple(
        Reason(
            ballot_id=ballot.id, change_id=answer.change_id, domain=ballot.domain, group=ballot.group, language=base(ballot.language),
            rank=answer.rank, text=answer.reason.strip(), interested=ballot.interested,
        )
        for ballot, _ in sent
        for answer in ballot.answers
        if answer.reason.strip() and answer.change_id in ballot.ranks
    )  # fmt: skip


def _result(pool: Sequence[Sent], left_out: Mapping[str, str], unranked: Unranked) -> Result:
    forms = {form.id: form for _, form in sorted(pool, key=lambda one: (one[1].number, one[1].id))}
    changes = tuple(one.change_id for one in next(iter(forms.values())).wordings)
    ballots = [ballot for ballot, _ in pool]
    judging = sorted((one for one in ballots if not one.interested), key=lambda one: one.group)
    interested = [one for one in ballots if one.interested]

    def counted(of: Sequence[Ballot], kind: SliceKind = "all", id: str = "") -> Slice:
        return slice_of(of, changes, kind=kind, id=id, unranked=unranked, left_out=left_out)

    together = counted(judging)
    groups = {group: list(of) for group, of in groupby(judging, lambda one: one.group)}
    by_form = [counted([one for one in judging if one.form_id == form_id], "form", form_id) for form_id in forms]
    other = slice_of(judging, changes, unranked="silent" if unranked == "last" else "last", left_out=left_out, compare=False)
    return Result(
        domain=pool[0][1].domain,
        changes=changes,
        forms=tuple(forms),
        occasions=tuple(dict.fromkeys(form.occasion for form in forms.values() if form.occasion)),
        all=together,
        by_group=tuple(counted(of, "group", group) for group, of in groups.items()),
        group_means=_group_means(groups, changes, unranked, left_out),
        interested=counted(interested, "interested") if interested else None,
        by_form=tuple(by_form) if len(forms) > 1 else (),
        reworded=_reworded(list(forms.values())),
        modes=_modes(judging),
        dissent=dissent(groups, interested, together, changes, unranked, left_out),
        left_out=tuple((change, why) for change, why in left_out.items() if change in changes),
        unranked=unranked,
        top_by_other_rule=other.top(),
    )


def _group_means(
    groups: Mapping[str, Sequence[Ballot]], changes: Sequence[str], unranked: Unranked, left_out: Mapping[str, str]
) -> tuple[GroupMean, ...]:
    """Every group weighs the same, however many ballots it sent."""
    in_ranking = [change for change in changes if change not in left_out]
    given: dict[str, list[Fraction]] = {change: [] for change in in_ranking}
    for of in groups.values():
        orders = [one for ballot in of if (one := order_of(ballot, changes, unranked, left_out))]
        for change, score in scores(orders, in_ranking).items():
            given[change] += [] if score is None else [score]
    means = {change: sum(of, Fraction(0)) / len(of) if of else None for change, of in given.items()}
    place = places(means)
    found = [
        GroupMean(change, place[change], None if mean is None else float(mean), len(given[change]))
        for change, mean in means.items()
    ]
    return tuple(sorted(found, key=lambda one: one.place or len(found) + 1))


def _reworded(forms: Sequence[Form]) -> tuple[str, ...]:
    """The changes that were not put to all in the same words."""
    put: dict[str, set[tuple[object, ...]]] = {}
    for form in forms:
        for one in form.wordings:
            words = tuple(tuple(sorted(said.items())) for said in (one.title, one.statement, one.summary))
            put.setdefault(one.change_id, set()).add(words)
    return tuple(change for change, versions in put.items() if len(versions) > 1)


def _modes(ballots: Sequence[Ballot]) -> tuple[tuple[str, int, int], ...]:
    number = Counter(ballot.mode for ballot in ballots)
    return tuple((mode, count, sum(one.people for one in ballots if one.mode == mode)) for mode, count in number.items())
