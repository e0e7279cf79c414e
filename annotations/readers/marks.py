"""What stands in a transcript and nobody said: times, stretches that could not be heard, notes on laughter, pauses and noise.

A bracket is a note only where every word in it is one that notes are made of (``(risas de la entrevistada)``, ``[pausa larga]``),
or where its form tells (``[se levanta]``, ``[???]``, ``(2.5)``, ``♪ … ♪``). ``(mi hermana)`` is speech and ``[Empresa A]`` stands
for a name: both stay words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from annotations.transcripts import Mark, MarkKind

CLOCK = r"\d{1,3}:\d{2}(?::\d{2}){0,2}(?:[.,]\d{1,3})?"
_TIME = rf"{CLOCK}(?:-\d)?(?:\s?[AaPp]\.?\s?[Mm]\.?)?"
_SPAN = rf"{_TIME}(?:\s?(?:-->|-|–|—|to|a|/)\s?{_TIME})?"
_ARROW = r"\d{1,3}:\d{1,2}:\d{1,2}[.,]\d{1,3}\s?-->\s?\d{1,3}:\d{1,2}:\d{1,2}[.,]\d{1,3}"  # Teams: 0:0:0.0 --> 0:0:3.21
_STARRED = r"\*\d{1,3}:\d{1,2}(?::\d{1,2})?\s?="  # *0:0 =
SURE_STAMP = rf"(?:\[\s?{_SPAN}\s?\]|\{{\s?{_SPAN}\s?\}}|<\s?{_SPAN}\s?>|\#{CLOCK}(?:-\d)?\#|{_ARROW}|{_STARRED})"
BRACKETED_STAMP = rf"(?:{SURE_STAMP}|\(\s?{_SPAN}\s?\))"
STAMP = rf"(?:{BRACKETED_STAMP}|{_SPAN})"
# a bare or parenthesised time may be said ("a las 10:30"): it is a mark at the border of a line, alone, or with hours, minutes and seconds
TIMES = re.compile(
    rf"""(?P<anywhere>{SURE_STAMP})
      | ^[ \t\u00a0]{{0,20}} (?: (?P<alone>{STAMP})(?=[ \t\u00a0]{{0,20}}$)
                               | (?P<first>\({_SPAN}\)|\d{{1,3}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?)(?![\d:]) )
      | (?<=[ \t\u00a0]) (?P<last>\({_SPAN}\)|\d{{1,3}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?)(?=[ \t\u00a0]{{0,20}}$)
      | (?<=[ \t\u00a0]{{2}}|.\t) (?P<apart>{_TIME})(?=[ \t\u00a0]{{0,20}}$)
      | (?P<long>\(\s?\d{{1,3}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?\s?\))""",
    re.VERBOSE | re.MULTILINE,
)
_INSIDE = r"[^()\[\]{}<>\n]{1,80}"
NOTES = re.compile(
    rf"\(\({_INSIDE}\)\)|\({_INSIDE}\)|\[{_INSIDE}\]|\{{{_INSIDE}\}}|<{_INSIDE}>|(?<![\w*])\*[^\s*][^*\n]{{0,60}}\*(?![\w*])"
    r"|♪[^♪\n]{1,200}♪|[♪♫]+|(?<!\w)x{3,}(?!\w)"
)

_UNHEARD = (
    "inaudible inaudibles ininteligible ininteligibles incomprensible incomprensibles indescifrable unintelligible indistinct unclear "
    "crosstalk inaudivel ininteligivel incomprehensible incompreensivel inintelligible unverstandlich incomprensibile "
    "overlapping overlap solapamiento traslape superposicion"
)
_NONVERBAL = (
    "risa risas risitas carcajada carcajadas rie rien riendo riendose sonrie sonrien sonriendo laugh laughs laughing laughter chuckle "
    "chuckles chuckling giggle giggles giggling smile smiles smiling grin grins rires rire rit riso risos risada risadas ri lacht lachen "
    "pausa pausas pause pauses pausing silencio silencios silence silences silenzio llanto llora lloran llorando solloza sollozo sollozos "
    "sollozando cry cries crying sob sobs sobbing weeps tears pleurs choro chora suspira suspiro suspiros suspirando sigh sighs sighing "
    "tos tose tosen tosiendo cough coughs coughing estornuda sneezes bosteza yawns carraspea carraspeo aplauso aplausos aplauden aplaude "
    "applause clap claps clapping musica music musique ruido ruidos noise noises murmullo murmullos murmurs murmuring grito gritos "
    "gritando shouting screams susurra susurrando whispers whispering asiente asintiendo nods nodding gesto gestos gesticula gesture "
    "gestures bromea bromeando joking jokingly ironico ironica sarcastico sarcastic interrupcion interruption interrumpen ladridos barking "
    "timbre beep bip chasquido clic click foreign"
)
_AROUND = (
    "a al an and ambos ambas algunas algunos ambiental ambiente animal background baja bajo both breve brief by con conjunta corta corto de "
    "del dos ellas ellos el en entre entrevistada entrevistado entrevistador entrevistadora everyone female fondo from fuerte fuertes "
    "general generales generalizadas grupo hace head her his in interviewee interviewer its la larga largas largo las le les leve ligera "
    "light long los loud loudly lot many mas moderador moderadora moment momento mujer mujeres hombre hombres mutuo muy nerviosa nerviosas "
    "nervioso nervous nervously o of on or ourselves participante participantes participant participants poco por prolongada prolongado "
    "quedo respondent ronda room se several short silencioso small softly some soft softly suave suavemente su sus tambien telefono perro "
    "perros dog dogs phone the their then they todas todos two un una unas unos varias varios voice voces voz with y "
    "quietly slight slightly s seg segs segundo segundos sec secs second seconds min mins minuto minutos minute minutes audio group all"
)
_UNHEARD_PHRASES = (
    "no se entiende,no se escucha,no se oye,no se alcanza a oir,no se alcanza a escuchar,no audible,not audible,cross talk,hablan a la vez,"
    "hablan al mismo tiempo,hablan todos a la vez,todos hablan a la vez,hablan todas a la vez,voces superpuestas,voces encimadas,"
    "se enciman las voces,falla de audio,fallas de audio,corte de audio,se corta el audio,audio cortado,audio,talking over each other,"
    "overlapping voices,overlapping speech,overlapping talk,simultaneous talk,speaking simultaneously,multiple voices,audio cuts out,"
    "poor audio,mal audio,palabra ininteligible,sin audio"
)
_NONVERBAL_PHRASES = (
    "niega con la cabeza,mueve la cabeza,niega,shakes head,shakes her head,shakes his head,clears throat,clears his throat,clears her throat,"
    "voz quebrada,se le quiebra la voz,se le corta la voz,voice breaks,en broma,en tono de broma,suena el telefono,suena el celular,"
    "suena un telefono,suena el timbre,phone rings,phone ringing,doorbell rings,ladra un perro,ladran los perros,ladran perros,dog barks,"
    "traffic noise,ruido de trafico,ruido de viento,wind noise,fin de la grabacion,fin de grabacion,end of recording,end of tape,"
    "inicio de la grabacion,start of recording,fin del audio,end of audio,se interrumpe la grabacion,speaking foreign language,"
    "speaks foreign language,habla en otro idioma,foreign language"
)
UNHEARD, NONVERBAL = frozenset(_UNHEARD.split()), frozenset(_NONVERBAL.split())
AROUND, UNHEARD_PHRASES = frozenset(_AROUND.split()), frozenset(_UNHEARD_PHRASES.split(","))
NONVERBAL_PHRASES = frozenset(_NONVERBAL_PHRASES.split(","))
# stage directions begin with what somebody does; of "sale" and "entra" only a square bracket or a star tells that they are not said
_DEED = r"(?:muestra|señala|enseña|apunta|points?|pointing|shows?|showing|gestures?|imita|imitates)\s"
_MOVES = r"se\s(?:levanta|sienta|para|pone de pie|acerca|aleja|retira|acomoda|seca|limpia|tapa|emociona|quiebra)n?\b"
DEED = re.compile(rf"(?:{_DEED}|{_MOVES}).*", re.IGNORECASE)
DEED_IN_SQUARE = re.compile(
    rf"(?:{_DEED}|(?:suena|suenan|ladran?|entran?|sale|salen|llegan?|enters?|leaves|rings?|gets up|stands up|looks at|reads|reading|"
    r"lee|leyendo|mira|contesta el)\b).*|(?:se|le|les)\s\w+[aeno](?:\s.*)?",
    re.IGNORECASE,
)
MOST_WORDS = 8
WITH_TIME = re.compile(r"^.*\d:\d.*$", re.MULTILINE)
MOST_REMEMBERED = 10_000


def marks_of(text: str) -> tuple[Mark, ...]:
    """The marks of a text, in order and disjoint.

    >>> marks_of("Sí [risas] (mi tía) [inaudible 00:12:41]")
    (Mark(kind='nonverbal', start=3, end=10), Mark(kind='inaudible', start=20, end=40))
    """
    return disjoint([*_times(text), *_notes(text)])


def disjoint(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks in order; of two that overlap, the one that begins first, and the longer one where they begin together."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return tuple(kept)


def _times(text: str) -> Iterator[Mark]:
    for line in WITH_TIME.finditer(text):
        for time in TIMES.finditer(text, *line.span()):
            yield Mark("time", *time.span(time.lastgroup or 0))


def _notes(text: str) -> Iterator[Mark]:
    kinds: dict[str, MarkKind | None] = {}
    for note in NOTES.finditer(text):
        if note[0] not in kinds and len(kinds) < MOST_REMEMBERED:
            kinds[note[0]] = kind_of(note[0])
        kind = kinds[note[0]] if note[0] in kinds else kind_of(note[0])
        if kind:
            yield Mark(kind, note.start(), note.end())


def kind_of(note: str) -> MarkKind | None:
    """What a bracketed stretch marks, brackets included; None when it holds words.

    >>> kind_of("(risas)"), kind_of("[Empresa A]"), kind_of("[se ríe]"), kind_of("(se casó)"), kind_of("(?)")
    ('nonverbal', None, 'nonverbal', None, 'inaudible')
    """
    if note[0] in "♪♫":
        return "nonverbal"
    if note[0] == "x":
        return "inaudible"
    inner = note.strip("()[]{}<>*").strip()
    if not inner.strip("?.… -–—") or not inner.strip("x"):
        return _kind_of_signs(inner)
    if re.fullmatch(r"\d{1,3}[.,]\d{1,2}\s?s?|\d{1,3}\s?(?:s|seg|sec|segundos|seconds|secs|segs)\.?|[.,]{1,3}", inner):
        return "nonverbal"  # the length of a pause
    return _kind_of_words(inner, note[0])


def _kind_of_signs(inner: str) -> MarkKind | None:
    if "?" in inner or "x" in inner or "…" in inner or "..." in inner:
        return "inaudible"
    return "nonverbal" if inner and not inner.strip(".- ") else None


def _kind_of_words(inner: str, bracket: str) -> MarkKind | None:
    plain = "".join(c for c in unicodedata.normalize("NFKD", inner.casefold()) if not unicodedata.combining(c))
    words = [word for word in re.split(r"[^\w]+", plain) if word and not word[0].isdigit()]
    phrase = " ".join(words)
    if phrase in UNHEARD_PHRASES:
        return "inaudible"
    if phrase in NONVERBAL_PHRASES:
        return "nonverbal"
    cores = [word for word in words if word in UNHEARD or word in NONVERBAL]
    if cores and len(words) <= MOST_WORDS and all(word in AROUND or word in UNHEARD or word in NONVERBAL for word in words):
        return "inaudible" if any(word in UNHEARD for word in cores) else "nonverbal"
    direction = (DEED if bracket == "(" else DEED_IN_SQUARE).fullmatch(inner)
    return "nonverbal" if direction and len(words) <= MOST_WORDS and "?" not in inner else None
