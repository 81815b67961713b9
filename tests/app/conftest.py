"""What the application's tests share: one real server a module, and somebody who comes in."""

import pytest
from app_server import app_server


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One application on one's own computer; a module that needs another makes its own."""
    with app_server(tmp_path_factory.mktemp("app")) as running:
        yield running


@pytest.fixture
def visitor(server):
    """Somebody who was let in."""
    return server.visitor()
