"""The application's figures, over its real server: opening, reading, the map, a crowd.

    python bench/app.py [--rounds 5] [--visitors 50] [--skip-crowd]

One person, in Chromium: from the command to the first page; from the register that is dropped to
what was read of it; to the map in its frame; and to the next map when a choice changed. Then a
crowd, on a hosted server with two processes: each visitor sends the register and the annuaire at
once, waits, asks for the map and takes the zip; the next ones are told to wait. What the processes
hold in memory is looked at all the while. Needs the shared inputs beside the repository.
"""

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import requests
from page import NAMES, QUIET
from playwright.sync_api import Page, sync_playwright
from run import ANNUAIRE, REGISTER, ROOT

READ_S, MAP_S, CHANGE_S, OPEN_S = 2.0, 4.0, 3.0, 1.5
CROWD_S, CROWD_MB = 120.0, 1200.0
MORE = 150  # visitors who come while the server is full
PATIENCE_S = 600.0
DRAWN = "path.leaflet-interactive"


def line(name: str, *values: str) -> None:
    """Print a row of the report."""
    print(f"{name:<34} {'   '.join(values)}", flush=True)


@contextmanager
def server(folder: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start the application on a free port; give the address that it prints."""
    environment = {**os.environ, "XDG_DATA_HOME": str(folder), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "geo_ent", "app", "--offline", "--no-browser", *options]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    try:
        first = process.stdout.readline() if process.stdout else ""
        yield re.search(r"https?://[^\s,]+", first)[0], process  # type: ignore[index]
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(address: str) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            requests.get(address, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.01)
        else:
            return


def opening_s() -> float:
    """Time the way from the command to the first page."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        began = time.perf_counter()
        with server(Path(folder), "--port", str(port)) as (address, _):
            session = requests.Session()
            answers(f"http://127.0.0.1:{port}/health")
            session.get(address, timeout=PATIENCE_S).raise_for_status()
            return time.perf_counter() - began


def one_person(page: Page, address: str) -> dict[str, float]:
    """Walk the way in a browser, and time each of its waits."""
    timed: dict[str, float] = {}
    page.goto(address)
    page.fill("#territory", "Ille-et-Vilaine")
    page.set_input_files("#register", str(REGISTER))
    page.locator("details.more-files summary").first.click()
    page.set_input_files("#in-schools", str(ANNUAIRE))
    timed["read"] = waited(
        lambda: page.get_by_role("button", name="Lire le registre").click(),
        lambda: page.wait_for_selector(".headline"),
    )
    time.sleep(0.5)  # nobody reads quicker than that
    frame = page.frame_locator("#frames iframe:not(.coming)")
    timed["map"] = waited(lambda: page.click(".next a"), frame.locator(DRAWN).first.wait_for)
    shown = page.locator("#frames iframe:not(.coming)").get_attribute("src")
    timed["change"] = waited(
        lambda: page.get_by_label("toutes").check(),
        lambda: (
            page.wait_for_selector(f'#frames iframe:not(.coming):not([src="{shown}"])'),
            frame.locator(DRAWN).first.wait_for(),
        ),
    )
    return timed


def waited(act: Callable[[], object], until: Callable[[], object]) -> float:
    """Time from an act to what it brings."""
    began = time.perf_counter()
    act()
    until()
    return time.perf_counter() - began


def alone(rounds: int) -> None:
    """Print one person's waits, the middle of some rounds, and the worst."""
    times: dict[str, list[float]] = {"open": [opening_s() for _ in range(rounds)]}
    with sync_playwright() as playwright:
        chromium = next(filter(None, map(shutil.which, NAMES)), None)
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as (address, _):
            for _ in range(rounds):
                context = browser.new_context(locale="fr-FR")
                page = context.new_page()
                page.set_default_timeout(60_000)
                for name, seconds in one_person(page, address).items():
                    times.setdefault(name, []).append(seconds)
                context.close()
        browser.close()
    reach = {"open": OPEN_S, "read": READ_S, "map": MAP_S, "change": CHANGE_S}
    for name, seconds in times.items():
        middle, worst = statistics.median(seconds), max(seconds)
        line(f"{name}, s", f"{middle:.2f}", f"worst {worst:.2f}", f"reach {reach[name]:.1f}")


@contextmanager
def memory_of(pid: int) -> Iterator[list[float]]:
    """Look, all the while, at what a process and its children hold: megabytes, look by look."""
    held: list[float] = []
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.2):
            held.append(sum(map(_resident_mb, [pid, *_children(pid)])))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield held
    finally:
        done.set()
        thread.join()


def _resident_mb(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+)", text)
    return int(found[1]) / 1000 if found else 0.0


def _children(pid: int) -> list[int]:
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
    family, grown = {pid}, 0
    while len(family) != grown:
        grown = len(family)
        family |= {child for child, parent in parents.items() if parent in family}
    return sorted(family - {pid})


def visitor(base: str, start: threading.Barrier) -> tuple[str, float]:
    """Be a visitor: send, wait, look at the map, take the zip; give how it ended, and when."""
    session = requests.Session()
    session.headers["Origin"] = base
    start.wait()
    began = time.perf_counter()
    with REGISTER.open("rb") as register, ANNUAIRE.open("rb") as annuaire:
        answer = session.post(
            f"{base}/w",
            data={"territory": "35"},
            files={"register": register, "schools": annuaire},
            timeout=PATIENCE_S,
        )
    if answer.status_code == requests.codes.service_unavailable:
        return ("told to wait" if "réessayez" in answer.text else "silent"), 0.0
    if not answer.ok:
        return f"refused {answer.status_code}", 0.0
    work = answer.url.rpartition("/")[0]
    if not settled(session, f"{work}/lecture", "headline"):
        return "lost at the reading", 0.0
    if not settled(session, f"{work}/carte", "/map.svg"):
        return "lost at the map", 0.0
    archive = session.get(f"{work}/carte.zip", timeout=PATIENCE_S)
    served = archive.ok and archive.content[:2] == b"PK"
    return ("served" if served else "lost at the zip"), time.perf_counter() - began


def settled(session: requests.Session, address: str, sign: str) -> bool:
    """Come back to a page until it shows what is waited for."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        answer = session.get(address, timeout=PATIENCE_S)
        if sign in answer.text:
            return True
        if not answer.ok or 'class="fault" data-say' in answer.text:
            return False
        time.sleep(1.0)
    return False


def crowd(visitors_n: int) -> bool:
    """Print how a crowd fares; tell whether all was within reach."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with (
        tempfile.TemporaryDirectory() as folder,
        server(Path(folder), "--host", "127.0.0.1", "--behind", base, "--port", str(port)) as (
            _,
            it,
        ),
        memory_of(it.pid) as held,
        ThreadPoolExecutor(visitors_n + MORE) as threads,
    ):
        answers(f"{base}/health")
        time.sleep(3)  # the processes have their libraries
        start = threading.Barrier(visitors_n)
        first = [threads.submit(visitor, base, start) for _ in range(visitors_n)]
        time.sleep(3)
        late = threading.Barrier(MORE)
        next_ones = [threads.submit(visitor, base, late) for _ in range(MORE)]
        told = Counter(one.result()[0] for one in next_ones)
        ended = [one.result() for one in first]
    served = sorted(seconds for how, seconds in ended if how == "served")
    slowest = served[int(0.95 * len(served)) - 1] if served else PATIENCE_S
    line(
        f"{visitors_n} visitors at once",
        *(f"{n} {how}" for how, n in Counter(h for h, _ in ended).items()),
    )
    line("95 % of them within, s", f"{slowest:.0f}", f"reach {CROWD_S:.0f}")
    line(f"the next {MORE}", *(f"{n} {how}" for how, n in told.items()))
    line("resident memory, MB", f"{max(held):.0f}", f"reach {CROWD_MB:.0f}")
    return len(served) == visitors_n and slowest <= CROWD_S and max(held) <= CROWD_MB


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description="The application's figures.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--skip-crowd", action="store_true")
    asked = parser.parse_args()
    alone(asked.rounds)
    if not asked.skip_crowd:
        crowd(asked.visitors)


if __name__ == "__main__":
    main()
