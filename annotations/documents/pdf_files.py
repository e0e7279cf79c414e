"""Documents as tagged PDF (PDF/UA-1), set by Typst. What is said reaches it as JSON: nothing of it is markup."""

import json
import re
import tempfile
import unicodedata
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from annotations.documents.json_files import as_values
from annotations.documents.labels import labels_of
from annotations.documents.layout import lying
from annotations.documents.records import Document, Picture
from annotations.errors import BadInput

_NO_LETTER = re.compile(r'the text `"(.+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
SHOWN_AS, LAST_ASCII = "\N{REPLACEMENT CHARACTER}", 127
TEMPLATE = Path(__file__).parent.parent / "templates" / "document.typ"


def pdf_of(document: Document) -> bytes:
    """The document as PDF. The same document gives the same bytes. Letters that no font of this machine has are shown as �, and a note
    at the end names them.

    Raises
    ------
    BadInput : Typst cannot set it, with what it says.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="relato-pdf-") as name:
        folder, lacking = Path(name), set[str]()
        for number, part in enumerate(document.parts):
            if isinstance(part, Picture):
                (folder / _file(number)).write_bytes(part.png)
        main = folder / "main.typ"
        main.write_bytes(TEMPLATE.read_bytes())
        while True:
            (folder / "document.json").write_text(_body(document, lacking), encoding="utf-8")
            try:
                made = typst.compile(main, root=folder, format="pdf", pdf_standards="ua-1", timestamp=0)
                break
            except typst.TypstError as problem:
                more = _letters_in(problem.message) - lacking
                if not more:
                    remedy = "this is a fault of Relato: keep the document as HTML or DOCX and report it"
                    raise BadInput(f"the PDF cannot be set: {problem.message}", where=document.id, remedy=remedy) from problem
                lacking |= more
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no PDF")
    return made


def _letters_in(message: str) -> set[str]:
    """The letters that Typst says it has in no font, if that is what it says.

    >>> sorted(_letters_in('PDF/UA-1 error: the text `"\U0001f4a7"` could not be displayed with font `"Libertinus Serif"`'))
    ['💧']
    """
    found = _NO_LETTER.search(message)
    if not found:
        return set()
    text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1])
    return {letter for letter in text if ord(letter) > LAST_ASCII and letter != SHOWN_AS}


def _body(document: Document, lacking: set[str]) -> str:
    values = _values(document)
    if lacking:
        names = ", ".join(f"U+{ord(one):04X} {unicodedata.name(one, '')}".strip() for one in sorted(lacking))
        values["lacking"] = labels_of(document.language)["lacking"].format(names=names)
    text = json.dumps(values, ensure_ascii=False)
    return text.translate({ord(letter): SHOWN_AS for letter in lacking})


def _values(document: Document) -> dict[str, Any]:
    labels = labels_of(document.language)
    values = as_values(document)
    del values["data"]
    parts = values.pop("parts")
    for number, part in enumerate(parts):
        if part["part"] == "picture":
            part["file"] = _file(number)
    together = groupby(zip(lying(document.parts), parts, strict=True), itemgetter(0))
    return {
        **values,
        "lacking": "",
        "groups": [{"lies": lies, "parts": [part for _, part in group]} for lies, group in together],
        "labels": dict(labels),
        "notice": labels[f"{document.state}_notice"],
        "contents": document.kind == "report",
    }


def _file(number: int) -> str:
    return f"picture{number}.png"
