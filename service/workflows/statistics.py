"""relato data: the points themselves: taken from files or typed, corrected, taken out. Each is one transaction and says who and when.

A point never changes: what corrects it is another point, and the first one says by which it was replaced.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from annotations.errors import BadInput, Conflict, NotFound
from annotations.studies import Study, Words
from annotations.triangulation.attachments import attachments_of
from annotations.triangulation.files import checked, key_of, read_points
from annotations.triangulation.records import DataPoint
from annotations.triangulation.series import Series, series_of
from service.storage import act_logs, data_points, studies
from service.storage.transactions import Tx
from service.workflows.change_checks import check_who
from service.workflows.memos import Hide, hiding
from service.workflows.work import Outcome, Work


def import_points(work: Work, *, study_id: str, file: Path, by: str) -> Outcome:
    """Take in a CSV or XLSX file, whole or not at all. What is there already stays; another value for it corrects it; what the file does
    not have any more stays too.

    Raises
    ------
    BadInput : something in the file is wrong, every fault with its row.
    """
    found = read_points(file)
    with _writing(work, study_id, by) as writing:
        return writing.take_in(found, file.name)


def take_in(tx: Tx, study_id: str, by: str, found: Sequence[DataPoint], file: str, hide: Hide = str) -> Outcome:
    """``import_points``, of points that were read, within a transaction that has the study locked."""
    known = {key_of(one.point): one.point for one in data_points.kept(tx, study_id)}
    told = [_hidden(point, hide) for point in found]
    renamed = [
        replace(before, names=point.names, language=point.language)
        for point in told
        if (before := known.get(key_of(point))) and _same(before, point, hide) and not _named_alike(before, point)
    ]
    for one in renamed:
        data_points.name(tx, study_id, one)
        act_logs.append(tx, study_id, "story", by, data_points.NAMED, one.id, {"file": file})
    differing = [_as_named(known.get(key_of(point)), point) for point in told if not _same(known.get(key_of(point)), point, hide)]
    made = data_points.add(tx, study_id, by, differing, file)
    replaced = {known[key_of(point)].id: point.id for point in made if key_of(point) in known}
    for old, new in replaced.items():
        data_points.retire(tx, study_id, old, new)
        act_logs.append(tx, study_id, "story", by, data_points.CORRECTED, old, {"by": new, "file": file})
    return {
        "study": study_id,
        "file": file,
        "points": len(told),
        "added": [point.id for point in made if point.id not in replaced.values()],
        "corrected": replaced,
        "unchanged": len(told) - len(made) - len(renamed),
        "named": [one.id for one in renamed],
        "attachments": _touched(tx, study_id, replaced),
    }


def add_point(
    work: Work,
    *,
    study_id: str,
    by: str,
    indicator: str,
    value: float,
    unit: str,
    place: str,
    period: str,
    denominator: str,
    source: str,
    retrieved: date,
    caveat: str = "",
    names: Mapping[str, Words] | None = None,
    language: str = "",
) -> DataPoint:
    """Enter one point; ``language``: of its words, ``names``: by column, the same in other languages. Raises BadInput; Conflict when the same indicator, unit, place, period and source are there already."""
    words = {"indicator": indicator, "unit": unit, "place": place, "period": period, "denominator": denominator, "source": source}
    plain: dict[str, Any] = {name: " ".join(text.split()) for name, text in words.items()}
    with _writing(work, study_id, by) as writing:
        told = DataPoint("", value=value, retrieved=retrieved, caveat=" ".join(caveat.split()), language=language, **plain)
        point = _hidden(replace(told, names=dict(names or {})), writing.hide)
        _check(point)
        twin = next((o.point for o in data_points.kept(writing.tx, writing.study.id) if key_of(o.point) == key_of(point)), None)
        if twin is not None:
            raise Conflict(
                f"{twin.id} is the same point, with the value {twin.value:g}", remedy="correct that one: `relato data correct`"
            )
        return data_points.add(writing.tx, writing.study.id, by, [point])[0]


def correct_point(
    work: Work,
    *,
    study_id: str,
    by: str,
    point_id: str,
    reason: str,
    value: float | None = None,
    denominator: str | None = None,
    source: str | None = None,
    retrieved: date | None = None,
    caveat: str | None = None,
) -> DataPoint:
    """Put another point in the place of one; what is not given stays. Raises BadInput, Conflict, NotFound."""
    given = {"value": value, "denominator": denominator, "source": source, "retrieved": retrieved, "caveat": caveat}
    with _writing(work, study_id, by, reason) as writing:
        before = writing.current(point_id)
        after = replace(before, **_plain({name: one for name, one in given.items() if one is not None}, writing.hide))
        kept = {name: said for name, said in before.names.items() if getattr(after, name) == getattr(before, name)}
        after = replace(after, names=kept)  # words in another language of what was corrected are not those of what stands now
        _check(after)
        if after == before:
            raise BadInput("nothing of the point would change", remedy="say what is to be corrected")
        made = data_points.add(writing.tx, writing.study.id, by, [after])[0]
        data_points.retire(writing.tx, writing.study.id, point_id, made.id)
        writing.note(data_points.CORRECTED, point_id, {"by": made.id})
        return made


def remove_point(work: Work, *, study_id: str, by: str, point_id: str, reason: str) -> None:
    """Take a point out: it counts no more and stays readable where it was put beside a claim. Raises BadInput, Conflict, NotFound."""
    with _writing(work, study_id, by, reason) as writing:
        writing.current(point_id)
        data_points.retire(writing.tx, writing.study.id, point_id)
        writing.note(data_points.REMOVED, point_id, {})


def points(work: Work, study_id: str, ids: Collection[str] | None = None) -> tuple[DataPoint, ...]:
    """The points that count now; or those of these ids, also where they were corrected since."""
    with work.store.read() as tx:
        return tuple(one.point for one in data_points.kept(tx, studies.study(tx, study_id).id, ids))


def series(work: Work, study_id: str) -> tuple[Series, ...]:
    """The points that count now, as series."""
    return series_of(points(work, study_id))


def current(tx: Tx, study_id: str, point_id: str) -> DataPoint:
    """A point that counts. Raises NotFound, or Conflict where it was corrected or taken out."""
    found = data_points.kept(tx, study_id, [point_id])
    if not found:
        raise NotFound(f"there is no data point {point_id!r}", remedy="look with `relato data list`")
    if found[0].replaced_by == data_points.TAKEN_OUT:
        raise Conflict(f"{point_id} was taken out", remedy="use another point")
    if found[0].replaced_by:
        raise Conflict(f"{point_id} was corrected", remedy=f"use {found[0].replaced_by}")
    return found[0].point


@dataclass(frozen=True)
class _Writing:
    """Somebody does something to a study's statistics, within one transaction."""

    tx: Tx
    study: Study
    by: str
    reason: str
    hide: Hide

    def take_in(self, found: Sequence[DataPoint], file: str) -> Outcome:
        return take_in(self.tx, self.study.id, self.by, found, file, self.hide)

    def current(self, point_id: str) -> DataPoint:
        return current(self.tx, self.study.id, point_id)

    def note(self, act: str, subject: str, body: Mapping[str, Any]) -> None:
        act_logs.append(self.tx, self.study.id, "story", self.by, act, subject, body, self.reason)


@contextmanager
def _writing(work: Work, study_id: str, by: str, reason: str | None = None) -> Iterator[_Writing]:
    check_who(by, reason)
    with work.store.begin() as tx:
        study = studies.study(tx, study_id)
        studies.lock(tx, study.id)
        hide = hiding(work.settings, tx, study)
        yield _Writing(tx, study, by, hide((reason or "").strip()), hide)


def _check(point: DataPoint) -> None:
    if wrong := checked(point):
        raise BadInput("; ".join(wrong), remedy="correct it; nothing was kept")


def _plain(given: Mapping[str, Any], hide: Hide) -> dict[str, Any]:
    told = {name: " ".join(one.split()) if isinstance(one, str) else one for name, one in given.items()}
    return told | ({"caveat": hide(told["caveat"])} if "caveat" in told else {})


def _same(known: DataPoint | None, point: DataPoint, hide: Hide) -> bool:
    """Also where a name in the caveat was decided after it was kept."""
    return known is not None and replace(_hidden(known, hide), id="", names=point.names, language=point.language) == point


def _named_alike(known: DataPoint, point: DataPoint) -> bool:
    """Whether a file says nothing else of what the point is called in other languages; a file without such columns says nothing."""
    if not point.names and not point.language:
        return True
    return (dict(known.names), known.language) == (dict(point.names), point.language)


def _as_named(known: DataPoint | None, point: DataPoint) -> DataPoint:
    """A point that corrects one keeps the words in other languages of what has not changed, where its file gives none."""
    if known is None or point.names or point.language:
        return point
    kept = {name: said for name, said in known.names.items() if getattr(known, name) == getattr(point, name)}
    return replace(point, names=kept, language=known.language)


def _hidden(point: DataPoint, hide: Hide) -> DataPoint:
    """What people wrote of it, masked."""
    names = {
        name: {of: hide(words) for of, words in said.items()} if name == "caveat" else said for name, said in point.names.items()
    }
    return replace(point, caveat=hide(point.caveat), names=names)


def _touched(tx: Tx, study_id: str, replaced: Mapping[str, str]) -> list[str]:
    """Attachments that rest on points that were corrected."""
    if not replaced:
        return []
    found = attachments_of(act_logs.acts(tx, study_id, "story"))
    return [one.id for one in found if not one.withdrawn and set(one.points) & set(replaced)]
