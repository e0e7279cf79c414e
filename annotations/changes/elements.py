"""What sessions say of the elements of a change (who, what, when, where, why, contributions), compared; and proposals read off the text."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from annotations.changes.observation_records import Observation
from annotations.changes.register_records import Element, ElementReport
from annotations.changes.story_years import named_years
from annotations.codeframe import CodeFrame
from annotations.codings import Coding
from annotations.sessions import Session
from annotations.studies import Study
from annotations.transcripts import Segment

Said = Mapping[str, frozenset[str]]
"""Values by session."""


def folded(value: str) -> str:
    """A value as it is compared: capitals and spaces do not matter.

    >>> folded("  La  Asamblea ")
    'la asamblea'
    """
    return " ".join(value.casefold().split())


def said(reports: Iterable[ElementReport], element: Element) -> dict[str, frozenset[str]]:
    """What each session says of an element; sessions that say nothing of it are left out."""
    found: dict[str, set[str]] = {}
    for report in reports:
        if report.element == element:
            found.setdefault(report.session_id, set()).add(folded(report.value))
    return {session_id: frozenset(values) for session_id, values in found.items()}


def leading(values: Said) -> frozenset[str]:
    """The values that most sessions give, when at least two do: as often as any other, several may lead.

    >>> sorted(leading({"S1": frozenset({"2019"}), "S2": frozenset({"2019", "2020"}), "S3": frozenset({"2021"})}))
    ['2019']
    """
    counts = Counter(value for of_session in values.values() for value in of_session)
    most = max(counts.values(), default=0)
    return frozenset(value for value, count in counts.items() if count == most) if most > 1 else frozenset()


def differing(reports: Sequence[ElementReport], sessions: Collection[str]) -> frozenset[str]:
    """Of these sessions those that, by what people entered, say of some element only what is not said by most of them."""
    entered = [report for report in reports if report.by and report.session_id in sessions]
    apart: set[str] = set()
    for element in {report.element for report in entered}:
        values = said(entered, element)
        lead = leading(values)
        apart |= {session_id for session_id, own in values.items() if lead and not own & lead}
    return frozenset(apart)


def proposals(
    observations: Sequence[Observation],
    segments: Sequence[Segment],
    codings: Sequence[Coding],
    sessions: Mapping[str, Session],
    study: Study,
    frame: CodeFrame,
) -> tuple[ElementReport, ...]:
    """What the segments that report a change let guess of its elements, session by session; for people to confirm.

    *When*: the years they name, up to the session's own. *Where*: the session's place. *Who*: codes of the study's families of groups
    and actors on them. *Contribution*: its actors, in order of appearance.
    """
    texts = {segment.id: segment for segment in segments}
    coded: dict[str, list[str]] = {}
    for coding in codings:
        if coding.kind == "code":
            coded.setdefault(coding.segment_id, []).append(coding.target)
    families = {code: path[0].id for code, path in frame.paths.items()}
    found: list[ElementReport] = []
    for o in observations:
        heard = [texts[segment_id] for segment_id in o.segment_ids_for if segment_id in texts]
        if o.why_not == "undocumented" or not heard:
            continue
        place = sessions[o.session_id].place if o.session_id in sessions else ""
        if place:
            found.append(ElementReport(o.session_id, "where", place))
        until = o.date.year if o.date else 9999
        years = [(str(named.year), s.id) for s in heard for named in named_years(s.text, until=until)]
        found += _reports(o.session_id, "when", years)
        codes = [(code, s.id) for s in heard for code in sorted(set(coded.get(s.id, ()))) if code in families]
        who = [(code, s) for code, s in codes if families[code] in {study.groups_family, study.actors_family} - {""}]
        found += _reports(o.session_id, "who", who)
        actors = [(code, s) for code, s in who if families[code] == study.actors_family]
        found += _reports(o.session_id, "contribution", actors, ordered=True)
    return tuple(found)


def _reports(
    session_id: str, element: Element, values: Iterable[tuple[str, str]], *, ordered: bool = False
) -> list[ElementReport]:
    """One report per value, with its segments, in order of appearance."""
    segments: dict[str, dict[str, None]] = {}
    for value, segment_id in values:
        segments.setdefault(value, {})[segment_id] = None
    return [
        ElementReport(session_id, element, value, order if ordered else 0, tuple(ids))
        for order, (value, ids) in enumerate(segments.items(), 1)
    ]
