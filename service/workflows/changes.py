"""relato changes: what people do to the register of changes. Every verb is one act (a split that makes new changes: several), with
who, when and why, checked against all acts before it; one transaction each.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from annotations.changes.register import ELEMENTS, STANCES, ChangeRegister, Entry, counted
from annotations.codings import Stance
from annotations.errors import BadInput, Conflict, NotFound
from annotations.studies import Study, Words
from service.storage import changes, review, studies
from service.storage.transactions import Tx
from service.workflows.change_checks import (
    check_id,
    check_segments,
    check_session,
    check_who,
    checked_description,
    checked_words,
    entry,
    evidence_shown,
    new_id,
)
from service.workflows.change_sync import enter_from_file
from service.workflows.consent import silent_ids
from service.workflows.memos import Hide, hiding
from service.workflows.work import Work

_entry = TypeAdapter(Entry)
_said = TypeAdapter(dict[str, Any])


@dataclass(frozen=True)
class Part:
    """What some segments of a change report instead: a change that there is (``change_id`` alone), or a new one (with a title).

    ``domain`` is that of the change that is split when it is empty.
    """

    segments: tuple[str, ...]
    change_id: str = ""
    title: Words = field(default_factory=dict)
    statement: Words = field(default_factory=dict)
    domain: str = ""


def register(work: Work, *, study_id: str) -> tuple[Study, ChangeRegister]:
    """The study and its register of changes, dropped and merged ones included."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        return study, changes.register(tx, study.id)


def register_shown(work: Work, *, study_id: str) -> tuple[Study, ChangeRegister, frozenset[str]]:
    """``register``, with the segments that may not be shown."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        return study, changes.register(tx, study.id), silent_ids(tx, study)


def told(found: Entry, register: ChangeRegister, silent: Collection[str]) -> dict[str, Any]:
    """What the register has of one change, as plain values: what people said of segments and sessions as it counts now. What is cited
    for priorities stands there without the segments that are ``silent``."""
    change_id = found.change.id
    said = {
        "links": [link for link in register.links() if link.change_id == change_id],
        "overrides": list(register.overrides(change_id).values()),
        "elements": list(register.elements(change_id)),
        "priority_evidence": evidence_shown(register, change_id, silent),
    }
    body: dict[str, Any] = {"id": change_id, **_entry.dump_python(found, mode="json"), **_said.dump_python(said, mode="json")}
    body.pop("acts")
    return body


def enter(
    work: Work,
    *,
    study_id: str,
    by: str,
    title: Words,
    statement: Words,
    domain: str,
    change_id: str = "",
    kind: str = "change",
    secondary_domains: Sequence[str] = (),
    contributed: Sequence[str] = (),
    addressed: Sequence[str] = (),
    priorities: Sequence[str] = (),
    segments: Mapping[str, Stance] | None = None,
    reason: str = "",
) -> Entry:
    """A new change, a candidate until somebody decides; with the ``segments`` that report or deny it. Its id is the next one when none
    is given. Raises BadInput, Conflict, NotFound.
    """
    given: dict[str, Any] = {"kind": kind, "domain": domain, "secondary_domains": secondary_domains}
    given |= {"contributed": contributed, "addressed": addressed, "priorities": priorities}
    with _acting(work, study_id, by, reason, why=False) as acting:
        return acting.entered(title, statement, given, change_id, segments)


def enter_in(
    tx: Tx,
    study_id: str,
    by: str,
    *,
    title: Words,
    statement: Words,
    given: Mapping[str, Any],
    change_id: str = "",
    segments: Mapping[str, Stance] | None = None,
    reason: str = "",
    hide: Hide = str,
) -> Entry:
    """``enter`` within a transaction that does more. ``given``: the domain, and what else describes the change. ``hide`` masks names in the reason: title
    and statement are the team's own words, for readers, and are looked through before they are published.

    Raises BadInput, Conflict, NotFound.
    """
    study = studies.study(tx, study_id)
    studies.lock(tx, study.id)
    enter_from_file(tx, study.id)
    check_who(by, None)
    change_id = change_id or new_id(changes.register(tx, study.id))
    check_id(change_id)
    described, reason = checked_description(study, studies.frame(tx, study.id), given), hide(reason)
    body = {**checked_words(study, title, statement), **described}
    changes.append(tx, study.id, by, "entered", change_id, body, reason)
    if segments:
        check_segments(tx, study.id, segments)
        changes.append(tx, study.id, by, "linked", change_id, {"segments": dict(segments)}, reason)
    return entry(changes.register(tx, study.id), change_id)


def restate(work: Work, *, study_id: str, by: str, change_id: str, title: Words, statement: Words, reason: str) -> Entry:
    """Word a change anew; languages that are not given keep their words. Raises BadInput, Conflict, NotFound."""
    with _acting(work, study_id, by, reason) as acting:
        change = entry(acting.register(), change_id).change
        body = checked_words(acting.study, {**change.title, **title}, {**change.statement, **statement})
        if body == {"title": dict(change.title), "statement": dict(change.statement)}:
            raise Conflict(f"{change_id} is worded so already", remedy="give other words, or leave it")
        return acting.done("restated", change_id, body)


def describe(work: Work, *, study_id: str, by: str, change_id: str, reason: str = "", **given: Any) -> Entry:
    """Set what is given of kind, domain, secondary_domains, contributed, addressed and priorities; None leaves it.

    Raises BadInput, Conflict, NotFound.
    """
    with _acting(work, study_id, by, reason, why=False) as acting:
        body = checked_description(acting.study, studies.frame(acting.tx, acting.study.id), given)
        if not body:
            raise BadInput("nothing is given to be changed", remedy="give a kind, domain, projects or priorities")
        return acting.done("described", change_id, body)


def cite_priority(
    work: Work, *, study_id: str, by: str, change_id: str, priority: str, segments: Sequence[str] = (), reason: str
) -> Entry:
    """Cite passages of the change's evidence that say that it serves ``priority``, instead of those before; none: take them back.

    Raises
    ------
    BadInput : no reason. NotFound : the change does not belong to the priority; a segment that nobody coded or linked with the change, or
        that may not be shown.
    """
    with _acting(work, study_id, by, reason) as acting:
        before = acting.register()
        if priority not in (known := entry(before, change_id).change.priorities):
            raise NotFound(
                f"{change_id} does not belong to the priority {priority!r}",
                remedy=f"use one of {', '.join(known)}" if known else "say first which priorities it belongs to",
            )
        wanted = list(dict.fromkeys(segments))
        if wanted:
            check_segments(acting.tx, acting.study.id, wanted)
            there = _reporting(acting.tx, acting.study, before, change_id, wanted) - silent_ids(acting.tx, acting.study)
            if missing := [one for one in wanted if one not in there]:
                raise NotFound(
                    f"nobody coded or linked {', '.join(missing)} with {change_id}", remedy="name segments that count for it now"
                )
        return acting.done("cited", change_id, {"priority": priority, "segments": wanted})


def pursue(work: Work, *, study_id: str, by: str, change_id: str, reason: str) -> Entry:
    """The change is to be written up. Raises BadInput, Conflict, NotFound."""
    return _decide(work, study_id, by, "pursued", change_id, reason)


def drop(work: Work, *, study_id: str, by: str, change_id: str, reason: str) -> Entry:
    """The change is not followed any further; what was coded stays. Raises BadInput, Conflict, NotFound."""
    return _decide(work, study_id, by, "dropped", change_id, reason)


def reopen(work: Work, *, study_id: str, by: str, change_id: str, reason: str) -> Entry:
    """Take a decision or a merge back: the change is a candidate again. Raises BadInput, Conflict, NotFound."""
    return _decide(work, study_id, by, "reopened", change_id, reason)


def merge(work: Work, *, study_id: str, by: str, change_id: str, into: str, reason: str) -> Entry:
    """What was said of ``change_id`` counts for ``into`` from now on. Raises BadInput, Conflict, NotFound."""
    with _acting(work, study_id, by, reason) as acting:
        return acting.done("merged", change_id, {"into": into})


def split(work: Work, *, study_id: str, by: str, change_id: str, parts: Sequence[Part], reason: str) -> list[Entry]:
    """Some segments of a change report something else: the changes they report from now on, new ones entered first.

    Raises
    ------
    BadInput : no part, a segment in two, a new change without words. NotFound : a segment that nobody coded or linked with the change.
    """
    with _acting(work, study_id, by, reason) as acting:
        before = acting.register()
        change = entry(before, change_id).change
        wanted = {segment_id for part in parts for segment_id in part.segments}
        check_segments(acting.tx, acting.study.id, wanted)
        if missing := sorted(wanted - _reporting(acting.tx, acting.study, before, change_id, sorted(wanted))):
            raise NotFound(
                f"nobody coded or linked {', '.join(missing)} with {change_id}", remedy="name segments that count for it now"
            )
        into: dict[str, list[str]] = {}
        for part in parts:
            target = part.change_id
            if part.title or not target:
                given = {"domain": part.domain or change.domain, "kind": change.kind}
                target = acting.entered(part.title, part.statement or part.title, given, target).change.id
            into.setdefault(target, []).extend(part.segments)
        acting.done("split", change_id, {"parts": into})
        after = acting.register()
        return [entry(after, one) for one in into]


def link(work: Work, *, study_id: str, by: str, change_id: str, segments: Mapping[str, Stance], reason: str) -> Entry:
    """These segments report the change ("for") or deny it ("against"), whatever coders chose. Raises BadInput, Conflict, NotFound."""
    return say_of_segments(work, study_id=study_id, by=by, change_id=change_id, linked=segments, reason=reason)


def unlink(work: Work, *, study_id: str, by: str, change_id: str, segments: Sequence[str], reason: str) -> Entry:
    """These segments say nothing about the change, whatever coders chose. Raises BadInput, Conflict, NotFound."""
    return say_of_segments(work, study_id=study_id, by=by, change_id=change_id, unlinked=segments, reason=reason)


def say_of_segments(
    work: Work,
    *,
    study_id: str,
    by: str,
    change_id: str,
    linked: Mapping[str, Stance] | None = None,
    unlinked: Sequence[str] = (),
    reason: str,
) -> Entry:
    """``link`` and ``unlink`` at once, all of it or nothing. Raises BadInput, Conflict, NotFound."""
    linked = dict(linked or {})
    with _acting(work, study_id, by, reason) as acting:
        check_segments(acting.tx, acting.study.id, [*linked, *unlinked])
        if wrong := sorted(set(linked.values()) - set(STANCES)):
            raise BadInput(f"{', '.join(wrong)} is no side", remedy=f"say {' or '.join(STANCES)}")
        if unlinked:
            acting.done("unlinked", change_id, {"segments": list(dict.fromkeys(unlinked))})
        if linked:
            acting.done("linked", change_id, {"segments": linked})
        return entry(acting.register(), change_id)


def count(work: Work, *, study_id: str, by: str, change_id: str, session: str, counts: bool | None, reason: str) -> Entry:
    """A session counts for the change, or does not, whatever the rule says; None: as the rule says. Raises BadInput, Conflict, NotFound."""
    with _acting(work, study_id, by, reason) as acting:
        check_session(acting.tx, acting.study.id, session)
        return acting.done("counted", change_id, {"session": session, "counts": counts})


def report_element(
    work: Work,
    *,
    study_id: str,
    by: str,
    change_id: str,
    session: str,
    element: str,
    value: str,
    order: int = 0,
    segments: Sequence[str] = (),
    element_id: str = "",
    reason: str = "",
) -> Entry:
    """What a session says of an element of the change (who, what, when, where, why, contribution); with an id that is there, again.

    Raises BadInput, Conflict, NotFound.
    """
    with _acting(work, study_id, by, reason, why=False) as acting:
        check_session(acting.tx, acting.study.id, session)
        value = acting.hide(" ".join(value.split()))
        if element not in ELEMENTS or not value or order < 0:
            raise BadInput(
                "no element, no value, or an order below 0",
                remedy=f"say which of {', '.join(ELEMENTS)}, and what the session says of it",
            )
        if segments:
            check_segments(acting.tx, acting.study.id, segments)
        if element_id and element_id not in {one.id for one in acting.register().elements(change_id)}:
            raise NotFound(f"{change_id} has no element {element_id!r}", remedy="leave the id out: it is given")
        element_id = element_id or f"E{changes.last_number(acting.tx, acting.study.id) + 1}"
        body = {
            "id": element_id,
            "session": session,
            "element": element,
            "value": value,
            "order": order,
            "segments": list(segments),
        }
        return acting.done("element", change_id, body)


def remove_element(work: Work, *, study_id: str, by: str, change_id: str, element_id: str, reason: str = "") -> Entry:
    """Take back what was entered of an element. Raises BadInput, Conflict, NotFound."""
    with _acting(work, study_id, by, reason, why=False) as acting:
        if element_id not in {one.id for one in acting.register().elements(change_id)}:
            raise NotFound(f"{change_id} has no element {element_id!r}", remedy="look with `relato changes show`")
        return acting.done("element_removed", change_id, {"id": element_id})


def _decide(work: Work, study_id: str, by: str, act: str, change_id: str, reason: str) -> Entry:
    with _acting(work, study_id, by, reason) as acting:
        return acting.done(act, change_id, {})


@dataclass(frozen=True)
class _Acting:
    """Somebody does something to a study's register, within one transaction."""

    tx: Tx
    study: Study
    by: str
    reason: str
    hide: Hide

    def register(self) -> ChangeRegister:
        return changes.register(self.tx, self.study.id)

    def entered(
        self,
        title: Words,
        statement: Words,
        given: Mapping[str, Any],
        change_id: str,
        segments: Mapping[str, Stance] | None = None,
    ) -> Entry:
        return enter_in(
            self.tx, self.study.id, self.by, title=title, statement=statement, given=given, change_id=change_id, segments=segments,
            reason=self.reason, hide=self.hide,
        )  # fmt: skip

    def done(self, act: str, change_id: str, body: Mapping[str, Any]) -> Entry:
        """Write the act down; the change as it stands after it."""
        changes.append(self.tx, self.study.id, self.by, act, change_id, body, self.reason)
        return entry(self.register(), change_id)


@contextmanager
def _acting(work: Work, study_id: str, by: str, reason: str, *, why: bool = True) -> Iterator[_Acting]:
    """``why``: a reason must be given. What names people in it is masked as in the transcripts."""
    check_who(by, reason if why else None)
    with work.store.begin() as tx:
        study = studies.study(tx, study_id)
        studies.lock(tx, study.id)
        enter_from_file(tx, study.id)
        hide = hiding(work.settings, tx, study)
        yield _Acting(tx, study, by, hide(reason.strip()), hide)


def _reporting(tx: Tx, study: Study, register: ChangeRegister, change_id: str, segment_ids: Sequence[str]) -> set[str]:
    """Those of the segments that somebody coded or linked with the change, as it counts now."""
    coded = counted(review.codings(tx, study.id, segment_ids=segment_ids), register)
    found = {coding.segment_id for coding in coded if coding.kind == "change" and coding.target == change_id}
    return found | {link.segment_id for link in register.links() if link.change_id == change_id}
