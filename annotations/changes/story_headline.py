"""The summary of a draft: the statement with who, where and when, checked against the sessions; who reports the change and who denies it."""

from collections.abc import Sequence

from annotations.changes.observations import Observation
from annotations.changes.story_evidence import Evidence, Passage
from annotations.changes.story_facts import by_term, cited, coded, one_each, sessions_of, years_begun
from annotations.changes.story_records import Item, Paragraph, Sentence
from annotations.languages import base

ACTORS = 3


def summary(evidence: Evidence) -> tuple[Paragraph, ...]:
    """The headline, who tells it, who denies it."""
    reporting = evidence.counted("for")
    found = [Paragraph("headline", headline(evidence, reporting))] if reporting else []
    found += [Paragraph("reported", _reported(evidence, reporting))] if reporting else []
    denied = _denied(evidence)
    return (*found, *([Paragraph("denied", denied)] if denied else ()))


def notes(evidence: Evidence) -> tuple[Sentence, ...]:
    """How the sessions were counted."""
    reporting = evidence.counted("for")
    found = list(_methods(evidence, reporting))
    found += [*_divided(evidence), *_not_counted(evidence)]
    of_notes = [o for o in reporting if evidence.sessions[o.session_id].capture == "notes"]
    if of_notes:
        found.append(Sentence("from_notes", sessions_of(of_notes), number=len(of_notes), of=len(reporting)))
    return tuple(found)


def headline(evidence: Evidence, reporting: Sequence[Observation]) -> tuple[Sentence, ...]:
    """The statement; then by whom, where and when it is told to have happened. What sessions disagree on is listed."""
    change = evidence.change
    statement = {language: text.strip().rstrip(".") for language, text in change.statement.items()}
    found = [Sentence("statement", sessions_of(reporting), items=(Item(statement),))]
    here = [p for p in evidence.in_section(evidence.description) if not p.linked]
    acting = [item for _, item, _ in coded(evidence, here, evidence.family(evidence.study.actors_family))]
    often = [item for item in acting if item.number > 1] or acting
    who = _entered(evidence, "who") or tuple(often[:ACTORS])
    if who:
        found.append(Sentence("who", cited(who), number=len(who), items=who))
    where = _entered(evidence, "where")
    if where:
        found.append(Sentence("where_one" if len(where) == 1 else "where_many", cited(where), number=len(where), items=where))
    else:
        found += _told_from(evidence, reporting)
    return (*found, *when(evidence))


def when(evidence: Evidence) -> tuple[Sentence, ...]:
    """When it began: one year, or every year that is given, side by side."""
    years = years_begun(evidence, evidence.in_section(evidence.description))
    if not years:
        return ()
    return (Sentence("when_one" if len(years) == 1 else "when_many", cited(years), number=len(years), items=years),)


def _entered(evidence: Evidence, element: str) -> tuple[Item, ...]:
    """What people entered of an element in the register, with the sessions that say it."""
    values: dict[str, dict[str, None]] = {}
    for report in evidence.reports:
        if report.element == element:
            cites = report.segment_ids or (report.session_id,)
            values.setdefault(report.value, {}).update(dict.fromkeys(cites))
    sessions = {v: {r.session_id for r in evidence.reports if r.element == element and r.value == v} for v in values}
    items = [Item({"": value}, number=len(sessions[value]), citations=tuple(cites)) for value, cites in values.items()]
    return tuple(sorted(items, key=lambda item: -item.number))


def _told_from(evidence: Evidence, reporting: Sequence[Observation]) -> list[Sentence]:
    """Where those live or were met who report it: the nearest to a place that nobody has entered."""
    counting = {o.session_id for o in reporting}
    told = [p for p in evidence.passages if p.counts_with in counting and p.stance == "for" and not p.linked and p.place]
    items = []
    for place in dict.fromkeys(p.place for p in told):
        alike: list[Passage] = [p for p in told if p.place == place]
        words = next((one.name for one in evidence.study.places if one.id == place and one.name), {"": place})
        items.append(Item(words, number=len(evidence.independent(alike)), citations=one_each(alike)))
    items.sort(key=lambda item: -item.number)
    return [Sentence("told_from", cited(items), number=len(items), items=tuple(items))] if items else []


def _reported(evidence: Evidence, reporting: Sequence[Observation]) -> tuple[Sentence, ...]:
    cites = sessions_of(reporting)
    people = evidence.people([p for p in evidence.passages if p.stance == "for" and p.counts_with and not p.linked])
    return (Sentence(f"reported_{evidence.change.kind}", cites, number=len(reporting), people=people),)


def _methods(evidence: Evidence, reporting: Sequence[Observation]) -> tuple[Sentence, ...]:
    if not reporting:
        return ()
    methods = by_term(reporting, lambda o: evidence.sessions[o.session_id].method)
    categories = dict.fromkeys(category for o in reporting for category in o.categories)
    of_kind = [
        Item(evidence.category(name), number=len(alike), citations=sessions_of(alike))
        for name in categories
        for alike in [[o for o in reporting if name in o.categories]]
    ]
    found = [Sentence("methods", sessions_of(reporting), number=len(reporting), items=methods)]
    if of_kind:
        of_kind.sort(key=lambda item: -item.number)
        found.append(Sentence("reported_by_kinds", sessions_of(reporting), number=len(of_kind), items=tuple(of_kind)))
    return tuple(found)


def _denied(evidence: Evidence) -> tuple[Sentence, ...]:
    against = evidence.counted("against")
    if not against:
        return ()
    items = []
    for o in against:
        said = [p for p in evidence.passages if p.id in o.segment_ids_against]
        names = evidence.people(said) or tuple(evidence.called(c, 2) for c in o.categories) or ({"": o.session_id},)
        items.append(Item(names[0], by=names[1:], citations=o.segment_ids_against))
    return (
        Sentence("denied", cited(items), number=len(against), of=len(against) + len(evidence.counted("for")), items=tuple(items)),
    )


def _divided(evidence: Evidence) -> list[Sentence]:
    found = []
    for o in evidence.observations:
        if o.independent and o.segment_ids_for and o.segment_ids_against:
            other = o.segment_ids_against if o.stance == "for" else o.segment_ids_for
            found.append(Sentence(f"divided_{o.stance}", other, number=len(other), items=(Item({"": o.session_id}),)))
    return found


def _not_counted(evidence: Evidence) -> list[Sentence]:
    """Sessions that add evidence and no observation."""
    found = []
    for why in ("same_person", "referred"):
        for o in evidence.observations:
            if o.why_not == why:
                items = (Item({"": o.session_id}), Item({"": o.counts_with}))
                found.append(Sentence(why, (o.session_id, o.counts_with), number=1, items=items))
    prompted = [o for o in evidence.observations if o.prompted and o.why_not in ("", "prompted")]
    for stance in ("for", "against"):
        alike = [o for o in prompted if o.stance == stance]
        if alike:
            say = f"prompted_{stance}" if alike[0].why_not else "prompted_counted"
            found.append(Sentence(say, tuple(s for o in alike for s in o.segment_ids), number=len(alike)))
    return found


def data_collection(evidence: Evidence) -> tuple[tuple[Paragraph, ...], tuple[Sentence, ...]]:
    """How the evidence came about, and in notes: captures, languages, coders. The period stands apart from the kinds of people: a month
    with a kind of which few were heard would tell who they are."""
    heard = evidence.observations
    if not heard:
        return (), ()
    cites, sessions = sessions_of(heard), [evidence.sessions[o.session_id] for o in heard]
    dates = tuple(sorted({session.date for session in sessions if session.date}))
    methods = by_term(heard, lambda o: evidence.sessions[o.session_id].method)
    people = evidence.people(evidence.passages)
    rests = Sentence(
        "rests_on",
        cites,
        number=len(evidence.passages),
        of=len(heard),
        items=tuple(Item(term=one.term, number=one.number) for one in methods),
        people=people,
    )
    period = (
        (Paragraph("period", (Sentence("period", cites, number=len(heard), dates=dates[:1] + dates[-1:]),)),) if dates else ()
    )
    found = [
        Sentence("captured", cites, items=by_term(heard, lambda o: evidence.sessions[o.session_id].capture)),
        Sentence("in_languages", cites, items=by_term(heard, lambda o: base(evidence.sessions[o.session_id].language))),
    ]
    twice = [o for o in heard if o.coders_reviewed > 1]
    if twice:
        same = [o for o in twice if max(o.coders_for, o.coders_against) == o.coders_reviewed]
        say = "read_alike" if len(same) == len(twice) else "read_by_several"
        found.append(Sentence(say, sessions_of(twice), number=len(twice), of=len(same)))
    return (Paragraph("rests_on", (rests,)), *period), tuple(found)
