"""What a claim says in numbers: levels, where they started and ended, by how much they changed, which way, and when."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from annotations.changes.story_years import MONTHS
from annotations.triangulation.numbers import Number, numbers_in
from annotations.triangulation.periods import Period, months

Direction = Literal["up", "down", "same"]
Role = Literal["level", "from", "to", "by"]

_CITED = re.compile(r"\[[^\[\]]{1,200}\]")
_YEAR = r"(?:19|20)\d\d"
_MONTH_NAMES = {name.lower(): number for names in MONTHS.values() for number, name in enumerate(names, 1)}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 0, "primer": 1, "primero": 1, "segundo": 2, "tercer": 3, "tercero": 3, "cuarto": 4,
             "último": 0, "primera": 1, "segunda": 2}  # fmt: skip
_WHEN = re.compile(
    rf"(?P<part>\b(?:{'|'.join(_ORDINALS)})\s+(?P<size>quarter|half|semester|trimestre|semestre|mitad))\s+(?:of|de|del)\s+(?:el\s+)?(?P<part_year>{_YEAR})\b"
    rf"|\b(?P<month>{'|'.join(_MONTH_NAMES)})\s+(?:de\s+|del\s+|of\s+)?(?P<month_year>{_YEAR})\b"
    rf"|(?<![\w.,$])(?P<first>{_YEAR})\s*[/–-]\s*(?P<last>{_YEAR})(?!\w)"
    rf"|(?<![\w.,$/])(?P<year>{_YEAR})(?![\w%/]|[.,]\d|\s*(?:%|percent|per cent|por ciento|pesos|d[oó]lares|dollars|euros))",
    re.IGNORECASE,
)  # fmt: skip
_SINCE = re.compile(r"(?:since|from|after|desde|a partir de(?:l)?)(?:\s+(?:el|the|año|year))*\s+$", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|before|hasta|antes de(?:l)?)(?:\s+(?:el|the|año|year))*\s+$", re.IGNORECASE)
_DIRECTIONS: tuple[tuple[Direction, float | None, re.Pattern[str]], ...] = (
    ("up", 2.0, re.compile(r"\bdoubl(?:ed|ing|es?)\b|\b(?:se )?duplic(?:ó|aron|ado|a)\b|\bel doble\b", re.IGNORECASE)),
    ("up", 3.0, re.compile(r"\btripl(?:ed|ing|es?)\b|\b(?:se )?triplic(?:ó|aron|ado|a)\b|\bel triple\b", re.IGNORECASE)),
    ("down", 0.5, re.compile(r"\bhalved\b|\bby half\b|\ba la mitad\b", re.IGNORECASE)),
    ("up", None, re.compile(
        r"\b(?:rose|risen|rises?|rising|increas(?:e|es|ed|ing)|grew|grown|grows?|growing|growth|climbed|went up|gone up|goes up|higher|up (?=to|from|by)"
        r"|subi(?:ó|eron|do)|sub(?:e|en|iendo)|aument(?:ó|aron|ado|a|an|o|os|ando)|crec(?:ió|ieron|ido|e|en|imiento)|increment(?:ó|aron|ado|o|a|an)"
        r"|se elev(?:ó|aron)|alza)\b", re.IGNORECASE)),
    ("down", None, re.compile(
        r"\b(?:fell|fallen|falls|falling|fall (?=(?:to|from|by|of|in) (?!(?:19|20)\d\d))|(?<=not )fall|(?<=never )fall|(?<=n['’]t )fall|declin(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|dropped|drops|dropping|drop (?=to|from|by|of|in)"
        r"|went down|gone down|goes down|lower(?:ed)?|reduc(?:e|es|ed|ing|tion)|shrank|shrunk|fewer(?! than)|down (?=to|from|by)"
        r"|baj(?:ó|aron|ado|an)|disminu(?:yó|yeron|ido|ye|yen|ción)|reduj(?:o|eron)|reduc(?:ido|ción)|reducen?|descend(?:ió|ieron|ido)|descenso"
        r"|cay(?:ó|eron)|caído|caída|caen?)\b", re.IGNORECASE)),
    ("same", None, re.compile(
        r"\b(?:remain(?:s|ed)?|unchanged|stayed|(?:is|was|were|are) stable|(?:did|has|have) not changed?|no ha cambiado|no cambi(?:ó|aron)"
        r"|se mantuv(?:o|ieron)|se mantienen?|sigue(?:n)? igual|siguió igual|estable(?:s)?|se quedó igual)\b", re.IGNORECASE)),
)  # fmt: skip
_DENIED = re.compile(
    r"\b(?:not|never|no longer|didn['’]t|hasn['’]t|haven['’]t|doesn['’]t|no|nunca|ni|tampoco)\s+(?:se\s+|ha\s+|han\s+|has\s+|have\s+)?$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?:\bfrom|\bde(?:l|sde)?|\bcompared (?:to|with)|\bfrente a(?:l)?|\bcontra)\s+(?:about |around |unos |unas |casi |nearly |cerca de |el |un |las? |los )*[$€£]?$",
    re.IGNORECASE,
)
_TO = re.compile(
    r"(?:\bto|\ba(?:l)?|\bhasta|\ben)\s+(?:about |around |unos |unas |casi |nearly |cerca de |más de |more than |el |un |las? |los |only |solo )*[$€£]?$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:\bby|\ben|\bof|\bde(?:l)?)\s+(?:about |around |unos |unas |casi |nearly |cerca de |más de |more than |el |un |las? |los )*[$€£]?$",
    re.IGNORECASE,
)
_STRAIGHT = re.compile(
    r"\s*(?:about |around |some |unos |unas |casi |nearly |cerca de |más de |more than |un |una )*", re.IGNORECASE
)
_BETWEEN = re.compile(r"\b(?:between|entre|from|de(?:sde)?)\s+(?:el |the )?$", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[.;!?]\s|,\s+(?:while|whereas|but|mientras|pero|en cambio)\b|\b(?:while|whereas|mientras que|en cambio)\b", re.IGNORECASE
)
REACH = 70


@dataclass(frozen=True)
class When:
    """A period that the claim names. ``open``: since then, or until then."""

    start: int
    end: int
    period: Period
    open: Literal["", "since", "until"] = ""


@dataclass(frozen=True)
class Move:
    """A word that says which way something went; ``times``: how many times as much, of *doubled*."""

    start: int
    end: int
    way: Direction
    denied: bool = False
    times: float | None = None


@dataclass(frozen=True)
class Said:
    """A number of the claim, what it is there for, the movement that it belongs to, and when."""

    number: Number
    role: Role
    move: Move | None
    when: When | None


@dataclass(frozen=True)
class Claim:
    text: str
    said: tuple[Said, ...]
    moves: tuple[Move, ...]
    whens: tuple[When, ...]

    def beside(self, move: Move) -> tuple[When, ...]:
        """The periods of the clause in which the movement stands; all of them where it names none."""
        apart = [one for one in self.whens if not _CLAUSE.search(self.text[min(one.end, move.end) : max(one.start, move.start)])]
        return tuple(apart) or self.whens


def read_claim(text: str, language: str) -> Claim:
    """Numbers, directions and periods of a sentence; citations in brackets are not read.

    >>> one = read_claim("From 2020 to 2023 payments on time rose from 100 to 81 percent [S01.006].", "en")
    >>> [(s.number.value, s.role, s.when.period.start.year) for s in one.said], [m.way for m in one.moves]
    ([(100.0, 'from', 2020), (81.0, 'to', 2023)], ['up'])
    """
    plain = _CITED.sub(lambda found: " " * len(found[0]), text)
    whens = tuple(_whens(plain))
    numbers = numbers_in(plain, language, {one.start: one.end for one in whens})
    moves = tuple(_moves(plain))
    said: list[Said] = []
    for at, number in enumerate(numbers):
        move = _move_of(plain, number, moves, numbers)
        following = numbers[at + 1] if at + 1 < len(numbers) else None
        role = _role(plain, number, following, move, said[-1] if said else None)
        said.append(Said(number, role, move if role != "from" or move else None, None))
    return Claim(text, tuple(_timed(plain, said, whens)), moves, whens)


def _whens(text: str) -> list[When]:
    found = []
    for match in _WHEN.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        since, until = bool(_SINCE.search(before)), bool(_UNTIL.search(before))
        period = _period(match)
        if period is None:
            continue
        if match["first"] and "/" not in match[0]:
            first, last = months(int(match["first"]), 1, 12), months(int(match["last"]), 1, 12)
            found += [When(match.start("first"), match.end("first"), first), When(match.start("last"), match.end("last"), last)]
        else:
            found.append(When(match.start(), match.end(), period, "since" if since else "until" if until else ""))
    return [_closed(text, one, found[at + 1 :]) for at, one in enumerate(found)]


def _period(match: re.Match[str]) -> Period | None:
    if match["part"]:
        number, size = _ORDINALS[match["part"].split()[0].lower()], 3 if match["size"].lower() in ("quarter", "trimestre") else 6
        number = number or 12 // size
        return months(int(match["part_year"]), size * (number - 1) + 1, size * number) if size * number <= 12 else None
    if match["month"]:
        month = _MONTH_NAMES[match["month"].lower()]
        return months(int(match["month_year"]), month, month)
    if match["first"]:
        return Period(datetime.date(int(match["first"]), 1, 1), datetime.date(int(match["last"]), 12, 31))
    return months(int(match["year"]), 1, 12)


def _closed(text: str, one: When, later: Sequence[When]) -> When:
    """*From 2019 to 2023* is not *since 2019*: the end follows."""
    follows = later and re.fullmatch(r"\s*(?:to|and|a|y|hasta|until)(?:\s+(?:el|al|the))?\s+", text[one.end : later[0].start])
    return When(one.start, one.end, one.period) if follows else one


def _moves(text: str) -> list[Move]:
    found: list[Move] = []
    for way, times, pattern in _DIRECTIONS:
        for match in pattern.finditer(text):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                before = max(0, match.start() - 30)
                denial = _DENIED.search(text[before : match.start()]) if way != "same" else None
                start = before + denial.start() if denial else match.start()
                found.append(Move(start, match.end(), way, denial is not None, times))
    return sorted(found, key=lambda one: one.start)


def _move_of(text: str, number: Number, moves: Sequence[Move], numbers: Sequence[Number]) -> Move | None:
    """The nearest movement of the same clause: one before the number, else one shortly after it."""
    before = [one for one in moves if one.end <= number.start and not _CLAUSE.search(text[one.end : number.start])]
    if before:
        return before[-1]
    after = [
        one for one in moves if number.end <= one.start <= number.end + REACH and not _CLAUSE.search(text[number.end : one.start])
    ]
    return after[0] if after else None


def _role(text: str, number: Number, following: Number | None, move: Move | None, previous: Said | None) -> Role:
    before = text[max(0, number.start - 40) : number.start]
    if previous is not None and previous.role == "from" and _TO.search(before):
        return "to"
    if number.of is None and _FROM.search(before) and _pair(text, number, following, before, move):
        return "from"
    if move is None or move.times is not None:
        return "level"
    between = text[move.end : number.start] if move.end <= number.start else None
    if between is not None and (
        number.unit == "points" or _STRAIGHT.fullmatch(between) or (_BY.search(before) and len(between) < 25)
    ):
        return "by"
    return "to" if _TO.search(before) and between is not None and len(between) < REACH else "level"


def _pair(text: str, number: Number, following: Number | None, before: str, move: Move | None) -> bool:
    """Whether *from* this number goes *to* the next one; *de* alone says too little."""
    if following is not None and following.start - number.end < REACH:
        to = _TO.search(text[number.end : following.start])
        if to and not _CLAUSE.search(text[number.end : following.start]):
            return True
    last = before.split()[-1].lower() if before.split() else ""
    return move is not None and last in ("from", "desde", "with", "to", "al", "a") and "from" in before.lower().split()


def _timed(text: str, said: Sequence[Said], whens: Sequence[When]) -> list[Said]:
    """Each number with its period: of *from … to …* the first and the last; else the one that follows at once, else the nearest before."""
    ends = [one for one in said if one.role in ("from", "to")]
    apart = [one for one in whens if not any(s.number.end <= one.start <= s.number.end + 30 for s in ends)]
    two = len(ends) == 2 and len(apart) == 2 == len(whens)
    around = len(ends) == 2 == len(whens) and whens[0].end <= ends[0].number.start and whens[1].start >= ends[1].number.end
    paired = (two and bool(_BETWEEN.search(text[: apart[0].start]))) or around
    apart = [When(one.start, one.end, one.period) for one in whens] if around else apart
    found = []
    for one in said:
        if paired and one in ends:
            when: When | None = apart[ends.index(one)]
        else:
            when = _nearest(text, one.number, whens)
        found.append(Said(one.number, one.role, one.move, when))
    return found


def _nearest(text: str, number: Number, whens: Sequence[When]) -> When | None:
    after = [
        one for one in whens if number.end <= one.start <= number.end + 30 and not _CLAUSE.search(text[number.end : one.start])
    ]
    if after:
        return after[0]
    clause = [one for one in whens if one.end <= number.start and not _CLAUSE.search(text[one.end : number.start])]
    if clause:
        return clause[-1]
    return min(whens, key=lambda one: abs(one.start - number.start)) if len(whens) == 1 else None
