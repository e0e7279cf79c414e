"""relato round history: everything that ever happened to the codings of a segment, and what stands."""

from collections.abc import Mapping

from annotations.codeframe import Code
from annotations.coding_history import LEFT_OUT, Happened, sentence, words_for
from annotations.errors import NotFound
from annotations.languages import in_language
from annotations.studies import Study
from service.storage import corpus, review, studies
from service.storage.tables import LogRow
from service.storage.transactions import Tx
from service.workflows.choosable import with_all_changes
from service.workflows.work import Outcome, Work


def history(work: Work, *, study_id: str, segment_id: str, language: str = "", everything: bool = False) -> Outcome:
    """The log of one segment in words, oldest first, and how it stands. Raises NotFound.

    ``everything``: also suggestions that nobody touched.
    """
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        rows = review.log(tx, study.id, segment_id=segment_id)
        if not rows and not corpus.segments(tx, study.id, ids=[segment_id]):
            raise NotFound(f"study {study.id} has no segment {segment_id!r}", remedy="segments are called like S1.004")
        stood = review.standing(tx, study.id, segment_ids=[segment_id]).get(segment_id)
        names = _Names(tx, study, language or study.languages[0])
        people = {c.id: c.name for c in study.coders}
        acts = [_told(row, people, names) for row in rows if everything or row.act not in LEFT_OUT]
    words, how = words_for(names.language), "none"
    if stood is not None:
        how = "decided_by" if stood.how == "decided" else stood.how
    by = ", ".join(people.get(coder, coder) for coder in (stood.by if stood else ()))
    return {
        "study": study.id,
        "segment": segment_id,
        "acts": acts,
        "how": words[how].format(by=by, round=stood.round if stood else 0),
        "state": stood.how if stood else "",
        "standing": [
            {
                "name": names(c.kind, c.target, c.frame_version),
                "kind": c.kind,
                "target": c.target,
                "stance": c.stance or "",
                "coder": c.coder_id,
                "round": c.round,
            }
            for c in (stood.codings if stood else ())
        ],
    }


def _told(row: LogRow, people: Mapping[str, str], names: "_Names") -> Outcome:
    words = words_for(names.language)
    one = Happened(
        row.at, people.get(row.coder_id, row.coder_id), row.round, row.frame_version, row.act, row.kind, row.target,
        row.suggested, row.stance, row.model_version, row.reason,
    )  # fmt: skip
    return {
        "at": row.at.isoformat(timespec="seconds"),
        "who": one.who,
        "coder": row.coder_id,
        "round": row.round,
        "frame_version": row.frame_version,
        "act": row.act,
        "said": sentence(one, names, names.language),
        "place": f"{words['round'].format(round=row.round)}, {words['frame'].format(version=row.frame_version)}",
    }


class _Names:
    """What targets are called, in the version of the code frame under which they were chosen."""

    def __init__(self, tx: Tx, study: Study, language: str) -> None:
        self.language = language
        self._frames = studies.frames(tx, study.id)
        parts = (("domain", study.domains), ("section", study.sections))
        self._others = {(kind, part.id): part.name for kind, of_kind in parts for part in of_kind}
        self._others |= {("change", change.id): change.title for change in with_all_changes(tx, study).changes}

    def __call__(self, kind: str, target: str, version: int) -> str:
        words = self._others.get((kind, target), {})
        if kind == "code":
            code = self._code(target, version)
            words = code.name if code else {}
        return f"“{in_language(words, self.language) or target}”"

    def _code(self, target: str, version: int) -> Code | None:
        """The code in this version, or in the last one before that had it."""
        for frame in reversed(self._frames):
            if (frame.version <= version or version == 0) and target in frame.by_id:
                return frame.by_id[target]
        return None
