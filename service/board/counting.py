"""What the overview counts, kept in memory for as long as nothing is written to the study: pages are looked at more often than that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from annotations.sessions import Register
from service.storage import board_counts, snapshots, studies
from service.storage.board_counts import Day, Pile
from service.storage.transactions import Tx

DAYS = 8
KEPT = 16


@dataclass(frozen=True)
class Counted:
    """Segments, all and reviewed, by session with a transcript; whose work there is; what was done with suggestions, by day."""

    register: Register
    segments: Mapping[str, int]
    reviewed: Mapping[str, int]
    piles: Sequence[Pile]
    days: Sequence[Day]

    @property
    def held(self) -> int:
        return sum(session.id in self.segments for session in self.register.sessions)

    @property
    def people(self) -> frozenset[str]:
        """Who took part in a session that has a transcript."""
        return frozenset(p.respondent_id for p in self.register.participants() if p.session_id in self.segments)


_kept: dict[tuple[str, date], Counted] = {}


def counted(tx: Tx, study_id: str, today: date) -> Counted:
    """By the stamp of the study, of which no other study, or the same one at another time, has the like."""
    key = snapshots.stamp(tx, study_id), today
    found = _kept.get(key)
    if found is None:
        found = Counted(
            studies.register(tx, study_id),
            board_counts.segments_by_session(tx, study_id),
            board_counts.reviewed_by_session(tx, study_id),
            board_counts.piles(tx, study_id),
            board_counts.days(tx, study_id, today=today, back=DAYS),
        )
        if key[0]:  # nothing was written since there are stamps
            for old in list(_kept)[: max(0, len(_kept) - KEPT + 1)]:
                _kept.pop(old, None)
            _kept[key] = found
    return found
