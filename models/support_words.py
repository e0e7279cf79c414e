"""What a rephrasing may exchange, and names for what it may not, by language.

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
        "direction": _words("by from to for with of at in into out on onto off within up toward towards"),
        "relation": _words(
            "before after since until till during while against despite except over under above below between among more less "
            "better worse earlier later still yet already anymore longer and or as then"
        ),
        "reference": _words(
            "a an the this that these those it its they them their there here he him his she her we us our i you your who whom "
            "which what whose where when how same other another such own also too"
        ),
        "tense": _words("is are am was were be been being has have had having do does did used"),
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
        "direction": _words("por para con hacia a al ante de del en"),
        "relation": _words(
            "antes despues desde hasta durante mientras contra excepto salvo sobre bajo entre mas menos mejor peor aun todavia ya "
            "y e o u como"
        ),
        "reference": _words(
            "el la los las lo un una uno unos unas este esta estos estas ese esa esos esas eso esto aquel aquella su sus se le les "
            "me nos que quien quienes cual cuales cuyo donde cuando tambien mismo misma mismos mismas otro otra otros otras "
            "propio propia"
        ),
        "tense": _words("es son era eran fue fueron ser sido estan estaba estaban ha han habia habian haber hay hubo"),
    },
}
"""By the kind that is told when one is added, lost, moved or exchanged. Unaccented and in small letters."""

EXCHANGED: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (
        ("a", "an"), ("this", "that"), ("these", "those"), ("says", "reports"), ("begin", "start"), ("begins", "starts"),
        ("began", "started"), ("perhaps", "maybe"), ("toward", "towards"), ("until", "till"), ("among", "amongst"),
        ("while", "whilst"), ("often", "frequently"),
    ),
    "es": (
        ("este", "ese"), ("esta", "esa"), ("estos", "esos"), ("estas", "esas"), ("empieza", "comienza"), ("empiezan", "comienzan"),
        ("empezó", "comenzó"), ("empezaron", "comenzaron"), ("y", "e"), ("o", "u"), ("quizá", "quizás"),
        ("sólo", "solamente", "únicamente"), ("aún", "todavía"),
    ),
}  # fmt: skip
"""Words of which one may stand in the place of another wherever it stands, in small letters and with their accents. Few are safe: paid
*a year* is no *one year*, *not nearly all* no *not almost all*, who lives *solo* does not live *solamente*, and whom somebody *reportó*
is not whom they *dijo* something."""

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
