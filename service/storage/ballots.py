"""Ballots and the links to them, in SQL. Of a link only its hash is kept; a ballot that is sent is never changed."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter
from sqlalchemy import select, update
from sqlalchemy.orm import Session as Tx

from annotations.stories.records import PersonsAct
from annotations.stories.silence import NOTHING, Silence
from annotations.validation.answering import without_words
from annotations.validation.records import Ballot, Form
from annotations.validation.saving import Saves
from annotations.validation.state import LeftRanking, Validation, folded
from service.storage import studies
from service.storage.act_logs import acts, append
from service.storage.story_tables import ActRow, BallotLinkRow, BallotRow
from service.storage.transactions import now

BallotState = Literal["open", "sent", "void"]
LinkState = Literal["open", "used", "expired", "revoked"]
_ballot, _saves = TypeAdapter(Ballot), TypeAdapter(Saves)
SAVES = "saves"
"""Beside the ballot in its row, while it is open: what is known of its saves."""


@dataclass(frozen=True)
class Kept:
    """A ballot and what became of it."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    ballot: Ballot
    state: BallotState
    begun_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Link:
    """A link as it is known here: not the link itself."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    study_id: str
    validator_id: str
    form_id: str
    created_at: datetime
    expires_at: datetime
    state: LinkState


def validation(tx: Tx, study_id: str, hush: Silence = NOTHING) -> Validation:
    """How validation stands: people, draws, forms, contacts, changes that left the ranking. ``hush``: what may not be shown does not
    stand in the summaries of forms, nor where people quote it."""
    return folded(acts_shown(tx, study_id, hush))


def acts_shown(tx: Tx, study_id: str, hush: Silence) -> list[PersonsAct]:
    """What people did about validation, without what may not be shown."""
    found = acts(tx, study_id, "validation")
    return [_act_shown(one, hush) for one in found] if hush else found


def answers_shown(ballot: Ballot, hush: Silence, left: Collection[str] = ()) -> Ballot:
    """A ballot without what it quotes and may not be shown; without any words where one of ``left`` filled it in, whose consent has
    ended. For who reads: it is never kept like this."""
    if set(ballot.validators) & set(left):
        return without_words(ballot)
    if not hush:
        return ballot
    told = tuple(
        replace(
            one, comment="" if hush.quoted(one.comment) else one.comment, reason="" if hush.quoted(one.reason) else one.reason
        )
        for one in ballot.answers
    )
    return replace(ballot, answers=told)


def sent(tx: Tx, study_id: str, hush: Silence = NOTHING) -> list[tuple[Ballot, Form]]:
    """The ballots that count, with the form that each answers, in the order in which they were sent.

    Without void ones; without those of people who have withdrawn; of one validator who answered two forms with the same changes on
    them (worded anew), the later one only: one of several who answered together is no longer among them then.
    """
    found = validation(tx, study_id, hush)
    left = withdrawn(tx, study_id, found)
    pairs = [(k.ballot, found.forms[k.ballot.form_id]) for k in kept(tx, study_id, state="sent")]
    pairs = [(answers_shown(b, hush), form) for b, form in pairs if not set(b.validators) & left]
    pairs.sort(key=lambda pair: (pair[0].sent_at or now(), pair[0].id))
    newest = {(one, _set_of(form)): b.id for b, form in pairs for one in b.validators}
    stay = [(b, form, tuple(one for one in b.validators if newest[one, _set_of(form)] == b.id)) for b, form in pairs]
    return [(_of_these(b, those), form) for b, form, those in stay if those]


def withdrawn(tx: Tx, study_id: str, found: Validation) -> set[str]:
    """Validators who took their consent back, whether or not their words have been taken out yet."""
    people = {p.respondent_id for p in studies.register(tx, study_id).participations if p.consent.withdrawn_on}
    return {one.id for one in found.validators.values() if one.respondent_id in people}


def left_ranking(tx: Tx, study_id: str, hush: Silence = NOTHING) -> dict[str, LeftRanking]:
    """Changes that a person took out of the ranking, since they cannot be validated: whatever ballots say of them."""
    return validation(tx, study_id, hush).left_ranking


def kept(tx: Tx, study_id: str, *, form_id: str = "", state: str = "", ids: Collection[str] = ()) -> list[Kept]:
    """Ballots in the order in which they were begun."""
    query = select(BallotRow).where(BallotRow.study_id == study_id).order_by(BallotRow.begun_at, BallotRow.id)
    query = query.where(BallotRow.form_id == form_id) if form_id else query
    query = query.where(BallotRow.state == state) if state else query
    query = query.where(BallotRow.id.in_([one for one in ids if "\0" not in one])) if ids else query
    return [_kept(row) for row in tx.scalars(query)]


def save(tx: Tx, study_id: str, ballot: Ballot, state: BallotState, saves: Saves | None = None) -> Kept:
    """Keep a ballot as it is now. Who calls has looked that it was not sent before. ``saves``: as before when None."""
    row, at = tx.get(BallotRow, (study_id, ballot.id)), now()
    if row is None:
        row = BallotRow(study_id=study_id, id=ballot.id, form_id=ballot.form_id, domain=ballot.domain, begun_at=at)
        row.validator_id = ballot.validators[0]
        tx.add(row)
    told = _saves.dump_python(saves, mode="json") if saves else (row.body or {}).get(SAVES)
    row.body = _ballot.dump_python(ballot, mode="json") | ({SAVES: told} if told and state == "open" else {})
    row.state, row.changed_at = state, at
    tx.flush()
    return _kept(row)


def saves_of(tx: Tx, study_id: str, ballot_id: str) -> Saves:
    """What is known of the saves of a ballot that is open."""
    return _saves.validate_python(tx.get_one(BallotRow, (study_id, ballot_id)).body.get(SAVES, {}))


def new_id(tx: Tx, study_id: str) -> str:
    """The next id of a ballot: B001, B002 …"""
    numbers = [int(id_[1:]) for id_ in tx.scalars(select(BallotRow.id).where(BallotRow.study_id == study_id))]
    return f"B{max(numbers, default=0) + 1:03}"


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def add_link(tx: Tx, study_id: str, token: str, validator_id: str, form_id: str, expires_at: datetime) -> None:
    """Keep a link; an earlier one of the same validator and form is closed."""
    revoke(tx, study_id, validator_id, form_id)
    tx.add(
        BallotLinkRow(
            token_hash=hash_of(token), study_id=study_id, validator_id=validator_id, form_id=form_id, created_at=now(),
            expires_at=expires_at, used_at=None, revoked=False,
        )
    )  # fmt: skip
    tx.flush()


def link(tx: Tx, token: str) -> Link | None:
    """What a link opens; None when nobody was given it."""
    row = tx.get(BallotLinkRow, hash_of(token), populate_existing=True)
    return None if row is None else _link(row)


def links(tx: Tx, study_id: str) -> list[Link]:
    """Every link that was ever made, in order."""
    query = select(BallotLinkRow).where(BallotLinkRow.study_id == study_id).order_by(BallotLinkRow.created_at)
    return [_link(row) for row in tx.scalars(query)]


def use(tx: Tx, study_id: str, validators: Collection[str], form_id: str) -> None:
    """The links of these validators to the form are used: a ballot was sent."""
    _set(tx, study_id, validators, form_id, used_at=now())


def revoke(tx: Tx, study_id: str, validator_id: str, form_id: str) -> int:
    """Close what links are open of a validator to a form; how many."""
    return _set(tx, study_id, [validator_id], form_id, revoked=True)


def forget_person(tx: Tx, study_id: str, respondent_id: str) -> int:
    """Somebody withdraws: what they wrote on ballots goes, and the ballots are void; how many ballots changed.

    A ballot that several filled in together loses its words, since nobody knows whose they are, and goes on counting for the others.
    Links are closed, notes on how they were contacted emptied.
    """
    theirs = {one.id for one in validation(tx, study_id).validators.values() if one.respondent_id == respondent_id}
    if not theirs:
        return 0
    about, changed = set(theirs), 0
    for one in kept(tx, study_id):
        if theirs & set(one.ballot.validators):
            about.add(one.ballot.id)
            changed += _leave(tx, study_id, one, theirs)
    for act in tx.scalars(select(ActRow).where(ActRow.study_id == study_id, ActRow.log == "validation")):
        if act.subject in about or act.body.get("ballot") in about:
            act.reason = ""
            if act.act == "correction":
                act.body = {**act.body, "correction": ""}
            if "validator" in act.body:
                act.body = {**act.body, "validator": {**act.body["validator"], "reason": ""}}
    tx.execute(_open_links(study_id).where(BallotLinkRow.validator_id.in_(theirs)).values(revoked=True))
    return changed


def words_of(tx: Tx, study_id: str, respondent_id: str) -> list[str]:
    """What is written on the ballots of somebody."""
    theirs = {one.id for one in validation(tx, study_id).validators.values() if one.respondent_id == respondent_id}
    filled = [one.ballot for one in kept(tx, study_id) if theirs & set(one.ballot.validators)]
    return [words for ballot in filled for one in ballot.answers for words in (one.comment, one.reason) if words]


def forget_segments(tx: Tx, study_id: str, gone: Collection[str], quoted: Callable[[str], bool] = lambda words: False) -> int:
    """Take out of the summaries on forms what rests on these segments and sessions, and whatever ``quoted`` says is quoted from them,
    also where others wrote it on ballots and in reasons; how many rows changed."""
    return _forget_parts(tx, study_id, gone, quoted) + reword(tx, study_id, lambda words: "" if quoted(words) else words)


def forget_quotes(tx: Tx, study_id: str, quoted: Callable[[str], bool]) -> int:
    """Take what is quoted out of summaries on forms, reasons and whatever else people of the team wrote; what others answered stays."""
    return _forget_parts(tx, study_id, (), quoted) + _reword_acts(tx, study_id, lambda words: "" if quoted(words) else words)


def _forget_parts(tx: Tx, study_id: str, gone: Collection[str], quoted: Callable[[str], bool]) -> int:
    changed = 0
    for row in tx.scalars(select(ActRow).where(ActRow.study_id == study_id, ActRow.act == "form_made")):
        if (body := _without_parts(row.body, gone, quoted)) != row.body:
            row.body, changed = body, changed + 1
    tx.flush()
    return changed


def reword(tx: Tx, study_id: str, word: Callable[[str], str]) -> int:
    """Put what people wrote on ballots, and why they did what they did, through ``word``; how many rows changed."""
    changed = 0
    for one in kept(tx, study_id):
        answers = tuple(replace(a, comment=word(a.comment), reason=word(a.reason)) for a in one.ballot.answers)
        if answers != one.ballot.answers:
            row = tx.get_one(BallotRow, (study_id, one.ballot.id))
            row.body = dict(row.body) | _ballot.dump_python(replace(one.ballot, answers=answers), mode="json")
            changed += 1
    return changed + _reword_acts(tx, study_id, word)


def _reword_acts(tx: Tx, study_id: str, word: Callable[[str], str]) -> int:
    changed = 0
    acts_here = select(ActRow).where(ActRow.study_id == study_id, ActRow.log == "validation")
    for act in tx.scalars(acts_here):
        body = act.body
        for key in WRITTEN.get(act.act, ()):
            body = {**body, key: _reworded(body[key], word)} if key in body else body
        if word(act.reason) != act.reason or body != act.body:
            act.reason, act.body, changed = word(act.reason), body, changed + 1
    tx.flush()
    return changed


WRITTEN = {
    "verified": ("verifier", "independence", "answers"),
    "contacted": ("channel",),
    "correction": ("correction",),
    "added": ("validator",),
    "criterion_named": ("name", "definition"),
    "actor_described": ("approach", "horizon", "lead", "aliases"),
}
"""What people write in the bodies of acts. Statements are the team's own words; summaries are of stories (``reword_forms``)."""


def _act_shown(act: PersonsAct, hush: Silence) -> PersonsAct:
    body = _without_parts(act.body, hush.ids, hush.quoted)
    for key in WRITTEN.get(act.act, ()):
        body = {**body, key: _reworded(body[key], hush.of)} if key in body else body
    return replace(act, body=body, reason=hush.of(act.reason))


def reword_forms(tx: Tx, study_id: str, word_in: Callable[[str], Callable[[str], str]]) -> int:
    """Put the summaries on forms through the words of ``word_in(change)``, as their stories are; how many forms changed."""
    changed = 0
    for row in tx.scalars(select(ActRow).where(ActRow.study_id == study_id, ActRow.act == "form_made")):
        parts = {
            change_id: [{**one, "text": _reworded(one["text"], word_in(change_id))} for one in told]
            for change_id, told in row.body.get("parts", {}).items()
        }
        if parts != row.body.get("parts", {}):
            row.body, changed = {**row.body, "parts": parts}, changed + 1
    tx.flush()
    return changed


def _reworded(value: Any, word: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return word(value)
    if isinstance(value, Mapping):
        return {key: _reworded(one, word) for key, one in value.items()}
    return [_reworded(one, word) for one in value] if isinstance(value, list) else value


def _without_parts(
    body: Mapping[str, Any], gone: Collection[str], quoted: Callable[[str], bool] = lambda words: False
) -> dict[str, Any]:
    """The body of an act without the parts of summaries that rest on what is gone, or quote it."""
    if "parts" not in body:
        return dict(body)
    parts = {
        change_id: [one for one in told if not set(gone) & set(one["cites"]) and not any(map(quoted, one["text"].values()))]
        for change_id, told in body["parts"].items()
    }
    return {**body, "parts": parts}


def _of_these(ballot: Ballot, validators: tuple[str, ...]) -> Ballot:
    """The ballot as that of these validators alone, and of those who answered with them and are not named."""
    if validators == ballot.validators:
        return ballot
    people = max(ballot.people - (len(ballot.validators) - len(validators)), 1)
    return replace(ballot, validators=validators, people=people)


def _leave(tx: Tx, study_id: str, one: Kept, theirs: Collection[str]) -> bool:
    """Take these validators and all words out of a ballot; whether anything changed."""
    others = tuple(v for v in one.ballot.validators if v not in theirs)
    ballot = _of_these(without_words(one.ballot), others or one.ballot.validators)
    state: BallotState = one.state if others else "void"
    if (ballot, state) == (one.ballot, one.state):
        return False
    save(tx, study_id, ballot, state)
    if state != one.state:
        append(tx, study_id, "validation", "withdrawal", "ballot_void", ballot.id, {"withdrawn": True})
    return True


def _set_of(form: Form) -> frozenset[str]:
    return frozenset(wording.change_id for wording in form.wordings)


def _kept(row: BallotRow) -> Kept:
    body = {key: one for key, one in row.body.items() if key != SAVES}
    return Kept(_ballot.validate_python(body), row.state, row.begun_at, row.changed_at)  # type: ignore[arg-type]  # written from one


def _link(row: BallotLinkRow) -> Link:
    state: LinkState = "open"
    if row.revoked:
        state = "revoked"
    elif row.used_at is not None:
        state = "used"
    elif row.expires_at <= now():
        state = "expired"
    return Link(row.study_id, row.validator_id, row.form_id, row.created_at, row.expires_at, state)


def _open_links(study_id: str) -> Any:
    return update(BallotLinkRow).where(
        BallotLinkRow.study_id == study_id, BallotLinkRow.used_at.is_(None), BallotLinkRow.revoked.is_(False)
    )


def _set(tx: Tx, study_id: str, validators: Collection[str], form_id: str, **values: Any) -> int:
    query = _open_links(study_id).where(BallotLinkRow.validator_id.in_(validators), BallotLinkRow.form_id == form_id)
    return len(tx.scalars(query.values(**values).returning(BallotLinkRow.token_hash)).all())
