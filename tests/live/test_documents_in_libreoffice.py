"""LibreOffice opens our Word files, finds everything they refer to, and makes pages of them."""

import shutil
import subprocess
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from annotations.documents.docx_files import docx_of
from tests.annotations.documents.samples import HOSTILE, document, table

pytestmark = pytest.mark.live
BROKEN = ("Reference source not found", "no se encuentra el origen de la referencia", "Bookmark not defined", "Error:")


@pytest.fixture(scope="module")
def soffice() -> str:
    found = shutil.which("soffice")
    assert found, "soffice is missing: install libreoffice-writer-nogui, or choose -m 'not live'"
    return found


def converted(soffice: str, content: bytes, folder: Path, kind: str) -> Path:
    """The Word file as LibreOffice writes it again, after loading it with everything in it."""
    source = folder / "made.docx"
    source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [soffice, "--headless", profile, "--convert-to", kind, "--outdir", str(folder / "out"), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=True)
    made = folder / "out" / f"made.{kind.split(':')[0]}"
    assert made.exists(), done.stdout + done.stderr
    return made


def pages_of(path: Path) -> list[tuple[str, bool]]:
    """The words of each page, and whether it lies."""
    opened = pypdfium2.PdfDocument(str(path))
    return [(" ".join(page.get_textpage().get_text_range().split()), page.get_size()[0] > page.get_size()[1]) for page in opened]


@pytest.mark.parametrize(("language", "named"), [("en", ("Table", "Figure", "Page")), ("es", ("Tabla", "Figura", "Página"))])
def test_it_becomes_a_pdf_with_every_reference_in_its_place(
    soffice: str, tmp_path: Path, language: str, named: tuple[str, str, str]
) -> None:
    pages = pages_of(converted(soffice, docx_of(document(language)), tmp_path, "pdf"))
    words = " ".join(page for page, _ in pages)
    table_word, figure_word, page_word = named
    assert not [one for one in BROKEN if one in words]
    assert f"See {table_word} 1 and {figure_word} 1, in Second, it rose" in words
    assert [f"{table_word} {number}." in words for number in (1, 2, 3)] == [True] * 3
    assert [lies for _, lies in pages] == [False, False, True, False]
    for number, (page, _) in enumerate(pages, 1):
        assert "DRAFT – NOT SIGNED" in page
        assert f"{page_word} {number}" in page
    assert "".join(words.split()).count("".join(HOSTILE.split())) >= 8


def test_references_are_fields_that_can_be_followed_and_numbers_are_counted_anew(soffice: str, tmp_path: Path) -> None:
    flat = converted(soffice, docx_of(document()), tmp_path, "fodt").read_text(encoding="utf-8")
    marks = {one.split('"')[0] for one in flat.split('<text:bookmark-start text:name="')[1:]}
    references = {one.split('"')[0] for one in flat.split('text:ref-name="')[1:]}
    followed = {one for one in references if one.startswith("_Ref")}
    assert len(followed) == 3
    assert followed <= marks
    assert flat.count("<text:sequence ") == 4
    assert flat.count("<text:note ") == 2
    assert "<svg:desc>Bars" in flat
    assert flat.count("<table:table-header-rows>") == 3


def test_a_long_table_has_its_heading_on_every_page(soffice: str, tmp_path: Path) -> None:
    pages = pages_of(converted(soffice, docx_of(document(parts=(table("long", rows=150),), kind="story")), tmp_path, "pdf"))
    assert len(pages) > 2
    assert all("h0 h1 h2" in page for page, _ in pages)
