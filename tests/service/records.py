"""A small study made by hand: what the storage and workflow tests put in."""

from annotations.codeframe import Code, CodeFrame
from annotations.studies import Change, Coder, DomainOfChange, StorySection, Study
from annotations.transcripts import Segment, Transcript, Turn

STUDY = Study(
    id="water",
    name={"es": "Agua", "en": "Water"},
    description={"en": "A study of water"},
    languages=("es", "en"),
    domains=(
        DomainOfChange("committees", {"en": "Committees"}, {"en": "What committees do"}),
        DomainOfChange("homes", {"en": "Homes"}, {"en": "What families do"}),
    ),
    sections=(
        StorySection("what", {"en": "What changed"}, {"en": "Who does what now"}),
        StorySection("why", {"en": "Why"}, {"en": "Who helped"}),
    ),
    coders=(Coder("ana", "Ana", "ana@example.org", "es"), Coder("ben", "Ben", "ben@example.org", "en", ("S2",))),
    changes=(Change("CH1", "committees", {"en": "Open accounts"}, {"en": "Committees read out their accounts."}),),
)
FRAME = CodeFrame(
    version=1,
    families=(
        Code("theme", {"en": "Themes"}, codes=(Code("accounts", {"en": "Accounts"}), Code("meters", {"en": "Meters"}))),
        Code("actor", {"en": "Actors"}, codes=(Code("committee", {"en": "Committee"}),)),
    ),
)


def transcript(session_id: str, *answers: str, source_hash: str = "h1") -> Transcript:
    """A transcript of one question and some answers."""
    text, turns = "Q: ¿Qué cambió?", [Turn("Q", "interviewer", 3, 15)]
    for answer in answers:
        start = len(text) + len("\n\nA: ")
        text += f"\n\nA: {answer}"
        turns.append(Turn("A", "respondent", start, start + len(answer)))
    return Transcript(session_id, text, tuple(turns), "es", f"{session_id}.txt", source_hash)


def segments_of(made: Transcript) -> list[Segment]:
    """One segment per answer."""
    answers = [turn for turn in made.turns if turn.role == "respondent"]
    return [
        Segment(made.session_id, n, t.start, t.end, made.words_of(t), t.speaker, "es", "¿Qué cambió?")
        for n, t in enumerate(answers, 1)
    ]
