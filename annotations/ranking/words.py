"""Words of the tables of results and criteria, in Spanish and English."""

from collections.abc import Mapping

from annotations.languages import base, in_language
from annotations.studies import Study
from annotations.validation.answering import MIXED

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "summary": "Most significant changes by domain, as ranked by those concerned",
        "summary_heads": "Domain|Changes ranked|First place|Second place|Ballots|People|Rankings",
        "summary_note": "A ballot is one, whoever filled it in: people who answered together sent one. The same person can rank in several "
        "domains: over all domains {rankings} rankings were sent, by {people} different people{unnamed}; {several} of them ranked in more than one. "
        "Places of different domains are not comparable, and neither are those of different sets of changes. Ballots of people who judge work of "
        "their own are not counted in the rows.",
        "unnamed": " and {n} more who answered in groups",
        "places": "Ranking of changes: {domain}{set}",
        "places_heads": "Place|Change|Score|Mean rank|Ranked by|First place|Last place|A|B|C|Place, groups alike",
        "set": " (set: {changes})",
        "counted": "Ballots: {ballots}, of people: {people}; ballots that rank: {rankings}. By mode: {modes}.",
        "forms": "Put to people on the forms {forms}{occasions}.",
        "method": "Score: Borda count as the mean share of the other changes that a change stands before, from 0 to 1; changes on one place share "
        "it. Each ballot weighs the same. A change voted C is not ranked on that ballot, and the ballot counts for the others. Mean rank: among "
        "the ballots that rank the change, ties averaged; with ballots that rank different numbers of changes it is no order by itself.",
        "unranked_last": "Ballots that leave something unranked that they could rank: {n}. It counts as tied after all that they rank.",
        "unranked_silent": "Ballots that leave something unranked that they could rank: {n}. Only what they rank is compared.",
        "other_rule_last": "If only what they rank is compared, the first two places are {top}.",
        "other_rule_silent": "If it counts as tied after all that they rank, the first two places are {top}.",
        "other_same": "The other way to read them gives the same first two places.",
        "few": "{change}: {n} of {of} ballots could rank it, the others vote it C.",
        "groups_alike": "Place, groups alike: every respondent group weighs the same, however many ballots it sent.",
        "swamped": "The size of the groups makes a difference: with groups alike, {first} is first, and the first two places are {top}. Largest group: "
        "{group}, {n} of {of} ballots.",
        "winner": "One by one, {change} is put before every other change by more ballots than after it.",
        "no_winner": "No change is put before every other one by more ballots than after it.",
        "agreement": "Kendall's W, corrected for ties: {w:.2f} (p = {p:.3f} in {draws} draws), of the {ballots} of {of} ballots that rank every change.",
        "no_agreement": "Kendall's W is not given: fewer than two ballots rank every change in an order.",
        "interested": "Ballots of people who judge work of their own: {ballots}. They are not among these; they stand in the table of groups.",
        "reworded": "Worded differently on different forms: {changes}. By form: {places}.",
        "by_form": "{form} ({n} rankings) {top}",
        "left_out": "{change} left the ranking after it was shown: {why}. Ballots count for the others.",
        "since_moved": "{change} was moved to another domain after it was shown: {now}. It was ranked among the changes of this one.",
        "since_worded": "{change} was worded anew after it was shown (statement {now}): nobody of these has seen the new words.",
        "since_split": "{change} was split after it was shown: part of what was said of it counts for {now}. Ballots are about the whole of it.",
        "since_not_saturated": "{change} is not saturated any more; it was when it was shown.",
        "nobody": "Nobody ranks yet.", "nothing_to_rank": "One change alone cannot be ranked: only the votes are given.",
        "all_first": "All changes share the first place.",
        "groups": "Ranking by respondent group: {domain}{set}",
        "groups_heads": "Group|Ballots|People|Rankings|First place|Second place|Kendall's W",
        "all": "All", "equal": "All, groups alike", "own": "Those who judge work of their own",
        "groups_note": "A group of few ballots says what these few say. All: without those who judge work of their own.",
        "dissent": "Who differs from the result: {domain}{set}",
        "dissent_none": "Who differs",
        "dissent_heads": "What|Group|Changes|Ballots|People|Rankings of the group",
        "group_first": "the group puts first", "first_elsewhere": "ballots put first", "ranked_last": "ballots put last what is first among all",
        "dissent_note": "First among all: {first}. The first two places of all: {top}.",
        "no_dissent": "Nobody differs: every group and every ballot puts first what is among the first two places of all.",
        "pairs": "Changes one by one: {domain}{set}",
        "pairs_note": "Ballots that put the change of the row before that of the column, and the reverse; the others put them on one place or "
        "could not compare them.",
        "change": "Change", "nothing": "–",
        "criteria": "Why changes are ranked high: {domain}",
        "criteria_heads": "Criterion|Groups",
        "times": "Ballots",
        "mark": "×",
        "criteria_note": "Criteria that people found in the reasons given for the changes in the first two places ({top}); ballots with reasons looked at: {rankers}.",
        "no_frequency": "A mark says that somebody of the group names it; it does not say how often it was named.",
        "frequency": "Numbers are ballots of the group that name it, each once; a ballot can name several.",
        "criteria_order": "In the order of how many groups name it, then how many ballots.",
        "unreviewed": "Reasons that nobody has looked at yet: {n}.",
        "without": "Reasons that name none of the criteria: {n}.",
        "apart": " (own work)",
        "web": "web", "telephone": "telephone", "visit": "in person", "workshop": "workshop", "paper": "paper",
        MIXED: "mixed", "": "not stated",
    },
    "es": {
        "summary": "Cambios más significativos por ámbito, según el orden de las personas concernidas",
        "summary_heads": "Ámbito|Cambios ordenados|Primer lugar|Segundo lugar|Boletas|Personas|Ordenamientos",
        "summary_note": "Una boleta es una, la llene quien la llene: quienes respondieron juntos enviaron una. Una misma persona puede ordenar en "
        "varios ámbitos: en todos los ámbitos se enviaron {rankings} ordenamientos, de {people} personas distintas{unnamed}; {several} de ellas ordenaron "
        "en más de uno. Los lugares de ámbitos distintos no se comparan, ni los de conjuntos distintos de cambios. En las filas no se cuentan las boletas de quienes juzgan "
        "trabajo propio.",
        "unnamed": " y {n} más que respondieron en grupo",
        "places": "Orden de los cambios: {domain}{set}",
        "places_heads": "Lugar|Cambio|Puntaje|Rango medio|Ordenado por|Primer lugar|Último lugar|A|B|C|Lugar, grupos por igual",
        "set": " (conjunto: {changes})",
        "counted": "Boletas: {ballots}, de personas: {people}; boletas que ordenan: {rankings}. Por modo: {modes}.",
        "forms": "Presentado en los formularios {forms}{occasions}.",
        "method": "Puntaje: conteo de Borda como proporción media de los demás cambios a los que antecede, de 0 a 1; los que empatan la comparten. "
        "Cada boleta pesa lo mismo. Un cambio con voto C no se ordena en esa boleta, y la boleta cuenta para los demás. Rango medio: entre las boletas "
        "que ordenan el cambio, con los empates promediados; si las boletas ordenan números distintos de cambios, por sí solo no da un orden.",
        "unranked_last": "Boletas que dejan sin ordenar algo que podían ordenar: {n}. Cuenta como empatado después de todo lo que ordenan.",
        "unranked_silent": "Boletas que dejan sin ordenar algo que podían ordenar: {n}. Solo se compara lo que ordenan.",
        "other_rule_last": "Si solo se compara lo que ordenan, los dos primeros lugares son {top}.",
        "other_rule_silent": "Si cuenta como empatado después de todo lo que ordenan, los dos primeros lugares son {top}.",
        "other_same": "La otra manera de leerlas da los mismos dos primeros lugares.",
        "few": "{change}: {n} de {of} boletas podían ordenarlo, las demás lo votan C.",
        "groups_alike": "Lugar, grupos por igual: cada grupo de personas pesa lo mismo, sin importar cuántas boletas envió.",
        "swamped": "El tamaño de los grupos cambia el resultado: con los grupos por igual, {first} es primero y los dos primeros lugares son {top}. El grupo "
        "mayor: {group}, {n} de {of} boletas.",
        "winner": "Uno por uno, más boletas ponen {change} antes que después de cada uno de los demás.",
        "no_winner": "Ningún cambio está antes que cada uno de los demás en más boletas que después.",
        "agreement": "W de Kendall, corregida por empates: {w:.2f} (p = {p:.3f} en {draws} sorteos), de las {ballots} de {of} boletas que ordenan todos los cambios.",
        "no_agreement": "No se da la W de Kendall: menos de dos boletas ponen en orden todos los cambios.",
        "interested": "Boletas de quienes juzgan trabajo propio: {ballots}. No están entre estas; están en el cuadro de grupos.",
        "reworded": "Con otra redacción en distintos formularios: {changes}. Por formulario: {places}.",
        "by_form": "{form} ({n} ordenamientos) {top}",
        "left_out": "{change} salió del orden después de presentarse: {why}. Las boletas cuentan para los demás.",
        "since_moved": "{change} pasó a otro ámbito después de presentarse: {now}. Se ordenó entre los cambios de este.",
        "since_worded": "{change} se enunció de otro modo después de presentarse (enunciado {now}): ninguna de estas personas ha visto las palabras nuevas.",
        "since_split": "{change} se dividió después de presentarse: parte de lo dicho sobre él cuenta ahora para {now}. Las boletas son sobre el cambio entero.",
        "since_not_saturated": "{change} ya no está saturado; lo estaba cuando se presentó.",
        "nobody": "Nadie ha ordenado todavía.", "nothing_to_rank": "Un solo cambio no se puede ordenar: solo se dan los votos.",
        "all_first": "Todos los cambios comparten el primer lugar.",
        "groups": "Orden por grupo de personas: {domain}{set}",
        "groups_heads": "Grupo|Boletas|Personas|Ordenamientos|Primer lugar|Segundo lugar|W de Kendall",
        "all": "Todas", "equal": "Todas, grupos por igual", "own": "Quienes juzgan trabajo propio",
        "groups_note": "Un grupo de pocas boletas dice lo que dicen esas pocas. Todas: sin quienes juzgan trabajo propio.",
        "dissent": "Quién difiere del resultado: {domain}{set}",
        "dissent_none": "Quién difiere",
        "dissent_heads": "Qué|Grupo|Cambios|Boletas|Personas|Ordenamientos del grupo",
        "group_first": "el grupo pone primero", "first_elsewhere": "boletas que ponen primero",
        "ranked_last": "boletas que ponen al último lo que es primero entre todas",
        "dissent_note": "Primero entre todas: {first}. Los dos primeros lugares de todas: {top}.",
        "no_dissent": "Nadie difiere: cada grupo y cada boleta pone primero algo de los dos primeros lugares de todas.",
        "pairs": "Cambios uno por uno: {domain}{set}",
        "pairs_note": "Boletas que ponen el cambio de la fila antes que el de la columna, y al revés; las demás los ponen en el mismo lugar o no podían "
        "compararlos.",
        "change": "Cambio", "nothing": "–",
        "criteria": "Por qué se ordenan arriba los cambios: {domain}",
        "criteria_heads": "Criterio|Grupos",
        "times": "Boletas",
        "mark": "×",
        "criteria_note": "Criterios que personas encontraron en las razones que se dan de los cambios en los dos primeros lugares ({top}); boletas con razones revisadas: {rankers}.",
        "no_frequency": "Una marca dice que alguien del grupo lo nombra; no dice cuántas veces se nombró.",
        "frequency": "Los números son boletas del grupo que lo nombran, cada una una vez; una boleta puede nombrar varios.",
        "criteria_order": "En orden de cuántos grupos lo nombran, y luego cuántas boletas.",
        "unreviewed": "Razones que nadie ha revisado todavía: {n}.",
        "without": "Razones que no nombran ninguno de los criterios: {n}.",
        "apart": " (trabajo propio)",
        "web": "en línea", "telephone": "teléfono", "visit": "en persona", "workshop": "taller", "paper": "papel",
        MIXED: "mixto", "": "no consta",
    },
}  # fmt: skip


def words_of(language: str) -> Mapping[str, str]:
    """In English where the language has none."""
    return WORDS.get(base(language), WORDS["en"])


def group_name(study: Study, group: str, language: str) -> str:
    """A respondent group as the study calls it."""
    named = {one.id: one.name for one in study.categories}
    if group in named:
        return in_language(named[group], language)
    return words_of(language)[group] if group in ("", MIXED) else group


def domain_name(study: Study, domain: str, language: str) -> str:
    return next((in_language(one.name, language) for one in study.domains if one.id == domain), domain)
