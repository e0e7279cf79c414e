"""All that people have said about a study so far, read at one moment: whatever is computed from all of it is computed from this."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from pydantic import TypeAdapter

from annotations.changes.elements import proposals
from annotations.changes.next_sessions import NextSessions, next_sessions, not_asked
from annotations.changes.observations import Observation, observations
from annotations.changes.register import ChangeRegister, ElementReport, counted
from annotations.changes.saturation import Verdict, verdict
from annotations.codeframe import CodeFrame
from annotations.codings import Coding, Span
from annotations.rounds import DECIDING, Standing, standing
from annotations.sessions import Register, Session
from annotations.speakers_in_register import who_said
from annotations.studies import Change, Study
from annotations.transcripts import Segment
from service.storage import changes, snapshots
from service.storage import evidence as in_sql
from service.storage import studies as studies_in_sql
from service.storage.evidence import Reviewed
from service.storage.transactions import Tx, now
from service.workflows.consent import silent_ids
from service.workflows.work import Work

_spans = TypeAdapter(tuple[Span, ...])


@dataclass(frozen=True)
class Evidence:
    """All that people have said about the study so far.

    ``codings``: of kind "change" they are addressed to the change that they count for now, and what people linked on the board is
    among them, for every coder of the session. ``reviewed``: session id to the coders who reviewed all of their segments in it.
    ``prompted``: segments that a coder flagged as prompted. ``imported``: every session that has segments. ``silent``: segments that may not be shown any more. ``stamp``: of the study when this was read, ``at``: when that was; ``forgotten``: of the snapshots then.
    """

    study: Study
    frame: CodeFrame
    register: Register
    segments: tuple[Segment, ...]
    codings: tuple[Coding, ...]
    spans: tuple[Span, ...]
    reviewed: dict[str, set[str]]
    prompted: frozenset[str]
    changes: ChangeRegister = field(default_factory=ChangeRegister)
    imported: tuple[str, ...] = ()
    silent: frozenset[str] = frozenset()
    stamp: str = ""
    forgotten: str = ""
    at: datetime = field(default_factory=now)

    def judge(self, change: Change) -> tuple[tuple[Observation, ...], Verdict]:
        """What every session says of the change, and what the study's rule says of that."""
        codings = self._codings_of.get(change.id, [])
        heard = {c.segment_id for c in codings}
        found = observations(
            change,
            self.study,
            self.register,
            [self._segment[segment_id] for segment_id in sorted(heard) if segment_id in self._segment],
            codings,
            self.reviewed,
            prompted_segments=self.prompted,
            overrides=self.changes.overrides(change.id),
            reports=self.changes.elements(change.id),
            speakers=self._speakers,
        )
        total, unreviewed = len(self.imported), self.unreviewed
        judged = verdict(
            change,
            found,
            self.study.saturation,
            sessions_total=total,
            sessions_reviewed=total - len(unreviewed),
            unreviewed=unreviewed,
        )
        return found, judged

    def proposals(self, found: Sequence[Observation]) -> tuple[ElementReport, ...]:
        """What the text lets guess of the elements of a change, given what its sessions say of it."""
        here = sorted({segment_id for o in found for segment_id in o.segment_ids_for})
        codings = [c for segment_id in here for c in self._coded.get(segment_id, ())]
        segments = [self._segment[segment_id] for segment_id in here]
        return proposals(found, segments, codings, self.sessions, self.study, self.frame)

    def next_sessions(self, change: Change, judged: Verdict, found: Sequence[Observation]) -> NextSessions:
        """Whom to ask next about the change, given what its sessions say."""
        speaking = {segment_id for o in found for segment_id in o.segment_ids_for}
        codings = [c for segment_id in sorted(speaking) for c in self._coded.get(segment_id, ())]
        return next_sessions(change, self.study, self.frame, self.register, judged, found, codings, self.not_asked)

    def that_may_be_shown(self) -> "Evidence":
        """Without what people said who have refused since, or whose session is closed: nothing is quoted of it."""
        if not self.silent:
            return self
        return replace(
            self,
            segments=tuple(one for one in self.segments if one.id not in self.silent),
            codings=tuple(one for one in self.codings if one.segment_id not in self.silent),
            spans=tuple(one for one in self.spans if one.segment_id not in self.silent),
        )

    @cached_property
    def sessions(self) -> dict[str, Session]:
        return {session.id: session for session in self.register.sessions}

    @cached_property
    def unreviewed(self) -> tuple[str, ...]:
        """Imported sessions that nobody has reviewed whole."""
        return tuple(sorted(set(self.imported) - set(self.reviewed)))

    @cached_property
    def not_asked(self) -> dict[str, frozenset[str]]:
        """Contacts who have not been asked, with the respondents who named them."""
        return not_asked(self.register)

    @cached_property
    def _segment(self) -> dict[str, Segment]:
        return {segment.id: segment for segment in self.segments}

    @cached_property
    def _speakers(self) -> dict[str, str]:
        return who_said(self.segments, self.register)

    @cached_property
    def _codings_of(self) -> dict[str, list[Coding]]:
        """The codings of each change."""
        found: dict[str, list[Coding]] = defaultdict(list)
        for coding in self.codings:
            if coding.kind == "change":
                found[coding.target].append(coding)
        return dict(found)

    @cached_property
    def _coded(self) -> dict[str, list[Coding]]:
        """The other codings of each segment."""
        found: dict[str, list[Coding]] = defaultdict(list)
        for coding in self.codings:
            if coding.kind != "change":
                found[coding.segment_id].append(coding)
        return dict(found)


def evidence(work: Work, study_id: str) -> Evidence:
    """Everything, read in one transaction."""
    with work.store.read() as tx:
        return read_evidence(tx, studies_in_sql.study(tx, study_id).id)


def evidence_about(work: Work, study_id: str, change_ids: Collection[str]) -> Evidence:
    """What there is about some changes: the sessions, read whole, in which anybody coded one of them or a change that was merged into
    it or split, or linked a segment to it. Enough to judge these changes, and no others."""
    with work.store.read() as tx:
        study_id = studies_in_sql.study(tx, study_id).id
        register = changes.register(tx, study_id)
        ids = {*change_ids, *(step.change_id for step in register.steps), *(step.into for step in register.steps)}
        linked = {link.segment_id for link in register.links() if link.change_id in change_ids}
        sessions = in_sql.sessions_about(tx, study_id, ids) | in_sql.sessions_of(tx, study_id, linked)
        return read_evidence(tx, study_id, sessions)


def read_evidence(tx: Tx, study_id: str, sessions: Collection[str] | None = None) -> Evidence:
    """The stamp first, so that nothing that is computed from it is older than it says."""
    at, stamp, forgotten = now(), snapshots.stamp(tx, study_id), snapshots.forgotten(tx, study_id)
    study, frame = studies_in_sql.study(tx, study_id), studies_in_sql.frame(tx, study_id)
    segments = in_sql.segments(tx, study_id, sessions)
    session_of = {s.id: s.session_id for s in segments}
    finished = {(done.session_id, done.round, done.coder_id) for done in in_sql.finished(tx, study_id)}
    rounds = {(session_id, round_) for session_id, round_, _ in finished}
    reviewed = _reviewed(finished)

    def is_read(item: Reviewed) -> bool:
        return (item.session_id, item.round, item.coder_id) in finished

    said = {
        (item.segment_id, item.coder_id, item.round, item.arm)
        for item in in_sql.reviewed(tx, study_id, sessions)
        if is_read(item) or (item.arm in DECIDING and (item.session_id, item.round) in rounds)
    }
    stood = standing(in_sql.codings(tx, study_id, sessions), said)  # type: ignore[arg-type]  # written from an Arm
    notes = in_sql.notes(tx, study_id, sessions)
    register = changes.register(tx, study_id)
    return Evidence(
        study=study,
        frame=frame,
        register=studies_in_sql.register(tx, study_id),
        segments=segments,
        codings=_with_links(counted(_readings(stood, session_of, reviewed), register), register, frame, session_of, reviewed),
        spans=tuple(
            span
            for item, body in notes
            if body["spans"] and (item.arm in DECIDING or is_read(item))
            for span in _spans.validate_python(body["spans"])
        ),
        reviewed=reviewed,
        prompted=frozenset(item.segment_id for item, body in notes if "prompted" in body["flags"]),
        changes=register,
        imported=tuple(in_sql.imported(tx, study_id)),
        silent=silent_ids(tx, study),
        stamp=stamp,
        forgotten=forgotten,
        at=at,
    )


def _reviewed(finished: Collection[tuple[str, int, str]]) -> dict[str, set[str]]:
    """By session those who have finished it in the newest round in which anybody has."""
    newest: dict[str, int] = {}
    for session_id, round_, _ in finished:
        newest[session_id] = max(round_, newest.get(session_id, round_))
    reviewed: dict[str, set[str]] = {}
    for session_id, round_, coder_id in sorted(finished):
        if round_ == newest[session_id]:
            reviewed.setdefault(session_id, set()).add(coder_id)
    return reviewed


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


def _with_links(
    codings: Sequence[Coding],
    register: ChangeRegister,
    frame: CodeFrame,
    session_of: Mapping[str, str],
    reviewed: Mapping[str, Collection[str]],
) -> tuple[Coding, ...]:
    """What people linked on the board goes before what coders read of the same segment and change. A session that nobody has reviewed
    whole has no coder who could have it: its links wait."""
    links = [link for link in register.links() if reviewed.get(session_of.get(link.segment_id, ""))]
    if not links:
        return tuple(codings)
    linked = {(link.change_id, link.segment_id) for link in links}
    kept = [c for c in codings if c.kind != "change" or (c.target, c.segment_id) not in linked]
    for link in links:
        for coder_id in sorted(reviewed[session_of[link.segment_id]]):
            kept.append(
                Coding(link.segment_id, coder_id, "change", link.change_id, 0, frame.version, link.at, stance=link.stance)
            )
    return tuple(sorted(kept, key=lambda c: c.segment_id))
