"""What a form held, read as answers: the fields are the same on the web and where somebody of the team enters what was said or written."""

from collections.abc import Mapping, Sequence

from annotations.errors import BadInput
from annotations.validation.answering import LONGEST
from annotations.validation.records import VOTES, Answer, Form

TOP = 2
"""Of so many ranks from the first on people are asked for their reasons."""
Fields = Mapping[str, Sequence[str]]


def answers_in(posted: Fields, form: Form, before: Sequence[Answer] = ()) -> list[Answer]:
    """The answers after what was posted: fields ``vote:CH01``, ``comment:CH01``, ``rank:CH01``, ``reason:CH01``.

    What is not among the fields stays as it was ``before``; of a change that is in neither there is no answer. Raises BadInput for a vote
    or a rank that the form does not have.

    >>> from annotations.validation.records import Wording
    >>> form = Form("d-1", "d", 1, (Wording("CH1", "change", {}, {}, {}, 1), Wording("CH2", "change", {}, {}, {}, 1)))
    >>> answers_in({"rank:CH1": ["2"], "reason:CH1": [" more water "], "rank:CH9": ["1"]}, form, [Answer("CH1", "B", "add the year")])
    [Answer(change_id='CH1', vote='B', comment='add the year', rank=2, reason='more water')]
    """
    known = {answer.change_id: answer for answer in before}
    found = []
    for wording in form.wordings:
        earlier = known.get(wording.change_id)
        if earlier or any(f"{name}:{wording.change_id}" in posted for name in ("vote", "comment", "rank", "reason")):
            found.append(_answer(posted, earlier or Answer(wording.change_id), len(form.wordings)))
    return found


def top_without_reason(answers: Sequence[Answer]) -> tuple[str, ...]:
    """The changes with the two highest ranks, ties and all, that have no reason.

    >>> top_without_reason([Answer("CH1", "A", rank=1), Answer("CH2", "A", rank=3), Answer("CH3", "B", rank=3, reason="x"), Answer("CH4", "A", rank=4)])
    ('CH1', 'CH2')
    """
    highest = sorted({answer.rank for answer in answers if answer.rank})[:TOP]
    return tuple(answer.change_id for answer in answers if answer.rank in highest and not answer.reason)


def _answer(posted: Fields, earlier: Answer, most: int) -> Answer:
    def given(name: str, else_: str) -> str:
        values = posted.get(f"{name}:{earlier.change_id}")
        return _plain(values[0]) if values else else_

    vote, rank = given("vote", earlier.vote or ""), given("rank", str(earlier.rank)) or "0"
    if vote and vote not in VOTES:
        raise BadInput(f"{vote[:20]!r} is no vote", remedy=f"choose one of {', '.join(VOTES)}")
    if not (rank.isascii() and rank.isdecimal() and int(rank[:9]) <= most):
        raise BadInput(f"{rank[:20]!r} is no rank", remedy=f"choose a number from 1 to {most}, or none")
    chosen = next((one for one in VOTES if one == vote), None)
    return Answer(earlier.change_id, chosen, given("comment", earlier.comment), int(rank), given("reason", earlier.reason))


def _plain(text: str) -> str:
    """Text of a field, with new lines as they are everywhere else and without signs that no database keeps."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()[:LONGEST]
