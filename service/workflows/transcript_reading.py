"""A transcript as it is read on the board: turn by turn, its segments with what people and machines say of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotations.changes.register import ChangeRegister, Link
from annotations.codeframe import CodeFrame
from annotations.codings import Coding, Mark, Suggestion
from annotations.errors import ConsentMissing, NotFound
from annotations.rounds import Standing
from annotations.sessions import Respondent, Session
from annotations.speakers_in_register import speakers_of
from annotations.studies import Study
from annotations.transcripts import Segment, Transcript, Turn
from service.storage import changes, corpus, machines, review, studies
from service.storage.transactions import Tx
from service.workflows.consent import closed_sessions, silent_ids
from service.workflows.work import Work

KINDS = ("change", "domain", "section", "code")


@dataclass(frozen=True)
class Told:
    """A coding as it stands: who made it, in which round; ``target`` of a change is the one that it counts for now, ``chosen`` the one
    that the coder chose."""

    kind: str
    target: str
    stance: str
    by: tuple[str, ...]
    round: int
    chosen: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of a turn: a segment with everything about it, or (``segment`` None) words that are in none.

    ``how``: *single*, *agreed*, *open*, *decided* (``annotations.rounds.Standing``), empty where nobody has reviewed it.
    ``earlier``: codings that do not count any more, or not yet. ``suggested``: what a model proposes, of unreviewed segments.
    """

    text: str
    segment: Segment | None = None
    how: str = ""
    by: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()
    earlier: tuple[Told, ...] = ()
    links: tuple[Link, ...] = ()
    suggested: tuple[Suggestion, ...] = ()
    marks: tuple[Mark, ...] = ()
    strange: bool = False


@dataclass(frozen=True)
class ReadTurn:
    """One speaker's stretch in pieces. ``respondent``: who of the register it is, where that is known."""

    speaker: str
    role: str
    respondent: str
    pieces: tuple[Piece, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Of the segments in it."""
        return frozenset(piece.segment.id for piece in self.pieces if piece.segment)


@dataclass(frozen=True)
class Reading:
    """A whole transcript. ``before`` and ``after``: the sessions beside it in the order of the register."""

    study: Study
    frame: CodeFrame
    register: ChangeRegister
    session: Session
    people: tuple[tuple[str, Respondent], ...]
    turns: tuple[ReadTurn, ...]
    segments: int
    reviewed: int
    model: str
    before: str
    after: str


@dataclass(frozen=True)
class _Known:
    """What is known of the segments of the session, each by segment id."""

    register: ChangeRegister
    standing: Mapping[str, Standing]
    codings: Mapping[str, Sequence[Coding]]
    links: Mapping[str, Sequence[Link]]
    suggestions: Mapping[str, Sequence[Suggestion]] = field(default_factory=dict)
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    strange: frozenset[str] = frozenset()


def reading(work: Work, *, study_id: str, session_id: str) -> Reading:
    """The transcript of a session with what stands of its segments. Raises NotFound."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        frame, people = studies.frame(tx, study.id), studies.register(tx, study.id)
        transcript = corpus.transcript(tx, study.id, session_id)
        segments = corpus.segments(tx, study.id, session_id=session_id)
        silent = silent_ids(tx, study)
        if session_id in closed_sessions(study, people):
            raise ConsentMissing(
                f"nothing of session {session_id} may be shown: not everybody in it agreed, or still does",
                remedy="`relato withdraw` who does not, or note in the roster who agreed and how",
            )
        champion = machines.champion(tx, study.id)
        known = _known(tx, study.id, segments, champion.version if champion else "")
        with_text = set(corpus.transcript_ids(tx, study.id))
        order = [one.id for one in people.sessions if one.id in with_text]
    session = next((one for one in people.sessions if one.id == session_id), Session(session_id, registered=False))
    present = people.present(session_id)
    respondents = {one.id: one for one in people.respondents}
    spoken = speakers_of({turn.speaker: None for turn in transcript.turns if turn.role == "respondent"}, present)
    at = order.index(session_id) if session_id in order else -1
    return Reading(
        study=study,
        frame=frame,
        register=known.register,
        session=session,
        people=tuple((p.label, respondents[p.respondent_id]) for p in present if p.respondent_id in respondents),
        turns=tuple(turn for turn in _turns(transcript, segments, spoken, known) if not turn.ids & silent),
        segments=len(segments),
        reviewed=sum(segment.id in known.standing for segment in segments),
        model=champion.version if champion else "",
        before=order[at - 1] if at > 0 else "",
        after=order[at + 1] if 0 <= at < len(order) - 1 else "",
    )


def _known(tx: Tx, study_id: str, segments: Sequence[Segment], model: str) -> _Known:
    ids = [segment.id for segment in segments]
    register = changes.register(tx, study_id)
    codings: dict[str, list[Coding]] = {}
    for coding in review.codings(tx, study_id, segment_ids=ids):
        codings.setdefault(coding.segment_id, []).append(coding)
    links: dict[str, list[Link]] = {}
    for link in register.links():
        links.setdefault(link.segment_id, []).append(link)
    standing = review.standing(tx, study_id, segment_ids=ids)
    waiting = [id_ for id_ in ids if id_ not in standing]
    if not model:
        return _Known(register, standing, codings, links)
    return _Known(
        register,
        standing,
        codings,
        links,
        machines.suggestions(tx, study_id, model_version=model, segment_ids=waiting),
        machines.marks(tx, study_id, model, waiting),
        frozenset(machines.strange(tx, study_id, model, waiting)),
    )


def _turns(transcript: Transcript, segments: Sequence[Segment], spoken: Mapping[str, str], known: _Known) -> list[ReadTurn]:
    rest = sorted(segments, key=lambda segment: segment.start)
    found, at = [], 0
    for turn in transcript.turns:
        here: list[Segment] = []
        while at < len(rest) and rest[at].start < turn.end:
            here.append(rest[at])
            at += 1
        found.append(
            ReadTurn(turn.speaker, turn.role, spoken.get(turn.speaker, ""), tuple(_pieces(transcript, turn, here, known)))
        )
    return found


def _pieces(transcript: Transcript, turn: Turn, segments: Sequence[Segment], known: _Known) -> list[Piece]:
    pieces, done = [], turn.start
    for segment in segments:
        pieces += [Piece(transcript.text[done : segment.start]), _piece(segment, known)]
        done = max(done, segment.end)
    pieces.append(Piece(transcript.text[done : turn.end]))
    return [piece for piece in pieces if piece.segment or piece.text.strip()]


def _piece(segment: Segment, known: _Known) -> Piece:
    stands = known.standing.get(segment.id)
    codings = stands.codings if stands else ()
    counting = {(c.kind, c.target, c.stance, c.coder_id, c.round) for c in codings}
    others = [c for c in known.codings.get(segment.id, ()) if (c.kind, c.target, c.stance, c.coder_id, c.round) not in counting]
    told = _told(codings, known.register)
    same = {(one.kind, one.target, one.stance) for one in told}
    agreed = stands.by if stands and stands.how == "agreed" else ()
    return Piece(
        segment.text,
        segment,
        how=stands.how if stands else "",
        by=stands.by if stands else (),
        told=tuple(Told(t.kind, t.target, t.stance, agreed or t.by, t.round, t.chosen) for t in told),
        earlier=tuple(one for one in _told(others, known.register) if (one.kind, one.target, one.stance) not in same),
        links=tuple(known.links.get(segment.id, ())),
        suggested=tuple(known.suggestions.get(segment.id, ())),
        marks=known.marks.get(segment.id, ()),
        strange=segment.id in known.strange,
    )


def _told(codings: Sequence[Coding], register: ChangeRegister) -> list[Told]:
    """The codings by what they say, changes first; those of a change that is dropped or was taken from the segment are left out."""
    who: dict[tuple[str, str, str, str], dict[str, int]] = {}
    for coding in codings:
        target = coding.target
        if coding.kind == "change" and register.entries:
            target = register.resolve(coding.target, coding.segment_id)
        if target:
            key = coding.kind, target, coding.stance or "", coding.target if target != coding.target else ""
            who.setdefault(key, {})[coding.coder_id] = coding.round
    made = [Told(kind, target, stance, tuple(by), max(by.values()), chosen) for (kind, target, stance, chosen), by in who.items()]
    return sorted(made, key=lambda one: (KINDS.index(one.kind), one.target, one.stance))


def session_of(work: Work, *, study_id: str, segment_id: str) -> str:
    """The session of a segment that is there. Raises NotFound."""
    with work.store.read() as tx:
        found = corpus.segments(tx, studies.study(tx, study_id).id, ids=[segment_id])
    if not found:
        raise NotFound(f"there is no segment {segment_id!r}", remedy="use the id of a segment that the transcripts have now")
    return found[0].session_id
