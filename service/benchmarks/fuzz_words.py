"""The words that each format trips over, put into documents at random. ``¦`` separates them; ``\\n`` stands for a line end."""

from collections.abc import Mapping, Sequence


def _words(text: str, *more: bytes) -> Sequence[bytes]:
    lines = (line.strip() for line in text.strip().splitlines())
    return (*(word.replace(r"\n", "\n").encode() for line in lines for word in line.split(" ¦ ")), *more)


ODD = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF)
ODD_TEXT = (
    *("\0", "\ufffd", "\ufeff", "\u2028", "\x85", "\x1b", "\u202e", "\u200f", "\u0301" * 300, "👍🏽‍👩", "\x0b\x0c", "\r"),
    *("\n" * 300, "ENTREVISTADORA:", "P1:" * 50, "[", "[[[[[[[[", "(" * 200, "(risas", "[00:00:00] ", "99:99:99.999", "-1:00:00"),
    *("Speaker 1", "—" * 40, ":" * 100, "\t" * 100, " " * 1000, "?" * 100, "A: " * 200, "«", "…", "1" * 400, "٣", "Ⅷ", "ﬁ", "ß"),
    *("İ", "ı", "%s%n{}", "\ud800", "\udfff", "\ud83d", "a\u0308" * 50, "\u1680", "\u2066" * 20, "\uffff", "\U0010ffff"),
)
ODD_BYTES = (
    *(
        b"\xed\xa0\x80",
        b"\xc0\xaf",
        b"\xc0\x80",
        b"\xf8\x88\x80\x80\x80",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\0\0\xfe\xff",
        b"+AGE-+2AA-",
    ),
    *(
        b"\x1a",
        b"\x81\x8d\x8f\x90\x9d",
        b"PK\x03\x04",
        b"%PDF-1.4\n",
        b"{\\rtf1",
        b"<html>",
        b"WEBVTT\n\n",
        b'{"a":',
        b"\xd0\xcf\x11\xe0",
    ),
)
DOCTYPES = _words(r"""
    <!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]> ¦ <!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">
    <!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
    <!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>
""")
XML = (
    *DOCTYPES,
    *_words(
        r"""
    <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>
    &e; ¦ &b; ¦ &#0; ¦ &#xD800; ¦ &#x1F44D; ¦ &lt; ¦ <![CDATA[]]> ¦ ]]> ¦ <!-- x --> ¦ <?x y?> ¦ <x/> ¦ </x> ¦ < ¦ xmlns="x"
    <w:del> ¦ </w:del> ¦ <w:txbxContent> ¦ <w:br/> ¦ <w:tab/> ¦ <text:s text:c="999999999"/> ¦ <text:s text:c="-1"/> ¦ <text:s text:c="x"/>
    table:number-columns-repeated="99999999" ¦ table:number-rows-repeated="99999999" ¦ table:number-rows-repeated="-1"
    <c r="XFD1048576"/> ¦ <c r="A1" t="s"><v>99999999</v></c> ¦ <c r="A0" t="e"><v>x</v></c> ¦ <c t="d"><v>x</v></c> ¦ <f>WEBSERVICE(1)</f>
    <mergeCell ref="A1:XFD1048576"/> ¦ <dimension ref="A1:XFD1048576"/> ¦ <row r="1048577"> ¦ <row r="-1"> ¦ nan ¦ 1e999 ¦ 2147483648
    TargetMode="External" ¦ Target="file:///etc/passwd" ¦ Target="../../../../etc/passwd" ¦ Type="" ¦ encoding="utf-7" ¦ encoding="x"
    xml:space="preserve" ¦ standalone="no" ¦ w:val="-999999999999999999999" ¦ <w:ins> ¦ <w:footnoteReference w:id="99"/>
    <office:annotation> ¦ <text:tracked-changes> ¦ <text:note><text:note-body> ¦ <text:h> ¦ <text:list><text:list-item>
    """,
        *(b"<w:p><w:r><w:t>" * 60, b"<w:tbl><w:tr><w:tc>" * 60, b"<text:p><text:span>" * 60, b"<table:table-row>" * 60),
    ),
)
RTF = _words(
    r"""
    { ¦ } ¦ \ ¦ \bin9999999  ¦ \bin-1  ¦ \bin5  ¦ {\object\objdata 0105000002 ¦ {\pict 00ff ¦ \u55357? ¦ \u-32768? ¦ \u99999999999? ¦ \u0?
    \uc0  ¦ \uc999999  ¦ \uc-1  ¦ \u  ¦ \'zz ¦ \' ¦ \'00 ¦ \ansicpg99999 ¦ \ansicpg932 ¦ \ansicpg65001 ¦ \mac ¦ {\*\x  ¦ \* ¦ \ud{\u
    {\field{\*\fldinst INCLUDETEXT file:///etc/passwd}} ¦ \fcharset128  ¦ \f999  ¦ \plain ¦ \trowd\cell\row ¦ \cell ¦ \upr ¦ \deleted  ¦ \v
    \~ ¦ \_ ¦ \- ¦ \fonttbl ¦ \page ¦ \sect ¦ \line ¦ \tab ¦ \footnote ¦ \header ¦ \info ¦ \dbch ¦ \u-10179?\u-9137?
    """,
    *(b"{" * 300, b"}" * 50, b"\\par" * 200, b"\\x" + b"9" * 500, b"\\" + b"a" * 5000, b"\\u-10179?" * 40),
)
PDF = _words(
    r"""
    /Kids [2 0 R] ¦ /Kids [2 0 R 2 0 R 3 0 R] ¦ /Parent 2 0 R ¦ /Count -1 ¦ /Count 999999999 ¦ /Length -1 ¦ /Length 0 ¦ /Length 4 0 R
    /Length 99999999999 ¦ /Filter [/FlateDecode /FlateDecode] ¦ /Filter /LZWDecode ¦ /Filter /ASCIIHexDecode ¦ /Filter /JBIG2Decode
    /Filter [/ASCII85Decode /RunLengthDecode] ¦ /Filter /JPXDecode ¦ /Filter /DCTDecode ¦ /Filter /Crypt ¦ /Filter /CCITTFaxDecode
    /OpenAction << /S /JavaScript /JS (app.alert(1)) >> ¦ /AA << /O << /S /Launch /F (/bin/sh) >> >> ¦ /URI (http://127.0.0.1:9/)
    /Encrypt << /Filter /Standard /V 1 /R 2 /O () /U () /P -1 >> ¦ /ObjStm ¦ /XRef ¦ /Prev 0 ¦ /Prev 15 ¦ /XRefStm 15 ¦ /Rotate 45
    /MediaBox [0 0 0 0] ¦ /MediaBox [-1e38 -1e38 1e38 1e38] ¦ /MediaBox [nan] ¦ /UserUnit 1e30 ¦ /Contents [4 0 R 4 0 R] ¦ >> ¦ endobj
    endstream ¦ stream\n ¦ xref\n ¦ trailer ¦ startxref\n0\n ¦ %%EOF ¦ 1 0 obj\n ¦ 4 0 obj\n ¦ 9 0 R ¦ -1 0 R ¦ 99999999999 0 R ¦ 1 65536 R
    /F1 -1 Tf ¦ /F1 1e38 Tf ¦ 0 0 0 0 0 0 cm ¦ /X Do ¦ <FEFFD83D> Tj ¦ [(a) -1e38 (b)] TJ ¦ 1e38 0 Td ¦ 3 Tr ¦ -100 Tz ¦ 1e30 Tc ¦ -14 TL
    /Encoding << /Differences [0 /a /b 999999 /c] >> ¦ /ToUnicode 4 0 R ¦ /Subtype /Type0 ¦ /Subtype /Type3 ¦ /DescendantFonts [5 0 R]
    /FontFile2 4 0 R ¦ /Resources 3 0 R ¦ /Encoding /90ms-RKSJ-H ¦ /FirstChar -1 /LastChar 999999 /Widths [] ¦ #00 ¦ /# ¦ 1.2.3 ¦ --5
    """,
    *(b"<<" * 300, b"[" * 300, b"(" * 300, b"q " * 300, b"Q " * 300, b"BT " * 50, b"BI /W 99999 /H 99999 ID \xff EI"),
)
SUBTITLES = _words(
    r"""
    --> ¦ 00:00:00.000 --> 00:00:00.000\n ¦ 00:00:05.000 --> 00:00:01.000\n ¦ -00:00:05.000 --> 00:00:06.000\n ¦ \n\n ¦ WEBVTT\n\n ¦ NOTE
    99999999999:00:00.000 --> 99999999999:00:01.000\n ¦ 00:61:61.999 --> 00:99:99.999\n ¦ 00:00.0 --> 00:00.1\n ¦ STYLE\n ¦ REGION\n
    <v  ¦ <v > ¦ <v A><v B> ¦ </v> ¦ <v.loud.x A> ¦ <00:00:01.000> ¦ <b><i><u> ¦ &amp;&nbsp;&lrm;&#0; ¦ align:start position:999% ¦ >>
    X-TIMESTAMP-MAP=MPEGTS:1\n ¦ Kind: captions\n ¦ >> P1: ¦ {\an8} ¦ ENTREVISTADORA:\n ¦ 1\n ¦ 99999999999999\n ¦ P1 (hombre):
    """,
    *(b"\n" * 400, b"<" * 200, b"\xef\xbb\xbf"),
)
TABLE = _words(
    r"""
    " ¦ "" ¦ , ¦ ; ¦ | ¦ \n ¦ "\n" ¦ sep=;\n ¦ =cmd|'/c calc'!A1 ¦ @SUM(1) ¦ Hablante ¦ Speaker,Text\n ¦ Texto ¦ ID ¦ R1 ¦ Sesión
    session,respondent,text\n ¦ Fecha ¦ -1 ¦ 1e999 ¦ NaN ¦ #REF! ¦ ,, ¦ Session ID ¦ ¿Por qué? ¦ Start time ¦ Turno ¦ Entrevista
    """,
    *(b"\t", b"\r", b"\r\n\r\n", b'"' * 301, b"," * 500),
)
TEXT = _words(
    r"\n\n ¦ \n ¦ P9 (hombre):  ¦ Moderador – ¦ [00:12:41] Speaker 2\n ¦ Q:  ¦ R:  ¦ E ¦ P1\n ¦ ---\n ¦ #  ¦ **P1**: ¦ - ",
    b"\r\n",
)
WORDS: Mapping[str, Sequence[bytes]] = {"rtf": RTF, "pdf": PDF, "vtt": SUBTITLES, "srt": SUBTITLES, "csv": TABLE, "txt": TEXT}
