"""Official data as a visitor gets it: fetched with its progress told, missing, changed, given.

A real application, and a portal on this machine.
"""

import time
from dataclasses import replace

import pytest
from app_server import app_server, made_annuaire
from portal import Portal, nobody, write_catalogue
from portal_faults import answered
from portal_tables import annuaire, college_sectors, effectifs, ips

SCHOOLS = annuaire("90", "88", schools_n=80, others_n=4)
MANY = annuaire("54", schools_n=1500)  # for a download that comes in several pieces
DEAD = answered(503, b"{}", **{"Retry-After": "600"})


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Open a portal, and an application that asks it; nothing else official can be had."""
    folder = tmp_path_factory.mktemp("world")
    tables = {
        "fr-en-annuaire-education": replace(SCHOOLS, rows=[*SCHOOLS.rows, *MANY.rows]),
        "fr-en-ecoles-effectifs-nb_classes": effectifs(SCHOOLS),
        "fr-en-ips-ecoles-ap2022": ips(SCHOOLS),
        "fr-en-carte-scolaire-colleges-publics": college_sectors("90", "88"),
    }
    with Portal(tables) as portal, nobody() as place:
        offline = ("https://www.", f"https://{place}/www.")
        catalogue = write_catalogue(folder / "catalogue.toml", offline, url=portal.url)
        env = {"GEO_ENT_CATALOGUE": str(catalogue)}
        with app_server(folder, env=env, offline=False) as server:
            yield portal, server


@pytest.fixture
def portal(world):
    """Give the portal, sound."""
    portal, _ = world
    yield portal
    portal.play()
    portal.faults.clear()


@pytest.fixture
def visitor(world):
    """Let somebody in."""
    return world[1].visitor()


@pytest.fixture
def register(tmp_path):
    """Write a register of three of these schools."""
    names = [row for row in SCHOOLS.rows if "cole" in str(row["type_etablissement"])]
    lines = [f"{row['identifiant_de_l_etablissement']};oui" for row in names[:3] + names[-3:]]
    path = tmp_path / "registre.csv"
    path.write_text("\n".join(["UAI;ENT", *lines]), encoding="utf-8")
    return path


def slowly(handler, answer):
    """Send an answer piece by piece, as a far portal does."""
    handler.send_response(answer.status)
    handler.send_header("Content-Type", answer.kind)
    handler.send_header("Content-Length", str(len(answer.body)))
    handler.end_headers()
    step = len(answer.body) // 8 + 1
    for at in range(0, len(answer.body), step):
        handler.wfile.write(answer.body[at : at + step])
        handler.wfile.flush()
        time.sleep(0.25)


def test_a_download_is_told_as_it_comes(portal, visitor, register):
    """Its bytes, its rows and what is left; for a reading, the annuaire alone is fetched."""
    portal.play(always=slowly)
    work = visitor.begin("54", register=register)
    visitor.get(f"{work}/lecture", headers={"x-live": "1"})
    news = visitor.follow(work)
    bars = [one["html"] for one in news if "<progress" in one["html"]]
    assert len(bars) >= 3
    assert len(set(bars)) == len(bars)
    assert any("lignes sur" in bar and "reste" in bar for bar in bars)
    assert news[-1]["status"] == "done"
    assert {call.path.split("/")[-2] for call in portal.calls if "exports" in call.path} <= {
        "fr-en-annuaire-education", "exports"
    }  # fmt: skip
    assert not any("effectifs" in call.path for call in portal.calls)


def test_a_portal_that_is_down_is_told_with_what_to_do(portal, visitor, register):
    """In the words of the pages: which file to give, and where; giving it is enough."""
    portal.play(always=DEAD)
    work = visitor.begin("88", register=register)
    page = visitor.read(work)
    assert 'role="alert"' in page
    told = page.replace("\u00a0", " ")
    assert "donnez le fichier sur la première page (« l’annuaire de l’éducation »)" in told
    assert "--" not in page[page.index('role="alert"') : page.index("</form>")].replace("<!--", "")
    given = made_annuaire(register.with_name("annuaire.csv"))
    assert visitor.send("90", f"{work}/depart", schools=given).status_code == 303
    assert "sur 5" in visitor.read(work)


def test_a_portal_that_is_back_is_asked_again(portal, visitor, register):
    """« Réessayer » is enough, and no file has to be sent once more."""
    portal.play(always=DEAD)
    work = visitor.begin("88", register=register)
    assert 'role="alert"' in visitor.read(work)
    portal.play()
    assert visitor.post(f"{work}/recommencer/read").status_code == 303
    page = visitor.read(work)
    assert 'role="alert"' not in page
    assert "3 écoles renseignées" in page.replace("\u00a0", " ")


@pytest.mark.usefixtures("portal")
def test_another_territory_is_not_held_to_what_the_first_was_made_from(visitor, register):
    """The lock of a map is of its territory: another one is fetched anew, and is no refusal."""
    project = register.with_name("geo-ent.toml")
    project.write_text('datasets = ["annuaire"]', encoding="utf-8")
    work = visitor.begin("90", register=[register, project])
    assert "/index.html" in visitor.map(work)
    lock = visitor.work_folder(work) / "inputs" / "geo-ent.lock"
    assert "%22090%22" in lock.read_text(encoding="utf-8")
    assert visitor.send("88", f"{work}/depart").status_code == 303
    assert "/index.html" in visitor.map(work)
    assert "%22088%22" in lock.read_text(encoding="utf-8")
    assert "%22090%22" not in lock.read_text(encoding="utf-8")
