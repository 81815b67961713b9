"""geo-ent.lock: what a map was made from, read and written."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stock import entry, sha256

from geo_ent.errors import InputError, OutputError
from geo_ent.sources.store.pinned_files import Lock, Pin, read_lock, write_lock


def fetched(*names, **told):
    """Make what the cache knows of files that were fetched."""
    return [entry(dataset=name, **told) for name in names]


def pin(**told):
    """Make a pin."""
    made = entry(**told)
    return Pin(**{name: getattr(made, name) for name in Pin.__slots__})


@pytest.fixture
def path(tmp_path):
    """Say where the lock is."""
    return tmp_path / "geo-ent.lock"


def test_a_lock_says_what_was_used(path):
    """Each dataset's address, sums, date, rows, territory and vintage; sorted; no clock."""
    write_lock(path, fetched("ips", "annuaire", vintage="2025"))
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    assert list(told) == ["version", "annuaire", "ips"]
    assert told["ips"] == {
        "content_sha256": sha256("sorted uai;name\n1;A\n"),
        "fetched_at": "2026-11-20T07:00:00+00:00",
        "rows_n": 1,
        "sha256": sha256("uai;name\n1;A\n"),
        "territory": "035",
        "url": "https://data.education.gouv.fr/annuaire",
        "vintage": "2025",
    }
    assert list(told["ips"]) == sorted(told["ips"])
    assert read_lock(path) == Lock({"annuaire": pin(vintage="2025"), "ips": pin(vintage="2025")})
    assert [each.name for each in path.parent.iterdir()] == ["geo-ent.lock"]


def test_the_same_files_give_the_same_bytes(path):
    """Whatever the order they were fetched in, and whenever they were checked."""
    write_lock(path, fetched("annuaire", "ips"))
    before = path.read_bytes()
    write_lock(path, fetched("ips", "annuaire", checked_at="2026-11-22T00:00:00+00:00"))
    assert path.read_bytes() == before


def test_a_lock_is_written_anew(path):
    """What was pinned before and isn't fetched any more goes."""
    write_lock(path, fetched("annuaire", "ips"))
    write_lock(path, fetched("annuaire", content_sha256=sha256("y")))
    assert {name: pin.content_sha256 for name, pin in read_lock(path).pins.items()} == {
        "annuaire": sha256("y")
    }


def test_no_file_pins_nothing(path):
    """Where there is no lock, nothing is pinned."""
    assert read_lock(path).pins == {}


BROKEN = {
    "not TOML": ("version = ", "ne se lit pas"),
    "no version": ("[annuaire]\n", "on attend un verrou « version = 1 »"),
    "another version": ("version = 2\n", "on attend un verrou"),
    "no sha256": ('version = 1\n[annuaire]\nurl = "u"\n', r"\[annuaire\] : « sha256 » manque"),
    "no table": ('version = 1\nannuaire = "u"\n', r"\[annuaire\] : « url » manque"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_lock_is_refused_in_one_line(path, name):
    """What isn't a lock is named, with what to do."""
    text, reason = BROKEN[name]
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=reason) as fault:
        read_lock(path)
    assert "\n" not in str(fault.value)
    assert "--refresh" in str(fault.value)


@pytest.mark.parametrize(
    ("before", "after"),
    [("rows_n = 1", 'rows_n = "1"'), ("rows_n = 1", "rows_n = true"), ('sha256 = "', 'sha256 = "Z'),
     ('territory = "035"', "territory = 35"), ("rows_n = 1", "rows_n = 1\nmore = 1")],
)  # fmt: skip
def test_a_lock_changed_by_hand_is_refused(path, before, after):
    """A value of another kind, or one too many, is named."""
    write_lock(path, fetched("annuaire"))
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    with pytest.raises(InputError, match=r"\[annuaire\] : « \w+ » manque ou ne convient pas"):
        read_lock(path)


def test_a_lock_that_is_a_folder(path):
    """What can't be read or written is one line; nothing is left beside."""
    path.mkdir()
    with pytest.raises(InputError, match="ne se lit pas"):
        read_lock(path)
    with pytest.raises(OutputError, match="écriture impossible"):
        write_lock(path, fetched("annuaire"))
    assert list(path.parent.iterdir()) == [path]


@given(url=st.text(), vintage=st.text(), rows_n=st.integers(min_value=0, max_value=2**62))
def test_any_pin_is_read_as_it_was_written(tmp_path_factory, url, vintage, rows_n):
    """Whatever an address holds, it comes back: quotes, controls, accents."""
    path = tmp_path_factory.mktemp("lock") / "geo-ent.lock"
    made = entry(url=url, vintage=vintage, rows_n=rows_n)
    write_lock(path, [made])
    assert read_lock(path).pins == {"annuaire": pin(url=url, vintage=vintage, rows_n=rows_n)}


def test_a_lock_saved_by_a_notepad_is_read(path):
    """A byte order mark and CRLF, as an editor may add, change nothing."""
    write_lock(path, fetched("annuaire"))
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(text.encode("utf-8-sig"))
    assert read_lock(path).pins == {"annuaire": pin()}
