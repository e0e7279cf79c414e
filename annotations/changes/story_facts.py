"""What the sentences of a draft are made of: sessions, kinds of people, places, codes by session, years that are told of a beginning."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from annotations.changes.observations import Observation
from annotations.changes.story_cues import tells
from annotations.changes.story_evidence import Evidence, Passage, ids
from annotations.changes.story_nouns import actor, noun
from annotations.changes.story_quotes import sentences
from annotations.changes.story_records import Item
from annotations.changes.story_years import NamedYear, month_words, named_years
from annotations.codeframe import Code
from annotations.languages import base
from annotations.studies import Words


def sessions_of(observations: Iterable[Observation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(o.session_id for o in observations))


def cited(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(citation for item in items for citation in item.citations))


def by_term(observations: Sequence[Observation], term: Callable[[Observation], str]) -> tuple[Item, ...]:
    """One item per term with its sessions, the most frequent first."""
    items = []
    for name in dict.fromkeys(term(o) for o in observations):
        alike = [o for o in observations if term(o) == name]
        items.append(Item(term=name or "unknown", number=len(alike), citations=sessions_of(alike)))
    return tuple(sorted(items, key=lambda item: -item.number))


def kinds(evidence: Evidence, passages: Sequence[Passage]) -> tuple[Item, ...]:
    """The kinds of people who say the passages, in independent sessions; in any session when none is independent."""
    items, counted = [], bool(evidence.independent(passages))
    for name in dict.fromkeys(p.category for p in passages):
        alike = [p for p in passages if p.category == name]
        words: Words = evidence.category(name) if name else {}
        number = len(evidence.independent(alike)) if counted else len({p.session.id for p in alike})
        if number:
            items.append(Item(words, term="" if name else "unknown_speaker", number=number, citations=ids(alike)))
    return tuple(sorted(items, key=lambda item: -item.number))


def one_each(passages: Sequence[Passage]) -> tuple[str, ...]:
    """One passage of each independent session, one that a coder tied to the change where there is one."""
    chosen: dict[str, Passage] = {}
    for passage in sorted(passages, key=lambda p: p.linked):
        chosen.setdefault(passage.counts_with or passage.session.id, passage)
    return tuple(sorted(p.id for p in chosen.values()))


def coded(evidence: Evidence, passages: Sequence[Passage], codes: Iterable[str]) -> list[tuple[str, Item, list[Passage]]]:
    """Of the codes those that the passages carry in independent sessions, with their passages, the most frequent first. ``also``: in
    how many of the sessions the interviewer had named it first."""
    found = []
    for code in codes:
        naming = [p for p in passages if code in p.codes and p.counts_with]
        if naming:
            spontaneous = set(evidence.independent(p for p in naming if not _led(p, evidence.frame.by_id[code].name)))
            sessions = evidence.independent(naming)
            item = Item(
                _named(evidence, code),
                number=len(sessions),
                also=len(set(sessions) - spontaneous),
                citations=one_each(naming),
            )
            found.append((code, item, naming))
    return sorted(found, key=lambda one: -one[1].number)


def _named(evidence: Evidence, code: str) -> Words:
    """An actor with its article, anything else as a plain noun."""
    known = evidence.frame.by_id[code]
    return actor(known) if code in evidence.family(evidence.study.actors_family) else noun(known)


def _led(passage: Passage, name: Words) -> bool:
    """Whether the interviewer had named the actor: a prompted passage, or a question with every long word of the name in it."""
    asked = set(re.findall(r"\w+", passage.segment.question.casefold()))
    return passage.prompted or any(
        bool(words) and words <= asked for text in name.values() for words in [set(re.findall(r"\w{4,}", text.casefold()))]
    )


def years_of(passage: Passage) -> tuple[NamedYear, ...]:
    return named_years(passage.segment.text, until=passage.session.date.year if passage.session.date else 9999)


def years_begun(evidence: Evidence, passages: Sequence[Passage]) -> tuple[Item, ...]:
    """The years that are told of a beginning, each with the sessions that do: what people entered in the register, and sentences of
    passages tied to the change with both a year and a word of beginning. Nothing is resolved."""
    named: dict[str, dict[str, list[str]]] = {}
    months: dict[str, set[int]] = {}
    for report in evidence.reports:
        if report.element == "when":
            named.setdefault(report.value, {}).setdefault(report.session_id, []).extend(
                report.segment_ids or (report.session_id,)
            )
    for passage in passages if not named else ():
        language, text = base(passage.segment.language or passage.session.language), passage.segment.text
        for year in years_of(passage):
            around = next((text[a:b] for a, b in sentences(text) if a <= year.start < b), "")
            begins = tells(around, "began", language) and not tells(around, "before", language)
            if begins and not passage.linked and passage.counts_with:
                named.setdefault(str(year.year), {}).setdefault(passage.counts_with, []).append(passage.id)
                months.setdefault(str(year.year), set()).update({year.month} - {0})
    return tuple(
        Item(
            {"": value},
            number=len(by_session),
            by=tuple(month_words(month) for month in sorted(months.get(value, ()))),
            citations=tuple(dict.fromkeys(one for found in by_session.values() for one in found)),
        )
        for value, by_session in sorted(named.items())
    )


def years_named(passages: Sequence[Passage]) -> tuple[Item, ...]:
    """Every year that is named in passages tied to the change, of whatever it is told."""
    named: dict[int, list[Passage]] = {}
    for passage in passages:
        for year in years_of(passage) if passage.counts_with and not passage.linked else ():
            named.setdefault(year.year, []).append(passage)
    return tuple(
        Item({"": str(year)}, number=len({p.counts_with for p in said}), citations=one_each(said))
        for year, said in sorted(named.items())
    )


def mentions(own: Mapping[str, frozenset[str]], passage: Passage, text: str) -> bool:
    """Whether the words have one of a code's own, in the language of the words."""
    language = base(passage.segment.language or passage.session.language)
    return bool(_stems(text) & own.get(language, frozenset()))


def own_words(evidence: Evidence, code: Code) -> dict[str, frozenset[str]]:
    """By language, beginnings of the words of a code's name, definition and what it includes, by which it is known from its siblings."""
    siblings = [evidence.frame.by_id[other] for other in evidence.family(evidence.frame.family_of(code.id)) if other != code.id]
    found = {}
    for language in code.name:
        others = [_stems(_described(one, language)) for one in siblings]
        own = _stems(_described(code, language))
        found[base(language)] = frozenset(w for w in own if sum(w in other for other in others) <= len(others) // 6)
    return found


def _described(code: Code, language: str) -> str:
    return " ".join(words.get(language, "") for words in (code.name, code.definition, code.include))


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:5] for word in re.findall(r"[^\W\d_]{4,}", text.casefold()))
