"""The attachments of data to claims, put together from the log of what people did."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from annotations.errors import Conflict, NotFound
from annotations.stories.records import PersonsAct, citations_in
from annotations.triangulation.records import Attachment

ATTACHED, WITHDRAWN, ANSWERED = "data_attached", "data_withdrawn", "data_answered"


def attachments_of(acts: Iterable[PersonsAct], change_id: str = "") -> tuple[Attachment, ...]:
    """Of one change, or of all; in the order in which they were made, also those that were withdrawn. Other acts are passed over.

    Raises
    ------
    NotFound : an act is on an attachment that is not there. Conflict : it is on one that was withdrawn, or answers what is no
        contradiction or was answered before.
    """
    found: dict[str, Attachment] = {}
    for act in acts:
        if change_id and act.subject != change_id:
            continue
        if act.act == ATTACHED:
            one = _attached(act)
            found[one.id] = one
        elif act.act in (WITHDRAWN, ANSWERED):
            id_ = act.body["id"]
            if id_ not in found:
                raise NotFound(f"{act.subject} has no attachment {id_!r}", remedy="look with `relato data attachments`")
            found[id_] = _gone(found[id_]) if act.act == WITHDRAWN else _answered(found[id_], act)
    return tuple(found.values())


class Written(Protocol):
    """An act as it is read, or as its row is kept."""

    @property
    def subject(self) -> str: ...

    @property
    def body(self) -> Mapping[str, Any]: ...

    @property
    def reason(self) -> str: ...


def quoting(acts: Iterable[Written], gone: Collection[str], quoted: Callable[[str], bool]) -> set[tuple[str, str]]:
    """Change and id of the attachments that may quote these segments or sessions: they cite them, or repeat their words."""
    return {
        (act.subject, act.body["id"])
        for act in acts
        if "id" in act.body
        and (
            set(citations_in(act.body.get("claim", ""))) & set(gone)
            or any(map(quoted, [act.body.get("claim", ""), act.body.get("answer", ""), act.reason]))
        )
    }


def _attached(act: PersonsAct) -> Attachment:
    body = act.body
    return Attachment(
        id=body["id"],
        change_id=act.subject,
        points=tuple(body["points"]),
        block=body["block"],
        text_number=body["text_number"],
        claim=body["claim"],
        verdict=body["verdict"],
        reason=act.reason,
        by=act.by,
        at=act.at,
        language=body.get("language", ""),
    )


def _gone(one: Attachment) -> Attachment:
    if one.withdrawn:
        raise Conflict(f"{one.id} was withdrawn before")
    return replace(one, withdrawn=True)


def _answered(one: Attachment, act: PersonsAct) -> Attachment:
    if one.withdrawn:
        raise Conflict(f"{one.id} was withdrawn", remedy="there is nothing to answer any more")
    if one.verdict != "contradicts":
        raise Conflict(f"{one.id} is no contradiction", remedy="only contradictions are answered")
    if one.answer:
        raise Conflict(
            f"{one.id} was answered by {one.answered_by}", remedy="withdraw it and attach the data anew to say otherwise"
        )
    return replace(one, answer=act.body["answer"], answered_by=act.by)
