"""Searching a study: by words, in an index that the database keeps; by meaning, among the vectors that segments have already.

Both look at what is shown (masked) and at nothing else, at reviewed and unreviewed segments alike, and say which are which.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict

from annotations.errors import BadInput
from annotations.searches import Search, parse
from annotations.transcripts import Segment
from models.embeddings import CachedEncoder
from service.storage import corpus, search, studies
from service.workflows.consent import may_be_shown
from service.workflows.machines import encoder_for
from service.workflows.work import Work

By = Literal["words", "meaning"]
LONGEST = 500
"""Signs of a search at most."""
AT_ONCE = 64
"""Segments without a vector that a search by meaning encodes itself: with more of them it says how many it did not look at."""
NEAREST = 500
"""How many of the nearest segments there are pages of."""
KEPT = 3
PER_LOG_WORD = 0.02
"""What a search by meaning adds to the cosine for the logarithm of the number of words: short segments ("Eso dicen.") are near everything.
Measured on the sample study, statements and titles of its changes against the segments coded with them (40 searches, both languages): mean
average precision 0.13 without, 0.21 with it; from 0.015 to 0.03 it is about the same."""


@dataclass(frozen=True)
class Found:
    """A segment that was found: its words in ``pieces``, each with whether it was looked for; ``nearness`` (by meaning): cosine."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    segment: Segment
    pieces: tuple[tuple[str, bool], ...]
    reviewed_by: tuple[str, ...]
    coded: tuple[tuple[str, str], ...]
    nearness: float | None = None


@dataclass(frozen=True)
class Results:
    """A page of what was found. ``total``: all that there are pages of. ``unseen``: segments that a search by meaning could not look at
    because they have no vector yet (``relato suggest`` gives them one)."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    query: str
    by: By
    total: int
    items: tuple[Found, ...]
    unseen: int = 0


def find(
    work: Work,
    *,
    study_id: str,
    query: str,
    by: By = "words",
    session_id: str = "",
    reviewed: bool | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Results:
    """Segments that have these words, or that mean about the same, the best first. Raises BadInput for a search that is too long.

    Parameters
    ----------
    query : as ``annotations.searches.parse`` reads it; by meaning a sentence does best.
    session_id, reviewed : only of this session; only what somebody has reviewed, or what nobody has.
    """
    if len(query) > LONGEST:
        raise BadInput(f"more than {LONGEST} signs", where="search", remedy="look for less at once")
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    if by == "words":
        return _by_words(work, study.id, query, session_id, reviewed, limit, offset)
    return _by_meaning(work, study.id, query, session_id, reviewed, limit, offset)


def _by_words(work: Work, study_id: str, query: str, session_id: str, reviewed: bool | None, limit: int, offset: int) -> Results:
    asked = parse(query)
    if asked.empty:
        return Results(query, "words", 0, ())
    with work.store.read() as tx:
        total, ids = search.found(tx, study_id, asked, session_id=session_id, reviewed=reviewed, limit=limit, offset=offset)
    return Results(query, "words", total, _told(work, study_id, ids, asked))


def _by_meaning(
    work: Work, study_id: str, query: str, session_id: str, reviewed: bool | None, limit: int, offset: int
) -> Results:
    if not query.strip():
        return Results(query, "meaning", 0, ())
    encoder = cast(CachedEncoder, encoder_for(work, study_id))
    known = _vectors(work, study_id, encoder)
    wanted = np.array([not session_id or session == session_id for session in known.sessions], np.bool_)
    if reviewed is not None:
        with work.store.read() as tx:
            done = search.reviewed_ids(tx, study_id)
        wanted &= np.array([(id_ in done) == reviewed for id_ in known.ids], np.bool_)
    rows = np.flatnonzero(wanted)
    near = known.vectors[rows] @ encoder.uncached([query])[0]
    order = np.argsort(-(near + known.lengths[rows]), kind="stable")[:NEAREST]
    page = order[offset : offset + limit]
    nearness = {known.ids[rows[n]]: float(near[n]) for n in page}
    items = _told(work, study_id, list(nearness), Search(()), nearness)
    return Results(query, "meaning", len(order), items, known.unseen)


def _told(
    work: Work, study_id: str, ids: list[str], asked: Search, nearness: dict[str, float] | None = None
) -> tuple[Found, ...]:
    with work.store.read() as tx:
        found = may_be_shown(tx, studies.study(tx, study_id), corpus.segments(tx, study_id, ids=ids))
        segments = {s.id: s for s in found}
        known = search.standings(tx, study_id, ids)
    return tuple(
        Found(s, asked.marked(s.text), known[id_].reviewed_by, known[id_].coded, (nearness or {}).get(id_))
        for id_, s in ((id_, segments[id_]) for id_ in ids if id_ in segments)
    )


@dataclass(frozen=True, eq=False)
class _Vectors:
    """The vectors (S, D) of the segments that have one, in order; ``lengths`` (S,): what is added for their words; ``unseen``: how many
    have none."""

    ids: tuple[str, ...]
    sessions: tuple[str, ...]
    vectors: NDArray[np.float32]
    lengths: NDArray[np.float32]
    unseen: int


_kept: OrderedDict[tuple[str, str, str], tuple[str, _Vectors]] = OrderedDict()
_lock = Lock()


def _vectors(work: Work, study_id: str, encoder: CachedEncoder) -> _Vectors:
    """The vectors of a study's segments, in memory as long as its texts are the same and no text got a vector since."""
    key = (work.store.url, study_id, encoder.id)
    with work.store.read() as tx:
        stamp = f"{search.texts_stamp(tx, study_id)}, {encoder.count()}"
    with _lock:
        if key in _kept and _kept[key][0] == stamp:
            _kept.move_to_end(key)
            return _kept[key][1]
    with work.store.read() as tx:
        told = search.words_of_segments(tx, study_id)
    vectors, known = encoder.known([said for _, _, said in told])
    missing = np.flatnonzero(~known)
    if 0 < len(missing) <= AT_ONCE:
        vectors[missing] = encoder.encode([told[n][2] for n in missing])
        known[missing] = True
    seen = [told[n] for n in np.flatnonzero(known)]
    ids, sessions = tuple(id_ for id_, _, _ in seen), tuple(session for _, session, _ in seen)
    lengths = np.float32(PER_LOG_WORD) * np.log1p(np.array([len(said.split()) for _, _, said in seen], np.float32))
    made = _Vectors(ids, sessions, vectors if known.all() else vectors[known], lengths, int((~known).sum()))
    with _lock:
        _kept.pop(key, None)  # what was withdrawn does not stay
        _kept[key] = (stamp, made)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made
