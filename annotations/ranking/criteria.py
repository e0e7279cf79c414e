"""What people found in the reasons that ballots give: the criteria by which changes are ranked.

Acts on one reason and one criterion follow each other, and the last one holds: accepted or added, it names it; rejected, it does not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotations.ranking.records import CodedCriterion
from annotations.stories.records import PersonsAct
from annotations.studies import Criterion

ACTS = ("criterion_accepted", "criterion_rejected", "criterion_added", "criterion_removed", "criterion_none", "criterion_named")
"""In the log of validation. ``criterion_none``: the reason names none; ``criterion_named``: another criterion from now on."""


@dataclass(frozen=True)
class CriteriaState:
    """``criteria``: of the study and named since, by id. ``coded``: what holds of (reason, criterion). ``reviewed``: the reasons that
    somebody has looked at; ``closed``: those of them that name none, as somebody said."""

    criteria: Mapping[str, Criterion]
    coded: Mapping[tuple[str, str], CodedCriterion] = field(default_factory=dict)
    reviewed: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()

    def of(self, reason_id: str) -> tuple[str, ...]:
        """The criteria that a reason names, in the order of the vocabulary."""
        return tuple(one for one in self.criteria if (found := self.coded.get((reason_id, one))) and found.holds)

    def is_open(self, reason_id: str, criterion_id: str) -> bool:
        """Whether nobody has decided about it."""
        return reason_id not in self.closed and (reason_id, criterion_id) not in self.coded


def criteria_folded(criteria: Sequence[Criterion], acts: Sequence[PersonsAct]) -> CriteriaState:
    """What the acts come to; acts on other things are passed over."""
    known = {one.id: one for one in criteria}
    coded: dict[tuple[str, str], CodedCriterion] = {}
    reviewed: set[str] = set()
    closed: set[str] = set()
    for act in acts:
        if act.act == "criterion_named":
            name = act.body["name"] if any(act.body["name"].values()) else {"": act.subject}  # what it quoted was taken back
            known.setdefault(act.subject, Criterion(act.subject, name, act.body.get("definition", {})))
        elif act.act in ACTS:
            reason_id = f"{act.subject}/{act.body['change']}"
            reviewed.add(reason_id)
            (closed.add if act.act == "criterion_none" else closed.discard)(reason_id)
            _code(coded, reason_id, act)
    return CriteriaState(known, coded, frozenset(reviewed), frozenset(closed))


def _code(coded: dict[tuple[str, str], CodedCriterion], reason_id: str, act: PersonsAct) -> None:
    if act.act == "criterion_none":
        for key in [key for key, one in coded.items() if key[0] == reason_id and one.holds]:
            del coded[key]
        return
    key = reason_id, str(act.body["criterion"])
    coded.pop(key, None)
    if act.act != "criterion_removed":
        coded[key] = CodedCriterion(
            *key,
            holds=act.act != "criterion_rejected",
            suggested=act.act != "criterion_added",
            by=act.by,
            at=act.at,
            why=act.reason,
        )
