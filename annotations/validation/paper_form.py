"""The form of a domain on paper, as a PDF: what the web form asks, in the same words, with its version on every page.

What people wrote is handed to typst as data: nothing in it is a command.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from annotations.errors import BadInput
from annotations.languages import in_language
from annotations.studies import Study, Words
from annotations.validation.answering import languages_of
from annotations.validation.form_words import FORM_WORDS, VOTE_WORDS, told
from annotations.validation.records import Form, Wording

TEMPLATE = Path(__file__).parents[1] / "templates" / "paper_form.typ"
PAPERS = ("a4", "us-letter")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]|[^\\S\n ]|[\x00-\x08\x0e-\x1f\x7f]")
"""Signs that turn the direction of what follows, and those that are not to be printed."""
PAPER_WORDS: Mapping[str, Words] = {
    "version": {"es": "versión", "en": "version"},
    "page": {"es": "página", "en": "page"},
    "of": {"es": "de", "en": "of"},
    "wording": {"es": "enunciado", "en": "wording"},
    "tick": {"es": "Marque una", "en": "Tick one"},
    "filled_by": {"es": "Lo llena el equipo de la evaluación", "en": "Filled in by the evaluation team"},
    "code": {"es": "Clave de la persona (no su nombre)", "en": "Code of the person (not their name)"},
    "date": {"es": "Fecha", "en": "Date"},
    "people": {"es": "Cuántas personas contestan juntas", "en": "How many people answer together"},
    "mode": {"es": "Cómo", "en": "How"},
    "paper": {"es": "En papel", "en": "On paper"},
    "telephone": {"es": "Por teléfono", "en": "By telephone"},
    "visit": {"es": "En persona", "en": "In person"},
    "workshop": {"es": "En taller", "en": "In a workshop"},
    "reader": {
        "es": "Para quien lee en voz alta: lea cada cambio completo al menos dos veces antes de preguntar. En un taller, un grupo que se pone "
        "de acuerdo llena un solo formulario. Anote las razones con las palabras de la gente. Si alguien quiere dar muchos detalles, ofrezca "
        "recogerlos en otro momento.",
        "en": "For whoever reads aloud: read each change whole at least twice before asking. In a workshop, a group that agrees fills in one "
        "form. Write reasons down in people's own words. If somebody wants to give many details, offer to take them at another time.",
    },
    "notes": {"es": "Otras notas", "en": "Other notes"},
    "thanks": {"es": "Gracias.", "en": "Thank you."},
}  # fmt: skip


def paper_form(form: Form, study: Study, language: str, *, code: str = "", paper: str = "a4") -> bytes:
    """The form as a tagged PDF of A4 or US letter pages. ``code``: id of the validator it is for, printed on it; left to write when empty.

    Raises
    ------
    BadInput : not every change of the form is worded in ``language``; an unknown size of paper.
    """
    if language not in (known := languages_of(form)):
        raise BadInput(
            f"the form {form.id} is not worded in {language!r}",
            remedy=f"use {', '.join(known)}" if known else "word its changes in a language of the study first",
        )
    if paper not in PAPERS:
        raise BadInput(f"{paper!r} is no size of paper", remedy=f"use one of {', '.join(PAPERS)}")
    data = {"language": language, "paper": paper, "code": code, **_said(form, study, language)}
    return _set({"data": json.dumps(data, ensure_ascii=False)})


def _set(inputs: dict[str, str]) -> bytes:
    """Tagged as PDF/UA wants it; that standard forbids signs for which no font is installed, which are then left blank instead."""
    import typst

    try:
        pdf: bytes = typst.compile(_template(), format="pdf", pdf_standards=["ua-1"], sys_inputs=inputs)
    except typst.TypstError:
        pdf = typst.compile(_template(), format="pdf", sys_inputs=inputs)
    return pdf


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _said(form: Form, study: Study, language: str) -> dict[str, Any]:
    domains = {domain.id: domain.name for domain in study.domains}
    return {
        "study": in_language(study.name, language),
        "domain": in_language(domains.get(form.domain, {}), language) or form.domain,
        "form": form.id,
        "number": form.number,
        "changes": [_change(place, wording, language) for place, wording in enumerate(form.wordings, 1)],
        "votes": [[vote, told(words, language)] for vote, words in VOTE_WORDS.items()],
        "words": {key: told(words, language) for key, words in {**FORM_WORDS, **PAPER_WORDS}.items()},
    }


def _change(place: int, wording: Wording, language: str) -> dict[str, Any]:
    return {
        "place": place,
        "id": wording.change_id,
        "kind": "" if wording.kind == "change" else told(FORM_WORDS[wording.kind], language),
        "title": _plain(wording.title.get(language, "")),
        "statement": _plain(wording.statement[language]),
        "summary": _plain(wording.summary.get(language, "")),
        "wording": wording.statement_number,
    }


def _plain(text: str) -> str:
    return _TURNING.sub(" ", text)
