"""What a draft does not know, in Spanish and English: what is missing, and what to do about it. Signs as in ``story_words``."""

from collections.abc import Mapping

from annotations.changes.story_words import Phrase

GAPS: Mapping[str, Mapping[str, Phrase]] = {
    "en": {
        "below_rule": Phrase(
            "The study's rule asks for {n} more independent session.",
            "The study's rule asks for {n} more independent sessions.",
            todo="Look for people who know of it and depend on nobody heard so far, first of all {ask}.",
            question="Have you seen or heard of this yourself? What did you see?",
        ),
        "few_kinds": Phrase(
            "The study's rule asks for one more kind of respondent.",
            "The study's rule asks for {n} more kinds of respondents.",
            todo="Look first for those not heard on this change yet: {ask}.",
            question="Have you seen or heard of this yourself? What did you see?",
        ),
        "unreconciled": Phrase(
            "One session denies the change, and nobody has reconciled the two sides.",
            "{n} sessions deny the change, and nobody has reconciled the two sides.",
            todo="Ask both sides about the same facts: what they saw, where and when. Against: {ask}.",
            question="What did you see of it yourself, where and when?",
        ),
        "unreviewed": Phrase(
            "One imported session has not been reviewed: {items}.",
            "{n} imported sessions have not been reviewed: {items}.",
            todo="Review them before the story is closed.",
        ),
        "silent": Phrase("Nobody speaks of this.", todo="Ask {ask}.", question="What can you tell us of this?"),
        "only_prompted": Phrase(
            "Only answers to a prompt speak of this.",
            todo="Ask without a prompt; first {ask}.",
            question="What can you tell us of this?",
        ),
        "one_session": Phrase(
            "Only one independent session speaks of this.", todo="Ask {ask}.", question="What can you tell us of this?"
        ),
        "one_kind": Phrase(
            "Only one kind of respondent speaks of this: {items}.", todo="Ask {ask}.", question="What can you tell us of this?"
        ),
        "no_year": Phrase(
            "Nobody says when.",
            todo="Ask what else was going on when it began; first {ask}.",
            question="When did it begin, and what else was going on then?",
        ),
        "no_beginning": Phrase(
            "Years are named, and none clearly as that of the beginning.",
            todo="Read what each year is said of; ask again, or find a document.",
            question="When did it begin, and what else was going on then?",
        ),
        "years_differ": Phrase(
            "The sources date the beginning to {n} years, listed above, and the draft does not decide between them.",
            todo="Read what each year is said of; where it is the same event, ask again or find a document.",
            question="Some say {items}: how do you know when it began?",
        ),
        "no_actor": Phrase(
            "No actor is coded in these passages.",
            todo="Code who did what, the programme or others.",
            question="Who from here made it happen, and who else had a part in it?",
        ),
        "order": Phrase(
            "The records do not say in which order these actors did what.",
            todo="Write the order from the passages: what came first, who did what to whom, what followed.",
            question="What came first, who did what then, and what followed?",
        ),
        "led": Phrase(
            "{items} is named only after the interviewer had named it.",
            "{items} are named only after the interviewer had named them.",
            todo="Do not write this as spontaneous credit.",
            question="Who or what made it happen?",
        ),
        "silent_groups": Phrase(
            "Nobody speaks of one group of the code frame: {items}.",
            "Nobody speaks of these groups of the code frame: {items}.",
            todo="Ask how it was for them, or write that no data were found.",
            question="How was it for these people: {items}?",
        ),
        "secondary": Phrase(
            "No secondary data have been looked up.",
            todo="Look for figures on the size of the change and its context, with source, period and denominator.",
        ),
        "translation": Phrase(
            "One quote has no translation into {items}.",
            "{n} quotes have no translation into {items}.",
            todo="Have them translated and the original kept.",
        ),
        "unsettled": Phrase(
            "In one session not every coder read it so: {items}.",
            "In {n} sessions not every coder read it so: {items}.",
            item="of_coders",
            cites=True,
            todo="Let the coders compare their readings.",
        ),
        "identifiable": Phrase(
            "One quoted passage is attributed to a role that fewer than three people in the roster have.",
            "{n} quoted passages are attributed to a role that fewer than three people in the roster have.",
            todo="Widen the role before this leaves the team. A place is named only where at least three people share it and the role.",
            cites=True,
        ),
    },
    "es": {
        "below_rule": Phrase(
            "La regla del estudio pide {n} sesión independiente más.",
            "La regla del estudio pide {n} sesiones independientes más.",
            todo="Buscar a quien lo conozca y no dependa de nadie ya oído, antes que nada: {ask}.",
            question="¿Usted lo ha visto o ha sabido de ello? ¿Qué vio?",
        ),
        "few_kinds": Phrase(
            "La regla del estudio pide un tipo de informante más.",
            "La regla del estudio pide {m} tipos de informantes más.",
            todo="Buscar primero entre quienes aún no se ha oído sobre este cambio: {ask}.",
            question="¿Usted lo ha visto o ha sabido de ello? ¿Qué vio?",
        ),
        "unreconciled": Phrase(
            "Una sesión niega el cambio y nadie ha conciliado las dos posturas.",
            "{n} sesiones niegan el cambio y nadie ha conciliado las dos posturas.",
            todo="Preguntar a ambas partes por los mismos hechos: qué vieron, dónde y cuándo. En contra: {ask}.",
            question="¿Qué vio usted de esto, dónde y cuándo?",
        ),
        "unreviewed": Phrase(
            "Una sesión importada está sin revisar: {items}.",
            "{n} sesiones importadas están sin revisar: {items}.",
            todo="Revisarlas antes de cerrar la historia.",
        ),
        "silent": Phrase("Nadie habla de esto.", todo="Preguntar a {ask}.", question="¿Qué nos puede decir de esto?"),
        "only_prompted": Phrase(
            "De esto solo hablan respuestas a una frase leída o sugerida.",
            todo="Preguntar sin sugerir; primero a {ask}.",
            question="¿Qué nos puede decir de esto?",
        ),
        "one_session": Phrase(
            "Solo una sesión independiente habla de esto.", todo="Preguntar a {ask}.", question="¿Qué nos puede decir de esto?"
        ),
        "one_kind": Phrase(
            "Solo un tipo de informante habla de esto: {items}.",
            todo="Preguntar a {ask}.",
            question="¿Qué nos puede decir de esto?",
        ),
        "no_year": Phrase(
            "Nadie dice cuándo.",
            todo="Preguntar qué más pasaba cuando empezó; primero a {ask}.",
            question="¿Cuándo empezó, y qué más pasaba entonces?",
        ),
        "no_beginning": Phrase(
            "Se nombran años, y ninguno claramente como el del comienzo.",
            todo="Leer de qué se dice cada año; volver a preguntar o buscar un documento.",
            question="¿Cuándo empezó, y qué más pasaba entonces?",
        ),
        "years_differ": Phrase(
            "Las fuentes dan {m} años del comienzo, los que se nombran arriba, y el borrador no decide entre ellos.",
            todo="Leer de qué se dice cada año; si es del mismo hecho, volver a preguntar o buscar un documento.",
            question="Unos dicen {items}: ¿cómo sabe usted cuándo empezó?",
        ),
        "no_actor": Phrase(
            "En estos pasajes no hay ningún actor codificado.",
            todo="Codificar quién hizo qué, fuera el programa u otros.",
            question="¿Quién de aquí hizo que sucediera, y quién más tuvo parte?",
        ),
        "order": Phrase(
            "Los registros no dicen en qué orden hizo qué cada actor.",
            todo="Escribir el orden a partir de los pasajes: qué fue primero, quién hizo qué, qué siguió.",
            question="¿Qué fue primero, quién hizo qué después y qué siguió?",
        ),
        "led": Phrase(
            "Solo después de que quien entrevistó lo nombrara se nombra a: {items}.",
            "Solo después de que quien entrevistó los nombrara se nombra a: {items}.",
            todo="No escribirlo como reconocimiento espontáneo.",
            question="¿Quién o qué hizo que sucediera?",
        ),
        "silent_groups": Phrase(
            "Nadie habla de un grupo del libro de códigos: {items}.",
            "Nadie habla de estos grupos del libro de códigos: {items}.",
            todo="Preguntar cómo les fue, o escribir que no se encontraron datos.",
            question="¿Cómo les fue a estas personas: {items}?",
        ),
        "secondary": Phrase(
            "No se han buscado datos secundarios.",
            todo="Buscar cifras del tamaño del cambio y de su contexto, con fuente, periodo y denominador.",
        ),
        "translation": Phrase(
            "Una cita no tiene traducción al {items}.",
            "{n} citas no tienen traducción al {items}.",
            todo="Traducirlas y conservar el original.",
        ),
        "unsettled": Phrase(
            "En una sesión no todas las personas que codificaron leyeron lo mismo: {items}.",
            "En {n} sesiones no todas las personas que codificaron leyeron lo mismo: {items}.",
            item="of_coders",
            cites=True,
            todo="Que comparen sus lecturas.",
        ),
        "identifiable": Phrase(
            "Un pasaje citado se atribuye a un papel que tienen menos de tres personas de la lista.",
            "{m} pasajes citados se atribuyen a un papel que tienen menos de tres personas de la lista.",
            todo="Ampliar el papel antes de que esto salga del equipo. El lugar se nombra solo donde lo comparten, con el papel, al menos tres personas.",
            cites=True,
        ),
    },
}
