"""The words that a rephrasing may not add, lose or exchange, by language: they change what is said without looking like facts.

A language that is not here cannot be checked, and is not rephrased.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PROTECTED: dict[str, dict[str, frozenset[str]]] = {
    "en": {
        "polarity": _words(
            "no not never none nobody nothing neither nor without cannot nowhere hardly barely lacking lack fail failed "
            "refuse refused deny denied denies unable n't"
        ),
        "cause": _words(
            "because therefore thus hence consequently caused cause causes led leads due owing thanks resulted results result "
            "enabled allowed made forced prompted triggered so"
        ),
        "quantity": _words(
            "all every each most many much few several some any both half only just even almost nearly about around exactly "
            "entire whole mostly largely mainly majority minority always often sometimes rarely usually again first last"
        ),
        "hedge": _words(
            "may might can could would should will shall must perhaps possibly probably likely apparently seem seems seemed "
            "appear appears if unless whether though although but however according allegedly clearly certainly surely"
        ),
        "direction": _words("by from to for with toward towards"),
        "relation": _words(
            "before after since until till during while against despite except over under above below between among more less "
            "better worse earlier later still yet already anymore longer"
        ),
    },
    "es": {
        "polarity": _words(
            "no ni nunca jamas nadie nada ningun ninguna ninguno sin tampoco apenas falta faltan fallo niega niegan nego "
            "negaron carece"
        ),
        "cause": _words(
            "porque gracias debido causa causo causaron provoco provocaron logro lograron permitio permitieron hizo hicieron "
            "pues entonces consecuencia obligo llevo asi"
        ),
        "quantity": _words(
            "todo toda todos todas cada mayoria minoria mucho mucha muchos muchas poco poca pocos pocas varios varias algun "
            "alguna algunos algunas ambos ambas mitad solo solamente unicamente casi cerca alrededor exactamente entero "
            "entera siempre nunca veces raramente primero primera ultimo ultima"
        ),
        "hedge": _words(
            "puede pueden podria podrian debe deben deberia quiza quizas tal vez probablemente posiblemente parece parecen si "
            "aunque pero embargo segun supuestamente claramente seguramente aparentemente"
        ),
        "direction": _words("por para con hacia a al"),
        "relation": _words(
            "antes despues desde hasta durante mientras contra excepto salvo sobre bajo entre mas menos mejor peor aun todavia ya"
        ),
    },
}
"""Unaccented and in small letters."""

FREE: dict[str, frozenset[str]] = {
    "en": _words(
        "a an one the this that these those it its they their them there here he she his her we our who which what whose "
        "where when how as at by for from in into of off on onto out to up with within and or is are was were be been "
        "being am has have had having do does did say says said tell tells told report reports reported describe "
        "describes described mention mentions mentioned explain explains explained speak speaks spoke also too then own "
        "same other another such"
    ),
    "es": _words(
        "el la los las lo un una uno unos unas este esta estos estas ese esa esos esas eso esto aquel aquella su sus se le "
        "les me nos que quien quienes cual cuales cuyo donde cuando como a al ante con de del en para por y e o u es son "
        "era eran fue fueron ser sido esta estan estaba estaban ha han habia habian haber hay hace dice dicen dijo "
        "dijeron cuenta cuentan conto contaron reporta reportan reporto reportaron menciona mencionan menciono "
        "mencionaron explica explican explico explicaron habla hablan hablo hablaron describe describen tambien mismo "
        "misma mismos mismas otro otra otros otras propio propia"
    ),
}
"""Words that carry no fact of their own: they may come and go."""

NUMBERS: dict[str, frozenset[str]] = {
    "en": _words(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million percent dozen double "
        "twice once half third quarter"
    ),
    "es": _words(
        "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho "
        "diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento cientos mil millon "
        "millones doble tercio cuarto docena"
    ),
}

PAST: dict[str, frozenset[str]] = {
    "en": _words("was were had did been used"),
    "es": _words("era eran fue fueron habia habian sido estaba estaban hubo"),
}
"""Auxiliaries of what is over: a rephrasing has one where the sentence has one."""
