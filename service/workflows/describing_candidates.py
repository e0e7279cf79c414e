"""What is told about a group of segments that may report one change: counts of what was coded, dates, and a name made of them."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from annotations.changes.candidates import Candidate, Near
from annotations.codeframe import CodeFrame
from annotations.languages import in_language
from annotations.studies import Study, Words
from models.candidates import Group, Likeness, Report
from service.workflows.change_reports import counted

CODES_OF_A_TITLE = 2
SHOWN_FIRST = 3
COMPARED = 200  # members at most among which the closest are looked for


@dataclass(frozen=True)
class Describing:
    """``dates`` by session id. ``versions``: codes that only say whether something holds: no name for a group."""

    study: Study
    frame: CodeFrame
    dates: Mapping[str, datetime.date | None]
    reports: Sequence[Report]
    versions: frozenset[str]

    def group(self, group: Group, likeness: Likeness, near: tuple[Near, ...]) -> Candidate:
        """A candidate without an id. ``likeness``: of the reports, in their order."""
        some = list(group.members)[:: -(-len(group.members) // COMPARED)]
        central = likeness.between(some, some).mean(axis=1)
        closest = tuple(self.reports[some[at]].segment_id for at in np.argsort(-central, kind="stable")[:SHOWN_FIRST])
        told = self._told([self.reports[row] for row in group.members], group.differs_by)
        return replace(told, closest=closest, cohesion=round(group.cohesion, 3), differs_by=group.differs_by, near=near)

    def code(self, code_id: str, rows: Sequence[int]) -> Candidate:
        """The reports with one code of the frame, as a candidate without an id."""
        told = self._told([self.reports[row] for row in rows], "")
        return replace(told, origin="frame", title=self.frame.by_id[code_id].name, closest=told.segments[:SHOWN_FIRST])

    def _told(self, members: Sequence[Report], differs_by: str) -> Candidate:
        days = sorted(day for day in {self.dates.get(report.session_id) for report in members} if day)
        sessions = sorted({report.session_id for report in members}, key=lambda id_: (str(self.dates.get(id_) or "9999"), id_))
        found = Candidate(
            "",
            "segments",
            {},
            tuple(report.segment_id for report in members),
            tuple(sessions),
            languages=tuple(sorted({report.language for report in members} - {""})),
            domains=counted(r.domains for r in members),
            what=counted(r.what for r in members),
            who=counted(r.who for r in members),
            where=counted(r.where for r in members),
            when=counted(r.when for r in members),
            first=days[0] if days else None,
            last=days[-1] if days else None,
            suggested=sum(not report.reviewed for report in members),
        )
        return replace(found, domain=next(iter(found.domains), ""), title=self._title(found, differs_by))

    def _title(self, of: Candidate, differs_by: str) -> Words:
        """Names of the codes that tell this group from the others, and of its place: no words that anybody said."""
        usual = counted(report.what for report in self.reports)
        weight = {code_id: count * np.log(len(self.reports) / usual[code_id]) for code_id, count in of.what.items()}
        held = [code_id for code_id, count in of.what.items() if code_id not in self.versions and count * 3 >= len(of.segments)]
        telling = sorted(held, key=lambda code_id: (-weight[code_id], code_id))[:CODES_OF_A_TITLE]
        names = [self.frame.by_id[code_id].name for code_id in telling]
        names = names or [domain.name for domain in self.study.domains if domain.id in list(of.domains)[:1]]
        names += [self.frame.by_id[differs_by].name] if differs_by else []
        place = next((place for place, count in of.where.items() if count * 2 > len(of.segments)), "")
        named = {one.id: one.name for one in self.study.places}
        where = {language: in_language(named.get(place, {}), language) or place for language in self.study.languages}
        return {
            language: ", ".join(in_language(name, language) for name in names) + (f" ({where[language]})" if place else "")
            for language in self.study.languages
        }
