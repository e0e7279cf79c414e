"""The sample study as its sample coders read it, without a database: transcripts as their files have them, names and all."""

from collections.abc import Sequence
from functools import cache

from annotations.codeframe_files import read_code_frame
from annotations.codings import Coding
from annotations.languages import detect_turns
from annotations.pseudonyms.masking import Masked
from annotations.readers import read_transcript
from annotations.registers import read_register
from annotations.study_files import read_study
from models.segmentation import segment
from service.demo.sample_coders import Decision, Shown, choices_of, read_decisions, spans_of
from service.storage.transactions import now
from service.workflows.evidence import Evidence
from tests.conftest import SAMPLE

LONG = 5_000  # no turn is cut, for which a library of languages would have to be loaded


@cache
def sample_evidence() -> Evidence:
    """Everything that the sample coders have read, of sessions whole."""
    study, frame = read_study(SAMPLE / "study.yaml"), read_code_frame(SAMPLE / "codeframe.yaml")
    register = read_register(SAMPLE / "sessions.csv", SAMPLE / "roster.csv")
    files = {file.stem: file for file in sorted((SAMPLE / "transcripts").iterdir())}
    languages = {session.id: session.language for session in register.sessions}
    read = {i: detect_turns(read_transcript(file, language=languages[i]), study.languages) for i, file in files.items()}
    segments = tuple(s for transcript in read.values() for s in segment(transcript, max_words=LONG))
    shown = {i: Shown(transcript.text, Masked(transcript.text)) for i, transcript in read.items()}
    codings, spans, reviewed, prompted = [], [], dict[str, set[str]](), set[str]()
    for coder in study.coders:
        by_id = {segment.id: segment for segment in segments}
        for segment_id, decisions in read_decisions(SAMPLE / "reviews", coder, shown, segments).items():
            one = by_id[segment_id]
            codings += _codings(one.id, coder.id, decisions)
            spans += spans_of(decisions, one, coder, shown[one.session_id])
            reviewed.setdefault(one.session_id, set()).add(coder.id)
            prompted |= {one.id} if any("prompted" in d.flags for d in decisions) else set()
    return Evidence(
        study=study,
        frame=frame,
        register=register,
        segments=segments,
        codings=tuple(codings),
        spans=tuple(spans),
        reviewed=reviewed,
        prompted=frozenset(prompted),
        imported=tuple(files),
    )


def _codings(segment_id: str, coder: str, decisions: Sequence[Decision]) -> list[Coding]:
    return [Coding(segment_id, coder, c.kind, c.target, 1, 1, now(), c.stance) for c in sorted(choices_of(decisions), key=str)]


def without(known: Evidence, segment_id: str) -> Evidence:
    """The same when the words of one segment are gone."""
    return Evidence(
        study=known.study,
        frame=known.frame,
        register=known.register,
        segments=tuple(one for one in known.segments if one.id != segment_id),
        codings=tuple(one for one in known.codings if one.segment_id != segment_id),
        spans=tuple(one for one in known.spans if one.segment_id != segment_id),
        reviewed=known.reviewed,
        prompted=known.prompted,
        imported=known.imported,
    )
