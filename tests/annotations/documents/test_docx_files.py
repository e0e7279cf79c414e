"""What a Word file of ours holds, read back as its parts: nothing in it has to be repaired or updated to be read."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from annotations.documents.docx_files import docx_of
from annotations.documents.house_template import HOUSE, house_template
from annotations.errors import BadInput
from tests.annotations.documents.samples import HOSTILE, document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def body(content: bytes) -> etree._Element:
    return etree.fromstring(parts(content)["word/document.xml"])


def text_of(element: etree._Element) -> str:
    return "".join(element.itertext(f"{W}t"))


def paragraphs(content: bytes, style: str) -> list[str]:
    found = body(content).iterfind(f".//{W}p")
    return [
        text_of(p)
        for p in found
        if p.find(f"{W}pPr/{W}pStyle") is not None and p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == style
    ]


@pytest.fixture(scope="module")
def made() -> bytes:
    return docx_of(document())


def test_every_part_is_well_formed_and_every_relation_leads_somewhere(made: bytes) -> None:
    found = parts(made)
    for name, content in found.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
    relations = etree.fromstring(found["word/_rels/document.xml.rels"])
    ids = {one.get("Id"): one.get("Target") for one in relations}
    assert all(f"word/{target}" in found for target in ids.values() if target and not target.startswith(("/", "..")))
    used = set(re.findall(rb'r:(?:id|embed)="(\w+)"', found["word/document.xml"]))
    assert {one.decode() for one in used} <= set(ids)


def test_every_reference_resolves_to_a_bookmark_around_what_it_says(made: bytes) -> None:
    root = body(made)
    marks: dict[str, str] = {}
    for start in root.iter(f"{W}bookmarkStart"):
        inside, one = [], start.getnext()
        while one is not None and one.tag != f"{W}bookmarkEnd":
            inside.append(text_of(one))
            one = one.getnext()
        assert one is not None
        assert one.get(f"{W}id") == start.get(f"{W}id")
        marks[start.get(f"{W}name")] = "".join(inside)
    said = []
    for paragraph in root.iter(f"{W}p"):
        code, result, depth = "", "", ""
        for run in paragraph.iter(f"{W}r"):
            mark = run.find(f"{W}fldChar")
            depth = mark.get(f"{W}fldCharType") if mark is not None else depth
            code += "".join(one.text or "" for one in run.iter(f"{W}instrText"))
            result += text_of(run) if depth == "separate" else ""
            if depth == "end" and code:
                said += [(code.split()[0], code.split()[1], result)] if code.split()[0] in ("REF", "SEQ") else []
                code, result, depth = "", "", ""
    references = [(name, result) for kind, name, result in said if kind == "REF"]
    assert [result for _, result in references] == ["Table 1", "Figure 1", "Second"]
    assert all(marks[name] == result for name, result in references)
    assert [(name, result) for kind, name, result in said if kind == "SEQ"] == [
        ("Table", "1"),
        ("Table", "2"),
        ("Figure", "1"),
        ("Table", "3"),
    ]
    anchors = {one.get(f"{W}anchor") for one in root.iter(f"{W}hyperlink")}
    assert anchors
    assert anchors <= set(marks)


def test_captions_stand_in_the_words_of_the_language() -> None:
    assert [one.split(".")[0] for one in paragraphs(docx_of(document("es")), "Caption")] == [
        "Tabla 1",
        "Tabla 2",
        "Figura 1",
        "Tabla 3",
    ]


def test_footnotes_are_words_own_and_each_has_its_text(made: bytes) -> None:
    used = [one.get(f"{W}id") for one in body(made).iter(f"{W}footnoteReference")]
    notes = etree.fromstring(parts(made)["word/footnotes.xml"])
    texts = {one.get(f"{W}id"): text_of(one).strip() for one in notes}
    assert used == ["1", "2"]
    assert texts["1"] == f"Clinic {HOSTILE}"
    assert texts["2"] == "Second note"
    kinds = parts(made)["[Content_Types].xml"].decode()
    assert kinds.count("/word/footnotes.xml") == 1


def test_a_document_without_footnotes_has_no_part_for_them() -> None:
    plain = document(parts=())
    assert "word/footnotes.xml" not in parts(docx_of(plain))


def test_pictures_have_words_for_who_cannot_see_them_and_tables_a_heading_that_is_repeated(made: bytes) -> None:
    root = body(made)
    described = [
        one.get("descr") for one in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    ]
    assert described == [f"Bars {HOSTILE}"]
    tables = list(root.iter(f"{W}tbl"))
    assert len(tables) == 3
    for one in tables:
        rows = one.findall(f"{W}tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in rows[1:])
        assert sum(int(column.get(f"{W}w")) for column in one.iter(f"{W}gridCol")) == int(
            one.find(f"{W}tblPr/{W}tblW").get(f"{W}w")
        )


def test_every_page_says_what_state_and_version_it_is(made: bytes) -> None:
    opened = docx.Document(BytesIO(made))
    assert {section.header.paragraphs[0].text for section in opened.sections} == {"Study & co · CH1\tDRAFT – NOT SIGNED"}
    assert all(section.footer.paragraphs[0].text.startswith("Version 3\tPage ") for section in opened.sections)
    assert "This is a draft. Nobody has signed it: do not cite it or pass it on." in paragraphs(made, "RelatoState")
    assert paragraphs(docx_of(document(state="signed", state_words="Signed")), "RelatoState") == []


def test_wide_tables_stand_on_pages_that_lie_and_the_others_do_not(made: bytes) -> None:
    sections = docx.Document(BytesIO(made)).sections
    assert [section.page_width > section.page_height for section in sections] == [False, True, False]  # type: ignore[operator]


def test_words_from_outside_are_words(made: bytes) -> None:
    root = body(made)
    assert (
        text_of(root).count(HOSTILE) == 10
    )  # title, fact, line of the contents, heading, quote, note of a table, captions of a picture and a table, two cells
    codes = {(one.text or "").split()[0] for one in root.iter(f"{W}instrText")}
    assert codes == {"REF", "SEQ", "TOC"}
    assert not list(root.iter("script"))


def test_quotes_say_in_which_language_they_are(made: bytes) -> None:
    languages = {one.get(f"{W}val") for one in body(made).iter(f"{W}lang")}
    assert languages == {"es"}
    styles = etree.fromstring(parts(made)["word/styles.xml"])
    assert styles.find(f"{W}docDefaults//{W}lang").get(f"{W}val") == "en"


def test_the_same_document_is_the_same_file_and_tells_nothing_of_its_making(made: bytes) -> None:
    assert docx_of(document()) == made
    properties = docx.Document(BytesIO(made)).core_properties
    assert (properties.author, properties.created.year if properties.created else 0) == ("Relato", 2000)


def test_the_template_in_the_house_is_the_one_that_its_module_makes() -> None:
    assert parts(HOUSE.read_bytes())["word/document.xml"] == parts(house_template())["word/document.xml"]
    assert parts(HOUSE.read_bytes())["word/styles.xml"] == parts(house_template())["word/styles.xml"]


def test_a_study_can_have_its_own_template(tmp_path: Path) -> None:
    own = docx.Document(str(HOUSE))
    own.paragraphs[0].insert_paragraph_before("Ministry of Wells: {{ title }}")
    path = tmp_path / "own.docx"
    own.save(str(path))
    assert docx.Document(BytesIO(docx_of(document(), path))).paragraphs[0].text == f"Ministry of Wells: Title {HOSTILE}"


@pytest.mark.parametrize(
    "words", ["{{ unknown }}", "{{ title", "{% for x in %}", "{{ title.__class__.__mro__[1].__subclasses__() }}"]
)
def test_a_template_that_cannot_be_filled_is_named(tmp_path: Path, words: str) -> None:
    own = docx.Document(str(HOUSE))
    own.paragraphs[0].insert_paragraph_before(words)
    path = tmp_path / "own.docx"
    own.save(str(path))
    with pytest.raises(BadInput, match="own.docx.*the template cannot be filled"):
        docx_of(document(), path)


@pytest.mark.parametrize("content", [b"", b"no zip", HOUSE.read_bytes()[:2000]])
def test_what_is_no_word_document_is_no_template(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "own.docx"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="no Word document"):
        docx_of(document(), path)


def test_the_styles_that_are_named_are_there(made: bytes) -> None:
    known = {one.get(qn("w:styleId")) for one in etree.fromstring(parts(made)["word/styles.xml"]).iter(f"{W}style")}
    root = body(made)
    used = {one.get(f"{W}val") for name in ("pStyle", "rStyle", "tblStyle") for one in root.iter(f"{W}{name}")}
    assert used
    assert used <= known
