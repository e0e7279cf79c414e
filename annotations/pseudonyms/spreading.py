"""A name that is sure in one place of a text is looked for everywhere in it."""

from collections.abc import Iterator

from annotations.pseudonyms.endings import PARTICLES_OF_PERSONS
from annotations.pseudonyms.runs import Context
from annotations.pseudonyms.said import ARTICLES, Found, speaks
from annotations.pseudonyms.words import LOW, UPPER, keyset, split_key

NOT_AFTER_NAMES = keyset("de del of a la el los las usted ustedes")
SPREADS_FROM = 0.55


def spread(context: Context, spans: dict[int, Found], taken: frozenset[int], known: frozenset[str]) -> None:
    """Add every other place where part of a name that was found stands: with a capital, or without where nothing has one."""
    words = context.words
    parts = known | {
        key for first, found in spans.items() if found[1] >= SPREADS_FROM for key in _parts(context, first, found[0])
    }
    covered = {index for first, found in spans.items() for index in range(first, found[0] + 1)}
    for index, key in enumerate(words.keys):
        if (
            key not in parts
            or index in covered
            or (index in taken and words.shapes[index] != UPPER)
            or not _stands(context, index)
        ):
            continue
        last = index
        while last + 1 not in covered and context.joins(last + 1) and words.key(last + 1) in parts:
            last += 1
        covered.update(range(index, last + 1))
        spans[index] = (last, 0.7, "part of a name")


def _stands(context: Context, index: int) -> bool:
    """Whether this word, part of somebody's name, is that name here."""
    words, lexicon = context.words, context.lexicon
    key = words.keys[index]
    if not context.capital(index):
        if not (index in context.flat or context.without_capitals(index)):
            return False
        word = key in lexicon.clash or lexicon.is_word(key) or (words.shapes[index] != LOW and key in words.low)
        return not word or (key not in lexicon.function and speaks(context, index) and words.key(index - 1) not in ARTICLES)
    if (
        words.begins_sentence(index)
        and not speaks(context, index)
        and (key in lexicon.function or key in words.low or (key in lexicon.clash and not lexicon.is_given(key)))
    ):
        return False
    followed = words.key(index + 1) in NOT_AFTER_NAMES and index + 1 < len(words) and context.spaced(index + 1)
    return not (key in lexicon.clash and (followed or (words.key(index - 1) in ARTICLES and not lexicon.is_given(key))))


def _parts(context: Context, first: int, last: int) -> Iterator[str]:
    lexicon, words = context.lexicon, context.words
    for index in range(first, last + 1):
        key = words.keys[index]
        maybe = key in lexicon.maybe or key not in lexicon.never
        shown = words.shapes[index] != LOW or context.without_capitals(index)
        if len(key) > 2 and key not in PARTICLES_OF_PERSONS and maybe and shown:
            yield key
            yield from (part for part in split_key(key) if len(part) > 2)
