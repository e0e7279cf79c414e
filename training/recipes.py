"""The version of the recipe: how reviewed segments become a head. It changes when the code that decides the numbers does."""

import ast
import hashlib
import importlib.util
from functools import lru_cache
from pathlib import Path

ROOMS = ("models", "training")
BEGIN = "training.fitting"
# Encoders have an id of their own, and how a text is cut shows in the segments, which are data.
NOT_OURS = ("models.embeddings", "models.segmentation", "models.borders", "models.contexts", "models.guides", "models.sentences")


@lru_cache(maxsize=1)
def recipe_version() -> str:
    """Ten digits of the SHA-256 of ``training.fitting`` and of what of ours it imports, without comments and docstrings."""
    digest = hashlib.sha256()
    for name in modules():
        digest.update(_code(name).encode())
    return digest.hexdigest()[:10]


@lru_cache(maxsize=1)
def modules() -> tuple[str, ...]:
    """The modules of the recipe, by name."""
    found: set[str] = set()
    todo = [BEGIN]
    while todo:
        name = todo.pop()
        if name in found or name.startswith(NOT_OURS) or not _is_module(name):
            continue
        found.add(name)
        for node in ast.walk(ast.parse(_source(name))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ROOMS:
                todo += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            elif isinstance(node, ast.Import):
                todo += [alias.name for alias in node.names if alias.name.split(".")[0] in ROOMS]
    return tuple(sorted(found))


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # a name out of a module, not a module
        return False


def _source(name: str) -> str:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text(encoding="utf-8")


def _code(name: str) -> str:
    tree = ast.parse(_source(name))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and ast.get_docstring(node) is not None
        ):
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)
