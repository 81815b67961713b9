"""What was read, by plain forms: menus of columns, answers to doubts, what becomes of them."""

import re
import tomllib
from collections import Counter

import html5lib
import pytest
from annuaire import inspection, uai, write_csv
from annuaire import row as row_of
from app_server import made_annuaire, made_register

DOUBTFUL = ("", "Victor Hugot", "Belfort", "oui", "ONE")


@pytest.fixture
def begin(visitor, tmp_path):
    """Begin a work with a small register, and more rows if any."""

    def begun(*more, name="registre.csv"):
        register = made_register(tmp_path / name, *more)
        annuaire = made_annuaire(tmp_path / "annuaire.csv")
        return visitor.begin("90", register=register, schools=annuaire)

    return begun


def cards(page):
    """Give the cards of the doubts: key -> text."""
    found = re.findall(r'(?s)<article class="doubt-card[^"]*" id="doute-(\w+)".*?</article>', page)
    return {
        key: re.search(rf'(?s)<article[^>]+id="doute-{key}".*?</article>', page)[0] for key in found
    }


def key_of(page, row):
    """Give the key of the card of a row."""
    return next(key for key, card in cards(page).items() if row in card)


def answers(visitor, work):
    """Read the answers in the file that is taken away."""
    return tomllib.loads(visitor.get(f"{work}/geo-ent.toml").text)["register"].get("answers", [])


def test_an_answer_is_kept_and_taken_back(visitor, begin):
    """One press answers a doubt: it is in geo-ent.toml, its card folded; another takes it back."""
    work = begin()
    key = key_of(visitor.read(work), "Victor Hugot")
    sent = visitor.post(f"{work}/reponse", {"key": key, "answer": f"uai:{uai(5)}"})
    assert sent.headers["location"].endswith(f"/lecture#doute-{key}")
    page = visitor.read(work)
    [kept] = answers(visitor, work)
    assert (kept["row"], kept["uai"]) == ("Victor Hugot | Belfort | oui | ONE", [uai(5)])
    assert "Tout est répondu" in page
    assert "Répondu" in cards(page)[key]
    assert "Châteaudun" in cards(page)[key]
    visitor.post(f"{work}/reponse", {"key": key, "answer": "undo"})
    assert answers(visitor, work) == []
    assert "Tout est répondu" not in visitor.read(work)


def test_a_school_and_a_situation_are_one_answer(visitor, begin):
    """A row without UAI whose situation wasn't understood is answered in two presses."""
    work = begin(("", "Jules Fery", "Belfort", "bleu ciel", ""))
    key = key_of(visitor.read(work), "Jules Fery")
    visitor.post(f"{work}/reponse", {"key": key, "answer": f"uai:{uai(5)}"})
    page = visitor.read(work)
    visitor.post(f"{work}/reponse", {"key": key, "answer": "status:classe"})
    [kept] = answers(visitor, work)
    assert (kept["uai"], kept["status"]) == ([uai(5)], "classe")
    assert key in cards(page)


def test_a_school_is_typed_by_its_name_or_uai(visitor, begin):
    """A name that one school has is taken, one that several have is asked about, others refused."""
    work = begin()
    key = key_of(visitor.read(work), "Victor Hugot")

    def typed(text):
        return visitor.post(f"{work}/reponse", {"key": key, "school": text})

    several = typed("ecole belfort")
    assert several.status_code == 422
    assert "Plusieurs écoles" in cards(several.text)[key]
    assert f'value="uai:{uai(2)}"' in cards(several.text)[key]
    assert 'value="ecole belfort"' in cards(several.text)[key]  # nothing typed is lost
    assert "Aucune école" in cards(typed("Zola").text)[key]
    assert "0350122T" in cards(typed("0350122T").text)[key]
    assert answers(visitor, work) == []
    assert typed("chateaudun").status_code == 303
    assert answers(visitor, work)[0]["uai"] == [uai(5)]
    typed(uai(2).lower())
    assert answers(visitor, work)[0]["uai"] == [uai(2)]
    assert visitor.get(f"{work}/ecoles?nom=arag").json()[0].startswith(uai(2))


def test_columns_are_chosen_again(visitor, begin):
    """Another column as the one of the ENT: the register is read by it; one press undoes it."""
    work = begin()
    before = visitor.read(work)
    form = {"file": "registre.csv", "sheet": "", "read": "yes", "was-read": "yes",
            "column-status": "Solution", "was-column-status": "ENT"}  # fmt: skip
    visitor.post(f"{work}/feuille", form)
    page = visitor.read(work)
    assert '<option value="Solution" selected>' in page
    assert page != before
    kept = tomllib.loads(visitor.get(f"{work}/geo-ent.toml").text)["register"]["sheets"]
    assert kept == [{"file": "registre.csv", "sheet": "", "columns": {"status": "Solution"}}]
    visitor.post(f"{work}/feuille", {**form, "undo": "1"})
    assert headline(visitor.read(work)) == headline(before)
    visitor.post(f"{work}/feuille", {**form, "column-status": "Titre inventé"})
    assert "sheets" not in tomllib.loads(visitor.get(f"{work}/geo-ent.toml").text)["register"]


def test_a_question_about_a_column_is_answered(visitor, tmp_path):
    """Two columns may be the status: a press says which, and the question isn't asked again."""
    told = [("oui", "non"), ("non", "oui"), ("oui", "oui"), ("non", "oui"), ("oui", "non")]
    rows = [f"{uai(n)};Belfort;{';'.join(cells)}" for n, cells in enumerate(told, 1)]
    register = tmp_path / "registre.csv"
    register.write_text("\n".join(["UAI;Commune;ENT;ENT déployé", *rows]), encoding="utf-8")
    annuaire = made_annuaire(tmp_path / "annuaire.csv")
    work = visitor.begin("90", register=register, schools=annuaire)
    page = visitor.read(work)
    valid(page)
    assert "Deux colonnes peuvent dire la situation" in page
    form = {"file": "registre.csv", "sheet": "", "column": "status"}
    visitor.post(f"{work}/question", {**form, "title": "Titre inventé"})
    assert "Deux colonnes peuvent dire la situation" in visitor.read(work)
    visitor.post(f"{work}/question", {**form, "title": "ENT déployé"})
    page = visitor.read(work)
    assert "Deux colonnes peuvent dire la situation" not in page
    assert '<option value="ENT déployé" selected>' in page


def headline(page):
    """Give the sentence that says the reading."""
    return re.search(r'(?s)<p class="headline">(.*?)</p>', page)[1]


def test_a_sheet_is_left_out_and_taken_again(visitor, begin):
    """Without its one sheet the register reaches no school, and the page says so; then it does."""
    work = begin()
    visitor.read(work)
    form = {"file": "registre.csv", "sheet": "", "was-read": "yes"}
    visitor.post(f"{work}/feuille", form)
    page = visitor.read(work)
    assert "non lue" in page
    assert 'class="fault"' in page
    visitor.post(f"{work}/feuille", {**form, "was-read": "no", "read": "yes"})
    assert "4 écoles renseignées sur 5" in visitor.read(work)


def test_answers_outlive_a_new_version_of_the_spreadsheet(visitor, begin, tmp_path):
    """A row that is as it was keeps its answer; of one that has changed the page says how."""
    other = ("", "Aragonne", "Belfort", "non", "")
    work = begin(other)
    page = visitor.read(work)
    for row in ("Victor Hugot", "Aragonne"):
        visitor.post(f"{work}/reponse", {"key": key_of(page, row), "answer": f"uai:{uai(5)}"})
    new = made_register(tmp_path / "registre-2.csv", ("", "Aragonne", "Belfort", "oui", ""))
    visitor.send("90", f"{work}/depart", register=new)
    page = visitor.read(work)
    assert "Répondu" in cards(page)[key_of(page, "Victor Hugot")]
    assert "Cette ligne a changé depuis" in page
    assert "<bdi>Aragonne | Belfort | oui</bdi>" in page
    valid(page)
    assert "Vous aviez répondu" in cards(page)[key_of(page, "Aragonne")]
    changed = next(e for e in answers(visitor, work) if e["row"].startswith("Aragonne"))
    now = {"row": changed["row"], "key": "", "now": "Aragonne | Belfort | oui"}
    visitor.post(f"{work}/reponse", now)
    assert "Cette ligne a changé depuis" not in visitor.read(work)
    assert len(answers(visitor, work)) == 2


def test_hundreds_of_doubts_stay_usable(visitor, begin):
    """Of 320 doubts of a kind the page shows 200, twenty at once, and says who asks the others."""
    doubtful = [(f"035{n:04d}A", f"École {n}", "Belfort", "oui", "") for n in range(320)]
    work = begin(*doubtful)
    page = visitor.read(work)
    assert len(cards(page)) == 20
    assert "(321)" in page
    assert "le registre corrigé" in page
    second = visitor.get(f"{work}/lecture?page=2").text
    valid(second)
    assert not cards(second).keys() & cards(page).keys()
    few = visitor.get(f"{work}/lecture?sorte=named&page=9").text
    assert list(cards(few)) == [key_of(few, "Victor Hugot")]
    for odd in ("9" * 5000, "-1", "²", "x"):
        assert cards(visitor.get(f"{work}/lecture", params={"page": odd}).text) == cards(page)
    key = next(iter(cards(second)))
    form = {"key": key, "answer": "ignore", "view": "page=2&sorte=<b>"}
    place = visitor.post(f"{work}/reponse", form).headers["location"]
    assert place.endswith(f"/lecture?sorte=%3Cb%3E&page=2#doute-{key}")
    assert len(page) < 400_000


def test_many_sheets_stay_light(visitor, tmp_path):
    """Of fifteen sheets the menus of twelve are on the page, and of the one that is asked for."""
    files = []
    for number in range(15):
        files.append(tmp_path / f"commune-{number}.csv")
        files[-1].write_text(f"UAI;ENT\n{uai(1 + number % 5)};oui\n", encoding="utf-8")
    annuaire = made_annuaire(tmp_path / "annuaire.csv")
    work = visitor.begin("90", register=files, schools=annuaire)
    page = visitor.read(work)
    assert page.count('name="was-read"') == 12
    last = re.findall(r'href="\?feuille=(\w+)#', page)[-1]
    asked = visitor.get(f"{work}/lecture?feuille={last}").text
    valid(asked)
    assert f'id="feuille-{last}" open' in asked


def valid(page):
    """Say that a page is strict HTML, and that no id stands twice."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(page)
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    assert [name for name, n in ids.items() if n > 1] == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_state_is_valid_html(server, tmp_path, lang):
    """Empty, refused, read, answered: strict HTML, no id twice, no style or script within."""
    visitor = server.visitor(**{"Accept-Language": lang})
    register = made_register(tmp_path / "r.csv", ("", "Jules Fery", "Belfort", "bleu", ""))
    work = visitor.begin("90", register=register, schools=made_annuaire(tmp_path / "a.csv"))
    page = visitor.read(work)
    key = key_of(page, "Jules Fery")
    visitor.post(f"{work}/reponse", {"key": key, "answer": f"uai:{uai(5)}"})
    pages = [
        visitor.get("/").text,
        visitor.get(f"{work}/depart").text,
        visitor.send("nulle part").text,
        page,
        visitor.read(work),
        visitor.post(f"{work}/reponse", {"key": key, "school": "ecole"}).text,
    ]
    for text in pages:
        valid(text)
        assert f'<html lang="{lang}">' in text
        assert not re.search(r"<style|style=|<script>|\bon\w+=", text)


def test_a_row_that_another_contradicts_is_told_back_as_kept(visitor, begin):
    """The card says which row is kept and what both say; the answer is that it is kept, not right.

    A row that is ignored at one's demand is counted as such.
    """
    work = begin((uai(2), "", "", "oui", "ONE"), (uai(2), "", "", "non", ""))
    page = visitor.read(work)
    key = key_of(page, "est gardée")
    card = cards(page)[key]
    assert "est gardée, écrite en dernier, et dit" in card
    assert "Cette ligne dit" in card
    assert "Compris" not in card
    visitor.post(f"{work}/reponse", {"key": key, "answer": "keep"})
    page = visitor.read(work)
    assert "ligne gardée" in cards(page)[key]
    assert page.count("ligne gardée") == 2
    assert "c’est juste" not in page
    visitor.post(f"{work}/reponse", {"key": key_of(page, "Victor Hugot"), "answer": "ignore"})
    assert "Vous avez répondu de l’ignorer" in visitor.read(work)


def test_the_rows_of_each_fate_can_be_looked_at(visitor, begin):
    """Each row as written, the school it reached and what was read; the spread ones, all theirs.

    A link of the step leads there, without a script too; fifty rows a page.
    """
    more = [("", "Jules Ferry", "Belfort", "oui", "ONE")] * 60
    work = begin(("", "Toutes les écoles", "Belfort", "oui", "ONE"), *more)
    page = visitor.read(work)
    assert f'{work}/lignes/spread"' in page
    spread = visitor.get(f"{work}/lignes/spread").text
    assert "Toutes les écoles" in spread
    assert uai(5) in spread  # the others have rows of their own
    assert "ONE" in spread
    merged = visitor.get(f"{work}/lignes/merged?page=2").text
    assert merged.count('<th scope="row">') == 60 - 50
    nothing = visitor.get(f"{work}/lignes/nothing", allow_redirects=False)
    assert nothing.headers["location"].endswith("/lecture")


def test_a_date_that_is_none_can_be_given(visitor, tmp_path):
    """Its card has a field for it, read as a register's dates are; what is no date is refused."""
    header = "UAI;ENT;Solution;Début\n"
    rows = "".join(f"{uai(number)};oui;ONE;31/06/2022\n" for number in range(1, 5))
    register = tmp_path / "dates.csv"
    register.write_text(header + rows, encoding="utf-8")
    work = visitor.begin("90", register=register, schools=made_annuaire(tmp_path / "a.csv"))
    page = visitor.read(work)
    key = key_of(page, uai(1))
    assert 'name="start"' in cards(page)[key]
    refused = visitor.post(f"{work}/reponse", {"key": key, "start": "bientôt"})
    assert refused.status_code == 422
    assert "On attend une date" in cards(refused.text)[key]
    assert 'value="bientôt"' in cards(refused.text)[key]
    visitor.post(f"{work}/reponse", {"key": key, "start": "30/06/2022"})
    [kept] = answers(visitor, work)
    assert str(kept["start"]) == "2022-06-30"
    page = visitor.read(work)
    assert "depuis le 30/06/2022" in cards(page)[key]
    assert "3 doutes" in page or '<span class="tally">(3)</span>' in page
    assert "La même réponse pour les 3 autres lignes" in cards(page)[key]
    visitor.post(f"{work}/reponses", {"key": key})
    assert {str(entry["start"]) for entry in answers(visitor, work)} == {"2022-06-30"}
    page = visitor.read(work)
    assert "3 réponses ont été données d’un coup" in page
    assert "Tout est répondu" in page
    visitor.post(f"{work}/reponses", {"answer": "undo"})
    assert answers(visitor, work) == [kept]


def test_a_kind_is_answered_at_once(visitor, begin):
    """All names that are nearly a school's are right, with one press; another takes it back."""
    work = begin(("", "Jules Fery", "Belfort", "oui", "ONE"), ("", "Aragonn", "Belfort", "oui", ""))
    page = visitor.read(work)
    assert "Tout est juste (2)" in page
    visitor.post(f"{work}/reponses", {"kind": "named"})
    assert [entry["keep"] for entry in answers(visitor, work)] == [True, True]
    page = visitor.read(work)
    assert "Tout est juste" not in page
    assert "2 réponses ont été données d’un coup" in page
    key = key_of(page, "Aragonn")
    visitor.post(f"{work}/reponse", {"key": key, "answer": "ignore"})
    visitor.post(f"{work}/reponses", {"answer": "undo"})
    [kept] = answers(visitor, work)
    assert kept["ignore"] is True  # what was changed by hand since stays


def test_several_schools_are_one_answer(visitor, tmp_path):
    """Two schools of one name, or all that a row of a commune may be of, with one press."""
    names = {1: "maternelle publique Prévert", 2: "élémentaire publique Prévert", 3: "Aragon"}
    schools = [row_of(number, Nom_etablissement=f"Ecole {name}") for number, name in names.items()]
    register = tmp_path / "groupes.csv"
    register.write_text(
        "École;Commune;ENT\nEcole Prévert;Belfort;oui\nles 4 écoles;Belfort;oui\n", encoding="utf-8"
    )
    annuaire = write_csv(tmp_path / "a.csv", [*schools, inspection(99, "Belfort")])
    work = visitor.begin("90", register=register, schools=annuaire)
    page = visitor.read(work)
    pair, trio = (key_of(page, name) for name in ("Ecole Prévert", "les 4 écoles"))
    for key, several, label in ((pair, [1, 2], "Les deux"), (trio, [1, 2, 3], "Les 3")):
        value = "uai:" + "+".join(map(uai, several))
        assert f'value="{value}"' in cards(page)[key]
        assert label in cards(page)[key]
        visitor.post(f"{work}/reponse", {"key": key, "answer": value})
        assert answers(visitor, work)[-1]["uai"] == [*map(uai, several)]
    assert "Tout est répondu" in visitor.read(work)


def test_an_answered_row_is_told_where_it_stands_now(visitor, begin, tmp_path):
    """A new version of the register has a row more above: the answered card says the new line."""
    work = begin()
    page = visitor.read(work)
    key = key_of(page, "Victor Hugot")
    assert "ligne\u00a05" in cards(page)[key]
    visitor.post(f"{work}/reponse", {"key": key, "answer": f"uai:{uai(5)}"})
    visitor.read(work)
    register = made_register(tmp_path / "registre-2.csv")
    lines = register.read_text(encoding="utf-8").split("\n")
    lines.insert(1, f"{uai(4)};Victor Hugo;Belfort;oui;ONE")
    register.write_text("\n".join(lines), encoding="utf-8")
    visitor.send("90", f"{work}/depart", register=register)
    card = cards(visitor.read(work))[key]
    assert "ligne\u00a06" in card
    assert "Répondu" in card
