"""Where a person's name ends."""

from annotations.pseudonyms import cues
from annotations.pseudonyms.runs import Context
from annotations.pseudonyms.words import LOW, keyset

PARTICLES_OF_PERSONS = keyset("de del la las los y da do dos das di du van von der den ten bin ibn al el")
DEITIES = keyset("dios jesus cristo")
SUFFIXES = keyset("jr sr ii iii iv")
WIDOW = keyset("viuda vda viudo")
LONGEST_NAME = 8


def person_end(context: Context, first: int) -> int:
    """The last word of a person's name that begins at ``first``."""
    last = first
    while last - first < LONGEST_NAME:
        after = last + 1
        if _suffix(context, after):
            return after
        if context.joins(after):
            if not _continues(context, after, particles=0):
                return last
            last = after
            continue
        inner = _past_particles(context, after)
        if inner is None or not _goes_on_behind(context, first, last, inner):
            return last
        last = inner
    return last


def _suffix(context: Context, index: int) -> bool:
    """*Jr.*, *III*: at the end of a name, perhaps behind a comma; *Sr.* before a name is a title."""
    words = context.words
    if not context.capital(index) or words.keys[index] not in SUFFIXES or words.gap(index) not in (" ", ", "):
        return False
    return not (context.near(index + 1) and context.capital(index + 1)) or words.keys[index] == "jr"


def _past_particles(context: Context, after: int) -> int | None:
    """The word behind *de la*, *viuda de*; nothing where no particle stands there or no capital behind."""
    words, inner = context.words, after
    if words.key(inner) in WIDOW and context.near(inner):
        inner += 1
    while inner < len(words) and inner - after <= 3 and words.keys[inner] in PARTICLES_OF_PERSONS and context.near(inner):
        inner += 1
    return inner if inner > after and context.capital(inner) and context.near(inner) else None


def _goes_on_behind(context: Context, first: int, last: int, inner: int) -> bool:
    words, lexicon = context.words, context.lexicon
    particles = words.keys[last + 1 : inner]
    if particles in (["y"], ["e"]):
        two = last > first and lexicon.is_family(words.keys[last]) and lexicon.is_family(words.keys[inner])
        return two and not lexicon.is_given(words.keys[inner])
    if particles[0] in WIDOW:
        return words.keys[inner] not in cues.HEADS
    known = lexicon.is_given(words.keys[last]) or lexicon.is_family(words.keys[last]) or words.keys[last] == "ma"
    return known and _continues(context, inner, particles=len(particles))


def _continues(context: Context, index: int, *, particles: int) -> bool:
    """Whether a capital word goes on with a name: any after a name, but behind particles only a name."""
    words, lexicon = context.words, context.lexicon
    key = words.keys[index]
    if particles and key in DEITIES:
        return True
    if words.ends[index] - words.starts[index] == 1 and not particles:
        return words.text[words.ends[index] : words.ends[index] + 1] == "."
    if key in cues.HEADS or key in cues.TITLES or key in lexicon.never:
        return lexicon.is_sure(key) or (key in lexicon.maybe and not words.begins_sentence(index))
    if particles:
        place = (key,) in lexicon.places and not lexicon.is_given(key)
        return lexicon.is_name(key) and (not place or particles > 1)
    return lexicon.is_name(key) or not context.ordinary(key)


def lower_end(context: Context, first: int) -> int:
    """The same in lower case: only names go on."""
    words, lexicon, last = context.words, context.lexicon, first
    while last + 1 < len(words) and context.spaced(last + 1) and last - first < 3:
        key = words.keys[last + 1]
        after_given = last == first and key in lexicon.family and lexicon.is_given(words.keys[first])
        if (key in lexicon.common and key not in lexicon.clash) or not (lexicon.is_sure(key) or after_given):
            return last
        if key in lexicon.function or (key in lexicon.common and not after_given):
            return last
        last += 1
    return last


def initials_end(context: Context, first: int) -> int:
    """The last of single capitals with full stops: *J. R.*"""
    words, last = context.words, first
    while last + 1 < len(words) and is_initial(context, last + 1) and context.near(last + 1):
        last += 1
    return last


def is_initial(context: Context, index: int) -> bool:
    words = context.words
    short = words.ends[index] - words.starts[index] == 1 and words.shapes[index] != LOW
    return short and words.text[words.ends[index] : words.ends[index] + 1] == "."
