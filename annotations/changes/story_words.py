"""The phrases of a draft in Spanish and English. ``{n}`` is a number in words (feminine in Spanish), ``{m}`` the masculine form."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Phrase:
    """``one`` when the number is 1, ``many`` otherwise. ``item``: the form of its items (see ``story_text``)."""

    one: str
    many: str = ""
    item: str = "name"
    bullets: bool = False
    todo: str = ""
    cites: bool = False


SENTENCES: Mapping[str, Mapping[str, Phrase]] = {
    "en": {
        "reported_change": Phrase(
            "{n} independent session reports this change: {items}.",
            "{n} independent sessions report this change: {items}.",
            "counted",
        ),
        "reported_no_change": Phrase(
            "{n} independent session reports that this did not happen: {items}.",
            "{n} independent sessions report that this did not happen: {items}.",
            "counted",
        ),
        "reported_unintended": Phrase(
            "{n} independent session reports this unintended change: {items}.",
            "{n} independent sessions report this unintended change: {items}.",
            "counted",
        ),
        "reported_by_kinds": Phrase(
            "Only one kind of respondent reports it: {items}.", "{n} kinds of respondents report it: {items}.", "sessions"
        ),
        "reported_where": Phrase(
            "{n} person took part{dates}: {items}.", "{n} people took part in these sessions{dates}: {items}.", "sessions"
        ),
        "denied": Phrase(
            "{n} of {of} independent sessions denies it: {items}.", "{n} of {of} independent sessions deny it: {items}.", "by"
        ),
        "divided_for": Phrase(
            "{items} holds both sides: it is counted as reporting the change, and one of its passages denies it.",
            "{items} holds both sides: it is counted as reporting the change, and {n} of its passages deny it.",
        ),
        "divided_against": Phrase(
            "{items} holds both sides: it is counted as denying the change, and one of its passages reports it.",
            "{items} holds both sides: it is counted as denying the change, and {n} of its passages report it.",
        ),
        "same_person": Phrase("Somebody heard in {b} speaks again in {a}: it adds evidence, not an observation."),
        "referred": Phrase(
            "Somebody heard in {a} and somebody heard in {b} are joined by a referral: the two sessions count once, with {b}."
        ),
        "prompted_for": Phrase(
            "{n} more session agrees with it only in answer to a prompt, and is not counted.",
            "{n} more sessions agree with it only in answer to a prompt, and are not counted.",
        ),
        "prompted_against": Phrase(
            "{n} more session denies it only in answer to a prompt, and is not counted.",
            "{n} more sessions deny it only in answer to a prompt, and are not counted.",
        ),
        "prompted_counted": Phrase(
            "{n} of the counted sessions speaks of it only in answer to a prompt.",
            "{n} of the counted sessions speak of it only in answer to a prompt.",
        ),
        "from_notes": Phrase(
            "{n} of the {of} sessions that report it is known from notes only.",
            "{n} of the {of} sessions that report it are known from notes only.",
        ),
        "spoken_of": Phrase(
            "{n} independent session speaks of this: {items}.", "{n} independent sessions speak of this: {items}.", "sessions"
        ),
        "spoken_of_partly": Phrase(
            "{n} independent session speaks of this, partly (◇) in passages that only their codes tie to the change: {items}.",
            "{n} independent sessions speak of this, partly (◇) in passages that only their codes tie to the change: {items}.",
            "sessions",
        ),
        "spoken_of_linked": Phrase(
            "{n} independent session speaks of this, in passages (◇) that only their codes tie to the change: {items}.",
            "{n} independent sessions speak of this, in passages (◇) that only their codes tie to the change: {items}.",
            "sessions",
        ),
        "spoken_of_prompted": Phrase("Only answers to a prompt speak of this: {items}.", item="sessions"),
        "years": Phrase(
            "One year is named, of the change itself or of what came before or after:",
            "These years are named, of the change itself or of what came before or after (words as they were said):",
            "in_sessions",
            bullets=True,
        ),
        "actors": Phrase(
            "One actor is named where people tell what helped or got in the way:",
            "Who is named where people tell what helped or got in the way, the programme beside the others:",
            "actor",
            bullets=True,
        ),
        "credit_alone": Phrase(
            "One session gives the credit differently, naming nobody whom most of the others name:",
            "{n} sessions give the credit differently, each naming nobody whom most of the others name:",
            "colon",
            bullets=True,
        ),
        "groups": Phrase("One group is spoken of:", "These groups are spoken of:", "group", bullets=True),
        "rests_on": Phrase(
            "This draft rests on one passage from {sessions}{dates}.", "This draft rests on {n} passages from {sessions}{dates}."
        ),
        "captured": Phrase("How the sessions were kept: {items}.", item="counted"),
        "in_languages": Phrase("Languages: {items}.", item="sessions"),
        "read_by_several": Phrase(
            "One of them was reviewed by more than one coder; on this change their readings differ.",
            "{n} of them were reviewed by more than one coder; on this change their readings agree in {of}.",
        ),
        "read_alike": Phrase(
            "One of them was reviewed by more than one coder; on this change their readings agree.",
            "{n} of them were reviewed by more than one coder; on this change their readings agree in all.",
        ),
        "spoken_by_deniers": Phrase(
            "{n} session that denies the change speaks of this too: {items}.",
            "{n} sessions that deny the change speak of this too: {items}.",
            "sessions",
        ),
    },
    "es": {
        "reported_change": Phrase(
            "{n} sesión independiente cuenta este cambio: {items}.",
            "{n} sesiones independientes cuentan este cambio: {items}.",
            "counted",
        ),
        "reported_no_change": Phrase(
            "{n} sesión independiente cuenta que esto no ocurrió: {items}.",
            "{n} sesiones independientes cuentan que esto no ocurrió: {items}.",
            "counted",
        ),
        "reported_unintended": Phrase(
            "{n} sesión independiente cuenta este cambio no buscado: {items}.",
            "{n} sesiones independientes cuentan este cambio no buscado: {items}.",
            "counted",
        ),
        "reported_by_kinds": Phrase(
            "Lo cuenta un solo tipo de informante: {items}.", "Lo cuentan {m} tipos de informantes: {items}.", "sessions"
        ),
        "reported_where": Phrase(
            "Participó {n} persona{dates}: {items}.", "En estas sesiones participaron {n} personas{dates}: {items}.", "sessions"
        ),
        "denied": Phrase(
            "{n} de {of} sesiones independientes lo niega: {items}.",
            "{n} de {of} sesiones independientes lo niegan: {items}.",
            "by",
        ),
        "divided_for": Phrase(
            "En {items} hay dos posturas: se cuenta entre las que dan el cambio por ocurrido, y un pasaje suyo lo niega.",
            "En {items} hay dos posturas: se cuenta entre las que dan el cambio por ocurrido, y {m} pasajes suyos lo niegan.",
        ),
        "divided_against": Phrase(
            "En {items} hay dos posturas: se cuenta entre las que niegan el cambio, y un pasaje suyo lo afirma.",
            "En {items} hay dos posturas: se cuenta entre las que niegan el cambio, y {m} pasajes suyos lo afirman.",
        ),
        "same_person": Phrase("En {a} vuelve a hablar alguien a quien ya se oyó en {b}: suma evidencia, no una observación."),
        "referred": Phrase(
            "A alguien de {a} y a alguien de {b} los une una recomendación: las dos sesiones cuentan como una, con {b}."
        ),
        "prompted_for": Phrase(
            "{n} sesión más lo confirma solo al leérsele o sugerírsele la frase, y no se cuenta.",
            "{n} sesiones más lo confirman solo al leérseles o sugerírseles la frase, y no se cuentan.",
        ),
        "prompted_against": Phrase(
            "{n} sesión más lo niega solo al leérsele o sugerírsele la frase, y no se cuenta.",
            "{n} sesiones más lo niegan solo al leérseles o sugerírseles la frase, y no se cuentan.",
        ),
        "prompted_counted": Phrase(
            "{n} de las sesiones contadas habla de ello solo a partir de una frase leída o sugerida.",
            "{n} de las sesiones contadas hablan de ello solo a partir de una frase leída o sugerida.",
        ),
        "from_notes": Phrase(
            "{n} de las {of} sesiones que lo cuentan se conoce solo por notas.",
            "{n} de las {of} sesiones que lo cuentan se conocen solo por notas.",
        ),
        "spoken_of": Phrase(
            "{n} sesión independiente habla de esto: {items}.", "{n} sesiones independientes hablan de esto: {items}.", "sessions"
        ),
        "spoken_of_partly": Phrase(
            "{n} sesión independiente habla de esto, en parte (◇) en pasajes que solo sus códigos ligan al cambio: {items}.",
            "{n} sesiones independientes hablan de esto, en parte (◇) en pasajes que solo sus códigos ligan al cambio: {items}.",
            "sessions",
        ),
        "spoken_of_linked": Phrase(
            "{n} sesión independiente habla de esto, en pasajes (◇) que solo sus códigos ligan al cambio: {items}.",
            "{n} sesiones independientes hablan de esto, en pasajes (◇) que solo sus códigos ligan al cambio: {items}.",
            "sessions",
        ),
        "spoken_of_prompted": Phrase("De esto solo hablan respuestas a una frase leída o sugerida: {items}.", item="sessions"),
        "years": Phrase(
            "Se nombra un año, del cambio mismo o de lo que hubo antes o después:",
            "Se nombran estos años, del cambio mismo o de lo que hubo antes o después (palabras tal como se dijeron):",
            "in_sessions",
            bullets=True,
        ),
        "actors": Phrase(
            "Donde se cuenta qué ayudó o qué estorbó se nombra a un actor:",
            "A quién se nombra donde se cuenta qué ayudó o qué estorbó, el programa al lado de los demás:",
            "actor",
            bullets=True,
        ),
        "credit_alone": Phrase(
            "Una sesión reparte el mérito de otro modo: no nombra a nadie de quienes nombra la mayoría de las demás:",
            "{n} sesiones reparten el mérito de otro modo: no nombran a nadie de quienes nombra la mayoría de las demás:",
            "colon",
            bullets=True,
        ),
        "groups": Phrase("Se habla de un grupo:", "Se habla de estos grupos:", "group", bullets=True),
        "rests_on": Phrase(
            "Este borrador se apoya en un pasaje de {sessions}{dates}.",
            "Este borrador se apoya en {m} pasajes de {sessions}{dates}.",
        ),
        "captured": Phrase("Cómo se conservaron las sesiones: {items}.", item="counted"),
        "in_languages": Phrase("Idiomas: {items}.", item="sessions"),
        "read_by_several": Phrase(
            "Una de ellas la revisó más de una persona; sobre este cambio sus lecturas difieren.",
            "{n} de ellas las revisó más de una persona; sobre este cambio sus lecturas coinciden en {of}.",
        ),
        "read_alike": Phrase(
            "Una de ellas la revisó más de una persona; sobre este cambio sus lecturas coinciden.",
            "{n} de ellas las revisó más de una persona; sobre este cambio sus lecturas coinciden en todas.",
        ),
        "spoken_by_deniers": Phrase(
            "{n} sesión que niega el cambio habla también de esto: {items}.",
            "{n} sesiones que niegan el cambio hablan también de esto: {items}.",
            "sessions",
        ),
    },
}

GAPS: Mapping[str, Mapping[str, Phrase]] = {
    "en": {
        "below_rule": Phrase(
            "The study's rule asks for {n} more independent session.",
            "The study's rule asks for {n} more independent sessions.",
            todo="Look for people who know of it and depend on nobody heard so far, first of all {ask}.",
        ),
        "few_kinds": Phrase(
            "The study's rule asks for one more kind of respondent.",
            "The study's rule asks for {n} more kinds of respondents.",
            todo="Look first for those not heard on this change yet: {ask}.",
        ),
        "unreconciled": Phrase(
            "One session denies the change, and nobody has reconciled the two sides.",
            "{n} sessions deny the change, and nobody has reconciled the two sides.",
            todo="Ask both sides about the same facts: what they saw, where and when. Against: {ask}.",
        ),
        "unreviewed": Phrase(
            "One imported session has not been reviewed: {items}.",
            "{n} imported sessions have not been reviewed: {items}.",
            todo="Review them before the story is closed.",
        ),
        "silent": Phrase("Nobody speaks of this.", todo="Ask {ask}."),
        "only_prompted": Phrase("Only answers to a prompt speak of this.", todo="Ask without a prompt; first {ask}."),
        "one_session": Phrase("Only one independent session speaks of this.", todo="Ask {ask}."),
        "one_kind": Phrase("Only one kind of respondent speaks of this: {items}.", todo="Ask {ask}."),
        "no_year": Phrase("Nobody says when.", todo="Ask what else was going on when it began; first {ask}."),
        "years_differ": Phrase(
            "",
            "The passages name {n} years, listed above; the draft does not decide between them.",
            todo="Read what each year is said of; where it is the same event, ask again or find a document.",
        ),
        "no_actor": Phrase("No actor is coded in these passages.", todo="Code who did what, the programme or others."),
        "order": Phrase(
            "The records do not say in which order these actors did what.",
            todo="Write the order from the passages: what came first, who did what to whom, what followed.",
        ),
        "led": Phrase(
            "{items} is named only after the interviewer had named it.",
            "{items} are named only after the interviewer had named them.",
            todo="Do not write this as spontaneous credit.",
        ),
        "silent_groups": Phrase(
            "Nobody speaks of one group of the code frame: {items}.",
            "Nobody speaks of these groups of the code frame: {items}.",
            todo="Ask how it was for them, or write that no data were found.",
        ),
        "secondary": Phrase(
            "No secondary data have been looked up.",
            todo="Look for figures on the size of the change and its context, with source, period and denominator.",
        ),
        "translation": Phrase(
            "One quote is in {items}.", "{n} quotes are in {items}.", todo="Have them translated and the original kept."
        ),
        "unsettled": Phrase(
            "In one session not every coder read it so: {items}.",
            "In {n} sessions not every coder read it so: {items}.",
            item="of_coders",
            cites=True,
            todo="Let the coders compare their readings.",
        ),
        "identifiable": Phrase(
            "One quoted passage is attributed to a role and a place that only one person in the roster has.",
            "{n} quoted passages are attributed to a role and a place that only one person in the roster has.",
            todo="Widen the role or the place before this leaves the team.",
            cites=True,
        ),
    },
    "es": {
        "below_rule": Phrase(
            "La regla del estudio pide {n} sesión independiente más.",
            "La regla del estudio pide {n} sesiones independientes más.",
            todo="Buscar a quien lo conozca y no dependa de nadie ya oído, antes que nada: {ask}.",
        ),
        "few_kinds": Phrase(
            "La regla del estudio pide un tipo de informante más.",
            "La regla del estudio pide {m} tipos de informantes más.",
            todo="Buscar primero entre quienes aún no se ha oído sobre este cambio: {ask}.",
        ),
        "unreconciled": Phrase(
            "Una sesión niega el cambio y nadie ha conciliado las dos posturas.",
            "{n} sesiones niegan el cambio y nadie ha conciliado las dos posturas.",
            todo="Preguntar a ambas partes por los mismos hechos: qué vieron, dónde y cuándo. En contra: {ask}.",
        ),
        "unreviewed": Phrase(
            "Una sesión importada está sin revisar: {items}.",
            "{n} sesiones importadas están sin revisar: {items}.",
            todo="Revisarlas antes de cerrar la historia.",
        ),
        "silent": Phrase("Nadie habla de esto.", todo="Preguntar a {ask}."),
        "only_prompted": Phrase(
            "De esto solo hablan respuestas a una frase leída o sugerida.", todo="Preguntar sin sugerir; primero a {ask}."
        ),
        "one_session": Phrase("Solo una sesión independiente habla de esto.", todo="Preguntar a {ask}."),
        "one_kind": Phrase("Solo un tipo de informante habla de esto: {items}.", todo="Preguntar a {ask}."),
        "no_year": Phrase("Nadie dice cuándo.", todo="Preguntar qué más pasaba cuando empezó; primero a {ask}."),
        "years_differ": Phrase(
            "",
            "Los pasajes nombran {m} años, los de la lista; el borrador no decide entre ellos.",
            todo="Leer de qué se dice cada año; si es del mismo hecho, volver a preguntar o buscar un documento.",
        ),
        "no_actor": Phrase(
            "En estos pasajes no hay ningún actor codificado.", todo="Codificar quién hizo qué, fuera el programa u otros."
        ),
        "order": Phrase(
            "Los registros no dicen en qué orden hizo qué cada actor.",
            todo="Escribir el orden a partir de los pasajes: qué fue primero, quién hizo qué, qué siguió.",
        ),
        "led": Phrase(
            "Solo después de que quien entrevistó lo nombrara se nombra a: {items}.",
            "Solo después de que quien entrevistó los nombrara se nombra a: {items}.",
            todo="No escribirlo como reconocimiento espontáneo.",
        ),
        "silent_groups": Phrase(
            "Nadie habla de un grupo del libro de códigos: {items}.",
            "Nadie habla de estos grupos del libro de códigos: {items}.",
            todo="Preguntar cómo les fue, o escribir que no se encontraron datos.",
        ),
        "secondary": Phrase(
            "No se han buscado datos secundarios.",
            todo="Buscar cifras del tamaño del cambio y de su contexto, con fuente, periodo y denominador.",
        ),
        "translation": Phrase(
            "Una cita está en {items}.", "{n} citas están en {items}.", todo="Traducirlas y conservar el original."
        ),
        "unsettled": Phrase(
            "En una sesión no todas las personas que codificaron leyeron lo mismo: {items}.",
            "En {n} sesiones no todas las personas que codificaron leyeron lo mismo: {items}.",
            item="of_coders",
            cites=True,
            todo="Que comparen sus lecturas.",
        ),
        "identifiable": Phrase(
            "Un pasaje citado se atribuye a un papel y un lugar que solo una persona de la lista tiene.",
            "{m} pasajes citados se atribuyen a un papel y un lugar que solo una persona de la lista tiene.",
            todo="Ampliar el papel o el lugar antes de que esto salga del equipo.",
            cites=True,
        ),
    },
}
