"""The web application: everything the process answers, on one page."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.responses import RedirectResponse

from service.api import (
    actors,
    agreement,
    analysis,
    candidates,
    changes,
    choices,
    corpus,
    curves,
    data,
    documents,
    errors,
    identities,
    jobs,
    ml_backend,
    models,
    ranking,
    register,
    results,
    review,
    rounds,
    search,
    stories,
    studies,
    validation,
)
from service.api.deps import require_key
from service.api.errors import Problem
from service.ballots.mounting import ballots
from service.board.mounting import board
from service.jobs.queue import Jobs
from service.settings import Settings
from service.storage.transactions import Store
from service.workflows.work import Work

RESOURCES = (
    studies, register, corpus, identities, review, agreement, rounds, choices, models, results, documents, analysis, changes, candidates, stories, data, curves, validation, ranking, actors, search, jobs,
)  # fmt: skip
"""What the API answers about, in the order of its documentation."""


def leave_what_is_loaded() -> None:
    """For a process that does nothing but answer: what was imported stays, and looking through it for garbage would hold up an answer
    for a third of a second now and then.
    """
    gc.collect()
    gc.freeze()


def create_app(settings: Settings) -> FastAPI:
    """The API over the database of the settings, which must have been prepared (``relato`` does it when it starts)."""
    store = Store(settings.database_url)
    queue = Jobs(settings, store)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        queue.close()
        store.close()

    app = FastAPI(
        title="Relato", version="1", lifespan=lifespan, openapi_url="/v1/openapi.json", docs_url=None, redoc_url=None,
        description="Transcripts in, reviewed codes and change stories out. Every error is a problem (RFC 9457).",
    )  # fmt: skip
    app.state.work, app.state.jobs = Work(settings, store), queue
    errors.install(app)

    @app.get("/", include_in_schema=False)
    def first_page() -> RedirectResponse:
        """People come to see the board."""
        return RedirectResponse("/board/")

    @app.get("/health", tags=["health"])
    def health() -> dict[str, str]:
        """Whether the process answers."""
        return {"status": "UP"}

    # FastAPI makes an address's answers ready when the first request comes past it, or here if its prefix is not given here.
    app.mount("/board", board(app.state.work, app.state.jobs))
    app.mount("/v", ballots(app.state.work))
    answers: dict[int | str, dict[str, Any]] = {
        code: {"model": Problem, "content": {"application/problem+json": {}}} for code in (401, 404, 409, 422)
    }
    for module in RESOURCES:
        app.include_router(module.router, prefix="/v1", dependencies=[Depends(require_key)], responses=answers)
    for router in (ml_backend.health_router, ml_backend.router):
        app.include_router(router)

    return app
