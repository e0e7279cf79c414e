"""Labels as people write them, and words that only look like labels."""

import pytest

from annotations.readers.roles import roles_of
from annotations.readers.labels import label_of as mark_of
from annotations.readers.speakers import turns_of
from annotations.readers.unlabelled import paragraphs_of


def said(text: str, **known: list[str]) -> list[tuple[str, str, str]]:
    return [(turn.speaker, turn.role[0], text[turn.start : turn.end]) for turn in turns_of(text, **known)]


@pytest.mark.parametrize(
    ("line", "label", "words"),
    [
        ("ENTREVISTADORA: ¿Y?", "ENTREVISTADORA", "¿Y?"),
        ("Moderador – Buenas", "Moderador", "Buenas"),
        ("Moderador - Buenas", "Moderador", "Buenas"),
        ("SR. PÉREZ.- Buenas", "SR. PÉREZ.", "Buenas"),
        ("P3 (mujer): Sí", "P3", "Sí"),
        ("Entrevistador(a): Sí", "Entrevistador", "Sí"),
        ("[id1] words", "id1", "words"),
        ("[00:12:41] Speaker 2: hola", "Speaker 2", "hola"),
        ("00:12 - Speaker 2: hola", "Speaker 2", "hola"),
        ("Speaker 2 (00:12): hola", "Speaker 2", "hola"),
        ("Ana María  0:03", "Ana María", ""),
        ("**Interviewer:** hi", "Interviewer", "hi"),
        ("P1\thola", "P1", "hola"),
        ("SEN\u0303ORA: hola", "SEN\u0303ORA", "hola"),
        ("受访者：你好", "受访者", "你好"),
        ("MAMÁ\u00a01: hola", "MAMÁ 1", "hola"),
        ("Ana | Casa 3: hola", "Ana | Casa 3", "hola"),
    ],
)
def test_labels(line: str, label: str, words: str) -> None:
    mark = mark_of(line)
    assert mark is not None
    assert (mark.label, line[mark.words :]) == (label, words)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Sí.",
        "Y entonces, dijo: no",
        "https://a.org",
        "A las 10:30 salimos",
        "uno dos tres cuatro cinco: seis",
        "12:30 fuimos",
        "¿Qué?: no",
    ],
)
def test_no_labels(line: str) -> None:
    assert mark_of(line) is None


def test_a_very_long_line_takes_no_time() -> None:
    for sign in (" ", "a", "a ", "(", "*", "\u00a0", "0:0", "a."):
        mark_of(sign * 500_000)


def test_words_before_a_colon_inside_speech_are_no_speaker() -> None:
    text = (
        "ENTREVISTADOR: ¿Y?\nROSA: Mire.\nPrimero: hay que pagar.\nNota: no todos.\nLo dijo clarito: no.\nROSA: Eso.\nNota: nada."
    )
    assert said(text) == [
        ("ENTREVISTADOR", "i", "¿Y?"),
        ("ROSA", "r", "Mire.\nPrimero: hay que pagar.\nNota: no todos.\nLo dijo clarito: no."),
        ("ROSA", "r", "Eso.\nNota: nada."),
    ]


def test_somebody_who_speaks_once_is_known_by_the_series_or_by_the_roster() -> None:
    text = "Moderadora: ¿Sí?\nP1: a\nP2: b\nP1: c\nP2: d\nP7: e\nLupe: f"
    assert said(text)[-2:] == [("P2", "r", "d"), ("P7", "r", "e\nLupe: f")]
    assert said(text, respondents=["LUPE"])[-2:] == [("P7", "r", "e"), ("Lupe", "r", "f")]


def test_one_speaker_under_several_spellings() -> None:
    text = "Interviewer: a?\nP3 (mujer): b\nINTERVIEWER : c?\np3: d"
    assert [(speaker, words) for speaker, _, words in said(text)] == [
        ("Interviewer", "a?"),
        ("P3", "b"),
        ("Interviewer", "c?"),
        ("P3", "d"),
    ]


def test_parentheses_count_where_only_they_tell_people_apart() -> None:
    text = "Moderadora: ¿a?\nVecina (1): b\nVecina (2): c\nVecina (1): d\nVecina (2): e"
    assert [speaker for speaker, _, _ in said(text)] == ["Moderadora", "Vecina (1)", "Vecina (2)", "Vecina (1)", "Vecina (2)"]


def test_short_forms_are_the_interviewer_when_they_ask() -> None:
    asks = [("E", "¿Qué?"), ("R", "Nada."), ("E", "¿Y?"), ("R", "¿Cómo?"), ("R", "Eso.")]
    assert roles_of(asks) == {"E": "interviewer", "R": "respondent"}
    answers = [("A", "¿Qué?"), ("E", "Nada."), ("A", "¿Y?"), ("E", "Eso.")]
    assert roles_of(answers) == {"A": "respondent", "E": "respondent"}
    assert roles_of(answers, interviewers=["a"]) == {"A": "interviewer", "E": "respondent"}
    assert roles_of([("INTERVIEWER", "So."), ("I", "What?")]) == {"INTERVIEWER": "interviewer", "I": "respondent"}


def test_role_words_in_both_languages() -> None:
    spoken = {
        word: "a" for word in ("Entrevistadora", "MODERADOR 2", "Encuestador", "Facilitadora", "Researcher", "Enumerator", "Q")
    }
    assert set(roles_of(spoken.items()).values()) == {"interviewer"}
    answering = {word: "a?" for word in ("Entrevistada", "Encuestado", "Interviewee", "Participante 3", "Rosa")}
    assert set(roles_of(answering.items()).values()) == {"respondent"}


def test_a_title_block_is_no_turn() -> None:
    text = "Entrevista 3\nFecha: 3 de mayo\nEntrevistadora: Ana\nLugar: la plaza\n\nEntrevistadora: ¿Y?\nRosa: Nada.\nRosa: Nada."
    assert said(text) == [("Entrevistadora", "i", "¿Y?"), ("Rosa", "r", "Nada."), ("Rosa", "r", "Nada.")]


def test_answers_without_a_label_are_answers() -> None:
    text = "Entrevistador: ¿Qué cambió?\n\nPues nada.\n\nNada de nada.\n\nEntrevistador: ¿Y antes?\nTampoco."
    assert said(text) == [
        ("Entrevistador", "i", "¿Qué cambió?"),
        ("", "r", "Pues nada.\n\nNada de nada."),
        ("Entrevistador", "i", "¿Y antes?"),
        ("", "r", "Tampoco."),
    ]


def test_without_labels_every_paragraph_is_a_turn() -> None:
    text = "Uno\ndos.\n\n \n\tTres.\n"
    assert said(text) == [("", "r", "Uno\ndos."), ("", "r", "Tres.")]


def test_long_lines_are_paragraphs_and_wrapped_lines_are_not() -> None:
    long, short = "palabra " * 20, "corta"
    text = f"{long}\n{short}\n\n{short}\n{short}"
    assert [text[start:end] for start, end in paragraphs_of(text)] == [long.strip(), short, f"{short}\n{short}"]


def test_two_recurring_words_do_not_make_a_monologue_a_conversation() -> None:
    text = "Hablé mucho.\n\nAgua: poca.\n\nMás.\n\nAgua: nada.\n\nY ya.\n\nFin."
    assert {speaker for speaker, _, _ in said(text)} == {""}
    assert len(said(text)) == 6
