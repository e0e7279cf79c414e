"""What nobody said, and words that only stand in brackets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.readers.marks import marks_of


def marked(text: str) -> list[tuple[str, str]]:
    return [(mark.kind, text[mark.start : mark.end]) for mark in marks_of(text)]


@pytest.mark.parametrize(
    "note",
    [
        *(
            "(risas)",
            "(Risas)",
            "[risas]",
            "(se ríe)",
            "[se ríen todos]",
            "(risas de la entrevistada)",
            "<laughs>",
            "(laughs nervously)",
        ),
        *(
            "*pausa*",
            "[pausa larga]",
            "[pausa de 3 segundos]",
            "(2.5)",
            "(.)",
            "(3 s)",
            "[silencio]",
            "((suspira))",
            "(llora)",
            "[Música]",
        ),
        *(
            "[se levanta y sale]",
            "(se le quiebra la voz)",
            "[suena el teléfono]",
            "(señala el río)",
            "[points at the map]",
            "[applause]",
        ),
        *("♪ la la ♪", "{tose}", "[phone rings]", "(joking)", "[rires]"),
    ],
)
def test_notes(note: str) -> None:
    assert marked(f"Sí {note} pues") == [("nonverbal", note)]


@pytest.mark.parametrize(
    "note",
    [
        *(
            "[inaudible]",
            "[inaudible 00:12:41]",
            "(ininteligible)",
            "[no se entiende]",
            "(?)",
            "[???]",
            "xxx",
            "[xxx]",
            "[…]",
            "(...)",
        ),
        *("[crosstalk 00:01:02]", "[hablan al mismo tiempo]", "[unintelligible]", "[audio cortado]", "[inaudible, min 3]"),
    ],
)
def test_what_could_not_be_heard(note: str) -> None:
    assert marked(f"Sí {note} pues") == [("inaudible", note)]


@pytest.mark.parametrize(
    "words",
    [
        *(
            "(mi hermana)",
            "[Empresa A]",
            "[Persona B]",
            "[Phone A]",
            "(agua?)",
            "(se casó)",
            "(la música que tocaba)",
            "(2)",
            "[P1]",
        ),
        *(
            "(sale caro)",
            "(pausa menstrual)",
            "(silencio administrativo)",
            "*muy*",
            "la empresa XXX",
            "[lo de siempre]",
            "5 * 3 * 2",
        ),
        *("[Deleted to preserve the participant anonymity]", "a las 10:30 salimos", "fuimos a las 10:30", "[]", "( )", "<b>"),
    ],
)
def test_words_stay_words(words: str) -> None:
    assert marked(f"Sí {words} pues") == []


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("[00:12:41] hola", ["[00:12:41]"]),
        ("(00:12) hola", ["(00:12)"]),
        ("hola [12:41] sí", ["[12:41]"]),
        ("hola\n00:12:41\nsí", ["00:12:41"]),
        ("Ana  0:03\nhola", ["0:03"]),
        ("*0:0 = hola", ["*0:0 ="]),
        ("hola #00:01:02-1#", ["#00:01:02-1#"]),
        ("0:0:0.0 --> 0:0:3.21\nAna", ["0:0:0.0 --> 0:0:3.21"]),
        ("12:30 fuimos", []),
        ("marcador 3:2", []),
    ],
)
def test_times(text: str, times: list[str]) -> None:
    assert marked(text) == [("time", time) for time in times]


PIECES = [
    "(risas)",
    "[",
    "]",
    "(",
    ")",
    "[00:01]",
    "00:01:02",
    "x",
    "xxx",
    "…",
    "?",
    "*",
    "♪",
    "\n",
    " ",
    "ñ",
    "🙂",
    "e\u0301",
    "\u200f",
    "<",
    ">",
    "P1:",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_marks_are_in_the_text_in_order_and_disjoint(text: str) -> None:
    last = 0
    for mark in marks_of(text):
        assert last <= mark.start < mark.end <= len(text)
        assert text[mark.start : mark.end].strip() == text[mark.start : mark.end]
        last = mark.end
