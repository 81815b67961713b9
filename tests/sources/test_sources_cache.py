"""The cache: whole files only, whoever reads, writes, damages or dies meanwhile."""

import datetime as dt
import errno
import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stock import DAY, PATIENCE_S, entry, finished, moved, process, sha256, stocked, whole
from told_lines import ToldLines

from geo_ent.errors import SourceError
from geo_ent.sources.store.cache import Cache, cache_folder
from geo_ent.sources.store.cached_entry import days_since, entry_key, parse_entry

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture
def told():
    """What was told."""
    return ToldLines()


@pytest.fixture
def cache(tmp_path, told):
    """Make an empty cache."""
    return Cache(tmp_path / "cache", tell=told.append)


def test_what_is_kept_is_found(cache):
    """A file comes back under its sha256, with all that was known of it."""
    made, path = stocked(cache)
    assert path.read_text() == "uai;name\n1;A\n"
    assert cache.find("annuaire", "035") == made == cache.entries()[0]
    assert cache.path(made) == path
    assert (path.parent.name, path.name) == (sha256("uai;name\n1;A\n"), "annuaire-035.csv")
    assert list((cache.folder / "parts").iterdir()) == []
    assert (cache.folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f59")


def test_an_empty_cache_has_nothing(cache):
    """Nothing is found, nothing is made: to look is not to write."""
    assert cache.find("annuaire", "035") is None
    assert cache.entries() == cache.old() == []
    assert not cache.folder.exists()


def test_a_wider_file_will_do(cache):
    """A file that covers the territory is found, the latest first; a narrower one isn't."""
    wide, _ = stocked(cache, "wide", territory="france", checked_at="2026-11-19T00:00:00+00:00")
    assert cache.find("annuaire", "035+057") == wide
    both, _ = stocked(cache, "both", territory="035+057")
    assert cache.find("annuaire", "035") == both
    assert cache.find("annuaire", "france") == cache.find("annuaire", "088") == wide
    assert cache.find("effectifs", "035") is None


def test_the_years_are_apart(cache):
    """The latest is one thing, a year asked for another; the latest may be that very year."""
    latest, _ = stocked(cache, "a", vintage="2025")
    older, _ = stocked(cache, "b", vintage="2019", asked="2019")
    assert cache.find("annuaire", "035") == cache.find("annuaire", "035", "2025") == latest
    assert cache.find("annuaire", "035", "2019") == older
    assert cache.find("annuaire", "035", "2020") is None


def test_a_file_from_the_future_comes_last(cache):
    """A date to come is of a clock gone wrong: it doesn't hide what is known to be recent."""
    stocked(cache, "future", territory="france", checked_at="2031-01-01T00:00:00+00:00")
    made, _ = stocked(cache, "now")
    assert cache.find("annuaire", "035", now=NOW) == made


def test_a_new_version_leaves_the_former(cache):
    """The former bytes stay, for a lock may name them, until `clean`, which spares the young."""
    _, before = stocked(cache, "before")
    _, after = stocked(cache, "after")
    assert cache.old() == [before]
    assert cache.pinned(sha256("before")) == before
    assert cache.clean() == 0
    os.utime(before, (1, 1))
    os.utime(after, (1, 1))
    assert cache.clean() == len("before")
    assert cache.pinned(sha256("before")) is None
    assert cache.pinned(sha256("after")) == after


def test_two_can_clean_at_once(cache, monkeypatch):
    """What another process has just removed is no fault; the rest is still removed."""
    _, before = stocked(cache, "before")
    stocked(cache, "after")
    os.utime(before, (1, 1))
    gone = before.with_name("gone.csv")
    monkeypatch.setattr(cache, "old", lambda: [gone, before])
    assert cache.clean() == len("before")
    assert not before.exists()


def test_the_same_bytes_are_kept_once(cache):
    """The file of two territories whose rows are the same is one file."""
    _, first = stocked(cache, territory="035")
    _, second = stocked(cache, territory="035+056")
    assert first == second
    assert len(cache.entries()) == 2


@pytest.mark.parametrize("damage", ["", "uai;name\n1;B\n", None])
def test_a_damaged_file_is_set_aside(cache, told, damage):
    """Cut, changed by a byte or gone: it is said, dropped, and mended by the next download."""
    made, path = stocked(cache)
    path.unlink() if damage is None else path.write_text(damage)
    assert cache.path(made) is None
    assert "annuaire (035) : le fichier du cache est abîmé ou manque" in told[0]
    assert cache.find("annuaire", "035") is None
    assert not path.exists()
    made, path = stocked(cache)
    assert cache.path(made) == path


def test_a_damaged_file_that_is_kept_again_is_mended(cache):
    """Bytes under the right name that aren't the right bytes are replaced."""
    _, path = stocked(cache)
    path.write_text("wrong")
    made, path = stocked(cache)
    assert cache.path(made) == path


def test_another_process_may_have_mended_it(cache, monkeypatch):
    """A reader that finds damage drops nothing that was mended before it could."""
    made, path = stocked(cache)
    path.write_text("wrong")
    guard = cache.guard

    def mends(key):
        path.write_text("uai;name\n1;A\n")
        return guard(key)

    monkeypatch.setattr(cache, "guard", mends)
    assert cache.path(made) is None
    assert cache.find("annuaire", "035") == made
    assert path.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.update(file="../../etc/passwd"),
        lambda told: told.update(file="objects/" + "ab" * 32 + "/annuaire-035.csv"),
        lambda told: told.update(sha256="x"),
        lambda told: told.update(content_sha256=""),
        lambda told: told.update(rows_n="1"),
        lambda told: told.update(rows_n=True),
        lambda told: told.update(bytes_n=-1),
        lambda told: told.update(columns="uai"),
        lambda told: told.update(columns=[1]),
        lambda told: told.update(url=None),
        lambda told: told.update(more=1),
        lambda told: told.pop("etag"),
    ],
)
def test_an_index_changed_by_hand_counts_for_nothing(cache, change):
    """An entry that isn't one, or that names a file elsewhere, is as if it weren't there."""
    made, _ = stocked(cache)
    told = json.loads(made.written())
    change(told)
    (cache.folder / "index" / f"{made.key}.json").write_text(json.dumps(told))
    assert cache.find("annuaire", "035") is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"null"])
def test_an_index_file_cut_by_a_power_cut(cache, content):
    """An unreadable index file is passed over, and replaced by the next download."""
    made, _ = stocked(cache)
    (cache.folder / "index" / f"{made.key}.json").write_bytes(content)
    assert cache.entries() == []
    stocked(cache)
    assert cache.find("annuaire", "035") == made


def test_a_file_in_place_of_the_folder(tmp_path):
    """A cache that can be neither read nor written: one line, what and where to go instead."""
    place = tmp_path / "cache"
    place.write_text("mine")
    cache = Cache(place)
    for use in (cache.entries, lambda: cache.part("annuaire"), lambda: stocked(cache)):
        with pytest.raises(
            SourceError, match=r"cache : le cache ne peut pas être .*GEO_ENT_CACHE"
        ) as said:
            use()
        assert "Libérez de la place" not in str(said.value)  # there is room
    assert place.read_text() == "mine"
    assert cache.pinned("ab" * 32) is None


def test_a_cache_that_cannot_be_written_is_read(cache, told):
    """Where the locks can't be made, what is there is given; what is damaged stays, and is said."""
    made, path = stocked(cache)
    lock = cache.folder / "locks"
    for each in lock.iterdir():
        each.unlink()
    lock.rmdir()
    lock.write_text("in the way")
    reader = Cache(cache.folder, tell=told.append)
    assert reader.path(made) == path
    path.write_text("wrong")
    assert reader.path(made) is None
    assert path.read_text() == "wrong"
    assert len(told) == 1


def test_where_the_cache_is(monkeypatch, tmp_path):
    """$GEO_ENT_CACHE wins over the user's folder."""
    monkeypatch.setenv("GEO_ENT_CACHE", str(tmp_path / "mine"))
    assert cache_folder() == Cache().folder == tmp_path / "mine"
    monkeypatch.delenv("GEO_ENT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder().name == "geo-ent"


@given(
    st.text(max_size=20),
    st.sets(st.sampled_from([f"{n:03}" for n in range(1, 96)]), max_size=95),
    st.text(max_size=6),
)
def test_any_key_is_a_file_name(dataset, codes, vintage):
    """Whatever is asked, its key names one file: no folder, no dot, not too long."""
    key = entry_key(dataset, "+".join(sorted(codes)), vintage)
    assert not set(key) & set('/\\.:*?"<>| ')
    assert len(key.encode()) < 200


def test_two_long_territories_have_two_keys():
    """What doesn't fit in a name still tells two territories apart."""
    codes = [f"{n:03}" for n in range(1, 96)]
    assert entry_key("ips", "+".join(codes)) != entry_key("ips", "+".join(codes[1:]))


@given(st.text(), st.text(), st.lists(st.text()), st.integers(min_value=0))
def test_an_entry_is_read_as_it_was_written(url, etag, columns, rows_n):
    """Whatever a server says of a file, its entry comes back."""
    made = entry(url=url, etag=etag, columns=tuple(columns), rows_n=rows_n)
    assert parse_entry(made.written()) == made


@pytest.mark.parametrize(
    ("when", "days"),
    [(DAY, 2.2083), ("2026-11-22T12:30:00+00:00", 0), ("2026-11-22T14:00:00+00:00", None),
     ("2026-11-20", None), ("hier", None), ("", None)],
)  # fmt: skip
def test_the_age_of_a_date(when, days):
    """Half an hour ahead is two clocks that differ; more, or no date at all, is unknown."""
    assert days_since(when, NOW) == (days if days is None else pytest.approx(days, abs=1e-3))


def test_what_a_dead_process_left_goes(cache):
    """Leftovers go at the next run; what a live process is downloading stays."""
    stocked(cache)
    for name in ("ips--035--.part", "ips--035--.json", "effectifs--035--.part"):
        (cache.folder / "parts" / name).write_text("half")
    with Cache(cache.folder).guard("effectifs--035--"):
        cache.tidy()
        assert [each.name for each in (cache.folder / "parts").iterdir()] == [
            "effectifs--035--.part"
        ]
    cache.tidy()
    assert list((cache.folder / "parts").iterdir()) == []


def test_a_part_starts_afresh(cache):
    """Under the guard, what was left of the same download goes before another starts."""
    cache.part("ips--035--").write_text("half")
    assert not cache.part("ips--035--").exists()


def test_a_guard_may_be_taken_within_itself(cache):
    """Damage found while downloading doesn't wait for itself."""
    with cache.guard("key") as waited, cache.guard("key") as again:
        assert (waited, again) == (False, False)


def test_the_other_process_is_waited_for(cache, told):
    """Another process holds the guard: it is said; its end is noticed, or its length refused."""
    holder = process(
        """
        import sys, time
        from pathlib import Path
        from geo_ent.sources.store.cache import Cache
        with Cache(Path(sys.argv[1])).guard("annuaire"):
            print("held", flush=True)
            time.sleep(600)
        """,
        cache.folder,
    )
    try:
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(SourceError, match="depuis plus de 0 s"),
            cache.guard("annuaire", wait_s=0.1),
        ):
            pass
        assert told == ["annuaire : un autre geo-ent le télécharge déjà ; on attend qu’il finisse."]
    finally:
        holder.kill()
        holder.communicate()
    with cache.guard("annuaire", wait_s=PATIENCE_S) as waited:
        assert waited in (True, False)  # a dead process holds nothing


def test_readers_see_whole_files_while_a_writer_replaces(cache):
    """New versions under two readers, until both have read 50 of them: each whole, never none."""
    stocked(cache, "version 0\n" * 1000)
    writer = process(
        """
        import itertools, sys
        from pathlib import Path
        from stock import stocked
        from geo_ent.sources.store.cache import Cache
        cache = Cache(Path(sys.argv[1]))
        for version in itertools.count(1):
            stocked(cache, f"version {version}\\n" * 1000)
            if (cache.folder / "enough").exists():
                break
        print(version)
        """,
        cache.folder,
    )
    read = """
        import sys
        from pathlib import Path
        from geo_ent.sources.store.cache import Cache
        folder = Path(sys.argv[1])
        cache, seen = Cache(folder, tell=sys.exit), set()
        while len(seen) < 50:
            entry = cache.find("annuaire", "035")
            lines = cache.path(entry).read_text().splitlines()
            assert len(lines) == 1000 and len(set(lines)) == 1, lines[:3]
            seen.add(lines[0])
        """
    readers = [process(read, cache.folder) for _ in range(2)]
    try:
        for reader in readers:
            finished(reader)
    finally:
        (cache.folder / "enough").touch()
        versions_n = int(finished(writer))
    assert whole(cache.folder) == 1
    assert len(cache.old()) == versions_n >= 50


def test_an_entry_that_cannot_be_written_leaves_the_former(cache, monkeypatch):
    """The disk fills up between the bytes and their name: the former entry stands."""
    made, path = stocked(cache, "before")

    def take_place(new, path):
        if path.suffix == ".json":
            raise OSError(28, "No space left on device")
        new.replace(path)

    monkeypatch.setattr("geo_ent.sources.store.cache.take_place", take_place)
    with pytest.raises(SourceError, match="le disque est plein"):
        stocked(cache, "after")
    assert cache.find("annuaire", "035") == made
    assert cache.path(made) == path


def test_an_entry_is_renewed(cache):
    """Asked again and still right: its date changes, not its file."""
    made, path = stocked(cache)
    later = moved(made, checked_at="2026-11-22T00:00:00+00:00")
    cache.renew(later)
    assert cache.find("annuaire", "035") == later
    assert cache.path(later) == path


def test_a_full_disk_is_told_to_be_cleared(cache, monkeypatch):
    """The one fault that room mends."""

    def full(*_args, **_options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pathlib.Path.mkdir", full)
    with pytest.raises(SourceError, match=r"le disque est plein\)\. Libérez de la place"):
        cache.part("annuaire")
