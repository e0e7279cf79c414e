"""Names of persons by lexicon, capitals and the words around them."""

from collections.abc import Collection, Iterator

from annotations.pseudonyms import cues
from annotations.pseudonyms.records import IdentityKind, Mention
from annotations.pseudonyms.runs import Context
from annotations.pseudonyms.words import LOW, UPPER, keyset, split_key

ARTICLES = keyset("el la los las un una unos unas lo the a an")
DEITIES = keyset("dios jesus cristo")
PARTICLES_OF_PERSONS = keyset("de del la las los y da do dos das di du van von der den ten bin ibn al el")
NOT_AFTER_NAMES = keyset("de del of a la el los las usted ustedes")
OBJECTS = keyset("la lo le las los les")
APPOSITIONS = keyset("mi mis el la un una su nuestro nuestra otro otra my the his her our their a another")
SPREADS_FROM = 0.6
LONGEST_NAME = 7


def persons(context: Context, *, taken: Collection[int] = (), known: Collection[str] = ()) -> list[Mention]:
    """Names of persons.

    Parameters
    ----------
    taken : words that belong to something else (a street, a company): nobody begins there unless a title says so.
    known : parts of names of persons that are known, as keys.
    """
    spans: dict[int, tuple[int, float, str]] = {}
    taken, after = frozenset(taken), 0
    shapes, lexicon = context.words.shapes, context.lexicon
    for index, key in enumerate(context.words.keys):
        if index < after or (shapes[index] == LOW and key not in lexicon.any_given and key not in lexicon.any_family):
            continue
        found = _at(context, index, taken)
        if found:
            spans[index] = found
            after = found[0] + 1
    _spread(context, spans, taken, frozenset(known))
    return [_mention(context, first, *found) for first, found in sorted(spans.items())]


def _mention(context: Context, first: int, last: int, score: float, by: str) -> Mention:
    start, end = context.span(first, last)
    return Mention(start, end, IdentityKind.PERSON, context.words.text[start:end], score, by)


def _at(context: Context, index: int, taken: frozenset[int]) -> tuple[int, float, str] | None:
    """Last word, score and rule of the person that begins at this word."""
    if context.words.shapes[index] == LOW or index in context.flat:
        return _in_lower_case(context, index)
    cued = _cued(context, index)
    if cued:
        return cued
    return None if index in taken else _by_lexicon(context, index)


def _cue(context: Context, index: int) -> str:
    """What announces a name here: ``title``, ``relation``, ``naming``, ``hello``, ``label`` or nothing."""
    words = context.words
    before, gap = words.key(index - 1), words.gap(index)
    if not gap.strip(" ,.\u00a0\t\"'“”«»:") and "\n" not in gap and index:
        if before in ("la", "el") and words.key(index - 2) in cues.RELATIONS and gap == " ":
            before = words.keys[index - 2]
        pair = (words.key(index - 2), before)
        if before in ("la", "el") and gap == " " and (words.key(index - 3), words.key(index - 2)) in cues.NAMING:
            return "nickname"
        if before in cues.TITLES and "," not in gap and ("." not in gap or len(before) <= 4):
            return "title"
        if (before,) in cues.NAMING or pair in cues.NAMING:
            return "naming" if "." not in gap else ""
        if before in cues.RELATIONS and "." not in gap:
            return "relation"
        if ((before,) in cues.HELLO or pair in cues.HELLO) and "." not in gap:
            return "hello"
    end = words.ends[index]
    if words.text[end : end + 1] == ":" and ("\n" in gap or index == 0):
        return "label"
    return ""


def _cued(context: Context, index: int) -> tuple[int, float, str] | None:
    cue = _cue(context, index)
    if not cue:
        return None
    key, lexicon = context.words.keys[index], context.lexicon
    name = lexicon.is_name(key) or cue == "nickname"
    if key in lexicon.never or key in cues.TITLES | cues.RELATIONS | cues.HEADS | cues.SAINTS or key in ARTICLES:
        return None
    if cue in ("hello", "label") and not name:
        return None
    if not name and (context.ordinary(key) or len(key) < 2 or context.words.shapes[index] == UPPER):
        return None
    if cue in ("relation", "hello") and name and not lexicon.is_given(key) and context.ordinary(key):
        return None
    last = _person_end(context, index)
    return last, 0.95 if name else 0.8, f"cue:{cue}"


def _by_lexicon(context: Context, index: int) -> tuple[int, float, str] | None:
    words, lexicon = context.words, context.lexicon
    key = words.keys[index]
    if len(key) < 2 and not _is_initial(context, index):
        return None
    begins = words.begins_sentence(index)
    if words.shapes[index] == UPPER and len(key) > 1 and not lexicon.is_sure(key):
        return None
    if (key,) in lexicon.large_places and key not in lexicon.given and not (begins or context.joins(index + 1)):
        return None
    last = _person_end(context, index)
    more = last > index
    if _is_initial(context, index):
        return (last, 0.8, "initials") if more and lexicon.is_name(words.keys[last]) else None
    if lexicon.is_given(key):
        return _given(context, index, last, begins)
    if lexicon.is_family(key):
        return _family(context, index, last, begins)
    if more and not context.ordinary(key) and key not in cues.HEADS and lexicon.is_family(words.keys[index + 1]) and len(key) > 2:
        return last, 0.6, "unknown with surname"
    return None if more else _unknown(context, index, begins)


def _unknown(context: Context, index: int, begins: bool) -> tuple[int, float, str] | None:
    """One unknown word with a capital, where what stands around it is said of people."""
    words, key = context.words, context.words.keys[index]
    role = key in cues.TITLES | cues.RELATIONS | cues.HEADS | cues.PLACE_HEADS or words.shapes[index] == UPPER
    if role or context.ordinary(key) or len(key) < 3 or (key,) in context.lexicon.places:
        return None
    if _speaks(context, index, cues.PERSONAL):
        return index, 0.55, "speaks"
    before, after = words.key(index - 1), words.key(index + 1)
    if before in ("a", "A") and after in OBJECTS and words.gap(index + 1 if index + 1 < len(words) else index) == " ":
        return index, 0.5, "object"
    if before == "a" and any(words.key(i) in ("le", "les", "se") for i in range(index - 5, index - 1)):
        return index, 0.5, "object"
    if before == "con":
        return index, 0.5, "with"
    if before in ("with", "to") and not begins and any(words.key(i) in cues.TALKING for i in range(index - 4, index - 1)):
        return index, 0.5, "talk"
    return None


def _listed(context: Context, last: int) -> bool:
    """Whether a name follows in a list: *Rashida, Grant and …*, *Rashida and Grant*."""
    words, after = context.words, last + 1
    if after >= len(words):
        return False
    if words.keys[after] in ("y", "e", "and") and context.spaced(after):
        after += 1
    elif words.gap(after) != ", ":
        return False
    return (
        context.capital(after) and context.lexicon.is_name(words.keys[after]) and words.keys[after] not in context.lexicon.never
    )


def _given(context: Context, index: int, last: int, begins: bool) -> tuple[int, float, str] | None:
    words, lexicon = context.words, context.lexicon
    key = words.keys[index]
    if last > index and lexicon.is_name(words.keys[index + 1] if words.shapes[index + 1] != LOW else words.keys[last]):
        return last, 0.92, "given and surname"
    if last > index and key in lexicon.given and words.shapes[index + 1] != LOW and not context.ordinary(words.keys[index + 1]):
        return last, 0.75, "given and unknown"
    sure = lexicon.is_sure(key) and key not in words.low
    if begins and not sure:
        local = key in lexicon.given and (
            key not in lexicon.function or words.key(last + 1) in cues.PERSONAL or words.key(last + 1).endswith("ed")
        )
        speaks = (
            _listed(context, last)
            or _speaks(context, last)
            or (local and words.key(last + 1).endswith("ed") and context.spaced(last + 1))
        )
        if (local or not (context.ordinary(key) or key in lexicon.clash)) and speaks and last == index:
            return last, 0.65, "given speaks"
        return None
    if key in lexicon.never or (key in lexicon.clash | words.low and words.key(index - 1) in ARTICLES and context.spaced(index)):
        return None
    if not sure and key not in lexicon.given and (context.ordinary(key) or key in lexicon.clash):
        return None
    return last, 0.85 if sure else 0.65, "given"


def _family(context: Context, index: int, last: int, begins: bool) -> tuple[int, float, str] | None:
    words, lexicon = context.words, context.lexicon
    key = words.keys[index]
    both = last > index and words.shapes[index + 1] != LOW and lexicon.is_name(words.keys[index + 1])
    if both and (not begins or lexicon.is_sure(key)):
        return last, 0.85, "two surnames"
    sure = lexicon.is_sure(key) and key not in words.low
    if not sure and (begins or context.ordinary(key) or key not in lexicon.family):
        told = _speaks(context, last) and (key not in words.low or not begins) and key not in lexicon.function
        return (last, 0.6, "surname speaks") if told and (key in lexicon.family or not context.ordinary(key)) else None
    if key in lexicon.clash and words.key(index - 1) in ARTICLES:
        return None
    return last, 0.7 if sure else 0.55, "surname"


def _is_initial(context: Context, index: int) -> bool:
    words = context.words
    return words.ends[index] - words.starts[index] == 1 and words.text[words.ends[index] : words.ends[index] + 1] == "."


def _speaks(context: Context, last: int, verbs: frozenset[str] = cues.SAYING) -> bool:
    """Whether what comes next is said of people: a verb of theirs, perhaps after small words, or who they are (*, my brother*)."""
    words, index = context.words, last + 1
    if index + 1 < len(words) and words.gap(index) == ", " and words.keys[index] in APPOSITIONS:
        return words.keys[index + 1] in cues.RELATIONS | cues.TITLES
    while index < len(words) and index - last < 4 and context.spaced(index):
        if words.keys[index] in verbs:
            return True
        if words.keys[index] not in cues.CLITICS:
            return False
        index += 1
    return False


def _person_end(context: Context, first: int) -> int:
    """The last word of a person's name that begins at ``first``."""
    words, lexicon, last = context.words, context.lexicon, first
    while last - first < LONGEST_NAME:
        after = last + 1
        if context.joins(after):
            if not _continues(context, after, particles=0):
                return last
            last = after
            continue
        inner = after
        while inner < len(words) and inner - last <= 3 and words.keys[inner] in PARTICLES_OF_PERSONS and context.spaced(inner):
            inner += 1
        if inner == after or not context.capital(inner) or not context.spaced(inner):
            return last
        particles = words.keys[after:inner]
        if particles in (["y"], ["e"]):
            two = last > first and lexicon.is_family(words.keys[last]) and lexicon.is_family(words.keys[inner])
            if not two or lexicon.is_given(words.keys[inner]):
                return last
        elif not (lexicon.is_given(words.keys[last]) or lexicon.is_family(words.keys[last])) or not _continues(
            context, inner, particles=len(particles)
        ):
            return last
        last = inner
    return last


def _continues(context: Context, index: int, *, particles: int) -> bool:
    """Whether a capital word goes on with a name: any after a name, but behind particles only a name."""
    key, lexicon = context.words.keys[index], context.lexicon
    if particles and key in DEITIES:
        return True
    if key in cues.HEADS or key in cues.TITLES or key in lexicon.never:
        return lexicon.is_sure(key)
    if particles:
        place = (key,) in lexicon.places and not lexicon.is_given(key)
        return lexicon.is_name(key) and (not place or particles > 1)
    return lexicon.is_name(key) or not context.ordinary(key)


def _in_lower_case(context: Context, index: int) -> tuple[int, float, str] | None:
    """A name without capitals: after a title, told as a name, or anywhere in a text that has none."""
    words, lexicon = context.words, context.lexicon
    key = words.keys[index]
    if len(key) < 3 or key in cues.SAYING or not (key in lexicon.any_given or key in lexicon.any_family):
        return None
    flat = context.flat_text or index in context.flat
    sure = lexicon.is_sure(key)
    cue = _cue(context, index) if sure or words.key(index - 1) in ("don", "dona", "llamo") else ""
    if cue in ("title", "naming") or (cue == "relation" and lexicon.is_given(key)) or (flat and sure and key in lexicon.given):
        last = index
        while last + 1 < len(words) and context.spaced(last + 1) and _lower_continues(context, last + 1, index):
            last += 1
        return last, 0.75, f"lower case:{cue or 'flat'}"
    if flat and sure and index in context.flat:
        return index, 0.6, "lower case:flat"
    return None


def _lower_continues(context: Context, index: int, first: int) -> bool:
    key, lexicon = context.words.keys[index], context.lexicon
    return (
        index - first < 4
        and key not in lexicon.common
        and (lexicon.is_sure(key) or (key in lexicon.family and index - first == 1))
    )


def _spread(context: Context, spans: dict[int, tuple[int, float, str]], taken: frozenset[int], known: frozenset[str]) -> None:
    """Add every other place where part of a name that was found stands with a capital."""
    words, lexicon = context.words, context.lexicon
    parts = known | {
        key for first, found in spans.items() if found[1] >= SPREADS_FROM for key in _parts(context, first, found[0])
    }
    covered = {index for first, found in spans.items() for index in range(first, found[0] + 1)}
    for index, key in enumerate(words.keys):
        if index in covered or index in taken or key not in parts or not context.capital(index):
            continue
        if (
            words.begins_sentence(index)
            and not _speaks(context, index)
            and (key in lexicon.function or key in words.low or (key in lexicon.clash and not lexicon.is_given(key)))
        ):
            continue
        if key in lexicon.clash and (
            words.key(index + 1) in NOT_AFTER_NAMES
            and context.spaced(index + 1)
            or words.key(index - 1) in ARTICLES
            and not lexicon.is_given(key)
        ):
            continue
        last = index
        while last + 1 not in covered and context.joins(last + 1) and words.key(last + 1) in parts:
            last += 1
        covered.update(range(index, last + 1))
        spans[index] = (last, 0.7, "part of a name")


def _parts(context: Context, first: int, last: int) -> Iterator[str]:
    for index in range(first, last + 1):
        key = context.words.keys[index]
        if (
            len(key) > 2
            and key not in PARTICLES_OF_PERSONS
            and key not in context.lexicon.never
            and context.words.shapes[index] != LOW
        ):
            yield key
            yield from (part for part in split_key(key) if len(part) > 2)
