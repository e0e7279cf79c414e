"""What stands beside which claim, as a table for a report."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from annotations.changes.wording import Pen
from annotations.documents.tables import Table
from annotations.languages import base
from annotations.studies import Words
from annotations.triangulation.names import foreign
from annotations.triangulation.records import VERDICTS, Attachment, DataPoint
from annotations.triangulation.words import point_words, verdict_words

_CAPTION: Words = {
    "en": "Statistics beside the stories, and what they say of them",
    "es": "Estadísticas junto a las historias y lo que dicen de ellas",
}
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "en": ("Change", "Claim", "Data", "Verdict", "Reason", "Answer to a contradiction"),
    "es": ("Cambio", "Afirmación", "Datos", "Veredicto", "Razón", "Respuesta a la contradicción"),
}
_GONE: Words = {"en": "withdrawn by who said it", "es": "retirada por quien la dijo"}
_COUNTED: Words = {"en": "Verdicts of people: {counts}.", "es": "Veredictos de personas: {counts}."}
_KINDS: Words = {
    "en": "Statistics give context and size; that a number agrees with a story does not show who contributed to the change.",
    "es": "Las estadísticas dan contexto y tamaño; que un número coincida con una historia no muestra quién contribuyó al cambio.",
}
_OWN: Words = {
    "en": "Claims and names of indicators that nobody has worded in this language stand in their own: {languages}.",
    "es": "Las afirmaciones y los nombres de indicadores que nadie redactó en este idioma están en el suyo: {languages}.",
}
_OPEN: Words = {"en": "not answered yet", "es": "sin responder"}


def attachment_table(found: Sequence[tuple[Attachment, Sequence[DataPoint]]], titles: Mapping[str, str], language: str) -> Table:
    """``titles``: of the changes, by id. Attachments that were withdrawn are left out by who calls."""
    pen = Pen(language)
    rows = tuple(_row(one, points, titles, pen) for one, points in found)
    counts = Counter(one.verdict for one, _ in found)
    told = ", ".join(f"{verdict_words(verdict, language)} {counts[verdict]}" for verdict in VERDICTS)
    notes = (_COUNTED[pen.spoken].format(counts=told), _KINDS[pen.spoken], *_own_words(found, pen))
    return Table("triangulation", _CAPTION[pen.spoken], pen.spoken, _HEADINGS[pen.spoken], rows, notes=notes)


def _own_words(found: Sequence[tuple[Attachment, Sequence[DataPoint]]], pen: Pen) -> Iterable[str]:
    """What stands in another language than the table, and is not translated here."""
    others = dict.fromkeys(one.language for one, _ in found if _is_foreign(one, pen))
    others |= dict.fromkeys(foreign([point for _, points in found for point in points], pen.language))
    if others:
        yield _OWN[pen.spoken].format(languages=", ".join(others))


def _is_foreign(one: Attachment, pen: Pen) -> bool:
    return bool(one.claim) and base(one.language) not in ("", base(pen.language))


def _row(one: Attachment, points: Sequence[DataPoint], titles: Mapping[str, str], pen: Pen) -> tuple[str, ...]:
    """A dash where no answer is needed."""
    needs = one.verdict == "contradicts"
    answered = (one.answer or _OPEN[pen.spoken]) if needs else "–"
    return (
        f"{one.change_id} {titles.get(one.change_id, '')}".strip(),
        f"{pen.escape(one.claim)}{f' ({one.language})' if _is_foreign(one, pen) else ''}"
        if one.claim
        else f"[{_GONE[pen.spoken]}]",
        " ".join(point_words(point, pen.language) for point in points),
        verdict_words(one.verdict, pen.language),
        pen.escape(one.reason),
        pen.escape(answered),
    )
