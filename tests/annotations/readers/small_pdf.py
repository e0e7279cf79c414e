"""Small PDFs, written by hand: pages of lines of text at places, in Helvetica and in the Western code page of Windows."""

from collections.abc import Iterable, Sequence

Placed = tuple[float, float, str]  # x and y in points from the lower left corner, and the words
WIDTH, HEIGHT, SIZE, PITCH, MARGIN = 595, 842, 11, 14, 72


def pdf(pages: Sequence[Sequence[Placed]], *, trailer: str = "", drawn: str = "", objects: Sequence[bytes] = ()) -> bytes:
    """A PDF of ``pages``; ``drawn`` is added to what each page draws, ``objects`` get the numbers from 5 on."""
    first = 5 + len(objects)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    inside = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< >>",
        *objects,
    ]
    for number, page in enumerate(pages):
        content = drawn.encode() + b"".join(_shown(placed) for placed in page)
        inside.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {first + 2 * number + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> /XObject << /Im1 5 0 R >> >> >>".encode()
        )
        inside.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file(inside, trailer)


def prose(lines: Iterable[str], *, x: float = MARGIN, top: float = HEIGHT - MARGIN, pitch: float = PITCH) -> list[Placed]:
    """Lines under each other; an empty one leaves its space."""
    return [(x, top - pitch * number, line) for number, line in enumerate(lines) if line]


def _shown(placed: Placed) -> bytes:
    x, y, words = placed
    shown = words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return f"BT /F1 {SIZE} Tf 1 0 0 1 {x} {y} Tm (".encode() + shown + b") Tj ET\n"


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    out, at = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in at)
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end
