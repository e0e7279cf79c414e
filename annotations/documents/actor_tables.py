"""The register of local actors as tables of a report, one for each domain, in Spanish and English."""

from collections.abc import Mapping, Sequence

from annotations.actors import LocalActor
from annotations.codeframe import CodeFrame
from annotations.documents.labels import spoken
from annotations.documents.register_tables import Names
from annotations.documents.tables import Table
from annotations.studies import Study

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "caption": "Local actors: {domain}", "actor": "Actor", "changes": "Changes it takes part in", "approach": "Approach",
        "horizon": "Horizon", "lead": "Who leads", "by": "Decided by", "also": "also {names}", "nothing": "–",
        "note": "In parentheses, how many independent sessions report the change in a passage coded with the actor. Approach, horizon and who leads"
        " were decided by the person named. Projects, and actors from elsewhere, are not local actors.",
    },
    "es": {
        "caption": "Actores locales: {domain}", "actor": "Actor", "changes": "Cambios en los que participa", "approach": "Cómo acercarse",
        "horizon": "Horizonte", "lead": "Quién encabeza", "by": "Lo decidió", "also": "también {names}", "nothing": "–",
        "note": "Entre paréntesis, cuántas sesiones independientes relatan el cambio en un pasaje codificado con el actor. Cómo acercarse, horizonte y"
        " quién encabeza los decidió la persona nombrada. Los proyectos y los actores de fuera no son actores locales.",
    },
}  # fmt: skip


def actor_tables(found: Sequence[LocalActor], study: Study, frame: CodeFrame, language: str) -> list[Table]:
    """By domain, what is known of every actor and what was decided about it."""
    names, words = Names(study, frame, language), WORDS[spoken(language)]
    tables: list[Table] = []
    for domain in dict.fromkeys(one.domain for one in found):
        rows = tuple(_row(one, names, words) for one in found if one.domain == domain)
        headings = tuple(words[name] for name in ("actor", "changes", "approach", "horizon", "lead", "by"))
        caption = words["caption"].format(domain=names.domain(domain))
        notes = () if tables else (words["note"],)
        tables.append(Table(f"actors.{len(tables) + 1}", caption, names.pen.language, headings, rows, notes=notes))
    return tables


def _row(one: LocalActor, names: Names, words: Mapping[str, str]) -> tuple[str, ...]:
    pen, said = names.pen, one.engagement
    called = names.codes([one.actor])
    changes = ", ".join(f"{part.change_id} ({len(part.sessions)})" for part in one.parts) or words["nothing"]
    if said is None:
        return (called, changes, "", "", "", "")
    if said.aliases:
        called += f" ({words['also'].format(names=', '.join(map(pen.escape, said.aliases)))})"
    by = f"{pen.escape(said.by)}, {pen.date(said.at.date())}"
    return (called, changes, pen.escape(said.approach), pen.escape(said.horizon), pen.escape(said.lead), by)
