"""Sentences, gaps and attributions of a draft as text in one language, for every format alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from annotations.changes.story_labels import LABELS, MASCULINE, TERMS
from annotations.changes.story_records import Gap, Item, Quote, Sentence
from annotations.changes.story_words import GAPS, SENTENCES, Phrase
from annotations.changes.wording import Pen, sentence_case
from annotations.languages import base

QUESTIONS = 2


@dataclass(frozen=True)
class Line:
    """A sentence, and the entries below it where it introduces a list."""

    text: str
    bullets: tuple[str, ...] = ()


@dataclass(frozen=True)
class GapLine:
    """What is missing, what to do about it, and the questions of the guide to ask."""

    text: str
    todo: str
    questions: tuple[str, ...]


def sentence_line(sentence: Sentence, pen: Pen) -> Line:
    phrase = SENTENCES[pen.spoken][sentence.say]
    inline = any(item.citations for item in sentence.items)
    items = [_item(item, phrase.item, pen) + _evidence(item, pen) for item in sentence.items]
    text = _fill(phrase, sentence.number, pen, items, of=sentence.of, dates=pen.period(sentence.dates), sentence=sentence)
    if not inline:
        text = f"{text[:-1]} {pen.cite(sentence.citations)}{text[-1]}"
    return Line(text, tuple(items) if phrase.bullets else ())


def gap_line(gap: Gap, pen: Pen) -> GapLine:
    phrase = GAPS[pen.spoken][gap.say]
    text = _fill(phrase, gap.number, pen, [_item(item, phrase.item, pen) for item in gap.items])
    if phrase.cites and gap.citations:
        text = f"{text[:-1]} {pen.cite(gap.citations)}{text[-1]}"
    ask = pen.listed([_item(item, "by", pen) for item in gap.ask]) or LABELS[pen.spoken]["untold"]
    return GapLine(text, phrase.todo.format(ask=ask), tuple(pen.words(question) for question in gap.questions[:QUESTIONS]))


def attribution(quote: Quote, pen: Pen) -> str:
    """Role, place, kind of session, date: never a name."""
    labels = LABELS[pen.spoken]
    role = pen.words(quote.category) or labels["respondent"]
    parts = [role, pen.escape(quote.place), counted(0, quote.method, pen) if quote.method != "unknown" else ""]
    parts += [pen.date(quote.date)] if quote.date else []
    if quote.capture == "notes":
        parts.append(labels["in_notes"] if quote.literal else labels["from_notes"])
    parts += [labels["prompted"]] if quote.prompted else []
    return ", ".join(part for part in parts if part)


def foreign(quote: Quote, pen: Pen) -> str:
    """``original in …`` when the quote is in another language than the draft."""
    if base(quote.language) in ("", base(pen.language)):
        return ""
    return LABELS[pen.spoken]["original"].format(language=term(base(quote.language), pen))


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


def _fill(
    phrase: Phrase, number: int, pen: Pen, items: list[str], *, of: int = 0, dates: str = "", sentence: Sentence | None = None
) -> str:
    names = [pen.words(item.name) for item in sentence.items] if sentence else []
    text = (phrase.one if number == 1 or not phrase.many else phrase.many).format(
        n=pen.number(number),
        m=pen.number(number, masculine=True),
        of=pen.number(of),
        sessions=counted(of, "session", pen),
        items=pen.listed(items),
        dates=dates,
        a=(names or [""])[0],
        b=(names or [""])[-1],
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
        "by": lambda: f"{name} ({by})" if by else name,
        "colon": lambda: f"{name}: {by}",
        "in_sessions": lambda: f"{name} ({by}), {sessions}" if by else f"{name}, {sessions}",
        "actor": lambda: f"{name}: {sessions}{_led(item, pen)}",
        "group": lambda: f"{name}: {'; '.join(filter(None, [sessions, labels['said_by'].format(by=by) if by else '']))}",
        "of_coders": lambda: f"{name} ({labels['of_coders'].format(n=pen.number(item.number), of=pen.number(item.also))})",
    }
    return forms[form]()


def _evidence(item: Item, pen: Pen) -> str:
    """The words that an entry shows, each with its segment, and whatever else it rests on."""
    labels = LABELS[pen.spoken]
    shown = [
        (f"“… {pen.escape(e.text)} …”" if e.literal else f"{labels['notes']}: … {pen.escape(e.text)} …")
        + f" {pen.cite([e.segment_id])}"
        for e in item.excerpts
    ]
    others = [citation for citation in item.citations if citation not in {e.segment_id for e in item.excerpts}]
    shown += [f"{labels['also'] if shown else ''}{pen.cite(others)}"] if others else []
    return f"{': ' if item.excerpts else ' '}{'; '.join(shown)}" if shown else ""


def _led(item: Item, pen: Pen) -> str:
    labels = LABELS[pen.spoken]
    if not item.also:
        return ""
    return f", {labels['all_led'] if item.also == item.number else labels['led'].format(n=pen.number(item.also))}"
