"""The tables of the sample for a report: contacts, people, participants and sessions, one way of telling them apart at a time."""

from dataclasses import replace

from annotations.documents.register_words import register_words
from annotations.documents.tables import Table
from annotations.sample_table_text import as_rows
from annotations.sample_tables import TABLES, Counts, TableName, counts_of, table_of
from annotations.sessions import Register
from annotations.studies import Study


def sample_annex(register: Register, study: Study, language: str, *, widest: int = 9) -> list[Table]:
    """Every table of the sample that has anything in it, once for each group of its columns; those that are wider than ``widest``
    columns in parts. All of them are counted from the same records."""
    domains = [domain.id for domain in study.domains]
    made: list[Table] = []
    for name, (unit, by, across) in TABLES.items():
        for dimension in across:
            counted = table_of(register, unit, by, (dimension,), name=name, domains=domains)
            if not counted.counted or counted.columns == (((),),):  # nobody stated it
                continue
            made += _parts(name, as_rows(counted, study, language), language, widest, str(dimension))
    if made:
        notes = (register_words(language)["note_sample"], *_counts(counts_of(register), language))
        made[0] = replace(made[0], notes=notes)
    return made


def _parts(name: TableName, rows: list[list[str | int]], language: str, widest: int, dimension: str) -> list[Table]:
    words = register_words(language)
    text = [[str(cell) for cell in row] for row in rows]
    by, unit, across = text[0][0], text[0][1], text[0][2].split(": ")[0]
    caption = words["caption_sample"].format(unit=unit, by=by.lower(), across=across.lower())
    text[0] = [heading.removeprefix(f"{across}: ") for heading in text[0]]
    room = widest - 2
    starts = range(2, len(text[0]), room) if len(text[0]) > widest else [2]
    parts = []
    for number, start in enumerate(starts, 1):
        end = start + room if len(text[0]) > widest else len(text[0])
        cut = [(*row[:2], *row[start:end]) for row in text]
        shown = caption if len(starts) == 1 else f"{caption} ({number}/{len(starts)})"
        id_ = f"sample.{name}.{dimension}" + (f".{number}" if len(starts) > 1 else "")
        numbers = tuple(range(1, len(cut[0])))
        parts.append(Table(id_, shown, language, cut[0], tuple(cut[1:]), numbers))
    return parts


def _counts(counts: Counts, language: str) -> list[str]:
    words = register_words(language)
    values = {name: getattr(counts, name) for name in Counts.__dataclass_fields__}
    notes = [words["note_counts"].format(**values)]
    return notes + ([words["note_left"].format(**values)] if counts.refused or counts.left or counts.withdrew else [])
