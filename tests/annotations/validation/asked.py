"""A form of three changes and the people who are asked about it."""

from datetime import UTC, datetime

from annotations.validation.records import Answer, Ballot, Form, Mode, Validator, Vote, Wording

NOON = datetime(2024, 5, 11, 12, tzinfo=UTC)


def wording(change_id: str, **statement: str) -> Wording:
    return Wording(change_id, "change", {"es": change_id}, statement or {"es": "Pasó.", "en": "It happened."}, {}, 1)


FORM = Form("homes-1", "homes", 1, (wording("CH1"), wording("CH2"), wording("CH3")))


def ballot(
    id_: str,
    *validators: str,
    votes: str = "AAA",
    mode: Mode = "web",
    form: Form = FORM,
    people: int = 0,
    interested: bool = False,
    comments: tuple[str, ...] = ("", "", ""),
) -> Ballot:
    """A sent ballot; ``votes``: one letter for each change of the form."""
    answers = tuple(
        Answer(w.change_id, _vote(vote), comment) for w, vote, comment in zip(form.wordings, votes, comments, strict=True)
    )
    return Ballot(
        id_, form.id, form.domain, validators, "family", mode, "es", answers, NOON, people or len(validators), interested
    )


def _vote(letter: str) -> Vote:
    assert letter in ("A", "B", "C")
    return letter  # type: ignore[return-value]


def person(id_: str, domain: str = "homes", respondent: str = "", chosen: str = "drawn", interested: bool = False) -> Validator:
    return Validator(id_, domain, "family", chosen, respondent or f"R{id_}", interested=interested)  # type: ignore[arg-type]
