"""The tables of the findings: evaluation questions, the changes of a domain, its projects, and the same question across domains."""

from collections.abc import Iterable, Sequence

from annotations.documents.finding_assembly import Assembly
from annotations.documents.finding_records import Found, Rank
from annotations.documents.finding_sorting import local_codes
from annotations.documents.finding_words import finding_words
from annotations.documents.register_words import register_words
from annotations.documents.story_document import month
from annotations.documents.tables import Table
from annotations.finding_sections import FindingSection
from annotations.stories.records import StoryText

MAP, ACTORS, GROUPS = "finding.table.map", "finding.table.actors", "finding.table.groups"
LIMITATIONS = "limitations"
"""The id of the table of the annex."""


def map_table(of: Assembly) -> Table:
    """Each evaluation question with the sections and changes that answer it."""
    words, pen = finding_words(of.language), of.pen
    rows, links, notes = [], {}, [words["map_note"]]
    for at, one in enumerate(of.answered):
        row = one.answer.row
        where = ", ".join(of.number(*place) for place in one.places)
        counted = words["n_of"].format(n=len(one.cited), of=len(one.answer.segment_ids))
        rows.append((f"{row.id}. {pen.words(row.question)}", where or "–", ", ".join(one.changes) or "–", counted))
        links[at, 1] = tuple(of.place(*place) for place in one.places)
        links[at, 2] = of.targets(one.changes)
        notes += [words["elsewhere"].format(id=row.id, what=pen.words(row.elsewhere))] if row.elsewhere else []
    headings = tuple(words[name] for name in ("question", "where", "changes", "passages"))
    return Table(MAP, words["map_caption"], of.language, headings, tuple(rows), (3,), tuple(notes), _given(links))


def outcomes_table(of: Assembly, domain: str) -> Table:
    """The changes of a domain: what each says, how far it is saturated, independent sessions on either side, its place where it was ranked."""
    words, kinds, pen = finding_words(of.language), register_words(of.language), of.pen
    found = of.within(domain)
    rows = []
    for one in found:
        change, judged = one.change, one.registered.verdict
        says = f"{pen.words(change.title)}: {pen.words(change.statement)}"
        says += f" ({kinds[change.kind]})" if change.kind != "change" else ""
        counts = (str(judged.independent_for), str(judged.independent_against)) if judged else ("", "")
        rows.append((change.id, says, state_words(one, of.language), *counts, rank_words(one.ranks, of.language)))
    headings = tuple(words[name] for name in ("change", "statement", "state", "for", "against", "rank"))
    links = {(at, 0): (of.target(one.id),) for at, one in enumerate(found)}
    id_ = f"finding.table.{of.domains.index(domain) + 1}.outcomes"
    caption = words["outcomes_caption"].format(domain=of.name(domain))
    return Table(id_, caption, of.language, headings, tuple(rows), (3, 4), (words["outcomes_note"],), links)


def state_words(found: Found, language: str) -> str:
    words, judged = finding_words(language), found.registered.verdict
    if judged is None:
        return words["unknown"]
    since = month(judged.reached_on, language)
    reached = words["saturated_no_date"] if since == "–" else words["saturated"].format(month=since)
    said = reached if judged.state == "saturated" else words["not_saturated"]
    return f"{said}; {words['contested']}" if judged.contested else said


def rank_words(ranks: Iterable[Rank], language: str) -> str:
    """
    >>> rank_words([Rank(1, 3, 15), Rank(2, 2, 1, tied=True)], "en")
    '1 of 3 (15 ballots); 2 of 2, tied (1 ballot)'
    """
    words = finding_words(language)
    said = []
    for one in ranks:
        say = words[("tied" if one.tied else "place") + ("_one" if one.ballots == 1 else "")]
        place = say.format(place=one.place, of=one.of, ballots=one.ballots)
        said.append(words["since"].format(said=place) if one.since else place)
    return "; ".join(said) or words["unranked"]


def projects_table(of: Assembly, domain: str) -> Table | None:
    """Which projects contributed to each change and which work on its theme, two columns; None where no project is linked to any."""
    words, said = finding_words(of.language), register_words(of.language)
    found = [one for one in of.within(domain) if one.change.contributed or one.change.addressed]
    if not found:
        return None
    rows = tuple(
        (
            one.id,
            of.names.projects(one.change.contributed) or said["nothing"],
            of.names.projects(one.change.addressed) or said["nothing"],
        )
        for one in found
    )
    headings = tuple(said[name] for name in ("change", "contributed", "theme"))
    links = {(at, 0): (of.target(one.id),) for at, one in enumerate(found)}
    id_ = f"finding.table.{of.domains.index(domain) + 1}.projects"
    caption = words["projects_caption"].format(domain=of.name(domain))
    return Table(id_, caption, of.language, headings, rows, notes=(said["note_relations"],), links=links)


def counts_table(of: Assembly) -> Table:
    """Changes and stories of each domain, every count of how many."""
    words, rows = finding_words(of.language), []
    for domain in of.domains:
        counts = of.counts(domain)
        n, stories = counts["n"], counts["stories"]
        each = {"n_saturated": (counts["saturated"], n), "n_contested": (counts["contested"], n), "n_stories": (stories, n)}
        said = [words["n_of"].format(n=one, of=all_) for one, all_ in (*each.values(), (counts["signed"], stories))]
        rows.append((of.name(domain), str(n), *said))
    headings = tuple(words[name] for name in ("domain", "n_changes", "n_saturated", "n_contested", "n_stories", "n_signed"))
    return Table("finding.table.counts", words["counts_caption"], of.language, headings, tuple(rows), (1, 2, 3, 4, 5))


def across_table(of: Assembly, section: FindingSection) -> Table:
    """One sub-section over all domains: in how many of their stories there is anything, how many questions are open, which changes."""
    words = finding_words(of.language)
    rows: list[tuple[str, ...]] = []
    links: dict[tuple[int, int], tuple[str, ...]] = {}
    for at, domain in enumerate(of.domains):
        found = of.within(domain)
        told = [of.told[one.id][section.id] for one in found if one.telling]
        saying = [one.change_id for one in told if one.says]
        open_ones = sum(block.kind == "gap" for one in told for block in one.blocks)
        counted = words["n_of"].format(n=len(saying), of=len(told))
        number = of.number(domain, section.id) if found else "–"
        rows.append((of.name(domain), number, counted, str(open_ones), ", ".join(saying) or "–"))
        links[at, 1] = tuple(of.place(domain, section.id) for _ in found[:1])
        links[at, 4] = of.targets(saying)
    headings = tuple(words[name] for name in ("domain", "section", "stories", "open", "changes"))
    caption = words["across_caption"].format(name=of.pen.words(section.name))
    notes = (words["across_note"],) if section is of.sections[0] else ()
    return Table(f"finding.table.across.{section.id}", caption, of.language, headings, tuple(rows), (2, 3), notes, _given(links))


def actors_table(of: Assembly) -> Table | None:
    """Local actors by domain: in how many stories each is named where they tell what contributed."""
    return _named(of, ACTORS, local_codes(of.of), ("actors", "actor"), "contribution")


def groups_table(of: Assembly) -> Table | None:
    """Groups of the study by domain: in how many stories anything that is cited is about them."""
    family = of.of.study.groups_family
    codes = [code for code, path in of.of.frame.paths.items() if family and path[0].id == family]
    return _named(of, GROUPS, codes, ("groups", "group"), "")


def _named(of: Assembly, id_: str, codes: Sequence[str], say: tuple[str, str], section: str) -> Table | None:
    """Codes that no story has are rows too: that nobody is named is a finding."""
    words = finding_words(of.language)
    domains = [domain for domain in of.domains if any(one.telling for one in of.within(domain))]
    if not codes or not domains:
        return None
    carried = {
        domain: [_codes_of(of, one.telling.text, section) for one in of.within(domain) if one.telling] for domain in domains
    }
    counts = {code: [sum(code in story for story in carried[domain]) for domain in domains] for code in codes}
    ordered = sorted(codes, key=lambda code: -sum(counts[code]))
    rows = tuple(
        (
            of.names.codes([code]),
            *(words["n_of"].format(n=n, of=len(carried[d])) for d, n in zip(domains, counts[code], strict=True)),
        )
        for code in ordered
    )
    headings = (words[say[1]], *(of.name(domain) for domain in domains))
    numbers = tuple(range(1, len(headings)))
    return Table(id_, words[say[0]], of.language, headings, rows, numbers, (words[f"{say[0]}_note"],))


def _codes_of(of: Assembly, text: StoryText, section: str) -> set[str]:
    cited = {one for part in text.sections if section in ("", part.id) for block in part.blocks for one in block.citations}
    return {code for one in cited for code in of.of.codes.get(one, ())}


def _given(links: dict[tuple[int, int], tuple[str, ...]]) -> dict[tuple[int, int], tuple[str, ...]]:
    return {cell: targets for cell, targets in links.items() if targets}
