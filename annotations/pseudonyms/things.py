"""Places and organisations by gazetteer, head words, legal forms and capitals."""

import re
from dataclasses import dataclass

from annotations.pseudonyms import cues
from annotations.pseudonyms.records import IdentityKind, Mention
from annotations.pseudonyms.runs import Context
from annotations.pseudonyms.said import is_there, of_feast
from annotations.pseudonyms.words import LOW, UPPER, keyset

LEGAL_FORM = re.compile(
    r",?[ \u00a0](?:S\.?\s?A\.?(?:\s?P\.?\s?I\.?)?\s?de\s?C\.?\s?V\.?|S\.?\s?de\s?R\.?\s?L\.?(?:\s?de\s?C\.?\s?V\.?)?|S\.\s?A\.(?:\s?S\.)?|SA|SAS|A\.\s?C\.|S\.\s?C\.|"
    r"S\.\s?L\.(?:U\.)?|Ltda?\.?|Inc\.?|LLC|L\.L\.C\.|PLC|GmbH|Corp\.?|Co\.|AG|S\.?p\.?A\.?)(?!\w)"
)
_NUMBERED = re.compile(r"[ \u00a0](?:[Nn][o°º]\.?[ \u00a0]?|#)?\d{1,4}(?![\w.,:%])")
LOW_HEADS = cues.HEADS | cues.PLACE_HEADS
ARTICLES = keyset("el la los las the")
# between what it is and its name: "la secundaria federal Lázaro Cárdenas"
QUALITIES = keyset(
    "federal rural municipal estatal tecnica tecnico urbana publica publico privada vespertina matutina general regional local nacional bilingue indigena"
)
PUBLIC_BODIES = keyset(
    "imss issste infonavit fonacot profedet semarnat sagarpa sedesol conagua conapred inegi pemex telmex stps infonacot liconsa diconsa bansefi "
    "anses afip pami osecac essalud sunat sunafil indecopi colpensiones fasecolda sena dian icbf fonasa isapre sernac igss infom incap iess seguridad "
    "osha nlrb eeoc medicaid medicare fema uscis hmrc acas nhs cosatu sintrainagro"
) - {"seguridad"}


@dataclass(frozen=True, slots=True)
class Thing:
    """A place or an organisation from word to word; ``sure`` when no person may begin within."""

    first: int
    last: int
    mention: Mention
    sure: bool


def things(context: Context) -> list[Thing]:
    """Places and organisations that something explains; for the rest see ``unknown``."""
    found: list[Thing] = []
    after, shapes = 0, context.words.shapes
    for index, key in enumerate(context.words.keys):
        if index < after or (shapes[index] == LOW and key not in LOW_HEADS):
            continue
        thing = _at(context, index)
        if thing:
            found.append(thing)
            after = thing.last + 1
    legal = _by_legal_form(context)
    in_legal = {index for thing in legal for index in range(thing.first, thing.last + 1)}
    return [*legal, *(t for t in found if in_legal.isdisjoint(range(t.first, t.last + 1)))]


def _mention(context: Context, first: int, last: int, kind: IdentityKind, score: float, by: str, noun: str = "") -> Mention:
    start, end = context.span(first, last)
    number = _NUMBERED.match(context.words.text, end) if kind == IdentityKind.ORGANISATION else None
    end = number.end() if number else end
    return Mention(start, end, kind, context.words.text[start:end], score, by, noun)


def noun_of(keys: set[str]) -> str:
    """Which organisation it is, by its own words."""
    if keys & cues.UNION_HEADS:
        return "union"
    return "company" if keys & (cues.COMPANY_HEADS | cues.COMPANY_TAILS) else ""


def _at(context: Context, index: int) -> Thing | None:
    words = context.words
    key = words.keys[index]
    if index in context.flat:
        return None
    if words.shapes[index] == LOW:
        return _after_head(context, index)
    if key in cues.HEADS:
        return _headed(context, index)
    if key in cues.SAINTS or key in cues.PLACE_HEADS:
        return _headed_place(context, index)
    return (
        _tailed(context, index)
        or _partners(context, index)
        or _public_body(context, index)
        or _gazetteer(context, index)
        or _acronym(context, index)
    )


def _after_head(context: Context, index: int) -> Thing | None:
    """*la empresa Aceros del Norte*, *the town of Ibi*: the head in lower case, the name with capitals."""
    words = context.words
    first, head = index + 1, words.keys[index]
    while first - index < 3 and words.key(first) in QUALITIES and words.shapes[first] == LOW:
        first += 1
    if head in cues.RELATIONS | cues.TITLES:
        return None
    if words.key(first) in ("de", "del", "of") and head in cues.PLACE_HEADS:
        first += 1
    elif head in cues.WEAK_HEADS:
        return None
    if not context.capital(first) or not all(context.spaced(i) for i in range(index + 1, first + 1)):
        return None
    key = words.keys[first]
    if (
        key in context.lexicon.never
        or key in cues.TITLES | cues.RELATIONS
        or (context.ordinary(key) and not context.joins(first + 1))
    ):
        return None
    last = _thing_end(context, first)
    if head in cues.PLACE_HEADS:
        return Thing(first, last, _mention(context, first, last, IdentityKind.PLACE, 0.75, "after place head"), True)
    noun = noun_of({head})
    return Thing(first, last, _mention(context, first, last, IdentityKind.ORGANISATION, 0.7, "after head", noun), True)


def _thing_end(context: Context, first: int) -> int:
    """The end of the run, but before a title: *Aceros del Norte el Sr. Ruiz*."""
    last = context.last_of(first)
    for index in range(first + 1, last + 1):
        if context.words.keys[index] in cues.TITLES and context.words.shapes[index] != LOW:
            return max(first, index - 1)
    return last


def _headed(context: Context, index: int) -> Thing | None:
    """*Sindicato de Mineros*, *Secretaría del Trabajo*: the head has a capital and something follows."""
    words = context.words
    last = _thing_end(context, index)
    if last == index or (words.keys[index] in cues.RELATIONS and context.joins(index + 1)):
        return None
    noun = noun_of({words.keys[index]})
    return Thing(index, last, _mention(context, index, last, IdentityKind.ORGANISATION, 0.8, "head", noun), True)


def _headed_place(context: Context, index: int) -> Thing | None:
    words = context.words
    last = _thing_end(context, index)
    if last == index or of_feast(context, index):
        return None
    if words.keys[index] in cues.SAINTS and not context.joins(index + 1):
        return None
    if words.keys[index] in cues.WEAK_HEADS and tuple(words.keys[index + 2 : last + 1]) not in context.lexicon.places:
        return None
    return Thing(index, last, _mention(context, index, last, IdentityKind.PLACE, 0.7, "place head"), True)


def _gazetteer(context: Context, index: int) -> Thing | None:
    words, lexicon = context.words, context.lexicon
    if words.keys[index] not in lexicon.place_starts:
        return None
    for length in (5, 4, 3, 2, 1):
        last = index + length - 1
        if last < len(words) and tuple(words.keys[index : last + 1]) in lexicon.places and context.capital(last):
            if words.keys[index] in ARTICLES and context.joins(last + 1):
                continue
            if length > 1 and all(context.spaced(i) for i in range(index + 1, last + 1)):
                return Thing(index, last, _mention(context, index, last, IdentityKind.PLACE, 0.85, "gazetteer"), True)
            if length == 1:
                return _single_place(context, index)
    return None


def _single_place(context: Context, index: int) -> Thing | None:
    """One word that is a place: not where it may as well be a word of the sentence or somebody's name."""
    words, lexicon = context.words, context.lexicon
    key, before = words.keys[index], words.key(index - 1)
    there = (
        is_there(context, index)
        or before in cues.PLACE_PREPOSITIONS
        or (words.key(index - 2) in cues.PLACE_HEADS and before in ("de", "of"))
    )
    named = context.joins(index + 1) and lexicon.is_name(words.keys[index + 1])
    after_name = context.capital(index - 1) and context.joins(index) and lexicon.is_name(before)
    if named or after_name or before in cues.TITLES | cues.RELATIONS:
        return None
    if not there and key in lexicon.given:
        return None
    if not there and (key,) not in lexicon.large_places:
        return None
    if words.begins_sentence(index) and not there and (key in lexicon.clash or key in words.low or lexicon.is_family(key)):
        return None
    if key in words.low and not there:
        return None
    return Thing(index, index, _mention(context, index, index, IdentityKind.PLACE, 0.75 if there else 0.6, "gazetteer"), True)


def _acronym(context: Context, index: int) -> Thing | None:
    words, lexicon = context.words, context.lexicon
    key, length = words.keys[index], words.ends[index] - words.starts[index]
    shouted = any(0 <= i < len(words) and words.shapes[i] == UPPER and len(words.keys[i]) > 1 for i in (index - 1, index + 1))
    if (
        words.shapes[index] != UPPER
        or shouted
        or not 3 <= length <= 6
        or len(set(key)) < 2
        or key in cues.NO_ACRONYMS
        or lexicon.is_name(key)
    ):
        return None
    if key in lexicon.common or key in words.low or key in lexicon.never:
        return None
    return Thing(index, index, _mention(context, index, index, IdentityKind.ORGANISATION, 0.5, "acronym"), True)


def _tailed(context: Context, index: int) -> Thing | None:
    """*Riverside Steel Company*, *Harlan County*: the word that says what it is comes last."""
    words, last = context.words, index
    if words.keys[index] in ARTICLES:
        return None
    while context.joins(last + 1) and last - index < 5:
        last += 1
    for tail in range(last, index, -1):
        key = words.keys[tail]
        first = index + 1 if words.begins_sentence(index) and context.ordinary(words.keys[index]) and tail > index + 1 else index
        if tail > first and key in cues.ORGANISATION_TAILS:
            noun = "union" if key == "union" else "company" if key in cues.COMPANY_TAILS else ""
            end = _thing_end(context, tail) if words.key(tail + 1) in ("of", "for") else tail
            return Thing(first, end, _mention(context, first, end, IdentityKind.ORGANISATION, 0.75, "tail", noun), True)
        if tail > first and key in ("local", "lodge") and _NUMBERED.match(words.text, words.ends[tail]):
            return Thing(first, tail, _mention(context, first, tail, IdentityKind.ORGANISATION, 0.75, "tail", "union"), True)
        if tail > first and key in cues.PLACE_TAILS:
            return Thing(first, tail, _mention(context, first, tail, IdentityKind.PLACE, 0.7, "tail"), True)
    return None


def _partners(context: Context, index: int) -> Thing | None:
    """*Barlow & Finch Poultry*."""
    words = context.words
    after = index + 1
    if after >= len(words) or words.gap(after).strip() != "&" or not context.capital(after):
        return None
    last = context.last_of(index)
    return Thing(index, last, _mention(context, index, last, IdentityKind.ORGANISATION, 0.75, "partners", "company"), True)


def _public_body(context: Context, index: int) -> Thing | None:
    if context.words.keys[index] not in PUBLIC_BODIES:
        return None
    return Thing(index, index, _mention(context, index, index, IdentityKind.ORGANISATION, 0.75, "public body"), True)


def _by_legal_form(context: Context) -> list[Thing]:
    """*Aceros Rivera, S.A. de C.V.*: the capitals before a legal form; a person's name inside stays a person's name."""
    words, found = context.words, []
    at_end = {end: index for index, end in enumerate(words.ends)} if LEGAL_FORM.search(words.text) else {}
    for match in LEGAL_FORM.finditer(words.text):
        last = at_end.get(match.start())
        if last is None or not context.capital(last):
            continue
        first = last
        while first and last - first < 6:
            if context.capital(first - 1) and context.joins(first) and words.keys[first - 1] not in cues.TITLES:
                first -= 1
                continue
            inner = first - 1
            while inner > 0 and words.keys[inner] in cues.PARTICLES and context.spaced(inner):
                inner -= 1
            if inner == first - 1 or not context.capital(inner) or words.begins_sentence(inner):
                break
            first = inner
        start, end = words.starts[first], match.end()
        mention = Mention(start, end, IdentityKind.ORGANISATION, words.text[start:end], 0.95, "legal form", "company")
        found.append(Thing(first, last, mention, False))
    return found
