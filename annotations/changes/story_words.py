"""The phrases of a draft in Spanish and English. ``{n}`` is a number in words (feminine in Spanish), ``{m}`` the masculine form.

``{items}``: the entries with what they cite. ``{people}``: who tells it. ``{dates}``: a period with a space before it. ``{sessions}``:
how many sessions. ``{a}``, ``{b}``: the first and the last entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Phrase:
    """``one`` when the number is 1, ``many`` otherwise. ``item``: the form of its items (see ``story_text``). ``question``: what to ask where the guide has no
    question for it. A phrase that ends in a
    colon leads to quotes, and ends in a full stop where there are none."""

    one: str
    many: str = ""
    item: str = "name"
    bullets: bool = False
    todo: str = ""
    cites: bool = False
    question: str = ""


SENTENCES: Mapping[str, Mapping[str, Phrase]] = {
    "en": {
        "statement": Phrase("{items}."),
        "who": Phrase(
            "Its main actor, as the passages were coded, is {items}.",
            "Its main actors, as the passages were coded, are {items}.",
            "sessions",
        ),
        "where_one": Phrase("It happened in {items}.", item="sessions"),
        "where_many": Phrase("Where it happened is told differently: {items}.", item="sessions"),
        "told_from": Phrase("It is told from {items}.", "It is told from {items}.", "sessions"),
        "when_one": Phrase("It is dated to {items}.", item="year"),
        "when_many": Phrase(
            "The sources disagree on when it began: {items}. None of these dates is preferred here.", item="year"
        ),
        "years_named": Phrase(
            "No date of its beginning stands out. One year is named: {items}.",
            "No date of its beginning stands out. The years that are named, of what came before or after too, are {items}.",
            "year",
        ),
        "reported_change": Phrase(
            "{n} independent session reports this change, with {people}.",
            "{n} independent sessions report this change. Those who tell of it are {people}.",
        ),
        "reported_no_change": Phrase(
            "{n} independent session tells of this lack of change, with {people}.",
            "{n} independent sessions tell of this lack of change. Those who tell of it are {people}.",
        ),
        "reported_unintended": Phrase(
            "{n} independent session reports this change, that nobody had intended, with {people}.",
            "{n} independent sessions report this change, that nobody had intended. Those who tell of it are {people}.",
        ),
        "denied": Phrase(
            "Not everybody agrees: one of {of} independent sessions denies it, with {items}.",
            "Not everybody agrees: {n} of {of} independent sessions deny it, with {items}.",
            "also",
        ),
        "factors": Phrase(
            "What brought the change about or stood in its way, as people tell it, was {items}.",
            "What brought the change about or stood in its way, as people tell it, were {items}.",
            "actor",
        ),
        "factors_no_change": Phrase(
            "What had a part in how things went, as people tell it, was {items}.",
            "What had a part in how things went, as people tell it, were {items}.",
            "actor",
        ),
        "around": Phrase("Around it they speak of {items}.", "Around it they speak of {items}.", "sessions"),
        "before": Phrase("Before the change things were otherwise, according to {people}:"),
        "chain": Phrase("In the order that was entered from the sessions: {items}.", item="sessions"),
        "local": Phrase("Among local actors, people name {items}:", "Among local actors, people name {items}:", "told"),
        "outside": Phrase("From outside, they name {items}:", "From outside, they name {items}:", "told"),
        "programme": Phrase(
            "As for what is evaluated here, they name {items}:", "As for what is evaluated here, they name {items}:", "told"
        ),
        "actors": Phrase("The actor that people name is {items}:", "The actors that people name are {items}:", "told"),
        "dated": Phrase("And then what happened, with the years that are given, according to {people}:"),
        "hindered": Phrase("Some things got in the way, according to {people}:"),
        "else": Phrase("More is told of how it came about, by {people}:"),
        "credit_alone": Phrase(
            "One account gives the credit differently, and names nobody whom most of the others name: {items}.",
            "{n} accounts give the credit differently, and name nobody whom most of the others name: {items}.",
            "credits",
        ),
        "described": Phrase("This is what happened, according to {people}:"),
        "numbers": Phrase("The sources do not give the same numbers: {items}. They are listed as they were said."),
        "groups": Phrase("One group is spoken of, {items}:", "These groups are spoken of: {items}:", "told"),
        "different": Phrase("Whether it was different for some is told by {people}:"),
        "value": Phrase("Why it matters, according to {people}:"),
        "lasting": Phrase("Whether it will last, according to {people}:"),
        "needs": Phrase("To last, it would need something, according to {people}:"),
        "risks": Phrase("There are risks, according to {people}:"),
        "told": Phrase("On this, according to {people}:"),
        "contested": Phrase("It does not look so to {people}:"),
        "notes_only": Phrase(
            "What this section says is known from the interviewer's notes of one session alone.",
            "What this section says is known from interviewers' notes alone, of {n} sessions.",
        ),
        "prompted_only": Phrase("What this section says was said only in answer to a prompt."),
        "one_kind_only": Phrase("What this section says comes from one kind of respondent alone: {people}."),
        "methods": Phrase(
            "The {n} independent session that reports it: {items}.",
            "The {n} independent sessions that report it: {items}.",
            "counted",
        ),
        "reported_by_kinds": Phrase("Kinds of respondents: {items}.", "{n} kinds of respondents report it: {items}.", "sessions"),
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
        "spoken_by_deniers": Phrase(
            "{n} session that denies the change speaks of this too: {items}.",
            "{n} sessions that deny the change speak of this too: {items}.",
            "sessions",
        ),
        "rests_on": Phrase(
            "This story rests on one passage from {sessions} with {people}: {items}.",
            "This story rests on {n} passages from {sessions} with {people}: {items}.",
            "counted",
        ),
        "period": Phrase("The session was held{dates}.", "The sessions were held{dates}."),
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
    },
    "es": {
        "statement": Phrase("{items}."),
        "who": Phrase(
            "Su actor principal, según se codificaron los pasajes, es {items}.",
            "Sus actores principales, según se codificaron los pasajes, son {items}.",
            "sessions",
        ),
        "where_one": Phrase("Ocurrió en {items}.", item="sessions"),
        "where_many": Phrase("Sobre dónde ocurrió no se dice lo mismo: {items}.", item="sessions"),
        "told_from": Phrase("Se cuenta desde {items}.", "Se cuenta desde {items}.", "sessions"),
        "when_one": Phrase("Se sitúa en {items}.", item="year"),
        "when_many": Phrase(
            "Las fuentes no coinciden en cuándo empezó: {items}. Aquí no se prefiere ninguna de estas fechas.", item="year"
        ),
        "years_named": Phrase(
            "No hay una fecha clara de su comienzo. Se nombra un año: {items}.",
            "No hay una fecha clara de su comienzo. Los años que se nombran, también de lo que hubo antes o después, son {items}.",
            "year",
        ),
        "reported_change": Phrase(
            "{n} sesión independiente da cuenta de este cambio, con {people}.",
            "{n} sesiones independientes dan cuenta de este cambio. Lo cuentan {people}.",
        ),
        "reported_no_change": Phrase(
            "{n} sesión independiente da cuenta de esta falta de cambio, con {people}.",
            "{n} sesiones independientes dan cuenta de esta falta de cambio. La cuentan {people}.",
        ),
        "reported_unintended": Phrase(
            "{n} sesión independiente da cuenta de este cambio, que nadie había buscado, con {people}.",
            "{n} sesiones independientes dan cuenta de este cambio, que nadie había buscado. Lo cuentan {people}.",
        ),
        "denied": Phrase(
            "No todo el mundo está de acuerdo: una de {of} sesiones independientes lo niega, con {items}.",
            "No todo el mundo está de acuerdo: {n} de {of} sesiones independientes lo niegan, con {items}.",
            "also",
        ),
        "factors": Phrase(
            "Lo que hizo posible el cambio o lo estorbó fue, según se cuenta, {items}.",
            "Lo que hizo posible el cambio o lo estorbó fueron, según se cuenta, {items}.",
            "actor",
        ),
        "factors_no_change": Phrase(
            "Tuvo parte en cómo salieron las cosas, según se cuenta, {items}.",
            "Tuvieron parte en cómo salieron las cosas, según se cuenta, {items}.",
            "actor",
        ),
        "around": Phrase(
            "Alrededor de ello se habla también de {items}.", "Alrededor de ello se habla también de {items}.", "sessions"
        ),
        "before": Phrase("Antes del cambio las cosas eran de otro modo, según {people}:"),
        "chain": Phrase("En el orden en que se anotó a partir de las sesiones: {items}.", item="sessions"),
        "local": Phrase("Entre los actores locales aparece {items}:", "Entre los actores locales aparecen {items}:", "told"),
        "outside": Phrase("De fuera aparece {items}:", "De fuera aparecen {items}:", "told"),
        "programme": Phrase("De lo que aquí se evalúa aparece {items}:", "De lo que aquí se evalúa aparecen {items}:", "told"),
        "actors": Phrase("Entre los actores aparece {items}:", "Entre los actores aparecen {items}:", "told"),
        "dated": Phrase("Y después pasó esto, con los años que se dan, según {people}:"),
        "hindered": Phrase("Hubo cosas que estorbaron, según {people}:"),
        "else": Phrase("De cómo se llegó a ello se cuenta más, según {people}:"),
        "credit_alone": Phrase(
            "Un relato reparte el mérito de otro modo, y no nombra a nadie de quienes nombra la mayoría de los demás: {items}.",
            "{m} relatos reparten el mérito de otro modo, y no nombran a nadie de quienes nombra la mayoría de los demás: {items}.",
            "credits",
        ),
        "described": Phrase("Esto es lo que pasó, según {people}:"),
        "numbers": Phrase("Las fuentes no dan los mismos números: {items}. Se listan tal como se dijeron."),
        "groups": Phrase("Se habla de un grupo, {items}:", "Se habla de estos grupos: {items}:", "told"),
        "different": Phrase("Si fue distinto para algunas personas, según {people}:"),
        "value": Phrase("Por qué importa, según {people}:"),
        "lasting": Phrase("Si va a durar, según {people}:"),
        "needs": Phrase("Para durar haría falta algo, según {people}:"),
        "risks": Phrase("Hay riesgos, según {people}:"),
        "told": Phrase("Sobre esto, según {people}:"),
        "contested": Phrase("No es así para {people}:"),
        "notes_only": Phrase(
            "Lo que dice esta sección se conoce solo por las notas de quien entrevistó, de una sesión.",
            "Lo que dice esta sección se conoce solo por notas de quienes entrevistaron, de {n} sesiones.",
        ),
        "prompted_only": Phrase("Lo que dice esta sección se dijo solo al leer o sugerir la frase."),
        "one_kind_only": Phrase("Lo que dice esta sección viene de un solo tipo de informante: {people}."),
        "methods": Phrase(
            "La {n} sesión independiente que lo cuenta: {items}.",
            "Las {n} sesiones independientes que lo cuentan: {items}.",
            "counted",
        ),
        "reported_by_kinds": Phrase(
            "Tipos de informantes: {items}.", "Lo cuentan {m} tipos de informantes: {items}.", "sessions"
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
        "spoken_by_deniers": Phrase(
            "{n} sesión que niega el cambio habla también de esto: {items}.",
            "{n} sesiones que niegan el cambio hablan también de esto: {items}.",
            "sessions",
        ),
        "rests_on": Phrase(
            "Esta historia se apoya en un pasaje de {sessions} con {people}: {items}.",
            "Esta historia se apoya en {m} pasajes de {sessions} con {people}: {items}.",
            "counted",
        ),
        "period": Phrase("La sesión se tuvo{dates}.", "Las sesiones se tuvieron{dates}."),
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
    },
}
