"""A server that many press on, or that somebody means ill: it stands, and says what it refuses."""

import contextlib
import os
import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from app_server import app_server, made_annuaire, made_register
from raw_http import answer_of, ask, connect

from geo_ent.app.guard import ALL_HEADERS

LIMITS = {
    "head_s": 1.0, "read_s": 2.0, "idle_s": 3.0, "upload_s": 12.0, "connections_n": 40,
    "upload_bytes": 2_000_000, "files_n": 3, "visitors_n": 3,
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One hosted application of small limits, for the tests that leave it as it was."""
    with app_server(tmp_path_factory.mktemp("app"), hosted=True, limits=LIMITS) as running:
        yield running


@pytest.fixture(autouse=True)
def stands(server):
    """Whatever was done to it: it answers, and has written nothing."""
    yield
    assert server.is_answering()
    assert server.errors.read_text() == ""


def here(server, path="/w"):
    """Begin a form of its own, as a browser does."""
    return (f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{server.port}", f"Origin: {server.url}",
            "Content-Type: multipart/form-data; boundary=b", "Accept-Language: fr")  # fmt: skip


def part(name, content, file="registre.csv"):
    """Write a part of such a form."""
    of_file = f'; filename="{file}"' if file else ""
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{of_file}\r\n\r\n{content}\r\n'


def works_n(server):
    """Count the works that it keeps."""
    return len(list(server.data.glob("*/inputs")))


def test_what_is_no_http_is_refused_with_the_strict_headers(server):
    """Rubbish, a head without end, two lengths: a sentence, and the headers of all answers."""
    name = f"Host: 127.0.0.1:{server.port}"
    for lines in (
        ["\x16\x03\x01 hello"],
        ["GET / HTTP/1.1", name, "X: " + "x" * 1_000_000],
        ["POST /w HTTP/1.1", name, "Content-Length: 5", "Content-Length: 6"],
        ["GET / HTTP/1.1", name, "Content-Length: -1"],
        ["GET / HTTP/1.1", name, *(f"X-{n}: {'x' * 100}" for n in range(9000))],
    ):
        answer = ask(server.port, *lines)
        assert answer.status in {400, 0}, answer.text
        if answer.status:  # else the door was closed before all of it came
            assert "n’est pas du HTTP" in answer.text
            assert ALL_HEADERS.items() <= answer.headers.items()


def test_a_head_that_never_ends_is_not_waited_for(server):
    """A line of it a while is closed in time, however many lines come (slowloris)."""
    began = time.monotonic()
    with connect(server.port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        closed = threading.Event()
        threading.Thread(target=_drip, args=(connection, closed), daemon=True).start()
        assert answer_of(connection).status == 0
        closed.set()
    assert time.monotonic() - began < 10


def _drip(connection, closed):
    while not closed.wait(0.3):
        try:
            connection.sendall(b"X: y\r\n")
        except OSError:
            return


def test_idle_sockets_shut_nobody_out(server):
    """With more of them than it takes, the oldest goes for the newest, who is served."""
    idle = [connect(server.port) for _ in range(LIMITS["connections_n"] + 20)]
    try:
        assert requests.get(server.url, timeout=10).ok
    finally:
        for connection in idle:
            connection.close()


def test_an_upload_that_stalls_is_told_so(server):
    """Half a file, then nothing: refused in words, and nothing is kept."""
    body = part("register", "UAI;ENT\n").encode()
    answer = ask(server.port, *here(server), "Content-Length: 9000", body=body)
    assert answer.status == 408
    assert "trop lent" in answer.text
    assert works_n(server) == 0


def test_an_upload_of_a_byte_a_while_is_told_so(server):
    """It never stalls, and would hold its place for ever: it is refused for its pace."""
    with connect(server.port) as connection:
        head = "\r\n".join([*here(server), "Content-Length: 900000", "", ""])
        connection.sendall(head.encode() + part("register", "UAI;ENT").encode())
        closed = threading.Event()
        threading.Thread(target=_drip, args=(connection, closed), daemon=True).start()
        answer = answer_of(connection)
        closed.set()
    assert answer.status == 408


def test_an_upload_without_end_is_cut_off(server):
    """Chunk after chunk, no length said: a sentence, after four times what is allowed at most."""
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    with connect(server.port) as connection:
        head = "\r\n".join([*here(server), "Transfer-Encoding: chunked", "", ""])
        first = part("register", "").encode().removesuffix(b"\r\n")
        connection.sendall(head.encode() + f"{len(first):x}\r\n".encode() + first + b"\r\n")
        sent_n = 0
        connection.settimeout(20)
        try:
            for _ in range(1000):
                connection.sendall(chunk)
                sent_n += len(chunk)
                if sent_n > 4 * LIMITS["upload_bytes"] + 1_000_000:
                    break
        except OSError:
            pass
        answer = answer_of(connection)
    assert answer.status == 413
    assert "plus de 2 Mo" in answer.text
    assert works_n(server) == 0


def test_too_much_is_refused_in_words_once_all_of_it_came(server):
    """A file over the limit, five files, a form of a thousand fields, a field of a megabyte."""
    visitor = server.visitor()
    big = [("register", ("r.csv", b"x" * 3_000_000))]
    many = [("register", (f"{n}.csv", b"UAI;ENT")) for n in range(5)]
    heap = [("register", (f"{n}.csv", b"UAI;ENT")) for n in range(500)]
    fields = [(f"field-{n}", (None, "x")) for n in range(1000)]
    long = [("territory", (None, "x" * 1_000_000))]
    for files, words in ((big, "plus de 2 Mo"), (many, "au plus 3 fichiers"),
                         (heap, "au plus 3 fichiers"), (fields, "au plus 3 fichiers"),
                         (long, "au plus 3 fichiers")):  # fmt: skip
        answer = visitor.post("/w", None, files)
        assert answer.status_code == 413
        assert words in answer.text
    assert works_n(server) == 0


def test_the_limits_are_of_all_files_of_a_work(server, tmp_path):
    """What was there counts with what is added; what is replaced doesn't."""
    visitor = server.visitor()
    first = tmp_path / "a.csv"
    first.write_bytes(b"UAI;ENT\n" + b"0350001A;oui\n" * 100_000)
    work = visitor.begin("35", register=first)
    added = visitor.send("35", f"{work}/depart", form={"add": "1"}, register=first)
    assert added.status_code == 413
    assert "plus de 2 Mo" in added.text
    assert visitor.send("35", f"{work}/depart", register=first).status_code == 303
    names = {path.name for path in (visitor.work_folder(work) / "inputs").iterdir()}
    assert names == {"geo-ent.toml", "a.csv"}
    visitor.post(f"{work}/effacer")


@pytest.mark.parametrize("path", ["reponse", "feuille", "question", "choix"])
def test_no_form_is_without_a_bound(server, path):
    """An answer or a choice of a megabyte is refused on the page that all faults have."""
    visitor = server.visitor()
    work = visitor.begin("35", register=made_register(server.folder / "registre.csv"))
    for sent in ({"data": {"row": "x" * 1_000_000}}, {"files": {"f": ("f.csv", b"x")}}):
        answer = visitor.session.post(
            f"{server.url}{work}/{path}", **sent, timeout=30, allow_redirects=False
        )
        assert answer.status_code == 413, answer.text
        assert "plus" in answer.text
    visitor.post(f"{work}/effacer")


def test_who_does_not_read_the_answer_is_not_waited_for(server):
    """Ten megabytes are asked for, and none taken: the connection is given up."""
    ask_once = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", server.port))
        connection.sendall(ask_once * 800)
        time.sleep(LIMITS["read_s"] + 2)
        received_n = 0
        with contextlib.suppress(ConnectionError):
            while part := connection.recv(1_000_000):
                received_n += len(part)
    whole_n = 800 * len(requests.get(server.url, timeout=30).content)
    assert received_n < whole_n


def test_a_full_server_says_so_and_has_room_again(tmp_path):
    """Of one work that there is room for: a second, a demo too, is told; not once it is erased."""
    register = made_register(tmp_path / "r.csv")
    with app_server(tmp_path, "--limit", "works=1", hosted=True) as server:
        visitor = server.visitor()
        assert "de la place pour 1 travaux" in visitor.get("/").text.replace("\u00a0", " ")
        work = visitor.begin("90", register=register)
        for answer in (visitor.send("90", register=register), visitor.post("/demo", {"name": "x"})):
            assert answer.status_code == 507
            assert "plus de place" in answer.text
        assert visitor.send("90", f"{work}/depart", register=register).status_code == 303
        visitor.post(f"{work}/effacer")
        assert visitor.begin("90", register=register)


def test_what_must_stay_free_on_the_disk_stays_free(tmp_path):
    """With less than that, nothing more is taken in, and the sentence says so."""
    with app_server(tmp_path, "--limit", "free_mb=100000000", hosted=True) as server:
        answer = server.visitor().send("90", register=made_register(tmp_path / "r.csv"))
        assert answer.status_code == 507
        assert "plus de place" in answer.text
        assert works_n(server) == 0


CROWD = {"visitors_n": 10}


def test_two_hundred_visitors_at_once_are_served_or_told_to_wait(tmp_path):
    """With 100 sockets that say nothing: each is taken or told to come again, none is lost."""
    register, schools = made_register(tmp_path / "r.csv"), made_annuaire(tmp_path / "a.csv")
    with app_server(tmp_path, hosted=True, limits=CROWD) as server, contextlib.ExitStack() as open_:
        for _ in range(100):
            open_.enter_context(connect(server.port))
        visitor = server.visitor()
        with ThreadPoolExecutor(200) as crowd:
            answers = list(crowd.map(lambda _: _arrive(visitor, register, schools), range(200)))
        taken = [answer for answer in answers if answer.status_code == 303]
        told = [answer for answer in answers if answer.status_code == 503]
        assert len(taken) + len(told) == 200
        assert len(taken) >= CROWD["visitors_n"]
        assert told
        for answer in told:
            assert "sert déjà 10 personnes" in answer.text
            assert answer.headers["retry-after"]
        for answer in taken[:5]:
            work = answer.headers["location"].removesuffix("/lecture")
            assert "4 écoles renseignées sur 5" in visitor.read(work)
        assert resident_bytes(server.process.pid) < 1_200_000_000
        # What a process is bounded by is what it takes, not what a library reserves unused.
        assert 100_000_000 < max(bounded_bytes(server.process.pid)) < 700_000_000
        assert server.errors.read_text() == ""


def _arrive(visitor, register, schools):
    """Send a register, and look at what was read of it, as a browser goes on."""
    files = [("register", (register.name, register.read_bytes())),
             ("schools", (schools.name, schools.read_bytes()))]  # fmt: skip
    headers = dict(visitor.session.headers)
    answer = requests.post(f"{visitor.base}/w", {"territory": "90"}, files=files, headers=headers,
                           allow_redirects=False, timeout=120)  # fmt: skip
    if answer.status_code == 303:
        requests.get(visitor.base + answer.headers["location"], headers=headers, timeout=120)
    return answer


def _started(pid):
    # Of each of its threads: a process is the child of the one that started it.
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        yield from file.read_text().split()


def resident_bytes(pid):
    """Add up what a process and those that it started have in memory."""
    family = [pid, *_started(pid)]
    pages = [int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in family]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE")


def bounded_bytes(pid):
    """Give what RLIMIT_DATA counts of each process that it started."""
    for one in _started(pid):
        status = Path(f"/proc/{one}/status").read_text()
        yield int(re.search(r"VmData:\s+(\d+) kB", status)[1]) * 1024


def test_a_browser_sees_why_sixty_megabytes_are_not_taken(chromium, tmp_path):
    """Without script, all of it is sent; the page that comes back says the limit."""
    large = tmp_path / "registre.csv"
    with large.open("wb") as file:
        file.truncate(60_000_000)
    with app_server(tmp_path, hosted=True) as running:
        context = running.context(chromium, java_script_enabled=False)
        page = context.new_page()
        page.goto(running.url)
        page.fill("#territory", "90")
        page.set_input_files("#register", large)
        page.press("#territory", "Enter")
        page.wait_for_selector("#fault-register", timeout=60_000)
        assert "50\u00a0Mo" in page.inner_text("#fault-register")
        context.close()
