"""The ways in which a secret may be written: names in part and in another order, companies without their legal form, numbers
however they are grouped."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from annotations.disclosure.folding import folded_words
from annotations.disclosure.name_words import GENERIC, LEGAL_FORMS, PARTICLES, SECOND_GIVEN, TITLES
from annotations.disclosure.records import Secret

Strength = Literal["full", "alone", "surname", "given", "initial", "acronym", "distinct", "mask", "public"]

PERSONS, ORGANISATIONS = frozenset({"person"}), frozenset({"organisation", "brand"})
WORDED = PERSONS | ORGANISATIONS | {"place", "address"}
_SHORTEST_NUMBER, _SHORTEST_FORM, _MOST_TELLING = 5, 2, 2


@dataclass(frozen=True, slots=True)
class Form:
    """Words that give a secret away. ``owner`` is its index; ``loose``: particles and initials may stand between the words;
    ``capital``: the last word counts only when it is written in capitals; ``alike``: all words begin small, or none does."""

    words: tuple[str, ...]
    strength: Strength
    owner: int
    loose: bool = True
    capital: bool = False
    alike: bool = False


def forms_of(secret: Secret, owner: int, given: Collection[str] = ()) -> set[Form]:
    """All forms of a secret that is written in words. ``given`` are given names known from elsewhere."""
    found: set[Form] = set()
    for written in secret.forms:
        words = folded_words(written)
        if secret.kind in PERSONS:
            found |= set(_of_person(words, owner, given))
        elif secret.kind in ORGANISATIONS:
            found |= set(_of_organisation(words, owner))
        elif len("".join(words)) > _SHORTEST_FORM:
            found.add(_whole(_core(words) or words, owner))
    return found


def numbers_of(secret: Secret) -> Iterator[str]:
    """The signs of a number, an address on the net or an identifier, without what groups them."""
    for written in secret.forms:
        signs = "".join(folded_words(written))
        if len(signs) >= _SHORTEST_NUMBER:
            yield signs
        digits = re.sub(r"\D", "", signs)
        if secret.kind == "phone" and len(digits) >= 10:
            yield from (digits, digits[-10:], digits[-8:])


def given_names(secrets: Iterable[Secret]) -> frozenset[str]:
    """What stands first in the names of people."""
    names = (_core(folded_words(form)) for secret in secrets if secret.kind in PERSONS for form in secret.forms)
    return frozenset(name[0] for name in names if len(name) > 1) | SECOND_GIVEN


def mask_words(mask: str) -> tuple[str, ...]:
    return tuple(folded_words(mask))


def _core(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in PARTICLES and word not in TITLES and len(word) > 1]


def _whole(words: Sequence[str], owner: int) -> Form:
    return Form(tuple(words), "full" if len(words) > 1 else "alone", owner)


def _of_person(words: Sequence[str], owner: int, given: Collection[str]) -> Iterator[Form]:
    name = _core(words)
    if len(name) < 2:
        bare = name or [word for word in words if word not in TITLES]
        if len("".join(bare)) >= _SHORTEST_FORM:
            yield _whole(bare, owner)
        return
    first = 2 if len(name) > 3 or (len(name) == 3 and name[1] in given) else 1
    before, after = name[:first], name[first:]
    whole = {tuple(name), (*after, *before), ("".join(name),), *((g, s) for g in before for s in after)}
    whole |= {(s, g) for g in before for s in after} | {(*before, s) for s in after} | {(g + s,) for g in before for s in after}
    whole |= {tuple(after)} if len(after) > 1 else set()
    yield from (Form(parts, "full", owner, alike=True) for parts in whole)
    yield from (Form((surname,), "surname", owner) for surname in after if len(surname) > 2)
    yield from (Form((g, after[0][0]), "initial", owner, loose=False, capital=True) for g in before if len(g) > 2)
    yield from (Form((name,), "given", owner) for name in before if len(name) > 2)
    if len(before) > 1:
        yield Form(tuple(before), "given", owner)


def _of_organisation(words: Sequence[str], owner: int) -> Iterator[Form]:
    kept = list(words)
    while len(kept) > 1 and kept[-1] in LEGAL_FORMS:
        kept.pop()
    name = [word for word in kept if word not in PARTICLES] or kept
    if len("".join(name)) < _SHORTEST_FORM:
        return
    yield _whole(name, owner)
    if len(name) > 1:
        yield Form(("".join(name),), "full", owner)
    for initials in {"".join(word[0] for word in some) for some in (kept, name) if len(some) > 2}:
        yield Form((initials,), "acronym", owner, capital=True)
    telling = [word for word in name if word not in GENERIC]
    if len(name) > 1 and len(telling) <= _MOST_TELLING:
        yield from (Form((word,), "distinct", owner) for word in telling if len(word) > 4)
