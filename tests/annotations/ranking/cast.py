"""Ballots made by hand: ``cast("1 2 3")`` ranks the changes A, B, C first to third; ``-`` leaves one unranked, ``C`` votes it C."""

from collections.abc import Mapping, Sequence
from itertools import count

from annotations.ranking.results import Sent
from annotations.validation.records import Answer, Ballot, Form, Vote, Wording

_numbers = count(1)


def form(changes: str = "ABC", *, domain: str = "d1", number: int = 1, occasion: str = "", statement: str = "it is so") -> Form:
    """A form that shows the changes of these letters."""
    wordings = tuple(Wording(one, "change", {"en": one}, {"en": statement}, {}, number) for one in changes)
    return Form(f"{domain}-{number}", domain, number, wordings, occasion=occasion)


def cast(
    said: str,
    shown: Form | None = None,
    *,
    group: str = "g",
    people: int = 1,
    who: Sequence[str] = (),
    interested: bool = False,
    reasons: Mapping[str, str] | None = None,
    mode: str = "telephone",
) -> Sent:
    """One ballot that was sent. ``who``: its validators, a new one when empty."""
    shown = shown or form()
    number = next(_numbers)
    answers = tuple(
        _answer(wording.change_id, one, (reasons or {}).get(wording.change_id, ""))
        for wording, one in zip(shown.wordings, said.split(), strict=True)
    )
    ballot = Ballot(
        f"B{number:03}", shown.id, shown.domain, tuple(who) or (f"V{number:03}",), group, mode, "en", answers,  # type: ignore[arg-type]
        people=people, interested=interested,
    )  # fmt: skip
    return ballot, shown


def many(number: int, said: str, shown: Form, **more: object) -> list[Sent]:
    """So many ballots that say the same."""
    return [cast(said, shown, **more) for _ in range(number)]  # type: ignore[arg-type]


def _answer(change: str, said: str, reason: str) -> Answer:
    if said in ("C", "?"):
        return Answer(change, "C" if said == "C" else None)
    vote: Vote = "B" if said.startswith("B") else "A"
    rank = said.removeprefix("B")
    return Answer(change, vote, rank=0 if rank == "-" else int(rank), reason=reason)
