"""Whose an annotation is. In the community edition anybody may annotate, overwrite, and sign with somebody else's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Attributed:
    """Whether an annotation counts as its coder's, and what a supervisor should know of it; empty when there is nothing."""

    counts: bool
    problem: str = ""


def attribute(
    annotation: Mapping[str, Any], account_id: int, names: Mapping[int, str], seen: Mapping[str, Any] | None
) -> Attributed:
    """Attribute an annotation of a task that is assigned to the person with this account.

    ``names``: who is known by which account. ``seen``: the annotation as it was when it was collected last, if it was. One that was
    the coder's then and says the same now stays theirs, whoever has touched it since (a star is set, an account was deleted).
    """
    author, editor = user(annotation.get("completed_by")), user(annotation.get("updated_by"))
    number = annotation["id"]
    by = {author, editor} - {None}
    starred = bool(annotation.get("ground_truth")) != bool((seen or {}).get("ground_truth"))
    star = f"annotation {number} was starred as ground truth, or is no longer; nothing here depends on it" if starred else ""
    if by == {account_id}:
        return Attributed(True, star)
    who = _called(author if author not in (account_id, None) else editor, names)
    if seen is not None and was_counted(seen, account_id) and _said(seen) == _said(annotation):
        return Attributed(True, star or f"annotation {number} was saved by {who} without a change; it counts as before")
    if not by:
        return Attributed(False, f"annotation {number} is by nobody (an account that was deleted?); not counted")
    if author != account_id:
        return Attributed(False, f"annotation {number} is by {who}, not by its coder; not counted")
    how = "was overwritten by" if seen is not None else "bears its coder's name, and was written or overwritten by"
    return Attributed(False, f"annotation {number} {how} {who}; not counted")


def said_at(annotation: Mapping[str, Any], seen: Mapping[str, Any] | None, account_id: int) -> str:
    """When the coder said what the annotation says: a star, or a save that changes nothing, is no new act of theirs."""
    if seen is not None and was_counted(seen, account_id) and _said(seen) == _said(annotation):
        return str(seen.get("said_at") or seen.get("updated_at") or annotation["updated_at"])
    return str(annotation["updated_at"])


def was_counted(seen: Mapping[str, Any], account_id: int) -> bool:
    """Whether an annotation counted as its coder's when it was collected; what was collected long ago does not say so itself."""
    by = {user(seen.get("completed_by")), user(seen.get("updated_by"))} - {None}
    return bool(seen.get("ours", by == {account_id}))


def user(value: Any) -> int | None:
    """An account's id; Label Studio gives it as a number or as a record."""
    found = value["id"] if isinstance(value, dict) else value
    return int(found) if found is not None else None


def _called(account: int | None, names: Mapping[int, str]) -> str:
    if account is None:
        return "nobody"
    return f"{names[account]} (account {account})" if account in names else f"an account that is no coder's ({account})"


def _said(annotation: Mapping[str, Any]) -> tuple[bool, list[Any]]:
    """What an annotation says, without the words of its stretches: ours are kept without them after a name was masked."""
    said = []
    for part in annotation.get("result") or []:
        value = part.get("value") or {}
        kept = {k: v for k, v in value.items() if k != "text" or "start" not in value}
        said.append((part.get("from_name"), part.get("type"), kept))
    return bool(annotation.get("was_cancelled")), sorted(said, key=str)
