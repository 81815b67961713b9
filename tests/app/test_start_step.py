"""The first step by plain forms: what is typed and sent is understood, kept, and said."""

import io
import re
import tomllib
import zipfile

import pytest
from annuaire import uai
from app_server import made_annuaire, made_register

from geo_ent.app.pages.file_kinds import file_kind

HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}\u202e.csv"


@pytest.fixture
def register(tmp_path):
    """A small register."""
    return made_register(tmp_path / "registre.csv")


@pytest.fixture
def annuaire(tmp_path):
    """The annuaire of its schools."""
    return made_annuaire(tmp_path / "annuaire.csv")


def project(visitor, work):
    """Read the file that keeps the choices."""
    return tomllib.loads(visitor.get(f"{work}/geo-ent.toml").text)


def kept_at(answer):
    """Give the work that a page which refuses is about."""
    return re.search(r'action="(/w/[A-Za-z0-9_-]{32})/depart"', answer.text)[1]


@pytest.mark.parametrize(
    "typed", ["90", "territoire de belfort", "DSDEN 90", "Bourgogne Franche Comté", "ac. Besançon"]
)
def test_a_territory_is_understood_as_it_is_typed(visitor, typed):
    """Codes, names and whose they are: what is understood is said while it is typed."""
    told = visitor.get("/territoire", params={"nom": typed}).json()
    assert "90" in told["words"]


def test_nothing_sent_is_lost_on_a_fault(visitor, register, annuaire):
    """An unknown territory is said beside its field; the files stay, and so does what was typed."""
    refused = visitor.send("Belfrot-sur-Mer", register=register, schools=annuaire)
    assert refused.status_code == 422
    assert 'value="Belfrot-sur-Mer"' in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert "registre.csv" in refused.text
    work = kept_at(refused)
    answer = visitor.send("90", f"{work}/depart")
    assert answer.headers["location"].endswith("/lecture")
    assert "4 écoles renseignées" in visitor.read(work)


def test_each_file_is_known_by_what_it_holds(visitor, register, annuaire):
    """An annuaire dropped with the register is taken for one, and the page says so."""
    work = visitor.begin("90", register=[annuaire, register])
    assert project(visitor, work)["schools"] == "annuaire.csv"
    assert project(visitor, work)["register"]["files"] == ["registre.csv"]
    page = visitor.read(work)
    assert re.search(r"annuaire\.csv a été pris pour\s: l’annuaire de l’éducation", page)
    assert "4 écoles renseignées" in page


def test_a_register_kept_in_a_copy_of_the_annuaire_is_a_register(visitor, annuaire, tmp_path):
    """A column of the ENT beside those of the annuaire: it is the register."""
    first, *rows = annuaire.read_text(encoding="utf-8-sig").splitlines()
    copy = tmp_path / "copie.csv"
    copy.write_text("\n".join([f"{first};ENT", *(f"{row};oui" for row in rows)]), "utf-8")
    work = visitor.begin("90", register=[copy, annuaire])
    assert project(visitor, work)["register"]["files"] == ["copie.csv"]
    assert "5 écoles renseignées sur 5" in visitor.read(work)


def test_a_file_is_taken_for_what_the_visitor_says(visitor, register, annuaire):
    """What was taken for the register may be told to be the annuaire, and the other way round."""
    work = visitor.begin("90", register=[register, annuaire])
    swapped = {"file": ["annuaire.csv", "registre.csv"], "role": ["register", "register"]}
    visitor.send("90", f"{work}/depart", form=swapped)
    assert sorted(project(visitor, work)["register"]["files"]) == ["annuaire.csv", "registre.csv"]
    swapped["role"][0] = "schools"
    visitor.send("90", f"{work}/depart", form=swapped)
    assert project(visitor, work)["schools"] == "annuaire.csv"
    visitor.send("90", f"{work}/depart", form={"remove": "annuaire.csv"})
    assert "schools" not in project(visitor, work)
    folder = visitor.work_folder(work)
    assert {path.name for path in folder.joinpath("inputs").iterdir()} >= {"registre.csv"}
    assert not folder.joinpath("inputs", "annuaire.csv").exists()


def test_last_year_s_choices_are_taken_up_and_none_of_its_paths(visitor, annuaire, tmp_path):
    """Answers, columns and options of a geo-ent.toml hold for the new file; its paths are none."""
    old = tmp_path / "geo-ent.toml"
    old.write_text(
        'departements = ["90"]\ntitle = "Nos écoles"\nschools = "/etc/passwd"\n'
        'boundaries = "../../../secret.gpkg"\nca_bundle = "/etc/ssl/x.pem"\nout = "/tmp/ailleurs"\n'
        '[register]\nfiles = ["/etc/hostname"]\n'
        '[[register.sheets]]\nfile = "registre-2023.csv"\nsheet = ""\n'
        'columns = {solution = "Solution"}\n'
        '[[register.answers]]\nrow = "Victor Hugot | Belfort | oui | ONE"\n'
        f'uai = "{uai(5)}"\nanswered_on = 2023-09-01\n',
        "utf-8",
    )
    new = made_register(tmp_path / "registre-2024.csv")
    work = visitor.begin("", register=[old, new, annuaire])
    kept = project(visitor, work)
    assert kept["title"] == "Nos écoles"
    assert kept["schools"] == "annuaire.csv"
    assert kept["register"]["files"] == ["registre-2024.csv"]
    assert kept["register"]["sheets"] == [{"sheet": "", "columns": {"solution": "Solution"}}]
    assert not {"boundaries", "ca_bundle", "out"} & kept.keys()
    page = visitor.read(work)
    assert "Châteaudun" in page
    assert "vos choix et vos réponses d’avant" in page
    assert "Vos réponses" in page


def test_answers_of_here_and_of_a_file_are_put_together(visitor, register, annuaire, tmp_path):
    """A geo-ent.toml that comes later adds its answers; what was answered here wins."""
    work = visitor.begin("90", register=register, schools=annuaire)
    row = "Victor Hugot | Belfort | oui | ONE"
    page = visitor.read(work)
    key = re.search(r'id="doute-(\w+)"', page)[1]
    visitor.post(f"{work}/reponse", {"key": key, "answer": "keep"})
    old = tmp_path / "geo-ent.toml"
    entries = [f'[[register.answers]]\nrow = "{text}"\nignore = true\n' for text in (row, "Autre")]
    old.write_text("".join(entries), "utf-8")
    visitor.send("90", f"{work}/depart", register=old)
    kept = {entry["row"]: entry for entry in project(visitor, work)["register"]["answers"]}
    assert kept[row]["keep"] is True
    assert kept["Autre"]["ignore"] is True


def test_a_demo_has_no_first_step_of_its_own(visitor):
    """Whoever brings a register after a demo begins a work of their own."""
    demo = visitor.post("/demo", {"name": "cantal"}).headers["location"].removesuffix("/lecture")
    assert visitor.get(f"{demo}/depart", allow_redirects=False).headers["location"] == "/"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('departements = ["Atlantide"]', "Atlantide"),
        ("departement = 35", "departement"),
        ("= =", "geo-ent.toml"),
    ],
)
def test_a_project_file_that_cannot_be_is_said(visitor, register, tmp_path, text, said):
    """A geo-ent.toml with an unknown place or key, or that isn't TOML, is refused in words."""
    old = tmp_path / "geo-ent.toml"
    old.write_text(text, "utf-8")
    refused = visitor.send("", register=[register, old])
    assert refused.status_code == 422
    assert said in refused.text
    assert "registre.csv" in refused.text


def test_a_new_version_takes_the_name_of_the_old_one(visitor, register, annuaire):
    """The same spreadsheet sent again replaces the first, under its name, with its columns."""
    work = visitor.begin("90", register=register, schools=annuaire)
    visitor.read(work)
    form = {"file": "registre.csv", "sheet": "", "read": "yes", "was-read": "yes",
            "column-status": "Solution", "was-column-status": "ENT"}  # fmt: skip
    visitor.post(f"{work}/feuille", form)
    visitor.send("90", f"{work}/depart", register=register)
    kept = project(visitor, work)["register"]
    assert kept["files"] == ["registre.csv"]
    assert kept["sheets"][0]["file"] == "registre.csv"
    visitor.send("90", f"{work}/depart", form={"add": "1"}, register=register)
    assert project(visitor, work)["register"]["files"] == ["registre.csv", "registre (2).csv"]


def test_hostile_names_are_shown_as_text(visitor, annuaire, tmp_path):
    """A file's name, a title and cells that are markup are text, on each page of the two steps."""
    cells = ("<script>alert(2)</script>", "{{7*7}}\u202e", "</textarea><b>", "oui", '"><i>')
    register = made_register(tmp_path / "registre.csv", cells)
    name = HOSTILE
    files = {"register": (name, register.read_bytes()), "schools": (name, annuaire.read_bytes())}
    answer = visitor.post("/w", {"territory": "90"}, files)
    work = re.search(r"/w/[\w-]{32}", answer.headers["location"])[0]
    pages = [visitor.read(work), visitor.get(f"{work}/depart").text, visitor.get("/").text]
    for page in pages:
        assert not re.search(r"<img|<script>|<b>|<i>", page)
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in pages[0]
    assert "{{7*7}}" in pages[0]


def test_a_workbook_that_unfolds_is_looked_at_lightly(visitor, annuaire):
    """A workbook whose texts unfold to 200 MB is known by their beginning, and refused in words."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as workbook:
        workbook.writestr("xl/sharedStrings.xml", "<t>UAI</t>" + " " * 200_000_000)
    files = [
        ("register", ("bombe.xlsx", packed.getvalue())),
        ("schools", ("annuaire.csv", annuaire.read_bytes())),
    ]
    answer = visitor.post("/w", {"territory": "90"}, files)
    work = re.search(r"/w/[\w-]{32}", answer.headers["location"])[0]
    page = visitor.read(work)
    assert "bombe.xlsx" in page
    assert "Cela n’a pas abouti" in page


def workbook_of(*parts, method=zipfile.ZIP_DEFLATED):
    """Write a zip of parts, the titles of an annuaire among its texts."""
    titles = ("Identifiant_de_l_etablissement", "Nom_etablissement", "Type_etablissement",
              "Statut_public_prive")  # fmt: skip
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as workbook:
        texts = "".join(f"<si><t>{title}</t></si>" for title in titles)
        workbook.writestr("xl/sharedStrings.xml", texts)
        for name in parts:
            workbook.writestr(name, "")
    return file


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (workbook_of(), "schools"),
        (workbook_of(*map("{:0200}".format, range(6000))), "register"),  # a list too long to read
        (workbook_of(method=zipfile.ZIP_LZMA), "register"),  # takes what memory it says
        (io.BytesIO(b"PK\x03\x04" + b"PK\x05\x06"), "register"),
        (io.BytesIO(b"PK" + b"\xff" * 400), "register"),
        (io.BytesIO(b""), "register"),
        (io.BytesIO(b'{"type": "FeatureCollection"'), "boundaries"),
        (io.BytesIO("Identifiant;\xe9".encode("latin-1")), "register"),
    ],
)
def test_a_light_look_survives_what_it_looks_at(file, kind):
    """Long lists, other methods, broken and empty files: the register, and no fault."""
    assert file_kind(file) == kind


def test_both_languages_are_spoken(server):
    """The browser's language, then the one that is chosen by the link."""
    visitor = server.visitor(**{"Accept-Language": "de, en;q=0.8, fr;q=0.5"})
    assert '<html lang="en">' in visitor.get("/").text
    french = visitor.get("/?lang=fr").text
    assert "Le registre des ENT" in french
    assert '<html lang="fr">' in visitor.get("/").text


def test_a_demo_of_each_territory_is_offered(visitor):
    """One button for the first demo, the four others in a menu; one that isn't there is none."""
    page = visitor.get("/").text
    assert all(f'value="{name}"' in page for name in ("nancy-metz", "cantal", "somme", "nantes"))
    assert visitor.post("/demo", {"name": "../../etc"}).headers["location"] == "/"
    begun = visitor.post("/demo", {"name": "cantal"}).headers["location"]
    assert "écoles renseignées" in visitor.read(begun.removesuffix("/lecture"))


def test_every_work_can_be_taken_up_again_or_erased(visitor, register, annuaire):
    """Eight works: all are listed with the hour that they were seen, the older ones folded."""
    works = [visitor.begin("90", register=register, schools=annuaire) for _ in range(8)]
    page = visitor.get("/").text
    listed = re.findall(r'<li><a href="(/w/[\w-]{32})/', page)
    assert set(works) <= set(listed)
    folded = page[page.index("<details><summary>") :]
    assert works[0] in folded
    assert works[-1] not in folded
    assert re.search(r"autres? trava\w+</summary>", folded)
    assert len(re.findall(r"vu le [^<]+ à \d\d:\d\d", page)) == len(listed)
