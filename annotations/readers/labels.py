"""The beginning of a line that looks like a speaker's label. Whether it is one, only the whole file can tell (``speakers``)."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from annotations.readers.marks import BRACKETED_STAMP, STAMP
from annotations.readers.roles import ARTICLES, is_role_word, is_somebody, key_of

# how the label is set apart from the words: `Ana: …`, `Ana – …`, `Ana⇥…`, `[id1] …`, `Ana  0:03⏎…`, `Ana [00:03] …`, `Ana⏎…`
Layout = Literal["colon", "dash", "tab", "bracket", "timed", "inline", "alone"]

LONGEST_LABEL = 60
LONGEST_ABBREVIATION = 5  # Dra., Lic.
LABEL_IS_WITHIN = 240  # characters of a line that are looked at: keeps the match short on any input
_SIGNS = r"\s:：()\[\]{}<>¿?¡!,;\"“”«»„…–—=+*#@"
_WORD = rf"[^{_SIGNS}\-_](?:[^{_SIGNS}\-]|(?<=\w)-(?=\w)){{0,39}}"
_LABEL = rf"{_WORD}(?:[ \u00a0]{{1,3}}{_WORD}){{0,5}}"
_BOLD = r"(?:\*\*|__)?"
_BEFORE = rf"\s{{0,20}}(?P<stamp>(?:{STAMP}(?!\d)[ \t\u00a0\-–—=|]{{0,9}}){{1,2}})?"
_IN_BRACKETS = rf"(?:\[(?P<square>{_LABEL})\]|\{{(?P<curly>{_LABEL})\}}|<(?P<angle>{_LABEL})>)(?P<after>\s?[:：])?\s*"
_NOTE = r"(?P<note>\s?\([^()\n]{1,40}\))?"
_END = rf"""(?:
    (?P<colon>\s{{0,9}}(?:{STAMP})?\s?(?:[:：](?!\d)|(?<=[^\W\d]\d)[:：]|(?<=[^\W\d]\d\d)[:：]){_BOLD}(?!//)\s*)
  | (?P<timed>[ \t\u00a0|·,\-–—]{{1,9}}(?:{STAMP})\s*$)
  | (?P<dash>\s[–—-]\s+|(?<=\.)[–—-]\s*|[–—]\s*(?=[^\s\d]))
  | (?P<inline>[ \t\u00a0]{{1,9}}{BRACKETED_STAMP}\s*(?=\S))
  | (?P<tab>[ \u00a0]{{0,9}}\t\s*(?=\S))
  | (?P<alone>\s*$)
)"""
IN_BRACKETS = re.compile(_BEFORE + _IN_BRACKETS)
NAMED = re.compile(rf"{_BEFORE}{_BOLD}(?P<sign>[#@])?(?P<label>{_LABEL}){_NOTE}{_BOLD}{_END}", re.VERBOSE)
# Teams and Zoom write `Smith, John` where a time follows or the line holds nothing else
LETTER_AND_DOT = re.compile(rf"{_BEFORE}(?P<label>[^\W\d_]\d{{0,2}})\.\s+(?=\S)")  # P. ¿Cómo fue? R. Bien.
SURNAME_FIRST = re.compile(
    rf"{_BEFORE}(?P<label>{_LABEL},[ ]{_LABEL}){_NOTE}(?:(?P<timed>[ \t\u00a0]{{1,9}}(?:{STAMP})\s*$)|(?P<alone>\s*$))",
    re.VERBOSE,
)
TIME_IN_NOTE = re.compile(rf"\s?{BRACKETED_STAMP}")
TIME_LINE = re.compile(rf"\s{{0,20}}{STAMP}\s{{0,20}}$")
LAYOUTS: tuple[Layout, ...] = ("colon", "dash", "timed", "inline", "tab", "alone")

# words that speech and minutes put before a colon; they are speakers only where the register says so
_IN_SPEECH = (
    "nota notas ejemplo primero primera segundo segunda tercero tercera cuarto quinto finalmente ademas entonces conclusion conclusiones "
    "resumen pausa risas silencio inaudible note notes example first second third fourth finally also then summary pause laughs laughter "
    "silence crosstalk http https www tel email correo pd ps ojo obs observacion observaciones comentario comentarios comment comments "
    "importante important objetivo objetivos resultados results contexto context introduccion introduction anexo fuente source "
    "si no bueno pues claro ok okay yes yeah yep nope well ah aja eh mmm mhm hmm uh um exacto exactamente right so este gracias thanks "
    "correcto cierto asi ya oui non d'accord sim nao then cuidado paso opcion option step tema topic seccion section parte part capitulo "
    "chapter total precio hora resultado respuestas preguntas"
)
_IN_TITLES = (
    "fecha lugar sesion duracion codigo participantes transcripcion proyecto idioma archivo hora entrevista titulo metodo instrumento "
    "date place location session duration code participants transcript transcription project language file time interview subject asunto "
    "title method venue instrument folio sexo edad ocupacion municipio comunidad localidad estado sex age occupation community region "
    "data local duracao lieu duree projet langue hora inicio hora termino fin inicio start end recording grabacion audio version"
)
NOT_SPEAKERS = frozenset(
    [*_IN_SPEECH.split(), "por ejemplo", "for example", "es decir", "o sea", "that is", "in short", "en resumen"]
)
HEADER_WORDS = frozenset(_IN_TITLES.split())
# "Y entonces me dijo: …", "The problem is: …": labels neither begin nor end like this
_FUNCTION = (
    "y e o u ni que pero porque pues como cuando donde si no ya yo tu me te se nos mi su sus este esta esto eso ese esa lo un una a al de del "
    "con en por para sin sobre hay es son fue era ahora luego entonces hasta desde muy mas asi tambien bueno aqui alli "
    "and but or so then because that this these those i you he she we they it my your his her our their there here when where what who "
    "if in on at to of for with is are was were be do did as not very now et ou mais donc que je tu il elle nous vous ce c'est "
    "mas porem porque eu ele ela nos isso"
)
_SAYING = (
    "dijo digo dice dicen decia decian dije dijeron diciendo dijimos contesto contesta conteste pregunto pregunta pregunte respondio responde "
    "comento explico penso pense siguiente siguientes ejemplo said says say saying told asked ask replied answered thought explained was is "
    "like following disse digo dit demande es son fue era que de"
)
_PARTICLE = "de del la las los el y e da das do dos van von der den di du des le bin ibn al san santa o"
FUNCTION_WORDS, SAYING_WORDS = frozenset(_FUNCTION.split()), frozenset(_SAYING.split())
_PARTICLES = frozenset(_PARTICLE.split())


@dataclass(frozen=True, slots=True)
class Label:
    """A label-like beginning of a line: ``words`` is the offset in the line where the words begin.

    ``stamped``: a time stands before it. ``bracketed``: it stands in brackets or behind ``#`` or ``@``.
    """

    key: str
    label: str
    note: str
    words: int
    layout: Layout
    stamped: bool = False
    bracketed: bool = False


def label_of(line: str) -> Label | None:
    """What looks like a speaker label at the beginning of ``line``.

    >>> label_of("[00:12:41] Speaker 2: hola").label
    'Speaker 2'
    >>> label_of("Y entonces, dijo: no") is None
    True
    """
    found = IN_BRACKETS.match(line, 0, LABEL_IS_WITHIN)
    if found:
        words = found["square"] or found["curly"] or found["angle"]
        return _checked(words, "", found, "colon" if found["after"] else "bracket", bracketed=True)
    found = NAMED.match(line, 0, LABEL_IS_WITHIN)
    layout: Layout = next((layout for layout in LAYOUTS if found[layout] is not None), "alone") if found else "alone"
    if layout in {"alone", "dash"} and (dotted := LETTER_AND_DOT.match(line, 0, LABEL_IS_WITHIN)):
        return _checked(dotted["label"], "", dotted, "dash", bracketed=False)
    if found:
        if layout in {"timed", "alone"} and len(line) > LABEL_IS_WITHIN:
            return None
        note = "" if TIME_IN_NOTE.fullmatch(found["note"] or "") else found["note"] or ""
        return _checked(found["label"], note, found, layout, bracketed=found["sign"] is not None)
    found = SURNAME_FIRST.match(line, 0, LABEL_IS_WITHIN)
    if not found or len(line) > LABEL_IS_WITHIN:
        return None
    return _checked(found["label"], found["note"] or "", found, "timed" if found["timed"] else "alone", bracketed=False)


def _checked(words: str, note: str, found: re.Match[str], layout: Layout, *, bracketed: bool) -> Label | None:
    label, key = " ".join(words.split()), key_of(words)
    if not key or len(label) > LONGEST_LABEL or not unicodedata.category(label[0]).startswith(("L", "S")):
        return None
    if label.count(" ") > 3 and not is_name_like(label):
        return None
    return Label(key, label, note.strip(), found.end(), layout, found["stamp"] is not None, bracketed)


def is_name_like(label: str) -> bool:
    """True for capitalised words with at most particles between them, initials, and words for speakers.

    >>> is_name_like("María de los Ángeles Pérez"), is_name_like("P3"), is_name_like("Lo bueno")
    (True, True, False)
    """
    key = key_of(label)
    if is_role_word(key) or is_somebody(key):
        return True
    words = [word for word in label.split() if word[0].isalpha()]
    if any(word.endswith(".") and len(word) > LONGEST_ABBREVIATION for word in words[:-1]) or words[-1:] and words[-1].islower():
        return False
    if not words or key.split()[0] in FUNCTION_WORDS or words[0].casefold() in _PARTICLES:
        return False
    return all(not word[0].islower() or word.casefold() in _PARTICLES for word in words)


def may_be_speaker(label: Label) -> bool:
    """False for words that speech, minutes and title blocks put before a colon."""
    words = label.key.split()
    if label.key in NOT_SPEAKERS | HEADER_WORDS or words[-1] in SAYING_WORDS:
        return False
    return len(label.label) == 1 or words[0] not in FUNCTION_WORDS or is_role_word(label.key)


def begins_with_article(key: str) -> bool:
    return key.split()[0] in ARTICLES and not is_role_word(key) and not is_somebody(key)
