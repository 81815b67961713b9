"""What docs/serveur.md tells a webmaster to write is tried: the proxies, the unit, the limits."""

import re
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path

import pytest
import typer
from app_server import app_server, made_annuaire, made_register
from image import service
from proxies import NAME, PAGE, behind, example, is_installed, proxy

from geo_ent.app.settings import CHOSEN_LIMITS, MEGABYTE, Limits
from geo_ent.cli.command_line import app

PROXIES = [("nginx", ""), ("nginx", "/ent"), ("apache", ""), ("apache", "/ent"), ("caddy", "")]
TO_THE_MAP = PROXIES[0], PROXIES[2]  # which takes seconds each


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """Run an application at the root of its name, and one under a prefix."""
    folder = tmp_path_factory.mktemp
    with (
        app_server(folder("root"), hosted=True, behind=f"https://{NAME}") as root,
        app_server(folder("prefix"), hosted=True, behind=f"https://{NAME}/ent") as prefixed,
    ):
        yield {"": root, "/ent": prefixed}


@pytest.mark.parametrize(("kind", "prefix"), PROXIES)
def test_a_proxy_as_the_page_sets_it_up(servers, tmp_path, kind, prefix):
    """All the way behind it: news one by one, 50 MB, the app's own words past that, quiet logs."""
    if not is_installed(kind):
        pytest.skip(f"{kind} isn't installed")
    server = servers[prefix]
    with proxy(kind, server, prefix) as (address, folder):
        visitor = behind(server.visitor(), address, folder)
        files = {
            "register": made_register(tmp_path / "registre.csv"),
            "schools": made_annuaire(tmp_path / "annuaire.csv"),
        }
        work = visitor.begin("90", **files)
        assert "Victor Hugot" in visitor.read(work)
        if (kind, prefix) in TO_THE_MAP:
            _makes_a_map(visitor, work)
            # News of a build come one by one; on a busy machine one may have ended before.
            others = (visitor.begin("90", **files) for _ in range(3))
            assert any(_lasts_s(visitor, other) > 0.2 for other in others)
        _sends_much(visitor, tmp_path)
        logs = "".join(path.read_text(encoding="utf-8") for path in folder.glob("geo-ent*.log"))
    assert work.removeprefix("/w/") not in logs
    assert "POST" in logs or kind == "caddy"


def _makes_a_map(visitor, work):
    """Look at the map as its frame has it, take everything away."""
    built = re.search(r'data-built="([^"]+)"', visitor.map(work))[1]
    page = visitor.get(f"{work}/carte/{built}/index.html")
    assert page.ok
    assert "sandbox" in page.headers["content-security-policy"]
    assert visitor.get(f"{work}/carte.zip").ok


def _lasts_s(visitor, work):
    """Follow a build; say how long after its first news the last came."""
    visitor.read(work)
    assert visitor.get(f"{work}/carte").ok
    with visitor.get(f"{work}/suivi/build", stream=True) as events:
        times = [time.monotonic() for line in events.iter_lines() if line.startswith(b"data: ")]
    return times[-1] - times[0]


def _sends_much(visitor, folder):
    """Send nearly as much as may be sent, then too much."""
    large = folder / "grand.csv"
    large.write_bytes(b"x" * (50 * MEGABYTE - 2_000))
    assert visitor.send("90", register=large).status_code == 303
    large.write_bytes(b"x" * (60 * MEGABYTE))
    refused = visitor.send("90", register=large)
    assert refused.status_code == 413
    assert "50\u00a0Mo" in refused.text


def test_the_unit_is_one(tmp_path):
    """Systemd finds nothing to say of it, but that nothing is installed at that place here."""
    systemd = Path("/usr/bin/systemd-analyze")
    if not systemd.exists():
        pytest.skip("systemd isn't installed")
    unit = tmp_path / "geo-ent.service"
    installed = str(Path(sys.executable).with_name("geo-ent"))
    unit.write_text(example("ini").replace("/opt/geo-ent/bin/geo-ent", installed), encoding="utf-8")
    done = subprocess.run([systemd, "verify", unit], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "geo-ent" in line] == []


def test_the_limits_are_those_there_are():
    """Each that can be set has its row, with its usual value; so have the service's own."""
    text = PAGE.read_text(encoding="utf-8")
    told = dict(re.findall(r"`--limit (\w+)=(\d+)`", text))
    usual = {field.name: field.default for field in fields(Limits)}
    assert told == {
        name: f"{usual[attribute] / factor:.0f}"
        for name, (attribute, factor) in CHOSEN_LIMITS.items()
    }
    asked = service(GEO_ENT_BEHIND=f"https://{NAME}")
    for written in (f"GEO_ENT_MEMORY={asked['mem_limit']}", f"GEO_ENT_CPUS={asked['cpus']}"):
        assert written in text
    assert f", {asked['pids_limit']} |" in text


def test_the_options_of_the_page_are_ours_or_docker_s():
    """What the page tells to write is what the commands take."""
    commands = typer.main.get_command(app).commands
    ours = {text for name in ("app", "fetch", "sources") for given in commands[name].params
            for text in given.opts}  # fmt: skip
    others = {"--detach", "--build", "--volumes", "--now"}
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", PAGE.read_text(encoding="utf-8")))
    assert told - others <= ours
