"""Who asks: by words, by convention, by the questions."""

import pytest

from annotations.readers.roles import is_role_word, key_of, roles_of

ASKS = "Entrevistadora|MODERADOR 2|Moderador(a)|Entrevistador/a|La facilitadora|Encuestadora|Researcher|Q|Pregunta|Pesquisadora|Enquêtrice"
ANSWERS = "Entrevistada|Encuestado|Interviewee|Participante 3|Respondent 7|Enquêté|A|R|Rosa|Hablante 2|Respuesta"


@pytest.mark.parametrize("label", ASKS.split("|"))
def test_words_of_those_who_ask(label: str) -> None:
    assert roles_of([(label, "Sí."), ("Rosa", "¿Qué?"), ("Rosa", "¿Y?")])[label] == "interviewer"


@pytest.mark.parametrize("label", ANSWERS.split("|"))
def test_words_of_those_who_answer(label: str) -> None:
    assert roles_of([(label, "¿Qué?"), (label, "¿Cómo?"), ("Moderadora", "Sí.")])[label] == "respondent"


def test_the_register_goes_before_words() -> None:
    spoken = [("Ana", "Sí."), ("Moderadora", "¿Qué?")]
    assert roles_of(spoken, interviewers=["ANA"], respondents=["moderadora"]) == {
        "Ana": "interviewer",
        "Moderadora": "respondent",
    }


@pytest.mark.parametrize("pair", ["P R", "Q A", "E R", "I P", "INT R", "E P", "M P"])
def test_pairs_where_no_question_mark_tells(pair: str) -> None:
    first, second = pair.split()
    assert roles_of([(first, "siga"), (second, "sí"), (first, "y luego"), (second, "ya")]) == {
        first: "interviewer",
        second: "respondent",
    }


def test_questions_go_before_the_convention_of_a_pair() -> None:
    spoken = [("R", "What?"), ("P", "Nothing."), ("R", "Why?"), ("P", "So.")]
    assert roles_of(spoken) == {"R": "interviewer", "P": "respondent"}


def test_all_of_one_short_form_ask() -> None:
    spoken = [("E1", "¿Qué?"), ("P1", "Nada."), ("E2", "¿Y?"), ("P2", "Eso."), ("E2", "Ajá.")]
    assert {speaker for speaker, role in roles_of(spoken).items() if role == "interviewer"} == {"E1", "E2"}


def test_a_name_asks_only_when_it_is_clear() -> None:
    long = "Pues mire, aquí cambió todo desde que llegó el agua."
    clear = [("Ana", "¿Qué?"), ("Beto", long), ("Ana", "¿Y?"), ("Beto", long), ("Ana", "¿Cuándo?"), ("Beto", long)]
    assert roles_of(clear) == {"Ana": "interviewer", "Beto": "respondent"}
    assert set(roles_of([(name, words.replace("?", ".")) for name, words in clear]).values()) == {"respondent"}
    both = [(name, "¿Qué?" if name == "Ana" else f"{long} ¿No?") for name, _ in clear]
    assert set(roles_of(both).values()) == {"respondent"}
    talkative = [(name, f"{long} {long} ¿No?" if name == "Ana" else "Sí.") for name, _ in clear]
    assert set(roles_of(talkative).values()) == {"respondent"}


def test_the_only_one_left_asks_where_the_others_are_known_to_answer() -> None:
    spoken = [("Sara", "So. What changed?"), ("Interviewee", "No."), ("Sara", "Ok."), ("Interviewee", "Yes."), ("Sara", "Ah.")]
    assert roles_of(spoken) == {"Sara": "interviewer", "Interviewee": "respondent"}


def test_keys() -> None:
    assert key_of("#Mamá  1:") == key_of("MAMA 1")
    assert key_of("[Persona A]") == "persona a"
    assert not is_role_word("participante de la primera reunion")
