"""Where a whole command writes: the cache and the output folder, and nowhere else.

Each runs in a process of its own, listened to by Python's audit hook; and its home, its temporary
folder and the folder that it is run from are looked at afterwards, for what C libraries write.
"""

import json
import sys

import pytest
from audit import AUDITED
from portal import Portal, write_catalogue
from portal_files import density_grid, frr
from portal_tables import annuaire, college_sectors, effectifs, ips, schools_of
from sources_world import ask_quickly
from stock import finished, process

DIRECTORY = annuaire("90", schools_n=60, others_n=6)
COMMAND = """
    import json
    from geo_ent.cli.command_line import main
    arguments, allowed = json.loads(sys.argv[1]), [Path(each) for each in json.loads(sys.argv[2])]
    sys.argv = ["geo-ent", *arguments]
    try:
        main()
    except SystemExit as end:
        assert not end.code, end.code

    def ours(path):  # in a folder of ours, on the way to it, or in what takes its name
        return any(
            path.is_relative_to(folder) or folder.is_relative_to(path)
            or any(each.name.startswith(f".{folder.name}-") and each.parent == folder.parent
                   for each in (path, *path.parents))
            for folder in allowed
        )

    paths = [Path(each).absolute() for each in written if each not in (os.devnull, "")]
    print("WRITTEN", len(paths))
    print("ELSEWHERE", [str(path) for path in paths if not ours(path)])
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Give a person a home, and a portal with all that a map can use; the cache is at home."""
    ask_quickly(monkeypatch)
    for name in ("home", "temporary", "here", "given"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    rows = schools_of(DIRECTORY)[:9]
    lines = (f"{row['identifiant_de_l_etablissement']},oui\n" for row in rows)
    (tmp_path / "given" / "ent.csv").write_text("UAI,ENT\n" + "".join(lines), encoding="utf-8")
    tables = {
        "fr-en-annuaire-education": DIRECTORY,
        "fr-en-ecoles-effectifs-nb_classes": effectifs(DIRECTORY),
        "fr-en-ips-ecoles-ap2022": ips(DIRECTORY),
        "fr-en-carte-scolaire-colleges-publics": college_sectors("90"),
    }
    files = {"/fichier_diffusion_2026.xlsx": density_grid("90"), "/frr.xlsx": frr("90")}
    with Portal(tables, files=files) as portal:
        path = write_catalogue(
            tmp_path / "given" / "catalogue.toml",
            ("https://www.insee.fr/fr/statistiques/fichier/8571524/", f"{portal.url}/"),
            ("rows_n = 34_875", "rows_n = 101"),
            url=portal.url,
        )
        text = path.read_text(encoding="utf-8")
        address = next(line for line in text.splitlines() if "Liste%20communes%20FRR" in line)
        text = text.replace(address, f'2025 = "{portal.url}/frr.xlsx"')
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("GEO_ENT_CATALOGUE", str(path))
        yield tmp_path


def listened_to(place, *arguments, allowed):
    """Run a command of geo-ent; give what it said, once it is sure where it wrote."""
    given = state(place / "given")
    folders = [str(each) for each in allowed]
    run = process(AUDITED + COMMAND, json.dumps(arguments), json.dumps(folders))
    out = finished(run)
    told = dict(line.partition(" ")[::2] for line in out.splitlines())
    assert told["ELSEWHERE"] == "[]"
    assert int(told["WRITTEN"]) > 0
    left = [path for name in ("home", "temporary", "here") for path in files(place / name)]
    assert all(any(path.is_relative_to(each) for each in allowed) for path in left), left
    assert state(place / "given") == given
    return out


def files(folder):
    """List the files under a folder."""
    return [path for path in folder.rglob("*") if not path.is_dir()]


def state(folder):
    """Say what the files of a folder hold."""
    return {path: path.read_bytes() for path in files(folder)}


@pytest.mark.skipif(sys.platform != "linux", reason="the home's cache is elsewhere")
def test_fetch_writes_in_the_cache_only(place):
    """All that a map needs of a département, then again, and the list of it."""
    cache = place / "home" / ".cache" / "geo-ent"
    out = listened_to(place, "fetch", "--departement", "90", allowed=[cache])
    assert out.count("téléchargé.") == 6
    listened_to(place, "fetch", "--departement", "90", "--refresh", allowed=[cache])


@pytest.mark.skipif(sys.platform != "linux", reason="the home's cache is elsewhere")
def test_build_writes_in_the_cache_and_the_output_only(place):
    """A whole build, every output of it: made in a folder beside, which takes the name of it."""
    cache, out = place / "home" / ".cache" / "geo-ent", place / "maps" / "90"
    register = str(place / "given" / "ent.csv")
    told = listened_to(place, "build", "--departement", "90", "--register", register,
                       "--out", str(out), allowed=[cache, out])  # fmt: skip
    assert told.count("téléchargé.") == 6
    assert (out / "index.html").exists()
    assert list(place.joinpath("maps").iterdir()) == [out]
