"""Files are complete, or as they were before."""

import pytest

from geo_ent.errors import OutputError
from geo_ent.text.whole_file import whole_file, whole_files


def test_both_files_take_their_places(tmp_path):
    """Each replaces the last one; nothing else is left in the folder."""
    (tmp_path / "a.txt").write_text("old")
    with whole_files(tmp_path, ["a.txt", "b.txt"]) as work:
        for name in ("a.txt", "b.txt", "scratch"):
            (work / name).write_text(f"new {name}")
    held = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert held == {"a.txt": "new a.txt", "b.txt": "new b.txt"}


def test_a_fault_on_the_way_leaves_both_as_they_were(tmp_path):
    """A full disk, a fault of ours, a file that was never written: the old ones stand."""
    (tmp_path / "a.txt").write_text("old")

    def write(fault):
        with whole_files(tmp_path, ["a.txt", "b.txt"]) as work:
            (work / "a.txt").write_text("new")
            if fault:
                raise fault

    with pytest.raises(OutputError, match=r"le disque est plein.*L’ancien contenu est resté"):
        write(OSError(28, "No space left on device"))
    with pytest.raises(ZeroDivisionError):
        write(ZeroDivisionError())
    with pytest.raises(OutputError, match="écriture impossible"):
        write(None)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "old"


def test_the_file_is_named_where_it_cannot_be_written():
    """The message has the path that was asked for, not that of the place on the way."""
    refused = pytest.raises(OutputError, match=r"^/proc/geo-ent/a\.txt : écriture impossible")
    with refused, whole_file("/proc/geo-ent/a.txt"):
        pass
