"""What the application's tests share: one real server a process, and somebody who comes in."""

import pytest
from app_server import app_server


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """One application on one's own computer; for the tests that leave it as it was."""
    with app_server(tmp_path_factory.mktemp("app")) as running:
        yield running


@pytest.fixture
def visitor(server):
    """Somebody who was let in."""
    return server.visitor()
