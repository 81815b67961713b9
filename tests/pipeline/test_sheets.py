"""A sheet of paper a zone: what it says, what it refuses."""

import html
import json
import re
import sys
from collections import Counter
from types import SimpleNamespace

import annuaire
import page
import pikepdf
import pypdfium2
import pytest
import typst
from atlasland import project_in, register

from geo_ent.errors import InputError
from geo_ent.pipeline.build import build
from geo_ent.pipeline.sheets import make_sheets
from geo_ent.project.build_options import Project

HOSTILE = ["#panic() *gras* $x$", "</svg><script>", "Écolе 東京 🎒", "Les Lilas", "Les Lilas"]
CENTRE = ("90010", 47.639, 6.863)  # one address: their marks must be pushed apart
WORDS = ["school", "class", "none", "planned", "unknown"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Build a map of five schools with hostile names, four of one commune; and its sheets."""
    folder = tmp_path_factory.mktemp("sheets")
    rows = [
        annuaire.row(number, Nom_etablissement=name, Code_commune=code, latitude=str(lat),
                     longitude=str(lon))
        for number, (name, (code, lat, lon)) in enumerate(
            zip(HOSTILE, [CENTRE] * 4 + [("90052", 47.676, 6.94)], strict=True), 1)
    ]  # fmt: skip
    rows.append(annuaire.inspection(50, "Circonscription d'inspection du 1er degré de Belfort 1"))
    register = folder / "registre.csv"
    lines = [f"{annuaire.uai(n)},{word},{2019 + n}-09-01" for n, word in enumerate(WORDS, 1)]
    register.write_text("uai,status,start\n" + "\n".join(lines), encoding="utf-8")
    project = Project(
        departements=("90",),
        schools=annuaire.write_csv(folder / "annuaire.csv", rows),
        register=register,
        out=folder / "out",
    )
    build(project)
    sheets = make_sheets(project.out, "circonscription", folder / "fiches")
    return SimpleNamespace(project=project, folder=folder, out=project.out, sheets=sheets)


def pages(path):
    """Read the text of each page of a PDF."""
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def flat(path):
    """Read a sheet's text on one line, with ordinary spaces."""
    return " ".join(" ".join(pages(path)).split())


def test_a_sheet_says_what_the_map_says(made):
    """One zone, one sheet: its headline, its schools by name, whatever these are called."""
    assert [path.name for path in made.sheets] == ["fiche-circonscription-belfort-1-0909050Y.pdf"]
    text = flat(made.sheets[0])
    assert "1 école publique sur 5 a un ENT, soit 20,0 % ; on ne sait pas pour 1 école." in text
    assert "#panic() *gras* $x$" in text  # has an ENT: named at the end
    assert "</svg><script>" in text
    assert "?? ?" in text  # letters that no font of ours has
    assert "On ne sait pas si cette école a un ENT : Les Lilas" in text
    assert "page 1 sur 1" in text


def test_of_what_nobody_knows_no_share_is_written(tmp_path):
    """A register of another département: no 0 % on the sheet, the equity page, the page's table."""
    codes = ("48", "90")
    project = project_in(tmp_path, codes, departements=("90",), quick=False)
    project.register.write_text(register(("48",)), encoding="utf-8")
    build(project)
    sheet = flat(make_sheets(project.out, "circonscription", tmp_path / "fiches")[0])
    assert "(Territoire de Belfort), on ne sait d’aucune des 4 écoles si elle a un ENT." in sheet
    assert "On ne sait d’aucune école du département si elle a un ENT : l’évolution" in sheet
    assert "Part avec un ENT" not in sheet
    assert "Le registre ne date pas" not in sheet
    equity = (project.out / "equity.html").read_text("utf-8")
    page = (project.out / "index.html").read_text("utf-8")
    table = page[page.index("<table>") : page.index("</table>")]
    for text in (sheet, equity[equity.index("</style>") :], table):
        assert not re.search(r"\b0,0\s*%", html.unescape(text))
    assert "La situation de chaque" not in equity
    assert "On ne sait d’aucune école publique si elle a un ENT." in html.unescape(equity)
    assert "rythme ne se disent" in equity


def test_sheets_are_accessible(made):
    """A validator of another's finds no fault by PDF/UA-1; one in the same sheet without tags.

    What it can't judge is looked at here: the language, what the pictures say to those who don't
    see them, columns named in every table, headings that begin at 1 and skip none.
    """
    sheet = made.sheets[0].read_bytes()
    checked = page.validate_pdf_bytes(sheet, profile=page.ValidationProfile.PDF_UA_1)
    assert not [failure.message for failure in checked.failures]
    assert checked.rules.passed > 100
    bare = typst.compile(b'#set document(title: "x")\n= Fiche', pdf_tags=False)
    assert not page.is_pdf_compliant_bytes(bare, profile=page.ValidationProfile.PDF_UA_1)
    with pikepdf.open(made.sheets[0]) as document:
        assert str(document.Root.Lang) == "fr-FR"
        parts = list(structure(document.Root.StructTreeRoot))
    kinds = Counter(kind for kind, _ in parts)
    alts = [alt for kind, alt in parts if kind == "Figure"]
    assert kinds["H1"] == 1
    assert set(kinds) & {"H3", "H4", "H5", "H6"} == set()
    assert [alt.split(" ")[0] for alt in alts] == ["Carte", "Part"]
    assert kinds["TH"] == 3 * kinds["Table"]  # of the figures alone: no school here has a rank
    assert kinds["Lbl"] == kinds["LI"] > 0


def structure(element):
    """Walk a PDF's structure: the kind of each element and its alternative text."""
    for child in element.get("/K", []) if "/K" in element else []:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield str(child.S)[1:], str(child.get("/Alt", ""))
            yield from structure(child)


@pytest.mark.parametrize("typed", [str.lower, str.upper])
def test_a_zone_is_asked_in_small_letters_too(made, tmp_path, typed):
    """A UAI typed either way is the same zone."""
    code = made.sheets[0].stem.rpartition("-")[2]
    assert make_sheets(made.out, "circonscription", tmp_path / "f", zones=[typed(code)])


def test_numbers_that_the_map_lacks_are_counted(tmp_path):
    """Of a hundred schools without an ENT at one address: in the map's key and its alternative."""
    names = ["Zola", "Écully", "Éluard", *(f"École {n}" for n in range(100))]
    rows = [
        annuaire.row(number, Nom_etablissement=name, Code_commune="90010", latitude="47.639",
                     longitude="6.863", Nom_commune="Belfort")
        for number, name in enumerate(names, 1)
    ]  # fmt: skip
    rows.append(annuaire.inspection(500, "Circonscription d'inspection du 1er degré de Belfort 1"))
    register = tmp_path / "registre.csv"
    lines = [f"{annuaire.uai(n)},{'oui' if n <= 3 else 'non'}" for n in range(1, 104)]
    register.write_text("uai,ent\n" + "\n".join(lines), encoding="utf-8")
    project = Project(
        departements=("90",),
        schools=annuaire.write_csv(tmp_path / "annuaire.csv", rows),
        register=register,
        out=tmp_path / "out",
    )
    build(project)
    (sheet,) = make_sheets(project.out, "circonscription", tmp_path / "fiches")
    text = flat(sheet)
    (lacking,) = re.findall(r"numéros sont ceux de la liste ; (\d+) manquent sur la carte", text)
    assert 0 < int(lacking) < 100
    assert text.index("Écully") < text.index("Éluard") < text.index("Zola")
    with pikepdf.open(sheet) as pdf:
        alternatives = [words for _, words in structure(pdf.Root.StructTreeRoot) if words]
    said = f"leur numéro ; {lacking} manquent"
    assert any(said in words.replace("\xa0", " ") for words in alternatives)


def test_the_same_folder_gives_the_same_bytes(made):
    """Two runs make the same files, to the byte."""
    again = make_sheets(made.out, "circonscription", made.folder / "again")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in made.sheets]
    assert (made.folder / "again" / "manifest.json").read_bytes() == (
        made.folder / "fiches" / "manifest.json"
    ).read_bytes()


def test_sheets_of_another_language_and_zone(made):
    """In English, of a commune alone; sheets are written over sheets, never over another folder."""
    out = made.folder / "communes"
    (sheet,) = make_sheets(made.out, "commune", out, zones=["90052"], lang="en")
    assert "It isn’t known whether the only public school has an ENT." in flat(sheet)
    assert len(make_sheets(made.out, "commune", out)) == 2
    assert len(json.loads((out / "manifest.json").read_text("utf-8"))["outputs"]) == 2


@pytest.mark.parametrize(
    ("level", "zones", "said"),
    [
        ("pays", None, "on attend circonscription, epci, commune, secteur_college"),
        ("secteur_college", None, "cette carte n’a pas le niveau secteur_college"),
        ("commune", ["35238"], "pas de zone 35238"),
    ],
)
def test_what_a_map_hasnt_is_refused_in_a_line(made, level, zones, said):
    """A level that isn't one, one that the map lacks, a zone of elsewhere; nothing is written."""
    with pytest.raises(InputError, match=said):
        make_sheets(made.out, level, made.folder / "nothing", zones=zones)
    assert not (made.folder / "nothing").exists()


def test_without_typst_it_is_said_how_to_have_it(made, monkeypatch):
    """One line, with the command; nothing is written."""
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(InputError, match=r'python -m pip install "geo-ent\[sheets\]"'):
        make_sheets(made.out, "commune", made.folder / "nothing")
    assert not (made.folder / "nothing").exists()


def test_a_quick_map_has_no_sheets(made, tmp_path):
    """A folder of --quick, or of nobody, is refused, and it is said what to do."""
    project = Project(**(vars(made.project) | {"quick": True, "out": tmp_path / "quick"}))
    build(project)
    with pytest.raises(InputError, match="refaites la carte sans --quick"):
        make_sheets(project.out, "commune", tmp_path / "fiches")
    with pytest.raises(InputError, match="il n’y a pas de dossier de ce nom"):
        make_sheets(tmp_path / "nope", "commune", tmp_path / "fiches")
    atlas = tmp_path / "atlas"
    atlas.mkdir()
    content = {"generator": "geo-ent", "kind": "atlas", "departements": ["90"]}
    (atlas / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError, match="c’est un atlas ; donnez le dossier d’un département"):
        make_sheets(atlas, "commune", tmp_path / "fiches")
    with pytest.raises(InputError, match="ce n’est pas un dossier fait par geo-ent build"):
        make_sheets(tmp_path, "commune", tmp_path / "fiches")
