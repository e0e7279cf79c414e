"""Who asks and who answers, by the word that stands for the speaker, and by who asks the questions."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from annotations.transcripts import SpeakerRole

# feminine forms of -or, -ador are made below; es and pt, then en, fr, it, de; without accents
_ASK = (
    "entrevistador moderador encuestador facilitador investigador conductor animador inquiridor pesquisador mediador "
    "interviewer moderator facilitator researcher enumerator surveyor investigator "
    "enqueteur enquetrice intervieweur intervieweuse animateur animatrice moderateur moderatrice chercheur chercheuse facilitateur "
    "facilitatrice intervistatore intervistatrice moderatore ricercatore ricercatrice facilitatore interviewerin moderatorin "
    "forscher forscherin befrager"
)
_ANSWER = (
    "entrevistado entrevistada encuestado encuestada participante informante respondiente respondente inquirido inquirida "
    "interviewee respondent participant participants informant enquete enquetee interviewe interviewee repondant repondante participante "
    "informateur informatrice intervistato intervistata partecipante befragte befragter interviewte interviewter teilnehmer teilnehmerin"
)
# name nobody in particular: speakers where they are numbered, or where others are labelled too
_SOMEBODY = (
    "speaker hablante orador oradora locutor locutora voz voice persona person hombre mujer man woman male female masculino femenino "
    "desconocido desconocida unknown unidentified todos todas all varios varias several multiple vecino vecina senor senora joven nino nina "
    "falante sprecher sprecherin locuteur locutrice parlante intervenant intervenante asistente publico audience asesor interprete interpreter "
    "traductor traductora translator"
)
_ASKING = frozenset(_ASK.split())
INTERVIEWER_WORDS = _ASKING | {f"{word}a" for word in _ASKING if word.endswith("dor")} | {"conductora"}
INTERVIEWER_WORDS |= {f"{word}s" for word in INTERVIEWER_WORDS} | {f"{word}es" for word in _ASKING if word.endswith("dor")}
RESPONDENT_WORDS = frozenset(_ANSWER.split())
SOMEBODY_WORDS = frozenset(_SOMEBODY.split())
QUESTION_WORDS = frozenset({"pregunta", "question", "q", "domanda", "frage"})
ANSWER_WORDS = frozenset({"respuesta", "answer", "resposta", "reponse", "risposta", "antwort"})
# may stand for either side (E: entrevistadora or entrevistado); the one who asks most questions is the interviewer
_EITHER = "e i m f p q r ent entr entrev int intv mod moder fac inv enc inf part preg resp"
SHORT_FORMS = frozenset(_EITHER.split())
# who asks where the questions do not tell: the first of each pair, when both speak
PAIRS = (
    *(
        ("q", "a"),
        ("q", "r"),
        ("p", "r"),
        ("preg", "resp"),
        ("int", "r"),
        ("int", "p"),
        ("int", "inf"),
        ("e", "r"),
        ("i", "r"),
        ("i", "p"),
    ),
    *(
        ("i", "a"),
        ("i", "s"),
        ("e", "p"),
        ("e", "i"),
        ("m", "p"),
        ("m", "r"),
        ("mod", "p"),
        ("mod", "r"),
        ("mod", "part"),
        ("f", "p"),
        ("e", "a"),
    ),
    *(
        ("ent", "r"),
        ("ent", "p"),
        ("enc", "r"),
        ("fac", "p"),
        ("inv", "p"),
        ("inv", "r"),
        ("entr", "r"),
        ("entrev", "r"),
        ("e", "inf"),
    ),
)
_PAIRED = SHORT_FORMS | {stem for pair in PAIRS for stem in pair}
NUMBER = re.compile(r"\s*[#nº°.]*\s*\d+$")
BOTH_SEXES = re.compile(r"(?<=\w)[/@](?:as?|os?|es?|in)?\b")
_ARTICLES = "el la los las the o a os as le les il der die"
ARTICLES = frozenset(_ARTICLES.split())
QUESTION = re.compile("[?\uff1f\u061f\u037e]")  # also full-width, Arabic and Greek
OFTEN, RARELY = 0.5, 1 / 3  # shares of turns that hold a question
FEWEST_TURNS = 3


@dataclass(slots=True)
class Spoken:
    """What one speaker said, in numbers."""

    turns: int = 0
    questions: int = 0
    characters: int = 0

    @property
    def asking(self) -> float:
        """Share of the turns that hold a question, in [0, 1]."""
        return self.questions / self.turns if self.turns else 0.0


def key_of(label: str) -> str:
    """One key for all spellings of a label: ``Entrevistador(a) 1`` and ``ENTREVISTADOR  1`` are the same.

    >>> key_of("MAMÁ  1."), key_of("P3 (mujer)")
    ('mama 1', 'p3')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", label) if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(r"\([^()]*\)", " ", plain).split()).strip(" .:[]{}<>#@*_")


def stem_of(key: str) -> str:
    """The key without its number: the stem of "p3" is "p"."""
    return NUMBER.sub("", key)


def is_role_word(key: str) -> bool:
    """True for a word that can only stand for a speaker, alone or with one more word or number.

    >>> is_role_word("la entrevistadora"), is_role_word("entrevistador/a 2"), is_role_word("rosa")
    (True, True, False)
    """
    words = _words_of(key)
    return 1 <= len(words) <= 2 and words[0] in INTERVIEWER_WORDS | RESPONDENT_WORDS


def is_somebody(key: str) -> bool:
    """True for a word that names nobody in particular (``Hablante 2``, ``Mujer``, ``Todos``)."""
    words = _words_of(key)
    return 1 <= len(words) <= 2 and words[0] in SOMEBODY_WORDS


def _words_of(key: str) -> list[str]:
    words = stem_of(BOTH_SEXES.sub("", key)).split()
    return words[1:] if len(words) > 1 and words[0] in ARTICLES else words


def roles_of(
    spoken: Iterable[tuple[str, str]], *, interviewers: Collection[str] = (), respondents: Collection[str] = ()
) -> Mapping[str, SpeakerRole]:
    """The role of every speaker.

    Parameters
    ----------
    spoken : speaker and words of every turn.
    interviewers, respondents : labels whose role is known; they go before any word.

    Notes
    -----
    Where no label says who asks, the questions do. A short form (``E``, ``I``, ``M`` …) asks when at least half of its turns, and more
    than of anybody else's, hold a question; without such, by the convention of its pair (``P`` and ``R``: pregunta, respuesta). A name
    asks only when it is clear: half of its turns hold a question, twice as many as anybody else's, and it says less than the others
    together; a third is enough when everybody else is known to answer.
    """
    said: dict[str, Spoken] = defaultdict(Spoken)
    for speaker, words in spoken:
        one = said[speaker]
        one.turns += 1
        one.questions += bool(QUESTION.search(words))
        one.characters += len(words)
    named, answering = {key_of(label) for label in interviewers} - {""}, {key_of(label) for label in respondents}
    keys = {speaker: key_of(speaker) for speaker in said}
    ask = {s for s, key in keys.items() if key not in answering and (key in named or _asks(key))}
    if not ask:
        sure = {s for s, key in keys.items() if key in answering or _answers(key)}
        ask = _short_form_that_asks(said, keys, sure) or _name_that_asks(said, keys, sure)
    return {speaker: "interviewer" if speaker in ask else "respondent" for speaker in said}


def _asks(key: str) -> bool:
    first = _words_of(key)[:1]
    return bool(first) and (first[0] in INTERVIEWER_WORDS or first[0] in QUESTION_WORDS)


def _answers(key: str) -> bool:
    first = _words_of(key)[:1]
    return bool(first) and (first[0] in RESPONDENT_WORDS or first[0] in ANSWER_WORDS)


def _short_form_that_asks(said: Mapping[str, Spoken], keys: Mapping[str, str], sure: Collection[str]) -> set[str]:
    """All speakers of the short form (``E``, or ``E1`` and ``E2``) that asks; none when nothing tells."""
    groups: dict[str, list[str]] = defaultdict(list)
    for speaker, key in keys.items():
        groups[stem_of(key) if stem_of(key) in _PAIRED else f" {key}"].append(speaker)
    if len(groups) < 2:
        return set()
    asking = {
        stem: sum(said[s].questions for s in group) / max(1, sum(said[s].turns for s in group)) for stem, group in groups.items()
    }
    most = max(asking, key=lambda stem: asking[stem])
    if asking[most] >= OFTEN and most in SHORT_FORMS and not set(groups[most]) & set(sure):
        return set(groups[most])
    for first, second in PAIRS:
        may = first in groups and second in groups and not set(groups[first]) & set(sure)
        if may and asking[first] >= asking[second] and (asking[first] > 0 or asking[most] == 0):
            return set(groups[first])
    return set()


def _name_that_asks(said: Mapping[str, Spoken], keys: Mapping[str, str], sure: Collection[str]) -> set[str]:
    others = [speaker for speaker, key in keys.items() if speaker not in sure and key]
    if len(said) < 2 or not others:
        return set()
    most = max(others, key=lambda speaker: said[speaker].asking)
    one, rest = said[most], [spoken for speaker, spoken in said.items() if speaker != most]
    only_one_left = len(others) == 1 and len(sure) == len(said) - 1
    talks_most = not only_one_left and one.characters >= sum(spoken.characters for spoken in rest)
    if one.turns < FEWEST_TURNS or talks_most:
        return set()
    next_most = max(spoken.asking for spoken in rest)
    asks = one.asking >= (RARELY if only_one_left else OFTEN) and one.asking >= 2 * next_most
    return {most} if asks else set()
