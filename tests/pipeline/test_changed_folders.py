"""A made folder whose files were changed since: told, or refused where they can't be read."""

import shutil
import warnings

import pytest

import geo_ent


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Cantal's folder, made quickly."""
    folder = tmp_path_factory.mktemp("made") / "cantal"
    geo_ent.demo("cantal", quick=True).save(folder)
    return folder


@pytest.fixture
def folder(made, tmp_path):
    """A copy to spoil."""
    return shutil.copytree(made, tmp_path / "cantal")


def test_a_folder_as_it_was_made_is_opened_without_a_word(folder):
    """No warning: neither of its tables, nor of its page."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        carte = geo_ent.open(folder)
        assert len(carte.schools) == 172
        assert carte.levels
        assert carte.map()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[: text.rindex("\n", 0, 5000) + 1],
        lambda text: text + text[text.index("\n") + 1 :],
        lambda text: text.replace(",planned,", ",school,"),
    ],
)
def test_a_table_that_was_changed_is_told(folder, change):
    """Cut, doubled or edited, its rows aren't those of the headline: once, and of its own name."""
    path = folder / "schools.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    carte = geo_ent.open(folder)
    with pytest.warns(UserWarning, match=r"schools\.csv : ce fichier a changé depuis") as told:
        assert len(carte.schools) == len(carte.schools)
    assert len(told) == 1


@pytest.mark.parametrize(
    "content", [b"", "name;école\nÀ;1\n".encode("cp1252"), b"uai;name\n0150001A;x\n", b"a,b\n1\n"]
)
@pytest.mark.filterwarnings("ignore:.*a changé depuis")
def test_a_table_that_cannot_be_read_is_refused(folder, content):
    """Emptied, or saved by a spreadsheet with semicolons: a sentence with the file."""
    for name in ("schools.csv", "coverage-epci.csv"):
        (folder / name).write_bytes(content)
    carte = geo_ent.open(folder)
    with pytest.raises(geo_ent.InputError, match=r"schools\.csv : ce fichier ne se lit plus"):
        _ = carte.schools
    with pytest.raises(geo_ent.InputError, match=r"coverage-epci\.csv : ce fichier ne se lit plus"):
        carte.zones("epci")


def test_outlines_that_cannot_be_read_are_refused(folder):
    """A GeoPackage that is cut: a sentence, not the reader's own fault."""
    (folder / "coverage.gpkg").write_bytes(b"SQLite format 3")
    with pytest.raises(geo_ent.InputError, match=r"coverage\.gpkg : ce fichier ne se lit plus"):
        geo_ent.open(folder).zones("epci")


def test_what_is_wrong_with_a_manifest_is_told(folder):
    """It isn't there, it is cut, it is another program's: three sentences."""
    path = folder / "manifest.json"
    whole = path.read_text(encoding="utf-8")
    for content, told in ((whole[:500], "coupé ou changé"), ("[]", "n’est pas de geo-ent")):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(geo_ent.InputError, match=told):
            geo_ent.open(folder)
    path.unlink()
    with pytest.raises(geo_ent.InputError, match=r"il n’a pas manifest\.json"):
        geo_ent.open(folder)
