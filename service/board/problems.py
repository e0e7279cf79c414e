"""What the board's forms may be told, in Spanish: errors are written in English, where they arise. What is not among them stays so."""

import re
from typing import NamedTuple

SAID = (
    (r"no reason is given|a reason is needed", "falta el motivo"),
    (r"the title has no words", "falta el título"),
    (r"the statement has no words", "falta el enunciado"),
    (r"no segment is named", "no se eligió ningún segmento"),
    (r"no segment is left", "no queda ningún segmento"),
    (r"there is no segment (?P<a>.+)", "no hay ningún segmento {a}"),
    (r"there is no session (?P<a>.+)", "no hay ninguna sesión {a}"),
    (r"there is no change (?P<a>.+) in the register", "en el registro no hay ningún cambio {a}"),
    (r"there is no model better .*|there is no earlier champion to go back to.*", "no hay ningún modelo anterior al que volver"),
    (r"(?P<a>\S+) is worded so already", "{a} ya está enunciado así"),
    (r"nothing is given to be changed", "no hay nada que cambiar"),
    (r"nobody coded or linked (?P<a>.+) with (?P<b>\S+)", "nadie codificó ni vinculó {a} con {b}"),
    (r"(?P<a>\S+) with itself", "{a} es el mismo cambio"),
    (r"(?P<a>\S+) is (?P<b>pursued|dropped|merged into \S+|a candidate|candidate)", "{a} ya está decidido de otro modo"),
    (r"every part has segments, and no segment is in two", "hay que elegir al menos un segmento"),
    (r"no element, no value, or an order below 0", "falta decir qué dice la sesión"),
    (r"'(?P<a>.*)' is no order", "«{a}» no es un orden"),
    (r"'(?P<a>.*)' is not a day", "«{a}» no es un día"),
    (r"(?P<a>\S+) is not open.*", "{a} ya se decidió"),
    (r"(?P<a>\S+) is not dismissed.*", "{a} no está descartado"),
    (r"(?P<a>.+) is not in the candidate", "{a} no está en el candidato"),
    (r"the form is not of this page", "el formulario no es de esta página"),
    (r"the form was sent from another site", "el formulario llegó desde otro sitio"),
    (r"there is no study (?P<a>.+)", "no hay ningún estudio {a}"),
    (r"there is no job (?P<a>.+?) of study .+", "no hay ninguna tarea {a}"),
    (r"the plan has no row (?P<a>.+)", "el plan no tiene ninguna fila {a}"),
    (r"say why in one sentence: it stays in the register", "diga por qué en una frase: queda en el registro"),
    (
        r"say why in 1 to (?P<a>\d+) characters, without names of people",
        "diga por qué, en {a} caracteres a lo más y sin nombres de personas",
    ),
    (r"write it in (?P<a>.+?)(?: or (?P<b>.+))?", "escríbalo en uno de los idiomas del estudio"),
    (r"name at least one segment|say which go where", "elija al menos un segmento"),
    (r"use ids of segments that the transcripts have now", "escriba los que las transcripciones tienen ahora, como S01.004"),
    (r"use an id of the register of sessions", "elija una del registro de sesiones"),
    (r"name segments that count for it now", "elija segmentos que ahora cuenten para él"),
    (r"name another change|reopen it first, or name another change", "elija otro cambio"),
    (r"reopen it first", "vuelva a abrirlo primero"),
    (r"use one of (?P<a>.+)", "use uno de estos: {a}"),
    (r"give other words, or leave it", "escriba otras palabras, o déjelo como está"),
    (r"give a kind, domain, projects or priorities", "elija una clase, un dominio, proyectos o prioridades"),
    (r"say which of .+, and what the session says of it", "elija el elemento y escriba qué dice la sesión"),
    (r"write 0, or which contribution came first with 1, 2, 3", "escriba 0, o con 1, 2, 3 cuál contribución fue primero"),
    (r"write it as year-month-day, such as (?P<a>\S+)", "escríbalo como año-mes-día, por ejemplo {a}"),
    (r"say in one sentence who changed what, and where", "diga en una frase quién cambió qué, y dónde"),
    (r"leave at least one in, or dismiss the candidate", "deje al menos uno, o descarte el candidato"),
    (r"see `relato changes candidates --all`", "busque la lista de los candidatos ya decididos"),
    (r"open the page again and repeat", "abra la página otra vez y repita"),
    (r"open the board itself and repeat", "abra el tablero mismo y repita"),
    (r"choose one of the plan's", "elija una de las del plan"),
)
_patterns = [(re.compile(pattern), spanish) for pattern, spanish in SAID]


class Problem(NamedTuple):
    text: str
    language: str


def in_language(text: str, language: str) -> Problem:
    """A text of an error in this language, where it is known in it; else as it is, in English.

    >>> in_language("no segment is named", "es"), in_language("the disk is full", "es"), in_language("no segment is named", "en")
    (Problem(text='no se eligió ningún segmento', language='es'), Problem(text='the disk is full', language='en'), \
Problem(text='no segment is named', language='en'))
    """
    for pattern, spanish in _patterns if language == "es" else ():
        if match := pattern.fullmatch(text):
            return Problem(spanish.format(**match.groupdict()), "es")
    return Problem(text, "en")
