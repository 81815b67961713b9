import json
import os

import pandas as pd
import pytest

from geo_ent.errors import OutputError
from geo_ent.publish.csv_tables import write_parts
from geo_ent.publish.folder import atomic_folder
from geo_ent.publish.manifest import write_manifest


def fill(target, text):
    """Write a small output folder as a build does."""
    with atomic_folder(target) as folder:
        (folder / "index.html").write_text(text, encoding="utf-8")
        write_manifest(folder, {})


def test_folder_replaces_the_last_one(tmp_path):
    """A second run takes the first one's place; its files don't linger."""
    target = tmp_path / "maps" / "35"
    fill(target, "first")
    with atomic_folder(target) as folder:
        (folder / "other.html").write_text("second", encoding="utf-8")
        write_manifest(folder, {})
    assert sorted(path.name for path in target.iterdir()) == ["manifest.json", "other.html"]
    assert list(target.parent.iterdir()) == [target]


def test_fault_leaves_the_last_one_whole(tmp_path):
    """An error half way: the previous folder stands, nothing else is left behind."""
    target = tmp_path / "35"
    fill(target, "first")
    with pytest.raises(ZeroDivisionError):
        fill(target, 1 / 0 if (target / "index.html").exists() else "")
    with pytest.raises(TypeError):
        fill(target, None)  # the folder is open, the page can't be written
    assert (target / "index.html").read_text(encoding="utf-8") == "first"
    assert list(tmp_path.iterdir()) == [target]


def test_users_own_files_are_kept(tmp_path):
    """A note that the user put in our folder is still there after the next run."""
    target = tmp_path / "35"
    fill(target, "first")
    (target / "notes.txt").write_text("mine", encoding="utf-8")
    fill(target, "second")
    assert (target / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert (target / "index.html").read_text(encoding="utf-8") == "second"


def test_strange_folder_is_not_replaced(tmp_path):
    """A folder with files and no manifest of ours is refused, and untouched."""
    target = tmp_path / "documents"
    target.mkdir()
    (target / "thesis.odt").write_text("years of work", encoding="utf-8")
    with pytest.raises(OutputError, match=r"thesis\.odt"):
        fill(target, "x")
    assert [path.name for path in target.iterdir()] == ["thesis.odt"]


def test_file_in_the_way_is_refused(tmp_path):
    """A file named as the folder is said so."""
    target = tmp_path / "35"
    target.write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="c’est un fichier"):
        fill(target, "x")


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may write anywhere")
def test_unwritable_parent_is_refused(tmp_path):
    """A folder that can't be written is said so."""
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="écriture impossible"):
        fill(tmp_path / "35", "x")


def test_unwritable_place_is_refused():
    """Nothing can be written under /proc, not even by root."""
    with pytest.raises(OutputError, match="écriture impossible"):
        fill("/proc/geo-ent/35", "x")


def test_manifest_names_every_file_with_its_hash(tmp_path):
    """The manifest lists the outputs and their sha256, and its facts."""
    fill(tmp_path / "35", "")
    manifest = json.loads((tmp_path / "35" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["outputs"] == {
        "index.html": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    }
    assert "geo-ent" in manifest["versions"]


def test_parts_are_tables_of_their_own_columns(tmp_path):
    """A named index comes first, a numbered one isn't written, an empty table neither."""
    named = pd.DataFrame({"schools_n": [2]}, index=pd.Index(["Vague 1"], name="phase"))
    numbered = pd.DataFrame({"solution": ["ONE"], "schools_n": [3]})
    tables = {"phases": named, "solutions": numbered, "adhesions": numbered.iloc[:0]}
    write_parts(tables, tmp_path)
    told = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert told == {
        "phases.csv": "phase,schools_n\nVague 1,2\n",
        "solutions.csv": "solution,schools_n\nONE,3\n",
    }
