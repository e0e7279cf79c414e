"""relato saturation: how many independent sessions report or deny each change, and what the study's rule says of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from annotations.changes.observations import Observation, observations
from annotations.changes.saturation import Verdict, verdict
from annotations.codeframe import CodeFrame
from annotations.codings import Coding, Span
from annotations.rounds import DECIDING, Standing, standing
from annotations.sessions import Register
from annotations.studies import Change, Study
from annotations.transcripts import Segment
from service.storage import corpus, results, review
from service.storage import studies as studies_in_sql
from service.workflows.machines import study_and_frame
from service.workflows.work import Outcome, Work

_verdict = TypeAdapter(Verdict)
_spans = TypeAdapter(tuple[Span, ...])


@dataclass(frozen=True)
class Evidence:
    """All that people have said about the study so far."""

    study: Study
    frame: CodeFrame
    register: Register
    segments: tuple[Segment, ...]
    codings: tuple[Coding, ...]
    spans: tuple[Span, ...]
    reviewed: dict[str, set[str]]  # session id → coders who reviewed all of their segments in it
    prompted: frozenset[str]  # segments that a coder flagged as prompted

    def judge(self, change: Change) -> tuple[tuple[Observation, ...], Verdict]:
        found = observations(
            change, self.study, self.register, self.segments, self.codings, self.reviewed, prompted_segments=self.prompted
        )
        total = len({s.session_id for s in self.segments})
        unreviewed = tuple(sorted({s.session_id for s in self.segments} - set(self.reviewed)))
        return found, verdict(
            change,
            found,
            self.study.saturation,
            sessions_total=total,
            sessions_reviewed=total - len(unreviewed),
            unreviewed=unreviewed,
        )


def evidence(work: Work, study_id: str) -> Evidence:
    study, frame = study_and_frame(work, study_id)
    with work.store.read() as tx:
        segments = tuple(corpus.segments(tx, study.id))
        session_of = {s.id: s.session_id for s in segments}
        done: dict[tuple[str, int, str], list[bool]] = {}
        for item in review.work_items(tx, study.id):
            if item.state == "retired" or item.arm in DECIDING:
                continue
            key = (session_of[item.segment_id], item.round, item.coder_id)
            done.setdefault(key, []).append(item.state in ("reviewed", "skipped"))
        finished = {key for key, states in done.items() if all(states)}  # what is half read is no evidence yet
        rounds = {(session_id, round_) for session_id, round_, _ in finished}
        reviewed: dict[str, set[str]] = {}
        for session_id, round_, coder_id in sorted(finished):
            if round_ == max(r for s, r in rounds if s == session_id):
                reviewed.setdefault(session_id, set()).add(coder_id)
        counted = {
            (segment_id, coder_id, round_, arm)
            for segment_id, coder_id, round_, arm in review.reviewed(tx, study.id)
            if (session_of.get(segment_id, ""), round_, coder_id) in finished
            or (arm in DECIDING and (session_of.get(segment_id, ""), round_) in rounds)
        }
        notes = review.notes(tx, study.id)
        return Evidence(
            study=study,
            frame=frame,
            register=studies_in_sql.register(tx, study.id),
            segments=segments,
            codings=_readings(standing(review.codings(tx, study.id), counted), session_of, reviewed),
            spans=tuple(
                span
                for item, body in notes
                if item.segment_id in session_of
                and (item.arm in DECIDING or (session_of[item.segment_id], item.round, item.coder_id) in finished)
                for span in _spans.validate_python(body["spans"])
            ),
            reviewed=reviewed,
            prompted=frozenset(item.segment_id for item, body in notes if "prompted" in body["flags"]),
        )


def _readings(
    stood: Mapping[str, Standing], session_of: Mapping[str, str], reviewed: Mapping[str, Collection[str]]
) -> tuple[Coding, ...]:
    """What each coder of a session has read in it. What the supervisor decided, or what is left of an earlier round, all of them have."""
    found: list[Coding] = []
    for segment_id, one in stood.items():
        coders = reviewed[session_of[segment_id]]
        if set(one.by) <= set(coders):
            found += one.of_each
        else:
            codings = {(c.kind, c.target, c.stance): c for c in one.codings}
            found += [replace(c, coder_id=coder_id) for coder_id in sorted(coders) for c in codings.values()]
    return tuple(found)


def assess_study(work: Work, *, study_id: str) -> Outcome:
    """A verdict for every change of the register, kept when it differs from the one before."""
    known = evidence(work, study_id)
    verdicts = {}
    for number, change in enumerate(known.study.changes):
        work.progress("saturation", number, len(known.study.changes))
        body = _verdict.dump_python(known.judge(change)[1], mode="json")
        with work.store.begin() as tx:
            row = results.save_verdict(tx, known.study.id, change.id, body)
        verdicts[change.id] = {**body, "number": row.number, "at": row.at.isoformat()}
    work.progress("saturation", len(verdicts), len(verdicts))
    return {"study": known.study.id, "changes": verdicts}
