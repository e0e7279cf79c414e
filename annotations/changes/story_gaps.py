"""What a draft does not know, said as such, and what to do about it: whom to ask, and which question of the guide."""

from collections.abc import Sequence

from annotations.changes.saturation import Verdict
from annotations.changes.story_evidence import CONTRIBUTION, FEWEST, GROUPS, Evidence, Passage, ids
from annotations.changes.story_facts import cited, coded, years_begun, years_named
from annotations.changes.story_nouns import noun
from annotations.changes.story_records import Gap, Item, Quote
from annotations.languages import base
from annotations.stories.settled import NO_DATA
from annotations.studies import Words

ASK_AT_MOST = 5


def of_summary(evidence: Evidence, verdict: Verdict) -> tuple[Gap, ...]:
    """Support that is missing, sides that nobody has reconciled."""
    found = []
    missing = verdict.missing
    if missing.independent:
        found.append(Gap("below_rule", number=missing.independent, ask=() if missing.categories else _unheard_kinds(evidence)))
    if missing.categories:
        found.append(Gap("few_kinds", number=missing.categories, ask=_unheard_kinds(evidence)))
    sides = {side: evidence.counted(side) for side in ("for", "against")}
    if sides["against"] and sides["for"]:
        cited = tuple(o.session_id for o in sides["against"])
        found.append(Gap("unreconciled", number=len(cited), citations=cited, ask=tuple(_session(evidence, s) for s in cited)))
    if missing.unreviewed:
        items = tuple(Item({"": session_id}) for session_id in missing.unreviewed)
        found.append(Gap("unreviewed", number=len(items), items=items))
    return tuple(found)


def of_section(evidence: Evidence, section_id: str) -> tuple[Gap, ...]:
    passages = evidence.in_section(section_id)
    found = [*_thin(evidence, section_id, passages)]
    if section_id == evidence.description and passages:
        found += _undated(evidence, passages)
    if section_id == CONTRIBUTION and passages:
        found += _causes(evidence, passages)
    if section_id == GROUPS:
        found += _silent_groups(evidence)
    return tuple(found)


def of_data_collection(evidence: Evidence, quotes: Sequence[Quote]) -> tuple[Gap, ...]:
    """What every draft still needs from people: figures, translations, a settled reading, a check that nobody can be known."""
    found = [Gap(NO_DATA)]
    for language in evidence.study.languages:
        foreign = [q for q in quotes if base(q.language) not in ("", base(language)) and not _has(q, language)]
        if foreign:
            found.append(Gap("translation", len(foreign), (Item(term=base(language)),), citations=_cited(foreign)))
    unsettled = [o for o in evidence.observations if max(o.coders_for, o.coders_against) < o.coders_reviewed]
    if unsettled:
        items = tuple(
            Item({"": o.session_id}, number=max(o.coders_for, o.coders_against), also=o.coders_reviewed, citations=o.segment_ids)
            for o in unsettled
        )
        cited = tuple(s for o in unsettled for s in o.segment_ids)
        found.append(Gap("unsettled", len(items), items, citations=cited))
    found += _identifiable(evidence, quotes)
    return tuple(found)


def _has(quote: Quote, language: str) -> bool:
    return any(base(one) == base(language) and text for one, text in quote.translations.items())


def _cited(quotes: Sequence[Quote]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(quote.segment_id for quote in quotes))


def _session(evidence: Evidence, session_id: str) -> Item:
    observation = next(o for o in evidence.observations if o.session_id == session_id)
    return Item({"": session_id}, by=tuple(evidence.category(name) for name in observation.categories))


def _unheard_kinds(evidence: Evidence) -> tuple[Item, ...]:
    """Kinds of respondents in the roster of whom nobody has spoken of the change, on either side."""
    heard = {category for o in evidence.observations for category in o.categories}
    roster = dict.fromkeys(person.category for person in evidence.register.respondents)
    return tuple(Item(evidence.category(name)) for name in roster if name and name not in heard)


def _questions(evidence: Evidence, section_id: str) -> tuple[Words, ...]:
    return tuple(question.text for question in evidence.study.guide if question.feeds == section_id)


def _to_ask(evidence: Evidence, passages: Sequence[Passage]) -> tuple[Item, ...]:
    """Independent sessions that report the change and have said nothing here."""
    spoken = evidence.independent(passages)
    return tuple(_session(evidence, o.session_id) for o in evidence.counted("for") if o.session_id not in spoken)[:ASK_AT_MOST]


def _thin(evidence: Evidence, section_id: str, passages: Sequence[Passage]) -> list[Gap]:
    """Nobody, one session, prompted answers or one kind of people only: the first that holds."""
    ask, questions = _to_ask(evidence, passages), _questions(evidence, section_id)
    sessions = evidence.independent(passages)
    kinds = {p.category for p in passages if p.counts_with}
    if not passages:
        return [Gap("silent", ask=ask, questions=questions)]
    if all(p.prompted for p in passages):
        return [Gap("only_prompted", citations=ids(passages), ask=ask, questions=questions)]
    if len(sessions) <= 1:
        return [Gap("one_session", citations=ids(passages), ask=ask, questions=questions)]
    if len(kinds) == 1 and "" not in kinds:
        items = (Item(evidence.category(next(iter(kinds)))),)
        return [Gap("one_kind", items=items, citations=ids(passages), ask=ask, questions=questions)]
    return []


def _undated(evidence: Evidence, passages: Sequence[Passage]) -> list[Gap]:
    years = years_begun(evidence, passages)
    if not years and years_named(passages):
        return [Gap("no_beginning", ask=_to_ask(evidence, ()))]
    if not years:
        return [Gap("no_year", ask=_to_ask(evidence, ()))]
    if len(years) > 1:
        names = tuple(Item(item.name) for item in years)
        return [Gap("years_differ", number=len(years), items=names, citations=cited(years), ask=_to_ask(evidence, ()))]
    return []


def _causes(evidence: Evidence, passages: Sequence[Passage]) -> list[Gap]:
    actors = [item for _, item, _ in coded(evidence, passages, evidence.family(evidence.study.actors_family))]
    if not actors:
        return [Gap("no_actor")]
    led = tuple(item for item in actors if item.also and item.also == item.number)
    told = any(report.element == "contribution" and report.order for report in evidence.reports)
    found = [Gap("order", citations=cited(actors))] if len(actors) > 1 and not told else []
    return [*found, Gap("led", len(led), led, citations=cited(led))] if led else found


def _silent_groups(evidence: Evidence) -> list[Gap]:
    """Groups of the frame that no passage of this change names."""
    named = {code for passage in evidence.passages for code in passage.codes}
    silent = [code for code in evidence.family(evidence.study.groups_family) if code not in named]
    if not silent:
        return []
    items = tuple(Item(noun(evidence.frame.by_id[code])) for code in silent)
    return [Gap("silent_groups", len(items), items)]


def _identifiable(evidence: Evidence, quotes: Sequence[Quote]) -> list[Gap]:
    """Quotes attributed to a role that few people of the roster have: that may tell who they are, without any place."""
    people = [evidence.category(person.category) for person in evidence.register.respondents]
    alone = [q for q in quotes if 0 < people.count(q.category) < FEWEST]
    return [Gap("identifiable", len(_cited(alone)), citations=_cited(alone))] if alone else []
