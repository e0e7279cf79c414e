"""The reference pages' tables, made from the code. ``python -m tests.reference`` writes them; ``test_docs`` compares."""

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer.main

from service import cli
from service.app import create_app
from service.running import opened
from service.settings import CHECKOUT, Settings

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "reference"
BLOCK = re.compile(r"(?s)(?<=<!-- made by tests/reference.py -->\n).*(?=<!-- end -->)")


def commands() -> Iterator[tuple[str, Any]]:
    """Every command that does something, by its full name."""

    def walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
        below = getattr(command, "commands", {})
        if not below:
            yield name, command
        for word, child in below.items():
            yield from walk(f"{name} {word}", child)

    return walk("relato", typer.main.get_command(cli.app))


def cli_tables() -> str:
    lines = []
    for name, command in commands():
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        lines += [f"## {name}{''.join(f' {(p.metavar or p.name).upper()}' for p in arguments)}", "", command.help, ""]
        if command.params:
            lines += ["| argument or option | default | meaning |", "|---|---|---|"]
        lines += [f"| {_names(p)} | {_default(p)} | {p.help or ''} |" for p in command.params]
        lines += [""] if command.params else []
    return "\n".join(lines) + "\n"


def _names(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{(parameter.metavar or parameter.name).upper()}`"
    return ", ".join(f"`{name}`" for name in [*parameter.opts, *parameter.secondary_opts])


def _default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    if getattr(parameter, "is_flag", False):
        return "on" if parameter.default else "off"
    return f"`{_short(parameter.default)}`" if parameter.default not in (None, "", 0) else ""


def _short(value: Any) -> str:
    """Paths inside the checkout are shown from its root."""
    path = Path(value) if isinstance(value, Path) else None
    return str(path.relative_to(CHECKOUT) if path and path.is_relative_to(CHECKOUT) else value)


def settings_table() -> str:
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.default.get_secret_value() if hasattr(field.default, "get_secret_value") else field.default
        rows.append(f"| `RELATO_{name.upper()}` | {f'`{_short(default)}`' if default != '' else ''} | {field.description} |")
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows]) + "\n"


def openapi() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), database_url="")
        with opened(settings):
            pass
        app = create_app(settings)
        try:
            return app.openapi()
        finally:
            app.state.jobs.close()
            app.state.work.store.close()


def api_tables() -> str:
    rows = []
    for path, methods in openapi()["paths"].items():
        for method, route in methods.items():
            asked = ", ".join(f"`{p['name']}`" for p in route.get("parameters", []) if p["in"] == "query")
            answer = next(code for code in route["responses"] if code.startswith("2"))
            said = " ".join(route["description"].split())
            rows.append(f"| `{method.upper()} {path}` | {asked} | {answer} | {said} |")
    return "\n".join(["| route | query | answers | what it does |", "|---|---|---|---|", *rows]) + "\n"


TABLES: dict[str, Callable[[], str]] = {"cli.md": cli_tables, "settings.md": settings_table, "api.md": api_tables}


def page_with(text: str, table: str) -> str:
    """The page with its made block replaced."""
    return BLOCK.sub(lambda _: table, text)


def main() -> None:
    for name, make in TABLES.items():
        path = FOLDER / name
        path.write_text(page_with(path.read_text(encoding="utf-8"), make()), encoding="utf-8")


if __name__ == "__main__":
    main()
