"""Who answered, over those who were drawn: by domain and by mode. Who was added on purpose or was there on an occasion is counted apart."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ConfigDict

from annotations.validation.records import MODES, Ballot, Chosen, Mode, Validator
from annotations.validation.state import ENDS, Contacted

CHOSEN: tuple[Chosen, ...] = ("drawn", "purposive", "occasion")


@dataclass(frozen=True)
class Response:
    """One way of choosing in one domain.

    ``asked``: validators who were chosen so; of ``drawn`` everybody who came out of the draw, reached or not. ``invited``: those of them whom
    somebody asked. ``answered``: those with a sent ballot, by mode. Without one: ``refused``, ``unreachable`` and ``no_show``, where that was
    the last that was noted; ``withdrawn``; ``not_asked``, whom nobody has asked yet; ``silent``, the others. ``ballots``: on which somebody of
    them is, and ``people``: how many are on these: a ballot that several filled in together is one, and one of people who were chosen in
    different ways is in each of their lines. ``interested``: those who judge work of their own.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    domain: str
    chosen: Chosen
    asked: int
    invited: int
    answered: int
    by_mode: Mapping[Mode, int]
    refused: int
    unreachable: int
    no_show: int
    silent: int
    not_asked: int
    withdrawn: int
    ballots: int
    people: int
    interested: int

    @property
    def rate(self) -> float | None:
        """The share of those asked who answered, in [0, 1]; None where nobody was."""
        return self.answered / self.asked if self.asked else None


@dataclass(frozen=True)
class Responses:
    """Every domain and way of choosing with somebody in it. ``drawn_people``, ``answered_people``: different respondents among those who
    were drawn, over all domains: a person who is asked about two domains is one of them, and two validators."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    lines: tuple[Response, ...]
    drawn_people: int
    answered_people: int

    def line(self, domain: str, chosen: Chosen = "drawn") -> Response | None:
        return next((one for one in self.lines if (one.domain, one.chosen) == (domain, chosen)), None)

    def rate(self) -> float | None:
        """Over all domains, of those drawn."""
        drawn = [one for one in self.lines if one.chosen == "drawn"]
        asked = sum(one.asked for one in drawn)
        return sum(one.answered for one in drawn) / asked if asked else None


def responses(
    validators: Sequence[Validator],
    ballots: Sequence[Ballot],
    contacts: Sequence[Contacted],
    domains: Sequence[str],
    withdrawn: Collection[str] = (),
    linked: Collection[str] = (),
) -> Responses:
    """Count. ``ballots``: those that were sent and are not void; ``withdrawn``: validators who took their consent back; ``linked``: those
    for whom a link was made."""
    answered: dict[str, Mode] = {}
    for ballot in ballots:
        for one in ballot.validators:
            answered.setdefault(one, ballot.mode)  # the first that they sent
    last = {one.validator_id: one.what for one in contacts if one.what in (*ENDS, "no_show", "invited")}
    asked = {one.validator_id for one in contacts} | set(linked)
    lines = []
    for domain in domains:
        for chosen in CHOSEN:
            here = [one for one in validators if (one.domain, one.chosen) == (domain, chosen)]
            if here:
                lines.append(_line(domain, chosen, here, ballots, answered, last, asked, set(withdrawn)))
    drawn = [one for one in validators if one.chosen == "drawn"]
    return Responses(
        tuple(lines), len({one.respondent_id for one in drawn}), len({one.respondent_id for one in drawn if one.id in answered})
    )


def _line(
    domain: str,
    chosen: Chosen,
    here: Sequence[Validator],
    ballots: Sequence[Ballot],
    answered: Mapping[str, Mode],
    last: Mapping[str, str],
    asked: Collection[str],
    withdrawn: Collection[str],
) -> Response:
    ids = {one.id for one in here}
    modes = Counter(answered[one] for one in ids if one in answered)
    waiting = [one for one in ids if one not in answered]
    ends = Counter("withdrawn" if one in withdrawn else last.get(one, "") for one in waiting)
    never = sum(one not in asked and one not in withdrawn for one in waiting)
    theirs = [one for one in ballots if ids & set(one.validators)]
    return Response(
        domain=domain,
        chosen=chosen,
        asked=len(ids),
        invited=len(ids & (set(asked) | set(answered))),
        answered=modes.total(),
        by_mode={mode: modes[mode] for mode in MODES},
        refused=ends["refused"],
        unreachable=ends["unreachable"],
        no_show=ends["no_show"],
        silent=len(waiting) - never - sum(ends[end] for end in ("refused", "unreachable", "no_show", "withdrawn")),
        not_asked=never,
        withdrawn=ends["withdrawn"],
        ballots=len(theirs),
        people=sum(one.people for one in theirs),
        interested=sum(one.interested for one in here),
    )
