"""The sample coders' decisions, entered through Label Studio's own API under their accounts, as reviews of what was suggested.

The decisions were made by reading the transcripts (``reviews/<coder>/<session>.yaml``): a quote, and what holds of it. A
decision belongs to the segment that holds its quote; a segment without one was read and nothing applied. Sessions without a
file have not been read yet, and stay unreviewed.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ConfigDict

from annotations.codings import Span, Stance, Suggestion
from annotations.errors import BadInput
from annotations.label_studio.reviews import Choice, write_result
from annotations.pseudonyms.masking import Masked
from annotations.rounds import Arm
from annotations.studies import Coder, Study
from annotations.transcripts import Segment
from annotations.yaml_files import read_yaml
from service.storage import corpus, machines, review
from service.storage.vault import open_vault
from service.workflows.accounts import connect, sign_in
from service.workflows.machines import study_and_frame
from service.workflows.masking import sealed_of
from service.workflows.work import Work


@dataclass(frozen=True)
class Decision:
    """What a coder decided about a passage; ``quote`` are its words, as they stand in the transcript."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    quote: str
    codes: tuple[str, ...] = ()
    domain: str = ""
    sections: tuple[str, ...] = ()
    changes: Mapping[str, Stance] = field(default_factory=dict)
    key: bool = False
    flags: tuple[str, ...] = ()
    memo: str = ""


@dataclass(frozen=True)
class Shown:
    """The file's text, in which the coders found their quotes before names were masked, and where its stretches are shown."""

    original: str
    masked: Masked

    def place(self, quote: str, where: str = "") -> tuple[int, int]:
        """Where a quote is shown. Raises BadInput when it does not stand in the file exactly once."""
        if self.original.count(quote) != 1:
            raise BadInput(
                "the quote must stand in the transcript exactly once", where=where, remedy="copy it from the transcript"
            )
        start = self.original.index(quote)
        return self.masked.mapped_span(start, start + len(quote))


def read_decisions(
    folder: Path, coder: Coder, transcripts: Mapping[str, Shown], segments: Sequence[Segment]
) -> dict[str, list[Decision]]:
    """The coder's decisions by segment id, for every segment of the sessions that the coder has read. Raises BadInput."""
    found: dict[str, list[Decision]] = {}
    for path in sorted((folder / coder.id).glob("*.yaml")):
        transcript = transcripts.get(path.stem)
        if transcript is None:
            raise BadInput(f"there is no transcript of session {path.stem}", where=str(path))
        of_session = [s for s in segments if s.session_id == path.stem]
        found |= {s.id: [] for s in of_session}
        for number, decision in enumerate(read_yaml(path, tuple[Decision, ...], BadInput), 1):
            found[_segment_of(decision, transcript, of_session, f"{path}: decision {number}").id].append(decision)
    return found


def _segment_of(decision: Decision, transcript: Shown, segments: Sequence[Segment], where: str) -> Segment:
    start, end = transcript.place(decision.quote, where)
    best = max(segments, key=lambda s: min(s.end, end) - max(s.start, start))
    if best.end <= start or best.start >= end:
        raise BadInput("the quote is not what a respondent said", where=where, remedy="quote a respondent's turn")
    return best


def choices_of(decisions: Sequence[Decision]) -> set[Choice]:
    """What holds of a segment when all of its decisions are taken together; the first domain and stance decide."""
    choices = {Choice("code", code) for d in decisions for code in d.codes} | {
        Choice("section", s) for d in decisions for s in d.sections
    }
    domains = [d.domain for d in decisions if d.domain]
    stances: dict[str, Stance] = {}
    for decision in decisions:
        for change, stance in decision.changes.items():
            stances.setdefault(change, stance)
    return choices | {Choice("domain", d) for d in domains[:1]} | {Choice("change", c, s) for c, s in stances.items()}


def spans_of(decisions: Sequence[Decision], segment: Segment, coder: Coder, transcript: Shown) -> list[Span]:
    """The quotes as spans of the segment, cut at its borders."""
    spans = []
    for decision in decisions:
        first, last = transcript.place(decision.quote)
        start, end = max(first, segment.start) - segment.start, min(last, segment.end) - segment.start
        spans.append(Span(segment.id, coder.id, "quote" if decision.key else "evidence", start, end, segment.text[start:end]))
    return spans


def enter_reviews(work: Work, *, study_id: str, folder: Path, round_: int = 1) -> int:
    """Let every sample coder review the tasks that they have not reviewed. Entering them twice changes nothing."""
    study, _ = study_and_frame(work, study_id)
    with work.store.read() as tx:
        segments = corpus.segments(tx, study.id)
        box = open_vault(work.settings, tx)
        sealed = {i: sealed_of(tx, box, study.id, i) for i in corpus.transcript_ids(tx, study.id)}
        transcripts = {
            i: Shown(one.transcript.text, Masked(corpus.transcript(tx, study.id, i).text, one.pieces))
            for i, one in sealed.items()
        }
    arms: tuple[Arm, ...] = ("blind", "assisted")
    return sum(_enter(work, study, coder, folder, transcripts, segments, round_, arm) for coder in study.coders for arm in arms)


def _enter(
    work: Work,
    study: Study,
    coder: Coder,
    folder: Path,
    transcripts: Mapping[str, Shown],
    segments: Sequence[Segment],
    round_: int,
    arm: Arm,
) -> int:
    decisions = read_decisions(folder, coder, transcripts, segments)
    by_id = {s.id: s for s in segments}
    _, frame = study_and_frame(work, study.id)
    with work.store.read() as tx:
        project = review.project(tx, study.id, round_, coder.id, arm, frame.version)
        items = review.work_items(tx, study.id, round_=round_, coder_id=coder.id, arm=arm, states=("pushed",))
        shown: dict[str, list[Suggestion]] = {}
        for version in {item.model_version for item in items if arm == "assisted"}:
            shown |= machines.suggestions(tx, study.id, model_version=version, segment_ids=[i.segment_id for i in items])
    if project is None:
        return 0
    with connect(work.settings) as client:
        answered = {t["data"]["work_item_id"] for t in client.tasks_since(project.label_studio_id, None) if t["annotations"]}
        person = sign_in(work.settings, client, coder)
    todo = [item for item in items if item.segment_id in decisions and item.id not in answered]
    done = 0

    def submit(item: Any) -> None:
        segment, own = by_id[item.segment_id], decisions[item.segment_id]
        flags = {flag for d in own for flag in d.flags} | (set() if own and any(d.codes for d in own) else {"no_code"})
        result = write_result(
            choices_of(own), shown.get(segment.id, []), study, frame,
            spans=spans_of(own, segment, coder, transcripts[segment.session_id]), flags=flags,
            memo=" · ".join(d.memo for d in own if d.memo), arm=arm,
        )  # fmt: skip
        person.annotate(item.task_id, result)

    with person, ThreadPoolExecutor(4) as pool:
        for _ in pool.map(submit, todo):
            done += 1
            work.progress(f"{coder.name} reviews", done, len(todo))
    return done
