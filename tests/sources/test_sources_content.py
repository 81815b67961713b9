"""What may be wrong in what a source sends, every request having gone well.

Renamed columns, columns that hold something else, doubles, another order, nothing, too much, and a
clock gone wrong: the right data in the end, or one clear line and the old file as it was.
"""

import gzip
import re

import portal_faults as faults
import pytest
from portal_tables import Field, Table
from sources_world import ANNUAIRE, UAI, open_world


@pytest.fixture
def world(tmp_path, monkeypatch):
    """Give a world where nothing has failed yet."""
    with open_world(tmp_path, monkeypatch) as opened:
        yield opened


@pytest.fixture
def old(world):
    """Give a world whose cache has the annuaire as it was, one school fewer."""
    return world.grow_old()


def test_a_compressed_answer_is_unfolded(world):
    """The portal compresses for those who ask: the file kept is the plain one."""
    world.portal.packs = True
    world.holds_what_the_portal_has(world.fetch())
    assert all("gzip" in call.headers["accept-encoding"] for call in world.portal.calls)


def test_a_welcome_column_that_is_gone_is_done_without(world):
    """`rpi_disperse` isn't needed: fetched all the same, and said."""
    drop(world.directory, "rpi_disperse")
    fetched = world.fetch()
    assert "rpi_disperse" not in world.rows(fetched)[0]
    assert any("rpi_disperse" in line for line in world.told), world.told


def test_a_renamed_column_is_found_by_its_alias(world):
    """`numero_uai` is a name that the UAI has had."""
    rename(world.directory, UAI, "numero_uai")
    rows = world.rows(world.fetch())
    assert {row["numero_uai"] for row in rows} == {
        row["numero_uai"] for row in world.directory.rows
    }


def test_a_needed_column_that_is_gone_is_named_with_what_there_is(old):
    """One error names the column and what the portal offers; the old file stays."""
    rename(old.directory, "code_commune", "insee")
    old.keeps_the_old("code_commune.*insee")


def test_the_column_of_the_departement_renamed(world):
    """The filter itself fails (ODSQLError): the column is named, with what the portal offers."""
    rename(world.directory, "code_departement", "departement_code_insee")
    world.fails("code_departement.*departement_code_insee")


def test_a_column_that_holds_something_else_is_refused(old):
    """`code_commune` holding the postcode: refused, and what it holds is named."""
    for row in old.directory.rows:
        row["code_commune"] = row["code_postal"]
    old.keeps_the_old("code_commune.*posta")


def test_the_postcode_in_the_effectifs_is_not_asked_for(world):
    """Where 2026 has it in `code_commune_insee`, the effectifs are fetched without that column."""
    row = world.rows(world.fetch("effectifs"))[0]
    assert "code_commune_insee" not in row
    assert {"numero_ecole", "nombre_total_eleves"} <= set(row)


def test_rows_there_twice_are_said_and_kept(world):
    """Three exact doubles: told; the tables deal with them."""
    world.directory.rows += world.directory.rows[:3]
    fetched = world.fetch()
    assert fetched.entry.rows_n == len(world.directory.rows)
    assert any("double" in line for line in world.told), world.told


def test_a_file_of_doubles_is_refused(world):
    """Every row four times over isn't an annuaire."""
    world.directory.rows *= 4
    world.fails("double|répét")


def test_rows_in_another_order_are_the_same_content(old):
    """The order changes from day to day: the same file is kept, and nothing new is written."""
    fetched = old.fetch(refresh=True)
    old.directory.rows.reverse()
    again = old.fetch(refresh=True)
    assert again.how == "revalidated"
    assert again.entry.content_sha256 == fetched.entry.content_sha256
    assert again.path == fetched.path


def test_an_empty_table_never_takes_the_place_of_a_full_one(old):
    """A portal that has no row any more: refused, the old file is given."""
    old.directory.rows.clear()
    old.keeps_the_old("aucune ligne")


@pytest.mark.parametrize("packed", [False, True], ids=["as it is", "gzip"])
def test_an_answer_fifty_times_too_large_is_refused(world, packed):
    """Stopped at the bound of the catalogue, on the line or unfolded."""
    whole = len(world.fetch().path.read_bytes())
    world.cache = world.folder / "other"
    world.change(("most_bytes = 120_000_000", f"most_bytes = {2 * whole}"))
    world.portal.play(faults.fine, always=faults.swollen(50, packed=packed))
    world.fails("dépasse")


def test_a_bomb_in_gzip_is_refused(world):
    """A hundred megabytes of zeros in a hundred kilobytes: the bound holds once unfolded."""
    bomb = gzip.compress(b"0" * 100_000_000, 1)
    world.change(("most_bytes = 120_000_000", "most_bytes = 2_000_000"))
    sent = faults.answered(200, bomb, "text/csv", Content_Encoding="gzip")
    world.portal.play(faults.fine, sent)
    world.fails("dépasse")


def test_the_server_s_clock_does_not_matter(world):
    """A portal that says it is 1970: the data is right, the file is dated by this machine."""
    world.portal.hour = "Thu, 01 Jan 1970 00:00:00 GMT"
    fetched = world.fetch()
    world.holds_what_the_portal_has(fetched)
    assert not fetched.entry.fetched_at.startswith("1970")


def test_a_file_dated_in_the_future_is_asked_again(old):
    """Fetched while the clock was wrong: of no known age, so asked again, and it is said."""
    entry = next(path for path in (old.cache / "index").glob("*.json"))
    text = re.sub(r'"20\d\d-(\d\d-\d\dT)', r'"2031-\1', entry.read_text(encoding="utf-8"))
    entry.write_text(text, encoding="utf-8")
    fetched = old.fetch()
    assert fetched.how == "fetched"
    old.holds_what_the_portal_has(fetched)
    assert any("horloge" in line for line in old.told), old.told


def test_a_table_of_one_column_or_none_is_no_annuaire(world):
    """A portal whose dataset became something else: one line."""
    world.portal.tables[ANNUAIRE] = Table((Field("a", "a", "text"),), [{"a": "1"}])
    world.fails("code_departement|identifiant")


def drop(table, name):
    """Take a column off."""
    table.fields = tuple(each for each in table.fields if each.name != name)
    for row in table.rows:
        del row[name]


def rename(table, name, new):
    """Give a column another name."""
    table.fields = tuple(
        Field(new, new, each.kind) if each.name == name else each for each in table.fields
    )
    for row in table.rows:
        row[new] = row.pop(name)
