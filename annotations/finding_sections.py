"""The fixed sub-sections that every domain of the findings has, and what of the stories stands in each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ConfigDict

SUMMARY_SECTION = "summary"
"""The section that every story begins with, whatever the study's template."""
OUTCOMES = "outcomes"
STORY_PARTS = (
    "headline", "reported", "denied", "factors", "chain", "before", "local", "outside", "programme", "actors", "else", "dated", "hindered", "credit",
    "described", "when", "numbers", "groups", "different", "value", "told", "lasting", "needs", "risks", "contested", "caveats",
)  # fmt: skip
"""What drafts call the parts of sections; open questions are ``gap:`` and what they are of."""


@dataclass(frozen=True)
class FindingSection:
    """One sub-section. ``question`` is what is asked where no story says anything.

    ``sections``: story sections that stand in it, ``summary`` too; ``parts``: parts of them, as ``section/part`` (``contribution/local``), which
    go before whole sections. ``codes`` (codes, headings or families) and ``rows`` of the analysis plan: sentences and quotes of passages
    with these codes, or that answer these rows, stand in it too, wherever else they do.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    name: Mapping[str, str]
    question: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


FINDING_SECTIONS = (
    FindingSection(
        OUTCOMES,
        {"es": "Resultados", "en": "Outcomes"},
        {"es": "¿Qué cambió, quién lo hace y desde cuándo?", "en": "What changed, who does it, and since when?"},
        sections=(SUMMARY_SECTION, "change_description"),
    ),
    FindingSection(
        "value",
        {"es": "Por qué importan", "en": "Why they matter"},
        {"es": "¿Por qué importa, y a quién?", "en": "Why does it matter, and to whom?"},
        sections=("significance",),
    ),
    FindingSection(
        "helped",
        {"es": "Qué ayudó", "en": "What helped"},
        {"es": "¿Quién o qué lo hizo posible?", "en": "Who or what made it possible?"},
        sections=("contribution",),
    ),
    FindingSection(
        "hindered",
        {"es": "Qué estorbó", "en": "What got in the way"},
        {"es": "¿Qué estorbó, y cómo se salvó?", "en": "What got in the way, and how was it overcome?"},
        parts=("contribution/hindered",),
    ),
    FindingSection(
        "programme",
        {"es": "Qué hizo el programa", "en": "What the programme did"},
        {"es": "¿Qué hizo el programa, y qué de ello sirvió?", "en": "What did the programme do, and what of it worked?"},
        parts=("contribution/programme",),
    ),
    FindingSection(
        "elsewhere",
        {"es": "Qué podría hacerse en otro lado", "en": "What could be done elsewhere"},
        {
            "es": "¿Qué de esto podría hacerse en otro lado, quién lo haría y qué haría falta?",
            "en": "What of this could be done elsewhere, who could do it, and what would it take?",
        },
    ),
    FindingSection(
        "local_actors",
        {"es": "Actores locales", "en": "Local actors"},
        {
            "es": "¿Quién de aquí lo hizo suceder, y con quién conviene seguir?",
            "en": "Who from here made it happen, and who should be worked with?",
        },
        parts=("contribution/local",),
    ),
    FindingSection(
        "groups",
        {"es": "Para quién fue distinto", "en": "For whom it was different"},
        {"es": "¿Para quién fue distinto, mejor o peor?", "en": "For whom was it different, better or worse?"},
        sections=("groups_at_risk",),
    ),
    FindingSection(
        "needs",
        {"es": "Qué hace falta", "en": "What is needed next"},
        {
            "es": "¿Qué hace falta para que dure o llegue a más gente?",
            "en": "What is needed for it to last or to reach more people?",
        },
        parts=("sustainability/needs",),
    ),
    FindingSection(
        "lasting",
        {"es": "Sostenibilidad", "en": "Sustainability"},
        {"es": "¿Va a durar, y qué lo puede echar abajo?", "en": "Will it last, and what could undo it?"},
        sections=("sustainability",),
    ),
)
"""Those of a study that names none of its own. A section of its template that none of them has gets one of its own."""
