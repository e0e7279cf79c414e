"""How validation stands: what the acts of its log come to, in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter

from annotations.stories.records import PersonsAct
from annotations.validation.records import Form, Validator, Wording

ContactKind = Literal["invited", "reminded", "authorisation_asked", "authorisation_given", "refused", "unreachable", "no_show"]
CONTACT_KINDS: tuple[ContactKind, ...] = (
    "invited", "reminded", "authorisation_asked", "authorisation_given", "refused", "unreachable", "no_show",
)  # fmt: skip
ENDS: tuple[ContactKind, ...] = ("refused", "unreachable")
"""After these nobody is reminded any more, until they are invited again."""


@dataclass(frozen=True)
class Stratum:
    """A part of the frame: how many people are in it, how many were drawn."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    name: str
    frame: int
    drawn: int


@dataclass(frozen=True)
class Draw:
    """One draw of one domain. ``frame``: the respondents it was drawn from; ``kept``: validators of earlier draws who had been asked
    already and stay; ``gone``: those who had not been asked, and were drawn no more. With the same frame, size, seed and ``kept`` the
    same people come out."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    number: int
    at: datetime
    by: str
    domain: str
    seed: int
    size: int
    stratify_by: tuple[str, ...]
    methods: tuple[str, ...]
    frame: tuple[str, ...]
    strata: tuple[Stratum, ...]
    validators: tuple[str, ...]
    kept: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Contacted:
    """Somebody was asked, or answered about being asked."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    validator_id: str
    what: ContactKind
    on: date
    channel: str
    by: str
    reason: str


@dataclass(frozen=True)
class LeftRanking:
    """A change that a person took out of the ranking, since it cannot be validated."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    at: datetime
    by: str
    reason: str


@dataclass
class Validation:
    """The log of validation, folded. ``validators``: everybody who is asked or was; ``gone``: those drawn once and no more."""

    validators: dict[str, Validator] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    draws: list[Draw] = field(default_factory=list)
    forms: dict[str, Form] = field(default_factory=dict)
    contacts: list[Contacted] = field(default_factory=list)
    left_ranking: dict[str, LeftRanking] = field(default_factory=dict)
    linked: set[str] = field(default_factory=set)

    @property
    def current(self) -> list[Validator]:
        return [one for one in self.validators.values() if one.id not in self.gone]

    def of_domain(self, domain: str) -> list[Validator]:
        return [one for one in self.current if one.domain == domain]

    def asked(self) -> set[str]:
        """Validators whom somebody has contacted, or made a link for."""
        return {one.validator_id for one in self.contacts} | self.linked


_validator = TypeAdapter(Validator)
_form = TypeAdapter(Form)


def folded(acts: Sequence[PersonsAct]) -> Validation:
    """What the acts come to. Acts that are not about people, forms or contacts are passed over."""
    found = Validation()
    for act in acts:
        step = _STEPS.get(act.act)
        if step is not None:
            step(found, act)
    return found


def form_of(body: Mapping[str, Any]) -> Form:
    """The form of an act: summaries are kept in parts, each with what it cites, so that what is withdrawn can leave them."""
    form = _form.validate_python(body["form"])
    return Form(
        form.id, form.domain, form.number,
        tuple(_with_summary(one, body.get("parts", {}).get(one.change_id, ())) for one in form.wordings),
        form.not_shown, form.occasion,
    )  # fmt: skip


def _with_summary(wording: Wording, parts: Sequence[Mapping[str, Any]]) -> Wording:
    languages = dict.fromkeys(language for part in parts for language in part["text"])
    return replace(wording, summary={language: _joined(parts, language) for language in languages})


def _joined(parts: Sequence[Mapping[str, Any]], language: str) -> str:
    """A paragraph for each section."""
    sections: dict[str, list[str]] = {}
    for part in parts:
        if part["text"].get(language):
            sections.setdefault(part.get("section", ""), []).append(part["text"][language])
    return "\n\n".join(" ".join(said) for said in sections.values())


def _drawn(found: Validation, act: PersonsAct) -> None:
    body = act.body
    made = [_validator.validate_python(one) for one in body["validators"]]
    found.validators |= {one.id: one for one in made}
    found.gone |= set(body["gone"])
    found.draws.append(
        Draw(
            act.number, act.at, act.by, act.subject, body["seed"], body["size"], tuple(body["stratify_by"]), tuple(body["methods"]),
            tuple(body["frame"]), tuple(Stratum(**one) for one in body["strata"]), tuple(one.id for one in made),
            tuple(body["kept"]), tuple(body["gone"]), act.reason,
        )
    )  # fmt: skip


def _added(found: Validation, act: PersonsAct) -> None:
    found.validators[act.subject] = _validator.validate_python(act.body["validator"])


def _form_made(found: Validation, act: PersonsAct) -> None:
    found.forms[act.subject] = form_of(act.body)


def _contacted(found: Validation, act: PersonsAct) -> None:
    body = act.body
    found.contacts.append(
        Contacted(act.subject, body["what"], date.fromisoformat(body["on"]), body["channel"], act.by, act.reason)
    )


def _linked(found: Validation, act: PersonsAct) -> None:
    found.linked.add(act.subject)


def _left(found: Validation, act: PersonsAct) -> None:
    found.left_ranking[act.subject] = LeftRanking(act.subject, act.at, act.by, act.reason)


def _back(found: Validation, act: PersonsAct) -> None:
    found.left_ranking.pop(act.subject, None)


_STEPS = {
    "drawn": _drawn,
    "added": _added,
    "form_made": _form_made,
    "contacted": _contacted,
    "link_made": _linked,
    "cannot_validate": _left,
    "can_be_validated": _back,
}
