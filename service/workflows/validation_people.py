"""Who is asked: drawn by lot, added on purpose or present on an occasion; and how they were reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pydantic import ConfigDict, TypeAdapter

from annotations.errors import BadInput, Conflict, NotFound
from annotations.sessions import Respondent
from annotations.stories.records import PersonsAct
from annotations.studies import Study
from annotations.validation.answering import clean
from annotations.validation.drawing import DRAWN_FROM, Sample, frame, stratum_of
from annotations.validation.drawing import draw as draw_people
from annotations.validation.records import Chosen, Validator
from annotations.validation.state import CONTACT_KINDS, ENDS, Contacted, ContactKind, Draw, Validation
from service.storage import ballots, evidence, review, studies
from service.storage.transactions import Tx
from service.workflows.past import histories, kept_histories
from service.workflows.validatable import LeftOut, left_out, why
from service.workflows.validation_acts import Acting, acting, check_domain, standing, validator_of
from service.workflows.work import Work

_validator = TypeAdapter(Validator)


@dataclass(frozen=True)
class Due:
    """Somebody who was asked, has not answered, and was not reminded for a while. ``times``: how often they were, the first time included."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    validator_id: str
    domain: str
    last: date
    times: int
    channels: tuple[str, ...]


def draw(
    work: Work,
    *,
    study_id: str,
    by: str,
    domain: str = "",
    size: int | None = None,
    seed: int | None = None,
    methods: Sequence[str] = DRAWN_FROM,
    again: bool = False,
    reason: str = "",
) -> list[Draw]:
    """Draw whom to ask about a domain; about each domain that has no draw yet, and something to be asked about, when none is named.

    Where no change is saturated, or none that is can be validated, nobody is drawn: there would be nothing to ask them, and the frame is
    everybody who spoke of the domain until the day of the draw (``left_out_of`` tells these domains).

    ``again``: draw anew, with a reason. Who has been asked already stays and counts towards the size, so that nobody who did not answer is
    replaced in silence; only those whom nobody has asked yet are drawn no more.

    Raises
    ------
    Conflict : drawn already and not ``again``, or nothing to ask about in the domain that is named. BadInput : a size below 1, no reason
    for another draw. NotFound : no such domain.
    """
    pasts = {change.id: past for change, past in histories(work, study_id)}
    with acting(work, study_id, by, reason, why=again) as doing:
        if size is not None and size < 1:
            raise BadInput(f"{size} people cannot be drawn", remedy="give 1 or more, or leave it to the study's rule")
        if domain:
            check_domain(doing.study, domain)
        drawn, empty = {one.domain for one in doing.stands().draws}, left_out(doing.study, pasts, doing.stands(), today())
        if domain in empty:
            raise Conflict(
                f"nobody is drawn for {domain}: no change of it can be put to people: {why(empty[domain])}",
                remedy="wait until one is saturated (`relato saturation`), or look at what left the ranking (`relato validate verify`)",
            )
        fit = [one.id for one in doing.study.domains if one.id not in empty]
        wanted = [domain] if domain else [one for one in fit if again or one not in drawn]
        if (twice := [one for one in wanted if one in drawn]) and not again:
            raise Conflict(f"{', '.join(twice)}: people are drawn already", remedy="say that you draw again, and why")
        rule = doing.study.validation
        size, seed = rule.per_domain if size is None else size, rule.seed if seed is None else seed
        for one in wanted:
            _draw_one(doing, one, size, seed, tuple(methods))
        return [one for one in doing.stands().draws if one.domain in wanted][-len(wanted) :] if wanted else []


def _draw_one(doing: Acting, domain: str, size: int, seed: int, methods: tuple[str, ...]) -> None:
    study, found = doing.study, doing.stands()
    rule, before = study.validation, [one for one in found.of_domain(domain) if one.chosen == "drawn"]
    asked = found.asked() | {v for one in ballots.kept(doing.tx, study.id) for v in one.ballot.validators}
    kept = [one for one in before if one.id in asked]
    elsewise = {one.respondent_id for one in found.of_domain(domain) if one.chosen != "drawn"}  # they are asked anyway
    register = studies.register(doing.tx, study.id)
    documented = study.consent == "required"
    people = frame(register, domain, methods=methods, documented=documented, spoke_of=_spoke_of(doing.tx, study, domain))
    people = tuple(one for one in people if one.id not in elsewise)
    stays = {one.respondent_id for one in kept}
    sample = draw_people(people, size, seed=seed, stratify_by=rule.stratify_by, already=stays)
    new = _validators(study, found, domain, people, sample, stays)
    body = {
        "seed": seed, "size": size, "methods": list(methods), "stratify_by": list(rule.stratify_by), "frame": [one.id for one in people],
        "strata": [{"name": one.name, "frame": one.frame, "drawn": one.drawn} for one in sample.strata],
        "validators": [_validator.dump_python(one, mode="json") for one in new], "kept": [one.id for one in kept],
        "gone": [one.id for one in before if one.id not in asked],
    }  # fmt: skip
    doing.done("drawn", domain, body)


def _validators(
    study: Study, found: Validation, domain: str, people: Sequence[Respondent], sample: Sample, stays: set[str]
) -> list[Validator]:
    by_id = {one.id: one for one in people}
    new = [by_id[one] for one in sample.drawn if one not in stays]
    return [
        Validator(
            id=_id(len(found.validators) + number),
            domain=domain,
            category=person.category,
            chosen="drawn",
            respondent_id=person.id,
            stratum=stratum_of(person, study.validation.stratify_by),
            interested=person.category in study.validation.interested,
        )
        for number, person in enumerate(new, 1)
    ]


def add_purposive(
    work: Work, *, study_id: str, by: str, domain: str, respondent_id: str = "", category: str = "", reason: str
) -> Validator:
    """Ask somebody who was not drawn; ``reason`` says why. Without a respondent of the study, ``category`` says what they are.

    Raises BadInput, Conflict, NotFound.
    """
    with acting(work, study_id, by, reason, why=True) as doing:
        return _add(doing, domain, "purposive", respondent_id, category, "")


def add_occasion(
    work: Work,
    *,
    study_id: str,
    by: str,
    domain: str,
    occasion: str,
    respondent_id: str = "",
    category: str = "",
    reason: str = "",
) -> Validator:
    """Ask somebody who is there on an occasion of the study, such as a workshop. Raises BadInput, Conflict, NotFound."""
    with acting(work, study_id, by, reason) as doing:
        known = [one.id for one in doing.study.occasions]
        if occasion not in known:
            remedy = f"use one of {', '.join(known)}" if known else "write it under `occasions` in the study"
            raise NotFound(f"there is no occasion {occasion!r}", remedy=remedy)
        return _add(doing, domain, "occasion", respondent_id, category, occasion)


def _add(doing: Acting, domain: str, chosen: Chosen, respondent_id: str, category: str, occasion: str) -> Validator:
    study, found = doing.study, doing.stands()
    check_domain(study, domain)
    person = _person(doing.tx, study, respondent_id) if respondent_id else None
    if person is not None:
        here = [one for one in found.of_domain(domain) if one.respondent_id == person.id]
        if here:
            raise Conflict(f"{person.id} is asked about {domain} already, as {here[0].id}", remedy=f"use {here[0].id}")
        category = person.category or category
    category = clean(category)
    if not category:
        raise BadInput("nobody says what kind of person this is", remedy="give the category, or a respondent who has one")
    made = Validator(
        id=_id(len(found.validators) + 1),
        domain=domain,
        category=category,
        chosen=chosen,
        respondent_id=respondent_id,
        stratum=stratum_of(person, study.validation.stratify_by) if person else "",
        occasion=occasion,
        interested=category in study.validation.interested,
        reason=doing.reason,
    )
    doing.done("added", made.id, {"validator": _validator.dump_python(made, mode="json")})
    return made


def left_out_of(work: Work, study_id: str, *, now: bool = True) -> list[LeftOut]:
    """The domains without a draw in which nobody would be drawn now, and why, in the order of the study.

    ``now`` False: by what was computed last, which is quick and may be older; nothing is told where something was never computed.
    """
    if now:
        pasts = {change.id: past for change, past in histories(work, study_id)}
    elif (known := kept_histories(work, study_id)) is None:
        return []
    else:
        pasts = known
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        found = ballots.validation(tx, study.id)
    drawn = {one.domain for one in found.draws}
    return [one for one in left_out(study, pasts, found, today()).values() if one.domain not in drawn]


def people_of(work: Work, study_id: str) -> list[Validator]:
    """Everybody who is asked now, in the order in which they were chosen."""
    with work.store.read() as tx:
        return standing(tx, studies.study(tx, study_id)).current


def draws_of(work: Work, study_id: str) -> list[Draw]:
    """Every draw, with its seed and frame."""
    with work.store.read() as tx:
        return standing(tx, studies.study(tx, study_id)).draws


def contact(
    work: Work,
    *,
    study_id: str,
    by: str,
    validator_id: str,
    what: ContactKind,
    channel: str = "",
    on: date | None = None,
    reason: str = "",
) -> PersonsAct:
    """Note that somebody was invited or reminded, or what came of it. Raises BadInput, NotFound."""
    with acting(work, study_id, by, reason) as doing:
        if what not in CONTACT_KINDS:
            raise BadInput(f"{what!r} is nothing that can be noted", remedy=f"use {', '.join(CONTACT_KINDS)}")
        validator_of(doing.stands(), validator_id)
        day = on or today()
        if day > today():
            raise BadInput(f"{day} is still to come", remedy="give the day on which it was")
        body = {"what": what, "channel": doing.hide(clean(channel)), "on": day.isoformat()}
        return doing.done("contacted", validator_id, body)


def contacts_of(work: Work, study_id: str) -> list[Contacted]:
    """Every invitation, reminder, authorisation and refusal, in the order in which they were noted."""
    with work.store.read() as tx:
        return standing(tx, studies.study(tx, study_id)).contacts


def reminders_due(work: Work, study_id: str, *, on: date | None = None, every_days: int = 7) -> list[Due]:
    """Who was asked ``every_days`` days ago or earlier and has neither answered nor refused, the longest silent first."""
    with work.store.read() as tx:
        study_id = studies.study(tx, study_id).id
        found = ballots.validation(tx, study_id)
        done = {one for kept in ballots.kept(tx, study_id, state="sent") for one in kept.ballot.validators}
        done |= ballots.withdrawn(tx, study_id, found)
    due = []
    for person in found.current:
        told = [one for one in found.contacts if one.validator_id == person.id]
        asked = sorted((one for one in told if one.what in ("invited", "reminded")), key=lambda one: one.on)
        if person.id in done or not asked or _has_ended(told):
            continue
        if (on or today()) - asked[-1].on >= timedelta(days=every_days):
            channels = tuple(dict.fromkeys(one.channel for one in asked if one.channel))
            due.append(Due(person.id, person.domain, asked[-1].on, len(asked), channels))
    return sorted(due, key=lambda one: (one.last, one.validator_id))


def _has_ended(told: Sequence[Contacted]) -> bool:
    """Whether the last that was noted of them, invitations included, is that they refused or cannot be reached."""
    last = [one for one in told if one.what in (*ENDS, "invited")]
    return bool(last) and last[-1].what in ENDS


def today() -> date:
    return datetime.now(UTC).date()


def _id(number: int) -> str:
    return f"V{number:03}"


def _person(tx: Tx, study: Study, respondent_id: str) -> Respondent:
    register = studies.register(tx, study.id)
    for person in register.respondents:
        if person.id == respondent_id:
            if any(p.consent.withdrawn_on for p in register.participations if p.respondent_id == person.id):
                raise Conflict(f"{person.id} has withdrawn", remedy="ask somebody else")
            return person
    raise NotFound(f"there is no respondent {respondent_id!r}", remedy="use an id of the roster, or a category alone")


def _spoke_of(tx: Tx, study: Study, domain: str) -> set[str]:
    """Sessions in which something was coded with the domain or with a change of it; looked for where a session does not say what it was
    held for."""
    if all(one.domains for one in studies.register(tx, study.id).sessions):
        return set()
    changes = {one.id for one in study.changes if one.domain == domain}
    codings = review.codings(tx, study.id)
    segments = {
        c.segment_id for c in codings if (c.kind, c.target) == ("domain", domain) or (c.kind == "change" and c.target in changes)
    }
    return evidence.sessions_of(tx, study.id, segments)
