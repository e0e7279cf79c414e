"""What a story rests on, as it was when it was written and as it is now; and the flags where the two differ."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from annotations.codings import Coding
from annotations.stories.records import StoryText
from annotations.stories.state_records import Flag, FlagKind

Held = Mapping[str, str]
"""Of one segment: ``stance`` on the change (for, against, both, empty), ``codings`` and ``words``, each as a short digest. Of a session:
``left``, how many people have taken back what they said in it."""


@dataclass(frozen=True)
class Standing:
    """What holds of the segments that a story cites, and of its change, at one moment.

    ``segments``, ``sessions``: those that can be read now. ``withdrawn``: segments and sessions of people who took their words back.
    ``statement``: the number of the register's statement; ``status`` of the change; ``verdict``: the state of the last one, empty when
    there is none.
    """

    segments: Mapping[str, Held]
    sessions: Mapping[str, Held] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    statement: int = 0
    status: str = ""
    verdict: str = ""

    def held(self, cited: str) -> Held | None:
        return None if cited in self.withdrawn else self.segments.get(cited) or self.sessions.get(cited)


def held_of(words: str, codings: Iterable[Coding], change_id: str) -> dict[str, str]:
    """What holds of a segment whose text has the digest ``words`` for a change; who of the coders said so is left out: it is what counts that is compared."""
    said = sorted({(c.kind, c.target, c.stance or "") for c in codings})
    stances = {stance or "" for kind, target, stance in said if kind == "change" and target == change_id}
    return {
        "stance": "both" if len(stances) > 1 else next(iter(stances), ""),
        "codings": short_digest(repr(said)),
        "words": words,
    }


def flags(text: StoryText, held: Mapping[str, Held], now: Standing) -> tuple[Flag, ...]:
    """What is no longer as it was, first of the change, then of the segments in the order in which they are cited.

    Parameters
    ----------
    held : of each cited segment and session, what held when it was first cited.
    """
    found = list(_of_change(text, now))
    blocks: dict[str, list[str]] = {}
    for block in text.blocks:
        for cited in block.citations:
            blocks.setdefault(cited, []).append(block.id)
    for cited, where in blocks.items():
        flag = _of_segment(cited, held.get(cited), now)
        if flag is not None:
            kind, before, after, digest = flag
            found.append(Flag(f"{kind}:{cited}:{digest}", kind, cited, tuple(where), before, after))
    return tuple(found)


def _of_change(text: StoryText, now: Standing) -> Iterable[Flag]:
    if now.status in ("dropped", "merged"):
        yield Flag(f"not_followed:{now.status}", "not_followed", text.change_id, before="", now=now.status)
    if now.statement > text.statement_number:
        before, after = str(text.statement_number), str(now.statement)
        yield Flag(f"statement_reworded:{after}", "statement_reworded", text.change_id, before=before, now=after)
    if now.verdict not in ("", "saturated"):
        yield Flag(f"not_saturated:{now.verdict}", "not_saturated", text.change_id, before="saturated", now=now.verdict)


def _of_segment(cited: str, before: Held | None, now: Standing) -> tuple[FlagKind, str, str, str] | None:
    """What is other, how it was, how it is, and what tells it from the next time that it is other."""
    held = now.held(cited)
    if cited in now.withdrawn:
        return "withdrawn", "", "", "-"
    if held is None:
        return ("segment_gone", "", "", "-") if before is not None else None
    if before is None or dict(before) == dict(held):
        return None
    digest = short_digest(repr(sorted(held.items())))[:6]
    if "left" in held:
        return "withdrawn", "", "", digest
    if before["words"] != held["words"]:
        return "words_changed", "", "", digest
    if before["stance"] == held["stance"] or not before["stance"]:
        return ("coding_revised", "", "", digest) if before["codings"] != held["codings"] else None
    kind: FlagKind = "stance_changed" if held["stance"] else "no_longer_linked"
    return kind, before["stance"], held["stance"], digest


def known(citations: Iterable[str], now: Standing) -> tuple[str, ...]:
    """Those that name a segment or session that can be read now; anything else in brackets is only text."""
    return tuple(one for one in citations if now.held(one) is not None)


def short_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
