"""A small field of known truth: who spoke, what was coded, and what must come out."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotations.changes.observations import Observation, observations
from annotations.changes.register_records import ElementReport
from annotations.changes.saturation import Verdict, verdict
from annotations.changes.stories import StoryDraft, draft
from annotations.changes.story_quotes import Translator, untranslated
from annotations.codeframe import Code, CodeFrame
from annotations.codings import Coding, Kind, Span, Stance
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from annotations.studies import (
    Change,
    ChangeKind,
    Coder,
    DomainOfChange,
    Question,
    RespondentCategory,
    SaturationRule,
    StorySection,
    Study,
)
from annotations.transcripts import Segment

CHANGE = Change(
    "CH1", "paths", {"es": "Vereda abierta", "en": "Path open"}, {"es": "La vereda se abrió.", "en": "The path was opened."}
)
OTHER = Change("CH2", "paths", {"es": "Otra cosa", "en": "Another thing"}, {"es": "Otra.", "en": "Another."})
AT = datetime.datetime(2024, 6, 1, tzinfo=datetime.UTC)


def words(text: str) -> dict[str, str]:
    return {"es": f"{text} (es)", "en": f"{text} (en)"}


STUDY = Study(
    id="sample",
    name=words("Sample"),
    description=words("Sample"),
    languages=("es", "en"),
    domains=(DomainOfChange("paths", words("Paths"), words("Who walks")),),
    sections=tuple(
        StorySection(name, words(name), words(name))
        for name in ("contribution", "change_description", "groups_at_risk", "significance", "sustainability")
    ),
    coders=(Coder("ana", "Ana", "ana@example.org", "es"), Coder("bo", "Bo", "bo@example.org", "en")),
    guide=(Question("Q9", words("Will it last?"), feeds="sustainability"),),
    changes=(CHANGE, OTHER),
    categories=(RespondentCategory("farmer", {"es": "campesina", "en": "farmer"}),),
    groups_family="group",
    actors_family="actor",
    saturation=SaturationRule(minimum_independent=3),
)
FRAME = CodeFrame(
    1,
    (
        Code("theme", words("Theme"), codes=(Code("t-path", words("Path")), Code("t-other", words("Other")))),
        Code(
            "actor",
            words("Actor"),
            codes=(Code("a-help", {"es": "El programa", "en": "The programme"}), Code("a-village", words("Village"))),
        ),
        Code("group", words("Group"), codes=(Code("g-old", words("Old people")), Code("g-young", words("Young people")))),
    ),
)


def session(name: str, day: int, **more: object) -> Session:
    given: dict[str, object] = {"method": "individual", "place": "Arriba", "language": "es", "capture": "recording", **more}
    return Session(name, date=datetime.date(2024, 2, day), **given)  # type: ignore[arg-type]


def person(name: str, category: str = "farmer", place: str = "Arriba", referred_by: str = "") -> Respondent:
    return Respondent(name, category=category, place=place, referred_by=referred_by)


def register(
    sessions: Sequence[Session],
    people: Iterable[Respondent],
    present: Mapping[str, Sequence[str]],
    *,
    consent: bool | None = True,
) -> Register:
    """Everybody speaks under their own id as label."""
    who = tuple(Participation(s, p, label=p, consent=Consent(take_part=consent)) for s in present for p in present[s])
    return Register(tuple(sessions), tuple(people), who)


def one_each(number: int) -> Register:
    """``number`` interviews S1, S2 … with one person each, on days 1, 2 …"""
    sessions = [session(f"S{n}", n) for n in range(1, number + 1)]
    return register(sessions, [person(f"R{n}") for n in range(1, number + 1)], {f"S{n}": [f"R{n}"] for n in range(1, number + 1)})


def segment(
    session_id: str, number: int, text: str = "Ya abrieron la vereda entre todos.", speaker: str = "", **more: Any
) -> Segment:
    speaker = speaker or f"R{session_id[1:]}"
    return Segment(session_id, number, 0, len(text), text, speaker, **more)


def coding(
    segment_id: str, target: str = "CH1", kind: Kind = "change", stance: Stance | None = "for", coder: str = "ana"
) -> Coding:
    return Coding(segment_id, coder, kind, target, 1, 1, AT, stance if kind == "change" else None)


def observe(
    who: Register,
    codings: Sequence[Coding],
    *,
    segments: Sequence[Segment] = (),
    coders: Sequence[str] = ("ana",),
    rule: SaturationRule = STUDY.saturation,
    prompted: Sequence[str] = (),
) -> tuple[Observation, ...]:
    """Observations of CHANGE when ``coders`` have reviewed every session; three segments a session unless given."""
    heard = segments or [segment(s.id, n) for s in who.sessions for n in (1, 2, 3)]
    reviewed = {s.session_id: set(coders) for s in heard}
    return observations(CHANGE, replace(STUDY, saturation=rule), who, heard, codings, reviewed, prompted_segments=prompted)


def judge(found: Sequence[Observation], rule: SaturationRule = STUDY.saturation, *, reviewed: int = 10) -> Verdict:
    return verdict(CHANGE, found, rule, sessions_total=reviewed, sessions_reviewed=reviewed)


def story(
    who: Register,
    segments: Sequence[Segment],
    codings: Sequence[Coding],
    spans: Sequence[Span] = (),
    *,
    prompted: Sequence[str] = (),
    kind: ChangeKind = "change",
    study: Study = STUDY,
    reports: Sequence[ElementReport] = (),
    translate: Translator = untranslated,
) -> StoryDraft:
    found = observe(who, codings, segments=segments, prompted=prompted)
    change = replace(CHANGE, kind=kind)
    return draft(
        change,
        study,
        FRAME,
        who,
        segments,
        codings,
        spans,
        judge(found),
        found,
        prompted_segments=prompted,
        reports=reports,
        translate=translate,
    )
