"""The evidence of one change: its passages, who said them, and how many independent sessions stand behind any set of them.

Two kinds of passages, never mixed up. *Tied*: a coder coded the segment to the change. *Linked*: nobody did, but the session
observes the change and the segment carries a code that marks this change (at least ``MARK_SHARE`` of the passages with that code
that are tied to any change are tied to this one), a section, no other change and no other domain. People explain, weigh and doubt
a change without reporting it again; a linked passage is shown as such, for a person to confirm.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotations.changes.observations import Observation, in_time
from annotations.changes.register_records import ElementReport
from annotations.codeframe import CodeFrame
from annotations.codings import Coding, Span, Stance
from annotations.sessions import Register, Respondent, Session
from annotations.speakers_in_register import who_said
from annotations.studies import Change, Study, Words
from annotations.transcripts import Segment

MARK_SHARE = 2 / 3
MARK_PASSAGES = 3
FEWEST = 3
"""So many people must share a role and a place for both to be named together, as for the check before publishing."""
CONTRIBUTION, DESCRIPTION, GROUPS = "contribution", "change_description", "groups_at_risk"
SIGNIFICANCE, SUSTAINABILITY = "significance", "sustainability"


@dataclass(frozen=True)
class Passage:
    """One segment of the evidence. ``counts_with``: the independent session that it belongs to; empty when the session does not
    count, or counts on the other side. ``person``: who says it, empty where speakers of a group are not told apart."""

    segment: Segment
    session: Session
    stance: Stance
    linked: bool
    prompted: bool
    sections: frozenset[str]
    codes: frozenset[str]
    category: str
    place: str
    counts_with: str
    person: str = ""

    @property
    def id(self) -> str:
        return self.segment.id


@dataclass(frozen=True)
class Evidence:
    """All that is known of one change, in order of time."""

    change: Change
    study: Study
    frame: CodeFrame
    register: Register
    observations: tuple[Observation, ...]
    passages: tuple[Passage, ...]
    spans: tuple[Span, ...]
    heard: tuple[Segment, ...]
    sessions: Mapping[str, Session] = field(default_factory=dict)
    reports: tuple[ElementReport, ...] = ()
    marks: frozenset[str] = frozenset()

    def counted(self, stance: Stance) -> tuple[Observation, ...]:
        return tuple(o for o in self.observations if o.independent and o.stance == stance)

    def in_section(self, section_id: str, stance: Stance = "for") -> tuple[Passage, ...]:
        return tuple(p for p in self.passages if section_id in p.sections and p.stance == stance)

    def independent(self, passages: Iterable[Passage]) -> tuple[str, ...]:
        """The independent sessions that the passages belong to, in order of time."""
        return tuple(dict.fromkeys(p.counts_with for p in passages if p.counts_with))

    @property
    def description(self) -> str:
        """The section of untagged passages and of denials."""
        return description_of(self.study)

    def category(self, category_id: str) -> Words:
        """What to call a category of the roster."""
        return next((c.name for c in self.study.categories if c.id == category_id), {"": category_id})

    def people(self, passages: Sequence[Passage]) -> tuple[Words, ...]:
        """Who says the passages, kind by kind, those first of whom more people do. Speakers of no known kind are left out."""
        spoken: dict[str, set[str]] = {}
        for passage in passages:
            if passage.category:
                several = {f"{passage.session.id}/1", f"{passage.session.id}/2"}  # of a group, not told apart
                spoken.setdefault(passage.category, set()).update({passage.person} if passage.person else several)
        ordered = sorted(spoken, key=lambda name: -len(spoken[name]))
        return tuple(self.called(name, len(spoken[name])) for name in ordered)

    def called(self, category_id: str, number: int) -> Words:
        """What to call so many people of a category within a sentence."""
        found = next((c for c in self.study.categories if c.id == category_id), None)
        if found is None:
            return {"": category_id}
        return (found.one if number == 1 else found.many) or found.name

    def shown_place(self, category: str, place: str) -> str:
        """The place, where at least ``FEWEST`` people of the roster have it and the category; else none: it would tell who they are."""
        alike = sum(person.category == category and person.place == place for person in self.register.respondents)
        return place if alike >= FEWEST else ""

    def family(self, family_id: str) -> tuple[str, ...]:
        """The applicable codes of a family, in frame order; none when the study names no such family."""
        return tuple(code for code, path in self.frame.paths.items() if path[0].id == family_id)


def ids(passages: Iterable[Passage]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(passage.id for passage in passages))


def description_of(study: Study) -> str:
    """The section that says what changed: the template's, else the study's first."""
    sections = [section.id for section in study.sections]
    return DESCRIPTION if DESCRIPTION in sections or not sections else sections[0]


def gather(
    change: Change,
    study: Study,
    frame: CodeFrame,
    register: Register,
    segments: Sequence[Segment],
    codings: Sequence[Coding],
    spans: Sequence[Span],
    observations: Sequence[Observation],
    prompted_segments: Collection[str] = (),
    reports: Sequence[ElementReport] = (),
) -> Evidence:
    """The evidence of ``change``; ``reports``: what people entered of its elements. Sessions that are not registered or without
    documented consent give none: nobody is quoted from them."""
    usable = {o.session_id: o for o in sorted(observations, key=in_time) if o.why_not != "undocumented"}
    heard = sorted((s for s in segments if s.session_id in usable), key=lambda s: (in_time(usable[s.session_id]), s.number))
    coded: dict[str, dict[str, set[str]]] = {}
    for coding in codings:
        coded.setdefault(coding.segment_id, {}).setdefault(coding.kind, set()).add(coding.target)
    marks = mark_codes(change, study, frame, coded)
    sessions, speakers = {session.id: session for session in register.sessions}, who_said(segments, register)
    people = {person.id: person for person in register.respondents}
    passages = []
    for segment in heard:
        observation, about = usable[segment.session_id], coded.get(segment.id, {})
        tied = _tied(segment, observation)
        linked = tied is None and _is_linked(about, marks, change)
        if tied or linked:
            stance = tied or observation.stance
            prompted = sessions[segment.session_id].prompted or segment.id in prompted_segments
            person = people.get(speakers.get(segment.id, ""))
            passages.append(
                _passage(segment, observation, sessions[segment.session_id], stance, linked, prompted, study, about, person)
            )
    used = frozenset(ids(passages))
    return Evidence(
        change=change,
        study=study,
        frame=frame,
        register=register,
        observations=tuple(usable.values()),
        passages=tuple(passages),
        spans=tuple(span for span in spans if span.segment_id in used),
        heard=tuple(heard),
        sessions=sessions,
        reports=tuple(report for report in reports if report.by and report.session_id in usable),
        marks=marks,
    )


def mark_codes(
    change: Change, study: Study, frame: CodeFrame, coded: Mapping[str, Mapping[str, Collection[str]]]
) -> frozenset[str]:
    """The codes that mark ``change``, from what is coded (segment id, then kind, to targets); actors and groups mark nothing, they
    are in every change."""
    families = {study.actors_family, study.groups_family}
    total, own = Counter[str](), Counter[str]()
    for about in coded.values():
        codes = {code for code in about.get("code", ()) if code in frame.paths and frame.family_of(code) not in families}
        changes = about.get("change", ())
        for code in codes:
            total[code] += len(changes)
            own[code] += change.id in changes
    return frozenset(code for code, n in own.items() if n >= MARK_PASSAGES and n >= MARK_SHARE * total[code])


def _tied(segment: Segment, observation: Observation) -> Stance | None:
    """The stance of a tied segment; where coders read both, that of its session."""
    sides = {
        "for": segment.id in observation.segment_ids_for,
        "against": segment.id in observation.segment_ids_against,
    }
    if all(sides.values()):
        return observation.stance
    return "for" if sides["for"] else "against" if sides["against"] else None


def _is_linked(about: Mapping[str, Collection[str]], marks: Collection[str], change: Change) -> bool:
    marked = any(code in marks for code in about.get("code", ()))
    elsewhere = bool(about.get("change")) or change.domain not in about.get("domain", (change.domain,))
    return marked and not elsewhere and bool(about.get("section"))


def _passage(
    segment: Segment,
    observation: Observation,
    session: Session,
    stance: Stance,
    linked: bool,
    prompted: bool,
    study: Study,
    about: Mapping[str, Collection[str]],
    person: Respondent | None,
) -> Passage:
    alike = observation.categories if len(observation.categories) == 1 else ("",)
    return Passage(
        segment=segment,
        session=session,
        stance=stance,
        linked=linked,
        prompted=prompted,
        sections=frozenset(about.get("section", ())) or frozenset({description_of(study)}),
        codes=frozenset(about.get("code", ())),
        category=person.category if person else alike[0],
        place=(person.place if person else "") or session.place,
        counts_with=""
        if stance != observation.stance
        else observation.counts_with or observation.session_id * observation.independent,
        person=person.id if person else "",
    )
