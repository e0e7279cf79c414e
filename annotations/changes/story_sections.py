"""The other sections of a draft: what changed, for whom it was different, why it matters, whether it lasts; and whatever else the study's
template asks for."""

from collections.abc import Callable, Sequence
from functools import partial

from annotations.changes.story_contribution import contribution, pick_about
from annotations.changes.story_cues import Cue, asks, tells
from annotations.changes.story_evidence import CONTRIBUTION, GROUPS, SIGNIFICANCE, SUSTAINABILITY, Evidence, Passage, ids
from annotations.changes.story_facts import cited, coded, kinds, years_begun, years_named, years_of
from annotations.changes.story_headline import when
from annotations.changes.story_numbers import differing_numbers
from annotations.changes.story_quotes import QuotePicker
from annotations.changes.story_records import Item, Paragraph, Quote, Sentence
from annotations.languages import base

QUOTES, OF_DESCRIPTION, OF_GROUPS, OF_PART, AGAINST = 3, 4, 4, 2, 3


def paragraphs(evidence: Evidence, section_id: str, picker: QuotePicker) -> tuple[Paragraph, ...]:
    """One section of the study's template. Those who deny the change stand beside the others in every section that they speak to."""
    made: dict[str, Callable[[Evidence, QuotePicker], tuple[Paragraph, ...]]] = {
        CONTRIBUTION: contribution,
        GROUPS: _groups,
        SUSTAINABILITY: _sustainability,
        SIGNIFICANCE: partial(_told, section_id=SIGNIFICANCE, key="value"),
        evidence.description: _description,  # last: in a template without one, another section describes the change
    }
    build = made.get(section_id, partial(_told, section_id=section_id, key="told"))
    return (*build(evidence, picker), *_denied(evidence, section_id, picker), *_caveats(evidence, section_id))


def notes(evidence: Evidence, section_id: str) -> tuple[Sentence, ...]:
    """How many independent sessions speak of the section's matter, on either side."""
    passages, against = evidence.in_section(section_id), evidence.in_section(section_id, "against")
    found = []
    if passages:
        linked, sessions = sum(p.linked for p in passages), len(evidence.independent(passages))
        say = "spoken_of_linked" if linked == len(passages) else "spoken_of_partly" if linked else "spoken_of"
        say = say if sessions else "spoken_of_prompted"
        found.append(Sentence(say, ids(passages), number=sessions, of=linked, items=kinds(evidence, passages)))
    denying = len(evidence.independent(against))
    if denying:
        found.append(Sentence("spoken_by_deniers", ids(against), number=denying, items=kinds(evidence, against)))
    return tuple(found)


def _led(evidence: Evidence, key: str, passages: Sequence[Passage], quotes: Sequence[Quote]) -> tuple[Paragraph, ...]:
    """Quotes under a sentence that says who tells it."""
    if not passages or not quotes:
        return ()
    quoted = {quote.segment_id for quote in quotes}
    telling = [p for p in passages if p.id in quoted]
    number = len(evidence.independent(telling)) or len({p.session.id for p in telling})
    sentence = Sentence(key, ids(telling), number=number, people=evidence.people(telling))
    return (Paragraph(key, (sentence,), tuple(quotes)),)


def _told(evidence: Evidence, picker: QuotePicker, *, section_id: str, key: str) -> tuple[Paragraph, ...]:
    passages = evidence.in_section(section_id)
    return _led(evidence, key, passages, picker.pick(passages, QUOTES))


def _description(evidence: Evidence, picker: QuotePicker) -> tuple[Paragraph, ...]:
    passages = evidence.in_section(evidence.description)
    described = _led(evidence, "described", passages, picker.pick(passages, OF_DESCRIPTION))
    numbers = differing_numbers(passages)
    differing = (
        (Paragraph("numbers", (Sentence("numbers", cited(numbers), number=len(numbers), items=numbers),)),) if numbers else ()
    )
    return (*described, *_when(evidence, passages, picker), *differing)


def _when(evidence: Evidence, passages: Sequence[Passage], picker: QuotePicker) -> tuple[Paragraph, ...]:
    """The years that sessions disagree on, with the words of each; of one year that all agree on the headline has told."""
    years = years_begun(evidence, passages)
    named = years_named(passages)
    if not years and named:
        return (Paragraph("when", (Sentence("years_named", cited(named), number=len(named), items=named),)),)
    if len(years) < 2:
        return ()
    quotes: list[Quote] = []
    for item in years:
        giving = [p for p in passages if p.id in item.citations and p.id not in {q.segment_id for q in quotes}]
        quotes += picker.pick(giving, 1, partial(_names, item))
    return (Paragraph("when", when(evidence), tuple(quotes)),)


def _names(item: Item, passage: Passage, text: str) -> bool:
    at = passage.segment.text.find(text)
    return any(str(y.year) == item.name.get("") and at <= y.start < at + len(text) for y in years_of(passage))


def _groups(evidence: Evidence, picker: QuotePicker) -> tuple[Paragraph, ...]:
    """The groups that are spoken of, and the words about those of whom most sessions speak."""
    passages = evidence.in_section(GROUPS)
    found = coded(evidence, passages, evidence.family(evidence.study.groups_family))
    items = tuple(
        Item(item.name, number=item.number, by=evidence.people(naming), citations=item.citations) for _, item, naming in found
    )
    quotes: list[Quote] = []
    for code, _, naming in found:
        if len(quotes) < OF_GROUPS:
            quotes += pick_about(evidence, picker, code, [p for p in naming if p.id not in {q.segment_id for q in quotes}], 1)
    if not items:
        return _led(evidence, "different", passages, picker.pick(passages, QUOTES))
    return (Paragraph("groups", (Sentence("groups", cited(items), number=len(items), items=items),), tuple(quotes)),)


def _sustainability(evidence: Evidence, picker: QuotePicker) -> tuple[Paragraph, ...]:
    """How things stand and whether it will last, what it needs, what could undo it: by the words of each sentence, and where the
    interviewer asked for it, by the beginning of the answer. Words that say neither are of the first part."""
    passages = evidence.in_section(SUSTAINABILITY)
    cues: tuple[tuple[str, Cue], ...] = (("risks", "risk"), ("needs", "need"))
    found = {key: _led(evidence, key, passages, picker.pick(passages, OF_PART, partial(_tells, cue))) for key, cue in cues}
    lasting = picker.pick(passages, OF_PART, lambda passage, text: not any(_tells(cue, passage, text) for _, cue in cues))
    return (*_led(evidence, "lasting", passages, lasting), *found["needs"], *found["risks"])


def _tells(cue: Cue, passage: Passage, text: str) -> bool:
    begins = passage.segment.text.startswith(text)
    asked = asks(passage.segment.question, cue) and begins
    return asked or tells(text, cue, base(passage.segment.language or passage.session.language))


def _denied(evidence: Evidence, section_id: str, picker: QuotePicker) -> tuple[Paragraph, ...]:
    """The words of those who deny the change, at least one quote from each independent session among them."""
    denying = [
        p
        for p in evidence.passages
        if p.stance == "against" and not p.linked and section_id in {*p.sections, evidence.description}
    ]
    sessions = len({p.session.id for p in denying})
    return _led(evidence, "contested", denying, picker.pick(denying, max(AGAINST, sessions)))


def _caveats(evidence: Evidence, section_id: str) -> tuple[Paragraph, ...]:
    """What a reader must know of the section's evidence: notes only, prompted answers only, one kind of people only."""
    passages = evidence.in_section(section_id)
    if not passages:
        return ()
    found = []
    spoken = {p.category for p in passages if p.counts_with}
    if all(p.session.capture == "notes" for p in passages):
        found.append(Sentence("notes_only", ids(passages), number=len({p.session.id for p in passages})))
    if all(p.prompted for p in passages):
        found.append(Sentence("prompted_only", ids(passages), number=len({p.session.id for p in passages})))
    elif len(spoken) == 1 and "" not in spoken:
        found.append(
            Sentence("one_kind_only", ids(passages), number=1, people=evidence.people([p for p in passages if p.counts_with]))
        )
    return (Paragraph("caveats", tuple(found)),) if found else ()
