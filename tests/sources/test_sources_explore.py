"""The Explore API: few calls, each column under the name it has today, the year by its type."""

import csv
import datetime as dt
import json
from types import SimpleNamespace

import portal_faults
import portal_tables
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portal import Portal, write_catalogue
from told_lines import ToldLines

from geo_ent.errors import InputError, SourceError
from geo_ent.sources.client.http_errors import QueryError
from geo_ent.sources.client.patience import Limits
from geo_ent.sources.client.transport import Transport
from geo_ent.sources.datasets_file import read_catalogue
from geo_ent.sources.portals.departement_clause import departement_clause, departement_codes
from geo_ent.sources.portals.explore import export_url, probe

IDS = {
    "annuaire": "fr-en-annuaire-education",
    "effectifs": "fr-en-ecoles-effectifs-nb_classes",
    "ips": "fr-en-ips-ecoles-ap2022",
    "carte-scolaire": "fr-en-carte-scolaire-colleges-publics",
    "education-prioritaire": "fr-en-etablissements-ep",
}
LIMITS = Limits(tries=2, seconds=600, connect_s=120, read_s=120, wait_s=0.01)


class World:
    """A portal of two départements (01 and 90), its catalogue, a client and what it tells."""

    def __init__(self, portal, folder):
        self.portal, self.folder, self.told = portal, folder, ToldLines()
        path = write_catalogue(folder / "sources.toml", url=portal.url)
        self.catalogue = read_catalogue(path)
        self.transport = Transport(self.catalogue, tell=self.told.append, limits=LIMITS)

    def dataset(self, name):
        """Give a dataset of the catalogue."""
        return self.catalogue.datasets[name]

    def table(self, name):
        """Give the portal's table of a dataset."""
        return self.portal.tables[IDS[name]]

    def probe(self, name, departements=("90",), year=None):
        """Probe it."""
        return probe(self.transport, self.dataset(name), departements, year)

    def rows(self, name, departements, seen):
        """Export it, and read the rows."""
        dataset = self.dataset(name)
        part = self.folder / f"{name}.part"
        url = export_url(dataset, departements, seen)
        self.transport.download(url, part, most_bytes=dataset.most_bytes)
        with part.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))

    def rename(self, name, old, new, label=""):
        """Give a column of the portal another name, and a label."""
        table = self.table(name)
        table.fields = tuple(
            portal_tables.Field(new, label or new, each.kind) if each.name == old else each
            for each in table.fields
        )
        for row in table.rows:
            row[new] = row.pop(old)

    def drop(self, name, column):
        """Take a column off the portal."""
        table = self.table(name)
        table.fields = tuple(each for each in table.fields if each.name != column)
        for row in table.rows:
            del row[column]


@pytest.fixture
def world(tmp_path):
    """Open a portal with the five datasets of the ministry."""
    directory = portal_tables.annuaire("01", "90", schools_n=120, others_n=6)
    tables = {
        IDS["annuaire"]: directory,
        IDS["effectifs"]: portal_tables.effectifs(directory),
        IDS["ips"]: portal_tables.ips(directory),
        IDS["carte-scolaire"]: portal_tables.college_sectors("01", "90"),
        IDS["education-prioritaire"]: portal_tables.priority(directory),
    }
    with Portal(tables) as portal:
        yield World(portal, tmp_path)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("annuaire", "code_departement"),
        ("effectifs", "code_departement"),
        ("ips", "code_du_departement"),
        ("carte-scolaire", "code_departement"),
        ("education-prioritaire", "code_departement"),
    ],
)
@pytest.mark.parametrize("code", ["01", "90"])
def test_a_departement_is_what_the_portal_has_of_it(world, name, column, code):
    """Each dataset writes codes its way; the export has the portal's count, and all of its rows."""
    seen = world.probe(name, (code,))
    rows = world.rows(name, (code,), seen)
    there = [row for row in world.table(name).rows if row[column] and int(row[column]) == int(code)]
    if seen.latest:
        there = [row for row in there if str(row["rentree_scolaire"]).startswith(seen.latest)]
    assert len(rows) == seen.rows_n == len(there) > 0
    key = next(iter(rows[0]))
    assert sorted(row[key] for row in rows) == sorted(str(row[key]) for row in there)


def test_a_departement_costs_ten_calls_at_most(world):
    """The four datasets of a map, counted at the client and at the portal: 5,000 a day are ours."""
    for name in ("annuaire", "effectifs", "ips", "carte-scolaire"):
        world.rows(name, ("90",), world.probe(name))
    assert world.transport.calls_n == len(world.portal.calls) <= 10


def test_only_what_is_used_is_asked_for(world):
    """The select has the catalogue's columns that the portal has, and no address or telephone."""
    seen = world.probe("annuaire")
    rows = world.rows("annuaire", ("90",), seen)
    assert list(rows[0]) == [column.name for column in world.dataset("annuaire").columns]
    assert "mail" in seen.fields


def test_several_departements_and_all_of_france(world):
    """Two départements are their sum; none is all there is."""
    both, one, other = (
        world.probe("annuaire", codes) for codes in (("01", "90"), ("01",), ("90",))
    )
    assert both.rows_n == one.rows_n + other.rows_n
    assert world.probe("annuaire", ()).rows_n == len(world.table("annuaire").rows)
    assert "where=" not in export_url(world.dataset("annuaire"), (), both)


@pytest.mark.parametrize(
    ("kind", "values", "clause"),
    [
        ("text", {2024: "2024", 2025: "2025"}, 'rentree_scolaire="2025"'),
        ("date", {2024: "2024", 2025: "2025"}, "year(rentree_scolaire)=2025"),
        ("text", {2024: "2024-2025", 2025: "2025-2026"}, 'rentree_scolaire="2025-2026"'),
        ("date", {2024: "2024-01-01", 2025: "2025-01-01"}, "year(rentree_scolaire)=2025"),
        ("date", {2024: "2024-09-01", 2025: "2025-09-01"}, "year(rentree_scolaire)=2025"),
        ("int", {2024: 2024, 2025: 2025}, "rentree_scolaire=2025"),
    ],
    ids=["text", "precision of a year", "school year", "January", "September", "number"],
)
def test_the_year_is_asked_for_as_its_column_is(world, kind, values, clause):
    """Text, school year, date or number: the latest rentrée, and the one asked for."""
    table = world.table("effectifs")
    table.fields = tuple(
        portal_tables.Field(each.name, each.label, kind)
        if each.name == "rentree_scolaire"
        else each
        for each in table.fields
    )
    for row in table.rows:
        row["rentree_scolaire"] = values[int(row["rentree_scolaire"][:4])]
    latest, before = world.probe("effectifs"), world.probe("effectifs", year=2024)
    assert (latest.latest, before.latest) == ("2025", "2024")
    assert latest.year_where == clause
    for seen, year in ((latest, 2025), (before, 2024)):
        rows = world.rows("effectifs", ("90",), seen)
        assert {row["rentree_scolaire"] for row in rows} == {str(values[year])}
        assert len(rows) == seen.rows_n


def test_a_january_told_in_another_time_zone(world):
    """The evening of 31 December is the next year's rentrée, which year() doesn't know."""
    for row in world.table("effectifs").rows:
        year = int(row["rentree_scolaire"][:4])
        row["rentree_scolaire"] = f"{year - 1}-12-31T23:00:00+00:00"
    assert world.probe("effectifs").latest == "2025"
    seen = world.probe("effectifs", year=2024)
    assert (seen.latest, seen.year_where) == ("2024", "year(rentree_scolaire)=2023")


def test_a_year_that_the_portal_hasnt(world):
    """Said, with the latest that it has."""
    with pytest.raises(SourceError, match=r"rien pour 1999 pour 90 ; .* plus récente est 2025"):
        world.probe("effectifs", year=1999)


def test_a_year_that_is_none(world):
    """A column of years that holds something else is named."""
    for row in world.table("ips").rows:
        row["rentree_scolaire"] = "dernière"
    with pytest.raises(SourceError, match="« rentree_scolaire » contient « dernière »"):
        world.probe("ips")


def test_rows_without_a_year_are_not_the_latest(world):
    """An empty rentrée isn't taken for one."""
    for row in world.table("ips").rows[:3]:
        row["rentree_scolaire"] = None
    assert world.probe("ips").latest == "2024"
    assert "rentree_scolaire is not null" in world.portal.calls[0].params["where"]


def test_a_renamed_column_is_found_by_its_alias(world):
    """The export asks for it under its new name, and says nothing of it."""
    world.rename("annuaire", "nom_etablissement", "appellation_officielle")
    seen = world.probe("annuaire")
    rows = world.rows("annuaire", ("90",), seen)
    assert rows[0]["appellation_officielle"]
    assert world.told == []


def test_a_field_of_an_opaque_name_is_found_by_its_label(world):
    """Its metadata are asked once; it comes under the name that readers know, and it is told."""
    world.rename("effectifs", "numero_ecole", "champ0", "Numéro de l'école")
    world.rename("effectifs", "code_departement", "champ1", "Code département")
    seen = world.probe("effectifs")
    assert seen.by_label == {"numero_ecole": "champ0", "code_departement": "champ1"}
    rows = world.rows("effectifs", ("90",), seen)
    assert seen.rows_n == len(rows) > 0
    assert all(len(row["numero_ecole"]) == 8 and "champ0" not in row for row in rows)
    said = "« {} » s’appelle maintenant « {} » sur le portail, trouvé par son titre « {} »."
    assert [note for note in world.told if "trouvé par son titre" in note] == [
        f"Effectifs d’élèves par école : {said.format(*names)}"
        for names in (
            ("numero_ecole", "champ0", "Numéro de l'école"),
            ("code_departement", "champ1", "Code département"),
        )
    ]
    metadata = [call for call in world.portal.calls if call.path.endswith("nb_classes")]
    assert len(metadata) == 1


@pytest.mark.parametrize(
    "described",
    [
        {"fields": [{"name": "rep0", "label": "REP +", "type": "text"}]},
        {"error": "the metadata aren't told"},
    ],
)
def test_a_label_of_no_column_that_is_there_tells_nothing(world, described):
    """A field that is described and not exported isn't asked for; nor is a mute portal's fault."""
    world.drop("effectifs", "rep_plus")
    path = f"/api/explore/v2.1/catalog/datasets/{IDS['effectifs']}"
    world.portal.files[path] = json.dumps(described).encode()
    seen = world.probe("effectifs")
    assert seen.by_label == {}
    assert len(world.rows("effectifs", ("90",), seen)) == seen.rows_n > 0


def test_the_column_that_is_filtered_by_is_renamed(world):
    """The portal refuses the request: its fields are asked for, and the alias found."""
    world.rename("ips", "code_du_departement", "code_departement")
    seen = world.probe("ips")
    assert seen.rows_n == len(world.rows("ips", ("90",), seen)) > 0
    assert world.transport.calls_n <= 5


def test_the_column_of_years_is_gone(world):
    """Named, with what the portal offers; not an answer of all years together."""
    world.rename("ips", "rentree_scolaire", "annee")
    with pytest.raises(SourceError, match=r"« rentree_scolaire », .* il propose : annee, "):
        world.probe("ips")


def test_needed_columns_that_are_gone_are_named_at_once(world):
    """One error: both names, and what there is."""
    for column in ("statut_public_prive", "code_commune"):
        world.drop("annuaire", column)
    with pytest.raises(SourceError) as fault:
        world.probe("annuaire")
    line = str(fault.value)
    assert "« statut_public_prive », « code_commune »" in line
    assert "identifiant_de_l_etablissement, nom_etablissement" in line


def test_a_welcome_column_that_is_gone_is_done_without(world):
    """Said once, and the rest is fetched."""
    world.drop("annuaire", "rpi_disperse")
    rows = world.rows("annuaire", ("90",), world.probe("annuaire"))
    assert "rpi_disperse" not in rows[0]
    assert len(world.told) == 1
    assert "n’a plus « rpi_disperse » ; on fait sans" in world.told[0]


def test_a_territory_of_which_the_portal_has_nothing(world):
    """Said with its code; a département that is none isn't even asked."""
    with pytest.raises(SourceError, match="aucune ligne pour 2A"):
        world.probe("annuaire", ("2A",))
    calls = world.transport.calls_n
    for code in ('35" or 1=1 or "', "1", "035", "2C", "Ain", ""):
        with pytest.raises(InputError, match="n’est pas le code d’un département"):
            world.probe("annuaire", (code,))
    assert world.transport.calls_n == calls


def test_the_ways_of_writing_a_departement():
    """Bare, on two characters or three; every code once."""
    assert departement_codes(["bare", "padded2", "padded3"], ["01"]) == ["1", "01", "001"]
    assert departement_codes(["bare", "padded2", "padded3"], ["974"]) == ["974"]
    assert departement_codes(["padded3"], ["2A", "35", "2A"]) == ["02A", "035"]
    assert departement_clause("dep", ["bare"], []) == ""


def test_the_portals_own_words_are_carried(world):
    """A request that it refuses says why, and isn't made twice."""
    world.portal.play(portal_faults.error("ODSQLError", "nonsense"))
    refused = pytest.raises(QueryError, match=r"refuse la demande \(ODSQLError, 400\) : nonsense")
    with refused as fault:
        world.probe("ips")
    assert fault.value.words == "nonsense"
    assert world.transport.calls_n == 1


def test_a_refusal_that_isnt_of_a_field(world):
    """Another refusal than an unknown field is said as it is, at once."""
    world.portal.play(portal_faults.error("InvalidRESTParameterError", "Invalid value for limit"))
    with pytest.raises(QueryError, match=r"InvalidRESTParameterError.*Invalid value for limit"):
        world.probe("annuaire")
    assert world.transport.calls_n == 1


def test_the_column_of_the_departement_is_gone(world):
    """Named, with what the portal offers."""
    world.rename("ips", "code_du_departement", "dep")
    with pytest.raises(SourceError, match=r"« code_du_departement », .* il propose : .*dep, "):
        world.probe("ips")


def test_an_interface_that_has_changed(world):
    """Something else than rows is said to be so."""
    world.portal.files["/api/explore/v2.1/catalog/datasets/fr-en-ips-ecoles-ap2022/records"] = (
        b"[1]"
    )
    with pytest.raises(SourceError, match="autre chose que des lignes"):
        world.probe("ips")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["total_count", "results", "uai", "ips"]), inner)
    ),
    max_leaves=8,
)


@given(JSON, st.integers(0, 3), st.none() | st.integers(2000, 2030))
def test_whatever_the_portal_answers(answer, count, year):
    """Any JSON at all is rows, or a SourceError in one line."""
    dataset = read_catalogue().datasets["ips"]
    answers = [answer, {"total_count": count, "results": [answer]}]
    row = {"uai": "0350122T", "ips": "NS", "rentree_scolaire": answer}
    answers += [{"total_count": count, "results": [row]}]
    for told in answers:
        transport = SimpleNamespace(json=lambda *_, told=told: told, tell=lambda _: None)
        try:
            seen = probe(transport, dataset, ("90",), year)
        except SourceError as fault:
            assert "\n" not in str(fault)  # noqa: PT017 either is right
        else:
            assert seen.rows_n == count


def test_the_readers_of_tables_read_the_exports(world):
    """The four files that a map needs, exported then read, whatever their vintage's names."""
    from geo_ent.schools.college_catchments import read_college_sectors
    from geo_ent.schools.directory import read_schools
    from geo_ent.schools.ips import read_ips
    from geo_ent.schools.pupils import read_pupils

    readers = {
        "annuaire": read_schools, "effectifs": read_pupils, "ips": read_ips,
        "carte-scolaire": read_college_sectors,
    }  # fmt: skip
    read = {}
    for name, reader in readers.items():
        world.rows(name, ("90",), world.probe(name))
        read[name] = reader(world.folder / f"{name}.part")
    told = {
        row["identifiant_de_l_etablissement"]
        for row in portal_tables.schools_of(world.table("annuaire"))
        if row["code_departement"] == "090"
    }
    assert set(read["annuaire"].index) == told
    assert read["annuaire"]["opened_on"].min() < dt.datetime(2000, 1, 1)  # noqa: DTZ001 no zone
    assert set(read["effectifs"].index) <= told
    assert set(read["effectifs"]["rentree"]) == {2025}
    assert read["ips"].attrs["rentree"] == 2024
    assert len(read["carte-scolaire"]) == len(portal_tables.homes("90"))


def test_a_dataset_that_is_gone_says_where_its_page_is(world):
    """404 in the portal's own words: which option takes the file, and where to find it."""
    del world.portal.tables[IDS["ips"]]
    with pytest.raises(SourceError, match=r"n’y est plus \(404\)") as fault:
        world.probe("ips")
    dataset = world.dataset("ips")
    told = fault.value.told_of(dataset.by_hand, dataset.page)
    assert "donnez le fichier par --ips ; sa page : https://data.education.gouv.fr/" in told
