"""What a person decides about entities, as a sheet. It shows names: it is confidential, and the caller decides where it lies."""

import csv
import dataclasses
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from annotations.answer_sheets import plain, rows_of, safe
from annotations.errors import BadInput
from annotations.languages import base
from annotations.pseudonyms.records import Entity, IdentityKind, Mention
from annotations.pseudonyms.replacements import KEY_OF_WORD, LABEL, replacement
from annotations.pseudonyms.resolving import SEVERAL_TEXTS, key_of
from annotations.pseudonyms.words import fold, words_of

Verdict = Literal["confirm", "reject", "merge", "split", "kind"]
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "en": ("id", "kind", "forms", "count", "context", "replacement", "state", "doubt", "decision", "target", "generic"),
    "es": ("id", "tipo", "formas", "veces", "contexto", "reemplazo", "estado", "duda", "decision", "destino", "generico"),
}
VERDICTS: Mapping[str, Verdict] = {
    "confirm": "confirm",
    "confirmar": "confirm",
    "reject": "reject",
    "rechazar": "reject",
    "merge": "merge",
    "unir": "merge",
    "split": "split",
    "separar": "split",
    "kind": "kind",
    "tipo": "kind",
}
BY_SESSION = frozenset({"session", "sesion"})
REMEDY = "write confirm, reject, merge, split or kind (confirmar, rechazar, unir, separar, tipo), or leave it empty"
CONTEXT_REACH = 60
FORMS_APART = " · "


@dataclass(frozen=True, slots=True)
class Row:
    """One entity as a person sees it: how often it occurs, and one place where it does."""

    entity: Entity
    count: int
    context: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one entity; ``target`` is another entity (merge), a kind (kind) or ``session`` (split)."""

    entity_id: str
    verdict: Verdict
    target: str = ""
    generic: str = field(default="", repr=False)
    where: str = ""


def rows(
    entities: Iterable[Entity],
    found: Mapping[str, Sequence[Mention]],
    of: Mapping[str, Sequence[str]],
    texts: Mapping[str, str],
) -> tuple[Row, ...]:
    """The entities with their counts and the place of their longest form, most frequent first.

    Parameters
    ----------
    found, of : mentions by text, and the entity of each (``resolving.Resolution.of``). texts : the originals, by the same ids.
    """
    counts: Counter[str] = Counter()
    best: dict[str, tuple[int, str]] = {}
    for text_id, mentions in found.items():
        for mention, entity_id in zip(mentions, of[text_id], strict=True):
            counts[entity_id] += 1
            length = mention.end - mention.start
            if entity_id not in best or length > best[entity_id][0]:
                best[entity_id] = length, _context(texts[text_id], mention)
    several = {entity_id for entity_id, ids in _texts_of(of).items() if len(ids) > 1}
    made = [
        Row(_doubted(entity, entity.id in several), counts[entity.id], best.get(entity.id, (0, ""))[1])
        for entity in entities
        if entity.forms
    ]
    return tuple(sorted(made, key=lambda row: (row.entity.state != "proposed", -row.count, row.entity.id)))


def _texts_of(of: Mapping[str, Sequence[str]]) -> Mapping[str, set[str]]:
    """In which texts each entity occurs."""
    texts: dict[str, set[str]] = {}
    for text_id, ids in of.items():
        for entity_id in ids:
            texts.setdefault(entity_id, set()).add(text_id)
    return texts


def _doubted(entity: Entity, several: bool) -> Entity:
    """The entity, in doubt when it is nothing but one name that several texts hold."""
    lone = entity.kind == IdentityKind.PERSON and all(len(key_of(entity.kind, form)) == 1 for form in entity.forms)
    if entity.state != "proposed" or entity.doubt or not (lone and several):
        return entity
    return dataclasses.replace(entity, doubt=SEVERAL_TEXTS)


def _context(text: str, mention: Mention) -> str:
    before = text[max(0, mention.start - CONTEXT_REACH) : mention.start]
    after = text[mention.end : mention.end + CONTEXT_REACH]
    return " ".join(f"…{before}»{mention.text}«{after}…".split())


def written(shown: Iterable[Row], language: str) -> str:
    """The sheet as CSV; no cell of it is a formula to a spreadsheet."""
    tag = base(language) if base(language) in COLUMNS else "en"
    out = io.StringIO(newline="")
    sheet = csv.writer(out)
    sheet.writerow(COLUMNS[tag])
    for row in shown:
        entity = row.entity
        cells = (
            *(entity.id, str(entity.kind), FORMS_APART.join(entity.forms), str(row.count), row.context),
            *(replacement(entity, language), entity.state, entity.doubt, "", "", entity.generic),
        )
        sheet.writerow([safe(cell) for cell in cells])
    return out.getvalue()


def read(data: bytes, name: str) -> tuple[Decision, ...]:
    """The decisions in a sheet; rows without one are left out.

    Raises
    ------
    BadInput : with ``name:line`` of the first row that cannot be understood.
    """
    found: dict[str, Decision] = {}
    header: list[str] = []
    for where, cells in rows_of(data, name):
        if not header:
            header = _header(cells, where)
            continue
        decision = _decision(dict(zip(header, map(plain, cells), strict=False)), where)
        if decision and decision.entity_id in found:
            raise BadInput(f"{decision.entity_id} is decided twice", where=where, remedy="keep one of the rows")
        if decision:
            found[decision.entity_id] = decision
    if not header:
        raise BadInput("the sheet is empty", where=name, remedy="write it anew")
    return tuple(found.values())


def _header(cells: Sequence[str], where: str) -> list[str]:
    english = dict(zip(COLUMNS["es"], COLUMNS["en"], strict=True))
    header = [english.get(fold(cell.strip()), fold(cell.strip())) for cell in cells]
    missing = [column for column in ("id", "decision") if column not in header]
    if missing:
        raise BadInput(f"missing columns: {', '.join(missing)}", where=where, remedy="keep the first row as it was written")
    return header


def _decision(cells: Mapping[str, str], where: str) -> Decision | None:
    word, generic, target = fold(cells.get("decision", "")), cells.get("generic", ""), fold(cells.get("target", "")).strip()
    if not word:
        return None
    if word not in VERDICTS:
        raise BadInput("the decision is not one of those that can be taken", where=where, remedy=REMEDY)
    verdict = VERDICTS[word]
    if not cells.get("id"):
        raise BadInput("a decision without an id", where=where, remedy="keep the column id as it was written")
    if verdict == "merge":
        target = cells.get("target", "").strip()
        if not target or target == cells["id"]:
            raise BadInput("merge into what?", where=where, remedy="write the id of the other entity in the column target")
    if verdict == "kind":
        target = _kind(target, where)
    if verdict == "split" and target and target not in BY_SESSION:
        raise BadInput("split by what?", where=where, remedy="leave target empty to split by forms, or write session (sesión)")
    return Decision(cells["id"], verdict, target, _generic(generic, where), where)


def _kind(target: str, where: str) -> str:
    keys = {fold(word): key for word, key in KEY_OF_WORD.items()} | {str(kind): str(kind) for kind in IdentityKind}
    if target not in keys:
        raise BadInput(
            "there is no such kind", where=where, remedy=f"write one of {', '.join(IdentityKind)} in the column target"
        )
    return keys[target]


def _generic(generic: str, where: str) -> str:
    if not generic:
        return ""
    inner = generic.strip("[] ")
    if not inner or "[" in inner or "]" in inner:
        raise BadInput(
            "the generic words cannot be used",
            where=where,
            remedy="write a few words, such as [the union], in one pair of brackets",
        )
    if LABEL.fullmatch(f"[{inner}]"):
        raise BadInput(
            "the generic words look like somebody's letter", where=where, remedy="write other words, such as [the union]"
        )
    return f"[{inner}]"


def reveals(generic: str, entity: Entity) -> bool:
    """Whether words that are to replace a name hold it.

    >>> ibi = Entity("E1", IdentityKind.PLACE, "A", ("Ibi",))
    >>> reveals("[the town of IBI]", ibi), reveals("[the town]", ibi)
    (True, False)
    """
    said = words_of(generic).keys
    forms = [words_of(form).keys for form in entity.forms]
    return any(form and any(said[i : i + len(form)] == form for i in range(len(said))) for form in forms)
