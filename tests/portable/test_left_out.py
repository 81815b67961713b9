"""What the portable folder leaves out is nothing that geo-ent runs; what it gives away is named.

These look at the lists alone; test_portable_folder.py runs the folder.
"""

import ast
import tomllib

import pytest
from scripts import ROOT, script

TOOLS = ROOT / "tools" / "portable"
contents = script("tools/portable/contents")
third_party = script("tools/portable/third_party")


def imported_by(module):
    """Give the dotted names that a module of ours imports, wherever in it."""
    for line in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(line, ast.Import):
            yield from (alias.name for alias in line.names)
        elif isinstance(line, ast.ImportFrom):
            yield str(line.module)
            yield from (f"{line.module}.{alias.name}" for alias in line.names)


def test_no_module_that_we_import_is_left_out():
    """Of the modules that geo-ent imports, none is in the list, nor within one that is."""
    names = {name for module in (ROOT / "geo_ent").rglob("*.py") for name in imported_by(module)}
    assert "pyarrow.parquet" in names
    within = {
        name for name in names for out in contents.EXCLUDED if f"{name}.".startswith(f"{out}.")
    }
    assert within == set()


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("pyarrow/libarrow.so.2600", True),
        ("pyarrow/libarrow_substrait.so.2600", True),  # lib.so asks for it
        ("pyarrow/libarrow_python.so.2600", True),
        ("pyarrow/libarrow_python.so", False),  # the same file once more
        ("pyarrow/libarrow_python.so.2600.1.0", False),
        ("pyarrow/lib.cpython-311-x86_64-linux-gnu.so", True),
        ("pyarrow\\arrow_flight.dll", False),
        ("pyarrow\\arrow_compute.dll", True),
        ("pyarrow/include/arrow/api.h", False),
        ("pyogrio/gdal_data/gcs.csv", True),
        ("geo_ent/data/boundaries/communes.parquet", True),
    ],
)
def test_files_are_left_out_by_what_they_are_for(path, kept):
    """Libraries that run stay, on Linux and Windows; what only compiles or tests goes."""
    assert contents.is_kept(path) is kept


def test_a_library_of_nobody_stops_the_build():
    """A known library has its line; one that no entry names is refused, by its path."""
    (row,) = third_party.library_rows({"shapely.libs/geos_c-06dd9fd9.dll": "C:/x/geos_c.dll"})
    assert row.startswith("shapely.libs/geos_c-06dd9fd9.dll : GEOS, LGPL-2.1-or-later")
    with pytest.raises(ValueError, match=r"says whose these are: x/libnobodys\.so\.1"):
        third_party.library_rows({"x/libnobodys.so.1": "/usr/lib/libnobodys.so.1"})


def test_each_notice_is_of_a_library_and_is_there():
    """Texts that libraries.toml names in notices/ are its files, all of them."""
    entries = tomllib.loads((TOOLS / "libraries.toml").read_text(encoding="utf-8"))["library"]
    named = {entry["text"] for entry in entries if entry.get("text", "").startswith("notices/")}
    assert named == {f"notices/{path.stem}" for path in (TOOLS / "notices").glob("*.txt")}


def test_who_gets_the_zip_is_told_what_there_is():
    """LISEZMOI names the start, the licences and where drafts and downloads are, as they are."""
    texts = {
        system: (TOOLS / f"LISEZMOI-{system}.txt").read_text(encoding="utf-8")
        for system in ("linux", "windows")
    }
    for text in texts.values():
        assert "« Ouvrir geo-ent »" in text
        assert "THIRD-PARTY.txt" in text
    assert "~/.local/share/geo-ent" in texts["linux"]
    assert "~/.cache/geo-ent" in texts["linux"]
    assert "%LOCALAPPDATA%\\geo-ent\\Cache" in texts["windows"]
    assert "geo-ent.exe" in (TOOLS / "start.cmd").read_text(encoding="ascii")
