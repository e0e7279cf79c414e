"""What the board's forms may be told, in Spanish: errors are written in English, where they arise. What is not among them stays so."""

import re
from typing import NamedTuple

from service.board import problems_validation

SAID = (
    (r"no reason is given|a reason is needed", "falta el motivo"),
    (r"the title has no words", "falta el título"),
    (r"the statement has no words", "falta el enunciado"),
    (r"(?P<a>\S+) does not belong to the priority '(?P<b>.+)'", "{a} no pertenece a la prioridad «{b}»"),
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
    (r"(?P<a>A\d+) has the same data beside the same claim", "{a} ya tiene los mismos datos junto a la misma afirmación"),
    (r"withdraw it first to judge it anew", "retírelo primero para juzgarlo de nuevo"),
    (r"(?P<a>A\d+) was answered by (?P<b>.+)", "a {a} ya respondió {b}"),
    (r"(?P<a>\S+) was corrected", "{a} ya se corrigió"),
    (r"(?P<a>\S+) was taken out", "{a} ya se quitó"),
    (r"no data point is named", "no se eligió ningún dato"),
    (r"(?P<a>D\d+) is the same point, with the value (?P<b>.+)", "{a} es el mismo dato, con el valor {b}"),
    (r"nothing of the point would change", "no hay nada que corregir"),
    (r"the answer is empty", "falta la respuesta"),
    (r"a share without a denominator: say of what it is counted", "un porcentaje necesita decir de qué total es"),
    (r"the form is not of this page", "el formulario no es de esta página"),
    (r"the form was sent from another site", "el formulario llegó desde otro sitio"),
    (r"there is no study (?P<a>.+)", "no hay ningún estudio {a}"),
    (r"there is no job (?P<a>.+?) of study .+", "no hay ninguna tarea {a}"),
    (r"the plan has no row (?P<a>.+)", "el plan no tiene ninguna fila {a}"),
    (r"nobody has begun the text of (?P<a>\S+)", "nadie ha abierto el texto de {a}"),
    (r"the story of (?P<a>\S+) has no (?:block|section) '(?P<b>.*)'", "la historia de {a} ya no tiene la parte {b}"),
    (r"there is no version (?P<a>\d+) of the story", "la historia no tiene versión {a}"),
    (r"there is no segment or session (?P<a>.+) that may be cited", "no hay ningún segmento ni sesión {a} que se pueda citar"),
    (r"the rubric (?P<a>\S+) has no level '(?P<b>.*)'", "falta el nivel, o la rúbrica {a} no lo tiene"),
    (r"there is no rubric '(?P<a>.*)'", "el estudio no tiene la rúbrica {a}"),
    (r"(?P<a>.+) is no evidence of (?P<b>\S+)", "{a} no habla de {b}: cite segmentos ligados al cambio o citados en su historia"),
    (r"(?P<a>J\d+) does not stand any more", "{a} ya no vale"),
    (r"there is no segment '(?P<a>.*)' that may be quoted", "no hay ningún segmento «{a}» que se pueda citar"),
    (r"there is no draft of (?P<a>\S+) to begin with", "no hay ningún borrador de {a} con que empezar"),
    (
        r"nothing is proposed, or nothing was chosen of it|that is not proposed, or not any more|(?P<a>.+) is not proposed, or not any more",
        "eso no se propone, o ya no",
    ),
    (
        r"(?P<a>\S+) changed block (?P<b>\S+) in version (?P<c>\d+), after version (?P<d>\d+) that you have edited",
        "{a} cambió la parte {b} en la versión {c}, después de la versión {d} que usted editaba",
    ),
    (
        r"(?P<a>\S+) took out block (?P<b>\S+) in version (?P<c>\d+), after version (?P<d>\d+) that you have edited",
        "{a} quitó la parte {b} en la versión {c}, después de la versión {d} que usted editaba",
    ),
    (r"block (?P<a>\S+) is not in the section (?P<b>\S+) any more", "la parte {a} ya no está en la sección {b}"),
    (
        r"version (?P<a>\d+) is not the newest: (?P<b>\S+) made version (?P<c>\d+)",
        "la versión {a} no es la última: {b} hizo la versión {c}",
    ),
    (r"(?P<a>\S+) cannot be signed yet: .+", "{a} todavía no se puede firmar: vea «Antes de firmar»"),
    (
        r"a character that cannot be kept is in it: NUL, or half of a character",
        "contiene un signo que no se puede guardar: NUL, o medio carácter",
    ),
    (r"comments are open on (?P<a>\S+): (?P<b>.+)", "quedan comentarios sin resolver en {a}: {b}"),
    (r"the segment does not say that, letter for letter", "el segmento no dice eso, letra por letra"),
    (r"the segment says that (?P<a>\d+) times", "el segmento dice eso {a} veces"),
    (r"words of a quote are given without its segment", "falta decir de qué segmento son las palabras"),
    (
        r"the quote would begin or end within a word of (?P<a>\S+), or within what stands for a name",
        "la cita empezaría o terminaría a media palabra de {a}, o dentro de lo que está en lugar de un nombre",
    ),
    (r"(?P<a>\S+) does not have the part (?P<b>\S+) in (?P<c>\S+)", "{a} no tiene el papel {b} en {c}"),
    (r"nobody has the part (?P<a>\S+) in (?P<b>\S+)", "nadie tiene el papel {a} en {b}"),
    (r"the study has no part '(?P<a>.*)' in a story", "el estudio no tiene el papel «{a}»"),
    (r"(?P<a>.+): one language is older than the other", "{a}: un idioma es más viejo que el otro"),
    (r"(?P<a>\S+) is no gap", "{a} no es un vacío"),
    (r"(?P<a>\S+) has resolved (?P<b>\S+) already", "{a} ya resolvió {b}"),
    (r"(?P<a>\S+) has answered that already", "{a} ya respondió"),
    (
        r"block (?P<a>\S+) was worded by a person: a draft does not remove it",
        "la parte {a} la escribió una persona: un borrador no la quita",
    ),
    (r"(?P<a>\S+) would have no words in (?P<b>\S+)", "{a} se quedaría sin palabras en {b}"),
    (
        r"(?P<a>\S+) is quoted in (?P<b>\S+): what was said is not worded anew",
        "{a} se cita en {b}: lo dicho no se redacta de otro modo",
    ),
    (r"(?P<a>\S+) cannot come after itself", "{a} no puede ir después de sí misma"),
    (r"the (?:block|comment) has no words", "no hay nada escrito"),
    (r"it is not said what was checked", "falta decir qué se revisó"),
    (r"a block of (?P<a>\d+) characters", "una parte de {a} caracteres"),
    (r"a quote, and only a quote, is a stretch of a segment", "una cita, y solo una cita, necesita un segmento"),
    (r"nobody is named(?: who does this)?", "falta decir quién"),
    (r"nothing was changed", "no se cambió nada"),
    (r"no part is chosen", "no se marcó ninguna parte"),
    (r"no data point is named", "no se eligió ningún dato"),
    (r"the answer is empty", "la respuesta está vacía"),
    (r"(?P<a>\S+) has the same data beside the same claim", "{a} ya tiene los mismos datos junto a la misma frase"),
    (r"(?P<a>\S+) was answered by (?P<b>\S+)", "{b} ya respondió a {a}"),
    (r"(?P<a>\S+) makes no claim", "{a} no afirma nada"),
    (
        r"look at what is there now, and (?:edit that|choose again)",
        "mire lo que dice ahora, arriba; lo que usted escribió sigue aquí, y al guardarlo otra vez lo sustituye",
    ),
    (r"read version (?P<a>\d+) first", "lea primero la versión {a}"),
    (r"do that first, then sign the version", "hágalo primero, y firme después la versión"),
    (r"have the part assigned first|assign it to somebody first", "asigne primero ese papel a alguien"),
    (r"bring it up to date, or do not sign for language", "póngalo al día, o no firme la redacción"),
    (
        r"cite segments such as \[S01\.006\] and sessions such as \[S01\] that the study has",
        "cite segmentos como [S01.006] o sesiones como [S01] que el estudio tenga",
    ),
    (r"use the id of a segment, such as S01\.006", "escriba el identificador de un segmento, como S01.006"),
    (r"take the block out instead|take the block out yourself, or leave it", "quite la parte, o déjela"),
    (
        r"word a translation, or take the block out and quote another stretch",
        "escriba una traducción, o quite la cita y ponga otra",
    ),
    (r"write them in at least one language|write what you remark|write something, or leave it as it is", "escriba algo"),
    (r"name the segment that is quoted", "escriba el segmento que se cita"),
    (
        r"resolve them, or say that you sign all the same: it is kept with the signature",
        "resuélvalos, o diga que firma de todos modos: queda escrito con la firma",
    ),
    (
        r"copy the words from the transcript as it is shown, with what stands there in the place of names",
        "cópielas de la transcripción tal como se muestra, con lo que está ahí en lugar de los nombres",
    ),
    (r"give more of the words around it, .+", "escriba más palabras de las que están alrededor"),
    (r"name the segment that says them", "escriba el segmento que las dice"),
    (r"quote whole words; .+", "cite palabras enteras; lo que está en lugar de un nombre, entero o nada"),
    (r"leave it out; copying from other programs brings it along", "quítelo; suele venir al copiar de otros programas"),
    (r"name another block", "elija otra parte"),
    (r"say which of facts, causal_logic, language", "marque al menos una cosa"),
    (r"make several blocks, of (?P<a>\d+) characters at most", "haga varias partes, de {a} caracteres a lo más"),
    (r"tick at least one", "marque al menos una"),
    (r"look at the proposal again", "mire otra vez la propuesta"),
    (r"make one: .+", "haga uno: página de tareas, «Redactar historias»"),
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
    (r"say first which priorities it belongs to", "diga primero a qué prioridades pertenece"),
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
_patterns = [(re.compile(pattern), spanish) for pattern, spanish in (*SAID, *problems_validation.SAID)]


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
