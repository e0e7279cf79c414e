"""Who asks and who answers, by the word that stands for the speaker, and by who asks the questions."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from annotations.transcripts import SpeakerRole

_ASK = (
    "entrevistador entrevistadora moderador moderadora encuestador encuestadora facilitador facilitadora investigador "
    "investigadora interviewer moderator facilitator researcher enumerator surveyor"
)
_ANSWER = "entrevistado entrevistada encuestado encuestada participante informante interviewee respondent participant informant"
_EITHER = "e i m f p ent entr entrev int mod fac inv"
INTERVIEWER_WORDS = frozenset(_ASK.split())
RESPONDENT_WORDS = frozenset(_ANSWER.split())
QUESTION_WORDS = frozenset({"pregunta", "question", "q"})
# may stand for either side (E: entrevistadora or entrevistado); the one who asks most questions is the interviewer
SHORT_FORMS = frozenset(_EITHER.split())
NUMBER = re.compile(r"\s*[#nº°.]*\s*\d+$")


def key_of(label: str) -> str:
    """One key for all spellings of a label: ``Entrevistador(a) 1`` and ``ENTREVISTADOR  1`` are the same.

    >>> key_of("MAMÁ  1."), key_of("P3 (mujer)")
    ('mama 1', 'p3')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", label) if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(r"\([^()]*\)", " ", plain).split()).strip(" .:[]")


def stem_of(key: str) -> str:
    """The key without its number: the stem of "p3" is "p"."""
    return NUMBER.sub("", key)


def is_role_word(key: str) -> bool:
    """True for a word that can only stand for a speaker, alone or with one more word or number."""
    words = stem_of(key).split()
    return 1 <= len(words) <= 2 and words[0] in INTERVIEWER_WORDS | RESPONDENT_WORDS


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
    A short form (``E``, ``I``, ``M`` …) is the interviewer's when nobody else is known to be one and at least half of its
    turns, and more than anybody else's, hold a question.
    """
    asked: dict[str, list[bool]] = defaultdict(list)
    for speaker, words in spoken:
        asked[speaker].append("?" in words)
    named, answering = {key_of(label) for label in interviewers}, {key_of(label) for label in respondents}
    ask = {s for s in asked if key_of(s) not in answering and (key_of(s) in named or _asks(key_of(s)))}
    if not ask and asked:
        most = max(asked, key=lambda speaker: sum(asked[speaker]) / len(asked[speaker]))
        often = sum(asked[most]) / len(asked[most]) >= 0.5
        if often and len(asked) > 1 and stem_of(key_of(most)) in SHORT_FORMS and key_of(most) not in answering:
            ask = {most}
    return {speaker: "interviewer" if speaker in ask else "respondent" for speaker in asked}


def _asks(key: str) -> bool:
    first = stem_of(key).split()[:1]
    return bool(first) and (first[0] in INTERVIEWER_WORDS or first[0] in QUESTION_WORDS)
