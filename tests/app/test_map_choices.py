"""The map's step without script: choices in plain forms, the picture, the table."""

import re
import tomllib

import pytest
from app_steps import HOSTILE, hostile_annuaire, hostile_register


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """A small register, and the annuaire of its schools, with names that mustn't run."""
    folder = tmp_path_factory.mktemp("inputs")
    return {
        "register": hostile_register(folder / "registre.csv"),
        "schools": hostile_annuaire(folder / "annuaire.csv"),
    }


@pytest.fixture(scope="module")
def work(server, inputs):
    """A work whose map was made; its choices may have changed since."""
    visitor = server.visitor()
    work = visitor.begin("90", **inputs)
    visitor.map(work)
    return work


def form_of(page):
    """Read the fields of the form of choices, as a browser would send them."""
    form = re.search(r'id="choices".*?</form>', page, re.DOTALL)[0]
    fields = {}
    for field in re.findall(r"<input [^>]*>", form):
        name, value = (re.search(rf' {part}="([^"]*)"', field) for part in ("name", "value"))
        is_picked = "checked" in field or not re.search('type="(radio|checkbox)"', field)
        if name and is_picked:
            fields[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select name="(\w+)">(.*?)</select>', form, re.DOTALL):
        fields[name] = re.search(r'value="(\w+)" selected', options)[1]
    return fields


def kept(visitor, work):
    """Read the choices of a work as its file has them."""
    return tomllib.loads(visitor.get(f"{work}/geo-ent.toml").content.decode())


def test_a_tab_left_behind_doesnt_undo_what_another_one_chose(visitor, inputs):
    """Two tabs send whole forms; each changes the field that it changed, the last one wins it."""
    work = visitor.begin("90", **inputs)
    tab = form_of(visitor.get(f"{work}/carte").text)
    other = dict(tab)
    visitor.post(f"{work}/choix", tab | {"title": "D'un onglet", "complete": "1"})
    visitor.post(f"{work}/choix", other | {"sector": "all", "goal_share": "62,5 %",
                                          "goal_by": "2028-09-01"})  # fmt: skip
    choices = kept(visitor, work)
    assert (choices["title"], choices["complete"], choices["sector"]) == (
        "D'un onglet",
        True,
        "all",
    )
    assert choices["goal"]["share"] == 0.625
    again = form_of(visitor.get(f"{work}/carte").text)
    assert again["goal_share"] == "62,5"
    del again["complete"]  # a box that is no longer ticked isn't sent
    visitor.post(f"{work}/choix", again | {"title": "", "goal_share": "", "goal_by": ""})
    assert kept(visitor, work).keys() & {"title", "complete", "goal"} == set()


def test_a_wrong_choice_is_told_beside_its_field_and_the_others_are_kept(visitor, work):
    """What was typed stays, marked and described; what was right is kept; nothing else changes."""
    page = visitor.get(f"{work}/carte").text
    wrong = {"contact": "dane@<script>", "url": "ftp://x", "date": "31/02/2023"}
    wrong |= {"goal_share": "180", "goal_by": "2030-01-01"}
    answer = visitor.post(f"{work}/choix", form_of(page) | wrong | {"title": "Juste"})
    assert answer.status_code == 422
    for key in ("contact", "url", "date", "goal"):
        assert re.search(rf'<p class="fault" id="fault-{key}">On attend une \w+', answer.text), key
    assert '<p class="fault" id="fault-title"></p>' in answer.text
    field = re.search(r'<input id="contact"[^>]*>', answer.text)[0]
    assert 'value="dane@&lt;script&gt;"' in field
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="fault-contact' in field
    assert form_of(answer.text)["goal_share"] == "180"
    choices = kept(visitor, work)
    assert choices["title"] == "Juste"
    assert choices.keys().isdisjoint({"contact", "url", "date", "goal"})


def test_without_script_there_are_the_picture_and_the_table_of_any_level(visitor, work):
    """The first level in French words and figures, the sum of all schools; another on demand."""
    page = visitor.get(f"{work}/carte").text
    assert re.search(r'<img src="[^"]+/map\.svg" alt="Carte', page)
    assert '<th scope="col">Circonscription</th>' in page
    assert re.search(r'<th scope="row">Ensemble</th><td>5</td><td>\d</td>', page)
    assert re.search(r"<td>\d\d,\d\u00a0%</td>", page)
    assert '<a href="?niveau=commune#chiffres">communes</a>' in page
    communes = visitor.get(f"{work}/carte?niveau=commune").text
    assert '<th scope="row">Belfort</th>' in communes
    assert visitor.get(f"{work}/carte?niveau=../../x").ok


def test_while_a_map_is_made_the_one_of_before_stays_with_a_link(visitor, work):
    """Right after a choice: the table of before, that it is, and "Actualiser"; then the new one."""
    form = form_of(visitor.map(work))
    visitor.post(f"{work}/choix", form | {"title": HOSTILE, "complete": "1"})
    during = visitor.get(f"{work}/carte").text
    assert "ceux d’avant vos derniers choix" in during
    assert ">Actualiser</a>" in during
    assert '<th scope="row">Belfort 1</th>' in during
    after = visitor.map(work)
    assert "Actualiser" not in after
    assert "Sans ENT" in after


def test_a_map_that_cant_be_made_leaves_the_one_of_before_with_the_sentence(visitor, work):
    """A day before all schools: the sentence, nothing to wait for, and the table of before."""
    visitor.map(work)
    visitor.post(f"{work}/choix", {"date": "1950-01-01"})
    page = visitor.map(work)
    assert re.search(r'class="fault" data-say>.*n’avait ouvert au 01/01/1950', page)
    assert re.search(r'id="fault-date">.*n’avait ouvert au 01/01/1950', page)
    assert "ceux d’avant vos derniers choix." in page
    assert "Actualiser" not in page
    assert '<th scope="row">Belfort 1</th>' in page
    visitor.post(f"{work}/choix", {"date": ""})
    again = visitor.get(f"{work}/carte").text
    assert 'data-follow=""' in again  # the map of these choices is still there
    assert "ceux d’avant" not in again


def test_what_a_build_made_is_of_no_origin_and_runs_only_where_it_must(visitor, work):
    """Pages run their own script, boxed in; pictures and figures nothing; other names aren't."""
    page = visitor.get(f"{work}/carte").text
    revision = re.search(r'data-built="(\w+)"', page)[1]
    at = f"{work}/carte/{revision}"
    for name in ("index.html", "embed.html", "register-report.html"):
        policy = visitor.get(f"{at}/{name}").headers["content-security-policy"]
        assert policy == "sandbox allow-scripts allow-downloads; frame-ancestors 'self'"
    for name in ("map.svg", "map.png", "manifest.json", "schools.csv", "coverage.xlsx"):
        answer = visitor.get(f"{at}/{name}")
        assert answer.headers["content-security-policy"] == "sandbox; frame-ancestors 'self'"
        assert answer.headers["x-content-type-options"] == "nosniff"
    for name in ("geo-ent.toml", "..%2Finputs%2Fgeo-ent.toml", "absent.html", ".html"):
        assert visitor.get(f"{at}/{name}").status_code == 404


def test_hostile_names_are_text_on_the_page(visitor, work):
    """In the sentence, the table and the fields, whatever a file or a visitor wrote is text."""
    visitor.post(f"{work}/choix", {"title": HOSTILE})
    page = visitor.get(f"{work}/carte").text
    assert "<img src=x" not in page
    assert "alert(2)</script>" not in page
    assert "&lt;img src=x" in page
    assert "{{7*7}}" in page


def test_what_a_demo_chooses_is_on_the_form_and_can_be_undone(visitor):
    """Nantes counts all schools of an exhaustive register: a box unticked, public ones, stay so."""
    location = visitor.post("/demo", {"name": "nantes"}).headers["location"]
    work = re.search(r"/w/[\w-]{32}", location)[0]
    undone = {"was-complete": "1", "sector": "public", "was-sector": "all", "goal_share": "90",
              "was-goal_share": "100"}  # fmt: skip
    page = visitor.post(f"{work}/choix", undone | {"contact": "x"}).text  # its form comes back
    form = form_of(page)
    assert (form["was-date"], form["was-goal_by"]) == ("2013-12-31", "2016-09-01")
    assert "complete" not in form
    assert (form["sector"], form["goal_share"]) == ("public", "90")
    choices = kept(visitor, work)
    assert (choices["complete"], choices["sector"]) == (False, "public")
    visitor.post(f"{work}/effacer")
