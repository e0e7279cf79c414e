"""Names that are known before the text is read: of the roster, of speakers' labels, of earlier decisions."""

from collections.abc import Mapping

from annotations.pseudonyms.records import IdentityKind, Mention
from annotations.pseudonyms.runs import Context
from annotations.pseudonyms.words import LOW, words_of

LONE_NAME = 4


def name_keys(name: str) -> tuple[str, ...]:
    """A name as its words.

    >>> name_keys("Juan PÉREZ  de la Luna")
    ('juan', 'perez', 'de', 'la', 'luna')
    """
    return tuple(words_of(name).keys)


def known_mentions(context: Context, known: Mapping[str, IdentityKind]) -> list[Mention]:
    """Every place where a known name stands whole: in whatever case where it has several words or is no word of the language."""
    by_first: dict[str, list[tuple[tuple[str, ...], IdentityKind]]] = {}
    for name, kind in known.items():
        keys = name_keys(name)
        if keys:
            by_first.setdefault(keys[0], []).append((keys, kind))
    for row in by_first.values():
        row.sort(key=lambda entry: -len(entry[0]))
    found, words = [], context.words
    if not by_first:
        return []
    index = 0
    while index < len(words):
        last = index
        for keys, kind in by_first.get(words.keys[index], ()):
            end = index + len(keys) - 1
            if tuple(words.keys[index : end + 1]) == keys and _believed(context, index, end):
                start, stop = words.starts[index], words.ends[end]
                found.append(Mention(start, stop, kind, words.text[start:stop], 1.0, "known"))
                last = end
                break
        index = last + 1
    return found


def _believed(context: Context, first: int, last: int) -> bool:
    if last > first:
        return all(not words_apart(context, index) for index in range(first + 1, last + 1))
    words, lexicon, key = context.words, context.lexicon, context.words.keys[first]
    if words.shapes[first] == LOW or first in context.flat:
        return len(key) >= LONE_NAME and key not in lexicon.common and key not in lexicon.clash
    return not (words.begins_sentence(first) and key in lexicon.function)


def words_apart(context: Context, index: int) -> bool:
    """Whether more than spaces, a hyphen or one line break stands before a word."""
    return len(context.words.gap(index).strip(" \t\u00a0\u202f\r\n.-")) > 0 or context.words.gap(index).count("\n") > 1


def known_parts(context: Context, known: Mapping[str, IdentityKind]) -> frozenset[str]:
    """Words of the names of known persons that may stand for them alone: no particles, no titles, nothing short."""
    parts = {key for name, kind in known.items() if kind == IdentityKind.PERSON for key in name_keys(name)}
    return frozenset(
        key
        for key in parts
        if len(key) > 2
        and key not in context.lexicon.never
        and (context.lexicon.is_name(key) or key not in context.lexicon.common)
    )
