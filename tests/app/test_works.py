"""A work is its folder: what it is named by, what is kept of it, what is never shown half."""

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_ent.app.works import LOCK, Work, Works
from geo_ent.errors import OutputError


@pytest.fixture
def works(tmp_path):
    """An application's works."""
    return Works(tmp_path / "works")


@pytest.fixture
def work(works):
    """One of them, with a register."""
    made = works.create({"departements": ["90"], "register": {"files": ["r.csv"]}})
    (made.inputs / "r.csv").write_text("UAI\n0900001A\n")
    return made


def made_map(work, text="a map"):
    """Make what a build makes, in a folder that isn't shown."""
    scratch = work.new_scratch()
    (scratch / "map").mkdir(parents=True)
    (scratch / "map" / "index.html").write_text(text)
    (scratch / "map" / "manifest.json").write_text("{}")
    return scratch / "map"


def test_a_file_of_the_same_name_size_and_hour_is_another(work):
    """What is shown is of what the files hold."""
    before, read = work.revision, work.read_revision
    file = work.inputs / "r.csv"
    about = file.stat()
    file.write_text("UAI\n0900002B\n")
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert file.stat().st_mtime_ns == about.st_mtime_ns
    assert work.revision != before
    assert work.read_revision != read


def test_the_same_file_at_another_hour_is_the_same(work):
    """A clock set back, a folder restored from a backup: nothing is made again for it."""
    before = work.revision
    os.utime(work.inputs / "r.csv", (1, 1))
    assert work.revision == before


@pytest.mark.parametrize(
    ("choice", "is_read_again"),
    [
        ({"title": "Un titre"}, False), ({"date": "2023-06-30"}, False), ({"lang": "en"}, False),
        ({"sector": "all"}, False), ({"complete": True}, False), ({"as_of": "2023-01-01"}, False),
        ({"departements": ["25"]}, True), ({"schools": "a.csv"}, True),
        ({"register": {"files": ["r.csv"], "answers": [{"row": "x", "ignore": True}]}}, True),
        ({"register": {"files": ["r.csv"], "sheets": [{"file": "r.csv", "read": False}]}}, True),
        ({"register": {"files": ["r.csv"], "columns": {"uai": "UAI"}}}, True),
    ],
)  # fmt: skip
def test_each_choice_makes_another_map_and_some_another_reading(work, choice, is_read_again):
    """A reading depends on the territory, the schools and the register alone."""
    before, read = work.revision, work.read_revision
    work.choose({**work.choices(), **choice})
    assert work.revision != before
    assert (work.read_revision != read) == is_read_again


def test_a_demo_is_told_from_another_and_from_a_register(works):
    """By its name; and a register that is dropped on it is what is read."""
    one, other = works.create({}), works.create({})
    one.note(demo="cantal")
    other.note(demo="somme")
    assert one.revision != other.revision
    assert one.read_revision != other.read_revision
    one.choose({"departements": ["15"], "register": {"files": ["r.csv"]}})
    assert (one.demo, other.demo) == ("", "somme")


def test_a_newer_version_reads_and_draws_again(work, monkeypatch):
    """What an older one made may not be what this one would."""
    before, read = work.revision, work.read_revision
    monkeypatch.setattr("geo_ent.app.works.__version__", "9.9")
    assert work.revision != before
    assert work.read_revision != read


def test_a_reading_is_of_its_language_and_of_what_was_read(work):
    """Two who read one work in two languages each have theirs; neither outlives a change."""
    work.keep_reading({"revision": work.read_revision, "headline": "lu"}, "fr")
    assert work.reading("en") is None
    work.keep_reading({"revision": work.read_revision, "headline": "read"}, "en")
    assert work.reading("fr")["headline"] == "lu"
    assert work.reading("en")["headline"] == "read"
    (work.inputs / "r.csv").write_text("UAI\n")
    assert work.reading("fr") is None
    assert work.last_reading("fr")["headline"] == "lu"
    assert work.last_reading()["headline"] in {"lu", "read"}


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"headline": "no revision"}'])
def test_a_reading_cut_by_a_power_cut_is_none(work, text):
    """It is made again, and no page breaks on it."""
    (work.folder / "reading-fr.json").write_text(text)
    assert work.reading("fr") is None


def test_maps_are_shown_in_the_order_in_which_they_were_made(work):
    """Whatever hour the clock says: the newest is shown, and isn't the one that is dropped."""
    for number in range(4):
        made = made_map(work, f"map {number}")
        os.utime(made, (10**9 - number, 10**9 - number))  # the clock goes back at each
        work.keep_build(made, f"{number:016x}")
    assert work.last_build().name == f"{3:016x}"
    kept = {path.name for path in (work.folder / "builds").iterdir() if path.is_dir()}
    assert kept == {f"{2:016x}", f"{3:016x}"}


def test_going_back_to_what_was_chosen_before_shows_its_map_at_once(work):
    """It is there: it isn't made again."""
    before = work.revision
    work.keep_build(made_map(work), before)
    work.choose({**work.choices(), "title": "Autre"})
    work.keep_build(made_map(work), work.revision)
    assert work.last_build().name == work.revision
    work.choose({key: value for key, value in work.choices().items() if key != "title"})
    assert work.last_build().name == work.revision == before


def test_half_a_map_is_never_shown(work):
    """A folder without a manifest isn't a map; a whole one takes its place."""
    half = work.build_folder(work.revision)
    half.mkdir(parents=True)
    (half / "index.html").write_text("half")
    assert work.last_build() is None
    work.keep_build(made_map(work), work.revision)
    assert (work.last_build() / "index.html").read_text() == "a map"


def test_a_map_made_by_two_at_once_is_kept_once(work, monkeypatch):
    """A choice that is changed and changed back may be under way twice: both made the same."""
    second = made_map(work)

    def late(made, target):  # the first takes its place between the second's look and its own
        made_map(work).rename(target)
        made.replace(target)

    monkeypatch.setattr("geo_ent.app.works.take_place", late)
    work.keep_build(second, work.revision)
    assert work.last_build().name == work.revision


def test_what_was_left_in_the_middle_is_swept_and_nothing_else(works, work):
    """Of a server or a process that was killed: the next start removes it."""
    work.keep_build(made_map(work), work.revision)
    work.keep_reading({"revision": work.read_revision}, "fr")
    before = {path for path in work.folder.rglob("*") if ".job-" not in str(path)}
    (work.folder / "builds" / ".map-x").mkdir()
    (work.inputs / ".geo-ent-x").mkdir()
    (work.folder / "tmpabc.zip").write_text("half a zip")
    half = Work(works.folder / ("h" * 32))
    half.inputs.mkdir(parents=True)  # killed before its first choice was kept
    (works.folder / ".gone-1").mkdir()
    (works.folder / "lost+found").mkdir()
    works.tidy()
    assert set(work.folder.rglob("*")) == before
    assert {path.name for path in works.folder.iterdir()} == {work.name, "lost+found"}


def test_choices_that_cannot_be_written_leave_those_of_before(work, monkeypatch):
    """Whatever goes wrong in the middle."""
    before = work.choices()

    def full(_file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="le disque est plein"):
        work.choose({**before, "title": "Autre"})
    assert work.choices() == before
    assert [path.name for path in work.inputs.iterdir() if path.name.startswith(".")] == []


def test_a_work_that_cannot_be_begun_leaves_nothing(works, monkeypatch):
    """Neither half a folder nor a draft without choices."""
    works.make_folder()

    def full(_file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError):
        works.create({})
    assert list(works.folder.iterdir()) == []


@pytest.mark.parametrize("hour", [0, 1, 2**32])
def test_what_was_seen_lately_stays_whatever_the_clock_says(works, work, hour):
    """An hour is an hour of this server's: a clock that jumps erases nothing, and keeps nothing."""
    works.touch(work)
    os.utime(work.folder, (hour, hour))
    assert works.left_alone(3600) == []
    time.sleep(0.02)
    assert works.left_alone(0.01) == [work.name]


def test_what_was_left_before_this_server_began_goes_by_its_hour(tmp_path, work):
    """Of a work that an hour ago was somebody's, and of one that is of the future."""
    restarted = Works(tmp_path / "works")
    assert restarted.left_alone(3600) == []
    os.utime(work.folder, (time.time() - 7200, time.time() - 7200))
    assert Works(tmp_path / "works").left_alone(3600) == [work.name]


def test_an_erased_work_is_gone_with_all_its_files(works, work):
    """Nobody finds it, nothing is left."""
    work.keep_build(made_map(work), work.revision)
    work.erase()
    assert works.find(work.name) is None
    assert list(works.folder.iterdir()) == []


def test_what_comes_after_all_was_erased_brings_nothing_back(works, work):
    """A form that was long in coming: its work isn't made again for it."""
    choices = work.choices()
    work.erase()
    with pytest.raises(FileNotFoundError):
        work.choose(choices)
    with pytest.raises(FileNotFoundError):
        work.note(step="carte")
    assert list(works.folder.iterdir()) == []


def test_another_territory_asks_for_other_official_data(work):
    """What was pinned of the one before would have the map refused for ever."""
    lock = work.inputs / LOCK
    lock.write_text("version = 1\n")
    work.choose({**work.choices(), "title": "Autre"})
    assert lock.exists()
    work.choose({**work.choices(), "departements": ["25"]})
    assert not lock.exists()


@given(st.text())
def test_no_address_names_a_folder_elsewhere(tmp_path, name):
    """Whatever stands in an address, a work is one of these or none."""
    assert Works(tmp_path / "works").find(name) is None
    for odd in ("..", ".", "../" * 10 + "x", "A" * 31 + "/", "\x00" * 32, "A" * 33):
        assert Works(tmp_path / "works").find(odd) is None
