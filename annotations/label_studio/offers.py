"""What lies before the coder of a task to be checked or unchecked: carried codings, suggestions, what the sides chose."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.codings import Kind, Stance, Suggestion
from annotations.label_studio.decisions import Side, is_decision, who_chose
from annotations.rounds import Arm, Carried


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to decide about. ``prefilled``: it is chosen before the coder comes.

    ``suggestion`` is the model's, ``carried`` what stood after the round before (one of the two, or both), ``by`` the sides that
    chose it.
    """

    kind: Kind
    target: str
    prefilled: bool
    stance: Stance | None = None
    suggestion: Suggestion | None = None
    carried: Carried | None = None
    by: tuple[str, ...] = ()


def offers(
    suggestions: Sequence[Suggestion],
    *,
    arm: Arm = "assisted",
    carried: Sequence[Carried] = (),
    sides: Sequence[Side] = (),
) -> tuple[Offer, ...]:
    """In the order in which they are shown: carried before suggested, agreed before disputed.

    Blind: none. Assisted: likely suggestions are prefilled, possible ones are not; where codings are carried, these are prefilled and
    nothing else is, so that what stands changes only by somebody's hand. Of a kind that takes one value (domain, stance of a
    change) nothing is prefilled where several are carried. Decisions: what all sides chose is prefilled; suggestions are not shown.
    """
    if arm == "blind":
        return ()
    if is_decision(arm):
        return _of_sides(sides)
    return (*_of_carried(carried, suggestions), *_of_suggestions(suggestions, carried))


def shown(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """What the coder sees of the suggestions, the likely before the possible, most probable first.

    Each target once, and one likely domain of change.
    """
    seen: dict[tuple[Kind, str], Suggestion] = {}
    for suggestion in sorted(suggestions, key=lambda s: (s.strength != "likely", -s.score, s.target)):
        is_domain = suggestion.kind == "domain" and suggestion.strength == "likely"
        if not (is_domain and any(kind == "domain" for kind, _ in seen)):
            seen.setdefault((suggestion.kind, suggestion.target), suggestion)
    return list(seen.values())


def _of_suggestions(suggestions: Sequence[Suggestion], carried: Sequence[Carried]) -> list[Offer]:
    stood = {(one.kind, one.target) for one in carried}
    return [
        Offer(s.kind, s.target, s.strength == "likely" and not carried, "for" if s.kind == "change" else None, s)
        for s in shown(suggestions)
        if (s.kind, s.target) not in stood
    ]


def _of_carried(carried: Sequence[Carried], suggestions: Sequence[Suggestion]) -> list[Offer]:
    also = {(s.kind, s.target): s for s in shown(suggestions)}
    values: dict[tuple[Kind, str], int] = {}
    for one in carried:
        place = _place(one.kind, one.target)
        values[place] = values.get(place, 0) + 1
    return [
        Offer(
            one.kind,
            one.target,
            one.kind in ("code", "section") or values[_place(one.kind, one.target)] == 1,
            one.stance,
            also.get((one.kind, one.target)),
            one,
        )
        for one in carried
    ]


def _place(kind: Kind, target: str) -> tuple[Kind, str]:
    """Where one value has room: a study's domain, a change's stance."""
    return (kind, "") if kind == "domain" else (kind, target)


def _of_sides(sides: Sequence[Side]) -> tuple[Offer, ...]:
    chosen = who_chose(sides)
    made = [Offer(c.kind, c.target, len(by) == len(sides), c.stance, by=by) for c, by in chosen.items()]
    return tuple(sorted(made, key=lambda offer: -len(offer.by)))
