"""The draw: which sessions of a round are coded by several people, and who codes which."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from annotations.rounds import Arm, Assignment, lot
from annotations.sessions import Session
from annotations.studies import Coder, RoundRule


@dataclass(frozen=True)
class Material:
    """A session as the draw sees it: its length in words, and what sessions are spread over."""

    session_id: str
    words: int
    stratum: tuple[str, ...] = ()


def stratum_of(session: Session, names: Sequence[str]) -> tuple[str, ...]:
    """What the session is, in these respects (``annotations.studies.STRATA``)."""
    return tuple(" ".join(value) if isinstance(value := getattr(session, n), tuple) else str(value or "") for n in names)


def may_code(coders: Sequence[Coder], session_id: str) -> list[Coder]:
    """The coders to whom a session can be given."""
    return [c for c in coders if c.role == "coder" and (not c.sessions or session_id in c.sessions)]


def draw(
    rule: RoundRule, seed: int, coders: Sequence[Coder], sessions: Sequence[Material], already: Collection[Assignment] = ()
) -> tuple[Assignment, ...]:
    """The assignments that are still to be made; ``already``: those of this round that were made, none of which moves.

    Whole sessions are given. Of each stratum the share ``rule.overlap`` (rounded so that the whole has at least that share) is
    given to ``rule.coders`` people, as far as so many may have it; everything else to one. Each goes to whoever has the fewest
    words so far, so that no two coders who may have everything are further apart than the longest session is long. The same
    words in give the same draw out, in whatever order they come; what comes later is drawn by itself and moves nothing.
    """
    given: dict[str, list[Assignment]] = defaultdict(list)
    for one in already:
        given[one.session_id].append(one)
    words = {s.session_id: s.words for s in sessions}
    load = {c.id: sum(words.get(a.session_id, 0) for a in already if a.coder_id == c.id) for c in coders}
    together: dict[frozenset[str], int] = defaultdict(int)
    for made in given.values():
        _count_pairs([a.coder_id for a in made], together)
    free = [s for s in sessions if s.session_id not in given]
    eligible = {s.session_id: may_code(coders, s.session_id) for s in free}
    several = _overlap(rule, seed, sessions, eligible, {i for i, made in given.items() if len(made) > 1})
    free.sort(key=lambda s: _order(rule, seed, s, eligible, several))
    drawn = []
    for session in free:
        wanted = rule.coders if session.session_id in several else 1
        chosen = _least_loaded([c.id for c in eligible[session.session_id]], wanted, (seed, rule.number, session), load, together)
        _count_pairs(chosen, together)
        arm = _arm(rule, session.session_id in several)
        drawn += [Assignment(rule.number, session.session_id, coder_id, arm) for coder_id in sorted(chosen)]
    return tuple(sorted(drawn, key=lambda a: (a.session_id, a.coder_id)))


def _arm(rule: RoundRule, several: bool) -> Arm:
    return "blind" if rule.blind == "all" or (rule.blind == "overlap" and several) else "assisted"


def _order(
    rule: RoundRule, seed: int, session: Material, eligible: Mapping[str, Sequence[Coder]], several: Collection[str]
) -> tuple[int, bool, int, float, str]:
    """What few may have first, then what several are given, then the long ones: the short ones even out what is left."""
    id_ = session.session_id
    return len(eligible[id_]), id_ not in several, -session.words, lot("order", seed, rule.number, id_), id_


def _overlap(
    rule: RoundRule, seed: int, sessions: Sequence[Material], eligible: Mapping[str, Sequence[Coder]], already: Collection[str]
) -> set[str]:
    """The sessions to be given to several people. The stratum that lacks most has the next one, by lot within it."""
    lacks: dict[tuple[str, ...], float] = defaultdict(float)
    waiting: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for session in sessions:
        lacks[session.stratum] += rule.overlap - (session.session_id in already)
        if len(eligible.get(session.session_id, ())) > 1:
            waiting[session.stratum].append(session.session_id)
    for ids in waiting.values():
        ids.sort(key=lambda id_: (-min(len(eligible[id_]), rule.coders), lot("overlap", seed, rule.number, id_)), reverse=True)
    missing = math.ceil(rule.overlap * len(sessions) - 1e-9) - sum(s.session_id in already for s in sessions)
    chosen: set[str] = set()
    while len(chosen) < missing and any(waiting.values()):
        stratum = max(
            (s for s in waiting if waiting[s]), key=lambda s: (round(lacks[s], 9), lot("stratum", seed, rule.number, *s))
        )
        chosen.add(waiting[stratum].pop())
        lacks[stratum] -= 1
    return chosen


def _least_loaded(
    coders: Sequence[str],
    wanted: int,
    draw_of: tuple[int, int, Material],
    load: dict[str, int],
    together: Mapping[frozenset[str], int],
) -> list[str]:
    """Those with the fewest words so far; among equals those who have least coded together, then by lot. Their load grows."""
    seed, number, session = draw_of
    chosen: list[str] = []
    while len(chosen) < min(wanted, len(coders)):
        best = min(
            (c for c in coders if c not in chosen),
            key=lambda c: (
                load[c],
                sum(together.get(frozenset((c, other)), 0) for other in chosen),
                lot("coder", seed, number, session.session_id, c),
            ),
        )
        chosen.append(best)
    for coder_id in chosen:
        load[coder_id] += session.words
    return chosen


def _count_pairs(coders: Sequence[str], together: dict[frozenset[str], int]) -> None:
    for at, one in enumerate(coders):
        for other in coders[at + 1 :]:
            together[frozenset((one, other))] += 1
