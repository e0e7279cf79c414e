"""Which words to quote: what coders marked, else the sentences most like the rest of their section; never what they marked as
personal."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from annotations.changes.story_evidence import Evidence, Passage
from annotations.changes.story_records import Quote
from annotations.codings import Span
from annotations.transcripts import Segment, trimmed
from annotations.translations import Translated

MAX_WORDS, MIN_WORDS, MIN_LITERAL = 60, 8, 4
GOOD_LENGTH = range(12, 46)
_SENTENCE_END = re.compile(r"[.!?…]+[\"”»’)\]]*(?=\s+(\S)|\s*$)")
_LABEL = re.compile(r"\s*[^\W\d_]{3,}:\s+")
_TERM = re.compile(r"[^\W\d_]{4,}")
_LITERAL = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"")


Translator = Callable[[Segment, int, int], Mapping[str, Translated]]
"""What translations say, by language, for the stretch of a segment."""


def untranslated(segment: Segment, start: int, end: int) -> Mapping[str, Translated]:
    """A translator that knows of no translation."""
    return {}


@dataclass(frozen=True)
class Candidate:
    """Words that could be quoted: ``rank`` 0 when a coder marked them to be quoted, 1 as evidence, 2 when they are only central."""

    passage: Passage
    start: int
    end: int
    rank: int
    score: float = 0.0

    @property
    def words(self) -> int:
        return len(self.passage.segment.text[self.start : self.end].split())


@dataclass
class QuotePicker:
    """Chooses quotes for one draft: no words twice, one per session where possible, spread over kinds of people and languages."""

    evidence: Evidence
    translate: Translator = untranslated
    spent: list[Candidate] = field(default_factory=list)

    def pick(
        self, passages: Sequence[Passage], most: int, fits: Callable[[Passage, str], bool] | None = None
    ) -> tuple[Quote, ...]:
        """At most ``most`` quotes from ``passages``, in order of time. ``fits``: which words of a passage will do."""
        open_to = [c for c in self._candidates(passages, fits) if not any(_overlap(c, used) for used in self.spent)]
        chosen: list[Candidate] = []
        while open_to and len(chosen) < most:
            best = min(open_to, key=lambda candidate: self._preference(candidate, chosen))
            if sum(c.passage.session.id == best.passage.session.id for c in chosen) >= 2:
                break
            chosen.append(best)
            open_to = [c for c in open_to if c.passage.id != best.passage.id]
        self.spent += chosen
        order = {segment.id: number for number, segment in enumerate(self.evidence.heard)}
        return tuple(self._quote(c) for c in sorted(chosen, key=lambda c: (order[c.passage.id], c.start)))

    @cached_property
    def _rarity(self) -> Mapping[str, float]:
        """How rare a term is in the sessions: its inverse document frequency."""
        heard = [set(_terms(segment.text)) for segment in self.evidence.heard]
        return {term: math.log((1 + len(heard)) / (1 + n)) + 1 for term, n in Counter(t for one in heard for t in one).items()}

    def _preference(self, candidate: Candidate, chosen: Sequence[Candidate]) -> tuple[object, ...]:
        def used(what: str, among: Iterable[Candidate]) -> int:
            return sum(getattr(c.passage.session, what) == getattr(candidate.passage.session, what) for c in among)

        passage = candidate.passage
        return (
            used("id", chosen),
            candidate.rank > 0,
            passage.linked,
            sum(c.passage.category == passage.category for c in chosen),
            used("language", chosen),
            used("id", self.spent),
            not is_literal(passage, candidate.start, candidate.end),
            candidate.rank,
            -candidate.score,
            passage.id,
            candidate.start,
        )

    def _candidates(self, passages: Sequence[Passage], fits: Callable[[Passage, str], bool] | None) -> list[Candidate]:
        by_segment: dict[str, list[Span]] = {}
        for span in self.evidence.spans:
            by_segment.setdefault(span.segment_id, []).append(span)
        weights = _Centrality([p.segment.text for p in passages], self._rarity)
        found = []
        for passage in passages:
            spans = by_segment.get(passage.id, [])
            private = [(span.start, span.end) for span in spans if span.label == "pii"]
            marked = [_within_length(passage, span) for span in spans if span.label != "pii"]
            fitting = _fitting(passage, fits) if fits else _central(passage, weights)
            for candidate in [*marked, *fitting]:
                candidate = replace(candidate, start=_after_marks(passage, candidate.start, candidate.end))
                words = passage.segment.text[candidate.start : candidate.end]
                clean = not any(candidate.start < end and start < candidate.end for start, end in private)
                if candidate.words and clean and (fits is None or fits(passage, words)):
                    found.append(candidate)
        return found

    def _quote(self, candidate: Candidate) -> Quote:
        passage = candidate.passage
        session, text = passage.session, passage.segment.text
        place = self.evidence.shown_place(passage.category, passage.place)
        translated = self.translate(passage.segment, candidate.start, candidate.end)
        return Quote(
            segment_id=passage.id,
            start=candidate.start,
            end=candidate.end,
            text=text[candidate.start : candidate.end],
            cut_before=candidate.start not in {start for start, _ in _pieces(passage)},
            cut_after=candidate.end not in {end for _, end in _pieces(passage)},
            stance=passage.stance,
            language=passage.segment.language or session.language,
            category=self.evidence.category(passage.category),
            place=place,
            method=session.method,
            mode=session.mode,
            capture=session.capture,
            date=session.date,
            literal=is_literal(passage, candidate.start, candidate.end),
            marked=candidate.rank < 2,
            linked=passage.linked,
            prompted=passage.prompted,
            place_name=next((one.name for one in self.evidence.study.places if one.id == place), {}),
            translations={language: one.text for language, one in translated.items() if one.text},
            unsure=tuple(language for language, one in translated.items() if one.text and not one.certain),
        )


def is_literal(passage: Passage, start: int, end: int) -> bool:
    """Whether these are somebody's words: in notes, only what stands between quotation marks."""
    if passage.session.capture != "notes":
        return True
    return any(a <= start and end <= b for a, b in _inner_quotations(passage.segment.text))


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of the sentences of ``text``. What follows an end begins with no small letter; a word in capitals with a colon
    at the beginning ("NOTES:") is nobody's words.

    >>> text = "Sí… pues sí. ¿Y luego? Nada"
    >>> [text[a:b] for a, b in sentences(text)]
    ['Sí… pues sí.', '¿Y luego?', 'Nada']
    """
    label = _LABEL.match(text)
    found, start = [], label.end() if label and label[0].isupper() else 0
    for end in [m.end() for m in _SENTENCE_END.finditer(text) if not (m[1] or "").islower()] + [len(text)]:
        a, b = trimmed(text, start, end)
        if a < b:
            found.append((a, b))
        start = end
    return found


def _inner_quotations(text: str) -> list[tuple[int, int]]:
    return [(m.start() + 1, m.end() - 1) for m in _LITERAL.finditer(text)]


def _after_marks(passage: Passage, start: int, end: int) -> int:
    """Where the words begin: not with a mark such as ``[pausa]``, which nobody said."""
    text = passage.segment.text
    for mark in sorted(passage.segment.marks, key=lambda mark: mark.start):
        if not text[start : mark.start].strip() and start <= mark.start and mark.end < end:
            start = trimmed(text, mark.end, end)[0]
    return start


def _pieces(passage: Passage) -> list[tuple[int, int]]:
    """Where a quote can begin and end without being cut: at sentences, and in notes at what stands between quotation marks."""
    whole = sentences(passage.segment.text)
    whole += [(_after_marks(passage, a, b), b) for a, b in whole]
    return whole + _inner_quotations(passage.segment.text) if passage.session.capture == "notes" else whole


def _overlap(a: Candidate, b: Candidate) -> bool:
    return a.passage.id == b.passage.id and a.start < b.end and b.start < a.end


def _within_length(passage: Passage, span: Span) -> Candidate:
    """The span, cut after its last sentence (or word) that fits. Words marked to be quoted stay as they are; words marked as
    evidence grow to whole sentences where these fit."""
    text = passage.segment.text
    start, end = trimmed(text, max(0, span.start), min(span.end, len(text)))
    touched = [(a, b) for a, b in sentences(text) if a < end and start < b]
    if span.label == "evidence" and touched and len(text[touched[0][0] : touched[-1][1]].split()) <= MAX_WORDS:
        start, end = touched[0][0], touched[-1][1]
    return Candidate(passage, start, _fitting_end(text, start, end), 0 if span.label == "quote" else 1)


def _fitting_end(text: str, start: int, end: int) -> int:
    words = list(re.finditer(r"\S+", text[start:end]))
    if len(words) <= MAX_WORDS:
        return end
    limit = start + words[MAX_WORDS - 1].end()
    return max((b for _, b in sentences(text) if start < b <= limit), default=limit)


def _fitting(passage: Passage, fits: Callable[[Passage, str], bool]) -> list[Candidate]:
    """The first sentence that will do, with the next one where it is short."""
    text = passage.segment.text
    whole = sentences(text)
    for number, (a, b) in enumerate(whole):
        if fits(passage, text[a:b]):
            last = whole[number + 1][1] if number + 1 < len(whole) and len(text[a:b].split()) < MIN_WORDS else b
            return [Candidate(passage, a, _fitting_end(text, a, last), 2)]
    return []


def _central(passage: Passage, weights: "_Centrality") -> list[Candidate]:
    """The best stretch of one to three sentences (in notes: of what was noted down literally, if anything was)."""
    text = passage.segment.text
    whole = sentences(text)
    windows = [(whole[i][0], whole[j][1]) for i in range(len(whole)) for j in range(i, min(i + 3, len(whole)))]
    if passage.session.capture == "notes":
        literal = [(a, b) for a, b in _inner_quotations(text) if len(text[a:b].split()) >= MIN_LITERAL]
        windows = literal or windows
    fitting = [Candidate(passage, a, b, 2, weights.of(text[a:b])) for a, b in windows]
    fitting = [c for c in fitting if c.words <= MAX_WORDS and (c.words >= MIN_WORDS or passage.session.capture == "notes")]
    if not fitting and whole:
        a = whole[0][0]
        fitting = [Candidate(passage, a, _fitting_end(text, a, whole[-1][1]), 2)]
    return sorted(fitting, key=lambda c: (-c.score * (1 if c.words in GOOD_LENGTH else 0.7), c.start))[:1]


class _Centrality:
    """Cosine between a stretch of text and its section, terms weighted by how rare they are in the sessions."""

    def __init__(self, section: Sequence[str], rarity: Mapping[str, float]) -> None:
        self._idf = rarity
        self._section = self._vector(term for text in section for term in _terms(text))

    def _vector(self, terms: Iterable[str]) -> Mapping[str, float]:
        return {term: n * self._idf.get(term, 1.0) for term, n in Counter(terms).items()}

    def of(self, text: str) -> float:
        vector = self._vector(_terms(text))
        norm = math.hypot(*vector.values()) * math.hypot(*self._section.values())
        return sum(weight * self._section.get(term, 0.0) for term, weight in vector.items()) / norm if norm else 0.0


def _terms(text: str) -> list[str]:
    return [term.casefold() for term in _TERM.findall(text)]
