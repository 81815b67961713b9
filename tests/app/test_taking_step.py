"""What is taken away: the same bytes as a build's, whole or file by file; kept for next year."""

import io
import os
import re
import shutil
import tomllib
import zipfile
from html.parser import HTMLParser
from urllib.parse import unquote

import openpyxl
import pytest
from annuaire import uai
from app_server import PATIENCE_S, made_annuaire, made_register, until
from app_steps import MapPage, faults_of
from commands import run_here

NAME = "Registre d’été (n° 1).csv"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a small register, of a name with accents, and the annuaire of its schools."""
    folder = tmp_path_factory.mktemp("inputs")
    made_register(folder / NAME)
    made_annuaire(folder / "annuaire.csv")
    return folder


@pytest.fixture(scope="module")
def work(server, folder):
    """A work with an answer and choices, whose map is made."""
    visitor = server.visitor()
    work = visitor.begin("90", register=folder / NAME, schools=folder / "annuaire.csv")
    answer_first_doubt(visitor, work, uai(4))
    visitor.post(f"{work}/choix", {"title": "L’été", "url": "https://www.ac-besancon.fr/carte/"})
    visitor.map(work)
    return work


def answer_first_doubt(visitor, work, school):
    """Answer the first doubtful row: it is this school."""
    key = re.search(r'name="key" value="([^"]*)"', visitor.read(work))[1]
    answer = visitor.post(f"{work}/reponse", {"key": key, "answer": f"uai:{school}"})
    assert answer.status_code == 303, answer.text


def choices_of(visitor, work):
    """Read the geo-ent.toml that is taken away."""
    return tomllib.loads(visitor.get(f"{work}/geo-ent.toml").content.decode())


def taken(content):
    """Read a zip: name -> bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def made(path):
    """Read a folder that a build made: name -> bytes."""
    return {file.name: file.read_bytes() for file in path.iterdir()}


def file_name(answer):
    """Read the name that a browser saves a file under."""
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment; ")
    return unquote(re.search(r"filename\*=UTF-8''(\S+)", disposition)[1])


def test_the_zip_has_the_bytes_of_a_build_of_its_own_project_file(visitor, work, folder, tmp_path):
    """The file taken away, beside the spreadsheet, makes with `geo-ent build` what the zip has."""
    first, second = (visitor.get(f"{work}/carte.zip") for _ in range(2))
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]  # a download that was cut off goes on
    assert file_name(first) == "carte-ent-territoire-de-belfort.zip"
    for path in folder.iterdir():
        shutil.copy(path, tmp_path)
    (tmp_path / "geo-ent.toml").write_bytes(visitor.get(f"{work}/geo-ent.toml").content)
    run = run_here("build", "--project", tmp_path / "geo-ent.toml", "--out", tmp_path / "carte")
    assert run.returncode == 0, run.stderr
    assert taken(first.content) == made(tmp_path / "carte")


def test_next_year_the_project_file_brings_its_choices_and_answers(visitor, work, tmp_path):
    """Dropped with another year's spreadsheet: the same choices, the same answer, the new file."""
    before = choices_of(visitor, work)
    toml = tmp_path / "geo-ent.toml"
    toml.write_bytes(visitor.get(f"{work}/geo-ent.toml").content)
    register = made_register(tmp_path / "registre 2027.csv", (uai(5), "Châteaudun", "", "oui", ""))
    next_year = visitor.begin(
        "", register=[register, toml], schools=made_annuaire(tmp_path / "annuaire.csv")
    )
    after = choices_of(visitor, next_year)
    assert after["register"].pop("files") == ["registre 2027.csv"]
    before["register"].pop("files")
    assert after == before
    assert len(after["register"]["answers"]) == 1
    assert "5 écoles renseignées sur 5" in visitor.read(next_year)


def test_single_files_are_saved_under_their_names(visitor, work):
    """Each that the page lists is an attachment, of the size that it says; others aren't there."""
    page = visitor.get(f"{work}/emporter").text
    names = re.findall(rf'href="{work}/fichiers/([^"]+)" download', page)
    assert set(names) == set(taken(visitor.get(f"{work}/carte.zip").content))
    assert len(names) == len(set(names))
    assert "D’autres fichiers" not in page  # each is told what it is for
    for name in names:
        answer = visitor.get(f"{work}/fichiers/{name}")
        assert file_name(answer) == name
        assert answer.headers["x-content-type-options"] == "nosniff"
    for name in ("..%2F..%2Finputs%2Fgeo-ent.toml", "absent.csv", "inputs"):
        assert visitor.get(f"{work}/fichiers/{name}").status_code == 404


def test_a_head_and_a_part_do_no_harm(visitor, work):
    """Of the zip and of a file: the size without the bytes, a part, none where there is none."""
    for path in (f"{work}/carte.zip", f"{work}/fichiers/index.html", f"{work}/geo-ent.toml"):
        whole = visitor.get(path).content
        head = visitor.session.head(visitor.base + path)
        assert (head.status_code, head.content) == (200, b"")
        assert int(head.headers["content-length"]) == len(whole)
        part = visitor.get(path, headers={"Range": "bytes=10-19"})
        assert (part.status_code, part.content) == (206, whole[10:20])
        assert visitor.get(path, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    folder = next(visitor.server.data.rglob(work.removeprefix("/w/")))
    until(lambda: not list(folder.glob("*.zip")))


def test_the_corrected_register_has_the_answer(visitor, work):
    """Under the register's own name, accents and all; the answered row is of its school."""
    answer = visitor.get(f"{work}/registre-corrige.xlsx")
    assert file_name(answer) == "Registre d’été (n° 1)-corrige.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    answered = next(row for row in rows if "Victor Hugot" in row)
    assert uai(4) in answered


def test_the_sheets_are_made_when_asked_for(visitor, work):
    """A PDF a circonscription, in a zip of the territory's name; the same bytes the second time."""
    assert f"{work}/fiches/circonscription.zip" in visitor.get(f"{work}/emporter").text
    answer = visitor.get(f"{work}/fiches/circonscription.zip")
    assert file_name(answer) == "fiches-circonscription-territoire-de-belfort.zip"
    sheets = taken(answer.content)
    assert sheets
    assert all(name.endswith(".pdf") for name in sheets)
    assert all(sheet.startswith(b"%PDF") for sheet in sheets.values())
    assert visitor.get(f"{work}/fiches/circonscription.zip").content == answer.content
    assert visitor.get(f"{work}/fiches/academie.zip").status_code == 404


class Areas(HTMLParser):
    """Reads the texts to be copied of a page."""

    def __init__(self, page):
        super().__init__()
        self.texts, self.open = [], False
        self.feed(page)

    def handle_starttag(self, tag, _attrs):
        """Begin one."""
        if tag == "textarea":
            self.open = True
            self.texts.append("")

    def handle_endtag(self, tag):
        """End one."""
        self.open = self.open and tag != "textarea"

    def handle_data(self, data):
        """Go on."""
        if self.open:
            self.texts[-1] += data


def test_the_codes_are_on_the_page_as_they_are_in_embed_html(visitor, work):
    """Each code, readable without script, with the address that was given."""
    codes = Areas(visitor.get(f"{work}/emporter").text).texts
    assert (
        codes == Areas(taken(visitor.get(f"{work}/carte.zip").content)["embed.html"].decode()).texts
    )
    assert len(codes) == 8
    assert 'src="https://www.ac-besancon.fr/carte/index.html#vue=carte"' in codes[0]


def test_a_folder_of_this_computer_has_the_same_files(visitor, work, tmp_path):
    """Written whole, said how many; again over it, and what was added there stays."""
    target = tmp_path / "Mes cartes" / "été"
    answer = visitor.post(f"{work}/enregistrer", {"folder": str(target)})
    assert answer.status_code == 303
    files = taken(visitor.get(f"{work}/carte.zip").content)
    assert made(target) == files
    page = visitor.get(answer.headers["location"].partition("#")[0]).text
    assert f"les {len(files)} fichiers de la carte sont dans {target}" in page
    (target / "à moi.txt").write_text("gardé")
    (target / "index.html").write_text("changé")
    again = visitor.post(f"{work}/enregistrer", {"folder": f'"{target}"'})
    assert again.status_code == 303
    assert made(target) == files | {"à moi.txt": "gardé".encode()}


def test_a_folder_that_isnt_ours_is_refused_in_words(visitor, work, tmp_path):
    """Others' files, a file, no whole path, nobody's home, no name: told, nothing touched."""
    others = tmp_path / "photos"
    others.mkdir()
    (others / "chat.jpg").write_bytes(b"x")
    refusals = {
        str(others): "contient déjà autre chose (chat.jpg",
        str(others / "chat.jpg"): "c’est un fichier, on attend un dossier",
        str(others / "chat.jpg" / "x"): "écriture impossible",
        "cartes": "on attend un dossier entier, comme /",
        "~personne-de-ce-nom/x": "on attend un dossier entier",
        "": "on attend un dossier entier",
        f"{tmp_path}/{'x' * 300}": "ne se laisse pas écrire",
    }
    if os.geteuid():  # root may write anywhere
        (tmp_path / "fermé").mkdir(mode=0o500)
        refusals[str(tmp_path / "fermé")] = "n’est pas modifiable"
    for folder, words in refusals.items():
        answer = visitor.post(f"{work}/enregistrer", {"folder": folder})
        assert answer.status_code == 422, folder
        fault = re.search(r'id="fault-folder" role="alert">(.*?)</p>', answer.text)[1]
        assert words in fault.replace("&#39;", "’"), fault
        assert "--out" not in fault
    assert [path.name for path in others.iterdir()] == ["chat.jpg"]


def test_a_work_is_taken_up_again_where_it_was_left(visitor, work):
    """The first page links to the step that was looked at last."""
    for step in ("emporter", "carte", "lecture"):
        visitor.get(f"{work}/{step}")
        assert f'href="{work}/{step}"' in visitor.get("/").text


def test_without_a_register_there_is_nothing_to_map(visitor, folder):
    """A work whose register was taken away leads back to where one is given, at each step."""
    sent = visitor.send("90", schools=folder / "annuaire.csv")
    work = re.search(r"/w/[\w-]{32}", sent.text)[0]
    for step in ("carte", "emporter"):
        answer = visitor.get(f"{work}/{step}", allow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{work}/depart")


def test_a_map_that_cant_be_made_leaves_what_doesnt_need_it(visitor, work):
    """No zip of other choices than today's: the sentence; the choices and the register stay."""
    visitor.post(f"{work}/choix", {"date": "1950-01-01"})
    visitor.map(work)
    page = visitor.get(f"{work}/emporter").text
    assert "n’avait ouvert au 01/01/1950" in page
    assert "carte.zip" not in page
    for path in ("carte.zip", "fichiers/index.html"):
        refused = visitor.get(f"{work}/{path}")
        assert refused.status_code == 409  # a browser saves no page in the stead of a file
        assert "n’est plus celle de vos choix" in refused.text
    assert visitor.post(f"{work}/enregistrer", {"folder": "/x"}).status_code == 409
    assert visitor.get(f"{work}/geo-ent.toml").ok
    assert visitor.get(f"{work}/registre-corrige.xlsx").ok
    visitor.post(f"{work}/choix", {"date": ""})
    assert visitor.get(f"{work}/carte.zip").ok


def test_the_demo_has_the_bytes_of_the_command(visitor, tmp_path):
    """A demo begun on the first page is, member by member, what `geo-ent demo` makes."""
    answer = visitor.post("/demo", {"name": "cantal"})
    work = re.search(r"/w/[\w-]{32}", answer.headers["location"])[0]
    visitor.map(work)
    run = run_here("demo", "cantal", "--out", tmp_path / "cantal")
    assert run.returncode == 0, run.stderr
    zipped = visitor.get(f"{work}/carte.zip")
    assert file_name(zipped) == "carte-ent-cantal.zip"
    assert taken(zipped.content) == made(tmp_path / "cantal")
    page = visitor.get(f"{work}/emporter").text
    assert "geo-ent.toml" not in page  # nothing of a demo is for next year


def test_the_real_case_has_the_bytes_of_a_build(visitor, shared_file, tmp_path):
    """Ille-et-Vilaine with answers and a column chosen by hand: the zip is the build's folder."""
    for name in ("registre-ent-035-simule.xlsx", "annuaire-035-2023-06.csv"):
        shutil.copy(shared_file(name), tmp_path)
    register = tmp_path / "registre-ent-035-simule.xlsx"
    work = visitor.begin("35", register=register, schools=tmp_path / "annuaire-035-2023-06.csv")
    with (tmp_path / "annuaire-035-2023-06.csv").open(encoding="utf-8-sig") as lines:
        school = re.search(r"\b035\d{4}[A-Z]\b", lines.readlines()[1])[0]
    answer_first_doubt(visitor, work, school)
    sheet = next(iter(openpyxl.load_workbook(register, read_only=True).sheetnames))
    titles = re.search(r'name="column-start".*?</select>', visitor.read(work), re.DOTALL)[0]
    title = re.findall(r"<option[^>]*>([^<(]+)<", titles)[0]
    visitor.post(f"{work}/feuille", {"file": register.name, "sheet": sheet, "column-start": title,
                                     "was-column-start": "?"})  # fmt: skip
    visitor.post(f"{work}/choix", {"complete": "1", "contact": "dane@ac-rennes.fr"})
    choices = choices_of(visitor, work)
    assert choices["register"]["answers"]
    assert choices["register"]["sheets"][0]["columns"] == {"start": title}
    visitor.map(work)
    (tmp_path / "geo-ent.toml").write_bytes(visitor.get(f"{work}/geo-ent.toml").content)
    run = run_here("build", "--project", tmp_path / "geo-ent.toml", "--out", tmp_path / "carte")
    assert run.returncode == 0, run.stderr
    assert taken(visitor.get(f"{work}/carte.zip").content) == made(tmp_path / "carte")


@pytest.mark.browser
def test_without_a_script_the_map_is_changed_and_taken_away(server, chromium, work):
    """A form, "Actualiser" until the table is the new one's, then the zip: full pages alone."""
    context = server.context(chromium, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_S * 1000)
    page.goto(f"{server.url}{work}/carte")
    assert page.locator("iframe").count() == 0  # it would be fetched, and not seen
    before = page.locator("img[src$='map.svg']").get_attribute("src")
    page.get_by_label("Le titre").fill("Sans script")
    page.get_by_role("button", name="Refaire la carte").click()
    refresh = page.get_by_role("link", name="Actualiser")
    while refresh.count():
        assert page.locator("tfoot th").text_content() == "Ensemble"
        page.wait_for_timeout(300)
        refresh.click()
    assert page.locator("img[src$='map.svg']").get_attribute("src") != before
    assert page.get_by_label("Le titre").input_value() == "Sans script"
    page.get_by_role("link", name="Emporter la carte").first.click()
    assert "index.html" in page.locator("textarea").first.input_value()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Tout emporter, en un zip").click()
    assert b"Sans script" in taken(coming.value.path().read_bytes())["index.html"]
    context.close()


@pytest.mark.browser
def test_by_the_keyboard_alone_the_map_is_changed_and_taken_away(server, chromium, work):
    """From the top of the page: to the title, typed over; to the next step; to the zip."""
    opened = MapPage(server.context(chromium), f"{server.url}{work}/carte")
    page, keyboard = opened.page, opened.page.keyboard
    opened.shown()

    def go_to(words):
        for _ in range(200):
            keyboard.press("Tab")
            if words in page.evaluate(
                "(document.activeElement.labels?.[0] ?? document.activeElement).textContent"
            ):
                return
        pytest.fail(words)

    go_to("Le titre")
    keyboard.press("Control+A")
    keyboard.type("Au clavier")
    keyboard.press("Enter")
    opened.showing("Au clavier")
    page.locator("#contenu").focus()
    go_to("Emporter la carte")
    keyboard.press("Enter")
    page.wait_for_url("**/emporter")
    page.get_by_role("link", name="Tout emporter").wait_for()
    go_to("Tout emporter")
    with page.expect_download() as coming:
        keyboard.press("Enter")
    assert b"Au clavier" in taken(coming.value.path().read_bytes())["index.html"]
    page.context.close()


@pytest.mark.browser
def test_axe_finds_no_fault_and_nothing_overflows(server, chromium, work):
    """At each width, with a code unfolded and copied, and a folder refused."""
    context = server.context(chromium, bypass_csp=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    page = MapPage(context, f"{server.url}{work}/emporter").page
    page.locator("a[href$='carte.zip']").wait_for()
    assert faults_of(page) == []
    page.locator("details.code summary").nth(2).click()
    page.locator("details.code[open] [data-copy]").last.click()
    page.locator("#said", has_text="Copié").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("details.code[open] textarea").last.input_value()
    page.fill("#folder", "cartes")
    page.get_by_role("button", name="Enregistrer dans un dossier").click()
    page.locator("#fault-folder").wait_for()
    assert page.input_value("#folder") == "cartes"
    for width in (1200, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert faults_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
