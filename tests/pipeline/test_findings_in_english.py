"""A build in English on files at fault: every detail of findings.csv is in English."""

import csv
import re

import pytest
import shapely
from annuaire import row, uai, write_csv
from effectifs import write
from outlineland import drawn
from typer.testing import CliRunner

from geo_ent.cli.command_line import app
from geo_ent.communes.bundled import read_communes

COLLEGE, OTHER = "0900017Y", "0900230E"
FRENCH = re.compile(
    r"\b(?:le|la|les|des|de|du|au|aux|une?|est|sont|dans|qui|pour|sur|lue?|par|et|ou|ligne|absente"
    r"|écoles?|élèves?|aucune|classes avec|en double|gardée?|unités?|commune qui)\b|«|»| [:;]"
)
MANY = 40  # kinds that these files have, lest one is mended by mistake
PROPER = {"partial-epci", "outline-kept"}  # details that are names and codes, in each language


def table(path, titles, *rows):
    """Write rows of texts under titles, as a CSV; give its path."""
    path.write_text("\n".join([titles, *rows]) + "\n", encoding="utf-8")
    return path


def schools(folder):
    """Write an annuaire in which each row has a fault of its own."""
    away = {"latitude": "47.55", "longitude": "6.9", "position": "47.55, 6.9"}
    nowhere = {"latitude": "", "longitude": "", "position": ""}
    college = {"Type_etablissement": "Collège", "code_nature": "340"}
    code = "Identifiant_de_l_etablissement"
    rows = [
        row(1),
        row(2, etat="A OUVRIR"),
        row(3, **{code: "néant"}),
        row(1),
        row(4, Ecole_maternelle="0", Ecole_elementaire="0"),
        row(5, nom_circonscription=""),
        row(6, **away),
        row(7, Code_commune="90998"),
        row(8, Code_commune="90073"),
        row(9, Code_commune="90999", **nowhere),
        row(10, Appartenance_Education_Prioritaire="REP"),
        row(11, Code_commune="90068", Ecole_elementaire="0"),
        row(12, **college, Nom_etablissement="Collège A")
        | {"Identifiant_de_l_etablissement": COLLEGE},
        row(13, **college, Nom_etablissement="Collège B", latitude="47.65")
        | {"Identifiant_de_l_etablissement": OTHER},
    ]
    return write_csv(folder / "annuaire.csv", rows)


def figures(folder):
    """Write the files of figures by school, each with what is noted of it; the options."""
    wrong = uai(5)[:-1] + ("A" if uai(5)[-1] != "A" else "B")
    effectifs = ["Rentrée scolaire", "Numéro de l'école", "Nombre total de classes",
                 "Nombre total d'élèves", "REP", "REP +"]  # fmt: skip
    cells = [
        ("2022", uai(1), "3", "60", "1", "0"),
        ("2022", uai(1), "3", "50", "0", "0"),
        ("2022", "néant", "3", "60", "0", "0"),
        ("jadis", uai(4), "3", "60", "0", "0"),
        ("2022", wrong, "3", "60", "0", "0"),
        ("2022", uai(6).lower()[1:], "3", "x", "0", "0"),
        ("2022", uai(90), "3", "60", "0", "0"),
        ("2022", uai(1, "056"), "3", "60", "0", "0"),
    ]
    pupils = write(folder / "e.csv", [dict(zip(effectifs, each, strict=True)) for each in cells])
    ips = table(folder / "i.csv", "UAI;Rentrée scolaire;IPS",
                f"{uai(1)};2022-2023;100", f"{uai(4)};2022-2023;NS")  # fmt: skip
    listed = table(folder / "p.csv", "uai;ep_2022_2023", f"{uai(1)};REP", f"{uai(1)};REP+",
                   f"{uai(4)};REP", f"{uai(4)};REP")  # fmt: skip
    titles = "UAI;Comptes créés;Comptes activés;Classes avec ENT;Date;Profil"
    usage = table(folder / "u.csv", titles,
                  f"{uai(1)};9;8;5;;", f"{uai(4)};9;11;;;", f"{uai(5)};9;9;1;2022-01-01;",
                  f"{uai(5)};9;9;1;2021-01-01;", f"{uai(6)};9;9;1;hier;Élèves",
                  f"{uai(6)};8;8;1;;Parents", f"{uai(7)};8;8;1;;Élèves", f"{uai(7)};9;9;1;;Total",
                  f"{uai(8)};9;9;1;;", f"{uai(8)};8;9;1;;", f"{uai(8)};8;8;1;;")  # fmt: skip
    return ["--pupils", pupils, "--ips", ips, "--priority", listed, "--usage", usage]


def zonings(folder):
    """Write the zonings by commune and the carte scolaire, each with what is noted of it."""
    grid = table(folder / "d.csv", "insee_com,lib_com,niveau_densite", "90010,x,Petites villes",
                 "90073,x,Bourgs ruraux", "90068,x,Ceintures urbaines", "90010,x,Petites villes",
                 "99100,x,Bourgs ruraux", "90008,x,Campagne", "20004,x,Bourgs ruraux",
                 "1004,x,Bourgs ruraux", "90005,x,rural", "90006,x,Bourgs ruraux")  # fmt: skip
    frr = table(folder / "f.csv", "codgeo;libgeo;classement_frr", "90010;x;FRR+",
                "90073;x;FRR socle", "90068;x;Non classée", "90005;x;Autre")  # fmt: skip
    units = table(folder / "uu.csv", "CODGEO;LIBGEO;UU2010;LIBUU2010", "90010;x;90501;Belfort",
                  "90073;x;90501;Belfort", "90068;x;90000;Communes rurales")  # fmt: skip
    titles = "code_departement;code_insee;libelle_commune;Code_RNE;Secteur_unique"
    sectors = table(folder / "c.csv", titles, f"090;90010;Belfort;{COLLEGE};O",
                    f"090;90010;Belfort;{OTHER};x", f"090;90998;Nulle;{OTHER};O",
                    "090;90005;Andelnans;??;O", f"090;=90005;Andelnans;{OTHER};O")  # fmt: skip
    return ["--density", grid, "--frr", frr, "--urban-units", units, "--college-sectors", sectors]


def outlines(folder):
    """Write outlines of which some cross, lack, hide or double others."""
    communes = read_communes(["90"]).reset_index()[["commune_code", "name", "geometry"]]
    frame = communes.rename(columns={"commune_code": "code", "name": "nom"}).iloc[:-1]
    x, y = frame.geometry.iloc[0].representative_point().coords[0]
    crossed = shapely.Polygon([(x, y), (x + 0.01, y + 0.01), (x + 0.01, y), (x, y + 0.01)])
    frame.loc[2, "geometry"] = crossed
    frame.loc[len(frame)] = ["", "Lieu-dit", frame.geometry.iloc[5]]
    frame.loc[len(frame)] = ["90996", "Neuve", frame.geometry.iloc[7].buffer(-0.005)]
    frame.loc[len(frame)] = [frame["code"][9], "Double", frame.geometry.iloc[9]]
    frame.loc[len(frame)] = ["90073", "Ancienne", frame.set_index("code").geometry["90068"]]
    frame.loc[len(frame)] = [frame["code"][11], "Vide", None]
    return ["--boundaries", drawn(frame, folder / "contours.geojson")]


@pytest.fixture
def findings(tmp_path):
    """Build a map in English on all of these; the rows of its findings.csv."""
    register = table(tmp_path / "ent.csv", "UAI,ENT", f"{uai(1)},oui", f"{uai(4)},non")
    options = ["--departement", "90", "--schools", schools(tmp_path), "--register", register]
    options += [*figures(tmp_path), *zonings(tmp_path), *outlines(tmp_path), "--quick"]
    words = [*map(str, options), "--lang", "en", "--out", str(tmp_path / "map")]
    done = CliRunner().invoke(app, ["build", *words])
    assert done.exit_code == 0, (done.output, done.exception)
    with (tmp_path / "map" / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def test_no_detail_is_left_in_french(findings):
    """What was in a file stays as it was, within quotes; all around it is English."""
    ours = [found for found in findings if found["kind"] not in PROPER]
    assert len({found["kind"] for found in ours}) > MANY
    for found in ours:
        around = re.sub("“.*?”", "“…”", found["message"])
        assert not FRENCH.search(around), found
    merged = next(found["message"] for found in ours if found["kind"] == "zoning-merged")
    assert merged == (
        "90068 unites 90073 “Rural villages”, 90068 “Urban belts”: “Urban belts”, the most "
        "populated"
    )
