"""What is given when the cache is damaged, the portal silent or the folder new: one rule a test."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from sources_world import ANNUAIRE, EFFECTIFS, open_world
from stock import entry, moved, sha256, stocked
from typer.testing import CliRunner

from geo_ent.cli.command_line import app
from geo_ent.errors import InputError, SourceError
from geo_ent.project.official_data import LOCK, explaining, pin
from geo_ent.sources.datasets_file import read_catalogue
from geo_ent.sources.fetch import Fetched, fetch
from geo_ent.sources.portals.explore import probe
from geo_ent.sources.store.cache import Cache
from geo_ent.sources.store.pinned_files import read_lock, write_lock

OLD, NEW = "2026-11-20T07:00:00+00:00", "2026-11-21T07:00:00+00:00"


@pytest.fixture
def world(tmp_path, monkeypatch):
    """Open a portal of the Territoire de Belfort."""
    with open_world(tmp_path, monkeypatch) as opened:
        yield opened


@pytest.fixture
def cache(tmp_path):
    """Make an empty cache."""
    return Cache(tmp_path / "cache")


def annuaire(text="uai;name\n1;A\n"):
    """Make what `fetch` gives of an annuaire."""
    dataset = read_catalogue().datasets["annuaire"]
    return {"annuaire": Fetched(dataset, entry(text), Path(), "fetched")}


def test_a_damaged_newest_file_leaves_an_older_intact_one(world):
    """The département's is newer and is cut: it is set aside, and France's is given, off line."""
    cache = Cache(world.cache)
    wide, path = stocked(cache, "wide", territory="france", checked_at=OLD)
    _, cut = stocked(cache, "narrow", territory="090", checked_at=NEW)
    cut.write_text("nar")
    found = world.fetch(offline=True)
    assert (found.entry, found.path) == (wide, path)
    assert "annuaire (090) : le fichier du cache est abîmé" in world.told[0]
    assert cache.entries() == [wide]


def test_an_older_version_that_is_damaged_is_not_the_latest(cache):
    """Its file goes; the index, which names a newer one, stays."""
    before, path = stocked(cache, "before")
    after, _ = stocked(cache, "after")
    path.write_text("bef")
    assert cache.path(before) is None
    assert not path.exists()
    assert cache.find("annuaire", "035") == after


def test_an_entry_is_renewed_where_its_folders_are_gone(cache):
    """Someone emptied what looked temporary: the folders are made again."""
    made, _ = stocked(cache)
    (cache.folder / "parts").rmdir()
    cache.renew(moved(made, checked_at=NEW))
    assert cache.find("annuaire", "035").checked_at == NEW


def test_the_catalogue_of_the_package_is_the_usual_one(cache):
    """Without a catalogue nothing else is needed: the cache is looked into, off line."""
    asked = {"offline": True, "cache": cache}
    with pytest.raises(SourceError, match=r"^annuaire \(035\) : hors ligne, et le cache ne l’a"):
        fetch(["annuaire"], ["35"], **asked)
    made, path = stocked(cache)
    found = fetch(["annuaire"], ["35"], **asked)["annuaire"]
    assert (found.entry, found.path) == (made, path)
    assert found.dataset == read_catalogue().datasets["annuaire"]


def test_off_line_a_year_is_named_where_rows_have_one(world):
    """The effectifs of 2024 aren't those of another year; a grid's vintage was nobody's wish."""
    with pytest.raises(SourceError, match=re.escape("ne l’a pas pour 2024 (il n’en a rien).")):
        world.fetch("effectifs", year=2024, offline=True)
    with pytest.raises(SourceError, match=re.escape("ne l’a pas (il n’en a rien).")):
        world.fetch("densite", offline=True)


def test_a_file_that_no_option_takes_is_given_by_hand(world):
    """What to do names the dataset's option where it has one."""
    assert not read_catalogue(world.catalogue).datasets["communes"].option
    with pytest.raises(SourceError, match=r"donnez le fichier à la main\.$"):
        world.fetch("communes", offline=True)
    with pytest.raises(SourceError, match=r"donnez le fichier par --schools\.$"):
        world.fetch("annuaire", offline=True)


def test_rows_are_told_as_they_are_written(world, monkeypatch):
    """Half of the file, then all of it, then half again for a second try: a title is no row."""
    from geo_ent.sources.client.transport import Transport

    usual, told = Transport.download, []
    rows_n = len(world.directory.rows)
    for row in world.directory.rows:
        row["nom_etablissement"] += " et ses annexes" * 200  # the rows are told every 64 ko

    def by_halves(self, url, to, **options):
        done = usual(self, url, to, **options | {"on_bytes": lambda *_: None})
        whole = to.read_bytes()
        half = b"".join(whole.splitlines(keepends=True)[: 1 + rows_n // 2])
        for piece in (half, whole, half):
            to.write_bytes(piece)
            options["on_bytes"](len(piece), len(whole))
        to.write_bytes(whole)
        return done

    monkeypatch.setattr(Transport, "download", by_halves)
    world.fetch(progress=lambda seen: told.append((seen.rows_n, seen.rows_total)))
    some = rows_n // 2
    assert told == [(some, rows_n), (rows_n, rows_n), (some, rows_n), (rows_n, rows_n)]


def test_a_lock_is_written_in_a_folder_to_come(tmp_path):
    """Its folders are made."""
    path = tmp_path / "new" / "folder" / "geo-ent.lock"
    write_lock(path, [annuaire()["annuaire"].entry])
    assert list(read_lock(path).pins) == ["annuaire"]


@pytest.mark.parametrize("content", [b"version = \xe9", b"version = "])
def test_why_a_lock_is_not_read_is_said(tmp_path, content):
    """Not UTF-8, or not TOML: the reason is in the line, not the absence of one."""
    path = tmp_path / "geo-ent.lock"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"ne se lit pas \(.{9,}\)\. ") as fault:
        read_lock(path)
    assert "(None)" not in str(fault.value)


def test_a_lock_is_renewed_only_when_asked(tmp_path):
    """It is written once, left as it is, then replaced; without a project there is none."""
    file, lock = tmp_path / "geo-ent.toml", tmp_path / LOCK
    held = []
    for text, renew in (("a", False), ("b", False), ("b", True)):
        pin(annuaire(text), file, renew=renew)
        held.append(read_lock(lock).pins["annuaire"].sha256)
    assert held == [sha256("a"), sha256("a"), sha256("b")]
    pin(annuaire(), None)
    pin({}, tmp_path / "other" / "geo-ent.toml")
    assert [path.name for path in tmp_path.iterdir()] == [LOCK]


def test_a_map_is_made_without_the_effectifs_unless_a_rentree_is_asked_for(
    world, tmp_path, monkeypatch
):
    """The portal has none: said and done without; with --rentree it is the end."""
    monkeypatch.setenv("GEO_ENT_CATALOGUE", str(world.catalogue))
    monkeypatch.setenv("GEO_ENT_CACHE", str(world.cache))
    del world.portal.tables[EFFECTIFS]
    uai = world.portal.tables[ANNUAIRE].rows[0]["identifiant_de_l_etablissement"]
    register = tmp_path / "ent.csv"
    register.write_text(f"UAI,ENT\n{uai},oui\n", encoding="utf-8")
    asked = ["build", "--departement", "90", "--register", str(register), "--quick",
             "--dataset", "annuaire,effectifs", "--out", str(tmp_path / "map")]  # fmt: skip
    done = CliRunner().invoke(app, [*asked, "--rentree", "2024"])
    assert isinstance(done.exception, SourceError)
    assert not (tmp_path / "map").exists()
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert "On fait sans" in done.output
    assert (tmp_path / "map" / "index.html").exists()


def test_a_count_asks_for_one_row(world):
    """To know how many rows there are, one is enough: the others come with the export."""
    world.fetch("effectifs")
    looked = [call.params for call in world.portal.calls if call.path.endswith("/records")]
    assert looked
    assert {params["limit"] for params in looked} == {"1"}


@pytest.mark.parametrize(("offered_n", "end"), [(40, "c39"), (41, "c39, …")])
def test_forty_columns_are_offered_in_place_of_one_that_lacks(offered_n, end):
    """Where the portal has more, it is said that there are others."""
    row = {f"c{number}": 1 for number in range(offered_n)}
    transport = SimpleNamespace(json=lambda *_: {"total_count": 1, "results": [row]})
    with pytest.raises(SourceError, match=rf" : c0, c1, .*, {end}\. Donnez un fichier"):
        probe(transport, read_catalogue().datasets["ips"])


@pytest.mark.parametrize(
    ("name", "way_out"),
    [("effectifs", "sans lui : --dataset annuaire,ips ; ou donnez-en un autre par --pupils."),
     ("annuaire", "Mettez geo-ent à jour ; ou donnez-en un autre par --schools."),
     ("autre", "autre.csv : illisible.")],
)  # fmt: skip
def test_how_to_do_without_a_fetched_file_that_is_refused(name, way_out):
    """The others are named, but where it is the directory; a file of one's own is left as it is."""
    datasets = read_catalogue().datasets
    fetched = {
        datasets[one].option: Fetched(datasets[one], entry(), Path(f"{one}.csv"), "fetched")
        for one in ("annuaire", "effectifs", "ips")
    }
    key = datasets[name].option if name in datasets else ""
    refusal = InputError(f"{name}.csv : illisible.", key=key)
    with pytest.raises(InputError) as fault, explaining(fetched):
        raise refusal
    assert str(fault.value).startswith(f"{name}.csv : illisible.")
    assert str(fault.value).endswith(way_out)
    assert ("pour faire sans lui" in str(fault.value)) == (name == "effectifs")
    assert (f"« {name} »" in str(fault.value)) == (name != "autre")
