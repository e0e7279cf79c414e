"""The fast finder: patterns, known names, lexicon, capitals and cues. No model, no network; what it finds is a proposal."""

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence

from annotations.pseudonyms.known import known_mentions, known_parts
from annotations.pseudonyms.lexicon import lexicon
from annotations.pseudonyms.masking import Stretches, without_overlaps
from annotations.pseudonyms.patterns import by_form
from annotations.pseudonyms.persons import persons
from annotations.pseudonyms.phones import phones, regions_of
from annotations.pseudonyms.records import IdentityKind, Mention
from annotations.pseudonyms.runs import Context, context
from annotations.pseudonyms.things import Thing, things
from annotations.pseudonyms.unknown import UNEXPLAINED, unknown
from annotations.pseudonyms.words import words_of

WHOLE_NAME, LISTED = 0.9, 0.5
_LIST_BEFORE = re.compile(r"(?:, (?:y |e |and |& )?| (?:y|e|and|&) )\Z")
_LIST_AFTER = re.compile(r", (?:y |e |and |& )?| (?:y|e|and|&) ")
LIST_REACH = 7


def find(
    text: str,
    language: str,
    *,
    known: Mapping[str, IdentityKind] | None = None,
    regions: Sequence[str] = (),
    names: Collection[str] = (),
    unknowns: bool = True,
) -> tuple[Mention, ...]:
    """What identifies people in a text, in order.

    Parameters
    ----------
    language : of the text; names of everywhere are tried in a language that has no lexicon.
    known : names that are certain (roster, labels, confirmed entities); persons' names are looked for in parts too.
    names : likely names of persons (a model's): what stands with a capital and is part of one is taken for a name.
    regions : ISO 3166 codes of where the study is, for telephones and numbers; by default where the language is spoken.
    unknowns : whether words with a capital that nothing explains are proposed, as organisations or places with scores below 0.4.

    Notes
    -----
    Mentions are apart, but for a person's name inside of a company's: both are given, since only the person is masked at once.
    """
    if not text:
        return ()
    words = words_of(text)
    known = known or {}
    here = context(words, lexicon(language))
    forms = without_overlaps([*by_form(text, regions), *phones(text, tuple(regions) or regions_of(language), words)])
    certain = known_mentions(here, known)
    in_forms = _words_in(here, [*forms, *(m for m in certain if m.kind != IdentityKind.PERSON)])
    persons_known = {**dict.fromkeys(names, IdentityKind.PERSON), **known}
    found = [thing for thing in things(here) if not in_forms.intersection(range(thing.first, thing.last + 1))]
    taken = in_forms | {i for thing in found if thing.sure for i in range(thing.first, thing.last + 1)}
    people = [
        p for p in persons(here, taken=taken, known=known_parts(here, persons_known)) if not _words_in(here, [p]) & in_forms
    ]
    explained = frozenset(taken | _words_in(here, [*people, *certain]) | _words_of(found))
    places = [(thing.first, thing.last) for thing in found if thing.mention.kind == IdentityKind.PLACE]
    rest = unknown(here, language, explained, places) if unknowns else []
    return _merged(text, [*forms, *certain], people, found, rest)


def _words_of(found: list[Thing]) -> set[int]:
    return {index for thing in found for index in range(thing.first, thing.last + 1)}


def _words_in(here: Context, mentions: Sequence[Mention]) -> set[int]:
    """The words that these mentions touch."""
    covered: set[int] = set()
    for mention in mentions:
        index = bisect_right(here.words.ends, mention.start)
        while index < len(here.words) and here.words.starts[index] < mention.end:
            covered.add(index)
            index += 1
    return covered


def _merged(
    text: str, certain: list[Mention], people: list[Mention], found: list[Thing], rest: list[Mention]
) -> tuple[Mention, ...]:
    """One list: what is certain, then persons, then the rest where it is free; persons inside of companies stay."""
    companies = [thing.mention for thing in found if not thing.sure]
    inside = Stretches(companies)
    people = [p for p in people if p.score >= WHOLE_NAME or not inside.touch(p)]
    kept = [*without_overlaps([*certain, *people])]
    people_alone = Stretches(k for k in kept if not inside.touch(k))
    cut = Stretches(k for k in certain if inside.touch(k))
    kept += [company for company in companies if not people_alone.touch(company) and not cut.touch(company)]
    covered = Stretches(kept)
    free = [m for m in without_overlaps([*(t.mention for t in found if t.sure), *rest]) if not covered.touch(m)]
    kept += in_lists_of_persons(text, free, kept)
    return tuple(sorted(kept, key=lambda m: (m.start, -m.end)))


def in_lists_of_persons(text: str, mentions: Sequence[Mention], others: Sequence[Mention]) -> list[Mention]:
    """The mentions; an unknown word in a list with persons (*Iker, Ximena y Donají*) is one of them."""
    starts = {m.start for m in others if m.kind == IdentityKind.PERSON}
    ends = {m.end for m in others if m.kind == IdentityKind.PERSON}
    told: list[Mention] = []
    for mention in mentions:
        before = _LIST_BEFORE.search(text, max(0, mention.start - LIST_REACH), mention.start)
        after = _LIST_AFTER.match(text, mention.end)
        listed = (before and before.start() in ends) or (after and after.end() in starts)
        if mention.by == UNEXPLAINED and listed and not mention.text.isupper():
            mention = dataclasses.replace(mention, kind=IdentityKind.PERSON, score=LISTED, by="list")
            ends.add(mention.end)
        told.append(mention)
    return told
