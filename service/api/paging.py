"""Pages of a list: ``items``, and ``next`` to pass as ``after`` for the page that follows."""

from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=1000, description="Items on a page")]
After = Annotated[str, Query(description="`next` of the page before")]


class Page(BaseModel, Generic[T]):
    items: list[T]
    next: str | None = None


def page(items: Sequence[T], limit: int, key: Callable[[T], str]) -> Page[T]:
    """A page of at most ``limit`` from ``limit + 1`` fetched items."""
    return Page(items=list(items[:limit]), next=key(items[limit - 1]) if len(items) > limit else None)
