"""Documents changed at random: bits, chunks, words of each format, and the inside of zipped documents."""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from random import Random

from lxml import etree

from service.benchmarks.fuzz_seeds import packed, parts_of
from service.benchmarks.fuzz_words import DOCTYPES, ODD, ODD_BYTES, ODD_TEXT, WORDS, XML

LARGEST = 400_000  # bytes of a changed document; the large ones are those of `fuzz_crafted`
ZIPPED = frozenset({"docx", "odt", "xlsx"})
# what zipfile raises on an archive that an earlier change broke
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, UnicodeError),
    *(ValueError, OSError, NotImplementedError, RuntimeError, EOFError, LookupError),
)
WHERE_WORDS_ARE = ("document.xml", "content.xml", "sheet1.xml", "Strings.xml")
ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "utf-7", "cp037", "latin-1", "shift_jis", "cp850")
NAMES = (
    "../../x.xml",
    "/etc/passwd",
    "word/vbaProject.bin",
    "a" * 300,
    "word/%00.xml",
    "WORD/DOCUMENT.XML",
    "mimetype",
    "xl/x.xml",
)
FIELDS = (6, 8, 10, 14, 16, 18, 20, 22, 24, 26, 28, 42)  # of a zip header: flags, method, sum, sizes, lengths, place


def mutated(reader: str, documents: Sequence[bytes], random: Random) -> bytes:
    """One of the documents, changed in one to eight ways, two or three most often."""
    data = random.choice(documents)
    for _ in range(1 + min(random.randrange(8) for _ in range(3))):
        if reader in ZIPPED and random.random() < 0.95:
            data = _zip_changed(data, documents, random)
        else:
            data = _bytes_changed(data, documents, WORDS.get(reader, XML), random)
        data = data[:LARGEST]
    return data


def _bytes_changed(data: bytes, others: Sequence[bytes], words: Sequence[bytes], random: Random) -> bytes:
    """One change of a stretch, of a few bits, or of all lines."""
    if random.random() < 0.08:
        return _lines_changed(data, random)
    if random.random() < 0.15 and data:
        return _bits_changed(data, random)
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    end = min(end, start + random.choice((0, 0, 1, 4, 30, 400, len(data))))
    if random.random() < 0.08:
        return data[:start]
    makers: tuple[Callable[[], bytes], ...] = (
        bytes,
        lambda: data[start:end] * random.choice((2, 2, 3, 10, 200)),
        lambda: _stretch(random.choice(others), random),
        lambda: _number(random),
        lambda: random.choice(ODD_TEXT).encode("utf-8", "surrogatepass"),
        lambda: random.choice(ODD_BYTES),
        lambda: random.randbytes(random.choice((1, 4, 16, 300))),
        *[lambda: random.choice(words)] * 4,
    )
    return data[:start] + random.choice(makers)() + data[end:]


def _bits_changed(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8, 64))):
        changed[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _stretch(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data) + 1)
    return data[start : start + random.choice((10, 100, 1000))]


def _number(random: Random) -> bytes:
    odd = random.choice(ODD)
    return str(odd).encode() if random.random() < 0.5 else struct.pack(random.choice("<>") + "Q", odd)[: random.choice((2, 4, 8))]


def _lines_changed(data: bytes, random: Random) -> bytes:
    match random.randrange(5):
        case 0:
            return data.replace(b"\n", random.choice((b"\r", b"\r\n", b"\n\n", b"", b" ", b"\0")))
        case 1:
            return data.decode("utf-8", "replace").encode(random.choice(ENCODINGS), "replace")
        case 2:
            lines = data.split(b"\n")
            random.shuffle(lines)
            return b"\n".join(lines)
        case 3:
            return re.sub(rb"\d+", lambda _: str(random.choice(ODD)).encode(), data, count=random.randrange(1, 6))
        case _:
            return data.replace(
                random.choice((b":", b">", b"/", b'"', b"(", b" ")), random.choice((b"", b"::", b"<", b"\t", b"\n"))
            )


def _zip_changed(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """The parts changed and packed again, or the headers of the archive changed in place."""
    try:
        parts = parts_of(data)
    except BROKEN:
        return _bytes_changed(data, others, XML, random)
    if not parts or random.random() < 0.05:
        return _header_changed(data, random)
    name = random.choice(sorted(parts))
    if random.random() < 0.6:
        name = max(parts, key=lambda part: (part.endswith(WHERE_WORDS_ARE), part))
    if random.random() < 0.85:
        parts[name] = _xml_changed(parts[name], list(parts.values()), random)
        return packed(parts)
    return _parts_changed(parts, name, random)


def _parts_changed(parts: dict[str, bytes], name: str, random: Random) -> bytes:
    other = random.choice(sorted(parts))
    match random.randrange(5):
        case 0:
            parts.pop(name)
        case 1:
            parts[random.choice(NAMES)] = parts[name]
        case 2:
            parts[name], parts[other] = parts[other], parts[name]
        case 3:
            return packed(parts, method=random.choice((zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)))
        case _:
            return twice(parts, name, _tags_changed(parts[name], random))
    return packed(parts)


def _xml_changed(xml: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Most often the tree changed and still well-formed, so that the change is met by the reader and not by the parser."""
    kind = random.random()
    if kind < 0.03:
        root = re.search(rb"<[\w:]+[ >]", xml)
        at = root.start() if root else 0
        return xml[:at] + random.choice(DOCTYPES) + xml[at:]
    if kind < 0.7:
        with suppress(etree.LxmlError, ValueError):  # no XML, or broken by an earlier change
            root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
            for _ in range(random.choice((1, 1, 2, 5, 20))):
                _tree_changed(list(root.iter("*")), random)
            return bytes(etree.tostring(root))
    return _tags_changed(xml, random) if kind < 0.85 else _bytes_changed(xml, others, XML, random)


def _tree_changed(elements: Sequence[etree._Element], random: Random) -> None:
    """An element left out, repeated, moved, renamed, wrapped, or its words or attributes changed."""
    one, other = random.choice(elements), random.choice(elements)
    parent, odd = one.getparent(), random.choice((*(str(odd) for odd in ODD), "-1", "", "x", "true", "A1:XFD9", "../x", "rId1"))
    if one.attrib and random.random() < 0.3:
        one.set(random.choice(sorted(one.attrib)), random.choice((odd, random.choice(sorted(other.attrib.values()) or [""]))))
    elif random.random() < 0.3:
        one.text = "".join(
            sign for sign in random.choice((odd, (one.text or "") * 50, *ODD_TEXT, None, "\n" * 9)) or "" if sign >= " "
        )
    elif random.random() < 0.25:
        one.tag = other.tag
    elif parent is not None:
        match random.randrange(4):
            case 0:
                parent.remove(one)
            case 1:
                for _ in range(random.choice((1, 3, 100))):
                    one.addnext(deepcopy(one))
            case 2 if other is not one and one not in other.iterancestors():
                one.append(other)
            case _:
                for _ in range(random.choice((1, 5, 60, 200))):
                    wrapped = etree.Element(random.choice((one.tag, parent.tag)))
                    one.getparent().replace(one, wrapped)
                    wrapped.append(one)


def _tags_changed(xml: bytes, random: Random) -> bytes:
    """A tag left out, repeated, exchanged, wrapped deep, or its attributes changed."""
    tags = list(re.finditer(rb"<[^<>]+>", xml))
    if not tags:
        return xml
    tag, deep = random.choice(tags), random.choice((50, 240, 1000))
    opening = re.match(rb"<([\w:]+)", tag[0])
    name = opening[1] if opening else b"w:r"
    makers: tuple[Callable[[], bytes], ...] = (
        bytes,
        lambda: tag[0] * random.choice((2, 300)),
        lambda: random.choice(tags)[0],
        lambda: (b"<%s>" % name) * deep + (b"</%s>" % name) * deep + tag[0],
        lambda: re.sub(rb'"[^"]*"', b'"%d"' % random.choice(ODD), tag[0]),
        lambda: random.choice(XML) + tag[0],
        lambda: tag[0].replace(b">", b" " + random.choice(XML) + b">", 1),
    )
    return xml[: tag.start()] + random.choice(makers)() + xml[tag.end() :]


def _header_changed(data: bytes, random: Random) -> bytes:
    """A field of a local or central header set to an odd number."""
    heads = [found.start() for found in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", data)]
    if not heads:
        return data
    changed, at = bytearray(data), random.choice(heads) + random.choice(FIELDS)
    value = struct.pack("<I", random.choice(ODD) & 0xFFFFFFFF)[: random.choice((1, 2, 4))]
    changed[at : at + len(value)] = value
    return bytes(changed)


def twice(parts: Mapping[str, bytes], name: str, content: bytes) -> bytes:
    """An archive with two entries of one name. zipfile warns when it writes one, so that the second is renamed in place."""
    stand_in = "~" * len(name.encode())
    return packed({**parts, stand_in: content}).replace(stand_in.encode(), name.encode())
