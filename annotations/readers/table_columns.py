"""What the columns of a table hold, by their headers (Spanish, English and their neighbours; case and accents do not count) and cells."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Literal

Column = Literal["text", "speaker", "role", "question", "time", "session", "respondent", "language", "translation"]

_NAMES: Mapping[Column, str] = {
    "text": (
        "text,texto,transcript,transcripcion,utterance,turno,intervencion,palabras,habla,contenido,content,speech,dialogue,dialogo,"
        "respuesta,answer,response,resposta,reponse,texte,testo,parlamento,lo que dijo,what was said,verbatim,cita,quote,original,"
        "texto original,original text,sentence,oracion,comentario,comment,testimonio,words,turn text,transcription"
    ),
    "speaker": (
        "speaker,hablante,locutor,locutora,quien habla,quien,who,orador,oradora,voz,voice,falante,intervenant,locuteur,sprecher,speaker name,"
        "nombre del hablante,speaker label,participant name,interlocutor,parlante,speaker id"
    ),
    "role": "role,rol,papel,funcion,speaker role,rol del hablante",
    "question": "question,pregunta,pergunta,domanda,frage,question text,texto de la pregunta,pregunta abierta,guide question,item",
    "time": (
        "time,tiempo,timestamp,timecode,marca temporal,marca de tiempo,codigo de tiempo,start,end,inicio,fin,start time,end time,hora,"
        "hora de inicio,hora de fin,tc in,tc out,time in,time out,tiempo inicial,tiempo final,begin,desde,hasta,minuto,minute"
    ),
    "session": (
        "session,sesion,interview,entrevista,session id,id sesion,id de sesion,id de la sesion,interview id,id entrevista,id de entrevista,"
        "focus group,grupo focal,archivo,file,filename,document,documento,transcript id,grupo,group,sessao,source,codigo de entrevista,"
        "numero de entrevista"
    ),
    "respondent": (
        "id,case,caso,folio,respondent,respondent id,id respondent,encuestado,encuestada,participant,participante,participant id,"
        "id participante,id del participante,id de participante,codigo,code,clave,no,num,numero,number,n,uuid,response id,record id,"
        "id de respuesta,id encuesta,survey id,informante,identificador,identifier,entrevistado,entrevistada,case id,id caso,id respuesta,"
        "responseid,respondentid,submission id,cuestionario,questionnaire"
    ),
    "language": "language,idioma,lengua,lang,lingua,langue,sprache",
    "translation": "translation,traduccion,traducao,traduction,traduzione,translated text,texto traducido,translated",
}
COLUMN_OF: Mapping[str, Column] = {name: column for column, names in _NAMES.items() for name in names.split(",")}
_LANGUAGES = {
    "es": "es spanish espanol castellano espagnol",
    "en": "en english ingles anglais",
    "pt": "pt portuguese portugues",
    "fr": "fr french frances francais",
    "de": "de german aleman deutsch",
    "it": "it italian italiano",
    "nah": "nah nahuatl",
    "yua": "yua maya",
    "qu": "qu quechua",
    "gn": "gn guarani",
}
LANGUAGE_OF = {word: tag for tag, words in _LANGUAGES.items() for word in words.split()}
# columns of facts about a person: never answers, however long
_FACTS = (
    "nombre name apellido apellidos surname direccion domicilio address correo email mail telefono phone celular mobile fecha date lugar "
    "place localidad municipio estado region comunidad community edad age sexo sex genero gender ocupacion occupation entrevistador "
    "entrevistadora interviewer enumerator encuestador url link enlace gps latitud longitud latitude longitude ip timestamp hora"
)
FACTS = frozenset(_FACTS.split())
OPEN_WORDS = re.compile(
    r"\b(?:qual|open|abierta|abierto|comentarios?|comments?|explique|explain|describa|describe|por que|why|cuente|tell)\b"
)
LONG_ANSWER, SHORT_ANSWER = 5, 2  # words
LEAST_DISTINCT = 0.5


def header_key(header: str) -> str:
    """``ID_Sesión (nº)`` → ``id sesion``.

    >>> header_key("ID_Sesión"), header_key(" Speaker: ")
    ('id sesion', 'speaker')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", header) if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(r"[^\w]+|_", " ", re.sub(r"\([^()]*\)", " ", plain)).split())


def column_of(header: str) -> Column | None:
    """What a header names; None when only the cells can tell."""
    key = header_key(header)
    if key in COLUMN_OF:
        return COLUMN_OF[key]
    return "translation" if translation_language(header) is not None else None


def translation_language(header: str) -> str | None:
    """The language of a translation's column, empty when its header does not say; None for other columns.

    >>> translation_language("Traducción al inglés"), translation_language("Text (EN)"), translation_language("Age")
    ('en', 'en', None)
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", header) if not unicodedata.combining(c)).casefold()
    words = re.findall(r"[^\W_]+", plain)
    languages = [LANGUAGE_OF[word] for word in words if word in LANGUAGE_OF and word not in {"de"}]
    translated = any(word.startswith(("translat", "traduc", "traduz")) for word in words)
    in_language = bool(languages) and len(words) == 2 and COLUMN_OF.get(words[0]) == "text"
    if translated or in_language or (len(words) == 1 and languages and len(words[0]) > 3):
        return languages[-1] if languages else ""
    return None


def is_number(cell: str) -> bool:
    return re.fullmatch(r"[-+]?[\d.,\s%$€/:-]+", cell) is not None


def holds_answers(header: str, cells: Sequence[str]) -> bool:
    """True for the column of an open question: long cells that differ, or a question with answers of a few words that differ.

    Parameters
    ----------
    cells : those of all rows; empty ones do not count.

    >>> holds_answers("Pets", ["A fish", "Cats are the best pets, soft and cute."]), holds_answers("Sex", ["f", "m"])
    (True, False)
    """
    filled = [cell for cell in cells if cell.strip()]
    key = header_key(header)
    asks = "?" in header or "¿" in header or OPEN_WORDS.search(key) is not None
    if not filled or (not asks and set(key.split()) & FACTS) or sum(map(is_number, filled)) > len(filled) / 2:
        return False
    long = [cell.casefold() for cell in filled if len(cell.split()) >= LONG_ANSWER]
    if long and len(set(long)) > LEAST_DISTINCT * len(long):
        return True
    words = sum(len(cell.split()) for cell in filled) / len(filled)
    distinct = len({cell.casefold() for cell in filled}) / len(filled)
    return asks and words >= SHORT_ANSWER and distinct > LEAST_DISTINCT
