"""Words with a capital that nothing explains: what they are is told by the words around them, in one place of the text for all of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from annotations.languages import base
from annotations.pseudonyms import callings, cues
from annotations.pseudonyms.records import IdentityKind, Mention
from annotations.pseudonyms.runs import Context
from annotations.pseudonyms.said import acts, around, is_there, of_feast, speaks
from annotations.pseudonyms.words import LOW, UPPER, keyset

K = IdentityKind
NOUNS_WITH_CAPITALS = frozenset({"de", "lb"})
WEAK, SURE = 1, 3
BY_PLACE, UNEXPLAINED = "capital by its place", "unknown capital"
SCORES = {K.PERSON: 0.45, K.PLACE: 0.35, K.ORGANISATION: 0.3}
EXPLAINED = cues.NO_ACRONYMS | cues.TITLES | cues.RELATIONS | cues.HEADS | cues.PLACE_HEADS | callings.NOBODY
ARTICLES = keyset("el la los las the")
THERE = keyset("en hacia desde hasta in near into at hasta towards around outside")
LOOSELY_THERE = keyset("de a del al por to of from para")
FOLK = keyset(
    "gente pueblo comunidad cerca lejos rumbo camino salir sali salimos alla aqui aca vivo vive viven vivimos llegar llegue llegamos people folks over live lives"
)
CALLING_TO = keyset(
    "gracias si no oye oiga mire mira pues bueno ay hola adios thanks yes yeah no hey well look listen sorry ok okay"
)
WORKING = keyset(
    "corrieron renuncie contrato trabajo trabaja trabajaba trabajamos trabajan trabajar trabaje entre entrar work works worked working job"
)


def unknown(context: Context, language: str, taken: frozenset[int], places: Iterable[tuple[int, int]] = ()) -> list[Mention]:
    """Words with a capital inside of a sentence that nothing explains: somebody should look before they leave the house.

    ``places``: from word to word, what is known to be a place, so that the same words elsewhere are one.
    """
    if base(language) in NOUNS_WITH_CAPITALS:
        return []
    runs = _runs(context, taken)
    votes: dict[tuple[str, ...], Counter[IdentityKind]] = defaultdict(Counter)
    inside: set[tuple[str, ...]] = set()
    keys = context.words.keys
    for first, last, begins in runs:
        vote = _vote(context, first, last)
        key = tuple(keys[first : last + 1])
        if not begins:
            inside.add(key)
        if vote:
            votes[key][vote[0]] += vote[1]
    for first, last in places:
        votes[tuple(keys[first : last + 1])][K.PLACE] += SURE
        inside.add(tuple(keys[first : last + 1]))
    found = []
    for first, last, begins in runs:
        key = tuple(keys[first : last + 1])
        if begins and (key not in inside or (last == first and context.lexicon.is_name(key[0]) and not votes[key])):
            continue
        kind, weight = max(votes[key].items(), key=lambda item: item[1], default=(K.ORGANISATION, 0))
        start, end = context.span(first, last)
        by = BY_PLACE if weight >= SURE else UNEXPLAINED
        found.append(Mention(start, end, kind, context.words.text[start:end], SCORES[kind], by))
    return found


def _runs(context: Context, taken: frozenset[int]) -> list[tuple[int, int, bool]]:
    """First word, last word, and whether it begins a sentence, of unexplained capitals that stand together."""
    words, runs, after = context.words, [], 0
    for index, shape in enumerate(words.shapes):
        if shape == LOW or index < after or not context.capital(index) or index in taken or _explained(context, index):
            continue
        last = index
        while context.joins(last + 1) and last + 1 not in taken and not _explained(context, last + 1):
            last += 1
        runs.append((index, last, words.begins_sentence(index)))
        after = last + 1
    return runs


def _vote(context: Context, first: int, last: int) -> tuple[IdentityKind, int] | None:
    """What the words around one place say, and how surely."""
    words = context.words
    before, back = words.key(first - 1), words.key(first - 2)
    if around(context, first, last):
        return K.PERSON, SURE
    beside = _beside(context, first, last)
    if beside or not first or not context.spaced(first):
        return beside or ((K.PERSON, WEAK) if speaks(context, last) else None)
    if before in ARTICLES or (words.key(last + 1) in cues.OF_BODIES and before not in THERE):
        return (K.ORGANISATION, SURE) if back not in cues.SAYING else None
    if is_there(context, first) or before in THERE | LOOSELY_THERE:
        if any(words.key(i) in WORKING for i in range(first - 4, first - 1)):
            return K.ORGANISATION, WEAK
        return K.PLACE, SURE if is_there(context, first) or before in THERE or back in FOLK | cues.MOTION else WEAK
    return (K.PERSON, WEAK) if speaks(context, last) or acts(context, last) else None


def _beside(context: Context, first: int, last: int) -> tuple[IdentityKind, int] | None:
    """*Ixtlán, Oaxaca* is a place; *gracias, Nereo,* and *Yadi, la de nóminas,* are somebody."""
    words = context.words
    after = last + 1
    if after < len(words) and words.gap(after) == ", ":
        if (words.keys[after],) in context.lexicon.large_places:
            return K.PLACE, SURE
        if words.keys[after] in ("la", "el", "mi", "my", "the") and words.key(after + 1) in ("de", "del", "que", "from", "who"):
            return K.PERSON, WEAK
    if first and words.gap(first) == ", " and words.keys[first - 1] in CALLING_TO:
        return K.PERSON, WEAK
    return None


def _explained(context: Context, index: int) -> bool:
    words = context.words
    key = words.keys[index]
    if words.ends[index] - words.starts[index] < 3 or words.shapes[index] == UPPER or context.ordinary(key):
        return True
    return key in cues.NO_ACRONYMS | cues.TITLES | cues.RELATIONS | cues.HEADS | cues.PLACE_HEADS | callings.NOBODY or of_feast(
        context, index
    )
