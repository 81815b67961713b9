"""The bundled tables of the communes' history, and the script that builds them."""

import csv
import json
import tarfile

import pytest
from boundaries import FOLDER as DATA
from boundaries import history

from geo_ent.communes.codes_to_today import HOW, commune_names

MAX_BYTES = 120_000


def read(name):
    """Read a bundled table: its titles, its rows."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        titles, *rows = csv.reader(file)
    return titles, rows


def test_the_history_is_well_formed():
    """4,285 dead codes, each with a commune of today and a known `how`; sorted, small."""
    titles, rows = read("commune-history.csv")
    assert titles == ["former_code", "commune_code", "how"]
    assert len({former for former, _, _ in rows}) == 4285
    assert [former for former, _, _ in rows] == sorted(former for former, _, _ in rows)
    assert all(code in commune_names() for _, code, _ in rows)
    assert not any(former in commune_names() for former, _, _ in rows)
    assert {how for _, _, how in rows} <= set(HOW) - {
        "unchanged", "restored", "city", "overseas", "unknown",
    }  # fmt: skip
    assert (DATA / "commune-history.csv").stat().st_size < MAX_BYTES


def test_only_split_codes_have_several_heirs():
    """Six communes were shared out; every other dead code has one commune."""
    _, rows = read("commune-history.csv")
    several = [former for former, _, how in rows if how == "split"]
    assert len(set(several)) == 6
    assert len(several) == 14
    assert len(rows) - len(several) == 4285 - 6


def test_the_45_arrondissements_are_there():
    """Twenty of Paris, nine of Lyon, sixteen of Marseille."""
    _, rows = read("commune-history.csv")
    cities = [code for _, code, how in rows if how == "arrondissement"]
    assert {city: cities.count(city) for city in set(cities)} == {
        "75056": 20, "69123": 9, "13055": 16
    }  # fmt: skip


def test_the_former_names():
    """Each is of a commune of today, and not its name."""
    titles, rows = read("former-communes.csv")
    names = commune_names()
    assert titles == ["name", "commune_code"]
    assert rows == sorted(rows)
    assert all(names[code] != name for name, code in rows)
    whole = {"type": "commune-actuelle", "code": "35308", "nom": "Mesnil-Roc'h"}
    part = {"type": "commune-deleguee", "code": "35344", "nom": "Tressé", "chefLieu": "35308"}
    cog = [whole, part, {**part, "nom": "Mesnil-Roc'h"}]
    assert history.former_names(cog) == [("Tressé", "35308")]


def test_the_restored_codes_are_alive():
    """Sixteen codes of today were none's for a while; what they left is alive too, or unnamed."""
    titles, rows = read("commune-restored.csv")
    assert titles == ["commune_code", "left", "since"]
    assert len(rows) == 16
    assert all(code in commune_names() for code, _, _ in rows)
    assert all(left in commune_names() for _, left, _ in rows if left)
    assert not {code for code, _, _ in rows} & {left for _, left, _ in rows}
    assert all("2014" <= since <= "2026" for _, _, since in rows)


def commune(code, **more):
    """Make a commune of the package."""
    return {"code": code, "type": "commune-actuelle", "zone": "metro", **more}


def part(code, seat, kind="commune-deleguee"):
    """Make a commune déléguée, or a municipal arrondissement, of the package."""
    held = "commune" if kind == "arrondissement-municipal" else "chefLieu"
    return {"code": code, "type": kind, held: seat}


def test_a_part_says_its_commune_better_than_the_list_of_former_codes():
    """02 was in 01's list; it went with 03 when that left 01, and says so as a commune déléguée."""
    now = history.read_cog([commune("01", anciensCodes=["02"]), commune("03"), part("02", "03")])
    assert now.holder("02") == "03"
    assert now.holder("99") == ""


def test_a_seat_is_no_part_and_collectivities_are_not_read():
    """The seat's own commune déléguée has its code and is not a dead code."""
    now = history.read_cog([commune("01"), part("01", "01"), commune("97", zone="com")])
    assert now.alive == {"01"}
    assert now.parts == {}


def test_how_each_dead_code_is_told():
    """An arrondissement, a part, a code of a commune that goes on, a merged one, a shared one."""
    now = history.read_cog(
        [
            commune("01", anciensCodes=["02", "03"]),
            commune("05", anciensCodes=["06"]),
            part("04", "01"),
            part("07", "01", "arrondissement-municipal"),
            commune("08203", anciensCodes=["08227"]),
        ]
    )
    assert history.history_rows(now, {"06"}) == [
        ("02", "01", "merged"),
        ("03", "01", "merged"),
        ("04", "01", "delegated"),
        ("06", "05", "renumbered"),
        ("07", "01", "arrondissement"),
        ("08227", "08203", "split"),
        ("08227", "08454", "split"),
    ]


def event(code, ends=None, then=None):
    """Make a life of a commune's code, ended for a reason or not."""
    more = {"raisonFin": ends, "successeur": f"COM-{then}@2000-01-01"} if ends else {}
    return {"type": "COM", "code": code, **more}


def test_new_codes_alone_make_a_renumbered_commune():
    """01 → 02 → 03 by seat and by département; 04 → 05, which was merged since; a loop ends."""
    now = history.read_cog([commune("03"), commune("06", anciensCodes=["01", "02", "04", "05"])])
    events = [
        event("01", "changement de chef lieu", "02"),
        event("02", "changement de département", "03"),
        event("04", "changement de département", "05"),
        event("05", "fusion simple", "06"),
        event("08", "changement de chef lieu", "09"),
        event("09", "changement de chef lieu", "08"),
    ]
    assert history.renumbered_codes(events, [], now) == {"01", "02"}


def test_a_code_replaced_by_one_that_was_none():
    """After 2019, 01 is gone and 02, which no commune had, holds it: the same commune. 03, gone
    into 04 which was there already, was merged.
    """
    past = history.read_cog([commune("01"), commune("03"), commune("04"), part("02", "01")])
    now = history.read_cog([commune("02", anciensCodes=["01"]), commune("04"), part("03", "04")])
    assert history.renumbered_codes([], [past], now) == {"01"}


def test_restored_codes_and_what_they_left():
    """02 left 01 between the COG of 2019 and 2021; 04 took 03's place, nothing was split; 05 was
    none's until 2017, by the events.
    """
    then = history.read_cog(
        [commune("01"), commune("03"), commune("05"), part("02", "01"), part("04", "03")]
    )
    later = history.read_cog(
        [commune("01"), commune("02"), commune("03"), commune("05"), part("04", "03")]
    )
    now = history.read_cog(
        [commune("01"), commune("02"), commune("04", anciensCodes=["03"]), commune("05")]
    )
    events = [
        {"type": "COM", "code": "05", "dateFin": "1973-01-01"},
        {"type": "COMA", "code": "05", "pole": "COM-01@1973-01-01", "dateFin": "2017-01-01"},
        {"type": "COM", "code": "05", "dateDebut": "2017-01-01"},
    ]
    assert history.restored_rows(events, {2019: then, 2021: later}, now) == [
        ("02", "01", "2021"),
        ("04", "", "2022"),
        ("05", "01", "2017"),
    ]


def test_an_old_restoration_is_left_out():
    """What came back before 2014 can't be in a file that is promised to be understood."""
    events = [
        {"type": "COM", "code": "05", "dateFin": "1973-01-01"},
        {"type": "COMA", "code": "05", "pole": "COM-01@1973-01-01", "dateFin": "1990-01-01"},
        {"type": "COM", "code": "05", "dateDebut": "1990-01-01"},
    ]
    now = history.read_cog([commune("01"), commune("05")])
    assert history.restored_rows(events, {2019: now}, now) == []


def archive(path, rows, events=()):
    """Write an archive of the package."""
    folder = path.parent / path.stem
    (folder / "package" / "data").mkdir(parents=True)
    for name, content in {"communes": rows, "historique-communes": list(events)}.items():
        (folder / "package" / "data" / f"{name}.json").write_text(json.dumps(content))
    with tarfile.open(path, "w:gz") as tar:
        tar.add(folder / "package", "package")


def test_two_builds_give_the_same_bytes(tmp_path, monkeypatch):
    """From the same archives, the same files; an archive that is another one is refused."""
    places = history.find_archives(tmp_path)
    assert len(places) == 7
    for place in places.values():
        archive(place, [commune("01", anciensCodes=["02"])])
    with pytest.raises(ValueError, match="sha256"):
        history.build(places, tmp_path)
    monkeypatch.setattr(history, "check_sha256", lambda *_: None)
    written = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        history.build(places, tmp_path / name)
        written.append([each.read_bytes() for each in sorted((tmp_path / name).iterdir())])
    assert written[0] == written[1]
    assert written[0][0] == b"former_code,commune_code,how\n02,01,merged\n"
