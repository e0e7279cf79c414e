"""Files made to do harm, of the formats that are not zipped."""

import zlib
from collections.abc import Callable, Mapping

from service.benchmarks.fuzz_seeds import pdf, seeds

HUGE = 200_000_000
Made = Callable[[], bytes]


def anything(reader: str) -> dict[str, Made]:
    """What can be wrong with every file."""
    return {
        "only NUL bytes": lambda: b"\0" * 1_000_000,
        "NUL bytes between the letters": lambda: b"\0".join(bytes([byte]) for byte in seeds()[reader][1][0]),
        "one byte": lambda: b"\xff",
        "random bytes": lambda: bytes(range(256)) * 4000,
        "another program's magic number": lambda: b"\x7fELF" + seeds()[reader][1][0],
    }


def _rtf() -> dict[str, Made]:
    head = b"{\\rtf1\\ansi P1: hola\\par "
    return {
        "groups, 1,000,000 deep": lambda: head + b"{" * 1_000_000 + b"a" + b"}" * 1_000_000 + b"}",
        "binary longer than the file": lambda: head + b"{\\*\\bin2147483647 x}}",
        "binary, negative": lambda: head + b"\\bin-1 x}",
        "object data": lambda: head + b"{\\object\\objemb{\\*\\objdata " + b"01050000" * 500_000 + b"}}}",
        "link to a template": lambda: head + b"{\\*\\template http://127.0.0.1:9/x.dotm}}",
        "field that includes a file": lambda: head + b'{\\field{\\*\\fldinst{INCLUDETEXT "/etc/passwd"}}{\\fldrslt x}}}',
        "half of a surrogate pair": lambda: head + b"P2: \\u-10179? \\u55357?a\\u56397?}",
        "NUL": lambda: head + b"P2: \\u0?\\'00 a}",
        "a million characters \\u": lambda: head + b"\\u8364?" * 1_000_000 + b"}",
        "skipping for ever": lambda: head + b"\\uc99999999\\u8364 " + b"a" * 100_000 + b"}",
        "word of 1 MB": lambda: head + b"\\" + b"a" * 1_000_000 + b" x}",
        "number of 1 MB": lambda: head + b"\\b" + b"9" * 1_000_000 + b" x}",
        "fonts, 100,000": lambda: (
            b"{\\rtf1\\ansi{\\fonttbl" + b"".join(b"{\\f%d A;}" % n for n in range(100_000)) + b"}P1: hola}"
        ),
        "never closed": lambda: head + b"{\\b " * 1000,
        "closed too often": lambda: head + b"}" * 100_000,
        "200 MB unpacked": lambda: head + b"\\tab" * 12_000_000 + b"}",
    }


def _stream(content: bytes, filters: bytes) -> bytes:
    return b"<< /Filter [%s] /Length %d >>\nstream\n%s\nendstream" % (filters, len(content), content)


def _bomb(times: int) -> bytes:
    content = b"BT /F1 10 Tf (hola) Tj ET " + b" " * HUGE
    for _ in range(times):
        content = zlib.compress(content, 9)
    return _stream(content, b"/FlateDecode " * times)


def _contents(replaced: bytes) -> bytes:
    data = pdf()
    start, end = data.index(b"4 0 obj\n") + 8, data.index(b"endstream") + 9
    return data[:start] + replaced + data[end:]


def _pdf() -> dict[str, Made]:
    plain = pdf()
    return {
        "pages in a circle": lambda: pdf(pages=b"[2 0 R 3 0 R]"),
        "parents in a circle": lambda: plain.replace(b"/Parent 2 0 R", b"/Parent 3 0 R"),
        "3,000,000 pages": lambda: pdf(pages=b"[" + b"3 0 R " * 3_000_000 + b"]").replace(b"/Count 1", b"/Count 3000000"),
        "2,000 times the same page": lambda: pdf(pages=b"[" + b"3 0 R " * 2000 + b"]").replace(b"/Count 1", b"/Count 2000"),
        "page count of a billion": lambda: plain.replace(b"/Count 1", b"/Count 1000000000"),
        "packed 200 MB": lambda: _contents(_bomb(1)),
        "packed 200 MB, twice": lambda: _contents(_bomb(2)),
        "packed a hundred times": lambda: _contents(_stream(zlib.compress(b"x"), b"/FlateDecode " * 100)),
        "LZW, run lengths": lambda: _contents(_stream(b"\x81x" * 500_000, b"/RunLengthDecode")),
        "JavaScript": lambda: pdf(catalog=b"/OpenAction << /S /JavaScript /JS (app.launchURL('http://127.0.0.1:9/')) >>"),
        "launch": lambda: pdf(catalog=b"/OpenAction << /S /Launch /F (/bin/sh) /Win << /F (calc.exe) >> >>"),
        "file elsewhere": lambda: _contents(b"<< /F (/etc/passwd) /Length 0 >>\nstream\n\nendstream"),
        "embedded file": lambda: pdf(catalog=b"/Names << /EmbeddedFiles << /Names [(x.exe) << /EF << /F 4 0 R >> >>] >> >>"),
        "encrypted": lambda: plain.replace(
            b"/Root 1 0 R",
            b"/Root 1 0 R /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O (%s) /U (%s) >>" % (b"x" * 32, b"y" * 32),
        ),
        "no table of places": lambda: plain.replace(b"xref", b"xxxx").replace(b"startxref", b"startxxxx"),
        "table of places that points at itself": lambda: plain.replace(b"/Size 6", b"/Size 6 /Prev %d" % plain.index(b"xref\n0")),
        "arrays, 1,000,000 deep": lambda: pdf(catalog=b"/X " + b"[" * 1_000_000),
        "dictionaries, 100,000 deep": lambda: pdf(catalog=b"/X " + b"<< /A " * 100_000 + b"1" + b" >>" * 100_000),
        "states, 1,000,000 deep": lambda: _contents(_stream(zlib.compress(b"q " * 1_000_000), b"/FlateDecode")),
        "3,000,000 letters": lambda: _contents(
            _stream(zlib.compress(b"BT /F1 1 Tf " + b"(aaaaaaaaaa) Tj " * 300_000 + b"ET"), b"/FlateDecode")
        ),
        "letters in one place": lambda: _contents(
            _stream(zlib.compress(b"BT /F1 9 Tf " + b"1 0 0 1 0 0 Tm (a) Tj " * 100_000 + b"ET"), b"/FlateDecode")
        ),
        "form that draws itself": lambda: _contents(_stream(zlib.compress(b"/X Do"), b"/FlateDecode")).replace(
            b"/Font <<", b"/XObject << /X 4 0 R >> /Font <<"
        ),
        "picture of 100,000 by 100,000": lambda: _contents(
            b"<< /Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>\n"
            b"stream\nx\nendstream"
        ),
    }


def _txt() -> dict[str, Made]:
    return {
        "a line of 200 MB": lambda: b"P1: " + b"a" * HUGE,
        "a line of 4 MB": lambda: b"P1: " + b"a " * 2_000_000,
        "a line of 4 MB without a space": lambda: b"P1: hola\n" + b"a" * 4_000_000,
        "1,000,000 labels": lambda: b"P1: s\xc3\xad\n" * 400_000,
        "400,000 different labels": lambda: b"".join(b"P%d: no\n" % n for n in range(400_000)),
        "2,000,000 empty lines": lambda: b"P1: a" + b"\n" * 2_000_000 + b"P2: b",
        "brackets, 1,000,000": lambda: b"P1: " + b"[" * 1_000_000,
        "parentheses, 1,000,000": lambda: b"P1: " + b"(a" * 1_000_000,
        "spaces, 3,000,000": lambda: b"P1:" + b" " * 3_000_000 + b"a",
        "colons, 1,000,000": lambda: b"P1" + b":" * 1_000_000 + b" a",
        "digits, 1,000,000": lambda: b"P1: " + b"1" * 1_000_000,
        "times, 200,000": lambda: b"P1: " + b"[00:00:01] " * 200_000,
        "dashes, 1,000,000": lambda: b"- " * 1_000_000 + b"\nP1: a",
        "UTF-7": lambda: "P1: ¿qué cambió?\n".encode("utf-7"),
        "half of a surrogate pair": lambda: b"P1: a\xed\xa0\x80b\nP2: c",
        "overlong": lambda: b"P1: \xc0\xaf\xe0\x80\xaf\nP2: c",
        "UTF-16 cut in the middle": lambda: "P1: ¿qué? 👍\nP2: nada".encode("utf-16")[:-1],
        "UTF-16, half of a pair": lambda: "P1: ¿qué? ".encode("utf-16") + b"\x3d\xd8" + " no\nP2: sí".encode("utf-16-le"),
        "half UTF-8, half Windows": lambda: "P1: ¿qué cambió?\n".encode() + "P2: pues… mi niño\n".encode("cp1252"),
        "accents that pile up": lambda: ("P1: a" + "\u0301" * 1_000_000).encode(),
        "right to left": lambda: ("P1: \u202e\u2066 שלום\nP2: \u202cok").encode(),
    }


def _subtitles() -> dict[str, Made]:
    def cues(line: bytes, count: int) -> bytes:
        return b"WEBVTT\n\n" + b"".join(
            b"00:00:%02d.000 --> 00:00:%02d.500\n%s\n\n" % (n % 60, n % 60, line) for n in range(count)
        )

    return {
        "1,000,000 cues": lambda: cues(b"P1: no", 1_000_000),
        "100,000 cues": lambda: cues(b"<v Ana>no", 100_000),
        "cues that overlap": lambda: b"WEBVTT\n\n" + b"00:00:00.000 --> 23:59:59.999\nP1: a\n\n" * 5000,
        "times that run backwards": lambda: (
            b"WEBVTT\n\n00:00:09.000 --> 00:00:01.000\nP1: a\n\n00:00:05.000 --> 00:00:04.000\nP2: b\n"
        ),
        "negative times": lambda: b"WEBVTT\n\n-00:00:09.000 --> -00:00:01.000\nP1: a\n",
        "gigantic times": lambda: b"WEBVTT\n\n" + b"9" * 100_000 + b":00:00.000 --> " + b"9" * 100_000 + b":00:01.000\nP1: a\n",
        "no empty lines": lambda: cues(b"P1: a", 20_000).replace(b"\n\n", b"\n"),
        "voice tags within voice tags": lambda: cues(b"<v A>" * 20_000 + b"hola", 1),
        "tags never closed": lambda: cues(b"<" * 1_000_000, 1),
        "entities": lambda: cues(b"&amp;" * 300_000 + b"&#0;&#xD800;&#99999999999;", 1),
        "a cue of 4 MB": lambda: cues(b"hola " * 800_000, 1),
        "100,000 voices": lambda: (
            b"WEBVTT\n\n" + b"".join(b"00:00:01.000 --> 00:00:02.000\n<v V%d>no\n\n" % n for n in range(100_000))
        ),
        "SubRip, no numbers": lambda: b"00:00:01,000 --> 00:00:02,000\nP1: a\n\n" * 50_000,
    }


def _csv() -> dict[str, Made]:
    return {
        "a quote never closed": lambda: b'Hablante,Texto\nP1,"' + b"a,b\n" * 500_000,
        "cell of 200 MB": lambda: b"Hablante,Texto\nP1," + b"a" * HUGE,
        "cell of 4 MB": lambda: b"Hablante,Texto\nP1," + b"a " * 2_000_000,
        "100,000 columns": lambda: b",".join(b"c%d" % n for n in range(100_000)) + b"\n" + b"a," * 100_000,
        "100,000 columns, 40 rows": lambda: (
            b"ID," + b",".join(b"c%d" % n for n in range(100_000)) + b"\n" + (b"a," * 100_000 + b"\n") * 40
        ),
        "1,000,000 rows": lambda: b"Hablante,Texto\n" + b"P1,no\n" * 1_000_000,
        "100,000 respondents": lambda: (
            b"ID,\xc2\xbfQu\xc3\xa9 cambi\xc3\xb3?\n" + b"".join(b"R%d,una respuesta de verdad\n" % n for n in range(100_000))
        ),
        "rows of any length": lambda: b"\n".join(b"," * (n % 500) for n in range(20_000)),
        "quotes, 1,000,000": lambda: b"Hablante,Texto\nP1," + b'"' * 1_000_001,
        "formulas": lambda: b"Hablante,Texto\n=cmd|'/c calc'!A1,@SUM(1+1)*cmd|' /C calc'!A0\n",
        "NUL in a cell": lambda: b"Hablante,Texto\nP1,a\0b\n",
        "two encodings": lambda: b"Hablante,Texto\nP1,ni\xc3\xb1o\nP2,ni\xf1o\n",
        "line ends mixed": lambda: b"Hablante,Texto\rP1,a\r\nP2,b\nP3,c\r\r\n",
        "delimiters mixed": lambda: b"Hablante;Texto\nP1,a;b\tc|d\n" * 2000,
    }


OF: Mapping[str, Callable[[], dict[str, Made]]] = {
    "rtf": _rtf,
    "pdf": _pdf,
    "txt": _txt,
    "vtt": _subtitles,
    "srt": _subtitles,
    "csv": _csv,
}
