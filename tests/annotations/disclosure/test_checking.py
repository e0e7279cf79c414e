"""What only shows when outputs are read together, and what names nobody and singles somebody out."""

import dataclasses
import random
from cProfile import Profile

import pytest

from annotations.disclosure.checking import check
from annotations.disclosure.records import Finding, Output, Public, Report, Secret, secret_of
from annotations.pseudonyms.records import Entity, IdentityKind
from annotations.sessions import Register
from tests.annotations.disclosure.office import excel, word
from tests.annotations.disclosure.planted import FIRM, INES, REGISTER, SECRETS, STUDY

SAID = "“Nos cambiaron el horario sin decirnos y nadie quiso firmar la lista”"


def text(name: str, words: str, scope: str = "") -> Output:
    return Output(name, words.encode(), scope)


def run(*outputs: Output, corpus: tuple[Public, ...] = (), k: int = 3) -> Report:
    return check(outputs, secrets=SECRETS, study=STUDY, register=REGISTER, corpus=corpus, k=k)


def of_kind(report: Report, kind: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.kind == kind]


def test_what_one_output_prints_and_another_masks() -> None:
    report = run(text("a.md", "La [Empresa A] cerró."), text("b.md", "Cerró Textiles Zorzal."), text("c.md", "[Company A] shut."))
    (found,) = of_kind(report, "printed_and_masked")
    assert (found.document, found.severity, found.entities) == ("b.md", "stop", ("O1",))
    assert [document for document, _ in found.others] == ["a.md", "c.md"]
    assert of_kind(run(text("a.md", "La [Empresa A] cerró."), text("b.md", "[Persona A]")), "printed_and_masked") == []


def test_one_letter_for_two_things_and_two_letters_for_one() -> None:
    firm = dataclasses.replace(FIRM, masks={"": ("[Empresa A]",), "CH2": ("[Empresa C]",)})
    other = Secret("O9", "organisation", ("Botones Pinto",), {"CH2": ("[Company A]",)})
    outputs = (text("h1.md", "Según [Empresa A], no.", "CH1"), text("h2.md", "Says [Company A]; y [Empresa C].", "CH2"))
    report = check(outputs, secrets=[firm, other])
    assert [(f.entities, f.severity) for f in of_kind(report, "same_mask")] == [(("O1", "O9"), "look")]
    assert [f.entities for f in of_kind(report, "two_masks")] == [("O1",)]
    assert not report.stops
    assert check(outputs[:1], secrets=[firm, other]).findings == ()


def test_asked_organisations_only_ask_to_look() -> None:
    proposed = dataclasses.replace(FIRM, state="proposed")
    output = text("a.md", "Cerró Textiles Zorzal en mayo.")
    assert [f.severity for f in check([output], secrets=[proposed]).findings] == ["look"]
    assert check([output], secrets=[dataclasses.replace(FIRM, state="rejected")]).findings == ()


def test_a_secret_of_an_entity() -> None:
    secret = secret_of(Entity("E7", IdentityKind.PERSON, "D", ("Ana Ruiz",)), scope="CH1")
    assert secret == Secret("E7", "person", ("Ana Ruiz",), {"CH1": ("[Person D]", "[Persona D]")}, "proposed")


@pytest.mark.parametrize(
    ("line", "count", "severity", "people"),
    [
        ("— inspectora del trabajo, Valle Hondo, entrevista", 1, "stop", ("R09",)),
        ("— labour inspector, Valle Hondo, interview", 1, "stop", ("R09",)),
        ("— worker, Valle Hondo, 3 May 2024", 1, "stop", ("R02",)),
        ("— trabajadora, Valle Hondo, 4 de mayo de 2024", 1, "stop", ("R03",)),
        ("— town hall official, Puerto Seco", 2, "look", ("R14", "R15")),
        ("— town hall official, woman, Puerto Seco", 1, "stop", ("R15",)),
        ("The labour inspectors of Valle Hondo told us so.", 1, "stop", ("R09",)),
        ("— worker, regional office", 0, "", ()),
        ("— worker, Valle Hondo, May 2024", 0, "", ()),
        ("— labour inspector, Puerto Seco", 0, "", ()),
        ("Valle Hondo, 2023", 0, "", ()),
        ("The officials of a town hall in Valle Hondo", 0, "", ()),
    ],
)
def test_combinations(line: str, count: int, severity: str, people: tuple[str, ...]) -> None:
    found = of_kind(run(text("a.md", f"> {SAID}\n>\n> {line}\n")), "combination")
    assert [(f.count, f.severity, f.respondents) for f in found] == ([(count, severity, people)] if count else [])


def test_a_combination_tells_what_to_leave_out() -> None:
    (found,) = of_kind(run(text("a.md", "— worker, Valle Hondo, 3 May 2024")), "combination")
    assert dict(found.combination) == {"category": "worker", "date": "2024-05-03", "place": "Valle Hondo"}
    assert dict(found.without) == {"category": 1, "day": 8, "date": 8, "place": 1}
    assert of_kind(run(text("a.md", "— town hall official, Puerto Seco"), k=2), "combination") == []


def test_rows_and_tables_of_documents() -> None:
    sheet = Output("t.xlsx", excel([["role", "place", "sex"], ["official", "Puerto Seco", "F"], ["worker", "Valle Hondo", "F"]]))
    page = Output("t.docx", word("x", table=[["who", "where"], ["labour inspector", "Valle Hondo"]]))
    found = of_kind(run(sheet, page), "combination")
    assert [(f.document, f.respondents, f.place.unit) for f in found] == [
        ("t.docx", ("R09",), "row"),
        ("t.xlsx", ("R15",), "cell"),
    ]


def test_what_two_outputs_say_of_one_session() -> None:
    quote = text("historia.md", f"{SAID}\n— town hall official, woman [S15.004]")
    table = text("fuentes.csv", "session,place,date\nS15,Puerto Seco,2024-05-16\nS14,Puerto Seco,2024-05-15\n")
    (found,) = of_kind(run(quote, table), "combination_across")
    assert (found.document, found.count, found.respondents, found.severity) == ("historia.md", 1, ("R15",), "stop")
    assert [document for document, _ in found.others] == ["fuentes.csv", "fuentes.csv"][: len(found.others)]
    assert of_kind(run(quote), "combination_across") == []


def test_only_one_in_a_post() -> None:
    register = Register(REGISTER.sessions, REGISTER.respondents[8:10], REGISTER.participations)
    lone = Register(register.sessions, register.respondents[:1], register.participations)
    found = check([text("a.md", "A labour inspector said so.")], study=STUDY, register=lone).findings
    assert [(f.kind, f.severity, f.count) for f in found] == [("combination", "look", 1)]
    assert check([text("a.md", "A labour inspector said so.")], study=STUDY, register=register).findings == ()


TABLE = "category,Valle Hondo,Puerto Seco,Total\nworker,8,0,8\nlabour inspector,1,4,5\ntown hall official,4,2,6\nTotal,13,6,19\n"


def test_small_cells() -> None:
    found = of_kind(run(text("t.csv", TABLE)), "small_cell")
    assert [(f.place.name, f.count, f.severity) for f in found] == [("B3", 1, "stop"), ("C4", 2, "look")]
    rows = [[int(cell) if cell.isdigit() else cell for cell in line.split(",")] for line in TABLE.splitlines()]
    assert [f.place.name for f in of_kind(run(Output("t.xlsx", excel(rows))), "small_cell")] == ["B3", "C4"]
    assert of_kind(run(text("t.csv", "code,segments\nagua,1\nluz,2\n")), "small_cell") == []


def test_hidden_cells_that_the_totals_give_away() -> None:
    one = TABLE.replace("inspector,1,", "inspector,<3,")
    assert [f.place.name for f in of_kind(run(text("t.csv", one)), "recoverable_cell")] == ["B3"]
    four = one.replace("<3,4,5", "<3,<5,5").replace("4,2,6", "<5,<3,6")
    assert of_kind(run(text("t.csv", four)), "recoverable_cell") == []


def test_figures_and_superlatives_beside_the_mask_of_an_organisation() -> None:
    telling = "[Empresa A] saca 12,000 prendas al mes. [Company A] is the only plant of the valley. [Persona A] es la única."
    found = of_kind(run(text("a.md", telling)), "beside_mask")
    assert [(f.reason, f.severity) for f in found] == [("amount", "look"), ("only", "look")]
    assert of_kind(run(text("a.md", "La empresa saca 12,000 prendas. [Empresa A] no firmó en 2023.")), "beside_mask") == []


def test_the_same_quote_with_a_fuller_attribution() -> None:
    poor = text("a.md", f"> {SAID}\n>\n> — trabajador, entrevista")
    full = text("b.md", f"{SAID.upper()}\n\n— worker, Valle Hondo, 3 May 2024")
    (found,) = of_kind(run(poor, full), "quote_elsewhere")
    assert (found.document, found.severity, found.respondents, found.count) == ("a.md", "stop", ("R02",), 1)
    assert [document for document, _ in found.others] == ["b.md"]


def test_the_same_quote_with_the_same_attribution_in_two_languages() -> None:
    one = text("a.md", f"{SAID}\n— trabajador, Valle Hondo")
    two = text("b.md", f"{SAID}\n— worker, Valle Hondo")
    assert of_kind(run(one, two), "quote_elsewhere") == []
    assert (
        of_kind(run(text("a.md", f"{SAID}\n— worker"), text("b.md", "Otra cosa, worker, Valle Hondo.")), "quote_elsewhere") == []
    )


def test_quotes_found_in_public() -> None:
    output = text("a.md", "“[Persona A] nos cambió el horario sin decirnos y nadie quiso firmar la lista aquella”")
    article = Public("el-diario", "…Inés nos cambió el horario, sin decirnos, y nadie quiso firmar la lista aquella, contó…")
    (found,) = of_kind(run(output, corpus=(article,)), "quote_public")
    assert (found.severity, found.reason, found.document) == ("stop", "el-diario", "a.md")
    assert of_kind(run(output, corpus=(Public("otro", "nadie quiso firmar la lista aquella tarde"),)), "quote_public") == []


def test_accepting_a_finding() -> None:
    outputs = [text("a.md", "Lo dijo Inés Quiroga.")]
    first = check(outputs, secrets=[INES])
    assert first.exit_code == 1
    again = check(outputs, secrets=[INES], accepted={first.findings[0].key: "M. R.: another person"})
    assert (again.exit_code, [f.accepted for f in again.findings]) == (0, ["M. R.: another person"])
    assert check(outputs, secrets=[INES], accepted={"0": "x"}).exit_code == 1


def test_the_report_does_not_depend_on_the_order() -> None:
    outputs = [text(f"{n}.md", f"Inés Quiroga, {SAID}\n— labour inspector, Valle Hondo") for n in "cab"]
    one, two = run(*outputs), check(reversed(outputs), secrets=reversed(SECRETS), study=STUDY, register=REGISTER)
    assert one == two
    assert [f.document for f in one.findings if f.severity == "stop"] == sorted(
        f.document for f in one.findings if f.severity == "stop"
    )


def test_documents_whose_names_are_hidden_stay_apart() -> None:
    report = check([text("Inés Quiroga.txt", "x"), text("INES QUIROGA.txt", "x")], secrets=[INES])
    assert [checked.document for checked in report.checked] == ["[Persona A].txt (1)", "[Persona A].txt (2)"]


def test_nothing_to_find() -> None:
    report = run(text("a.md", "Todo bien."))
    assert (report.findings, report.exit_code, report.checked[0].characters) == ((), 0, 11)
    with pytest.raises(ValueError, match="at least 1"):
        check([], k=0)


def test_thousands_of_secrets_cost_no_more_than_a_few() -> None:
    """The work, counted in calls, is that of reading the outputs: the number of secrets hardly counts; every planted one is found."""
    chance = random.Random(7)
    syllables = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo"]
    words = ["".join(chance.choices(syllables, k=length)) for length in (1, 2, 3, 4) for _ in range(600)]
    names = [" ".join(word.title() for word in chance.sample(words[600:], 3)) for _ in range(2000)]
    secrets = [Secret(f"P{n:04}", "person", (name,)) for n, name in enumerate(names)]
    outputs = [
        text(f"{n:02}.txt", ". ".join(" ".join(chance.choices(words, k=12)) for _ in range(250)) + f". {names[n]}.")
        for n in range(20)
    ]

    def work(count: int) -> tuple[int, Report]:
        with Profile() as profile:
            report = check(outputs, secrets=secrets[:count], register=REGISTER, study=STUDY)
        return sum(entry.callcount for entry in profile.getstats()), report

    (few, _), (many, report) = work(20), work(2000)
    assert {f"P{n:04}" for n in range(20)} <= {entity for f in of_kind(report, "name") for entity in f.entities}
    assert many < 10 * few  # and not a hundred times
