"""The sources in processes of their own: killed, at once, on a full disk; where they write.

Against a server of this machine. `PROGRAM` is what each process runs.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from audit import AUDITED
from portal import Answer, Portal, write_catalogue
from portal_tables import annuaire
from sources_world import ask_quickly
from stock import PATIENCE_S, ended, finished, process, wait_until, whole

from geo_ent.sources.datasets_file import read_catalogue
from geo_ent.sources.fetch import fetch
from geo_ent.sources.store.cache import Cache

SCHOOLS = annuaire("88", schools_n=60)
COMMUNES = "com,typecom,libelle,dep\n"
PROGRAM = """
    import json, signal, sys
    from functools import partial
    from geo_ent.errors import GeoEntError
    from geo_ent.sources import fetch as fetching
    from geo_ent.sources.fetch import fetch
    from geo_ent.sources.client.patience import Limits
    patient = Limits(seconds=600, connect_s=300, read_s=300)  # a test's portal keeps it waiting
    fetching.Transport = partial(fetching.Transport, limits=patient)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # hidden from what runs in background
    options = json.loads(sys.argv[1])
    names = options.pop("names", ["annuaire"])
    from geo_ent.telling.language import language
    from geo_ent.telling.source_words import source_line
    def tell(note):
        print(source_line(note, language("fr")), flush=True)
    try:
        found = fetch(names, ["88"], tell=tell, **options)
    except GeoEntError as fault:
        print("REFUSED", fault)
        sys.exit(fault.exit_code)
    for each in found.values():
        print("HAD", each.how, each.path)
"""


def rows(version, rows_n=2000):
    """Make a list of communes that is another at each version; the codes are invented."""
    lines = (f"{at:05},COM,Commune {at} de {version},88" for at in range(rows_n))
    return (COMMUNES + "\n".join(lines) + "\n").encode()


@pytest.fixture
def portal(tmp_path, monkeypatch):
    """Open a portal, and say to the processes where it is and where their cache is."""
    ask_quickly(monkeypatch)
    with Portal({"fr-en-annuaire-education": SCHOOLS}) as portal:
        insee = "https://www.insee.fr/fr/statistiques/fichier/8740222/v_commune_2026.csv"
        path = write_catalogue(
            tmp_path / "catalogue.toml",
            (insee, f"{portal.url}/v_commune_2026.csv"),
            ("rows_n = 37_500", "rows_n = 2_000"),
            ('{ name = "com", needed = true, holds = "commune" }', '{ name = "com" }'),
            url=portal.url,
        )
        monkeypatch.setenv("GEO_ENT_CATALOGUE", str(path))
        monkeypatch.setenv("GEO_ENT_CACHE", str(tmp_path / "cache"))
        yield portal


def program(**options):
    """Start a process that fetches."""
    return process(PROGRAM, json.dumps(options))


def test_two_processes_want_the_same_file(portal, tmp_path):
    """One downloads; the other waits, says so, and takes what the first has fetched."""
    released = threading.Event()

    def held(handler, answer):
        released.wait(PATIENCE_S)
        handler.send(answer)

    portal.play(held)
    first = program()
    wait_until(lambda: portal.calls, first)  # it is downloading, and holds the guard
    second = program()
    waits = second.stdout.readline()
    released.set()
    had = [finished(run).split() for run in (first, second)]
    assert (
        waits == "annuaire, 088 : un autre geo-ent le télécharge déjà ; on attend qu’il finisse.\n"
    )
    assert [each[:2] for each in had] == [["HAD", "fetched"], ["HAD", "cached"]]
    assert had[0][2] == had[1][2]
    assert len(portal.calls) == 2, "the count and the export, once"
    assert whole(tmp_path / "cache") == 1


def test_who_waits_for_one_that_fails_asks_for_itself(portal, tmp_path):
    """Two refresh; the first is refused and has its old file, the second asks, and is answered."""
    first = finished(program()).split()
    released = threading.Event()

    def refuses(handler, _):
        released.wait(PATIENCE_S)
        handler.send(Answer(403, b"{}"))

    portal.play(refuses)
    portal.calls.clear()
    runs = [program(refresh=True)]
    wait_until(lambda: portal.calls, runs[0])
    runs.append(program(refresh=True))
    assert "on attend" in runs[1].stdout.readline()
    released.set()
    had = [finished(run).splitlines()[-1].split() for run in runs]
    assert had == [["HAD", "stale", first[2]], ["HAD", "revalidated", first[2]]]
    assert whole(tmp_path / "cache") == 1


def test_who_waits_for_a_refresh_takes_what_it_brought(portal):
    """Two refresh a list that has changed: it is downloaded once, and both have it."""
    portal.files["/v_commune_2026.csv"] = rows(1)
    former = finished(program(names=["communes"])).split()
    released = threading.Event()

    def held(handler, _):
        released.wait(PATIENCE_S)
        handler.send(Answer(body=rows(2), kind="text/csv"))

    portal.play(held)
    portal.calls.clear()
    runs = [program(names=["communes"], refresh=True)]
    wait_until(lambda: portal.calls, runs[0])
    runs.append(program(names=["communes"], refresh=True))
    assert "on attend" in runs[1].stdout.readline()
    released.set()
    had = [finished(run).splitlines()[-1].split() for run in runs]
    assert [each[1] for each in had] == ["fetched", "cached"]
    assert had[0][2] == had[1][2] != former[2]
    assert len(portal.calls) == 1


def test_ten_processes_at_once(portal, tmp_path):
    """Ten that want two files: each is downloaded once, and all ten have both."""
    portal.files["/v_commune_2026.csv"] = rows(1)
    runs = [program(names=["annuaire", "communes"]) for _ in range(10)]
    assert all(finished(run).count("HAD") == 2 for run in runs)
    assert len(portal.calls) == 3
    assert whole(tmp_path / "cache") == 2


KILLED = """
    import json, os, random, signal, sys, time
    from pathlib import Path
    from geo_ent.sources.store.cache import Cache
    from geo_ent.sources.fetch import fetch
    from stock import whole
    folder, dice = Path(sys.argv[1]), random.Random(int(sys.argv[2]))

    def again():
        return fetch(["communes"], refresh=True)["communes"]

    again()  # all is imported here, so that a child is killed at work
    start = time.perf_counter()
    again()
    long = time.perf_counter() - start
    parts, index, halves, versions = folder / "parts", folder / "index", 0, set()

    def state():
        return [path.stat().st_mtime_ns for path in index.iterdir()]

    for kill in range(100):
        before = state()
        child = os.fork()
        while not child:
            again()
        moments = (  # while a file is coming, being checked or kept; once it is kept; anywhere
            lambda: any(parts.iterdir()), lambda: state() != before, lambda: True
        )
        while not moments[kill % 3]():
            time.sleep(0.0002)
            assert os.waitpid(child, os.WNOHANG) == (0, 0), "a child died by itself"
        time.sleep(dice.uniform(0, (long / 2, long / 2, 4 * long)[kill % 3]))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert whole(folder) == 1
        entry, = Cache(folder).entries()
        versions.add(entry.sha256)
        left = list(parts.iterdir())
        assert len(left) <= 2, left
        halves += bool(left)
    found = again()
    assert found.how == "fetched" and whole(folder) == 1
    assert list(parts.iterdir()) == []
    print(json.dumps({"halves": halves, "versions": len(versions)}))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_killed_at_a_random_moment_a_hundred_times(portal, tmp_path, monkeypatch):
    """After each kill the index names whole files only; what is left goes at the next run."""
    versions = iter(range(10**6))
    monkeypatch.setattr(
        portal, "answer", lambda _: Answer(body=rows(next(versions)), kind="text/csv")
    )
    told = json.loads(finished(process(KILLED, tmp_path / "cache", 20_261_122)))
    assert told["halves"] > 10, "some died with a file half done"
    assert told["versions"] > 10, "some died after they had kept one"


FULL = """
    import json, resource, sys
    from geo_ent.sources.fetch import fetch
    from geo_ent.telling.language import language
    from geo_ent.telling.source_words import source_line
    if sys.argv[1] != "0":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
    told, tr = [], language("fr")
    tell = lambda note: told.append(source_line(note, tr))
    try:
        found = fetch(["communes"], refresh=True, tell=tell)["communes"]
    except Exception as fault:
        print(json.dumps(["REFUSED", type(fault).__name__, str(fault)]))
    else:
        print(json.dumps([found.how, str(found.path), *told]))
"""


def fetch_on_a_full_disk(bytes_n, *command):
    """Fetch where no file may be longer than this, or in a disk that is full; say what came."""
    run = process(FULL, bytes_n) if not command else subprocess.Popen(
        [*command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )  # fmt: skip
    return json.loads(finished(run))


def test_no_room_for_the_file(portal, tmp_path):
    """A file that can't be written whole: one line; then the former one is used, and it is said."""
    portal.files["/v_commune_2026.csv"] = rows(1)
    refused, kind, told = fetch_on_a_full_disk(20_000)
    assert (refused, kind) == ("REFUSED", "SourceError")
    assert "GEO_ENT_CACHE" in told
    assert str(tmp_path / "cache") in told
    assert "\n" not in told
    assert whole(tmp_path / "cache") == 0
    how, path = fetch_on_a_full_disk(0)
    assert how == "fetched"
    portal.files["/v_commune_2026.csv"] = rows(2)
    assert fetch_on_a_full_disk(20_000)[:2] == ["stale", path]
    assert whole(tmp_path / "cache") == 1
    assert list((tmp_path / "cache" / "parts").iterdir()) == []


CANT_MOUNT = 77
MOUNTED = f"""
    mount -t tmpfs -o size=200k tmpfs "$GEO_ENT_CACHE" || exit {CANT_MOUNT}
    "$1" -c "$2" 0 && "$1" -c "$3" && "$1" -c "$2" 0 && "$1" -c "$4" "$GEO_ENT_CACHE"
"""
FILL = """
import os
from pathlib import Path
filler = Path(os.environ["GEO_ENT_CACHE"], "filler")
try:
    with filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
except OSError:
    pass
"""
SOUND = """
import sys
from pathlib import Path
from stock import whole
print(whole(Path(sys.argv[1])), len(list(Path(sys.argv[1], "parts").iterdir())))
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="a small disk is mounted for it")
def test_a_full_disk(portal, tmp_path):
    """A real disk with no block left: the former file is used, and whole; nothing is left over."""
    from textwrap import dedent

    portal.files["/v_commune_2026.csv"] = rows(1)
    (tmp_path / "cache").mkdir()
    versions = iter(range(10))
    portal.answer = lambda _: Answer(body=rows(next(versions)), kind="text/csv")
    unshare = shutil.which("unshare")
    done = subprocess.run(
        [unshare, "-m", "sh", "-c", MOUNTED, "sh", sys.executable, dedent(FULL), FILL, SOUND],
        capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1] / "helpers")},
    )  # fmt: skip
    if done.returncode == CANT_MOUNT or done.stderr.startswith("unshare:"):
        pytest.skip(f"a small disk can't be mounted here ({done.stderr.strip()})")
    assert (done.returncode, done.stderr) == (0, "")
    first, second, sound = done.stdout.splitlines()
    assert json.loads(first)[0] == "fetched"
    how, path, *told = json.loads(second)
    assert (how, path) == ("stale", json.loads(first)[1])
    assert any("le disque est plein" in line for line in told), told
    assert sound == "1 0"


def audited(folder, *flags, **options):
    """Fetch in a process that is listened to; give what it said and what it wrote elsewhere."""
    tail = """
    said = [path for path in written if not os.path.abspath(path).startswith(folder + os.sep)
            and os.path.abspath(path) != folder and path != os.devnull]
    print("ELSEWHERE", said)
    print("WRITTEN", len(written))
    print("MODULES", *sorted({"requests", "urllib3", "pandas", "pyarrow", "filelock", "babel",
                              "numpy", "ssl", "socket"} & set(sys.modules)))
"""
    out = finished(process(AUDITED + PROGRAM + tail, json.dumps(options), folder, *flags))
    told = dict(line.partition(" ")[::2] for line in out.splitlines())
    assert told["ELSEWHERE"] == "[]"
    return told


def test_nothing_is_written_outside_the_cache(portal, tmp_path):
    """A fetch, then a damaged file fetched again: every file opened to write is in the cache."""
    portal.files["/v_commune_2026.csv"] = rows(1)
    told = audited(tmp_path / "cache", names=["annuaire", "communes"])
    assert int(told["WRITTEN"]) > 4
    path = Path(told["HAD"].split()[1])
    path.write_bytes(b"damaged")
    told = audited(tmp_path / "cache", names=["communes", "annuaire"])
    assert told["HAD"].startswith(("cached", "fetched"))


PINNED = """
    import os
    from geo_ent.sources.store.pinned_files import write_lock
    place = Path(folder).parent / "project"
    before = len(written)
    write_lock(place / "geo-ent.lock", [each.entry for each in found.values()])
    beside = {os.path.relpath(path, place).split(os.sep)[0] for path in written[before:]}
    print("BESIDE", *sorted(name.partition("-ent-")[0] for name in beside - {"."}))
    print("LEFT", *os.listdir(place))
"""


@pytest.mark.usefixtures("portal")
def test_a_lock_is_the_one_file_written_elsewhere(tmp_path):
    """The lock, and a folder beside it where it is made: nothing else, nothing left."""
    run = process(AUDITED + PROGRAM + PINNED, "{}", tmp_path / "cache")
    assert finished(run).splitlines()[-2:] == ["BESIDE .geo geo-ent.lock", "LEFT geo-ent.lock"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_stopped_by_the_keyboard(portal, tmp_path):
    """Ctrl-C in the middle of a file: nothing is kept, nothing is left over, no one is held up."""
    portal.files["/v_commune_2026.csv"] = rows(1, 3900)  # several pieces, so that some are written

    def nearly(handler, answer):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(answer.body)))
        handler.end_headers()
        handler.wfile.write(answer.body[:-100])
        portal.stopped.wait(PATIENCE_S)

    portal.play(nearly)
    run = program(names=["communes"])
    parts = tmp_path / "cache" / "parts"
    wait_until(lambda: any(path.stat().st_size for path in parts.glob("*")), run)
    run.send_signal(signal.SIGINT)
    assert "KeyboardInterrupt" in ended(run)[1]
    assert list(parts.iterdir()) == []
    assert whole(tmp_path / "cache") == 0
    assert finished(program(names=["communes"])).startswith("HAD fetched")


def test_a_warm_run_imports_nothing_heavy_and_writes_nothing(portal, tmp_path):
    """All cached: no socket, no HTTP library, no table library, no lock, not a byte written."""
    audited(tmp_path / "cache")
    portal.calls.clear()
    for options in ({}, {"offline": True}):
        told = audited(tmp_path / "cache", "--no-socket", **options)
        assert told["HAD"].startswith("cached")
        assert (told["WRITTEN"], told["MODULES"]) == ("0", "")
    assert portal.calls == []


def test_offline_makes_no_socket_whatever_is_missing(portal, tmp_path):
    """Off line with nothing in the cache: one line, exit code 3, no socket, nothing made."""
    run = process(
        AUDITED + PROGRAM, json.dumps({"offline": True}), tmp_path / "cache", "--no-socket"
    )
    out, err = ended(run)
    assert (run.returncode, err) == (3, "")
    assert out.startswith("REFUSED annuaire (088) : hors ligne, et le cache ne l’a pas")
    assert portal.calls == []
    assert not (tmp_path / "cache").exists()


def test_the_processes_share_what_a_test_has_kept(portal, tmp_path):
    """What one process fetched, another gives without a call."""
    catalogue = read_catalogue()
    found = fetch(["annuaire"], ["88"], catalogue=catalogue, cache=Cache(tmp_path / "cache"))
    portal.calls.clear()
    assert finished(program()).split() == ["HAD", "cached", str(found["annuaire"].path)]
    assert portal.calls == []
