"""Planted checks: among the suggestions of a segment one that nothing speaks for, to see how far coders follow what they are shown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

from annotations.codeframe import Code, CodeFrame
from annotations.codings import Reason, Suggestion
from annotations.rounds import lot

_Framed = Literal["definition", "include", "example", "name"]
_SOURCES: tuple[_Framed, ...] = ("definition", "include", "example", "name")


def planted(
    segment_id: str,
    suggested_in_session: Mapping[str, Sequence[Suggestion]],
    frame: CodeFrame,
    *,
    seed: int,
    coded: Collection[str] = (),
) -> Suggestion | None:
    """A likely-looking suggestion of a code that the model suggests nowhere in the session; None where it would stand alone.

    Parameters
    ----------
    suggested_in_session : all suggestions of one model for the session of the segment, by segment.
    coded : codes that people have given in the session: what may be right is not planted.

    Notes
    -----
    The code is drawn from the leaves of the frame by a hash of the seed, the segment and the code: a new model's suggestions, or a
    code more in the frame, move it only where they must. Score, certificate and the sentence quoted are those of one of the segment's
    own suggestions, so that neither place nor look tells it apart; the phrase is the drawn code's own. Nothing is planted where the
    segment has no suggestion of a code, nor where the whole frame is suggested in the session.
    """
    own = [s for s in suggested_in_session.get(segment_id, ()) if s.kind == "code"]
    if not own:
        return None
    taken = {s.target for found in suggested_in_session.values() for s in found if s.kind == "code"} | set(coded)
    free = [code for code in frame.leaves if code.id not in taken]
    if not free:
        return None
    code = min(free, key=lambda leaf: lot("planted", seed, segment_id, leaf.id))
    likely = [s for s in own if s.strength == "likely"] or own
    model = min(likely, key=lambda s: lot("planted", seed, segment_id, code.id, s.target))
    return replace(model, target=code.id, strength="likely", reasons=_reasons(code, model.reasons))


def _reasons(code: Code, shown: Sequence[Reason]) -> tuple[Reason, ...]:
    """One reason in the code's own words, of the same kind as the one that it imitates where the code has such words."""
    first = next((reason for reason in shown if reason.source in _SOURCES), None)
    order = (cast(_Framed, first.source), *_SOURCES) if first else _SOURCES
    spoken: Mapping[str, str] = {}
    source: _Framed = "name"
    for source in order:
        spoken = {language: text.strip().splitlines()[0] for language, text in getattr(code, source).items() if text.strip()}
        if spoken:
            break
    language = first.language if first and first.language in spoken else next(iter(spoken), "")
    sentence = next((reason.sentence for reason in shown if reason.sentence), "")
    phrases = spoken if len(spoken) > 1 else {}
    return (Reason(source, spoken.get(language, code.id), sentence, language, phrases=phrases),)
