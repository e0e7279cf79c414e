"""Texts with a hand-made key of what identifies in them. How the keys were made: ``tests/data/identity/README.md``."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotations.errors import BadInput, NotFound
from annotations.pseudonyms.records import Mention
from annotations.transcripts import Transcript

EITHER = "either"  # neither missed nor false
KINDS = (
    "person", "place", "organisation", "phone", "email", "url", "curp", "rfc", "nss", "plate", "birth_date", "id_number",
)  # fmt: skip
_MARKED = re.compile(r"\{(?P<kind>[a-z_]+):(?P<entity>[\w-]+)\|(?P<words>[^{}|]+)\}")


@dataclass(frozen=True, slots=True)
class Item:
    """One stretch that identifies: ``text[start:end]``, code points, end exclusive. ``entity``: whom or what it stands for."""

    kind: str
    entity: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class KeyedText:
    """A text with its items, in order and apart.

    ``shown``: what a finder is given where that is not the text, with the same offsets: an import blanks speakers' labels.
    ``labels``: the labels that are names, which an import finds without a finder.
    """

    name: str
    text: str
    language: str
    items: tuple[Item, ...]
    shown: str = ""
    labels: tuple[Mention, ...] = ()

    @property
    def to_read(self) -> str:
        return self.shown or self.text


@dataclass(frozen=True, slots=True)
class Words:
    """A line of a key by words: they stand ``times`` times in the text; ``at`` (from 1) names the ones that count, all when empty."""

    kind: str
    entity: str
    words: str
    times: int
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WordKey:
    """The key of one transcript, by words."""

    file: str
    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class OffsetKey:
    """The key of a text that is kept elsewhere: offsets, and the hash of the very file."""

    file: str
    sha256: str
    items: tuple[Item, ...]


def parse_marked(marked: str, *, where: str = "") -> tuple[str, tuple[Item, ...]]:
    """A text with marks → the text and its items.

    Raises
    ------
    BadInput : a brace that is no mark, or a kind that is not known.

    >>> parse_marked("Soy {person:1|Ana Ek}, de {place:a|Ibi}.")[0]
    'Soy Ana Ek, de Ibi.'
    """
    parts: list[str] = []
    items: list[Item] = []
    at = length = 0
    for mark in _MARKED.finditer(marked):
        parts += [marked[at : mark.start()], mark["words"]]
        length += mark.start() - at
        items.append(Item(mark["kind"], mark["entity"], length, length + len(mark["words"])))
        length += len(mark["words"])
        at = mark.end()
    text = "".join([*parts, marked[at:]])
    if re.search(r"[{}|]", text):
        raise BadInput("a brace or bar is left", where=where, remedy="write marks as {person:1|Ana}")
    return text, _checked(items, text, where)


def locate(key: WordKey, text: str, *, where: str = "") -> tuple[Item, ...]:
    """A key by words → items in the text: whole words, case and accents as they are, longer items first.

    Raises
    ------
    BadInput : words stand more or less often than the key says: the text is not the one that the key was made for.
    """
    items: list[Item] = []
    taken: list[tuple[int, int]] = []
    for line in sorted(key.items, key=lambda line: -len(line.words)):
        spans = [
            found.span()
            for found in re.finditer(rf"(?<!\w){re.escape(line.words)}(?!\w)", text)
            if not any(start < found.end() and found.start() < end for start, end in taken)
        ]
        if len(spans) != line.times:
            raise BadInput(f"{line.words!r} stands {len(spans)} times, {line.times} expected", where=where)
        taken += spans
        items += [Item(line.kind, line.entity, *span) for n, span in enumerate(spans, start=1) if not line.at or n in line.at]
    return _checked(sorted(items, key=lambda item: item.start), text, where)


def _checked(items: Sequence[Item], text: str, where: str) -> tuple[Item, ...]:
    for before, item in zip([None, *items], items, strict=False):
        if item.kind not in (*KINDS, EITHER):
            raise BadInput(f"unknown kind {item.kind!r}", where=where, remedy=f"one of {', '.join((*KINDS, EITHER))}")
        if not text[item.start : item.end].strip() or (before and before.end > item.start):
            raise BadInput(f"the item at {item.start}:{item.end} is empty or overlaps another", where=where)
    return tuple(items)


def read_sample(key: Path, transcripts: Path) -> tuple[KeyedText, ...]:
    """The sample study with its key: one YAML file per transcript, shown as an import shows it."""
    from annotations.readers import read_transcript
    from annotations.yaml_files import read_yaml

    paths = _files(key, "*.yaml")
    words = [read_yaml(path, WordKey, BadInput) for path in paths]
    read = [read_transcript(transcripts / one.file) for one in words]
    languages = sorted({transcript.language for transcript in read})
    return tuple(
        as_imported(path.stem, transcript, locate(one, transcript.text, where=str(path)), languages)
        for path, one, transcript in zip(paths, words, read, strict=True)
    )


def as_imported(name: str, transcript: Transcript, items: tuple[Item, ...], languages: Sequence[str]) -> KeyedText:
    """A transcript whose speakers' labels are blanked, as an import does before it asks a finder."""
    from annotations.pseudonyms.labels import blanked, label_mentions

    named = tuple(label_mentions(transcript, languages))
    return KeyedText(name, transcript.text, transcript.language, items, blanked(transcript), named)


def read_held_out(key: Path) -> tuple[KeyedText, ...]:
    """The held-out passages, which carry their key in the text."""
    return tuple(keyed_text(path.stem, path.read_text(encoding="utf-8"), where=str(path)) for path in _files(key, "*.txt"))


def keyed_text(name: str, marked: str, *, where: str = "") -> KeyedText:
    """A text with marks, in the language that an import would guess."""
    from annotations.readers.text import guess_language

    text, items = parse_marked(marked, where=where or name)
    return KeyedText(name, text, guess_language(text), items)


def read_elsewhere(key: Path, folder: Path) -> tuple[KeyedText, ...]:
    """The text that is kept elsewhere, looked for by its name below ``folder``.

    Raises
    ------
    NotFound : no file of that name there is the one that the key was made for.
    """
    from annotations.readers.text import guess_language
    from annotations.yaml_files import read_yaml

    offsets = read_yaml(key, OffsetKey, BadInput)
    for path in sorted(folder.rglob(offsets.file)):
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() == offsets.sha256:
            text = data.decode("utf-8-sig")
            return (KeyedText(path.stem, text, guess_language(text), _checked(offsets.items, text, str(key))),)
    raise NotFound(f"{offsets.file} is not below this folder, or is another file", where=str(folder))


def _files(folder: Path, pattern: str) -> list[Path]:
    found = sorted(folder.glob(pattern))
    if not found:
        raise NotFound(
            f"no {pattern} of the key", where=str(folder), remedy="the key comes with the source code, not with the package"
        )
    return found
