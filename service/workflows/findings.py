"""What the findings of a report are put together from: stories, verdicts, places in the ranking, answers to the analysis plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotations.analysis_plan import execute
from annotations.documents.finding_records import Answer, Dissenting, Findings, Found, Rank, Touching
from annotations.documents.limits import Known, limit_sentences
from annotations.documents.register_tables import Registered
from annotations.documents.story_document import Telling
from annotations.ranking.records import Result
from annotations.studies import Study
from service.workflows import ranking
from service.workflows.analysing import material_of
from service.workflows.evidence import Evidence
from service.workflows.work import Work


@dataclass(frozen=True)
class Heard:
    """What the codings say, in no language: what each passage that may be shown is coded with, and which passages answer which question."""

    codes: Mapping[str, frozenset[str]]
    answers: tuple[Answer, ...]


def heard(known: Evidence) -> Heard:
    """What was said by those who withdrew is not in it."""
    material = material_of(known)
    codes = {id_: frozenset(target for kind, target in found if kind == "code") for id_, found in material.coded.items()}
    answers = tuple(Answer(row, frozenset(execute(row, material).segment_ids)) for row in known.study.plan)
    return Heard({id_: found for id_, found in codes.items() if id_ not in known.silent}, answers)


def gathered(
    work: Work,
    known: Evidence,
    said: Heard,
    told: Sequence[Telling],
    registered: Sequence[Registered],
    limits: Sequence[Touching],
) -> Findings:
    """Everything but whether the stories stand in the same document."""
    stories = {one.text.change_id: one for one in told}
    _, results, _ = ranking.results(work, known.study.id)
    return Findings(
        known.study,
        known.frame,
        tuple(Found(one, stories.get(one.change.id), ranks_of(one.change.id, results)) for one in registered),
        said.codes,
        said.answers,
        tuple(limits),
        len(known.changes.entries) - len(registered),
        dissent_of(results),
    )


def ranks_of(change_id: str, results: Sequence[Result]) -> tuple[Rank, ...]:
    """Its place in each set of changes that was ranked; ballots over different sets are never put together."""
    found = []
    for one in results:
        standing = next((s for s in one.all.standings if s.change_id == change_id and s.place), None)
        if standing is not None:
            tied = sum(s.place == standing.place for s in one.all.standings) > 1
            since = any(change.change_id == change_id and change.what != "not_saturated" for change in one.since)
            found.append(Rank(standing.place, len(one.all.standings), one.all.rankings, tied, since))
    return tuple(found)


def dissent_of(results: Sequence[Result]) -> tuple[Dissenting, ...]:
    """Of every set of changes that more than one kind of people ranked, how many of these kinds put another change first."""
    found = []
    for number, one in enumerate(results, 1):
        ranking = {group.id for group in one.by_group if group.rankings and group.first}
        differing = {dissent.group for dissent in one.dissent if dissent.kind == "group_first"} & ranking
        if len(ranking) > 1 and not one.nothing_to_rank:
            found.append(Dissenting(one.domain, len(differing), len(ranking), f"ranking-dissent-{one.domain}-{number}"))
    return tuple(found)


def touching(known: Known, others: Sequence[tuple[str, str]], study: Study, language: str) -> list[Touching]:
    """Every limitation as a sentence, with what it touches. ``others``: sentences with the domain that they touch."""
    counted = [Touching(said, touches) for said, touches in limit_sentences(known, study, language)]
    return [*counted, *(Touching(said, domain=domain) for said, domain in others)]
