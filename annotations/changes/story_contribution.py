"""What contributed to the change: every factor in one paragraph, how it was before, then actors and what they did in the order of the
template (local ones, others, the programme), what is dated, what got in the way."""

from collections.abc import Sequence
from functools import partial

from annotations.changes.story_cues import tells
from annotations.changes.story_evidence import CONTRIBUTION, Evidence, Passage, ids
from annotations.changes.story_facts import cited, coded, mentions, one_each, own_words, years_of
from annotations.changes.story_nouns import actor
from annotations.changes.story_quotes import QuotePicker
from annotations.changes.story_records import Item, Paragraph, Quote, Sentence
from annotations.languages import base
from annotations.studies import Words

BEFORE, OF_ACTORS, HINDERED, DATED, CIRCUMSTANCES = 3, 3, 3, 4, 3
Coded = tuple[str, Item, list[Passage]]


def contribution(evidence: Evidence, picker: QuotePicker) -> tuple[Paragraph, ...]:
    """The paragraphs of the section, those left out of which nothing is told."""
    passages = evidence.in_section(CONTRIBUTION)
    actors = coded(evidence, passages, evidence.family(evidence.study.actors_family))
    found = [_factors(evidence, passages, actors), _order(evidence)]
    if evidence.change.kind != "no_change":
        found.insert(1, before(evidence, picker))
    ranks = ("local", "outside", "programme") if _is_ranked(evidence) else ("actors",)
    for rank in ranks:
        found.append(_actors(evidence, rank, [one for one in actors if rank in ("actors", _rank(evidence, one[0]))], picker))
    found += [_others(evidence, passages, picker), _dated(evidence, passages, picker), _hindered(evidence, passages, picker)]
    found.append(_credit(evidence, actors))
    return tuple(paragraph for paragraph in found if paragraph)


def _is_ranked(evidence: Evidence) -> bool:
    return bool(evidence.study.programme_actors or evidence.study.outside_actors)


def _rank(evidence: Evidence, code: str) -> str:
    if code in evidence.study.programme_actors:
        return "programme"
    return "outside" if code in evidence.study.outside_actors else "local"


def _factors(evidence: Evidence, passages: Sequence[Passage], actors: Sequence[Coded]) -> Paragraph | None:
    """Every actor that is named, local ones first, and what else is spoken of: the themes of other passages than the change itself."""
    order = {"local": 0, "outside": 1, "programme": 2}
    named = [item for _, item, _ in sorted(actors, key=lambda one: order[_rank(evidence, one[0])])]
    themes = [code for code in evidence.family(evidence.study.priorities_family) if code not in evidence.marks]
    around = [item for _, item, _ in coded(evidence, passages, themes) if item.number > 1][:CIRCUMSTANCES]
    say = "factors_no_change" if evidence.change.kind == "no_change" else "factors"
    sentences = []
    if named:
        sentences.append(Sentence(say, cited(named), number=len(named), items=tuple(named)))
    if around:
        sentences.append(Sentence("around", cited(around), number=len(around), items=tuple(around)))
    return Paragraph("factors", tuple(sentences)) if sentences else None


def before(evidence: Evidence, picker: QuotePicker) -> Paragraph | None:
    """How it was before, as far as sentences say so."""

    def fits(passage: Passage, text: str) -> bool:
        return tells(text, "before", base(passage.segment.language or passage.session.language))

    telling = [
        p
        for p in evidence.passages
        if p.stance == "for" and {CONTRIBUTION, evidence.description} & p.sections and fits(p, p.segment.text)
    ]
    quotes = picker.pick([p for p in telling if not p.linked] or telling, BEFORE, fits)
    return _led_by("before", evidence, [p for p in telling if p.id in _of(quotes)], quotes)


def _order(evidence: Evidence) -> Paragraph | None:
    """What people entered in the register of what came first and what followed."""
    entered = [report for report in evidence.reports if report.element == "contribution" and report.order]
    values = dict.fromkeys(report.value for report in entered)
    items = []
    for value in values:
        own = [report for report in entered if report.value == value]
        cites = tuple(dict.fromkeys(c for report in own for c in report.segment_ids or (report.session_id,)))
        items.append((sum(report.order for report in own) / len(own), Item({"": value}, number=len(own), citations=cites)))
    ordered = tuple(item for _, item in sorted(items, key=lambda one: one[0]))
    return (
        Paragraph("chain", (Sentence("chain", cited(ordered), number=len(ordered), items=ordered),)) if len(ordered) > 1 else None
    )


def _actors(evidence: Evidence, rank: str, actors: Sequence[Coded], picker: QuotePicker) -> Paragraph | None:
    """Who tells of these actors, and a quote for each of the first ones."""
    if not actors:
        return None
    items = tuple(
        Item(item.name, number=item.number, also=item.also, by=evidence.people(naming), citations=item.citations)
        for _, item, naming in actors
    )
    quotes: list[Quote] = []
    for code, _, naming in actors[:OF_ACTORS]:
        quotes += pick_about(evidence, picker, code, [p for p in naming if p.id not in _of(quotes)], 1 if len(actors) > 1 else 2)
    return Paragraph(rank, (Sentence(rank, cited(items), number=len(items), items=items),), tuple(quotes))


def pick_about(evidence: Evidence, picker: QuotePicker, code: str, naming: Sequence[Passage], most: int) -> tuple[Quote, ...]:
    """Quotes of passages that carry a code, with words of that code where there are such."""
    own = own_words(evidence, evidence.frame.by_id[code])
    return picker.pick(naming, most, partial(mentions, own)) or picker.pick(naming, most)


def _dated(evidence: Evidence, passages: Sequence[Passage], picker: QuotePicker) -> Paragraph | None:
    """What is told with a year, in the order of the years."""
    named: dict[int, list[Passage]] = {}
    for passage in passages:
        for year in years_of(passage):
            named.setdefault(year.year, []).append(passage)
    quotes: list[Quote] = []
    for number in sorted(named)[:DATED]:
        giving = [p for p in named[number] if p.id not in _of(quotes)]
        quotes += picker.pick(giving, 1, partial(_has_year, number))
    return _led_by("dated", evidence, [p for p in passages if p.id in _of(quotes)], quotes)


def _has_year(year: int, passage: Passage, text: str) -> bool:
    at = passage.segment.text.find(text)
    return any(one.year == year and at <= one.start < at + len(text) for one in years_of(passage))


def _hindered(evidence: Evidence, passages: Sequence[Passage], picker: QuotePicker) -> Paragraph | None:
    hindering = [p for p in passages if set(evidence.study.hindering_codes) & p.codes]
    return _led_by("hindered", evidence, hindering, picker.pick(hindering, HINDERED))


def _others(evidence: Evidence, passages: Sequence[Passage], picker: QuotePicker) -> Paragraph | None:
    """What else is told of it, where no actor is coded."""
    actors = set(evidence.family(evidence.study.actors_family))
    rest = [p for p in passages if not actors & p.codes and not set(evidence.study.hindering_codes) & p.codes]
    return _led_by("else", evidence, rest, picker.pick(rest, OF_ACTORS))


def _led_by(key: str, evidence: Evidence, telling: Sequence[Passage], quotes: Sequence[Quote]) -> Paragraph | None:
    """Quotes under one sentence that says who tells it."""
    if not telling or not quotes:
        return None
    telling = [p for p in telling if p.id in _of(quotes)]
    sessions = len(evidence.independent(telling)) or len({p.session.id for p in telling})
    return Paragraph(key, (Sentence(key, ids(telling), number=sessions, people=evidence.people(telling)),), tuple(quotes))


def _of(quotes: Sequence[Quote]) -> set[str]:
    return {quote.segment_id for quote in quotes}


def _credit(evidence: Evidence, actors: Sequence[Coded]) -> Paragraph | None:
    """Sessions that share no actor with most of the others, beside each other."""
    by_session: dict[str, dict[str, tuple[Words, list[Passage]]]] = {}
    for code, _, naming in actors:
        for passage in naming:
            name = actor(evidence.frame.by_id[code])
            by_session.setdefault(passage.counts_with, {}).setdefault(code, (name, []))[1].append(passage)
    alone = [
        session_id
        for session_id, names in by_session.items()
        if 2 * sum(not names.keys() & others.keys() for s, others in by_session.items() if s != session_id) > len(by_session) - 1
    ]
    items = []
    for session_id in alone:
        said = [p for _, found in by_session[session_id].values() for p in found]
        names = evidence.people(said) or ({"": session_id},)
        items.append(Item(names[0], by=tuple(name for name, _ in by_session[session_id].values()), citations=one_each(said)))
    return (
        Paragraph("credit", (Sentence("credit_alone", cited(items), number=len(items), items=tuple(items)),)) if items else None
    )
