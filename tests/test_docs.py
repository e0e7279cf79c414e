"""The documentation says what the code does: links, files, commands, settings, routes, fields and targets exist, and none is missing."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args, get_type_hints
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from annotations import registers
from annotations.codeframe import Code
from annotations.codeframe_files import FrameFile, ListedCode
from annotations.pseudonyms.records import Action, IdentityKind
from annotations.sessions import Capture, Method
from annotations.studies import (
    Change,
    Coder,
    DomainOfChange,
    IdentityRule,
    Occasion,
    Place,
    PlanRow,
    Project,
    Question,
    RespondentCategory,
    RetrainingRule,
    ReviewRule,
    RoundRule,
    SaturationRule,
    StorySection,
    Study,
    SuggestionRule,
)
from annotations.triangulation import files
from service.jobs.queue import VERBS
from tests import reference

ROOT = reference.ROOT
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", ROOT / "examples/README.md"]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
BY_NAME = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def tokens(text: str) -> Iterator[Token]:
    """All tokens, those within a paragraph too."""
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        yield token
        yield from token.children or ()


def links(page: Path) -> list[str]:
    found = [token.attrGet("href") or token.attrGet("src") for token in tokens(page.read_text(encoding="utf-8"))]
    return [str(link) for link in found if link]


def code(text: str) -> list[str]:
    """Everything that stands in backticks: spans, and the lines of blocks."""
    spans = [token.content for token in tokens(text) if token.type == "code_inline"]
    return spans + [line for token in tokens(text) if token.type == "fence" for line in token.content.splitlines()]


def section(name: str, heading: str) -> str:
    """The part of a page under the heading that contains these words."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.split(rf"(?m)^## .*{re.escape(heading)}.*$", text, maxsplit=1)[1].split("\n## ", 1)[0]


@BY_NAME
def test_links_lead_somewhere(page: Path) -> None:
    here = [urlsplit(link) for link in links(page)]
    broken = [link.path for link in here if not link.scheme and not (page.parent / unquote(link.path)).exists()]
    assert broken == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    todo = [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page not in seen and page.suffix == ".md":
            seen.add(page)
            todo += [(page.parent / unquote(urlsplit(link).path)).resolve() for link in links(page) if not urlsplit(link).scheme]
    assert sorted(str(page.relative_to(ROOT)) for page in set(PAGES) - seen) == []


@BY_NAME
def test_files_named_in_backticks_exist(page: Path) -> None:
    """Paths of our own tree, wherever they stand; ``<study>`` and ``…`` are placeholders."""
    tops = r"(?:annotations|models|training|service|tests|docs|examples|\.ci)/[\w./-]*"
    named = [span for span in code(page.read_text(encoding="utf-8")) if re.fullmatch(tops, span)]
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_flow_names_a_file_for_every_step() -> None:
    flow = section("README.md", "The flow")
    steps = [line for line in flow.splitlines() if re.match(r"\d+\. ", line)]
    assert len(steps) >= 11
    for step in steps:
        named = [span for span in code(step) if "/" in span]
        assert named, step
        assert [name for name in named if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("name", reference.TABLES)
def test_reference_tables_are_those_of_the_code(name: str) -> None:
    """Run ``python -m tests.reference`` when this fails."""
    text = (reference.FOLDER / name).read_text(encoding="utf-8")
    assert reference.BLOCK.search(text)
    assert text == reference.page_with(text, reference.TABLES[name]())


@BY_NAME
def test_commands_and_options_exist(page: Path) -> None:
    known = {name: {o for p in command.params for o in (*p.opts, *p.secondary_opts)} for name, command in reference.commands()}
    for line in code(page.read_text(encoding="utf-8")):
        for called in re.findall(r"(?:^|[\s(/])(relato(?: [a-z]+)+[^`#|)]*)", line):
            words = called.split()
            name = next((n for n in (" ".join(words[:3]), " ".join(words[:2])) if n in known), None)
            if name is None and (not line.startswith((".venv/bin/", "relato ")) or len(words) < 2):
                continue  # "relato" as a word: a database, an owner
            assert name is not None, line
            assert {word.split("=")[0] for word in words if word.startswith("--")} <= known[name] | {"--help"}, line


@BY_NAME
def test_settings_named_exist(page: Path) -> None:
    known = set(re.findall(r"RELATO_[A-Z_]+", reference.settings_table()))
    of_tests = set(re.findall(r"RELATO_[A-Z_]+", "".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("*.py"))))
    assert set(re.findall(r"RELATO_[A-Z_]+[A-Z]", page.read_text(encoding="utf-8"))) <= known | of_tests


@BY_NAME
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    named = {t for line in code(page.read_text(encoding="utf-8")) for t in re.findall(r"\bmake ([a-z]+(?:/[a-z]+)*)", line)}
    assert {target for name in named for target in name.split("/")} <= targets


def test_the_readme_names_the_main_targets() -> None:
    named = set(re.findall(r"`make ([a-z]+)`", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert {"demo", "test", "setup", "up", "down"} <= named


def test_every_route_stands_in_the_reference() -> None:
    page = (reference.FOLDER / "api.md").read_text(encoding="utf-8")
    routes = {f"{method.upper()} {path}" for path, methods in reference.openapi()["paths"].items() for method in methods}
    assert set(re.findall(r"(?m)^\| `([A-Z]+ [^`]+)`", page)) == routes


def test_fields_of_the_study_files() -> None:
    """Every field has its words in the part about its file, and the tables hold no other."""
    study = section("docs/reference/study-files.md", "`study.yaml`")
    for record in (
        Study,
        DomainOfChange,
        StorySection,
        Question,
        Change,
        RespondentCategory,
        Coder,
        SaturationRule,
        IdentityRule,
        SuggestionRule,
        RetrainingRule,
        ReviewRule,
        RoundRule,
        Project,
        Place,
        Occasion,
        PlanRow,
    ):
        assert {field.name for field in fields(record)} <= set(code(study)), record.__name__
    known = {
        field.name
        for record in (Study, SaturationRule, IdentityRule, SuggestionRule, RetrainingRule, ReviewRule, RoundRule, PlanRow)
        for field in fields(record)
    }
    assert set(_first_column(study)) == known - {"text"}
    frame = section("docs/reference/study-files.md", "`codeframe.yaml`")
    assert {f.name for record in (FrameFile, ListedCode, Code) for f in fields(record)} <= set(code(frame))
    assert set(_first_column(frame)) == {field.name for field in fields(FrameFile)}


def test_defaults_of_the_saturation_rule() -> None:
    text = section("docs/reference/study-files.md", "`study.yaml`")
    for field in fields(SaturationRule):
        row = next(line for line in text.splitlines() if line.startswith(f"| `{field.name}` "))
        assert row.split("|")[2].strip() == str(field.default).lower()


def test_identity_rule() -> None:
    """Its default, and every kind of identifying detail, stand where the file is described."""
    text = section("docs/reference/study-files.md", "`study.yaml`")
    row = next(line for line in text.splitlines() if line.startswith("| `before_sending` "))
    assert row.split("|")[2].strip() == IdentityRule().before_sending
    accepted = {*get_args(get_type_hints(IdentityRule)["before_sending"]), *get_args(get_type_hints(Study)["consent"])}
    assert accepted | set(IdentityKind) | set(get_args(Action)) <= set(code(text))


@pytest.mark.parametrize(
    ("heading", "columns", "required"),
    [
        ("`sessions.csv`", registers.SESSION_COLUMNS, registers.REQUIRED_OF_SESSION),
        ("`roster.csv`", registers.ROSTER_COLUMNS, registers.REQUIRED_OF_ROSTER),
        ("`contacts.csv`", registers.CONTACT_COLUMNS, registers.REQUIRED_OF_CONTACT),
        ("`statistics.csv`", files.COLUMNS, tuple(name for name in files.COLUMNS if name not in files.OPTIONAL)),
    ],
)
def test_columns_of_the_tables(heading: str, columns: tuple[str, ...], required: tuple[str, ...]) -> None:
    text = section("docs/reference/study-files.md", heading)
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert {name for name in _first_column(text)} == set(columns)
    assert {name for row in rows if row.split("|")[3].strip() for name in _first_column(row)} == set(required)


def test_accepted_values_of_the_session_table() -> None:
    words = set(code(section("docs/reference/study-files.md", "`sessions.csv`")))
    for values in (Method, Capture):
        assert set(get_args(values)) <= words


def test_jobs_of_the_api_are_named() -> None:
    words = set(code((reference.FOLDER / "api.md").read_text(encoding="utf-8")))
    assert set(VERBS) - {"load", "import"} <= words


@pytest.mark.parametrize("page", sorted((ROOT / "docs/decisions").glob("0*.md")), ids=lambda page: page.stem)
def test_a_decision_has_its_four_parts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"(?m)^\*\*(\w+)\.\*\*", text) == ["Context", "Decision", "Consequences", "Alternatives"]
    assert text.startswith(f"# {int(page.name[:4])}. ")


def test_pictures_are_small() -> None:
    assert [p.name for p in (ROOT / "docs/pictures").iterdir() if p.stat().st_size > 200_000] == []


def _first_column(text: str) -> list[str]:
    """What stands in backticks in the first column of the tables."""
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
