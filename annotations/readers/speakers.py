"""Who speaks where: the labels of a text, told apart from words that only look like one, and the turns between them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from annotations.readers.labels import HEADER_WORDS, Label, begins_with_article, is_name_like, label_of, may_be_speaker
from annotations.readers.placing import WEAK, Placed, Scan, scan
from annotations.readers.roles import PAIRS, QUESTION, is_role_word, is_somebody, key_of, roles_of, stem_of
from annotations.readers.unlabelled import lines_of, question_and_answers, turns_without_labels, without_items
from annotations.transcripts import Turn, trimmed

HEADER_LINES, HEADER_LINE_LENGTH = 15, 100
DOMINANT, LABELLED_THROUGHOUT, FEWEST_LINES = 0.5, 0.9, 6
LEAST_SHARE = 0.05  # of the lines or paragraphs, for labels that only recur
INITIALS = 2  # letters


def turns_of(text: str, *, interviewers: Collection[str] = (), respondents: Collection[str] = ()) -> tuple[Turn, ...]:
    """The turns of a text, in order and disjoint, none of them empty.

    Without speaker labels, one respondent turn per paragraph (the interviewer's where the paragraphs are questions and answers by
    turns). The title block, and what stands before the first label, are nobody's turn.
    """
    begin, known = header_end(text), [*interviewers, *respondents]
    found = scan(text, begin, known={key_of(label) for label in known})
    labels = labels_of(found, known=known)
    marks = [one for one in found.placed if (one.label.key, one.weak) in labels and (one.followed or not one.weak)]
    if not marks:
        return turns_without_labels(text, begin)
    names = _names([one.label for one in marks], {key: label for (key, _), label in labels.items()})
    ends = [one.start for one in marks[1:]] + [len(text)]
    spans = list(
        _between(text, [(name, one.words, end) for name, one, end in zip(names, marks, ends, strict=True)], found.stages)
    )
    roles = roles_of([(name, text[start:end]) for name, start, end in spans], interviewers=interviewers, respondents=respondents)
    first = marks[0].start
    turns = [Turn(name, roles[name], start, end) for name, start, end in spans if start < end]
    if all(role == "interviewer" for role in roles.values()):
        return tuple(without_items(text, [*turns_without_labels(text[:first], begin), *question_and_answers(text, turns)]))
    if first - begin > len(text) / 2:  # no title block is that long
        return (*turns_without_labels(text[:first], begin), *turns)
    return tuple(turns)


def labels_of(found: Scan, *, known: Collection[str] = ()) -> Mapping[tuple[str, bool], str]:
    """The keys that are speakers in this file, and how each is spelled first; the key's second part tells whether in a weak layout.

    A label must be known (roster, interviewer), be a role word, recur, continue a numbered series that recurs (``P7`` where ``P1``
    recurs), or stand in a file in which every line or paragraph begins with one. A dash, a bracket or a line of its own makes a label
    only where most of the file is written like that, or a role word is.
    """
    places = min(found.filled, found.blocks) if found.blocks > FEWEST_LINES else found.filled
    first = {one.label.key: one.label for one in reversed(found.placed)}
    known_keys = {key_of(label) for label in known} - {""}
    sure = {key for key in first if key in known_keys or is_role_word(key)}
    strong = [one for one in found.placed if not one.weak and (one.followed or one.label.layout == "timed")]
    weak = [one for one in found.placed if one.weak and one.followed]
    accepted = {(key, False) for key in _strong(strong, sure, places)}
    accepted |= {(key, True) for key in _weak(weak, sure, known_keys, places)}
    accepted |= {(one.label.key, one.weak) for one in found.placed if one.label.key in sure and one.followed}
    return {(key, is_weak): first[key].label for key, is_weak in accepted}


def _strong(found: Sequence[Placed], sure: Collection[str], places: int) -> set[str]:
    count = Counter(one.label.key for one in found)
    first = {one.label.key: one.label for one in reversed(found)}
    may = {key for key, label in first.items() if may_be_speaker(label)} - set(sure)
    recurring = {key for key in may if count[key] > (2 if begins_with_article(key) else 1)}
    timed = Counter(one.label.key for one in found if one.label.layout == "timed")
    if timed.total() > 1:
        recurring |= {key for key in timed if key in may and is_name_like(first[key].label)}
    heads = sum(1 for one in found if one.heads_block or places > FEWEST_LINES)
    if places >= FEWEST_LINES and heads >= LABELLED_THROUGHOUT * places:
        recurring |= {key for key in may if is_name_like(first[key].label) and first[key].layout == "colon"}
    if _is_pair(count) and count.total() * 2 >= places:
        return set(count) & (recurring | set(sure) | _pair(count))
    likely = _spelled_like_the_others(recurring, first, count, sure)
    stems = {stem_of(key) for key in likely | set(sure) if stem_of(key) != key}
    likely |= {key for key in may if stem_of(key) != key and stem_of(key) in stems}
    if likely or sure:
        likely |= {key for key in may if is_somebody(key) and first[key].layout == "colon"}
    initials = {key for key in likely if len(first[key].label) <= INITIALS and first[key].label[0].isupper()}
    if len(initials) > 1:
        likely |= {key for key in may if len(key) == 1 and first[key].label.isupper() and first[key].layout == "colon"}
    # a name and its time take lines of their own
    beside = sum({"timed": 1, "alone": 2}.get(one.label.layout, 0) for one in found if one.label.key in likely)
    if not sure & count.keys() and not _convincing({key: count[key] for key in likely}, max(0, places - beside)):
        return set()
    return likely | (set(sure) & count.keys())


def _is_pair(count: Mapping[str, int]) -> bool:
    return bool(_pair(count))


def _pair(count: Mapping[str, int]) -> set[str]:
    """Two short forms that belong together (``P`` and ``R``), when both stand in the file."""
    return next(({first, second} for first, second in PAIRS if first in count and second in count), set())


def _spelled_like_the_others(
    keys: Collection[str], first: Mapping[str, Label], count: Mapping[str, int], sure: Collection[str]
) -> set[str]:
    """Without those in lower case where most labels are not: words of speech before a colon."""
    capital = sum(count[key] for key in {*keys, *sure} & first.keys() if not first[key].label[0].islower())
    total = sum(count[key] for key in {*keys, *sure} & first.keys())
    return {key for key in keys if 2 * capital <= total or not first[key].label[0].islower() or first[key].bracketed}


def _weak(found: Sequence[Placed], sure: Collection[str], known: Collection[str], places: int) -> set[str]:
    accepted: set[str] = set()
    for layout in WEAK:
        here = [one for one in found if one.label.layout == layout]
        count = Counter(one.label.key for one in here)
        first = {one.label.key: one.label for one in reversed(here)}
        may = {key for key, n in count.items() if n > 1 and (key in sure or _may_be_in_weak_layout(first[key]))}
        total, surely = sum(count[key] for key in may), sum(count[key] for key in sure if key in may)
        several = len(may) > 1 and total > 3 and (total >= DOMINANT * places or surely > 1)
        set_apart = layout != "alone" or all(one.heads_block for one in here if one.label.key in may - set(sure) - set(known))
        if set_apart and (several or (may and total >= LABELLED_THROUGHOUT * max(places, 4))):
            stems = {stem_of(key) for key in may if stem_of(key) != key}
            accepted |= may | {key for key in count if stem_of(key) != key and stem_of(key) in stems}
    return accepted


def _may_be_in_weak_layout(label: Label) -> bool:
    numbered = label.key[-1:].isdigit() and stem_of(label.key) != label.key
    return may_be_speaker(label) and (label.bracketed or numbered or is_name_like(label.label)) and label.label[-1:] not in ".…!?"


def _convincing(count: Mapping[str, int], places: int) -> bool:
    """Two people who speak twice, or one whose label stands before half of the lines; never a few among very many lines."""
    total = sum(count.values())
    return total >= LEAST_SHARE * places and ((len(count) >= 2 and total >= 4) or (total >= 2 and total * 2 >= places))


def header_end(text: str) -> int:
    """The offset after the title block (``Fecha: …``, ``Place: …``); 0 when the file begins with speech."""
    head = [(start, line) for start, line in islice(lines_of(text), 10 * HEADER_LINES) if line.strip()][:HEADER_LINES]
    end = 0
    for start, line in head:
        if len(line) > HEADER_LINE_LENGTH or QUESTION.search(line):
            break
        label = label_of(line)
        titled = label is not None and label.layout in {"colon", "tab", "dash"} and stem_of(label.key) in HEADER_WORDS
        if titled or (end and label and label.layout == "colon" and _names_somebody(label, line)):
            end = start + len(line)
    return end


def _names_somebody(label: Label, line: str) -> bool:
    """``Entrevistadora: Ana López`` in a title block says who she is; she does not speak yet."""
    words = line[label.words :].strip()
    return is_role_word(label.key) and " " in words and words[-1] not in ".…!?," and is_name_like(words)


def _between(
    text: str, spans: Iterable[tuple[str, int, int]], stages: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, int, int]]:
    """Every span without the spaces around it, and without the lines that a program put into it."""
    at = 0
    for name, start, end in spans:
        while at < len(stages) and stages[at][0] < start:
            at += 1
        while at < len(stages) and stages[at][1] <= end:
            yield (name, *trimmed(text, start, stages[at][0]))
            start = stages[at][1]
            at += 1
        yield (name, *trimmed(text, start, end))


def _names(labels: Sequence[Label], spelled: Mapping[str, str]) -> list[str]:
    """The name of each label's speaker: its spelling, with what stands in parentheses where only that tells people apart."""
    notes = Counter((label.key, key_of(label.note.strip("()"))) for label in labels if label.note)
    several = Counter(key for (key, note), n in notes.items() if n > 1 or note[-1:].isdigit())
    apart = {key for key, n in several.items() if n > 1 and stem_of(key) == key and not is_role_word(key)}
    return [f"{spelled[label.key]} {label.note}".strip() if label.key in apart else spelled[label.key] for label in labels]
