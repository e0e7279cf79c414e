"""Headings and opening sentences of the annexes, in Spanish and English. ``{tables}`` stands for references to the tables of the annex."""

from collections.abc import Mapping
from typing import Literal, get_args

from annotations.documents.labels import spoken

Annex = Literal[
    "changes", "results", "judgements", "sample", "validation", "ranking", "criteria", "verification", "triangulation", "limitations", "figures", "stories",
]  # fmt: skip
ANNEXES: tuple[Annex, ...] = get_args(Annex)
"""In the order in which they stand in a report."""
FINDINGS: Literal["findings"] = "findings"
"""The chapters before the annexes."""
PARTS = (FINDINGS, *ANNEXES)
ON_DEMAND: tuple[Annex, ...] = ("stories", "judgements")
"""Left out where there is nothing in them and nobody asked for them."""
Said = tuple[str, str, str]
"""Heading; what it is (with where to look); what is said when there is nothing."""
WORDS: Mapping[str, Mapping[str, Said]] = {
    "en": {
        "changes": ("Changes", "Every change that is followed, with how many independent sessions report or deny it: {tables}.", "No change has been entered yet."),
        "results": ("Results, projects and priorities", "What contributed to which change, and what works on its theme, are told apart in {tables}.", "No project or priority is linked to a change yet."),
        "judgements": ("Evaluative judgements", "What people judged of each change under the rubrics of the study, with their reasons: {tables}.", "The study has no rubric, or no change is followed yet."),
        "sample": ("People and sessions", "Who was asked, who took part and how, counted from the register: {tables}.", "Nobody is in the register yet."),
        "validation": ("Validation", "Who was asked whether the stories are right, who answered and what: {tables}.", "Nobody has been asked yet."),
        "ranking": ("Ranking", "How people ranked the changes, by domain and by kind of people; domains are not compared with each other, nor ballots over different sets: {tables}.", "No ballot has been sent yet."),
        "criteria": ("Why changes were ranked first", "The criteria of the reasons that people gave, by kind of people, as reviewed by a person: {tables}.", "No reason has been reviewed yet."),
        "verification": ("Verification by third parties", "Which stories were verified by somebody who did not take part, and why the others were not: {tables}.", "Nobody has decided about verification yet."),
        "triangulation": ("Statistics beside the stories", "Claims of the stories that were compared with numbers from outside the interviews, with what a person made of it: {tables}.", "No claim has been compared with statistics yet."),
        "limitations": ("Limitations", "Counted from what was tracked, not assumed: {tables}.", "Nothing that limits the findings has been counted."),
        "figures": ("Figures", "Drawn from the records as they stand: {tables}.", "There is nothing to draw yet."),
        "stories": ("Stories", "The stories as they read now. Those that nobody has signed are drafts.", "There is no story yet."),
        "both": ("Findings and annexes", "Put together by Relato from the stories and the records of the study", "as of {date}"),
        "findings": ("Findings", "Put together by Relato from the stories and the records of the study", "as of {date}"),
        "title": ("Annexes of the report", "Computed by Relato from the records of the study", "as of {date}"),
        "facts": ("Study", "As of", "Stories signed"),
        "story": ("Story {id}: {title}", "{version}. {state}.", ""),
        "parts": ("{signed} of {stories}", "", ""),
        "alpha": ("Annex {letter}. {heading}", "", ""),
    },
    "es": {
        "changes": ("Cambios", "Cada cambio que se sigue, con cuántas sesiones independientes lo cuentan o lo niegan: {tables}.", "Todavía no se registra ningún cambio."),
        "results": ("Resultados, proyectos y prioridades", "Qué contribuyó a cada cambio y qué trabaja en su tema se distinguen en {tables}.", "Todavía no hay proyecto ni prioridad ligados a un cambio."),
        "judgements": ("Juicios evaluativos", "Lo que las personas juzgaron de cada cambio bajo las rúbricas del estudio, con sus razones: {tables}.", "El estudio no tiene rúbricas, o todavía no se sigue ningún cambio."),
        "sample": ("Personas y sesiones", "A quién se buscó, quién participó y cómo, contado del registro: {tables}.", "Todavía no hay nadie en el registro."),
        "validation": ("Validación", "A quién se preguntó si las historias están bien, quién respondió y qué: {tables}.", "Todavía no se pregunta a nadie."),
        "ranking": ("Ordenamiento", "Cómo ordenaron los cambios las personas, por dominio y por tipo de personas; los dominios no se comparan entre sí, ni las boletas sobre conjuntos distintos: {tables}.", "Todavía no se envía ninguna boleta."),
        "criteria": ("Por qué se pusieron en primer lugar", "Los criterios de las razones que se dieron, por tipo de personas, revisados por una persona: {tables}.", "Todavía no se revisa ninguna razón."),
        "verification": ("Verificación por terceros", "Qué historias verificó alguien que no participó, y por qué las otras no: {tables}.", "Todavía no se decide nada sobre la verificación."),
        "triangulation": ("Estadísticas junto a las historias", "Afirmaciones de las historias que se compararon con números de fuera de las entrevistas, y lo que una persona juzgó: {tables}.", "Todavía no se compara ninguna afirmación con estadísticas."),
        "limitations": ("Limitaciones", "Contadas de lo que se registró, no supuestas: {tables}.", "No se ha contado nada que limite los hallazgos."),
        "figures": ("Figuras", "Dibujadas de los registros como están: {tables}.", "Todavía no hay qué dibujar."),
        "stories": ("Historias", "Las historias como se leen ahora. Las que nadie ha firmado son borradores.", "Todavía no hay ninguna historia."),
        "both": ("Hallazgos y anexos", "Armados por Relato con las historias y los registros del estudio", "al {date}"),
        "findings": ("Hallazgos", "Armados por Relato con las historias y los registros del estudio", "al {date}"),
        "title": ("Anexos del informe", "Calculados por Relato de los registros del estudio", "al {date}"),
        "facts": ("Estudio", "Al", "Historias firmadas"),
        "story": ("Historia {id}: {title}", "{version}. {state}.", ""),
        "parts": ("{signed} de {stories}", "", ""),
        "alpha": ("Anexo {letter}. {heading}", "", ""),
    },
}  # fmt: skip


def report_words(language: str) -> Mapping[str, Said]:
    return WORDS[spoken(language)]
