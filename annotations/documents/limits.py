"""What limits the findings, from what is known: refusals, sessions kept as notes, prompted answers, one kind of people only, responses.

Nothing is said that was not counted, and every line says how much of how many, what it touches, and from which records it is counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotations.changes.saturation import Verdict
from annotations.changes.story_text import term
from annotations.changes.wording import Pen
from annotations.documents.limit_words import Said, limit_words
from annotations.documents.tables import Table
from annotations.languages import base
from annotations.sample_tables import counts_of
from annotations.sessions import Register
from annotations.studies import Study


@dataclass(frozen=True)
class Limit:
    """One limitation: ``name`` of its words, ``number`` ``of`` how many, and the changes that it ``touches`` (none: all findings)."""

    name: str
    number: int
    of: int = 0
    touches: tuple[str, ...] = ()
    also: int = 0


@dataclass(frozen=True)
class Known:
    """What limitations are counted from: the register, the verdicts on the changes that are followed, and the stories.

    ``gaps``: open questions by story; ``signed``: stories that are; ``compared``: claims compared with statistics by story;
    ``contradicted``: those that statistics contradict, ``answered``: of them, those that somebody answered.
    """

    register: Register
    judged: tuple[Verdict, ...]
    stories: tuple[str, ...] = ()
    signed: frozenset[str] = frozenset()
    gaps: tuple[tuple[str, int], ...] = ()
    compared: tuple[tuple[str, int], ...] = ()
    contradicted: tuple[str, ...] = ()
    answered: int = 0
    pursued: frozenset[str] = field(default_factory=frozenset)


def limits_of(known: Known, study: Study, language: str) -> list[Limit]:
    """In the order of the field: who was not heard, what sessions are like, what findings rest on. What is 0 is not said."""
    found = [
        *_of_people(known),
        *_of_sessions(known, language),
        *_of_changes(known, study),
        *_of_stories(known),
    ]
    return [one for one in found if one.number]


def limits_table(known: Known, study: Study, language: str, date: str, *, others: Iterable[tuple[str, str]] = ()) -> Table:
    """``others``: sentences on contacts and validation, each with the domain that it touches (empty: all of them)."""
    words, pen = limit_words(language), Pen(language)
    rows = []
    for one in limits_of(known, study, language):
        said, done, source = _worded(one, study, language)
        rows.append((f"{said} [{source}]", ", ".join(one.touches) or words["caption"][2], done or "–"))
    rows += [(other, touches or words["caption"][2], "–") for other, touches in others]
    note = words["caption"][1].format(date=date, study=pen.words(study.name))
    return Table("limitations", words["caption"][0], language, words["headings"], tuple(rows), notes=(note,))


def limit_sentences(known: Known, study: Study, language: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each limitation that is counted as a sentence, with the changes that it touches; none of them: all findings."""
    return [(_worded(one, study, language)[0], one.touches) for one in limits_of(known, study, language)]


def _worded(one: Limit, study: Study, language: str) -> Said:
    """Sentence, what was done, source: with their numbers."""
    words = limit_words(language)
    said, done, source = words[one.name]
    rule = words["prompted_counts" if study.saturation.count_prompted else "prompted_counts_not"][1]
    values = {
        "n": one.number, "of": one.of, "rule": rule, "few": study.saturation.warn_under, "answered": one.also,
        "ratio": round(100 * study.saturation.maximum_against_ratio), "language": term(base(language), Pen(language)),
    }  # fmt: skip
    return said.format(**values), done.format(**values), source


def _of_people(known: Known) -> Iterable[Limit]:
    counts = counts_of(known.register)
    everybody = len(known.register.participations)
    yield Limit("refused", counts.refused + counts.withdrew, everybody)
    yield Limit("left", counts.left, everybody)
    yield Limit("undocumented", len(known.register.undocumented()), len(known.register.sessions))


def _of_sessions(known: Known, language: str) -> Iterable[Limit]:
    sessions = known.register.sessions
    if known.judged:
        judged = known.judged[0]
        yield Limit("not_reviewed", judged.sessions_total - judged.sessions_reviewed, judged.sessions_total)
    yield Limit("notes", sum(one.capture == "notes" for one in sessions), len(sessions))
    yield Limit("prompted", sum(one.prompted for one in sessions), len(sessions), _touched(known, "sessions_prompted"))
    yield Limit("languages", sum(base(one.language) not in ("", base(language)) for one in sessions), len(sessions))
    merged = {session for judged in known.judged for session in judged.sessions_merged}
    yield Limit("merged", len(merged), touches=_touched(known, "sessions_merged"))


def _touched(known: Known, sessions: str) -> tuple[str, ...]:
    return tuple(judged.change_id for judged in known.judged if getattr(judged, sessions))


def _of_changes(known: Known, study: Study) -> Iterable[Limit]:
    by_id = {session.id: session for session in known.register.sessions}
    saturated = [judged for judged in known.judged if judged.state == "saturated"]

    def change_ids(wanted: Iterable[Verdict]) -> tuple[str, ...]:
        return tuple(judged.change_id for judged in wanted)

    notes = change_ids(
        judged
        for judged in known.judged
        if judged.sessions_for and all(by_id[one].capture == "notes" for one in judged.sessions_for if one in by_id)
    )
    yield Limit("notes_only", len(notes), len(known.judged), notes)
    one_kind = change_ids(judged for judged in saturated if len(judged.categories) == 1)
    yield Limit("one_category", len(one_kind), len(saturated), one_kind)
    contested = change_ids(judged for judged in known.judged if judged.contested)
    yield Limit("contested", len(contested), len(known.judged), contested)
    open_ones = change_ids(judged for judged in known.judged if judged.change_id in known.pursued and judged.state != "saturated")
    yield Limit("not_saturated", len(open_ones), len(known.pursued), open_ones)
    few = change_ids(judged for judged in saturated if judged.few)
    yield Limit("few", len(few), len(saturated), few)
    places = change_ids(
        judged for judged in saturated if len({by_id[one].place for one in judged.sessions_for if one in by_id} - {""}) == 1
    )
    yield Limit("one_place", len(places), len(saturated), places)


def _of_stories(known: Known) -> Iterable[Limit]:
    unsigned = tuple(one for one in known.stories if one not in known.signed)
    yield Limit("unsigned", len(unsigned), len(known.stories), unsigned)
    open_ones: Sequence[tuple[str, int]] = [one for one in known.gaps if one[1]]
    yield Limit("gaps", sum(number for _, number in open_ones), touches=tuple(id_ for id_, _ in open_ones))
    compared = dict(known.compared)
    alone = tuple(one for one in known.stories if not compared.get(one))
    yield Limit("no_data", len(alone), len(known.stories), alone)
    touched = tuple(dict.fromkeys(known.contradicted))
    yield Limit("contradictions", len(known.contradicted), sum(compared.values()), touched, known.answered)
