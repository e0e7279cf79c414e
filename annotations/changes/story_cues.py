"""Words by which a sentence tells how it was before, when something began, what it needs or what could undo it. Spanish and English.

They only choose which sentences are quoted where; they say nothing by themselves. In other languages nothing is chosen by them.
"""

import re
from collections.abc import Mapping
from typing import Literal

Cue = Literal["before", "began", "risk", "need"]

_ES: Mapping[Cue, str] = {
    "before": r"(?<!d[ií]a )(?<!d[ií]as )(?<!no, )antes(?! del?\b| que\b)|en aquel(?: entonces| tiempo)|antiguamente|sol[ií]a[ns]?",
    "began": r"(?:em|com)(?:pe|en)z\w+|desde|arran\w+|(?:la |el )primer[ao]?(?! vez)|a partir|(?:se )?(?:abri|fund|firm|inaugur|constru|hici|aprob)\w+",
    "risk": r"si (?:se|no|viene|cambian?|ponen|llega|vuelven?|quitan?|queman?)|hasta que|miedo|temor|teme|elecci[oó]n|canse|cansancio|"
    r"problema|se cae|una seca|la seca|que (?:cambien?|llegue|vendan|quiten?|metan?)",
    "need": r"mientras|(?:har[ií]a|hace) falta|lo que falta|necesit\w+|para que (?:dure|aguante|siga)|que (?:les? |nos )?paguen|depende|"
    r"si (?:hay|hubiera|alguien)|que arreglen",
}
_EN: Mapping[Cue, str] = {
    "before": r"(?<=[.,;] )before|^before|before(?= there| it was| they| we| nobody| this| that|[.,;])|used to|back then|in those days",
    "began": r"beg[aiu]n\w*|start\w*|since|first(?! time)|opened|founded|signed|built|finished|inaugurated|came in",
    "risk": r"if (?:the|they|it|nobody|somebody|we)|until|unless|burn(?:s|ed)? out|election\w*|problem|afraid|dry year|fall apart",
    "need": r"needs?|as long as|so long as|while|would have to|it would take|provided",
}
_ASKED: Mapping[Cue, str] = {
    "risk": r"echar|tirar|perder|desbarat|undo|go wrong|spoil|threat|destroy",
    "need": r"falta|necesit|need|would it take|require",
}


def _compiled(words: Mapping[Cue, str]) -> dict[Cue, re.Pattern[str]]:
    return {cue: re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE) for cue, pattern in words.items()}


_WORDS = {"es": _compiled(_ES), "en": _compiled(_EN)}
_QUESTIONS = {cue: re.compile(pattern, re.IGNORECASE) for cue, pattern in _ASKED.items()}


def tells(text: str, cue: Cue, language: str) -> bool:
    """Whether a sentence in ``language`` (base tag) has words of the cue.

    >>> tells("Antes no nos decían nada.", "before", "es"), tells("They read it out now.", "before", "en")
    (True, False)
    """
    return language in _WORDS and bool(_WORDS[language][cue].search(text))


def asks(question: str, cue: Cue) -> bool:
    """Whether an interviewer's question asks for it.

    >>> asks("¿Qué podría echar a perder el acuerdo?", "risk"), asks("Will it last?", "risk")
    (True, False)
    """
    return cue in _QUESTIONS and bool(_QUESTIONS[cue].search(question))
