"""Sentences with numbers that the sample editor writes into stories, and the statistics that the sample analyst puts beside them (``claims.yaml``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ConfigDict

from annotations.errors import BadInput
from annotations.triangulation.records import Verdict
from annotations.yaml_files import read_yaml
from service.storage import corpus, studies
from service.storage.transactions import Tx
from service.workflows import stories, triangulation
from service.workflows.consent import silent_ids
from service.workflows.work import Outcome, Work

FILE = "claims.yaml"
CITED = "{cited}"


@dataclass(frozen=True)
class SampleClaim:
    """``text``: by language, with ``{cited}`` where the citations go. ``quotes``: by session, words of the segment that is cited.

    ``indicator``: all of its points are put beside the sentence.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    change: str
    section: str
    text: Mapping[str, str]
    quotes: Mapping[str, str]
    indicator: str
    verdict: Verdict
    reason: str


def enter_claims(work: Work, *, study_id: str, file: Path, editor: str, analyst: str) -> Outcome:
    """Write every sentence whose sessions are there into a story that somebody has begun, and attach its statistics, each once.

    One sentence a story. Done again it changes nothing, also where people have reworded a sentence, taken it out or withdrawn its
    statistics since. Killed in the middle, it goes on. Raises BadInput: the file, or a quote that nobody said.
    """
    claims = read_yaml(file, tuple[SampleClaim, ...], BadInput)
    if len({claim.change for claim in claims}) < len(claims):
        raise BadInput("a story is named twice", where=str(file), remedy="write one sentence for each story")
    begun = {line.change_id for line in stories.overview(work, study_id) if line.version}
    written = attached = 0
    for claim in (one for one in claims if one.change in begun):
        block = _written_before(work, study_id, claim, editor)
        if not block and (cited := _cited(work, study_id, claim, file)):
            block = _write(work, study_id, claim, cited, editor)
            written += 1
        attached += bool(block) and _attach(work, study_id, claim, block, analyst)
    with work.store.read() as tx:
        stopped = {id_: [one.id for one in triangulation.blocking(tx, study_id, id_)] for id_ in sorted(begun)}
    return {"sentences": written, "attached": attached, "contradicted": {id_: ids for id_, ids in stopped.items() if ids}}


def claims_in_words(o: Mapping[str, Any]) -> str:
    """What came of it, as a line of the demo."""
    told = f"{o['sentences']} sentences with a number written into stories, {o['attached']} compared with statistics"
    stopped = "; ".join(
        f"{change} cannot be signed: its sentence is contradicted ({', '.join(ids)}) and nobody has answered"
        for change, ids in o["contradicted"].items()
    )
    return f"{told}; {stopped}" if stopped else told


def _written_before(work: Work, study_id: str, claim: SampleClaim, editor: str) -> str:
    """The block that the editor added to the story, whatever became of it; empty: none."""
    for act in stories.history(work, study_id, claim.change):
        if act.by == editor and act.body.get("did") == "added":
            return str(act.body["blocks"][0])
    return ""


def _cited(work: Work, study_id: str, claim: SampleClaim, file: Path) -> list[str]:
    """The segments that hold the quotes; none where a session is not there or must not be shown. Raises BadInput."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        there, silent = set(corpus.transcript_ids(tx, study.id)), silent_ids(tx, study)
        if not set(claim.quotes) <= there:
            return []
        found = [_segment(tx, study.id, session, quote, f"{file}: {claim.change}") for session, quote in claim.quotes.items()]
    return [] if set(found) & silent else found


def _segment(tx: Tx, study_id: str, session_id: str, quote: str, where: str) -> str:
    holding = [one.id for one in corpus.segments(tx, study_id, session_id=session_id) if quote in " ".join(one.text.split())]
    if len(holding) != 1:
        raise BadInput(f"{session_id} does not say {quote!r} exactly once", where=where, remedy="copy it from one turn")
    return holding[0]


def _write(work: Work, study_id: str, claim: SampleClaim, cited: list[str], editor: str) -> str:
    """The sentence at the end of its section. Returns the id of the block."""
    version = stories.current(work, study_id, claim.change).version
    section = next(one for one in version.text.sections if one.id == claim.section)
    made = stories.add_block(
        work, study_id=study_id, change_id=claim.change, by=editor, based_on=version.number, section_id=claim.section,
        after=section.blocks[-1].id if section.blocks else "", kind="sentence",
        texts={language: words.replace(CITED, f"[{', '.join(cited)}]") for language, words in claim.text.items()},
    )  # fmt: skip
    return next(one for one in made.text.sections if one.id == claim.section).blocks[-1].id


def _attach(work: Work, study_id: str, claim: SampleClaim, block: str, analyst: str) -> bool:
    """False: it was attached before, or there is nothing to attach it to."""
    before = triangulation.attachments(work, study_id, claim.change, everything=True)
    if any(one.by == analyst and one.block == block for one in before):
        return False
    points = [point.id for point in triangulation.points(work, study_id) if point.indicator == claim.indicator]
    if not points or all(line.block != block for line in triangulation.claims(work, study_id, claim.change)):
        return False
    triangulation.attach(
        work, study_id=study_id, change_id=claim.change, by=analyst, points=points, block=block, verdict=claim.verdict,
        reason=claim.reason,
    )  # fmt: skip
    return True
