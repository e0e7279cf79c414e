"""The sentences of a draft, computed from the records: each says how many independent sessions, and cites what it rests on."""

import re
from collections.abc import Callable, Iterable, Sequence

from annotations.changes.observations import Observation
from annotations.changes.story_evidence import CONTRIBUTION, DESCRIPTION, GROUPS, Evidence, Passage, ids
from annotations.changes.story_quotes import is_literal
from annotations.changes.story_records import Excerpt, Item, Sentence
from annotations.changes.story_years import NamedYear, month_words, named_years
from annotations.studies import Words

AROUND, EXCERPTS = 8, 2


def summary(evidence: Evidence) -> tuple[Sentence, ...]:
    """Who reports the change and who denies it."""
    reporting = evidence.counted("for")
    sentences = _reported(evidence, reporting) + _denied(evidence) + _divided(evidence) + _not_counted(evidence)
    notes = [o for o in reporting if evidence.sessions[o.session_id].capture == "notes"]
    if notes:
        sentences += (Sentence("from_notes", _sessions(notes), number=len(notes), of=len(reporting)),)
    return sentences


def of_section(evidence: Evidence, section_id: str) -> tuple[Sentence, ...]:
    """Who speaks of a section's matter, and what only this section says."""
    passages, against = evidence.in_section(section_id), evidence.in_section(section_id, "against")
    denying = len(evidence.independent(against))
    others = [Sentence("spoken_by_deniers", ids(against), number=denying, items=_kinds(evidence, against))] if denying else []
    if not passages:
        return tuple(others)
    special: dict[str, Callable[[Evidence, Sequence[Passage]], tuple[Sentence, ...]]] = {
        CONTRIBUTION: _actors,
        DESCRIPTION: _placed,
        GROUPS: _groups,
    }
    linked = sum(p.linked for p in passages)
    say = "spoken_of_linked" if linked == len(passages) else "spoken_of_partly" if linked else "spoken_of"
    sessions = len(evidence.independent(passages))
    if not sessions:
        say = "spoken_of_prompted"
    found = Sentence(say, ids(passages), number=sessions, of=linked, items=_kinds(evidence, passages))
    more = special[section_id](evidence, passages) if section_id in special else ()
    return (found, *more, *(others if section_id != evidence.description else ()))


def data_collection(evidence: Evidence) -> tuple[Sentence, ...]:
    """How the evidence came about: sessions, captures, languages, coders."""
    heard = evidence.observations
    if not heard:
        return ()
    sessions = [evidence.sessions[o.session_id] for o in heard]
    dates = tuple(sorted({session.date for session in sessions if session.date}))
    found = [
        Sentence("rests_on", _sessions(heard), number=len(evidence.passages), of=len(heard), dates=dates[:1] + dates[-1:]),
        Sentence("captured", _sessions(heard), items=_by(heard, lambda o: evidence.sessions[o.session_id].capture)),
        Sentence("in_languages", _sessions(heard), items=_by(heard, lambda o: evidence.sessions[o.session_id].language)),
    ]
    twice = [o for o in heard if o.coders_reviewed > 1]
    if twice:
        same = [o for o in twice if max(o.coders_for, o.coders_against) == o.coders_reviewed]
        say = "read_alike" if len(same) == len(twice) else "read_by_several"
        found.append(Sentence(say, _sessions(twice), number=len(twice), of=len(same)))
    return tuple(found)


def _sessions(observations: Iterable[Observation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(o.session_id for o in observations))


def _by(observations: Sequence[Observation], term: Callable[[Observation], str]) -> tuple[Item, ...]:
    """One item per term with its sessions, the most frequent first."""
    terms = dict.fromkeys(term(o) for o in observations)
    items = []
    for name in terms:
        alike = [o for o in observations if term(o) == name]
        items.append(Item(term=name or "unknown", number=len(alike), citations=_sessions(alike)))
    return tuple(sorted(items, key=lambda item: -item.number))


def _reported(evidence: Evidence, reporting: Sequence[Observation]) -> tuple[Sentence, ...]:
    if not reporting:
        return ()
    cited = _sessions(reporting)
    methods = _by(reporting, lambda o: evidence.sessions[o.session_id].method)
    categories = dict.fromkeys(category for o in reporting for category in o.categories)
    kinds = [
        Item(evidence.category(name), number=len(alike), citations=_sessions(alike))
        for name in categories
        for alike in [[o for o in reporting if name in o.categories]]
    ]
    people = {person for o in reporting for person in o.respondents}
    dates = tuple(sorted({o.date for o in reporting if o.date}))
    found = [Sentence(f"reported_{evidence.change.kind}", cited, number=len(reporting), items=methods)]
    if kinds:
        kinds.sort(key=lambda item: -item.number)
        found.append(Sentence("reported_by_kinds", cited, number=len(kinds), items=tuple(kinds)))
    places = _by(reporting, lambda o: evidence.sessions[o.session_id].place)
    found.append(
        Sentence(
            "reported_where", cited, number=len(people), items=tuple(_place(p) for p in places), dates=dates[:1] + dates[-1:]
        )
    )
    return tuple(found)


def _place(item: Item) -> Item:
    """Places are names, not terms; a session without a place was held at a distance or its place was not noted."""
    if item.term == "unknown":
        return Item(term="no_place", number=item.number, citations=item.citations)
    return Item({"": item.term}, number=item.number, citations=item.citations)


def _denied(evidence: Evidence) -> tuple[Sentence, ...]:
    against = evidence.counted("against")
    if not against:
        return ()
    cited = tuple(segment_id for o in against for segment_id in o.segment_ids_against)
    items = tuple(
        Item({"": o.session_id}, by=tuple(evidence.category(c) for c in o.categories), citations=o.segment_ids_against)
        for o in against
    )
    return (Sentence("denied", cited, number=len(against), of=len(against) + len(evidence.counted("for")), items=items),)


def _divided(evidence: Evidence) -> tuple[Sentence, ...]:
    found = []
    for o in evidence.observations:
        if o.independent and o.segment_ids_for and o.segment_ids_against:
            other = o.segment_ids_against if o.stance == "for" else o.segment_ids_for
            found.append(Sentence(f"divided_{o.stance}", other, number=len(other), items=(Item({"": o.session_id}),)))
    return tuple(found)


def _not_counted(evidence: Evidence) -> tuple[Sentence, ...]:
    """Sessions that add evidence and no observation."""
    found = []
    for why in ("same_person", "referred"):
        merged = [o for o in evidence.observations if o.why_not == why]
        for o in merged:
            items = (Item({"": o.session_id}), Item({"": o.counts_with}))
            found.append(Sentence(why, (o.session_id, o.counts_with), number=1, items=items))
    prompted = [o for o in evidence.observations if o.prompted and o.why_not in ("", "prompted")]
    for stance in ("for", "against"):
        alike = [o for o in prompted if o.stance == stance]
        if alike:
            say = f"prompted_{stance}" if alike[0].why_not else "prompted_counted"
            found.append(Sentence(say, tuple(s for o in alike for s in o.segment_ids), number=len(alike)))
    return tuple(found)


def _kinds(evidence: Evidence, passages: Sequence[Passage]) -> tuple[Item, ...]:
    """The kinds of people who say the passages, in independent sessions; in any session when none is independent."""
    items, counted = [], bool(evidence.independent(passages))
    for name in dict.fromkeys(p.category for p in passages):
        alike = [p for p in passages if p.category == name]
        words: Words = evidence.category(name) if name else {}
        number = len(evidence.independent(alike)) if counted else len({p.session.id for p in alike})
        if not number:
            continue
        items.append(Item(words, term="" if name else "unknown_speaker", number=number, citations=ids(alike)))
    return tuple(sorted(items, key=lambda item: -item.number))


def _placed(evidence: Evidence, passages: Sequence[Passage]) -> tuple[Sentence, ...]:
    """The years that people name, side by side, with the words around; nothing is resolved."""
    named: dict[int, list[tuple[NamedYear, Passage]]] = {}
    for passage in passages:
        until = passage.session.date.year if passage.session.date else 9999
        for year in named_years(passage.segment.text, until=until):
            named.setdefault(year.year, []).append((year, passage))
    items = []
    for number in sorted(named):
        said = named[number]
        months = sorted({year.month for year, _ in said if year.month})
        sessions = {p.session.id for _, p in said}
        items.append(
            Item(
                {"": str(number)},
                number=len(sessions),
                by=tuple(map(month_words, months)),
                citations=ids(p for _, p in said),
                excerpts=_around(evidence, said),
            )
        )
    return (Sentence("years", _cited(items), number=len(items), items=tuple(items)),) if items else ()


def _around(evidence: Evidence, said: Sequence[tuple[NamedYear, Passage]]) -> tuple[Excerpt, ...]:
    """The words around a year, from at most two sessions; nothing that a coder marked as personal."""
    found: dict[str, Excerpt] = {}
    for year, passage in said:
        text = passage.segment.text
        before, after = list(re.finditer(r"\S+", text[: year.start])), list(re.finditer(r"\S+", text[year.end :]))
        start = before[-AROUND:][0].start() if before else year.start
        end = year.end + (after[:AROUND][-1].end() if after else 0)
        private = [span for span in evidence.spans if span.segment_id == passage.id and span.label == "pii"]
        if not any(start < span.end and span.start < end for span in private):
            excerpt = Excerpt(passage.id, start, end, text[start:end], is_literal(passage, start, end))
            found.setdefault(passage.counts_with or passage.session.id, excerpt)
    return tuple(found.values())[:EXCERPTS]


def _actors(evidence: Evidence, passages: Sequence[Passage]) -> tuple[Sentence, ...]:
    """Who is named, the programme and others side by side; apart, the sessions where the interviewer had named them first."""
    items, by_session = [], dict[str, list[Words]]()
    for code in evidence.family(evidence.study.actors_family):
        naming = [p for p in passages if code in p.codes and p.counts_with]
        name = evidence.frame.by_id[code].name
        if naming:
            led = set(evidence.independent(naming)) - set(evidence.independent(p for p in naming if not _led(p, name)))
            items.append(Item(name, number=len(evidence.independent(naming)), also=len(led), citations=ids(naming)))
            for session_id in evidence.independent(naming):
                by_session.setdefault(session_id, []).append(name)
    items.sort(key=lambda item: -item.number)
    found = [Sentence("actors", _cited(items), number=len(items), items=tuple(items))] if items else []
    return (*found, *_credit(evidence, passages, by_session))


def _credit(evidence: Evidence, passages: Sequence[Passage], by_session: dict[str, list[Words]]) -> tuple[Sentence, ...]:
    """Sessions that share no actor with most of the others, beside each other."""
    alone = [
        session_id
        for session_id, names in by_session.items()
        if 2 * sum(not any(n in names for n in others) for s, others in by_session.items() if s != session_id)
        > len(by_session) - 1
    ]
    items = tuple(
        Item({"": s}, by=tuple(by_session[s]), citations=ids(p for p in passages if p.counts_with == s and p.codes))
        for s in alone
    )
    return (Sentence("credit_alone", _cited(items), number=len(items), items=items),) if items else ()


def _led(passage: Passage, name: Words) -> bool:
    """Whether the interviewer had named the actor: a prompted passage, or a question with every long word of the name in it."""
    asked = set(re.findall(r"\w+", passage.segment.question.casefold()))
    return passage.prompted or any(
        bool(words) and words <= asked for text in name.values() for words in [set(re.findall(r"\w{4,}", text.casefold()))]
    )


def _groups(evidence: Evidence, passages: Sequence[Passage]) -> tuple[Sentence, ...]:
    items = []
    for code in evidence.family(evidence.study.groups_family):
        naming = [p for p in passages if code in p.codes]
        if naming:
            by = tuple(evidence.category(name) for name in dict.fromkeys(p.category for p in naming) if name)
            name, sessions = evidence.frame.by_id[code].name, evidence.independent(naming)
            items.append(Item(name, number=len(sessions), by=by, citations=ids(naming)))
    items.sort(key=lambda item: -item.number)
    return (Sentence("groups", _cited(items), number=len(items), items=tuple(items)),) if items else ()


def _cited(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(citation for item in items for citation in item.citations))
