"""What figures are drawn from: what was computed of the study and kept, else what is computed from the evidence itself."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter

from annotations.agreement_report import Report
from annotations.changes.observations import Observation
from annotations.changes.saturation import Verdict
from annotations.codeframe import CodeFrame
from annotations.curves import Curves
from annotations.sessions import Register
from annotations.studies import Study
from service.figures.change_times import Judged
from service.storage import board_counts, corpus, snapshots, studies
from service.workflows import agreement_snapshot, assessments, curve_reading, curving
from service.workflows.evidence import Evidence, evidence
from service.workflows.machines import study_and_frame
from service.workflows.work import Work

_verdict = TypeAdapter(Verdict)
_observations = TypeAdapter(tuple[Observation, ...])
DAYS = 366


class Material:
    """A study as figures see it, read when a figure asks for it.

    ``fresh``: what was not computed of the study as it is now is computed; otherwise what was computed last is taken as it is, and what
    never was is None: a page must answer at once. ``at``: when the oldest of what was read was computed.
    """

    def __init__(self, work: Work, study_id: str, *, fresh: bool = False) -> None:
        self.work, self.fresh = work, fresh
        self.at = datetime.now(UTC)
        found: tuple[Study, CodeFrame] = study_and_frame(work, study_id)
        self.study, self.frame = found

    @cached_property
    def register(self) -> Register:
        with self.work.store.read() as tx:
            return studies.register(tx, self.study.id)

    @cached_property
    def sessions(self) -> tuple[str, ...]:
        """Those with a transcript."""
        with self.work.store.read() as tx:
            return tuple(corpus.transcript_ids(tx, self.study.id))

    @cached_property
    def evidence(self) -> Evidence:
        return evidence(self.work, self.study.id)

    @cached_property
    def judged(self) -> tuple[Judged, ...] | None:
        """Every change of the register that is neither dropped nor merged, with its verdict and its observations."""
        found: list[Judged] = []
        for change in self.study.changes:
            body = self._kept(assessments.change_name(change.id))
            if body and body["verdict"]:  # the rest of it is long, and not looked at
                found.append((_verdict.validate_python(body["verdict"]), _observations.validate_python(body["observations"])))
            elif self.fresh:
                observations, verdict = self.evidence.judge(change)
                found.append((verdict, observations))
        return tuple(found) if found or not self.study.changes else None

    @cached_property
    def curves(self) -> Curves | None:
        """Those of the whole material."""
        body = self._kept(curving.NAME)
        if body is None:
            return curve_reading.current(self.work, self.study.id) if self.fresh else None
        return curving.read(body | {"curves": [curve for curve in body["curves"] if curve["slice"]["kind"] == "all"]})

    @cached_property
    def report(self) -> Report | None:
        """The report of agreement; None also when nobody has coded what somebody else has."""
        if self.fresh:
            return agreement_snapshot.ensure(self.work, self.study.id)
        with self.work.store.read() as tx:
            kept = agreement_snapshot.kept(tx, self.study.id)
        if kept is None:
            return None
        self.at = min(self.at, kept.at)
        return kept.body

    @cached_property
    def borders(self) -> dict[str, Any] | None:
        """What was read with the study; None when the study has none (any more)."""
        if not self.study.borders:
            return None
        with self.work.store.read() as tx:
            found = snapshots.get(tx, self.study.id, snapshots.BORDERS)
        return found.body if found else None

    @cached_property
    def days(self) -> Sequence[board_counts.Day]:
        with self.work.store.read() as tx:
            return board_counts.days(tx, self.study.id, today=datetime.now(UTC).date(), back=DAYS)

    def _kept(self, name: str) -> dict[str, Any] | None:
        """What was computed of the study as it is; unless that is asked for, of whatever it was."""
        with self.work.store.read() as tx:
            found = snapshots.get(tx, self.study.id, name)
            if found is None or (self.fresh and found.stamp != snapshots.stamp(tx, self.study.id)):
                return None
        self.at = min(self.at, found.at)
        return found.body
