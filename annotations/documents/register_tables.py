"""The register of changes as tables of a report: changes, results and the projects behind them, projects, priorities.

That a project works on the theme of a change and that it contributed to the change are two relations, and stand in two columns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotations.changes.priorities import Cited, priority_lines
from annotations.changes.register_records import Entry
from annotations.changes.saturation import Verdict
from annotations.changes.wording import Pen
from annotations.codeframe import CodeFrame
from annotations.documents.register_words import register_words
from annotations.documents.story_document import month
from annotations.documents.tables import Table
from annotations.studies import Change, Study


@dataclass(frozen=True)
class Registered:
    """A change of the register that is followed or not decided yet, with its verdict; None when none was computed."""

    entry: Entry
    verdict: Verdict | None = None

    @property
    def change(self) -> Change:
        return self.entry.change


@dataclass(frozen=True)
class Names:
    """What things of the study are called in one language."""

    study: Study
    frame: CodeFrame
    language: str

    @property
    def pen(self) -> Pen:
        return Pen(self.language)

    def domain(self, domain_id: str) -> str:
        return next((self.pen.words(one.name) for one in self.study.domains if one.id == domain_id), self.pen.escape(domain_id))

    def projects(self, ids: Sequence[str]) -> str:
        known = {project.id: self.pen.words(project.name) for project in self.study.projects}
        return "; ".join(known.get(one) or self.pen.escape(one) for one in dict.fromkeys(ids))

    def codes(self, ids: Sequence[str]) -> str:
        known = {code.id: self.pen.words(code.name) for path in self.frame.paths.values() for code in path}
        return "; ".join(known.get(one) or self.pen.escape(one) for one in dict.fromkeys(ids))


def changes_table(found: Sequence[Registered], names: Names, *, left_out: int = 0) -> Table:
    """Every change with its domain, kind, decision, independent sessions for and against, and since when it is saturated."""
    words, pen = register_words(names.language), names.pen
    rows = []
    for one in found:
        judged = one.verdict
        counts = (str(judged.independent_for), str(judged.independent_against)) if judged else ("", "")
        since = (
            "" if judged is None else words["not_yet"] if judged.state != "saturated" else month(judged.reached_on, pen.language)
        )
        since = words["no_date"] if since == "–" else since
        since += f" ({words['contested']})" if judged and judged.contested else ""
        kind = words["change_kind" if one.change.kind == "change" else one.change.kind]
        says = f"{pen.words(one.change.title)}: {pen.words(one.change.statement)}"
        rows.append((one.change.id, says, names.domain(one.change.domain), kind, words[one.entry.status], *counts, since))
    headings = tuple(words[name] for name in ("change", "title", "domain", "kind", "status", "for", "against", "since"))
    rule = names.study.saturation
    notes = [words["note_changes"].format(rule=rule.minimum_independent, against=round(100 * rule.maximum_against_ratio))]
    notes += [words["note_left_out"].format(n=left_out)] if left_out else []
    return Table("register.changes", words["caption_changes"], pen.language, headings, tuple(rows), (5, 6), tuple(notes))


def result_tables(found: Sequence[Registered], names: Names) -> list[Table]:
    """By domain: each change with its priorities, the projects that work on its theme and those that contributed to it."""
    words, pen = register_words(names.language), names.pen
    order = [domain.id for domain in names.study.domains]
    used = [*order, *sorted({one.change.domain for one in found} - set(order))]
    headings = tuple(words[name] for name in ("change", "title", "priorities", "theme", "contributed"))
    tables: list[Table] = []
    for domain in used:
        rows = tuple(
            (
                one.change.id,
                pen.words(one.change.title),
                names.codes(one.change.priorities) or words["nothing"],
                names.projects(one.change.addressed) or words["nothing"],
                names.projects(one.change.contributed) or words["nothing"],
            )
            for one in found
            if one.change.domain == domain
        )
        if rows:
            caption = words["caption_results"].format(domain=names.domain(domain) or words["no_domain"])
            id_ = f"register.results.{used.index(domain) + 1}"
            tables.append(Table(id_, caption, pen.language, headings, rows, notes=() if tables else (words["note_relations"],)))
    return tables


def projects_table(found: Sequence[Registered], names: Names) -> Table | None:
    """Each project with the changes that it contributed to and those whose theme it works on; those without any last. None without projects."""
    words, pen = register_words(names.language), names.pen
    known = dict.fromkeys([project.id for project in names.study.projects])
    known |= dict.fromkeys(id_ for one in found for id_ in (*one.change.contributed, *one.change.addressed))
    if not known:
        return None
    contributed, addressed = _by(found, "contributed"), _by(found, "addressed")
    ordered = sorted(known, key=lambda one: not (one in contributed or one in addressed))
    rows = tuple(
        (
            names.projects([one]),
            ", ".join(contributed.get(one, ())) or words["nothing"],
            ", ".join(addressed.get(one, ())) or words["nothing"],
        )
        for one in ordered
    )
    headings = tuple(words[name] for name in ("project", "to_changes", "of_theme"))
    notes = (words["note_projects"],) if any(set(row[1:]) == {words["nothing"]} for row in rows) else ()
    return Table("register.projects", words["caption_projects"], pen.language, headings, rows, notes=notes)


def priorities_tables(found: Sequence[Registered], names: Names, cited: Cited) -> list[Table]:
    """The priorities that changes serve, with the passages cited for that and the projects of these changes; and apart those without any
    change: pursued by projects, or by nobody. None where the study has no priorities. ``cited``: what may be shown, by change and priority.
    """
    words, pen = register_words(names.language), names.pen
    lines = priority_lines(names.study, names.frame, [one.change for one in found], cited)
    served = tuple(
        (
            names.codes([line.priority]),
            ", ".join(f"{id_} ({len(line.cited[id_])})" if id_ in line.cited else id_ for id_ in line.changes),
            names.projects(line.contributed) or words["nothing"],
            names.projects(line.addressed) or words["nothing"],
        )
        for line in lines
        if line.state == "served"
    )
    without = tuple(
        (names.codes([line.priority]), names.projects(line.pursued_by) or words["nothing"], words[f"priority_{line.state}"])
        for line in lines
        if line.state != "served"
    )
    notes = [words["note_cited"]]
    uncited = list(dict.fromkeys(id_ for line in lines for id_ in line.changes if id_ not in line.cited))
    notes += [words["note_uncited"].format(changes=", ".join(uncited))] if uncited else []
    tables = []
    if served:
        headings = tuple(words[name] for name in ("priority", "changes", "contributed", "theme"))
        tables.append(
            Table("register.priorities", words["caption_priorities"], pen.language, headings, served, notes=tuple(notes))
        )
    if without:
        headings = tuple(words[name] for name in ("priority", "pursued_by", "finding"))
        caption, said = words["caption_without"], (words["note_priorities"],)
        tables.append(Table("register.priorities.without", caption, pen.language, headings, without, notes=said))
    return tables


def _by(found: Sequence[Registered], relation: str) -> Mapping[str, list[str]]:
    """The ids of changes by what they are linked with."""
    made: dict[str, list[str]] = {}
    for one in found:
        for other in dict.fromkeys(getattr(one.change, relation)):
            made.setdefault(other, []).append(one.change.id)
    return made
