"""What there is to put to people: the changes of a domain that are saturated and did not leave the ranking; the others with why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import ConfigDict

from annotations.changes.history import History, held_since
from annotations.studies import Change, Study
from annotations.validation.state import Validation


@dataclass(frozen=True)
class LeftOut:
    """A domain in which nobody is drawn, since nothing could be put to them. ``changes``: those that it has, with why each cannot be:
    ``not_saturated``, ``cannot_validate``."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    domain: str
    changes: tuple[tuple[str, str], ...]


def kept_out(study: Study, domain: str, pasts: Mapping[str, History], found: Validation, day: date) -> dict[str, str]:
    """The changes of a domain that cannot be put to people who answer after ``day``, with why."""
    here = [one for one in study.changes if one.domain == domain]
    return {one.id: why for one in here if (why := _why_not(one, pasts, found, day))}


def left_out(study: Study, pasts: Mapping[str, History], found: Validation, day: date) -> dict[str, LeftOut]:
    """The domains in which there is nothing to validate: no form was made, and none can be."""
    with_form = {one.domain for one in found.forms.values()}
    empty = {}
    for domain in study.domains:
        out = kept_out(study, domain.id, pasts, found, day)
        if domain.id not in with_form and len(out) == sum(one.domain == domain.id for one in study.changes):
            empty[domain.id] = LeftOut(domain.id, tuple(out.items()))
    return empty


def why(one: LeftOut) -> str:
    """In a few words, for an error."""
    return ", ".join(f"{change} {reason}" for change, reason in one.changes) or "it has none"


def _why_not(change: Change, pasts: Mapping[str, History], found: Validation, day: date) -> str:
    if change.id in found.left_ranking:
        return "cannot_validate"
    past = pasts.get(change.id)
    return "" if past is not None and held_since(past, day) is not None else "not_saturated"
