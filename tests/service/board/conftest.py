"""A browser that is signed in, over the small study of the API's tests."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.board.pages import SIGNED_IN
from service.settings import Settings
from service.storage import signed_in
from service.storage.transactions import Store
from tests.service.board.small import fill


@pytest.fixture
def visitor(settings: Settings, prepared: Store) -> Iterator[TestClient]:
    """Nobody yet."""
    with TestClient(create_app(settings), raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.fixture
def board(visitor: TestClient, prepared: Store) -> TestClient:
    """Ana, signed in, reading English; the study ``water`` has been through the whole loop."""
    with prepared.begin() as tx:
        fill(tx)
        token = signed_in.new_session(tx, "ana")
    visitor.cookies.set(SIGNED_IN, token, path="/board")
    visitor.headers["Accept-Language"] = "en"
    return visitor
