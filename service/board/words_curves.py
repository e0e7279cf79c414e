"""The words of the page of curves."""

WORDS = {
    "curves_title": {"es": "Qué tan nuevo es lo nuevo", "en": "How new the new is"},
    "curves_intro": {
        "es": "Cuánto nuevo trajo cada sesión, en el orden en que se recogió y en otros órdenes. Una sola cifra no dice nada: compare "
        "niveles, reglas y partes del material.",
        "en": "How much new each session brought, in the order in which it was collected and in other orders. One figure alone says "
        "nothing: compare levels, rules and parts of the material.",
    },
    "curves_part": {"es": "Parte del material", "en": "Part of the material"},
    "curves_level": {"es": "Nivel del marco", "en": "Level of the frame"},
    "curves_level_n": {"es": "nivel {n}", "en": "level {n}"},
    "curves_level_deepest": {"es": "nivel {n}, los códigos que se aplican", "en": "level {n}, the codes that are applied"},
    "curves_none": {"es": "Todavía no se ha calculado ninguna curva.", "en": "No curve has been computed yet."},
    "curves_none_remedy": {
        "es": "Se calculan con la saturación, sobre las sesiones que alguien leyó completas.",
        "en": "They are computed with saturation, from the sessions that somebody has read whole.",
    },
    "curves_no_such": {"es": "No hay nada codificado en esta parte.", "en": "Nothing is coded in this part."},
    "curves_sessions": {"es": "Sesiones que cuentan", "en": "Sessions that count"},
    "curves_codes": {"es": "Códigos conocidos", "en": "Codes known"},
    "curves_of_frame": {"es": "de {n} del marco", "en": "of {n} in the frame"},
    "curves_once": {"es": "En una sola sesión", "en": "In one session only"},
    "curves_orders": {
        "es": "{n} órdenes al azar, semilla {seed}; banda e intervalos del {confidence}.",
        "en": "{n} random orders, seed {seed}; band and intervals of {confidence}.",
    },
    "curves_unreviewed": {
        "es": "Fuera, porque nadie las ha leído completas: {sessions}.",
        "en": "Left out, as nobody has read them whole: {sessions}.",
    },
    "curves_undated": {
        "es": "Sin fecha, tomadas como las últimas: {sessions}.",
        "en": "Without a date, taken as the last: {sessions}.",
    },
    "curves_alt": {
        "es": "Códigos conocidos tras cada una de {n} sesiones: {last} al final; en otros órdenes, a la mitad, entre {low} y {high}.",
        "en": "Codes known after each of {n} sessions: {last} at the end; in other orders, halfway, {low} to {high}.",
    },
    "curves_drawing": {"es": "Códigos conocidos, sesión por sesión", "en": "Codes known, session by session"},
    "curves_legend": {
        "es": "Línea: el orden en que se recogió. Banda: otros órdenes. Puntos: el promedio de todos los órdenes.",
        "en": "Line: the order of collection. Band: other orders. Dots: the mean of all orders.",
    },
    "curves_new": {"es": "Códigos nuevos, sesión por sesión", "en": "New codes, session by session"},
    "curves_new_n": {"es": "Nuevos", "en": "New"},
    "curves_known": {"es": "Conocidos", "en": "Known"},
    "curves_in_it": {"es": "En ella", "en": "In it"},
    "curves_which": {"es": "Cuáles", "en": "Which"},
    "curves_band": {"es": "En otros órdenes", "en": "In other orders"},
    "curves_grid": {"es": "Dónde pararía cada regla", "en": "Where each rule would stop"},
    "curves_grid_intro": {
        "es": "Guest, Namey y Chen: sesiones de la base, sesiones de la corrida, y la parte de nuevo con que se para. «6+2» son 6 "
        "sesiones y una corrida de 2.",
        "en": "Guest, Namey and Chen: sessions of the base, sessions of the run, and the share of new at which one stops. “6+2” is 6 "
        "sessions and a run of 2.",
    },
    "curves_base": {"es": "Base", "en": "Base"},
    "curves_run": {"es": "Corrida", "en": "Run"},
    "curves_threshold": {"es": "Umbral", "en": "Threshold"},
    "curves_in_order": {"es": "En este orden", "en": "In this order"},
    "curves_never": {"es": "Nunca (otros órdenes)", "en": "Never (other orders)"},
    "curves_earliest": {"es": "Primera", "en": "Earliest"},
    "curves_median": {"es": "Mediana", "en": "Median"},
    "curves_latest": {"es": "Última", "en": "Latest"},
    "curves_never_stops": {"es": "nunca", "en": "never"},
    "curves_too_few": {"es": "muy pocas sesiones", "en": "too few sessions"},
    "curves_unheard": {"es": "Qué puede faltar por oír", "en": "What may still be unheard"},
    "curves_most": {"es": "En cuántas sesiones está cada código", "en": "In how many sessions each code is"},
    "curves_code": {"es": "Código", "en": "Code"},
    "curves_of_code": {"es": "segmentos con {code}", "en": "segments with {code}"},
}
