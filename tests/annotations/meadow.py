"""A meadow of invented people: five sessions, ten segments, and what coders read in them; small enough to count by hand."""

from datetime import UTC, datetime
from typing import Any

from annotations.analysis import Material, material
from annotations.codeframe import Code, CodeFrame
from annotations.codings import Coding, Kind, Stance
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from annotations.studies import Change, Coder, DomainOfChange, PlanRow, RespondentCategory, StorySection, Study
from annotations.transcripts import Segment

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
YES = Consent(True, True)
STUDY = Study(
    id="meadow",
    name={"es": "El prado", "en": "The meadow"},
    description={"en": "What changed in the meadow"},
    languages=("es", "en"),
    domains=(
        DomainOfChange("homes", {"es": "Casas", "en": "Homes"}, {"en": "What families do"}),
        DomainOfChange("committees", {"es": "Comités", "en": "Committees"}, {"en": "What committees do"}),
        DomainOfChange("offices", {"es": "Oficinas", "en": "Offices"}, {"en": "What offices do"}),
    ),
    sections=(
        StorySection("what", {"es": "Qué", "en": "What"}, {"en": "Who does what now"}),
        StorySection("why", {"es": "Por qué", "en": "Why"}, {"en": "Who helped"}),
        StorySection("last", {"es": "Durar", "en": "Last"}, {"en": "Whether it lasts"}),
    ),
    coders=(Coder("ana", "Ana", "ana@example.org", "es"),),
    changes=(
        Change(
            "CH1", "homes", {"es": "Pagan", "en": "They pay"}, {"en": "Families pay."}, contributed=("P1",), priorities=("fair",)
        ),
        Change("CH2", "committees", {"es": "Rinden cuentas", "en": "They answer"}, {"en": "Boards read their accounts."}),
        Change("CH3", "offices", {"es": "Contestan", "en": "They reply"}, {"en": "Offices reply."}, priorities=("priority",)),
    ),
    categories=(
        RespondentCategory("household", {"es": "familia", "en": "family"}),
        RespondentCategory("committee", {"es": "comité", "en": "committee member"}),
    ),
    priorities_family="priority",
)
FRAME = CodeFrame(
    version=1,
    families=(
        Code(
            "theme",
            {"es": "Temas", "en": "Themes"},
            codes=(
                Code(
                    "money", {"es": "Dinero", "en": "Money"}, codes=(Code("fees", {"en": "Fees"}), Code("debt", {"en": "Debt"}))
                ),
                Code("dust", {"es": "Polvo", "en": "Dust"}),
            ),
        ),
        Code(
            "priority",
            {"es": "Prioridades", "en": "Priorities"},
            codes=(Code("fair", {"en": "Fair"}), Code("safe", {"en": "Safe"})),
        ),
    ),
)
REGISTER = Register(
    sessions=(
        Session("S1", method="individual", place="Alta", instrument="guide-1", language="es", domains=("homes",)),
        Session("S2", method="individual", place="Baja", instrument="guide-1", language="en", domains=("committees",)),
        Session("G1", method="focus_group", place="Alta", instrument="guide-1", language="es", domains=("committees",)),
        Session("V1", method="survey", place="Baja", instrument="form-1", language="es", prompted=True, domains=("homes",)),
        Session("W1", method="collective", place="", instrument="workshop", language="es"),
    ),
    respondents=(
        Respondent("R1", "household"),
        Respondent("R2", "committee"),
        Respondent("R3", "committee"),
        Respondent("R4", "household"),
        Respondent("R5", "partner"),
        Respondent("R6", "partner"),
    ),
    participations=(
        Participation("S1", "R1", "A", YES),
        Participation("S2", "R2", "A", YES),
        Participation("G1", "R3", "P1", YES),
        Participation("G1", "R4", "P2", YES, domains=("homes",)),
        Participation("V1", "R1", "A", YES),
        Participation("W1", "R5", "", YES),
        Participation("W1", "R6", "", YES),
    ),
)
SAID = (
    ("S1", "A", "Pagamos cada mes."),
    ("S1", "A", "Antes no."),
    ("S2", "A", "=They read the accounts <b>aloud</b>."),
    ("S2", "A", "Nobody owes anything."),
    ("G1", "P1", "Las cuentas se leen."),
    ("G1", "P2", "Yo pago y hay polvo."),
    ("G1", "VOZ", "Hay polvo."),
    ("V1", "A", "Sí, pagamos."),
    ("W1", "", "Habría que seguir."),
    ("W1", "", "O dejarlo."),
)


def segments() -> tuple[Segment, ...]:
    numbers: dict[str, int] = {}
    made = []
    for session_id, speaker, words in SAID:
        numbers[session_id] = number = numbers.get(session_id, 0) + 1
        made.append(Segment(session_id, number, 100 * number, 100 * number + len(words), words, speaker, question="¿Qué cambió?"))
    return tuple(made)


def coding(segment_id: str, kind: Kind, target: str, stance: Stance | None = None, coder: str = "ana") -> Coding:
    return Coding(segment_id, coder, kind, target, 1, 1, NOON, stance)


CODINGS = (
    coding("S1.001", "code", "fees"), coding("S1.001", "domain", "homes"), coding("S1.001", "section", "what"),
    coding("S1.001", "change", "CH1", "for"), coding("S1.001", "code", "fees", coder="ben"),
    coding("S2.001", "domain", "committees"), coding("S2.001", "section", "what"), coding("S2.001", "change", "CH2", "for"),
    coding("S2.002", "code", "debt"), coding("S2.002", "code", "dust"), coding("S2.002", "change", "CH1", "against"),
    coding("G1.001", "section", "what"), coding("G1.001", "change", "CH2", "for"),
    coding("G1.002", "code", "fees"), coding("G1.002", "code", "dust"), coding("G1.002", "section", "why"),
    coding("G1.003", "code", "dust"),
    coding("V1.001", "code", "fees"), coding("V1.001", "section", "what"), coding("V1.001", "change", "CH1", "for"),
)  # fmt: skip


def meadow(*codings: Coding) -> Material:
    """Everything read but V1, or with other codings."""
    return material(STUDY, FRAME, REGISTER, segments(), codings or CODINGS, ("S1", "S2", "G1", "W1"), ("S1.002",))


def row(id_: str = "1", **asked: Any) -> PlanRow:
    return PlanRow(id_, {"es": "¿Qué cambió?", "en": "What changed?"}, **asked)
