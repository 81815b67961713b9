"""Fetching: from the cache while it is fresh, else from the source, else what there was."""

import datetime as dt
import json
import socket

import pytest
from portal import Portal, write_catalogue
from portal_faults import answered
from portal_tables import annuaire, college_sectors, effectifs, ips
from sources_world import ask_quickly
from stock import entry, stocked
from told_lines import ToldLines

from geo_ent.errors import InputError, SourceError
from geo_ent.sources import fetch as fetching
from geo_ent.sources.datasets_file import read_catalogue
from geo_ent.sources.download import wanted
from geo_ent.sources.fetch import fetch
from geo_ent.sources.store.cache import Cache
from geo_ent.sources.store.freshness import age
from geo_ent.sources.store.pinned_files import read_lock, write_lock
from geo_ent.telling.language import language
from geo_ent.telling.source_words import source_line

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
SCHOOLS = annuaire("88", "90", schools_n=60)
FOUR = ["annuaire", "effectifs", "ips", "carte-scolaire"]
COMMUNES = "typecom,com,libelle,dep\nCOM,88160,Épinal,88\nCOM,90010,Belfort,90\n"
REFUSES = answered(403, b"{}")


class World:
    """A portal, a catalogue that asks it, a cache, a clock."""

    def __init__(self, folder, portal, monkeypatch):
        self.folder, self.portal, self.told, self.monkeypatch = (
            folder,
            portal,
            ToldLines(),
            monkeypatch,
        )
        self.cache = Cache(folder / "cache")
        self.write()
        self.at()

    def write(self, *changes):
        """Write the catalogue, with changes."""
        insee = "https://www.insee.fr/fr/statistiques/fichier/8740222/v_commune_2026.csv"
        changes = ((insee, f"{self.portal.url}/v_commune_2026.csv"), ("37_500", "2"), *changes)
        path = write_catalogue(self.folder / "catalogue.toml", *changes, url=self.portal.url)
        self.catalogue = read_catalogue(path)

    def at(self, **later):
        """Set the clock this much later."""
        self.monkeypatch.setattr(fetching, "_now", lambda: NOW + dt.timedelta(**later))

    def fetch(self, name="annuaire", departements=("88",), **options):
        """Fetch a dataset; `calls` are those it cost."""
        self.told.clear()
        self.portal.calls.clear()
        options = {
            "cache": self.cache,
            "catalogue": self.catalogue,
            "tell": self.told.append,
        } | options
        return fetch([name], departements, **options)[name]

    @property
    def asked(self):
        """What the portal was asked."""
        return [call.path.rpartition("/")[2] for call in self.portal.calls]


@pytest.fixture
def world(tmp_path, monkeypatch):
    """Open a portal of two départements."""
    ask_quickly(monkeypatch)
    table = type(SCHOOLS)(SCHOOLS.fields, [dict(row) for row in SCHOOLS.rows])
    tables = {
        "fr-en-annuaire-education": table,
        "fr-en-ecoles-effectifs-nb_classes": effectifs(table),
        "fr-en-ips-ecoles-ap2022": ips(table),
        "fr-en-carte-scolaire-colleges-publics": college_sectors("88"),
    }
    with Portal(tables, files={"/v_commune_2026.csv": COMMUNES.encode()}) as portal:
        world = World(tmp_path, portal, monkeypatch)
        world.schools = table.rows
        yield world


def test_a_departement_costs_ten_calls_at_most_and_then_none(world):
    """The four datasets of a map: fetched, then found in the cache without a call."""
    options = {"cache": world.cache, "catalogue": world.catalogue}
    found = fetch(FOUR, ["88"], **options)
    assert list(found) == FOUR
    assert {each.how for each in found.values()} == {"fetched"}
    assert len(world.portal.calls) <= 10
    world.portal.calls.clear()
    again = fetch(FOUR, ["88"], **options)
    assert world.portal.calls == []
    assert {each.how for each in again.values()} == {"cached"}
    assert [each.path for each in again.values()] == [each.path for each in found.values()]


def test_what_is_known_of_a_file(world):
    """Its territory, rows, columns, dates and address; the year of the data, and the one asked."""
    known = world.fetch("effectifs", ("90", "88")).entry
    assert (known.territory, known.vintage, known.asked) == ("088+090", "2025", "")
    lines = world.fetch("effectifs", ("90", "88")).path.read_text(encoding="utf-8").splitlines()
    assert known.rows_n == len(lines) - 1 > 50
    assert known.fetched_at == known.checked_at == "2026-11-22T12:00:00+00:00"
    assert known.url.startswith(
        f"{world.portal.url}/api/explore/v2.1/catalog/datasets/fr-en-ecoles"
    )
    assert "numero_ecole" in known.columns
    assert known.bytes_n == world.fetch("effectifs", ("90", "88")).path.stat().st_size


def test_a_year_is_apart_from_the_latest(world):
    """2024 is fetched beside the latest, which stays; the latest serves those who ask its year."""
    latest = world.fetch("effectifs")
    older = world.fetch("effectifs", year=2024)
    assert (older.how, older.entry.vintage, older.entry.asked) == ("fetched", "2024", "2024")
    assert world.fetch("effectifs").entry == latest.entry
    assert world.fetch("effectifs", year=2025).how == "cached"
    assert world.portal.calls == []


@pytest.mark.parametrize("etags", [True, False])
def test_an_old_file_is_asked_again_not_fetched_again(world, etags):
    """By its ETag, or because the rows are the same: the file stays, the check is dated."""
    world.portal.etags = etags
    first = world.fetch()
    world.at(days=6)
    assert world.fetch().how == "cached"
    world.at(days=8)
    again = world.fetch()
    assert (again.how, again.path) == ("revalidated", first.path)
    assert again.entry.fetched_at == first.entry.fetched_at
    assert again.entry.checked_at == "2026-11-30T12:00:00+00:00"
    assert list((world.cache.folder / "parts").iterdir()) == []
    assert world.fetch().how == "cached"
    assert world.cache.old() == []


def test_rows_in_another_order_are_the_same_file(world):
    """The portal's order isn't stable: the former bytes stay."""
    first = world.fetch()
    world.schools.reverse()
    again = world.fetch(refresh=True)
    assert (again.how, again.path) == ("revalidated", first.path)


def test_new_rows_are_another_file(world):
    """A school renamed: fetched; the former file stays for those who pinned it."""
    first = world.fetch()
    world.schools[0]["nom_etablissement"] = "École neuve"
    again = world.fetch(refresh=True)
    assert again.how == "fetched"
    assert "École neuve" in again.path.read_text(encoding="utf-8")
    assert world.cache.old() == [first.path]


def test_an_export_in_parquet(world):
    """Asked for as Parquet where the catalogue says so: whole, counted, and of the same rows."""
    import pyarrow.parquet as pq

    told = world.fetch().path.read_text(encoding="utf-8-sig").splitlines()
    text = (world.folder / "catalogue.toml").read_text(encoding="utf-8")
    path = world.folder / "parquet.toml"
    path.write_text(text.replace('format = "csv"', 'format = "parquet"', 1), encoding="utf-8")
    found = world.fetch(catalogue=read_catalogue(path), refresh=True)
    assert found.path.suffix == ".parquet"
    assert world.asked == ["records", "parquet"]
    rows = pq.read_table(found.path).to_pylist()
    assert found.entry.rows_n == len(rows) == len(told) - 1
    assert {row["identifiant_de_l_etablissement"] for row in rows} == {
        line.partition(";")[0] for line in told[1:]
    }
    half = world.portal.answer

    def cut(call):
        answer = half(call)
        if "parquet" in call.path:
            answer.body = answer.body[: len(answer.body) // 2]
        return answer

    world.schools.pop(0)
    world.portal.answer = cut
    old = world.fetch(catalogue=read_catalogue(path), refresh=True)
    assert (old.how, old.path) == ("stale", found.path)


def test_what_changes_between_the_count_and_the_file(world):
    """The portal is brought up to date between two calls: it is asked again, and right."""
    gone = world.schools.pop()

    def grows(handler, answer):
        world.schools.append(gone)
        handler.send(answer)

    world.portal.play(grows)
    found = world.fetch(departements=("88", "90"))
    assert found.entry.rows_n == len(world.schools)
    assert any("On recommence." in line for line in world.told)


def test_france_will_do_for_a_departement(world):
    """A file of all of France, while it is fresh, costs a département no call."""
    world.fetch(departements=())
    found = world.fetch()
    assert (found.how, found.entry.territory, world.asked) == ("cached", "france", [])
    world.at(days=8)
    assert world.fetch().entry.territory == "088"


def test_the_same_rows_for_a_wider_territory_are_another_entry(world):
    """France's file holds one département: asked alone, it has its own entry, and its own date."""
    world.schools[:] = [row for row in world.schools if row["code_departement"] == "088"]
    france = world.fetch(departements=())
    world.at(days=8)
    alone = world.fetch()
    assert (alone.how, alone.entry.territory) == ("fetched", "088")
    assert (alone.path.name, alone.path.parent) == ("annuaire-088.csv", france.path.parent)
    assert world.cache.find("annuaire", "france") == france.entry


def test_what_was_left_of_any_download_goes(world):
    """The next time a source is asked, whatever dataset it is for; never while nothing is asked."""
    world.fetch()
    left = world.cache.folder / "parts" / "ips--035--.part"
    left.write_text("half")
    world.fetch()
    assert left.exists()
    world.fetch("communes")
    assert not left.exists()


def test_refresh_asks_for_what_is_recent(world):
    """--refresh: asked, even just after."""
    world.fetch()
    assert world.fetch(refresh=True).how == "revalidated"
    assert world.asked == ["records", "csv"]


def no_socket(*_, **__):
    """Refuse to make a socket."""
    pytest.fail("a socket was made")


def test_offline_says_how_old_it_is_and_makes_no_socket(world):
    """Fresh or not, what there is is used and its age said; what there isn't is one line."""
    world.fetch()
    world.monkeypatch.setattr(socket, "socket", no_socket)
    found = world.fetch(offline=True)
    assert found.how == "cached"
    age = "téléchargé le 22/11/2026, il y a moins d’un jour"
    assert world.told == [f"annuaire (088) : celui du cache est utilisé, {age}."]
    world.at(days=100)
    found = world.fetch(offline=True)
    assert found.how == "stale"
    assert "téléchargé le 22/11/2026, il y a 100\u00a0jours" in world.told[0]
    for name, has in (("annuaire", "il a 088"), ("ips", "il n’en a rien")):
        with pytest.raises(
            SourceError, match=f"^{name} .090. : hors ligne, et .*{has}.*geo-ent fetch"
        ):
            world.fetch(name, ("90",), offline=True)


def test_a_source_that_fails_leaves_the_old_file(world):
    """Older than it should be, and the source refuses: the old one is given, and it is said."""
    first = world.fetch()
    world.at(days=30)
    world.portal.play(always=REFUSES)
    found = world.fetch()
    assert (found.how, found.path, found.entry) == ("stale", first.path, first.entry)
    assert "403" in world.told[0]
    assert world.told[1].endswith(
        "celui du cache est utilisé, téléchargé le 22/11/2026, il y a 30\u00a0jours."
    )


def test_a_source_that_fails_with_nothing_in_the_cache(world):
    """One line that names the dataset; for an optional one, told, and the others are given."""
    world.portal.play(always=REFUSES)
    with pytest.raises(SourceError, match=r"^annuaire \(088\) : .*403"):
        world.fetch()
    world.portal.play(*[REFUSES] * 1, always=None)
    options = {"cache": world.cache, "catalogue": world.catalogue, "tell": world.told.append}
    found = fetch(["ips", "annuaire"], ["88"], optional=["IPS"], **options)
    assert list(found) == ["annuaire"]
    assert world.told[-1].startswith("ips (088) : ")
    assert world.told[-1].endswith("On fait sans.")


def test_a_clock_gone_wrong(world):
    """A file of the future is of unknown age: asked again on line, used and said off line."""
    world.at(days=3000)
    world.fetch()
    world.at()
    assert world.fetch(offline=True).how == "stale"
    assert "daté du 08/02/2035, à venir : une horloge était fausse" in world.told[0]
    found = world.fetch()
    assert found.how == "revalidated"
    assert "une horloge était fausse ; la source est demandée" in world.told[0]
    assert found.entry.checked_at == "2026-11-22T12:00:00+00:00"
    assert world.fetch().how in {"cached", "revalidated"}


def test_a_damaged_file_is_fetched_again(world):
    """A file changed by hand is seen, said, and replaced; off line, it isn't used."""
    first = world.fetch()
    right = first.path.read_bytes()
    first.path.write_bytes(right.replace(b"88", b"89"))
    with pytest.raises(SourceError, match="hors ligne"):
        world.fetch(offline=True)
    assert "est abîmé" in world.told[0]
    found = world.fetch()
    assert (found.how, found.path.read_bytes()) == ("fetched", right)


def test_a_damaged_file_leaves_the_wider_one(world):
    """Where France's file is intact, it does for the département's that isn't."""
    world.fetch(departements=())
    world.at(minutes=1)
    world.fetch(departements=(), refresh=True)
    stocked(world.cache, "half", url=world.fetch().entry.url, territory="088",
            checked_at="2026-11-22T12:01:30+00:00")[1].write_text("hal")  # fmt: skip
    world.at(days=1)
    assert world.fetch(offline=True).entry.territory == "france"
    assert "est abîmé" in world.told[0]


def test_a_catalogue_that_moved_asks_again(world):
    """A dataset at another address, or that needs another column, isn't the one in the cache."""
    world.fetch()
    world.write(('  { name = "nom_commune" },', '  { name = "nom_commune", needed = true },'))
    assert world.fetch().how == "cached"
    world.write(('  { name = "nom_commune" },', '  { name = "mail", needed = true },'))
    found = world.fetch()
    assert found.how == "fetched"
    assert "mail" in [column.lower() for column in found.entry.columns]
    assert "if-none-match" not in world.portal.calls[-1].headers, "its ETag is of another address"


def test_a_dataset_at_another_address_is_asked_there(world):
    """A recent file of the former address isn't taken for the new one's; the rows may be equal."""
    first = world.fetch()
    tables = world.portal.tables
    tables["fr-en-annuaire-neuf"] = tables.pop("fr-en-annuaire-education")
    here = 'datasets/fr-en-annuaire-education"\ndepartement'
    world.write((here, here.replace("education", "neuf")))
    found = world.fetch()
    assert (found.how, found.path) == ("revalidated", first.path)
    assert "/fr-en-annuaire-neuf/" in found.entry.url
    assert world.fetch().how == "cached"


def test_a_file_of_all_of_france(world):
    """It isn't cut to the territory; it is of a year; its ETag spares the download."""
    found = world.fetch("communes")
    assert (found.entry.territory, found.entry.vintage) == ("france", "2026")
    assert found.path.read_text(encoding="utf-8") == COMMUNES
    assert world.fetch("communes", ("90",), year=2030).how == "cached"
    again = world.fetch("communes", refresh=True)
    assert (again.how, len(world.portal.calls)) == ("revalidated", 1)
    assert world.portal.calls[0].headers["if-none-match"] == found.entry.etag


def test_a_year_that_no_file_has(world):
    """The nearest is wanted and said; a name that is no year is refused."""
    datasets = world.catalogue.datasets
    assert wanted(datasets["communes"], [], 2010, world.told.append).vintage == "2023"
    assert world.told == ["communes : pas de millésime 2010 ; on prend celui de 2023."]
    with pytest.raises(InputError, match="2026-7m"):
        wanted(datasets["contours"], [], "2026-7m", world.told.append)
    assert wanted(datasets["contours"], [], "2025-50m", world.told.append).vintage == "2025-50m"
    assert wanted(datasets["ips"], [], "2025-50m", world.told.append).vintage == "2025"
    assert wanted(datasets["annuaire"], [], 2019, world.told.append).vintage == ""
    with pytest.raises(InputError, match="« hier » : on attend quatre chiffres"):
        wanted(datasets["ips"], [], "hier", world.told.append)


def test_a_wfs_layer_is_kept_as_the_others(world):
    """Its pages are put together, checked, and kept under the départements asked."""
    from geo_ent.sources.client.transport import Downloaded

    def features(_transport, _dataset, departements, to, *, on_page):
        assert departements == ("88",)
        one = {"type": "Feature", "geometry": None,
               "properties": {"code_insee": "88160", "nom_officiel": "Épinal"}}  # fmt: skip
        to.write_text(json.dumps({"type": "FeatureCollection", "features": [one]}))
        on_page(1, 1)
        return Downloaded(to.stat().st_size)

    world.monkeypatch.setattr("geo_ent.sources.download.download_features", features)
    world.write(('key = ["code_insee"]\nrows_n = 34_875', 'key = ["code_insee"]\nrows_n = 1'))
    seen = []
    found = world.fetch("admin-express", progress=seen.append)
    assert (found.how, found.entry.territory, found.entry.rows_n) == ("fetched", "088", 1)
    assert (seen[0].rows_n, seen[0].rows_total) == (1, 1)


def test_progress_counts_bytes_and_rows(world):
    """Bytes grow to the file's, rows are told out of the portal's count, and never beyond."""
    rows = [dict(row, identifiant_de_l_etablissement=row["identifiant_de_l_etablissement"])
            for row in world.schools]  # fmt: skip
    world.schools[:] = rows * 40
    world.write(('key = ["identifiant_de_l_etablissement"]', "key = []"))
    seen = []
    found = world.fetch(departements=("88", "90"), progress=seen.append)
    assert found.entry.bytes_n > 1 << 18
    counts = [(each.bytes_n, each.rows_n) for each in seen]
    assert counts == sorted(counts)
    assert seen[-1].bytes_n == found.entry.bytes_n
    assert {each.rows_total for each in seen} == {len(rows) * 40}
    assert 0 < seen[-1].rows_n <= len(rows) * 40


def test_an_unknown_dataset(world):
    """It is refused before anything is asked."""
    with pytest.raises(InputError, match="vouliez-vous dire « annuaire »"):
        world.fetch("anuaire")
    assert world.asked == []


@pytest.mark.parametrize(
    ("fetched", "checked", "told"),
    [("2026-11-22T11:00:00+00:00", "", "téléchargé le 22/11/2026, il y a moins d’un jour"),
     ("2026-11-21T11:00:00+00:00", "", "téléchargé le 21/11/2026, il y a 1\u00a0jour"),
     ("2026-01-01T00:00:00+00:00", "2026-11-20T00:00:00+00:00",
      "téléchargé le 01/01/2026, vérifié il y a 2\u00a0jours"),
     ("2036-01-01T00:00:00+00:00", "", "daté du 01/01/2036, à venir : une horloge était fausse")],
)  # fmt: skip
def test_ages_in_words(fetched, checked, told):
    """When it was downloaded, and when it was last known to be right."""
    had = entry(fetched_at=fetched, checked_at=checked or fetched)
    assert source_line(age(had, NOW), language("fr")) == told


@pytest.fixture
def pinned(world):
    """Fetch, pin, and then let the portal change."""
    path = world.folder / "geo-ent.lock"
    first = world.fetch()
    write_lock(path, [first.entry])
    world.first, world.lock = first, read_lock(path)
    return world


def forget(world):
    """Empty the cache."""
    for each in world.cache.entries():
        (world.cache.folder / each.file).unlink(missing_ok=True)
        (world.cache.folder / "index" / f"{each.key}.json").unlink()
    for each in world.cache.old():
        each.unlink()


def test_a_lock_gives_the_very_bytes(pinned):
    """A year later, after a new version came into the cache: the pinned one, without a call."""
    pinned.schools[0]["nom_etablissement"] = "École neuve"
    assert pinned.fetch(refresh=True).how == "fetched"
    pinned.at(days=365)
    found = pinned.fetch(lock=pinned.lock)
    assert (found.how, found.path, pinned.asked) == ("cached", pinned.first.path, [])
    assert pinned.told == []
    assert pinned.fetch(lock=pinned.lock, offline=True) == found
    assert pinned.told[0].endswith("téléchargé le 22/11/2026, il y a 365\u00a0jours.")
    known, first = found.entry, pinned.first.entry
    assert (known.url, known.rows_n, known.bytes_n, known.fetched_at, known.file) == (
        first.url, first.rows_n, first.bytes_n, first.fetched_at, first.file)  # fmt: skip


def test_a_lock_fetches_again_what_is_the_same(pinned):
    """Gone from the cache, the same rows at the portal, in another order: taken, and kept."""
    forget(pinned)
    pinned.schools.reverse()
    found = pinned.fetch(lock=pinned.lock)
    assert (found.how, found.entry.content_sha256) == ("fetched", pinned.first.entry.content_sha256)
    assert found.entry.sha256 != pinned.first.entry.sha256
    again = pinned.fetch(lock=pinned.lock)
    assert (again.how, again.path, pinned.asked) == ("cached", found.path, [])


def test_a_lock_takes_nothing_else(pinned):
    """Gone from the cache, and the portal has changed: one line; the same off line."""
    forget(pinned)
    pinned.schools[0]["nom_etablissement"] = "École neuve"
    with pytest.raises(SourceError, match="n’est pas dans le cache ; relancez avec le réseau"):
        pinned.fetch(lock=pinned.lock, offline=True)
    assert pinned.asked == []
    with pytest.raises(SourceError) as fault:
        pinned.fetch(lock=pinned.lock)
    rows = pinned.first.entry.rows_n
    assert str(fault.value) == (
        f"annuaire (088) : ce que geo-ent.lock fige ({rows} lignes du 22/11/2026) n’est plus dans "
        f"le cache, et le portail a maintenant autre chose ({rows} lignes). --refresh prend ce que "
        "le portail a et renouvelle le verrou."
    )


def test_a_lock_is_of_a_territory_and_of_datasets(pinned):
    """What it doesn't pin isn't given: another territory, another dataset."""
    with pytest.raises(SourceError, match=r"geo-ent.lock le fige pour 088, et l’on demande 090"):
        pinned.fetch(departements=("90",), lock=pinned.lock)
    with pytest.raises(SourceError, match=r"ips \(088\) : geo-ent.lock ne le fige pas"):
        pinned.fetch("ips", lock=pinned.lock)
    assert pinned.asked == []


def test_a_lock_of_a_file_and_of_a_year(world):
    """What was asked for as the latest is found again by its year; a file by its vintage."""
    path = world.folder / "geo-ent.lock"
    found = {name: world.fetch(name) for name in ("communes", "effectifs")}
    write_lock(path, [each.entry for each in found.values()])
    forget(world)
    for name, first in found.items():
        again = world.fetch(name, lock=read_lock(path))
        assert (again.how, again.entry.sha256) == ("fetched", first.entry.sha256)
    text = path.read_text().replace('vintage = "2026"', 'vintage = "1999"')
    path.write_text(text)
    forget(world)
    with pytest.raises(SourceError, match="le catalogue n’a plus ce millésime"):
        world.fetch("communes", lock=read_lock(path))
