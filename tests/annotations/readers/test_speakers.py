"""Labels as people write them, and words that only look like labels."""

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.readers.labels import label_of
from annotations.readers.roles import roles_of
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
        ("Moderador— Buenas", "Moderador", "Buenas"),
        ("[00:12:41] Speaker 2", "Speaker 2", ""),
        ("[00:10] RESEARCHER:", "RESEARCHER", ""),
        ("[00:00:01.200] - Speaker 1", "Speaker 1", ""),
        ("[10:23:45 AM] Ana: hola", "Ana", "hola"),
        ("00:00:01\t00:00:04\tAna\thola", "Ana", "hola"),
        ("00:03:40.5Ana: hola", "Ana", "hola"),
        ("#00:00:00-0# I: hola", "I", "hola"),
        ("*0:0 = I1: hola", "I1", "hola"),
        ("Sara Mannheimer  00:12", "Sara Mannheimer", ""),
        ("Smith, John   0:03", "Smith, John", ""),
        ("Speaker 1 [00:00:03] hola", "Speaker 1", "hola"),
        ("#Ana: hola", "Ana", "hola"),
        ("@ana: hola", "ana", "hola"),
        ("{Ana} hola", "Ana", "hola"),
        ("<Ana> hola", "Ana", "hola"),
        ("[Persona A]: hola", "Persona A", "hola"),
        ("Jean-Pierre: hola", "Jean-Pierre", "hola"),
        ("María de los Ángeles Pérez Gil: hola", "María de los Ángeles Pérez Gil", "hola"),
        ("interviewee: hi", "interviewee", "hi"),
        ("P. ¿Y?", "P", "¿Y?"),
    ],
)
def test_labels(line: str, label: str, words: str) -> None:
    found = label_of(line)
    assert found is not None
    assert (found.label, line[found.words :]) == (label, words)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Y entonces, dijo: no",
        "https://a.org",
        "A las 10:30 salimos",
        "uno dos tres cuatro cinco: seis",
        "—¿Y tú? —dijo.",
        "00:00:01 --> 00:00:04",
        "¿Qué?: no",
    ],
)
def test_no_labels(line: str) -> None:
    assert label_of(line) is None


def test_a_very_long_line_takes_no_time() -> None:
    for sign in (" ", "a", "a ", "(", "*", "\u00a0", "0:0", "a.", "a-", "[a ", "0:00 ", "a(", "a \t"):
        label_of(sign * 500_000)


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
    text = "Moderadora: ¿Sí?\nP1: a\ny\nP2: b\nP1: c\nP2: d\nP7: e\nLupe: f"
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


def test_somebody_who_speaks_once_where_every_line_has_a_label() -> None:
    text = "Moderadora: ¿Sí?\nAna: a\nBeto: b\nAna: c\nBeto: d\nNota: e\nLupe: f\nTodos: g"
    assert [speaker for speaker, _, _ in said(text)] == ["Moderadora", "Ana", "Beto", "Ana", "Beto", "Lupe", "Todos"]


TEAMS = """Reunión semanal-20230510_140000-Meeting Recording
May 10, 2023, 2:00PM
32m 10s

Ana Ruiz started transcription

Ana Ruiz   0:03
¿Cómo están?

Smith, John   0:10
Bien.
Nada. A las 10:30
llega.

Ana Ruiz   1:00:15
¿Y?

Beto   1:01:15
Nada.

Ana Ruiz stopped transcription
"""


def test_teams() -> None:
    assert [(speaker, words) for speaker, _, words in said(TEAMS)] == [
        ("Ana Ruiz", "¿Cómo están?"),
        ("Smith, John", "Bien.\nNada. A las 10:30\nllega."),
        ("Ana Ruiz", "¿Y?"),
        ("Beto", "Nada."),
    ]


OTTER = """SUMMARY KEYWORDS
water, committee

SPEAKERS
Sara, Interviewee

Sara  00:02
What changed?

Interviewee  00:12
Nothing.

Sara  00:20
Why?

Interviewee  01:00:12
So.

Sara  01:00:22
Ok?

Transcribed by https://otter.ai
"""


def test_otter() -> None:
    assert said(OTTER) == [
        ("Sara", "i", "What changed?"),
        ("Interviewee", "r", "Nothing."),
        ("Sara", "i", "Why?"),
        ("Interviewee", "r", "So."),
        ("Sara", "i", "Ok?"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[00:00:01]\nAna\nUno.\n\n[00:00:05]\nBeto\nDos.\n\n[00:00:09]\nAna\nTres.\n\n[00:00:12]\nBeto\nYa.",
        "0:0:0.0 --> 0:0:3.2\nAna\nUno.\n0:0:3.3 --> 0:0:5.0\nBeto\nDos.\n0:0:6.0 --> 0:0:7.0\nAna\nTres.\n0:0:7.3 --> 0:0:8.0\nBeto\nYa.",
        "Ana\n00:01\nUno.\n\nBeto\n00:05\nDos.\n\nAna\n00:09\nTres.\n\nBeto\n00:12\nYa.",
        "[00:01] Ana\nUno.\n\n[00:05] Beto\nDos.\n\n[00:09] Ana\nTres.\n\n[00:12] Beto\nYa.",
        "00:01\t00:05\tAna\tUno.\n00:05\t00:09\tBeto\tDos.\n00:09\t00:12\tAna\tTres.\n00:12\t00:20\tBeto\tYa.",
        "Ana [00:01] Uno.\n\nBeto [00:05] Dos.\n\nAna [00:09] Tres.\n\nBeto [00:12] Ya.",
        "<Ana> Uno.\n<Beto> Dos.\n<Ana> Tres.\n<Beto> Ya.",
        "Ana — Uno.\nBeto — Dos.\nAna — Tres.\nBeto — Ya.",
        "{Ana} Uno.\n{Beto} Dos.\n{Ana} Tres.\n{Beto} Ya.",
    ],
)
def test_one_conversation_in_every_layout(text: str) -> None:
    assert [(speaker, words) for speaker, _, words in said(text)] == [
        ("Ana", "Uno."),
        ("Beto", "Dos."),
        ("Ana", "Tres."),
        ("Beto", "Ya."),
    ]


def test_a_time_between_words_and_a_name_belongs_to_the_name() -> None:
    text = "Entrevista 4\n\n" + "".join(f"[00:0{n}]\nAna\nUno {n}\n" for n in range(6))
    assert [(speaker, words) for speaker, _, words in said(text)] == [("Ana", f"Uno {n}") for n in range(6)]


def test_labels_on_lines_of_their_own() -> None:
    text = "ENTREVISTADORA\n\n¿Qué cambió?\n\nP3\n\nSí\n\nNo\n\nENTREVISTADORA\n\n¿Y?\n\nP3\n\nSí"
    assert [(speaker, words) for speaker, _, words in said(text)] == [
        ("ENTREVISTADORA", "¿Qué cambió?"),
        ("P3", "Sí\n\nNo"),
        ("ENTREVISTADORA", "¿Y?"),
        ("P3", "Sí"),
    ]


def test_questions_and_answers_by_their_letters() -> None:
    assert said("P. ¿Cómo?\nR. Bien, la verdad.\nP. ¿Y?\nR. Mal.") == [
        ("P", "i", "¿Cómo?"),
        ("R", "r", "Bien, la verdad."),
        ("P", "i", "¿Y?"),
        ("R", "r", "Mal."),
    ]
    assert said("Q: When?\nA: Now.") == [("Q", "i", "When?"), ("A", "r", "Now.")]


@pytest.mark.parametrize(
    "text",
    [
        "[00:12:41] Sí\n[00:12:44] No sé\n[00:12:48] Sí\n[00:12:50] No sé",
        "Me dijo: no vengas.\nMe dijo: ya no.\nYo dije: sí.\nYo dije: bueno.",
        "[Empresa A] vino.\n\n[Empresa A] se fue.\n\nY así.\n\n[Empresa B] no.",
        "—¿Y tú?\n—Nada.\n—¿Y tú?\n—Nada.",
        "Sí — claro.\nNo — nunca.\nSí — claro.\nNo — nunca.",
        "Primero: a.\nSegundo: b.\nPrimero: c.\nSegundo: d.",
        "http: a\nhttps: b\nhttp: c\nhttps: d",
    ],
)
def test_speech_that_only_looks_labelled(text: str) -> None:
    assert {speaker for speaker, _, _ in said(text)} == {""}


def test_a_mask_that_begins_a_line_is_words() -> None:
    text = "Moderadora: ¿Sí?\n[Persona A]: Uno.\nModeradora: ¿Y?\n[Persona A]: Dos.\n[Empresa A] vino.\n[Empresa A] se fue."
    assert said(text)[-1] == ("Persona A", "r", "Dos.\n[Empresa A] vino.\n[Empresa A] se fue.")


def test_questions_of_a_guide_without_labels() -> None:
    text = "¿Qué cambió?\n\nLlegó el agua.\n\n2. ¿Por qué importa?\n\nNo había. ¿Usted cree?\n\n¿Quién ayudó?\n\nEl comité.\n\nPues sí."
    assert "".join(role for _, role, _ in said(text)) == "iririrr"
    assert {role for _, role, _ in said("Dije yo. ¿Qué?\n\nNada.\n\n¿Y qué?\n\nPues nada.\n\nYa.")} == {"r"}


def test_the_outline_of_a_guide_is_not_the_respondents_words() -> None:
    text = "1 Read the page.\n\tOkay, reading.\nMODERATOR: Yes\n\tGood.\n1.a Is it clear?\n\tIt is.\n1.b And this?\n\tNo.\n2 Go on.\n3 Say more.\n\tMore."
    assert [(role, words) for _, role, words in said(text)] == [
        *(
            ("i", "1 Read the page."),
            ("r", "Okay, reading."),
            ("i", "Yes"),
            ("r", "Good."),
            ("i", "1.a Is it clear?"),
            ("r", "It is."),
        ),
        *(("i", "1.b And this?"), ("r", "No."), ("i", "2 Go on."), ("i", "3 Say more."), ("r", "More.")),
    ]


def test_a_title_block_names_people_who_do_not_speak_yet() -> None:
    text = "Fecha: mayo\nEntrevistadora: Ana López\nEntrevistada: Rosa Pérez\n\nEntrevistadora: ¿Y?\nRosa: Ya.\nRosa: Otra."
    assert said(text) == [("Entrevistadora", "i", "¿Y?"), ("Rosa", "r", "Ya."), ("Rosa", "r", "Otra.")]


def test_many_speakers_and_long_turns_take_time_in_proportion() -> None:
    def seconds(speakers: int) -> float:
        text = "".join(f"Persona{number}: {'palabra ' * 25}\n\n" for number in range(speakers))
        begin = time.perf_counter()
        assert len(turns_of(text)) == speakers
        return time.perf_counter() - begin

    seconds(100)
    assert seconds(8_000) < 40 * seconds(1_000)  # eight times as long, where it was 64 times


LABELS = [
    "P1: ",
    "E: ",
    "Ana  0:03\n",
    "[00:01] ",
    "[id1] ",
    "Moderador – ",
    "ROSA\n",
    "- ",
    "1.a ",
    "Fecha: ",
    "P. ",
    "¿",
    "?",
    "\n",
    "\n\n",
    "\t",
]
WORDS = ["hola", "ñu", "🙂", "e\u0301", "\u200f", "a las 10:30", "dijo: no", "\u00a0", "Ana", "started transcription", "\u2028"]


@given(st.lists(st.sampled_from(LABELS + WORDS), max_size=60).map("".join) | st.text())
def test_turns_are_in_order_disjoint_and_not_empty(text: str) -> None:
    last = 0
    for turn in turns_of(text, interviewers=["Ana"], respondents=["P1"]):
        assert last <= turn.start < turn.end <= len(text)
        assert text[turn.start : turn.end] == text[turn.start : turn.end].strip()
        last = turn.end


@example([("P2", ["started transcription"])])
@given(st.lists(st.tuples(st.sampled_from(["P1", "P2", "Moderadora"]), st.lists(st.sampled_from(WORDS), min_size=1)), min_size=1))
def test_no_word_is_lost_between_a_label_and_its_turn(spoken: list[tuple[str, list[str]]]) -> None:
    text = "\n".join(f"{label}: dice {' '.join(words)}" for label, words in [("Moderadora", ["así"]), *spoken, ("P1", ["ya"])])
    outside, last = "", 0
    for turn in turns_of(text):
        outside, last = outside + text[last : turn.start] + "|", turn.end
    assert set(re.split(r"[|\s]+", outside + text[last:])) <= {"", "P1:", "P2:", "Moderadora:"}
