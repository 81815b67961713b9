"""What `geo-ent app` says on the terminal before any page."""

import subprocess
import sys

from commands import run_here


def test_a_place_that_cannot_be_written_is_told_before_the_page_opens(tmp_path, monkeypatch):
    """Where drafts can't be kept, the folder is named, with why; no traceback, no page."""
    (tmp_path / "taken").write_text("a file, where a folder should be")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "taken"))
    said = run_here("app", "--no-browser")
    assert said.returncode == 2
    assert f"vos travaux seraient gardés dans {tmp_path}/taken/geo-ent" in said.stderr
    assert "ce n’est pas un dossier" in said.stderr
    assert said.stdout == ""


def test_the_server_loads_nothing_of_what_its_processes_do():
    """Neither tables nor maps, and no client of portals: it serves pages while others work."""
    code = (
        "import sys, geo_ent.app.server\n"
        "heavy = {'pandas', 'geopandas', 'shapely', 'folium', 'scipy', 'requests', 'xlsxwriter'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
