"""Decisions carried out on entities. Afterwards resolve again with the entities as ``known``: their forms and scopes lead every mention home."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence

from annotations.errors import BadInput
from annotations.pseudonyms.decisions import BY_SESSION, Decision, reveals
from annotations.pseudonyms.records import Entity, IdentityKind
from annotations.pseudonyms.replacements import KIND_OF_NOUN, free_letters


def decided(
    entities: Sequence[Entity], decisions: Iterable[Decision], *, texts: Mapping[str, Collection[str]] | None = None
) -> tuple[Entity, ...]:
    """The entities after the decisions, all or none.

    Parameters
    ----------
    texts : in which texts each entity (by id) occurs; only a split by session needs it.

    Returns
    -------
    Every entity that was given, and those that a split made. One that was merged stays without forms, so that its letter is never given again.

    Raises
    ------
    BadInput : a decision names an entity that is not there, or words that hold the name; with the row's place.
    """
    now = {entity.id: entity for entity in entities}
    order = {"split": 1, "merge": 2}
    for decision in sorted(decisions, key=lambda d: order.get(d.verdict, 0)):
        entity = _entity(now, decision.entity_id, decision)
        if decision.generic and reveals(decision.generic, entity):
            raise BadInput(
                "the generic words hold the name", where=decision.where, remedy="write words that do not say who it is"
            )
        if decision.generic:
            entity = dataclasses.replace(entity, generic=decision.generic)
        if decision.verdict == "merge":
            _merge(now, entity, decision)
        elif decision.verdict == "split":
            _split(now, entity, decision, (texts or {}).get(entity.id, ()))
        elif decision.verdict == "kind":
            now[entity.id] = _of_kind(now, entity, decision.target)
        else:
            now[entity.id] = dataclasses.replace(
                entity, state="confirmed" if decision.verdict == "confirm" else "rejected", doubt=""
            )
    return tuple(now.values())


def _entity(now: Mapping[str, Entity], entity_id: str, decision: Decision) -> Entity:
    if entity_id not in now or not now[entity_id].forms:
        raise BadInput(f"there is no entity {entity_id}", where=decision.where, remedy="write the sheet anew and decide there")
    return now[entity_id]


def _merge(now: dict[str, Entity], entity: Entity, decision: Decision) -> None:
    other = _entity(now, decision.target, decision)
    forms = tuple(sorted({*other.forms, *entity.forms}, key=lambda form: (-len(form), form)))
    scope = other.scope if other.scope == entity.scope else ""
    now[other.id] = dataclasses.replace(other, forms=forms, state="confirmed", scope=scope, doubt="")
    now[entity.id] = dataclasses.replace(entity, forms=(), state="rejected", doubt=f"merged into {other.id}")


def _split(now: dict[str, Entity], entity: Entity, decision: Decision, texts: Collection[str]) -> None:
    """One entity for each form, or for each text; the first keeps id and letter."""
    if decision.target in BY_SESSION:
        parts = [(entity.forms, text_id) for text_id in sorted(texts)]
    else:
        parts = [((form,), entity.scope) for form in entity.forms]
    if len(parts) < 2:
        raise BadInput(
            f"{entity.id} has nothing to split", where=decision.where, remedy="leave the decision empty, or split by session"
        )
    for index, (forms, scope) in enumerate(parts):
        new_id = entity.id if index == 0 else f"E{max((int(i[1:]) for i in now if i[1:].isdigit()), default=0) + 1:04d}"
        letter = entity.letter if index == 0 else _next_letter(now, entity.kind)
        now[new_id] = dataclasses.replace(entity, id=new_id, letter=letter, forms=forms, scope=scope, state="confirmed", doubt="")


def _of_kind(now: Mapping[str, Entity], entity: Entity, target: str) -> Entity:
    noun = target if target in KIND_OF_NOUN else ""
    kind = KIND_OF_NOUN.get(target) or IdentityKind(target)
    letter = entity.letter if kind == entity.kind else _next_letter(now, kind)
    return dataclasses.replace(entity, kind=kind, noun=noun, letter=letter, state="confirmed", doubt="")


def _next_letter(now: Mapping[str, Entity], kind: IdentityKind) -> str:
    return next(free_letters({entity.letter for entity in now.values() if entity.kind == kind}))
