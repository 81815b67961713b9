"""Files of all of France: a workbook, whole or refused, and never unfolded beyond its bound."""

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import portal_faults as faults
import pytest
from portal import write_catalogue
from portal_files import density_grid
from portal_tables import effectifs, homes
from sources_world import open_world

from geo_ent.errors import SourceError
from geo_ent.sources.datasets_file import read_catalogue
from geo_ent.sources.fetch import fetch
from geo_ent.sources.store.cache import Cache

GRID = "/insee/fichier/8571524/fichier_diffusion_2026.xlsx"


@pytest.fixture
def world(tmp_path, monkeypatch):
    """Give a world whose portal has the density grid too."""
    with open_world(tmp_path, monkeypatch) as opened:
        opened.portal.files[GRID] = density_grid("90", "88")
        rows_n = len(homes("90", "88"))
        write_catalogue(
            opened.catalogue,
            ("https://www.insee.fr/fr/statistiques/", f"{opened.portal.url}/insee/"),
            ("rows_n = 34_875", f"rows_n = {rows_n}"),
            url=opened.portal.url,
        )
        yield opened


def remade(content, *, compression=zipfile.ZIP_DEFLATED, **members):
    """Make the workbook again, with these members in place of its own, or besides them."""
    out = io.BytesIO()
    told = {name.replace("__", "/"): body for name, body in members.items()}
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", compression) as new,
    ):
        for member in old.namelist():
            if member not in told:
                new.writestr(member, old.read(member))
        for member, body in told.items():
            new.writestr(member, body)
    return out.getvalue()


def lying(content):
    """Say of a member of ten megabytes, wherever the archive says it, that it has ten bytes."""
    packed = remade(content, xl__bombe="0" * 10_000_000)
    return packed.replace((10_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))


SHEET = "xl__worksheets__sheet1.xml"
ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
LAUGHS = f'<!DOCTYPE x [<!ENTITY a0 "ha">{ENTITIES}]><sst><si><t>&a11;</t></si></sst>'
BAD = {
    "a page": (lambda _: faults.PROXY_PAGE, "page web"),
    "text": (lambda _: b"CODGEO;DENS7\r\n90001;6\r\n", "xlsx"),
    "cut short": (lambda good: good[: len(good) * 2 // 3], "entier|coupé"),
    "a damaged member": (
        lambda good: good[:3000] + bytes(200) + good[3200:],
        "entier|coupé",
    ),
    "a zip of something else": (lambda _: remade(EMPTY, a="rien"), "xlsx"),
    "one member a thousand times too large": (
        lambda good: remade(good, xl__bombe="0" * 50_000_000), "déplie",
    ),
    "a sheet a thousand times too large": (
        lambda good: remade(good, **{SHEET: "<worksheet>" + " " * 50_000_000 + "</worksheet>"}),
        "déplie",
    ),
    "a size that lies": (lying, "entier"),
    "ten thousand members": (
        lambda good: remade(good, **{f"m{n}": "" for n in range(10_000)}), "fichiers",
    ),
    "entities within entities": (
        lambda good: remade(good, **{"xl__sharedStrings.xml": LAUGHS}),
        "entière",
    ),
    "no row": (lambda _: no_row(), "aucune ligne|lignes"),
    "another table": (lambda _: other_table(), "colonnes attendues"),
}  # fmt: skip
EMPTY = b"PK\x05\x06" + bytes(18)


def no_row():
    """Make a grid with its titles only."""
    book = openpyxl.Workbook()
    book.active.append(["CODGEO", "LIBGEO", "DENS7", "LIBDENS7"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def other_table():
    """Make a workbook of something else."""
    book = openpyxl.Workbook()
    book.active.append(["Nom", "Prénom"])
    book.active.append(["A", "B"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_whole_workbook_is_kept(world):
    """One call; the rows are counted."""
    fetched = world.fetch("densite", ())
    assert fetched.path.read_bytes() == world.portal.files[GRID]
    assert fetched.entry.rows_n == len(homes("90", "88"))
    assert fetched.entry.territory == "france"
    assert len(world.portal.calls) == 1


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_workbook_is_refused_and_the_old_one_stays(world, fault):
    """Cut, damaged, unfolding without end, or another: one line, and the old file is given."""
    make, words = BAD[fault]
    good = world.portal.files[GRID]
    before = world.fetch("densite", ())
    state = world.state()
    world.portal.files[GRID] = make(good)
    again = world.fetch("densite", (), refresh=True)
    assert again.how == "stale"
    assert again.path.read_bytes() == good
    assert world.state() == state
    assert before.path == again.path
    world.cache = world.folder / "empty"
    world.fails(words, "densite", departements=())


def test_a_file_that_has_not_changed_is_not_sent_again(world):
    """Its ETag is sent along; 304: revalidated."""
    world.fetch("densite", ())
    again = world.fetch("densite", (), refresh=True)
    assert again.how == "revalidated"
    assert "if-none-match" in world.portal.calls[-1].headers


def in_its_vintage(table, kind, written):
    """Tell the rentrée of a table as one of its vintages does."""
    table.fields = tuple(
        replace(each, kind=kind) if each.name == "rentree_scolaire" else each
        for each in table.fields
    )
    for row in table.rows:
        year = int(row["rentree_scolaire"][:4])
        row["rentree_scolaire"] = written.format(year, year + 1)
    return table


@pytest.mark.parametrize(
    ("kind", "written"),
    [("text", "{}"), ("text", "{}-{}"), ("date", "{}-01-01"), ("date", "{}-09-01T00:00:00+00:00")],
    ids=["text", "school year", "January", "September"],
)
def test_a_departement_costs_ten_calls_at_most_and_then_none(world, kind, written):
    """The four datasets of a map, in each vintage: the portal gives 5,000 calls a day."""
    table = in_its_vintage(effectifs(world.directory), kind, written)
    world.portal.tables["fr-en-ecoles-effectifs-nb_classes"] = table
    names = ["annuaire", "effectifs", "ips", "carte-scolaire"]
    catalogue = read_catalogue(world.catalogue)
    first = fetch(names, ["90"], catalogue=catalogue, cache=Cache(world.cache))
    assert [each.how for each in first.values()] == ["fetched"] * 4
    assert first["effectifs"].entry.vintage == "2025"
    # A text, as the effectifs were until 2026, costs a try more: the date is tried first.
    assert len(world.portal.calls) <= 10 + (kind == "text")
    world.portal.calls.clear()
    again = fetch(names, ["90"], catalogue=catalogue, cache=Cache(world.cache))
    assert [each.how for each in again.values()] == ["cached"] * 4
    assert world.portal.calls == []


@pytest.mark.parametrize("kind", ["text", "date"])
def test_the_year_is_asked_for_by_its_type(world, kind):
    """Told as a text or as a date, by vintage: the latest rentrée comes, or the one wanted."""
    world.portal.tables["fr-en-ecoles-effectifs-nb_classes"] = effectifs(world.directory, kind=kind)
    latest = world.fetch("effectifs")
    assert {row["rentree_scolaire"][:4] for row in world.rows(latest)} == {"2025"}
    wanted = world.fetch("effectifs", year=2024)
    assert {row["rentree_scolaire"][:4] for row in world.rows(wanted)} == {"2024"}
    assert latest.entry.rows_n == wanted.entry.rows_n == len(world.rows(latest))


def test_a_file_that_is_not_there_is_not_asked_for_again_the_same_day(world, monkeypatch):
    """404: said; then said without a call, until a day has passed, --refresh, or it has come."""
    at = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    monkeypatch.setattr("geo_ent.sources.fetch._now", lambda: at)
    there = world.portal.files.pop(GRID)
    with pytest.raises(SourceError, match=r"fichier_diffusion_2026\.xlsx n’y est plus \(404\)"):
        world.fetch("densite")
    assert len(world.portal.calls) == 1
    with pytest.raises(SourceError, match=r"redemandé demain, ou par --refresh\."):
        world.fetch("densite")
    assert len(world.portal.calls) == 1
    with pytest.raises(SourceError, match="404"):
        world.fetch("densite", refresh=True)
    assert len(world.portal.calls) == 2
    at += dt.timedelta(hours=25)
    with pytest.raises(SourceError, match="404"):
        world.fetch("densite")
    assert len(world.portal.calls) == 3
    world.portal.files[GRID] = there
    assert world.fetch("densite", refresh=True).how == "fetched"
    assert list((world.cache / "absent").iterdir()) == []


def test_another_address_is_asked_the_same_day(world):
    """A catalogue that has been mended isn't held to what the former address answered."""
    world.portal.files["/moved/grid.xlsx"] = world.portal.files.pop(GRID)
    with pytest.raises(SourceError, match="404"):
        world.fetch("densite")
    text = world.catalogue.read_text(encoding="utf-8")
    world.catalogue.write_text(text.replace(GRID, "/moved/grid.xlsx"), encoding="utf-8")
    assert world.fetch("densite").how == "fetched"


def with_a_mirror(world, first, mirror):
    """Give the grid's latest vintage two addresses, tried in turn."""
    text = world.catalogue.read_text(encoding="utf-8")
    listed = f'2026 = ["{world.portal.url}{first}", "{world.portal.url}{mirror}"]'
    world.catalogue.write_text(re.sub(rf'2026 = ".*{GRID}"', listed, text), encoding="utf-8")


@pytest.mark.parametrize("fault", [None, faults.answered(403), faults.page()])
def test_a_mirror_is_asked_where_the_first_address_fails(world, fault):
    """Gone, denied or a web page: the copy comes, its address is kept with it, and it is told."""
    with_a_mirror(world, "/first/grid.xlsx", GRID)
    if fault:
        world.portal.play(fault)
    had = world.fetch("densite")
    assert had.how == "fetched"
    assert had.entry.url == f"{world.portal.url}{GRID}"
    assert world.told[0].endswith("On demande à 127.0.0.1, qui en a une copie.")
    assert world.fetch("densite").how == "cached"


def test_gone_from_every_address_is_gone(world):
    """404 twice: told once, of the first address, and not asked for again the same day."""
    with_a_mirror(world, "/first/grid.xlsx", "/second/grid.xlsx")
    with pytest.raises(SourceError, match=r"/first/grid\.xlsx n’y est plus \(404\)"):
        world.fetch("densite")
    assert len(world.portal.calls) == 2
    with pytest.raises(SourceError, match="redemandé demain"):
        world.fetch("densite")
    assert len(world.portal.calls) == 2


@pytest.mark.parametrize("at", [0, 1])
def test_gone_from_one_address_and_refused_by_another_is_not_gone(world, at):
    """Whichever refuses may have it a moment later: it is told, and both are asked again."""
    with_a_mirror(world, "/first/grid.xlsx", "/second/grid.xlsx")
    played = [faults.fine, faults.fine]  # each answers 404
    played[at] = faults.answered(403)
    for calls_n in (2, 4):
        world.portal.play(*played)
        with pytest.raises(SourceError, match="accès refusé"):
            world.fetch("densite")
        assert len(world.portal.calls) == calls_n
