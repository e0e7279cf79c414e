"""Sentences, gaps and attributions of a draft as text in one language, for every format alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from annotations.changes.story_gap_words import GAPS
from annotations.changes.story_labels import LABELS, MASCULINE, TERMS
from annotations.changes.story_records import Gap, Item, Quote, Sentence
from annotations.changes.story_words import SENTENCES, Phrase
from annotations.changes.wording import Pen, sentence_case
from annotations.languages import base

QUESTIONS = 2


@dataclass(frozen=True)
class GapLine:
    """What is missing, what to do about it, and the questions of the guide to ask."""

    text: str
    todo: str
    questions: tuple[str, ...]


def sentence_text(sentence: Sentence, pen: Pen, *, leads: bool = False) -> str:
    """The sentence with its citations. ``leads``: quotes follow it, so that it may end in a colon."""
    phrase = SENTENCES[pen.spoken][sentence.say]
    items = [f"{_item(item, phrase.item, pen)}{_cites(item, pen)}" for item in sentence.items]
    text = _fill(phrase, sentence, items, pen)
    if not any(item.citations for item in sentence.items):
        text = f"{text[:-1]} {pen.cite(sentence.citations)}{text[-1]}"
    return text if leads or not text.endswith(":") else f"{text[:-1]}."


def _cites(item: Item, pen: Pen) -> str:
    return f" {pen.cite(item.citations)}" if item.citations else ""


def gap_line(gap: Gap, pen: Pen) -> GapLine:
    phrase = GAPS[pen.spoken][gap.say]
    text = _fill(phrase, gap, [_item(item, phrase.item, pen) for item in gap.items], pen)
    if phrase.cites and gap.citations:
        text = f"{text[:-1]} {pen.cite(gap.citations)}{text[-1]}"
    ask = pen.listed([_item(item, "by", pen) for item in gap.ask]) or LABELS[pen.spoken]["untold"]
    names = pen.listed([pen.words(item.name) or term(item.term, pen) for item in gap.items])
    asked = [pen.words(question) for question in gap.questions[:QUESTIONS]] or [phrase.question.format(items=names)]
    return GapLine(text, phrase.todo.format(ask=ask), tuple(filter(None, asked)))


def attribution(quote: Quote, pen: Pen) -> str:
    """Role, place, kind of session: never a name, and no day, which with a place would tell who it was."""
    labels = LABELS[pen.spoken]
    role = pen.words(quote.category) or labels["respondent"]
    parts = [
        role,
        pen.words(quote.place_name) or pen.escape(quote.place),
        counted(0, quote.method, pen) if quote.method != "unknown" else "",
    ]
    if quote.capture == "notes":
        parts.append(labels["in_notes"] if quote.literal else labels["from_notes"])
    parts += [labels["prompted"]] if quote.prompted else []
    return ", ".join(part for part in parts if part)


def foreign(quote: Quote, pen: Pen) -> str:
    """``original in …`` when the quote is in another language than the draft."""
    if base(quote.language) in ("", base(pen.language)):
        return ""
    return LABELS[pen.spoken]["original"].format(language=term(base(quote.language), pen))


def translation(quote: Quote, pen: Pen) -> str:
    """What somebody's translation says for the quote, marked as such; empty where there is none in the language of the draft."""
    text = next((text for language, text in quote.translations.items() if base(language) == base(pen.language)), "")
    if not text:
        return ""
    labels = LABELS[pen.spoken]
    mark = labels["unsure" if any(base(language) == base(pen.language) for language in quote.unsure) else "translation"]
    return f"[{mark}] {pen.escape(text)}"


def term(name: str, pen: Pen) -> str:
    """A word of the house in its singular; anything else as it is.

    >>> term("focus_group", Pen("es")), term("nah", Pen("es"))
    ('grupo focal', 'nah')
    """
    return TERMS[pen.spoken][name][0] if name in TERMS[pen.spoken] else pen.escape(name)


def counted(number: int, name: str, pen: Pen) -> str:
    """A number and its noun; the noun alone in its singular when the number is 0.

    >>> counted(2, "focus_group", Pen("es")), counted(1, "session", Pen("en"))
    ('dos grupos focales', 'one session')
    """
    if not number:
        return term(name, pen)
    noun = TERMS[pen.spoken][name][number != 1] if name in TERMS[pen.spoken] else pen.escape(name)
    return f"{pen.number(number, masculine=name in MASCULINE)} {noun}"


def _fill(phrase: Phrase, what: Sentence | Gap, items: list[str], pen: Pen) -> str:
    names = [pen.words(item.name) for item in what.items] or [""]
    said = what if isinstance(what, Sentence) else None
    people = pen.listed([pen.words(one) for one in said.people] if said else [])
    text = (phrase.one if what.number == 1 or not phrase.many else phrase.many).format(
        n=pen.number(what.number),
        m=pen.number(what.number, masculine=True),
        of=pen.number(said.of) if said else "",
        sessions=counted(said.of, "session", pen) if said else "",
        items=pen.listed(items),
        people=people or LABELS[pen.spoken]["untold_kind"],
        dates=pen.months(said.dates) if said else "",
        a=names[0],
        b=names[-1],
    )
    return sentence_case(text)


def _item(item: Item, form: str, pen: Pen) -> str:
    labels = LABELS[pen.spoken]
    name = pen.words(item.name) or term(item.term, pen)
    by = pen.listed([pen.words(words) for words in item.by])
    sessions = counted(item.number, "session", pen) if item.number else ""
    forms: Mapping[str, Callable[[], str]] = {
        "name": lambda: name,
        "counted": lambda: counted(item.number, item.term, pen),
        "sessions": lambda: f"{name} ({sessions})",
        "year": lambda: f"{name} ({', '.join(filter(None, [by, sessions]))})",
        "by": lambda: f"{name} ({by})" if by else name,
        "also": lambda: pen.listed([name, *(pen.words(words) for words in item.by)]),
        "credits": lambda: f"{name} ({labels['names'].format(by=by)})",
        "actor": lambda: f"{name} ({sessions}{_led(item, pen)})",
        "told": lambda: f"{name} ({labels['according'].format(by=by)})" if by else name,
        "of_coders": lambda: f"{name} ({labels['of_coders'].format(n=pen.number(item.number), of=pen.number(item.also))})",
    }
    return forms[form]()


def _led(item: Item, pen: Pen) -> str:
    labels = LABELS[pen.spoken]
    if not item.also:
        return ""
    return f", {labels['all_led'] if item.also == item.number else labels['led'].format(n=pen.number(item.also))}"
