"""`geo-ent fetch --check`: what each source has, held against the catalogue, on real servers."""

import json
import re
from dataclasses import replace

import portal_faults as faults
import pytest
from portal_tables import Field
from sources_world import ANNUAIRE, EFFECTIFS, PATIENCE, Client, open_world
from typer.testing import CliRunner

from geo_ent.cli.command_line import app
from geo_ent.sources.datasets_file import read_catalogue
from geo_ent.sources.survey import survey
from geo_ent.telling.language import language
from geo_ent.telling.survey_words import survey_lines

GRID = "/fr/statistiques/fichier/8571524/fichier_diffusion_2026.xlsx"
METADATA = "/api/explore/v2.1/catalog/datasets/"


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A portal with the schools of the Territoire de Belfort."""
    with open_world(tmp_path, monkeypatch) as opened:
        text = opened.catalogue.read_text(encoding="utf-8")
        lines = [
            line if line.startswith("page") else re.sub(r"https://[^/\"]+", opened.portal.url, line)
            for line in text.splitlines()
        ]
        opened.catalogue.write_text("\n".join(lines), encoding="utf-8")
        opened.portal.files[GRID] = b"PK" + 12_345 * b"0"
        yield opened


def surveyed(world, *names, rows_n=None):
    """Survey datasets, as many rows as the portal has being expected of them; give the lines."""
    catalogue = read_catalogue(world.catalogue)
    datasets = [catalogue.datasets[name] for name in names]
    if rows_n:
        datasets = [replace(dataset, rows_n=rows_n) for dataset in datasets]
    transport = Client(catalogue)
    found = list(survey(transport, datasets))
    return list(survey_lines(found, transport.calls_n, language("fr")))


def rows_of(world, name):
    """Count the rows of a dataset of the portal."""
    return len(world.portal.tables[name].rows)


def test_a_source_that_is_right(world):
    """One call: rows, columns and their kinds, and that nothing is to be looked at."""
    lines = surveyed(world, "annuaire", rows_n=rows_of(world, ANNUAIRE))
    assert lines[0] == "Chaque source a ce que le catalogue en dit."
    assert lines[2] == "Ce que chaque source a (1 appel) :"
    assert lines[3].startswith("  annuaire (127.0.0.1) : 99 lignes (au catalogue 99) ; 71 colonnes")
    assert "nom_etablissement text" in lines[3]


def test_a_column_that_is_gone_and_one_that_a_label_tells(world):
    """The one is needed, the other has an opaque name: each is said, with what to write."""
    table = world.portal.tables[EFFECTIFS]
    named = {"rep_plus": Field("rep0", "REP +", "text")}
    table.fields = tuple(
        named.get(each.name, each) for each in table.fields if each.name != "numero_ecole"
    )
    lines = surveyed(world, "effectifs", rows_n=rows_of(world, EFFECTIFS))
    assert lines[0] == "À revoir dans le catalogue :"
    assert [line.removeprefix("  effectifs (127.0.0.1) : la colonne ") for line in lines[1:3]] == [
        "« numero_ecole », nécessaire, n’y est plus sous aucun nom connu",
        "« rep_plus » s’y appelle « rep0 » (titre : « REP + »)",
    ]


def test_another_licence_fewer_rows_and_a_date(world):
    """A licence of another family, half of the rows: two differences; the date is told."""
    described = {
        "fields": [{"name": each.name, "label": each.label, "type": each.kind}
                   for each in world.portal.tables[ANNUAIRE].fields],
        "metas": {"default": {"records_count": 34_000, "modified": "2026-10-04T08:00:00+00:00",
                              "license": "Open Database License (ODbL)"}},
    }  # fmt: skip
    world.portal.files[METADATA + ANNUAIRE] = json.dumps(described).encode()
    lines = [line.removeprefix("  annuaire (127.0.0.1) : ") for line in surveyed(world, "annuaire")]
    open_database = "la licence est « Open Database License (ODbL) »"
    assert lines[1] == f"{open_database}, au catalogue « Licence Ouverte 2.0 »"
    assert lines[2] == "34\u202f000 lignes, où le catalogue en attend environ 68\u202f564"
    assert "; du 2026-10-04" in lines[-1]


def test_the_same_licence_in_other_words(world):
    """« Open Licence v2.0 (Etalab) » is the Licence Ouverte."""
    table = world.portal.tables[ANNUAIRE]
    fields = [{"name": each.name, "label": each.label} for each in table.fields]
    described = {"fields": fields, "metas": {"default": {"license": "Open Licence v2.0 (Etalab)"}}}
    world.portal.files[METADATA + ANNUAIRE] = json.dumps(described).encode()
    assert surveyed(world, "annuaire")[0] == "Chaque source a ce que le catalogue en dit."


def test_every_vintage_and_address_of_a_file_is_asked(world):
    """The one that is there has its size; the five others are gone, and where to find them."""
    lines = surveyed(world, "densite")
    there = [line for line in lines if line.startswith("  densite 2026 (127.0.0.1) : ")]
    assert there == ["  densite 2026 (127.0.0.1) : 12\u00a0ko"]
    gone = [line for line in lines if "n’y est plus (404)" in line]
    assert len(gone) == 5
    assert all("par --density ; sa page : https://www.insee.fr/" in line for line in gone)
    assert len(world.portal.calls) == 6
    assert all(call.headers["range"] == "bytes=0-0" for call in world.portal.calls)


@pytest.mark.parametrize(
    ("told", "has", "differs"),
    [
        ("54321", "54\u00a0ko", None),
        ("25000000", "25,0\u00a0Mo", None),
        ("25000001", "25,0\u00a0Mo", "25,0\u00a0Mo, où le catalogue n’admet que 25,0\u00a0Mo"),
        ("0", "0\u00a0ko", "0\u00a0ko, où le catalogue n’admet que 25,0\u00a0Mo"),
        ("*", "répond", None),
    ],
)
def test_a_file_s_size_is_that_of_the_whole(world, told, has, differs):
    """Not that of the byte that comes, but what it is said to be one of; none is empty or huge."""
    byte = {"kind": "application/octet-stream", "Content_Range": f"bytes 0-0/{told}"}
    world.portal.play(*(faults.answered(206, b"P", **byte) for _ in range(6)))
    start = "  densite 2026 (127.0.0.1) : "
    lines = [line.removeprefix(start) for line in surveyed(world, "densite") if start in line]
    assert lines == [*([differs] if differs else []), has]


@pytest.mark.parametrize(
    ("name", "expected", "is_right"),
    [
        ("annuaire", 0.92, True),
        ("annuaire", 0.88, False),
        ("annuaire", 1.12, False),
        ("effectifs", 0.5, True),
        ("effectifs", 1.12, False),
    ],
)
def test_rows_are_about_as_many_as_the_catalogue_says(world, name, expected, is_right):
    """A tenth more or less; of a dataset whose years cumulate, any more."""
    there_n = rows_of(world, {"annuaire": ANNUAIRE, "effectifs": EFFECTIFS}[name])
    lines = surveyed(world, name, rows_n=round(there_n * expected))
    assert (lines[0] == "Chaque source a ce que le catalogue en dit.") == is_right


def test_a_layer_that_has_lost_a_third_of_its_communes(world):
    """Its features are counted by the service, its properties read off the first; one lacks."""
    commune = {"insee_com": "90010", "insee_dep": "90"}
    page = {"type": "FeatureCollection", "numberMatched": 23_250, "numberReturned": 1,
            "features": [{"type": "Feature", "properties": commune, "geometry": None}]}  # fmt: skip
    world.portal.files["/wfs/ows"] = json.dumps(page).encode()
    lines = surveyed(world, "admin-express")
    assert [line.removeprefix("  admin-express (127.0.0.1) : ") for line in lines] == [
        "À revoir dans le catalogue :",
        "la colonne « nom_officiel », nécessaire, n’y est plus sous aucun nom connu",
        "23\u202f250 lignes, où le catalogue en attend environ 34\u202f875",
        "",
        "Ce que chaque source a (1 appel) :",
        (
            "23\u202f250 lignes (au catalogue 34\u202f875) ; 2 colonnes, dont insee_com str, "
            "insee_dep str"
        ),
    ]


def test_a_column_that_is_welcome_is_missed_and_not_needed(world):
    """« rep » may lack: it is said in other words than of one without which nothing is read."""
    table = world.portal.tables[EFFECTIFS]
    table.fields = tuple(each for each in table.fields if each.name != "rep")
    lines = surveyed(world, "effectifs", rows_n=rows_of(world, EFFECTIFS))
    gone = "la colonne « rep » n’y est plus sous aucun nom connu"
    assert lines[:3] == ["À revoir dans le catalogue :", f"  effectifs (127.0.0.1) : {gone}", ""]


def test_a_dataset_s_day_is_that_of_its_rows(world):
    """Processed on 4 October, its description changed later: the first is the rows' own day."""
    fields = [{"name": each.name} for each in world.portal.tables[ANNUAIRE].fields]
    days = {"data_processed": "2026-10-04T08:00:00+00:00", "modified": "2026-11-20T08:00:00+00:00"}
    described = {"fields": fields, "metas": {"default": days}}
    world.portal.files[METADATA + ANNUAIRE] = json.dumps(described).encode()
    assert surveyed(world, "annuaire")[-1].endswith(" ; du 2026-10-04")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (faults.answered(403), "accès refusé"),
        (faults.page(403), "intitulée « Authentification »"),
    ],
)
def test_a_refusal_is_told_of_its_dataset(world, fault, said):
    """One line a fault, and the others are asked all the same."""
    world.portal.play(fault)
    lines = surveyed(world, "annuaire", "effectifs")
    assert said in lines[1]
    assert lines[1].startswith("  annuaire (127.0.0.1) : ")
    assert sum(line.startswith("  effectifs (127.0.0.1) : ") for line in lines) == 2


def test_a_page_in_a_host_s_place_is_no_change_of_its_data(world):
    """A captive portal's: nothing is known of the source, which isn't asked again; a line."""
    world.portal.play(faults.page(200))
    title, line = surveyed(world, "annuaire", "densite")
    assert title.startswith("N’ont pas répondu")
    assert line.startswith("  127.0.0.1 (annuaire, densite) : une page web a répondu (200)")
    assert len(world.portal.calls) == 1


def test_a_host_that_is_silent_for_one_dataset_is_told_apart(world):
    """Errors 503 to the end for the first; the second is as the catalogue says, and says so."""
    world.portal.play(*(faults.answered(503) for _ in range(PATIENCE.tries)))
    lines = surveyed(world, "annuaire", "effectifs", rows_n=rows_of(world, EFFECTIFS))
    assert lines[0] == "Chaque source qui a répondu a ce que le catalogue en dit."
    assert lines[3].startswith("  127.0.0.1 (annuaire) : erreur 503 du serveur, après 4 essais")
    assert [line for line in lines if line.startswith("  effectifs (127.0.0.1) : ")] == lines[-1:]


def test_the_command_says_so_by_its_code(world, monkeypatch):
    """1 where something differs; about forty calls for the whole catalogue; nothing is kept."""
    monkeypatch.setenv("GEO_ENT_CATALOGUE", str(world.catalogue))
    monkeypatch.setenv("GEO_ENT_CACHE", str(world.cache))
    done = CliRunner().invoke(app, ["fetch", "--check"])
    assert done.exit_code == 1
    assert done.output.startswith("À revoir dans le catalogue :\n")
    assert 40 <= len(world.portal.calls) <= 50
    assert not world.cache.exists()


def test_without_a_network_each_host_is_told_once(world, monkeypatch):
    """A portal that is off: a line, no word of what it has or of a change; 3, no traceback."""
    monkeypatch.setenv("GEO_ENT_CATALOGUE", str(world.catalogue))
    monkeypatch.setattr("geo_ent.sources.client.transport.Transport", Client)
    text = world.catalogue.read_text(encoding="utf-8")
    world.catalogue.write_text(text.replace(f":{world.portal.port}", ":9"), encoding="utf-8")
    done = CliRunner().invoke(app, ["fetch", "--check", "--dataset", "annuaire,densite"])
    assert done.exit_code == 3
    title, line = done.output.splitlines()
    assert title == "N’ont pas répondu, et rien n’est su de ce qu’elles ont :"
    assert line.startswith("  127.0.0.1 (annuaire, densite) : la connexion est refusée")
