"""One ballot, several pages of it: which words stay where two pages wrote, and which of a page's saves is the newest.

Every page is given each field's fingerprint with the field. A save is laid over what is kept field by field: what the page did not
touch stays as it is kept now, what it changed takes the place of what it was given; what was changed on it and on another page too is
a collision, kept as it was and told. Saves of one page are numbered, and one that comes after a later one changes nothing.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ConfigDict

from annotations.validation.records import Answer

FIELDS = ("vote", "comment", "rank", "reason")
RANKED = ("rank", "reason")
MOST_PAGES = 50
"""Of so many pages the last number is kept; who has the link could name any number of pages."""


@dataclass(frozen=True)
class Page:
    """The page that a save comes from. ``id``: made up with the page, empty where none is told; ``number``: grows with every save of it,
    0 where nothing counts (no script); ``was``: the fingerprints of its fields as it was given them, by ``field:change``."""

    id: str = ""
    number: int = 0
    was: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Saves:
    """What is known of earlier saves of a ballot that is open. ``newest``: the last number of each page; ``writers``: which page wrote
    each field last."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    newest: Mapping[str, int] = field(default_factory=dict)
    writers: Mapping[str, str] = field(default_factory=dict)

    def late(self, page: Page) -> bool:
        """Whether a later save of the page is kept already."""
        return 0 < page.number <= self.newest.get(page.id, 0)

    def after(self, page: Page, written: Collection[str]) -> "Saves":
        """As they are once the page has written these fields."""
        if not page.id:
            return Saves(self.newest, {key: one for key, one in self.writers.items() if key not in written})
        newest = {key: number for key, number in self.newest.items() if key != page.id}
        newest[page.id] = max(page.number, self.newest.get(page.id, 0))
        kept = dict(list(newest.items())[-MOST_PAGES:])
        return Saves(kept, {**self.writers, **dict.fromkeys(written, page.id)})


@dataclass(frozen=True)
class Collision:
    """A field that two pages changed: what is ``kept``, and what this page ``given`` in vain."""

    change_id: str
    field: str
    kept: str
    given: str


def fingerprint(value: object) -> str:
    """Of the value of a field: the same for the same words, and short."""
    return hashlib.sha256(str(value or "").encode("utf-8", "surrogatepass")).hexdigest()[:16]


def fingerprints(answers: Sequence[Answer]) -> dict[str, str]:
    """What a page is given with its fields."""
    return {f"{name}:{one.change_id}": fingerprint(getattr(one, name)) for one in answers for name in FIELDS}


def fingerprint_of(answers: Sequence[Answer]) -> str:
    """Of all of a ballot: whether it is still as somebody saw it."""
    return fingerprint("\n".join(f"{key} {one}" for key, one in sorted(fingerprints(answers).items())))


def weighed(
    saves: Saves, page: Page, kept: Sequence[Answer], wanted: Sequence[Answer]
) -> tuple[tuple[Answer, ...], tuple[Collision, ...]]:
    """The answers that a page wants, as far as they do not overwrite what another page wrote since; and what they would overwrite."""
    before = {one.change_id: one for one in kept}
    pairs = [_weighed(saves, page, before.get(one.change_id, Answer(one.change_id)), one) for one in wanted]
    return tuple(answer for answer, _ in pairs), tuple(one for _, found in pairs for one in found)


def written(before: Sequence[Answer], after: Sequence[Answer]) -> list[str]:
    """The fields that differ, by ``field:change``."""
    known = {one.change_id: one for one in before}
    return [
        f"{name}:{one.change_id}"
        for one in after
        for name in FIELDS
        if getattr(one, name) != getattr(known.get(one.change_id, Answer(one.change_id)), name)
    ]


def _weighed(saves: Saves, page: Page, kept: Answer, wanted: Answer) -> tuple[Answer, list[Collision]]:
    values: dict[str, Any] = {name: getattr(wanted, name) for name in FIELDS}
    collided = []
    for name in FIELDS:
        here, key = getattr(kept, name), f"{name}:{kept.change_id}"
        if values[name] == here or _may_write(saves, page, key, here):
            continue
        if fingerprint(values[name]) != page.was[key]:
            collided.append(name)
        values[name] = here
    if page.id:
        collided += _lost_with_c(saves, page, kept, values)
    found = [_collision(kept, wanted, name) for name in FIELDS if name in collided]
    return replace(kept, **{name: getattr(kept, name) if name in collided else one for name, one in values.items()}), found


def _may_write(saves: Saves, page: Page, key: str, here: object) -> bool:
    """The field is as the page was given it, or as the page itself left it; or nothing is known of that."""
    return page.was.get(key, fingerprint(here)) == fingerprint(here) or bool(page.id and saves.writers.get(key) == page.id)


def _lost_with_c(saves: Saves, page: Page, kept: Answer, values: Mapping[str, Any]) -> list[str]:
    """A vote of C takes rank and reason away: not those that the page had not seen, and not those written on it under another vote."""
    if values["vote"] in ("A", "B"):
        return []
    if values["vote"] == kept.vote:
        return [name for name in RANKED if values[name] and values[name] != getattr(kept, name)]
    unseen = [name for name in RANKED if not _may_write(saves, page, f"{name}:{kept.change_id}", getattr(kept, name))]
    return ["vote"] if unseen else []


def _collision(kept: Answer, wanted: Answer, name: str) -> Collision:
    return Collision(kept.change_id, name, str(getattr(kept, name) or ""), str(getattr(wanted, name) or ""))
