"""The parts that people have in writing a story."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ConfigDict


@dataclass(frozen=True)
class StoryRole:
    """A part that somebody has in writing a story, and whether a story needs their signature. ``sample``: they read only some stories."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    name: Mapping[str, str]
    signs: bool = True
    sample: bool = False


STORY_ROLES = (
    StoryRole("interviewer", {"es": "Entrevistadora o entrevistador", "en": "Interviewer"}, signs=False),
    StoryRole("editor", {"es": "Edición", "en": "Editor"}),
    StoryRole("lead", {"es": "Coordinación de la evaluación", "en": "Evaluation lead"}),
    StoryRole("specialist", {"es": "Especialista del método", "en": "Method specialist"}, signs=False),
    StoryRole("quantitative_analyst", {"es": "Análisis cuantitativo", "en": "Quantitative analyst"}),
    StoryRole("advisor", {"es": "Asesoría", "en": "Advisor"}, signs=False, sample=True),
)
"""The parts of a study that names none of its own."""
