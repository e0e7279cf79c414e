from collections.abc import Sequence

import pytest

from annotations.changes.story_quotes import sentences
from annotations.changes.story_records import Quote
from annotations.codings import Span
from annotations.transcripts import Segment
from tests.annotations.changes.samples import coding, one_each, person, register, segment, session, story

LONG = " ".join(f"palabra{n}" for n in range(80))


def described(segments: list[Segment], spans: Sequence[Span] = (), **more: str) -> tuple[Quote, ...]:
    """The quotes of the change description when every segment reports the change, in sessions of one person each."""
    names = sorted({s.session_id for s in segments})
    sessions = [session(name, int(name[1:]), **more) for name in names]
    who = register(sessions, [person(f"R{name[1:]}") for name in names], {name: [f"R{name[1:]}"] for name in names})
    draft = story(who, segments, [coding(s.id) for s in segments], spans)
    return next(part for part in draft.sections if part.id == "change_description").quotes


def span(one: Segment, words: str, label: str = "quote") -> Span:
    start = one.text.index(words)
    return Span(one.id, "ana", label, start, start + len(words), words)  # type: ignore[arg-type]


def test_what_a_coder_marked_to_be_quoted_goes_before_all_else_and_stays_as_it_is() -> None:
    one = segment("S1", 1, "Pues sí. Yo digo que la vereda se abrió entre todos, y no por uno. Así fue.")
    (quote,) = described([one], [span(one, "la vereda se abrió entre todos")])
    assert (quote.text, quote.marked, quote.cut_before, quote.cut_after) == ("la vereda se abrió entre todos", True, True, True)


def test_marked_evidence_grows_to_its_sentence() -> None:
    one = segment("S1", 1, "Pues sí. Yo digo que la vereda se abrió entre todos. Así fue.")
    (quote,) = described([one], [span(one, "la vereda se abrió", "evidence")])
    assert (quote.text, quote.cut_before, quote.cut_after) == ("Yo digo que la vereda se abrió entre todos.", False, False)


def test_what_is_marked_as_personal_is_never_quoted() -> None:
    one = segment("S1", 1, "Doña Fulana abrió la vereda con sus hijos.")
    assert described([one], [span(one, "Doña Fulana", "pii")]) == ()


def test_no_quote_is_longer_than_sixty_words() -> None:
    one = segment("S1", 1, LONG)
    (quote,) = described([one], [span(one, LONG)])
    assert (len(quote.text.split()), quote.cut_before, quote.cut_after) == (60, False, True)
    (unmarked,) = described([one])
    assert len(unmarked.text.split()) == 60


def test_one_quote_a_session_before_a_second_one() -> None:
    segments = [
        segment(f"S{n}", number, f"La vereda número {n} {number} quedó abierta para toda la gente.")
        for n in (1, 2, 3, 4)
        for number in (1, 2)
    ]
    assert [quote.segment_id.split(".")[0] for quote in described(segments)] == ["S1", "S2", "S3", "S4"]


def test_quotes_are_spread_over_kinds_of_people_and_languages() -> None:
    kinds = ["farmer"] * 5 + ["teacher", "nurse", "farmer"]
    languages = ["es"] * 7 + ["en"]
    sessions = [session(f"S{n}", n, language=language) for n, language in enumerate(languages, 1)]
    people = [person(f"R{n}", kind) for n, kind in enumerate(kinds, 1)]
    who = register(sessions, people, {f"S{n}": [f"R{n}"] for n in range(1, 9)})
    segments = [segment(f"S{n}", 1, "La vereda quedó abierta para toda la gente.") for n in range(1, 9)]
    draft = story(who, segments, [coding(s.id) for s in segments])
    chosen = draft.sections[2].quotes
    assert {"S6.001", "S7.001", "S8.001"} <= {quote.segment_id for quote in chosen}
    assert len(chosen) == 4


def test_the_sentences_most_like_the_section_are_quoted_when_nobody_marked_any() -> None:
    talk = "La olla se quemaba mientras tanto y el perro ladraba. La vereda quedó abierta y la vereda se cuida entre vecinos."
    others = [segment(f"S{n}", 1, "Entre vecinos abrimos la vereda, la vereda se cuida.") for n in (2, 3, 4)]
    quote = next(q for q in described([segment("S1", 1, talk), *others]) if q.segment_id == "S1.001")
    assert "vereda quedó abierta" in quote.text
    assert not quote.marked


@pytest.mark.parametrize("marks", ["“{}”", "«{}»", '"{}"'])
def test_notes_are_never_speech_but_for_what_stands_in_quotation_marks(marks: str) -> None:
    said = marks.format("ya quedó abierta la vereda")
    literal = segment("S1", 1, f"Dice que no quería. Luego, bajito: {said}. Se fue.")
    (quote,) = described([literal], capture="notes")
    assert (quote.text, quote.literal, quote.capture) == ("ya quedó abierta la vereda", True, "notes")
    plain = segment("S1", 1, "Dice que la vereda quedó abierta y que todos la usan desde entonces.")
    (note,) = described([plain], capture="notes")
    assert not note.literal
    assert described([plain])[0].literal
    around = segment("S1", 1, f"Dice bajito: {said}. Se fue.")
    (mixed,) = described([around], [span(around, f"bajito: {said}")], capture="notes")
    assert not mixed.literal


def test_no_words_are_quoted_twice_in_one_draft() -> None:
    one = segment("S1", 1, "La vereda quedó abierta para toda la gente de arriba.")
    codings = [coding("S1.001"), *(coding("S1.001", name, "section") for name in ("contribution", "significance"))]
    draft = story(one_each(1), [one], codings)
    assert sum(len(part.quotes) for part in draft.sections) == 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Sí. No.", ["Sí.", "No."]),
        ("Pues… no sé. ¿Y usted?", ["Pues… no sé.", "¿Y usted?"]),
        ('Dijo "ya." Y se fue', ['Dijo "ya."', "Y se fue"]),
        ("Hm… à midi. Ótimo. Così… è vero", ["Hm… à midi.", "Ótimo.", "Così… è vero"]),
        ("  ", []),
        ("Costó 3.5 pesos. Fin.", ["Costó 3.5 pesos.", "Fin."]),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == parts
