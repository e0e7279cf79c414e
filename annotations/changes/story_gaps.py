"""What a draft does not know, said as such, and what to do about it: whom to ask, and which question of the guide."""

from collections.abc import Sequence

from annotations.changes.saturation import Verdict
from annotations.changes.story_evidence import CONTRIBUTION, DESCRIPTION, GROUPS, Evidence, Passage, ids
from annotations.changes.story_records import Gap, Item, Quote, Sentence
from annotations.languages import base
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


def of_section(evidence: Evidence, section_id: str, sentences: Sequence[Sentence]) -> tuple[Gap, ...]:
    passages = evidence.in_section(section_id)
    found = [*_thin(evidence, section_id, passages)]
    if section_id == DESCRIPTION and passages:
        found += _undated(evidence, sentences)
    if section_id == CONTRIBUTION and passages:
        found += _causes(sentences)
    if section_id == GROUPS:
        found += _silent_groups(evidence)
    return tuple(found)


def of_data_collection(evidence: Evidence, quotes: Sequence[Quote]) -> tuple[Gap, ...]:
    """What every draft still needs from people: figures, translations, a settled reading, a check that nobody can be known."""
    found = [Gap("secondary")]
    for language in sorted({base(quote.language) for quote in quotes}):
        alike = [quote for quote in quotes if base(quote.language) == language]
        found.append(
            Gap("translation", len(alike), (Item(term=language),), citations=tuple(dict.fromkeys(q.segment_id for q in alike)))
        )
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


def _undated(evidence: Evidence, sentences: Sequence[Sentence]) -> list[Gap]:
    years = next((sentence for sentence in sentences if sentence.say == "years"), None)
    if years is None:
        return [Gap("no_year", ask=_to_ask(evidence, ()))]
    if len(years.items) > 1:
        return [Gap("years_differ", number=len(years.items), items=years.items, citations=years.citations)]
    return []


def _causes(sentences: Sequence[Sentence]) -> list[Gap]:
    actors = next((sentence for sentence in sentences if sentence.say == "actors"), None)
    if actors is None:
        return [Gap("no_actor")]
    led = tuple(item for item in actors.items if item.also and item.also == item.number)
    found = [Gap("order", citations=actors.citations)] if len(actors.items) > 1 else []
    return [*found, Gap("led", len(led), led, citations=tuple(c for item in led for c in item.citations))] if led else found


def _silent_groups(evidence: Evidence) -> list[Gap]:
    """Groups of the frame that no passage of this change names."""
    named = {code for passage in evidence.passages for code in passage.codes}
    silent = [code for code in evidence.family(evidence.study.groups_family) if code not in named]
    if not silent:
        return []
    items = tuple(Item(evidence.frame.by_id[code].name) for code in silent)
    return [Gap("silent_groups", len(items), items)]


def _identifiable(evidence: Evidence, quotes: Sequence[Quote]) -> list[Gap]:
    """Quotes attributed to a role and place that only one person of the roster has."""
    people = [(evidence.category(person.category), person.place) for person in evidence.register.respondents]
    alone = [q for q in quotes if people.count((q.category, q.place)) == 1]
    cited = tuple(dict.fromkeys(q.segment_id for q in alone))
    return [Gap("identifiable", len(cited), citations=cited)] if alone else []
