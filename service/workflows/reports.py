"""relato document report: the findings and annexes of a report, put together and computed from the records as they stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from annotations.changes.wording import Pen
from annotations.documents.finding_records import Findings
from annotations.documents.findings import findings_data
from annotations.documents.limits import Known, limits_table
from annotations.documents.records import Document
from annotations.documents.register_tables import (
    Names,
    Registered,
    changes_table,
    priorities_tables,
    projects_table,
)
from annotations.documents.register_tables import (
    result_tables as results_by_domain,
)
from annotations.documents.report_document import Annexes, report_document
from annotations.documents.report_words import FINDINGS, PARTS
from annotations.documents.sample_annex import sample_annex
from annotations.documents.story_document import Telling
from annotations.documents.tables import Table
from annotations.errors import NotFound
from annotations.validation.limitation_words import sentence
from service.workflows import actors, evidence, findings, judging, ranking, triangulation, validation
from service.workflows.documents import kinds_of, languages_of, written
from service.workflows.evidence import Evidence
from service.workflows.priorities import cited
from service.workflows.story_telling import Pictures, told_of
from service.workflows.work import Outcome, Work

Limits = tuple[Known, list[tuple[str, str]]]
"""What limitations are counted from; and sentences on contacts and validation, each with the domain that it touches (empty: all)."""


def write_report(
    work: Work, *, study_id: str, languages: Sequence[str] = (), kinds: Sequence[str] = ("docx",), folder: Path,
    only: Sequence[str] = (), stories: bool = True, template: Path | None = None, pictures: Pictures | None = None,
    citations: bool = True,
) -> Outcome:  # fmt: skip
    """Write findings and annexes into ``folder``, in each language (default: the study's) and kind. ``only``: these parts, all when empty;
    ``stories``: whether the stories stand at their end; ``citations``: whether the ids of segments stand in them.

    Raises
    ------
    NotFound : no such study or annex. BadInput : no such kind or language; a template that cannot be filled.
    """
    checked = kinds_of(kinds)
    wanted = languages_of(work, study_id, languages)
    made = reports_of(work, study_id, wanted, only=only, stories=stories, pictures=pictures)
    return written(work, study_id, made, checked, folder, template, citations=citations)


def reports_of(
    work: Work, study_id: str, languages: Sequence[str], *, only: Sequence[str] = (), stories: bool = True,
    pictures: Pictures | None = None,
) -> list[Document]:  # fmt: skip
    """Findings and annexes in each language, all from one reading of the study. Raises NotFound."""
    if unknown := [one for one in only if one not in PARTS]:
        raise NotFound(f"there is no annex {', '.join(unknown)}", remedy=f"use {', '.join(PARTS)}")
    known = evidence.evidence(work, study_id)
    heard = findings.heard(known) if not only or FINDINGS in only else None
    return [_report(work, known, language, tuple(only), stories, pictures, heard) for language in languages]


def _report(
    work: Work, known: Evidence, language: str, only: tuple[str, ...], with_stories: bool, pictures: Pictures | None,
    heard: findings.Heard | None,
) -> Document:  # fmt: skip
    study = known.study
    told = list(_told(work, known, language, pictures))
    entries = [entry for entry in known.changes.entries.values() if entry.is_current]
    registered = [Registered(entry, known.judge(entry.change)[1]) for entry in entries]
    limits = _limits_of(work, known, told, registered, language)
    tables = _tables(work, known, registered, limits, language)
    shown = told if with_stories and (not only or "stories" in only) else []
    annexes = Annexes(
        study.name,
        datetime.now(UTC).date(),
        tables,
        pictures=pictures.study(language) if pictures and (not only or "figures" in only) else (),
        stories=shown,
        written=len(told),
        signed=sum(one.state == "signed" for one in told),
        only=only,
        findings=_findings(work, known, heard, told, registered, limits, language, told_too=bool(shown), only=only)
        if heard
        else None,
    )
    document = report_document(annexes, language, study.id)
    data = {"annexes": {name: [table.id for table in found] for name, found in tables.items()}}
    return replace(document, data=data | ({FINDINGS: findings_data(annexes.findings, language)} if annexes.findings else {}))


def _findings(
    work: Work, known: Evidence, heard: findings.Heard, told: Sequence[Telling], registered: Sequence[Registered], limits: Limits,
    language: str, *, told_too: bool, only: Sequence[str],
) -> Findings:  # fmt: skip
    counted, others = limits
    touching = findings.touching(counted, others, known.study, language)
    made = findings.gathered(work, known, heard, told, registered, touching)
    return replace(made, told=told_too, limited=not only or "limitations" in only, ranked=not only or "ranking" in only)


def _told(work: Work, known: Evidence, language: str, pictures: Pictures | None) -> Iterable[Telling]:
    """The stories that there are, in the order of the register."""
    for change in known.study.changes:
        try:
            yield told_of(work, known.study.id, change.id, language, pictures)
        except NotFound:
            continue


def _tables(
    work: Work, known: Evidence, registered: Sequence[Registered], limits: Limits, language: str
) -> Mapping[str, list[Table]]:
    study = known.study
    names = Names(study, known.frame, language)
    left_out = len(known.changes.entries) - len(registered)
    return {
        "changes": [changes_table(registered, names, left_out=left_out)] if registered else [],
        "results": [*results_by_domain(registered, names), *_given(projects_table(registered, names), *priorities_tables(registered, names, cited(known.changes, known.silent))), *actors.tables(work, study.id, language, known)],
        "judgements": _given(judging.judgements_table(work, study.id, [one.change for one in registered], language)),
        "sample": sample_annex(known.register, study, language),
        "validation": _validation(work, known, language),
        "ranking": [table for table in ranking.result_tables(work, study.id, language) if table.rows or table.id.startswith("ranking-dissent")],
        "criteria": [
            table
            for frequency in (False, True)
            for table in ranking.criteria_tables(work, study.id, language, frequency=frequency)
            if table.rows
        ],
        "verification": _verification(work, known, language),
        "triangulation": _given(triangulation.triangulation_table(work, study.id, language)),
        "limitations": [_limits_table(limits, known, language)],
    }  # fmt: skip


def _validation(work: Work, known: Evidence, language: str) -> list[Table]:
    if not validation.people_of(work, known.study.id):
        return []
    return _given(
        validation.response_table(work, known.study.id, language), validation.votes_table(work, known.study.id, language),
        validation.corrections_table(work, known.study.id, language),
    )  # fmt: skip


def _verification(work: Work, known: Evidence, language: str) -> list[Table]:
    """Nothing as long as nobody has decided anything about it."""
    found = validation.verifications_of(work, known.study.id)
    decided = any(one.state or one.verified or one.left_ranking for one in found)
    tables = (
        validation.verification_table(work, known.study.id, language),
        validation.verified_table(work, known.study.id, language),
    )
    return _given(*tables) if decided else []


def _limits_of(work: Work, known: Evidence, told: Sequence[Telling], registered: Sequence[Registered], language: str) -> Limits:
    attached = {one.text.change_id: triangulation.attachments(work, known.study.id, one.text.change_id) for one in told}
    against = [one for found in attached.values() for one in found if one.verdict == "contradicts"]
    counted = Known(
        known.register,
        tuple(one.verdict for one in registered if one.verdict),
        stories=tuple(one.text.change_id for one in told),
        signed=frozenset(one.text.change_id for one in told if one.state == "signed"),
        gaps=tuple((one.text.change_id, sum(block.kind == "gap" for block in one.text.blocks)) for one in told),
        compared=tuple((change_id, len(found)) for change_id, found in attached.items()),
        contradicted=tuple(one.change_id for one in against),
        answered=sum(bool(one.answer) for one in against),
        pursued=frozenset(one.change.id for one in registered if one.entry.status == "pursued"),
    )
    facts = validation.facts_for_limitations(work, known.study.id)
    return counted, [(sentence(fact, known.study, language), fact.domain) for fact in facts]


def _limits_table(limits: Limits, known: Evidence, language: str) -> Table:
    names = Names(known.study, known.frame, language)
    others = [(said, names.domain(domain) if domain else "") for said, domain in limits[1]]
    return limits_table(limits[0], known.study, language, Pen(language).date(datetime.now(UTC).date()), others=others)


def _given(*tables: Table | None) -> list[Table]:
    return [table for table in tables if table is not None and table.rows]
