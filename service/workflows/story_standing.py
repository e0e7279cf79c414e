"""What holds now of the segments that stories cite, and of their changes."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from annotations.changes.register import ChangeRegister
from annotations.codings import Coding
from annotations.stories.held import Held, Standing, held_of, short_digest
from annotations.studies import Study
from service.storage import changes, results, snapshots, studies, withdrawals
from service.storage import evidence as in_sql
from service.storage.transactions import Tx
from service.workflows.consent import closed_sessions, silent_ids
from service.workflows.evidence import read_evidence

KEPT = 8


@dataclass(frozen=True)
class Now:
    """What holds at this moment, read once for all the stories that cite ``cited``. ``words``: digests alone, since it is kept in memory."""

    register: ChangeRegister
    imported: frozenset[str]
    withdrawn: frozenset[str]
    left: Mapping[str, int]
    words: Mapping[str, str]
    codings: Mapping[str, list[Coding]]
    verdicts: Mapping[str, str] = field(default_factory=dict)

    def standing(self, change_id: str, cited: Collection[str]) -> Standing:
        """For one change, of what its story cites."""
        entry = self.register.entries.get(change_id)
        segments: dict[str, Held] = {
            id_: held_of(self.words[id_], self.codings.get(id_, ()), change_id) for id_ in cited if id_ in self.words
        }
        return Standing(
            segments=segments,
            sessions={id_: {"left": str(self.left.get(id_, 0))} for id_ in self.imported},
            withdrawn=self.withdrawn,
            statement=entry.statements[-1].number if entry and entry.statements else 0,
            status=entry.status if entry else "",
            verdict=self.verdicts.get(change_id, ""),
        )


_read: dict[tuple[str, str, frozenset[str]], Now] = {}
"""What was read last, by study, stamp and what is wanted of it: a page asks several times, and nobody writes that often."""


def now_of(tx: Tx, study: Study, cited: Collection[str], change_ids: Collection[str]) -> Now:
    """What holds of these segments and sessions, and of these changes."""
    writes = tx.get_bind().get_execution_options().get("writes")
    stamp = "" if writes else snapshots.stamp(tx, study.id)  # what is being written has no stamp yet
    key = study.id, stamp, frozenset(cited)
    found = _read.get(key) if stamp else None
    if found is None:
        found = _read_now(tx, study, cited)
        if stamp:
            mine = [old for old in list(_read) if old[0] == study.id and old[1] != stamp]  # what was withdrawn does not stay
            for old in (*mine, *list(_read)[: 1 - KEPT]):
                _read.pop(old, None)
            _read[key] = found
    latest = {change_id: results.latest_verdict(tx, study.id, change_id) for change_id in change_ids}  # they have no stamp
    return replace(found, verdicts={change_id: str(row.body["state"]) for change_id, row in latest.items() if row})


def _read_now(tx: Tx, study: Study, cited: Collection[str]) -> Now:
    wanted = set(cited)
    evidence = read_evidence(tx, study.id, in_sql.sessions_of(tx, study.id, wanted))
    closed = closed_sessions(study, studies.register(tx, study.id))
    silent = silent_ids(tx, study)
    left = Counter(session_id for row in withdrawals.withdrawals(tx, study.id) for session_id in row.body["sessions"])
    words = {
        s.id: short_digest(s.text)
        for s in evidence.segments
        if s.id in wanted and s.id not in silent and s.session_id not in closed
    }
    imported = frozenset(evidence.imported) - closed
    codings: dict[str, list[Coding]] = {}
    for coding in evidence.codings:
        if coding.segment_id in wanted:
            codings.setdefault(coding.segment_id, []).append(coding)
    gone = {one for one in wanted - words.keys() - imported if one in silent or _session(one) in {*left, *closed}}
    return Now(changes.register(tx, study.id), imported, frozenset(gone), left, words, codings)


def _session(cited: str) -> str:
    return cited.rsplit(".", 1)[0]
