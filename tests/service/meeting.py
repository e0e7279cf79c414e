"""Two people, or two workers, at the very same moment: one is held right before it commits, until the other waits for it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.orm import Session

from annotations.errors import RelatoError
from service.storage.transactions import DatabaseError, Store

LONGEST = 60.0
"""Seconds that are waited for another thread at most, so that a test that fails does so."""


class Meeting(Store):
    """A database whose first writing transaction is not committed before what another one does at the same time (``other``) waits for it.

    ``failed``: what the other one raised.
    """

    def __init__(self, url: str, other: Callable[[], object]) -> None:
        super().__init__(url)
        self.failed: list[Exception] = []
        self._thread = threading.Thread(target=self._run, args=(other,))
        self._met = False

    @contextmanager
    def begin(self) -> Iterator[Session]:
        with super().begin() as tx:
            yield tx
            if not self._met:
                self._met = True
                tx.flush()
                self._thread.start()
                self._wait()
        if self._met:
            self._thread.join(LONGEST)

    def _run(self, other: Callable[[], object]) -> None:
        try:
            other()
        except (RelatoError, DatabaseError) as error:
            self.failed.append(error)

    def _wait(self) -> None:
        """SQLite's other writer waits at its first statement, and nobody can see it: there is nothing to wait for."""
        if self.engine.dialect.name == "sqlite":
            return
        waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        over = threading.Event()
        for _ in range(int(LONGEST * 100)):
            with self.engine.connect() as connection:
                if connection.scalar(waits) or not self._thread.is_alive():
                    return
            over.wait(0.01)


class Before(Store):
    """A database in which something else is done from beginning to end before its first writing transaction."""

    def __init__(self, url: str, other: Callable[[], object]) -> None:
        super().__init__(url)
        self._other: Callable[[], object] | None = other

    @contextmanager
    def begin(self) -> Iterator[Session]:
        if self._other is not None:
            other, self._other = self._other, None
            other()
        with super().begin() as tx:
            yield tx


AStore = TypeVar("AStore", bound=Store)


@contextmanager
def opened(store: AStore) -> Iterator[AStore]:
    try:
        yield store
    finally:
        store.close()
