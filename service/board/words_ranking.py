"""The words of the ranking and of the review of criteria."""

WORDS = {
    "tab_ranking": {"es": "Ordenamiento", "en": "Ranking"},
    "rank_intro": {
        "es": "Qué cambios ponen primero las boletas, por dominio y por grupo. Nunca se juntan boletas que vieron cambios distintos, los empates "
        "se quedan y quien opina distinto se ve.",
        "en": "Which changes ballots put first, by domain and by group. Ballots that were shown different changes are never put together, ties "
        "stay, and who differs is seen.",
    },
    "rank_parts": {"es": "Partes del ordenamiento", "en": "Parts of the ranking"},
    "rank_results": {"es": "Resultados", "en": "Results"},
    "rank_criteria": {"es": "Por qué importan", "en": "Why they matter"},
    "rank_review": {"es": "Revisar los criterios de las razones", "en": "Review the criteria in the reasons"},
    "rank_review_intro": {
        "es": "Qué criterios nombra cada razón. Lo que propone la máquina (◇) no cuenta hasta que una persona lo acepta.",
        "en": "Which criteria each reason names. What the machine proposes (◇) does not count until a person accepts it.",
    },
    "rank_unranked": {"es": "Lo que una boleta deja sin lugar", "en": "What a ballot leaves unranked"},
    "rank_unranked_last": {"es": "va después de todo lo que ordena", "en": "comes after all that it ranks"},
    "rank_unranked_silent": {"es": "no se compara", "en": "is not compared"},
    "rank_frequency": {"es": "Con cuántas boletas nombran cada criterio", "en": "With how many ballots name each criterion"},
    "rank_show": {"es": "Ver", "en": "Show"},
    "rank_none": {"es": "Todavía no hay boletas enviadas.", "en": "There are no sent ballots yet."},
    "rank_none_remedy": {
        "es": "En la validación se ve a quién falta preguntar.",
        "en": "Validation shows who is still to be asked.",
    },
    "rank_all_domains": {"es": "Todos los dominios", "en": "All domains"},
    "rank_only_open": {"es": "Solo lo que falta revisar", "en": "Only what is to be reviewed"},
    "rank_n_reasons": {"es": "{n} razón | {n} razones", "en": "{n} reason | {n} reasons"},
    "rank_suggest": {"es": "Proponer criterios", "en": "Propose criteria"},
    "rank_place": {"es": "lugar {n}", "en": "rank {n}"},
    "rank_take_back": {"es": "Deshacer", "en": "Take back"},
    "rank_proposed": {"es": "propuesta, {score}", "en": "proposed, {score}"},
    "rank_accept": {"es": "Sí", "en": "Yes"},
    "rank_reject": {"es": "No", "en": "No"},
    "rank_add": {"es": "Nombra también", "en": "It also names"},
    "rank_add_it": {"es": "Agregar", "en": "Add"},
    "rank_names_none": {"es": "No nombra ningún criterio", "en": "It names no criterion"},
    "rank_no_reasons": {"es": "No hay razones que revisar.", "en": "There are no reasons to review."},
    "rank_name": {"es": "Agregar un criterio que no está en el estudio", "en": "Add a criterion that the study does not have"},
    "rank_name_id": {"es": "Id (letras sin acentos, números, guiones)", "en": "Id (letters without accents, digits, hyphens)"},
    "rank_name_in": {"es": "Nombre ({tongue})", "en": "Name ({tongue})"},
    "rank_definition_in": {"es": "Qué quiere decir ({tongue})", "en": "What it means ({tongue})"},
}
