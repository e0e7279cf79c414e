"""Projects, changes and priorities in links: which project contributed to which change or works on its theme, and what the change serves."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotations.codeframe import CodeFrame
from annotations.languages import in_language
from annotations.studies import Change, Study
from service.figures import links
from service.figures.missing import NothingToDraw
from service.figures.records import LINK, Datum, Drawing
from service.figures.sankey import Flow, Node, laid_out
from service.figures.sankey_spec import WEAK, Frame, lines_of, sankey_spec
from service.figures.style import NEUTRAL, colours, tooltip
from service.figures.words import FIXED, Say

WIDE = 940.0
"""Three columns of words need more room than a page of text."""
LABELS = (170.0, 215.0, 170.0)
GREY = "#52606D"


@dataclass(frozen=True)
class Link:
    """One link; ``relation`` is ``contributed``, ``addressed`` (a project to a change) or ``serves`` (a change to a priority)."""

    relation: str
    source: str
    target: str
    change: Change


def links_of(changes: Sequence[Change]) -> Iterator[Link]:
    """Every link of these changes. A project that contributed to a change and works on its theme has two."""
    for change in changes:
        yield from (Link("contributed", project, change.id, change) for project in dict.fromkeys(change.contributed))
        yield from (Link("addressed", project, change.id, change) for project in dict.fromkeys(change.addressed))
        yield from (Link("serves", change.id, priority, change) for priority in dict.fromkeys(change.priorities))


class _Names:
    """What the ends of links are called."""

    def __init__(self, study: Study, frame: CodeFrame, language: str) -> None:
        codes = {code.id: code.name for path in frame.paths.values() for code in path}
        self._projects = {p.id: in_language(p.name, language) or p.id for p in study.projects}
        self._codes = {key: in_language(name, language) or key for key, name in codes.items()}
        self._changes = {c.id: in_language(c.title, language) or c.id for c in study.changes}
        self.domains = {d.id: in_language(d.name, language) or d.id for d in study.domains}

    def of(self, column: int, one: str) -> str:
        return (self._projects, self._changes, self._codes)[column].get(one, one)


def priorities_drawing(study: Study, frame: CodeFrame, language: str) -> Drawing:
    """The Sankey diagram of the changes that are neither dropped nor merged. Raises NothingToDraw."""
    say = Say(language)
    found = list(links_of(study.changes))
    if not found:
        raise NothingToDraw(say("no_links"))
    names = _Names(study, frame, language)
    linked = [c for c in study.changes if any(link.change.id == c.id for link in found)]
    shade = colours([d.id for d in study.domains])
    nodes = _nodes(study, frame, linked, found, names, say, shade)
    flows = [_flow(study, link, names, say, shade.get(link.change.domain, NEUTRAL)) for link in found]
    used = [d for d in names.domains if any(c.domain == d for c in linked)]
    keys = [(shade[d], names.domains[d], "") for d in used]
    if any(link.relation == "addressed" for link in found):
        keys += [(GREY, say("contributed_key"), ""), (GREY, say("addressed_key"), WEAK)]
    picture = Frame(WIDE, LABELS, (say("project"), say("change"), say("priority")), tuple(keys))
    subtitle = _subtitle(study, found, names, say)
    spec = sankey_spec(
        laid_out(nodes, flows, tall=12.0 * len(found), gap=14), picture, title=say("priorities"), subtitle=subtitle
    )
    columns = {"relation": say("relation"), "from": say("from"), "to": say("to"), "domain": say("domain"), "links": say("links")}
    return Drawing(
        say("priorities"),
        _alt(found, linked, names, say),
        subtitle,
        columns,
        _rows(study, found, names, say),
        spec,
        lite=False,
        language=say.spoken,
    )


def _nodes(
    study: Study,
    frame: CodeFrame,
    linked: Sequence[Change],
    found: Sequence[Link],
    names: _Names,
    say: Say,
    shade: Mapping[str, str],
) -> list[Node]:
    projects = Counter(link.source for link in found if link.relation != "serves")
    aims = Counter(link.target for link in found if link.relation == "serves")
    order = [p.id for p in study.projects if p.id in projects]
    order += sorted(projects.keys() - set(order))
    headings = list(dict.fromkeys(code.id for path in frame.paths.values() for code in path))
    ordered = [c for c in headings if c in aims]
    ordered += sorted(aims.keys() - set(ordered))
    nodes = []
    for one in order:
        lines, high = lines_of(f"{names.of(0, one)}{FIXED}({projects[one]})", LABELS[0])
        nodes.append(
            Node(
                f"0{one}",
                0,
                lines,
                high,
                GREY,
                f"{names.of(0, one)}: {say.n(projects[one], 'links')}",
                links.segments(study.id, project=one),
            )
        )
    for change in linked:
        lines, high = lines_of(names.of(1, change.id), LABELS[1])
        nodes.append(Node(f"1{change.id}", 1, lines, high, shade.get(change.domain, NEUTRAL), f"{change.id}: {names.of(1, change.id)}",
                          links.change(study.id, change.id)))  # fmt: skip
    for one in ordered:
        lines, high = lines_of(f"{names.of(2, one)}{FIXED}({aims[one]})", LABELS[2])
        address = links.segments(study.id, priority=one)
        nodes.append(Node(f"2{one}", 2, lines, high, GREY, f"{names.of(2, one)}: {say.n(aims[one], 'links')}", address))
    return nodes


def _ends(link: Link) -> tuple[int, int]:
    return (1, 2) if link.relation == "serves" else (0, 1)


def _flow(study: Study, link: Link, names: _Names, say: Say, colour: str) -> Flow:
    a, b = _ends(link)
    said = tooltip(
        {say("from"): names.of(a, link.source), say("to"): names.of(b, link.target), say("relation"): say(link.relation)}
    )
    style = WEAK if link.relation == "addressed" else ""
    return Flow(f"{a}{link.source}", f"{b}{link.target}", 1, colour, said, links.change(study.id, link.change.id), style)


def _subtitle(study: Study, found: Sequence[Link], names: _Names, say: Say) -> str:
    count = Counter(link.relation for link in found)
    counted = {relation: say.n(count[relation], "links") for relation in ("contributed", "addressed", "serves")}
    without = {
        "unlinked_project": [c for c in study.changes if not (c.contributed or c.addressed)],
        "unlinked_priority": [c for c in study.changes if not c.priorities],
    }
    told = [say(key, items=say.listed([names.of(1, c.id) for c in own], 4)) for key, own in without.items() if own]
    first = say("priorities_sub", changes=say.n(len({link.change.id for link in found}), "changes"), contributed=counted["contributed"],
                addressed=counted["addressed"], priorities=counted["serves"])  # fmt: skip
    return " ".join([first, *told])


def _alt(found: Sequence[Link], linked: Sequence[Change], names: _Names, say: Say) -> str:
    projects = Counter(link.source for link in found if link.relation != "serves")
    aims = Counter(link.target for link in found if link.relation == "serves")
    return say(
        "priorities_alt",
        projects=say.n(len(projects), "projects"),
        changes=say.n(len(linked), "changes"),
        aims=say.n(len(aims), "priorities"),
        project=_top(projects, 0, names),
        aim=_top(aims, 2, names),
    )


def _top(count: Counter[str], column: int, names: _Names) -> str:
    return "; ".join(f"{names.of(column, one)} ({number})" for one, number in count.most_common(1)) or "–"


def _rows(study: Study, found: Sequence[Link], names: _Names, say: Say) -> list[Datum]:
    return [
        {
            "relation": say(link.relation),
            "from": names.of(_ends(link)[0], link.source),
            "to": names.of(_ends(link)[1], link.target),
            "domain": names.domains.get(link.change.domain, link.change.domain),
            "links": 1,
            LINK: links.change(study.id, link.change.id),
        }
        for link in found
    ]
