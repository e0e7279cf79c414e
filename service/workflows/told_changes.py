"""What a coder is told to have changed about a segment: the rules of the frame since, and the supervisor's reasons on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotations.codeframe import CodeFrame, FrameChange
from annotations.errors import NotFound
from annotations.frame_changes import changes_between, concerning
from annotations.frame_diff import change_in_words
from annotations.label_studio.decisions import Choice
from annotations.label_studio.words import words
from annotations.rounds import DECIDING
from service.storage import review, studies
from service.storage.frames import codes_that_were
from service.storage.tables import WorkItemRow
from service.storage.transactions import Tx
from service.workflows.entering import Desk
from service.workflows.shown import carried_of


@dataclass(frozen=True)
class Told:
    """Sentences in one coder's language. ``before``: the frame from which the changes lead on."""

    language: str = ""
    before: CodeFrame | None = None
    after: CodeFrame | None = None
    changes: Sequence[FrameChange] = ()
    reasons: Mapping[str, Sequence[str]] = field(default_factory=dict)  # by segment
    stood: Mapping[str, set[tuple[str, int, str]]] = field(
        default_factory=dict
    )  # by segment: coder, round, code before the changes

    def of(self, item: WorkItemRow) -> tuple[str, ...]:
        """Rules that concern what is carried over come first, then why the supervisor decided as they did."""
        said: list[str] = []
        if self.before is not None and self.after is not None:
            choices = [Choice(c.kind, c.target, c.stance) for c in carried_of(item)]
            stood = self.stood.get(item.segment_id, ())
            choices += [Choice("code", c) for who, n, c in stood if n < item.round or who == item.coder_id]
            found = concerning(choices, self.changes)
            said = [change_in_words(change, self.before, self.after, self.language) for change in found]
        return (*dict.fromkeys(said), *self.reasons.get(item.segment_id, ()))


def told_changes(tx: Tx, desk: Desk, items: Sequence[WorkItemRow]) -> Told:
    """What has changed since the round before began; of what is to be looked at again, since this round began."""
    again = any(item.why for item in items)
    if desk.arm != "assisted" or (desk.round < 2 and not again):
        return Told()
    since = desk.round - 1 if desk.round > 1 else desk.round
    versions = [p.frame_version for p in review.projects(tx, desk.study.id) if p.round == since]
    old = min(versions, default=desk.frame.version)
    frames = studies.frames(tx, desk.study.id)
    try:
        steps = changes_between(frames, old, desk.frame.version)
    except NotFound:  # a frame that does not say what it was made from
        steps = ()
    before = next(frame for frame in frames if frame.version == old)
    flat = [change for step in steps for change in step]
    ids = {item.segment_id for item in items}
    stood = codes_that_were(tx, desk.study.id, ids)
    return Told(desk.coder.language, before, desk.frame, flat, _reasons(tx, desk, ids), stood)


def _reasons(tx: Tx, desk: Desk, segment_ids: set[str]) -> dict[str, list[str]]:
    """What the supervisor wrote about these segments in earlier rounds, and in this one where it is looked at again."""
    form = words(desk.coder.language)["supervisor_said"]
    found: dict[str, list[str]] = {}
    for item, body in review.notes(tx, desk.study.id):
        if item.arm in DECIDING and item.segment_id in segment_ids and item.round <= desk.round and body.get("memo"):
            found.setdefault(item.segment_id, []).append(form.format(reason=body["memo"]))
    return found
