"""The first two steps by plain forms, as a browser without script sends them."""

import pytest
from app_server import made_annuaire, made_register


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """A small register, and the annuaire of its schools."""
    folder = tmp_path_factory.mktemp("inputs")
    return {
        "register": made_register(folder / "registre.csv"),
        "schools": made_annuaire(folder / "annuaire.csv"),
    }


def test_a_register_is_read_and_its_doubt_shown(server, inputs):
    """From the first form to what was read: the doubtful row stands there as it was written."""
    visitor = server.visitor()
    work = visitor.begin("territoire de belfort", **inputs)
    page = visitor.read(work)
    assert "4 écoles renseignées sur 5" in page
    assert "Victor Hugot" in page


def test_a_script_is_let_in_and_meets_no_fault(server, chromium):
    """Chromium, let in by the address, shows the first page; no part of it is refused."""
    context = server.context(chromium)
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(server.url)
    assert page.locator("html.js h1").is_visible()
    assert complaints == []


def test_a_fault_speaks_of_the_page_and_not_of_a_command(server, inputs):
    """Without a network and without the annuaire: where it is given, no option of a command."""
    visitor = server.visitor()
    page = visitor.read(visitor.begin("90", register=inputs["register"]))
    assert "sur la première page (« l’annuaire de l’éducation »)" in page.replace("\u00a0", " ")
    assert "--schools" not in page
    assert "geo-ent fetch" not in page
