"""relato frame diff, check: versions of the code frame beside each other, and what a new one would do to what people coded."""

from collections import Counter
from pathlib import Path

from annotations.codeframe import CodeFrame
from annotations.codeframe_files import read_code_frame
from annotations.errors import Conflict, NotFound
from annotations.frame_changes import changes_between, fates
from annotations.frame_diff import diff, diff_in_words
from annotations.studies import Study
from service.storage import frames, review, studies
from service.storage.transactions import Tx
from service.workflows.work import Outcome, Work


def diff_of_versions(work: Work, *, study_id: str, old: int = 0, new: int = 0, language: str = "") -> list[str]:
    """What is different between two versions, in words; 0: the newest two. Raises NotFound."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        known = studies.frames(tx, study.id)
    after = _version(known, new or known[-1].version)
    earlier = [frame.version for frame in known if frame.version < after.version]
    if not old and not earlier:
        raise NotFound(f"study {study.id} has no version of the code frame before version {after.version}")
    before = _version(known, old or after.changed_from or earlier[-1])
    told = [change for step in changes_between(known, before.version, after.version) for change in step]
    return diff_in_words(diff(before, after, told), before, after, language or study.languages[0])


def check(work: Work, *, path: Path, study_id: str = "", language: str = "") -> Outcome:
    """What a new version says, what is different in it, and how many codings and segments that concerns. Raises BadCodeFrame.

    Without a study that is loaded the file is checked by itself. Raises Conflict for a version that was given before.
    """
    with work.store.read() as tx:
        if not study_id and not studies.studies(tx):
            frame = read_code_frame(path)
            return {"study": "", "version": frame.version, "codes": len(frame.leaves), "said": [], "codings": {}, "again": 0}
        study = studies.study(tx, study_id)
        before = studies.frame(tx, study.id)
        frame = read_code_frame(path, before=before)
        if frame.version <= before.version and frame != before:
            raise Conflict(
                f"version {before.version} of the code frame is in force, with other content than this version {frame.version}",
                where=str(path),
                remedy=f"give the frame that shall hold from now on version {before.version + 1}",
            )
        said = diff_in_words(diff(before, frame), before, frame, language or study.languages[0])
        codings, again = _concerned(tx, study, before, frame)
    return {
        "study": study.id,
        "version": frame.version,
        "codes": len(frame.leaves),
        "said": said,
        "codings": codings,
        "again": again,
    }


def _version(known: list[CodeFrame], version: int) -> CodeFrame:
    found = next((frame for frame in known if frame.version == version), None)
    if found is None:
        versions = ", ".join(str(frame.version) for frame in known)
        raise NotFound(f"there is no version {version} of the code frame", remedy=f"versions: {versions}")
    return found


def _concerned(tx: Tx, study: Study, before: CodeFrame, frame: CodeFrame) -> tuple[dict[str, int], int]:
    """Codings by kind of the change that concerns them, and how many reviews of a segment somebody would have to look at again."""
    if frame.version <= before.version:
        return {}, 0
    way = fates(frame.changes)
    counts: Counter[str] = Counter()
    again = set()
    reviewed = {(segment_id, coder_id, round_) for segment_id, coder_id, round_, _ in review.reviewed(tx, study.id)}
    for row in frames.codings_with(tx, study.id, before.version, way):
        fate = way[row.target]
        counts.update(change.kind for change in fate.changes)
        where = (row.segment_id, row.coder_id, row.round)
        if fate.again and where in reviewed:
            again.add(where)
    return dict(sorted(counts.items())), len(again)
