"""How well identifying details are found: recall, precision and what stays readable, against a key made by hand.

Recall: an item counts as found (*full*) when mentions of its kind cover all its letters and digits, *partial* when they cover some, *other* when
only mentions of another kind touch it. Precision: a mention is right when it overlaps an item of its kind; one that touches nothing but an item of
the kind ``either`` is not counted. Leak: a person leaks when a word of the name (particles left out) stays readable anywhere in the
document once everything is masked that is masked before anybody has decided.

Two sets of passages were written for this: *hard*, full of names that are hard to find, says where a finder fails; *usual*, with names as often as
transcribers write them, says how often. What is published is *usual*.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotations.pseudonyms.records import IdentityKind, Mention, Policy
from service.benchmarks.keys import EITHER, KINDS, Item, KeyedText, read_elsewhere, read_held_out, read_sample
from service.benchmarks.rates import Rate, rate

ROOT = Path(__file__).parents[2]
KEY = ROOT / "tests" / "data" / "identity"
SAMPLE = ROOT / "examples" / "agua-y-acuerdos" / "transcripts"
HELD_OUT = {"hard": "held-out", "usual": "held-out-2"}
_PARTICLES = "de del d la las los el y e i da do dos van von viuda vda the of jr sr"
PARTICLES = frozenset(_PARTICLES.split())
SAME_KIND = {"address": "place"}
Finder = Callable[[KeyedText], Sequence[Mention]]


@dataclass(frozen=True, slots=True)
class Score:
    """One kind in one set of documents with one finder; the person kind has its leaks too."""

    documents: str
    finder: str
    kind: str
    recall: Rate
    partial: int
    other: int
    precision: Rate


@dataclass(frozen=True, slots=True)
class Leak:
    """People (names of one person in one document are one) of whom a word of a name stays readable, and places where one does."""

    documents: str
    finder: str
    people: Rate
    mentions: Rate


@dataclass(frozen=True, slots=True)
class Report:
    scores: tuple[Score, ...]
    leaks: tuple[Leak, ...]

    def score(self, documents: str, finder: str, kind: str) -> Score:
        return next(s for s in self.scores if (s.documents, s.finder, s.kind) == (documents, finder, kind))

    def leak(self, documents: str, finder: str) -> Leak:
        return next(leak for leak in self.leaks if (leak.documents, leak.finder) == (documents, finder))

    def markdown(self) -> str:
        return "\n\n".join(_markdown(self))


@dataclass(frozen=True, slots=True)
class _Covered:
    """What happened to one item."""

    item: Item
    state: str
    readable: bool


def run(folder_of_shared: Path | None = None, *, key: Path = KEY, sample: Path = SAMPLE, slow: bool = True) -> Report:
    """Measure the finders on the sample study, both sets of held-out passages and, where its folder is told, the public hearing.

    Parameters
    ----------
    folder_of_shared : folder that holds the file of the hearing, at any depth; without it, that part is left out.
    slow : also measure the fast finder and spaCy together, which takes minutes.

    Raises
    ------
    NotFound : the key is not there (it comes with the source code), or the hearing is not below the folder.
    """
    sets = {"sample": read_sample(key / "sample", sample)}
    sets |= {documents: read_held_out(key / folder) for documents, folder in HELD_OUT.items()}
    if folder_of_shared is not None:
        sets["hearing"] = read_elsewhere(key / "audiencia.yaml", folder_of_shared)
    tried = finders(slow=slow)
    reports = [
        measure(keyed, finder, documents=documents, name=name)
        for documents, keyed in sets.items()
        for name, finder in tried.items()
    ]
    return Report(tuple(s for r in reports for s in r.scores), tuple(leak for r in reports for leak in r.leaks))


def finders(*, slow: bool) -> dict[str, Finder]:
    """The finders by name; the slow one is named with its models, since without a model for a language it is the fast one there."""
    from annotations.pseudonyms import fast, ner

    found: dict[str, Finder] = {"fast": lambda text: fast.find(text.to_read, text.language, known=_known(text))}
    if slow:
        read = ner.SlowFinder()
        models = " + ".join(read.models.values()) or "no model"
        found[f"fast + {models}"] = lambda text: read.find(text.to_read, text.language, known=_known(text))
    return found


def _known(text: KeyedText) -> dict[str, IdentityKind]:
    """Names in speakers' labels are known in the text too, as in an import."""
    return {label.text: label.kind for label in text.labels}


def measure(
    keyed: Sequence[KeyedText], finder: Finder, *, documents: str = "", name: str = "", policy: Policy | None = None
) -> Report:
    """Recall and precision by kind, and the leaks, of one finder on some documents; only kinds that the key or the finder knows of."""
    policy = policy or Policy()
    found = [(text, (*text.labels, *finder(text))) for text in keyed]
    covered = [tuple(_covered(text, mentions, policy)) for text, mentions in found]
    judged = [tuple(_judged(text, mentions)) for text, mentions in found]
    scores = []
    for kind in dict.fromkeys((*KINDS, *(told for mentions in judged for told, _ in mentions))):
        states = [[c.state for c in items if c.item.kind == kind] for items in covered]
        rights = [[right for told, right in mentions if told == kind] for mentions in judged]
        if not any(states) and not any(rights):
            continue
        scores.append(
            Score(
                documents,
                name,
                kind,
                rate([(s.count("full"), len(s)) for s in states]),
                sum(s.count("partial") for s in states),
                sum(s.count("other") for s in states),
                rate([(sum(r), len(r)) for r in rights]),
            )
        )
    return Report(tuple(scores), (_leak(covered, documents, name),))


def _covered(text: KeyedText, mentions: Sequence[Mention], policy: Policy) -> Iterator[_Covered]:
    masked = {at for m in mentions if policy.action(m.kind) == "mask" for at in range(m.start, m.end)}
    by_kind: dict[str, set[int]] = {}
    for mention in mentions:
        by_kind.setdefault(kind_of(mention), set()).update(range(mention.start, mention.end))
    anything = set().union(*by_kind.values())
    whole = text.text
    for item in text.items:
        letters = {at for at in range(item.start, item.end) if whole[at].isalnum()}
        same = letters & by_kind.get(item.kind, set())
        state = "full" if same == letters else "partial" if same else "other" if letters & anything else "missed"
        readable = any(not masked.issuperset(range(start, end)) for start, end in name_words(whole, item))
        yield _Covered(item, state, readable)


def kind_of(mention: Mention) -> str:
    """The kind in the key's terms: it counts an address as a place."""
    return SAME_KIND.get(mention.kind.value, mention.kind.value)


def name_words(text: str, item: Item) -> list[tuple[int, int]]:
    """Where the words of a name stand: without particles, and without single letters unless there is nothing else.

    >>> name_words("Ana de la O. Ek", Item("person", "1", 0, 15))
    [(0, 3), (13, 15)]
    """
    words = [m.span() for m in re.compile(r"\w+").finditer(text, item.start, item.end)]
    telling = [(a, b) for a, b in words if b - a > 1 and text[a:b].casefold() not in PARTICLES]
    return telling or words


def _judged(text: KeyedText, mentions: Sequence[Mention]) -> Iterator[tuple[str, bool]]:
    for mention in mentions:
        touched = {item.kind for item in text.items if item.start < mention.end and mention.start < item.end}
        if touched != {EITHER}:
            yield kind_of(mention), kind_of(mention) in touched


def _leak(covered: Sequence[Sequence[_Covered]], documents: str, finder: str) -> Leak:
    people: list[tuple[int, int]] = []
    mentions: list[tuple[int, int]] = []
    for items in covered:
        named = [c for c in items if c.item.kind == "person"]
        people.append((len({c.item.entity for c in named if c.readable}), len({c.item.entity for c in named})))
        mentions.append((sum(c.readable for c in named), len(named)))
    return Leak(documents, finder, rate(people), rate(mentions))


def _markdown(report: Report) -> Iterator[str]:
    yield _table(
        "documents | finder | kind | items | recall | 95 % Wilson | 95 % by document | partial | other kind | mentions | precision | 95 % Wilson | "
        "95 % by document",
        [
            [s.documents, s.finder, s.kind, str(s.recall.cases), *_cells(s.recall), str(s.partial), str(s.other)]
            + [str(s.precision.cases), *_cells(s.precision)]
            for s in report.scores
        ],
    )
    yield _table(
        "documents | finder | people | that leak | 95 % Wilson | 95 % by document | names | that leak | 95 % Wilson | 95 % by document",
        [
            [k.documents, k.finder, str(k.people.cases), *_cells(k.people), str(k.mentions.cases), *_cells(k.mentions)]
            for k in report.leaks
        ],
    )


def _table(head: str, rows: Sequence[Sequence[str]]) -> str:
    rule = "|".join("---" for _ in head.split("|"))
    return "\n".join([f"| {head} |", f"|{rule}|", *(f"| {' | '.join(row)} |" for row in rows)])


def _cells(shown: Rate) -> list[str]:
    intervals = ["–" if i is None else f"{i[0]:.3f}–{i[1]:.3f}" for i in (shown.wilson, shown.by_document)]
    return ["–" if shown.ratio is None else f"{shown.ratio:.3f}", *intervals]
