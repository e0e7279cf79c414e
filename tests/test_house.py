"""The rules of the house: imports, types, style, sizes. Each rule here was agreed on; change it in docs/decisions, not here alone."""

import ast
import importlib
import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("annotations", "models", "training", "service")
MODULES = [p for room in ROOMS for p in sorted((ROOT / room).rglob("*.py")) if "migrations" not in p.parts]
BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command", [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], ["lint-imports"]], ids=" ".join
)
def test_checks(command: list[str]) -> None:
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_module_sizes() -> None:
    """At most 400 lines, and the median at most 120: a module is read at one sitting."""
    lines = {str(p.relative_to(ROOT)): p.read_text().count("\n") for p in MODULES if p.stat().st_size}
    assert {name: n for name, n in lines.items() if n > 400} == {}
    assert sorted(lines.values())[len(lines) // 2] <= 120


def test_function_sizes() -> None:
    """At most 50 lines."""
    long = {
        f"{p.relative_to(ROOT)}:{node.lineno} {node.name}": length
        for p in MODULES
        for node in ast.walk(ast.parse(p.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > 50
    }
    assert long == {}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_ours(room: str) -> None:
    """Another distribution that ships a package of this name would be imported instead, silently."""
    assert Path(importlib.import_module(room).__file__ or "").parent == ROOT / room
    assert set(importlib.metadata.packages_distributions().get(room, ["relato"])) == {"relato"}


def test_help_answers_without_heavy_libraries() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from service.cli import app; "
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0; "
        "print(sorted({'torch', 'spacy', 'sklearn', 'sqlalchemy', 'fastapi', 'dbos', 'label_studio_sdk', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
