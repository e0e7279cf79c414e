"""Leaks planted by hand, and near misses beside them: what the check is measured on. All people and firms are invented."""

import datetime
import json
from dataclasses import dataclass
from urllib.parse import quote

from annotations.disclosure.records import Output, Secret
from annotations.sessions import Participation, Register, Respondent, Session
from annotations.studies import RespondentCategory, Study
from tests.annotations.disclosure.office import excel, pdf, with_file, with_note, word

INES, TEO, FIRM, UNION, PHONE, MAIL, BORN, CURP, TOWN, NICK = (
    Secret("P1", "person", ("Inés Quiroga Baeza",), {"": ("[Persona A]", "[Person A]")}),
    Secret("P2", "person", ("Teodoro Flores",), {"": ("[Persona B]", "[Person B]")}, "proposed"),
    Secret("O1", "organisation", ("Textiles Zorzal S.A. de C.V.",), {"": ("[Empresa A]", "[Company A]")}),
    Secret("O2", "organisation", ("Sindicato Libre de Costureras del Norte",), {"": ("[Sindicato B]", "[Union B]")}),
    Secret("T1", "phone", ("+52 33 1845 2290",), {"": ("[Teléfono A]",)}),
    Secret("M1", "email", ("ines.quiroga@correo.example",), {"": ("[Correo A]",)}),
    Secret("B1", "birth_date", ("14/09/1978",), {"": ("[Fecha de nacimiento A]",)}),
    Secret("C1", "curp", ("QUBI780914MJCRZN05",), {"": ("[CURP A]",)}),
    Secret("L1", "place", ("Rancho El Tordillo",), {"": ("[Lugar A]",)}),
    Secret("P3", "person", ("La Tuza",), {"": ("[Persona C]",)}),
)
SECRETS = (INES, TEO, FIRM, UNION, PHONE, MAIL, BORN, CURP, TOWN, NICK)


def _names(text: str) -> Study:
    return Study(
        id=text,
        name={"es": "Costura digna", "en": "Decent sewing"},
        description={"en": "invented"},
        languages=("es", "en"),
        domains=(),
        sections=(),
        coders=(),
        categories=(
            RespondentCategory("worker", {"es": "trabajadora o trabajador", "en": "worker"}),
            RespondentCategory("inspector", {"es": "inspectora o inspector del trabajo", "en": "labour inspector"}),
            RespondentCategory("official", {"es": "persona de la alcaldía", "en": "town hall official"}),
        ),
    )


STUDY = _names("costura")
_PEOPLE = [
    *[(f"R{n:02}", "worker", "F" if n % 2 else "M", "Valle Hondo", "", f"S{n:02}") for n in range(1, 9)],
    ("R09", "inspector", "F", "Valle Hondo", "regional office", "S09"),
    *[(f"R{n}", "inspector", "M", "Puerto Seco", "", f"S{n}") for n in range(10, 14)],
    ("R14", "official", "M", "Puerto Seco", "", "S14"),
    ("R15", "official", "F", "Puerto Seco", "", "S15"),
    *[(f"R{n}", "official", "F", "Valle Hondo", "", f"S{n}") for n in range(16, 20)],
]
REGISTER = Register(
    tuple(
        Session(session, datetime.date(2024, 5, 1) + datetime.timedelta(days=int(session[1:])), "individual", place=place)
        for *_, place, _, session in _PEOPLE
    ),
    tuple(Respondent(person, category, sex, place, affiliation) for person, category, sex, place, affiliation, _ in _PEOPLE),
    tuple(Participation(session, person) for person, *_, session in _PEOPLE),
)


@dataclass(frozen=True)
class Planted:
    """An output and the entities that leak from it; ``what`` says how. Without entities it is a near miss."""

    what: str
    output: Output
    leaks: tuple[str, ...] = ()


def _text(what: str, text: str, *leaks: str, name: str = "nota.txt") -> Planted:
    return Planted(what, Output(name, text.encode()), leaks)


LEAKS = (
    _text("plain", "Ayer vino Inés Quiroga Baeza a la junta.", "P1"),
    _text("case and accents", "AYER VINO INES QUIROGA A LA JUNTA", "P1"),
    _text("order", "Quiroga Baeza, Inés; Flores, Teodoro", "P1", "P2"),
    _text("line break", "Lo contó Inés\nQuiroga el martes.", "P1"),
    _text("hyphenated at the line end", "Lo contó Inés Qui-\nroga el martes.", "P1"),
    _text("soft hyphen", "Lo contó Inés Qui\u00adroga el martes.", "P1"),
    _text("zero-width signs", "Lo contó I\u200bnés Q\u2060uiroga.", "P1"),
    _text("homoglyphs", "Lo contó Inés Quirоgа.", "P1"),  # Cyrillic о and а
    _text("full width", "Ｉｎｅｓ Ｑｕｉｒｏｇａ", "P1"),
    _text("combining marks", "Ine\u0301s Quiroga", "P1"),
    _text("no-break space", "Inés\u00a0Quiroga habló.", "P1"),
    _text("spaced letters", "firma: Q U I R O G A", "P1"),
    _text("emphasis", "Lo contó **Inés** _Quiroga_.", "P1", name="nota.md"),
    _text("emphasis within a word", "Lo contó Inés Qui**roga**.", "P1", name="nota.md"),
    _text("link", "Lo contó [Inés](https://x.example/a) [Quiroga](https://x.example/b).", "P1", name="nota.md"),
    _text("surname alone", "Según Quiroga, nadie pagó.", "P1"),
    _text("second surname alone", "La señora Baeza no estuvo.", "P1"),
    _text("given name and role before", "La inspectora Inés lo anotó.", "P1"),
    _text("given name and role after", "Teodoro, el supervisor, lo negó.", "P2"),
    _text("given name and category", "Inés (trabajadora) lo dijo.", "P1"),
    _text("initial of the surname", "Lo dijo Inés Q. en la junta.", "P1"),
    _text("nickname", "Le dicen la Tuza y manda mucho.", "P3"),
    _text("camel case", "foto: InésQuiroga2023", "P1"),
    _text("written together", "cuenta inesquiroga en la red", "P1"),
    _text("possessive", "Quiroga's machine broke.", "P1"),
    _text("company without its form", "Cerró Textiles Zorzal en mayo.", "O1"),
    _text("company by its telling word", "Los de Zorzal no firmaron.", "O1"),
    _text("union by its initials", "El SLCN pidió la lista.", "O2"),
    _text("union with other particles", "Sindicato Libre Costureras Norte", "O2"),
    _text("phone in groups", "Llame al (33) 18-45-22-90.", "T1"),
    _text("phone without area", "Tel. 1845 2290", "T1"),
    _text("e-mail", "escriba a INES.QUIROGA@correo.example", "M1"),
    _text("birth date in words", "Nació el 14 de septiembre de 1978.", "B1"),
    _text("birth date in English", "Born September 14, 1978.", "B1"),
    _text("number in groups", "QUBI 780914 MJCRZN 05", "C1"),
    _text("place", "Los juntaron en el rancho El Tordillo.", "L1"),
    Planted("file name", Output("Entrevista_Ines_Quiroga.txt", b"nada"), ("P1",)),
    Planted("CSV across cells", Output("t.csv", b"nombre,apellido,n\nTeodoro,Flores,2\n"), ("P2",)),
    Planted("CSV in Latin 1", Output("t.csv", "quién;n\nInés Quiroga;2\n".encode("latin-1")), ("P1",)),
    Planted("UTF-16", Output("t.txt", "Inés Quiroga".encode("utf-16")), ("P1",)),
    Planted("JSON value", Output("t.json", json.dumps({"a": [{"b": "Inés Quiroga"}]}).encode()), ("P1",)),
    Planted("JSON key", Output("t.json", json.dumps({"Inés Quiroga": 1}).encode()), ("P1",)),
    Planted("JSON number", Output("t.json", b'{"tel": 3318452290}'), ("T1",)),
    Planted("JSON key given twice", Output("t.json", '{"a": "Inés Quiroga", "a": "x"}'.encode()), ("P1",)),
    Planted("JSON lines", Output("t.jsonl", '{"a": "x"}\n{"a": "Inés Quiroga"}\n'.encode()), ("P1",)),
    Planted("HTML over tags", Output("t.html", "<html><p>In<b>és</b> <i>Quiroga</i></p></html>".encode()), ("P1",)),
    Planted("HTML entities", Output("t.html", b"<html><p>In&eacute;s Quiroga</p></html>"), ("P1",)),
    Planted("HTML comment", Output("t.html", "<html><!-- Inés Quiroga --><p>x</p></html>".encode()), ("P1",)),
    Planted("HTML alt text", Output("t.html", "<html><img alt='Inés Quiroga'><p>x</p></html>".encode()), ("P1",)),
    Planted("HTML script", Output("t.html", b"<html><script>var d='In\\u00e9s Quiroga'</script><p>x</p></html>"), ("P1",)),
    Planted("coded link", Output("t.html", f"<html><a href='/q?n={quote('Inés Quiroga')}'>x</a></html>".encode()), ("P1",)),
    Planted("XML attribute", Output("t.xml", "<?xml version='1.0'?><a><b who='Inés Quiroga'>x</b></a>".encode()), ("P1",)),
    Planted(
        "SVG text", Output("t.svg", "<svg xmlns='http://www.w3.org/2000/svg'><text>Inés Quiroga</text></svg>".encode()), ("P1",)
    ),
    Planted("Word body", Output("t.docx", word("Lo dijo Inés Quiroga.")), ("P1",)),
    Planted("Word runs", Output("t.docx", word("x", split=["Lo dijo Inés Qui", "ro", "ga."])), ("P1",)),
    Planted("Word table", Output("t.docx", word("x", table=[["nombre", "n"], ["Inés Quiroga", "1"]])), ("P1",)),
    Planted("Word table across cells", Output("t.docx", word("x", table=[["Teodoro", "Flores"]])), ("P2",)),
    Planted("Word comment", Output("t.docx", word("x", comment=("preguntar a Inés Quiroga", "editor"))), ("P1",)),
    Planted("Word comment's author", Output("t.docx", word("x", comment=("bien", "Inés Quiroga"))), ("P1",)),
    Planted("Word header", Output("t.docx", word("x", header="Inés Quiroga")), ("P1",)),
    Planted("Word footer", Output("t.docx", word("x", footer="Inés Quiroga")), ("P1",)),
    Planted("Word footnote", Output("t.docx", with_note("Entrevista con Inés Quiroga")), ("P1",)),
    Planted("Word author", Output("t.docx", word("x", author="Inés Quiroga")), ("P1",)),
    Planted("Word author by surname", Output("t.docx", word("x", author="i quiroga")), ("P1",)),
    Planted("Word tracked deletion", Output("t.docx", word("x", deleted="Inés Quiroga")), ("P1",)),
    Planted("Word alt text", Output("t.docx", word("x", alt="Inés Quiroga en la fábrica")), ("P1",)),
    Planted(
        "Word custom part", Output("t.docx", with_file(word("x"), "customXml/x.xml", "<a>Inés Quiroga</a>".encode())), ("P1",)
    ),
    Planted("Excel cell", Output("t.xlsx", excel([["a"], ["Inés Quiroga"]])), ("P1",)),
    Planted("Excel across cells", Output("t.xlsx", excel([["Teodoro", "Flores", 3]])), ("P2",)),
    Planted("Excel number", Output("t.xlsx", excel([["tel"], [3318452290]])), ("T1",)),
    Planted("Excel formula", Output("t.xlsx", excel([["a"], ['=IF(A1="Inés Quiroga",1,0)']])), ("P1",)),
    Planted("Excel sheet name", Output("t.xlsx", excel([["a"]], sheet="Inés Quiroga")), ("P1",)),
    Planted("Excel comment", Output("t.xlsx", excel([["a"]], comment="es Inés Quiroga")), ("P1",)),
    Planted("Excel hidden sheet", Output("t.xlsx", excel([["a"]], hidden="Inés Quiroga")), ("P1",)),
    Planted("Excel author", Output("t.xlsx", excel([["a"]], author="Inés Quiroga")), ("P1",)),
    Planted("Excel header", Output("t.xlsx", excel([["a"]], header="Inés Quiroga")), ("P1",)),
    Planted(
        "Excel pivot cache",
        Output("t.xlsx", with_file(excel([["a"]]), "xl/pivotCache/c.xml", '<c><s v="Inés Quiroga"/></c>'.encode())),
        ("P1",),
    ),
    Planted("PDF text", Output("t.pdf", pdf("Lo dijo Inés Quiroga.")), ("P1",)),
    Planted("PDF lines", Output("t.pdf", pdf("Lo dijo Inés", "Quiroga ayer.")), ("P1",)),
    Planted("PDF hyphenated", Output("t.pdf", pdf("Lo dijo Inés Qui-", "roga ayer.")), ("P1",)),
    Planted("PDF author", Output("t.pdf", pdf("x", author="Inés Quiroga")), ("P1",)),
    Planted("RTF", Output("t.rtf", rb"{\rtf1\ansi Lo dijo In\'e9s Quiroga.\par}"), ("P1",)),
    Planted(
        "archive",
        Output("t.zip", with_file(with_file(b"PK\x05\x06" + bytes(18), "a/b.txt", "Inés Quiroga".encode()), "c.txt", b"x")),
        ("P1",),
    ),
)
NEAR = (
    _text("masks", "Lo dijo [Persona A] de [Empresa A], tel. [Teléfono A]."),
    _text("common word that is a surname", "Puso flores; las flores de mayo; más flores y flores; Flores para todas."),
    _text("small surname that is a word", "le llevó flores a la virgen, flores blancas, flores rojas y flores secas"),
    _text("part of a longer word", "Vive en Quirogaria y trabaja en Zorzales."),
    _text("saint's place", "Fue a Santa Inés y a San Teodoro."),
    _text("given name in small letters", "marcó el pin teodoro"),
    _text("letters that cross words", "anduvo Libre, del Norte vino"),
    _text("half a phone", "el 1845 hubo 2290 telares"),
    _text("another phone", "Llame al 33 1845 2291."),
    _text("another date", "Nació el 15 de septiembre de 1978; el 9 de abril."),
    _text("initials in small letters", "dice slcn"),
    _text("two words of a firm in small letters apart", "los textiles del zorzal cantor"),
    _text("another firm", "Textiles Calandria y Sindicato Nacional de Costureras"),
    _text("other mail", "escriba a info@correo.example"),
    Planted("Word document", Output("t.docx", word("Todo bien.", header="Informe", comment=("de acuerdo", "editora")))),
    Planted("Excel workbook", Output("t.xlsx", excel([["n", 4], ["x", 5]], comment="ver total"))),
    Planted("PDF", Output("t.pdf", pdf("Todo bien.", author="Relato"))),
    Planted("HTML page", Output("t.html", b"<html><p>Todo bien</p><!-- fin --></html>")),
    Planted("CSV", Output("t.csv", b"a,b\n10,20\n")),
    Planted("JSON", Output("t.json", b'{"a": [1, 2, {"b": "c"}]}')),
)
