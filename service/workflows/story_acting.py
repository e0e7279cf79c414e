"""Somebody does something to a story, within one transaction: what is checked before it, and what is written of it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from annotations.errors import BadInput, Conflict, NotFound
from annotations.stories.editing import check_unchanged, cleaned
from annotations.stories.folding import Folded, folded
from annotations.stories.held import Held
from annotations.stories.records import PersonsAct, StoryText, StoryVersion
from annotations.studies import Study
from service.storage import act_logs, stories, studies
from service.storage.transactions import Tx
from service.workflows.change_checks import check_who
from service.workflows.memos import Hide
from service.workflows.story_names import story_hiding
from service.workflows.story_standing import now_of
from service.workflows.work import Work


@dataclass
class Acting:
    """``latest``: the newest version of the text, by which the next one is made."""

    tx: Tx
    study: Study
    change_id: str
    by: str
    reason: str
    hide: Hide
    latest: StoryVersion

    @property
    def text(self) -> StoryText:
        return self.latest.text

    def folded(self) -> Folded:
        return folded(act_logs.acts(self.tx, self.study.id, "story", self.change_id), self.change_id, self.latest.number)

    def check_language(self, languages: Collection[str]) -> None:
        if unknown := sorted(set(languages) - set(self.study.languages)):
            raise BadInput(f"{', '.join(unknown)} is no language of the study", remedy=f"use {' or '.join(self.study.languages)}")

    def check_unchanged(self, based_on: int, block_ids: Sequence[str]) -> None:
        """Raises Conflict, NotFound. The versions in between are read only where there are any."""
        if based_on != self.latest.number:
            check_unchanged(stories.versions(self.tx, self.study.id, self.change_id), based_on, block_ids)

    def save(self, text: StoryText, did: str, blocks: Sequence[str]) -> StoryVersion:
        """The next version, with what holds now of what it cites for the first time; the newest one where nothing is other."""
        if text == self.text:
            return self.latest
        held = self._held_anew(text)
        number = self.latest.number + 1
        made = stories.add(self.tx, self.study.id, number, self.by, self.reason, text)
        self.write("text_changed", {"number": number, "did": did, "blocks": list(blocks), "held": held}, reason="")
        self.latest = made
        return made

    def write(self, act: str, body: Mapping[str, Any], reason: str | None = None) -> PersonsAct:
        why = self.reason if reason is None else reason
        return act_logs.append(self.tx, self.study.id, "story", self.by, act, self.change_id, body, why)

    def _held_anew(self, text: StoryText) -> dict[str, Held]:
        """Raises BadInput: something that looks like a segment or session and is none that can be read."""
        new = [cited for cited in text.citations if cited not in set(self.text.citations)]
        return held_now(self.tx, self.study, self.change_id, new) if new else {}


def held_now(tx: Tx, study: Study, change_id: str, cited: Sequence[str], *, strict: bool = True) -> dict[str, Held]:
    """What holds of each. Raises BadInput, where ``strict``, for what looks like a segment or session and cannot be read."""
    now = now_of(tx, study, cited, [change_id]).standing(change_id, cited)
    wrong = [one for one in cited if now.held(one) is None and any(map(str.isdigit, one)) and any(map(str.isalpha, one))]
    if wrong and strict:
        raise BadInput(
            f"there is no segment or session {', '.join(wrong)} that may be cited",
            remedy="cite segments such as [S01.006] and sessions such as [S01] that the study has",
        )
    return {one: held for one in cited if (held := now.held(one)) is not None}


@contextmanager
def acting(work: Work, study_id: str, change_id: str, by: str, reason: str, *, why: bool = False) -> Iterator[Acting]:
    """``why``: a reason must be given. What names people in it is masked as in the story. Raises BadInput, NotFound."""
    by, reason = cleaned(by), cleaned(reason)
    check_who(by, reason if why else None)
    with work.store.begin() as tx:
        study = studies.study(tx, study_id)
        studies.lock(tx, study.id)
        hide = story_hiding(work.settings, tx, study, change_id)
        latest = opened(stories.latest(tx, study.id, change_id), change_id)
        yield Acting(tx, study, change_id, by, hide(reason), hide, latest)


def opened(version: StoryVersion | None, change_id: str) -> StoryVersion:
    """Raises NotFound."""
    if version is None:
        raise NotFound(f"nobody has begun the text of {change_id}", remedy=f"begin it: relato story open {change_id}")
    return version


def check_newest(latest: StoryVersion, number: int) -> None:
    """Raises Conflict."""
    if number != latest.number:
        raise Conflict(
            f"version {number} is not the newest: {latest.by} made version {latest.number}",
            remedy=f"read version {latest.number} first",
        )
