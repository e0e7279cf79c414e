"""Tables of the sample as people read them: in Spanish and English, as rows for a spreadsheet, as a frame, as CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, get_args

from annotations.languages import base, in_language
from annotations.sample_tables import Dimension, SampleTable, Value
from annotations.sessions import Capture, Method
from annotations.studies import Study

if TYPE_CHECKING:
    import pandas

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "contacts": "Contacts", "respondents": "People", "participants": "Participants", "sessions": "Sessions",
        "domains": "Domain", "source": "Source", "sex": "Sex", "place": "Place", "affiliation": "Affiliation",
        "project": "Project", "outcome": "Outcome", "wave": "Wave", "category": "Kind of respondent", "method": "Method",
        "mode": "Mode", "capture": "Capture", "language": "Language", "instrument": "Instrument",
        "individual": "individual interview", "collective": "collective interview", "focus_group": "focus group",
        "survey": "survey interview", "recording": "recording", "notes": "notes", "in_person": "in person", "remote": "remote",
        "telephone": "telephone", "total": "Total", "": "not stated",
    },
    "es": {
        "contacts": "Contactos", "respondents": "Personas", "participants": "Participantes", "sessions": "Sesiones",
        "domains": "Dominio", "source": "Fuente", "sex": "Sexo", "place": "Lugar", "affiliation": "Afiliación",
        "project": "Proyecto", "outcome": "Resultado", "wave": "Ola", "category": "Tipo de informante", "method": "Método",
        "mode": "Modo", "capture": "Captura", "language": "Idioma", "instrument": "Instrumento",
        "individual": "entrevista individual", "collective": "entrevista colectiva", "focus_group": "grupo focal",
        "survey": "encuesta", "recording": "grabación", "notes": "notas", "in_person": "presencial", "remote": "a distancia",
        "telephone": "por teléfono", "total": "Total", "": "sin dato",
    },
}  # fmt: skip
_OURS: Mapping[Dimension, tuple[str, ...]] = {
    "method": get_args(Method),
    "capture": get_args(Capture),
    "mode": ("in_person", "remote", "telephone"),
}


def as_rows(table: SampleTable, study: Study, language: str, *, percentages: bool = False) -> list[list[str | int]]:
    """Headings, one row for each value, and totals, which are counted as the cells are.

    Parameters
    ----------
    percentages : whether a cell also tells its share of the row, as in ``65 (79%)``; shares are rounded and may not add up to 100.
    """
    words = _WORDS.get(base(language), _WORDS["en"])
    columns = [(group, column) for group, values in enumerate(table.columns) for column in values]

    def shown(dimension: Dimension, value: Value) -> str:
        return ", ".join(_named(dimension, word, study, language, words) for word in value) or words[""]

    def cell(part: int, whole: int) -> str | int:
        return f"{part} ({_percent(part, whole)})" if percentages and whole else part

    heading = [f"{words[table.across[group]]}: {shown(table.across[group], column)}" for group, column in columns]
    rows: list[list[str | int]] = [[words[table.by], words[table.unit], *heading]]
    found = table.cells()
    for row in table.rows:
        whole = len(table.ids(row))
        rows.append([shown(table.by, row), whole, *(cell(len(found.get((row, *place), ())), whole) for place in columns)])
    whole = len(table.ids())
    rows.append([words["total"], whole, *(cell(len(table.ids(None, *place)), whole) for place in columns)])
    return [[safe_cell(one) for one in row] for row in rows]


def as_frame(table: SampleTable, study: Study, language: str) -> "pandas.DataFrame":
    """The table with its totals; rows are named by the first column."""
    import pandas

    heading, *rows = as_rows(table, study, language)
    return pandas.DataFrame(
        [row[1:] for row in rows], index=pandas.Index([row[0] for row in rows], name=heading[0]), columns=heading[1:]
    )


def as_csv(table: SampleTable, study: Study, language: str, *, percentages: bool = False) -> str:
    """The table as CSV, without a byte order mark."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(as_rows(table, study, language, percentages=percentages))
    return out.getvalue()


def safe_cell(cell: str | int) -> str | int:
    """A cell that no spreadsheet takes for a formula.

    >>> safe_cell("=1+1"), safe_cell(-1), safe_cell("D1")
    ("'=1+1", -1, 'D1')
    """
    risky = isinstance(cell, str) and (cell[:1] in ("\t", "\r", "\n") or cell.lstrip()[:1] in ("=", "+", "-", "@"))
    return f"'{cell}" if risky else cell


def _named(dimension: Dimension, word: str, study: Study, language: str, words: Mapping[str, str]) -> str:
    """What to call a value: the study's words for its domains and categories, ours for methods and the like, its own for everything else."""
    named: Sequence[tuple[str, Mapping[str, str]]] = ()
    if dimension == "domains":
        named = [(domain.id, domain.name) for domain in study.domains]
    if dimension == "category":
        named = [(category.id, category.name) for category in study.categories]
    own = in_language(dict(named).get(word, {}), language)
    ours = word.casefold().replace(" ", "_")
    return own or (words[ours] if ours in _OURS.get(dimension, ()) else word.replace("_", " "))


def _percent(part: int, whole: int) -> str:
    return f"{(200 * part + whole) // (2 * whole)}%"
