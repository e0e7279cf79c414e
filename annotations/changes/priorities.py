"""Which changes serve each priority of a study, and for which of them there is none: that is a finding, and told apart.

A project is linked to a priority through a change that it contributed to; that it works on the theme of the change, or says that it pursues
the priority, is no link. A heading counts with everything beneath it; what is beneath it stands for itself only where it is named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from annotations.codeframe import CodeFrame
from annotations.studies import Change, Study

PriorityState = Literal["served", "pursued", "not_pursued", "without"]


@dataclass(frozen=True)
class PriorityLine:
    """A priority, with ids of changes and of projects.

    ``cited``: by change, the passages cited for it. ``contributed`` and ``addressed``: the projects of these changes; ``pursued_by``: those
    that say so in the study's file. ``state``: ``served`` by a change; without one, ``pursued`` by a project or ``not_pursued`` by any, and
    ``without`` where the study's file does not say what its projects pursue.
    """

    priority: str
    state: PriorityState
    changes: tuple[str, ...] = ()
    cited: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contributed: tuple[str, ...] = ()
    addressed: tuple[str, ...] = ()
    pursued_by: tuple[str, ...] = ()


Cited = Mapping[tuple[str, str], Sequence[str]]
"""The passages cited, by change and priority."""


def priority_lines(study: Study, frame: CodeFrame, changes: Sequence[Change], cited: Cited) -> list[PriorityLine]:
    """Every code right beneath the family of priorities, and what changes or projects name beneath these: first those that changes serve, then
    those that are pursued without one, then the others; within each, in order of the code frame, those that it no longer has last."""
    named = {*(id_ for change in changes for id_ in change.priorities), *(id_ for p in study.projects for id_ in p.priorities)}
    above: dict[str, set[str]] = {}
    listed: dict[str, None] = {}
    for path in frame.paths.values():
        if study.priorities_family and path[0].id == study.priorities_family:
            for at, code in enumerate(path[1:], 1):
                above.setdefault(code.id, set()).update(one.id for one in path[1 : at + 1])
                if at == 1 or code.id in named:
                    listed[code.id] = None
    for one in sorted(named - above.keys()):
        above[one] = {one}
        listed[one] = None
    told = any(project.priorities for project in study.projects)
    found = [_line(priority, study, changes, cited, above, told=told) for priority in listed]
    order: dict[PriorityState, int] = {"served": 0, "pursued": 1, "without": 1, "not_pursued": 2}
    return sorted(found, key=lambda line: order[line.state])


def _line(
    priority: str, study: Study, changes: Sequence[Change], cited: Cited, above: Mapping[str, set[str]], *, told: bool
) -> PriorityLine:
    serving = [one for one in changes if any(priority in above[own] for own in one.priorities)]
    passages = {
        one.id: tuple(
            dict.fromkeys(id_ for own in one.priorities if priority in above[own] for id_ in cited.get((one.id, own), ()))
        )
        for one in serving
    }
    by = [p.id for p in study.projects if any(priority in above[own] or own in above[priority] for own in p.priorities)]
    state: PriorityState = "served" if serving else "pursued" if by else "not_pursued" if told else "without"
    return PriorityLine(
        priority,
        state,
        tuple(one.id for one in serving),
        {id_: ids for id_, ids in passages.items() if ids},
        tuple(dict.fromkeys(id_ for one in serving for id_ in one.contributed)),
        tuple(dict.fromkeys(id_ for one in serving for id_ in one.addressed)),
        tuple(by),
    )
