"""A small study in Spanish and English for the tests of this folder, and words that break careless writers."""

from annotations.codeframe import Code, CodeFrame
from annotations.codings import Kind, Reason, Suggestion
from annotations.label_studio.tasks import WorkItem
from annotations.studies import Change, Coder, DomainOfChange, StorySection, Study
from annotations.transcripts import Segment

HOSTILE = '"/><script>alert(1)</script> $text {x} ${data} name="y" & \'q\' 👩🏽‍🌾 \x01'


def code(identifier: str, es: str, en: str, *codes: Code) -> Code:
    return Code(
        id=identifier,
        name={"es": es, "en": en},
        definition={"es": f"Cuando se habla de: {es.lower()}.", "en": f"When people speak of: {en.lower()}."},
        codes=codes,
    )


FRAME = CodeFrame(
    version=3,
    families=(
        code("W", "Agua", "Water", code("W-ACC", "Acceso al agua", "Access to water"), code("W-CON", "Pleitos por el agua", "Disputes over water")),
        code(
            "M", "Dinero", "Money",
            code("M-SAV", "Ahorro", "Savings"),
            code("M-DEB", "Deudas", "Debts"),
            code("M-WRK", "Trabajo", "Work", code("M-WRK-J", "Jornal", "Day labour"), code("M-WRK-M", "Migrar por trabajo", "Leaving for work")),
        ),
    ),
)  # fmt: skip
STUDY = Study(
    id="agua",
    name={"es": "Agua y acuerdos", "en": "Water and agreements"},
    description={},
    languages=("es", "en"),
    domains=(
        DomainOfChange("household", {"es": "El hogar", "en": "The household"}, {"en": "Who changes is the household."}),
        DomainOfChange("community", {"es": "La comunidad", "en": "The community"}, {}),
        DomainOfChange("authority", {"es": "La autoridad", "en": "The authorities"}, {}),
    ),
    sections=(
        StorySection("change", {"es": "El cambio", "en": "The change"}, {}),
        StorySection("contribution", {"es": "La contribución", "en": "The contribution"}, {}),
        StorySection("significance", {"es": "Lo que significa", "en": "What it means"}, {}),
    ),
    changes=(
        Change(
            "CH01",
            "household",
            {"es": "Agua cada tercer día", "en": "Water every third day"},
            {"es": "Ahora llega cada tercer día."},
        ),
        Change(
            "CH02",
            "community",
            {"es": "Menos pleitos", "en": "Fewer disputes"},
            {"en": "People fight less over turns."},
            kind="no_change",
        ),
    ),
    coders=(Coder("ana", "Ana", "ana@example.org", "es"), Coder("ben", "Ben", "ben@example.org", "en")),
)
SEGMENT = Segment(
    session_id="S03",
    number=7,
    start=0,
    end=94,
    text="Pues ahora sí llega el agua 😀, aunque mi suegra dice que no.\nAntes pagábamos la pipa, $500 cada una.",
    speaker="P2",
    language="es",
    question="¿Qué ha cambiado con el agua?",
    before="E: ¿Y antes?",
    after="E: Ya.",
)
ITEM = WorkItem("agua", "S03.007", "ana", 1)


def suggest(kind: Kind, target: str, score: float, *reasons: Reason, model: str = "cold-1") -> Suggestion:
    return Suggestion("S03.007", kind, target, score, model, 3, reasons)


SUGGESTIONS = (
    suggest("code", "W-ACC", 0.8, Reason("definition", "cuando se habla de acceso al agua", "ahora sí llega el agua", "es")),
    suggest("code", "M-DEB", 0.4, Reason("segment", "debíamos la pipa", "pagábamos la pipa, $500", "es", "S01.002")),
    suggest("domain", "household", 0.7, Reason("example", "en mi casa ya hay agua", "llega el agua", "es")),
    suggest("section", "change", 0.6),
    suggest("change", "CH01", 0.5, Reason("name", "agua cada tercer día", "ahora sí llega el agua", "es")),
)
