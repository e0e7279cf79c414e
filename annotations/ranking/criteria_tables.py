"""Criteria by respondent group: who names which, with or without how often."""

from collections.abc import Mapping, Sequence

from annotations.documents.tables import Table
from annotations.languages import in_language
from annotations.ranking.criteria import CriteriaState
from annotations.ranking.records import Reason, Result
from annotations.ranking.results import Sent, set_of
from annotations.ranking.words import domain_name, group_name, words_of
from annotations.studies import Study


def top_reasons(reasons: Sequence[Reason], sent: Mapping[str, Sent], results: Sequence[Result]) -> list[Reason]:
    """The reasons for changes in the first two places of the result that their ballot is part of."""
    top = {(one.domain, frozenset(one.changes)): one.top for one in results}
    return [one for one in reasons if one.change_id in top.get(set_of(sent[one.ballot_id][1]), ())]


def criteria_table(
    study: Study,
    domain: str,
    reasons: Sequence[Reason],
    state: CriteriaState,
    top: Sequence[str],
    language: str,
    *,
    frequency: bool,
) -> Table:
    """Criteria (rows) by respondent group (columns), of the ``reasons`` given in a domain.

    What counts is the ballot: a criterion that it names for two changes it names once. Those who judge work of their own are columns apart.
    """
    words, here = words_of(language), [one for one in reasons if one.domain == domain]
    groups = sorted({(one.interested, one.group) for one in here}, key=lambda one: (one[0], group_name(study, one[1], language)))
    naming: dict[str, dict[tuple[bool, str], set[str]]] = {}
    for one in here:
        for criterion in state.of(one.id):
            naming.setdefault(criterion, {}).setdefault((one.interested, one.group), set()).add(one.ballot_id)
    names = {one: in_language(state.criteria[one].name, language) or one for one in naming}
    ballots = {one: sum(map(len, of.values())) for one, of in naming.items()}
    order = sorted(naming, key=lambda one: (-len(naming[one]), -ballots[one], names[one].casefold()))
    rows = []
    for named_one in order:
        counts = [len(naming[named_one].get(group, ())) for group in groups]
        cells = [str(count) if frequency else words["mark"] for count in counts]
        shown = [cell if count else "" for cell, count in zip(cells, counts, strict=True)]
        rows.append((names[named_one], *shown, str(len(naming[named_one])), *([str(ballots[named_one])] if frequency else [])))
    criterion, number = words["criteria_heads"].split("|")
    named = [group_name(study, group, language) + (words["apart"] if own else "") for own, group in groups]
    heads = (criterion, *named, number, *([words["times"]] if frequency else []))
    numbers = tuple(range(1 if frequency else len(groups) + 1, len(heads)))
    caption = words["criteria"].format(domain=domain_name(study, domain, language))
    notes = _notes(here, state, top, words, frequency)
    return Table(f"criteria-{domain}{'-frequency' if frequency else ''}", caption, language, heads, tuple(rows), numbers, notes)


def _notes(
    here: Sequence[Reason], state: CriteriaState, top: Sequence[str], words: Mapping[str, str], frequency: bool
) -> tuple[str, ...]:
    looked_at = [one for one in here if one.id in state.reviewed]
    rankers = len({one.ballot_id for one in looked_at})
    notes = [words["criteria_note"].format(rankers=rankers, top=", ".join(top)).strip()]
    notes += [words["frequency" if frequency else "no_frequency"], words["criteria_order"]]
    if left := len(here) - len(looked_at):
        notes.append(words["unreviewed"].format(n=left))
    if without := sum(not state.of(one.id) for one in looked_at):
        notes.append(words["without"].format(n=without))
    return tuple(notes)
