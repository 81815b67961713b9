"""`geo-ent fetch` and `geo-ent sources`: what is typed, what is shown."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from portal import Portal, nobody, write_catalogue
from portal_faults import answered, fine
from portal_tables import annuaire, college_sectors, effectifs, ips, priority, schools_of
from sources_world import ask_quickly
from stock import PATIENCE_S, stocked, wait_until
from typer.testing import CliRunner

from geo_ent.cli.sources_command import fetch_command, sources_command
from geo_ent.errors import InputError, SourceError
from geo_ent.sources import fetch as fetching
from geo_ent.sources.client.transport import Progress
from geo_ent.sources.datasets_file import read_catalogue
from geo_ent.sources.store.cache import Cache
from geo_ent.telling.language import language
from geo_ent.telling.source_words import progress_words

SCHOOLS = annuaire("88", "90", "54", schools_n=60)
REFUSES = answered(403, b"{}")
app = typer.Typer()
app.command("fetch")(fetch_command)
app.command("sources")(sources_command)


@pytest.fixture
def portal(tmp_path, monkeypatch):
    """Open a portal that the commands ask."""
    ask_quickly(monkeypatch)
    tables = {
        "fr-en-annuaire-education": SCHOOLS,
        "fr-en-ecoles-effectifs-nb_classes": effectifs(SCHOOLS),
        "fr-en-ips-ecoles-ap2022": ips(SCHOOLS),
        "fr-en-carte-scolaire-colleges-publics": college_sectors("88"),
    }
    with Portal(tables) as portal, nobody() as place:
        offline = ("https://www.", f"https://{place}/www.")
        path = write_catalogue(tmp_path / "catalogue.toml", offline, url=portal.url)
        monkeypatch.setenv("GEO_ENT_CATALOGUE", str(path))
        monkeypatch.setenv("GEO_ENT_CACHE", str(tmp_path / "cache"))
        yield portal


def run(*arguments):
    """Run a command that must go well; give its lines, with plain spaces."""
    done = CliRunner().invoke(app, [str(each) for each in arguments])
    if done.exception:
        raise done.exception
    return re.sub("[\u00a0\u202f]", " ", done.output).splitlines()


@pytest.mark.usefixtures("portal")
def test_one_command_fetches_what_a_map_needs():
    """A département: what each dataset became, what couldn't be had, and what to credit."""
    lines = run("fetch", "--departement", "Vosges")
    done = [line for line in lines if "téléchargé" in line]
    names = ["annuaire", "effectifs", "ips", "carte-scolaire"]
    assert [line.partition(" : ")[0] for line in done] == names
    assert re.fullmatch(r"annuaire : \d\d lignes, \d+ ko, téléchargé\.", done[0])
    assert [line.partition(" ")[0] for line in lines if line.endswith("On fait sans.")] == [
        "densite",
        "frr",
    ]
    credit = "  Annuaire de l’éducation, ministère de l’Éducation nationale (Licence Ouverte 2.0)"
    assert lines[lines.index("À citer sur une carte :") + 1] == credit
    assert len(lines) - lines.index("À citer sur une carte :") == 5
    assert {entry.territory for entry in Cache().entries()} == {"088"}


@pytest.mark.usefixtures("portal")
def test_datasets_and_territories_add_up():
    """Names apart or after commas, départements by code or name, an académie for all of its own."""
    run("fetch", "--departement", "88", "--departement", "90", "--dataset", "annuaire, ips")
    assert {(entry.dataset, entry.territory) for entry in Cache().entries()} == {
        ("annuaire", "088+090"),
        ("ips", "088+090"),
    }
    run("fetch", "--academie", "Nancy-Metz", "--dataset", "annuaire", "--dataset", "effectifs")
    assert Cache().find("effectifs", "054+055+057+088") is not None


def test_without_a_territory_all_of_france(portal):
    """No département is asked for: the portal's whole table."""
    run("fetch", "--dataset", "annuaire")
    entry = Cache().find("annuaire", "france")
    assert entry is not None
    assert entry.rows_n == len(SCHOOLS.rows)
    assert not any("where" in call.params for call in portal.calls)


def test_options_reach_the_sources(portal):
    """--year, --refresh and --offline: another rentrée, asked again, not asked."""
    options = ("fetch", "--departement", "88", "--dataset", "effectifs")
    assert run(*options, "--year", 2024)[0].endswith("téléchargé.")
    assert Cache().find("effectifs", "088", "2024") is not None
    run(*options)
    portal.calls.clear()
    assert "déjà là, téléchargé le " in run(*options)[0]
    told = run(*options, "--offline")
    assert told[0].startswith("effectifs (088) : celui du cache est utilisé, téléchargé le ")
    assert portal.calls == []
    assert "déjà là et toujours à jour, " in run(*options, "--refresh")[0]
    assert portal.calls != []


def test_an_old_file_is_shown_as_old(portal):
    """The portal refuses: what is used instead is said, and the file's line says it again."""
    options = ("fetch", "--departement", "88", "--dataset", "annuaire")
    run(*options)
    portal.play(always=REFUSES)
    lines = run(*options, "--refresh")
    assert "403" in lines[0]
    assert "celui du cache est utilisé" in lines[1]
    assert ", ancien, téléchargé le " in lines[2]


def test_what_is_asked_for_by_name_is_needed(portal):
    """A dataset that was named and can't be had ends the command; so does the annuaire."""
    portal.play(always=REFUSES)
    with pytest.raises(SourceError, match=r"^ips \(088\)"):
        run("fetch", "--departement", "88", "--dataset", "ips")
    with pytest.raises(SourceError, match=r"^annuaire \(088\)"):
        run("fetch", "--departement", "88")
    assert SourceError.exit_code == 3


def test_one_more_beside_the_usual_ones(portal):
    """`+education-prioritaire` must be had; the usual ones, taken with it, are done without."""
    more = ("fetch", "--departement", "88", "--dataset", "+education-prioritaire")
    portal.tables["fr-en-etablissements-ep"] = priority(SCHOOLS)
    told = "\n".join(run(*more))
    assert "education-prioritaire : " in told
    assert "effectifs : " in told
    assert "densite" in told, "it can't be had here, which is said"
    del portal.tables["fr-en-etablissements-ep"]
    with pytest.raises(SourceError, match=r"^education-prioritaire \(088\+090\)"):
        run(*more, "--departement", "90")


@pytest.mark.usefixtures("portal")
def test_a_vintage_of_its_own():
    """`effectifs:2024` is of that rentrée whatever --year says of the others."""
    told = run("fetch", "--departement", "88", "--dataset", "effectifs:2024,ips", "--year", "2023")
    assert {"effectifs--088--2024", "ips--088--2023"} == {
        entry.key for entry in Cache().entries()
    }, told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["--departement", "Vosge"], "Vosges"), (["--dataset", "effectif"], "« effectifs »"),
     (["--ca-bundle", "absent.pem", "--dataset", "ips"], "absent.pem")],
)  # fmt: skip
def test_what_is_misspelt_is_refused(portal, arguments, told):
    """A département, a dataset, a file of certificates: one line, and nothing asked."""
    with pytest.raises(InputError, match=told):
        run("fetch", *arguments)
    assert portal.calls == []


@pytest.mark.usefixtures("portal")
def test_sources_lists_the_catalogue_and_the_cache():
    """Each dataset: what, whose, licence, addresses, what the cache has of it."""
    run("fetch", "--departement", "88", "--dataset", "annuaire,effectifs")
    lines = run("sources")
    for dataset in read_catalogue().datasets.values():
        at = lines.index(f"{dataset.id} : {dataset.title}")
        assert lines[at + 1] == f"  {dataset.producer}, {dataset.licence}"
        assert lines[at + 2] == f"  {dataset.page}"
        assert lines[at + 3].strip().startswith(next(iter(dataset.url.values())))
        held = lines[at + 4]
        if dataset.id == "effectifs":
            assert re.match(r"  -> 088, 2025, \d+ lignes, \d+ ko, téléchargé le ", held)
        elif dataset.id != "annuaire":
            assert held == "  -> rien dans le cache"
    assert lines[-1].startswith(f"Le cache : {Cache().folder} (")


@pytest.mark.usefixtures("portal")
def test_sources_cleans_the_cache():
    """The earlier versions are counted, then removed; what is named stays."""
    stocked(Cache(), "before")
    _, after = stocked(Cache(), "after")
    assert run("sources")[-1] == "et 1 ancienne version (0 ko), que geo-ent sources --clean retire."
    for path in Cache().old():
        os.utime(path, (1, 1))
    lines = run("sources", "--clean")
    assert lines[0] == "0 ko libérés."
    assert lines[-1].startswith("Le cache : ")
    assert Cache().old() == []
    assert after.exists()


@pytest.mark.usefixtures("portal")
def test_sources_of_an_empty_cache():
    """Nothing in the cache, and nothing made of it."""
    assert run("sources")[-1] == f"Le cache : {Cache().folder} (0 ko)"
    assert not Cache().folder.exists()


@pytest.mark.usefixtures("portal")
def test_a_pipe_that_has_no_accents_gets_marks_in_their_place():
    """What it can't write ends no command: each letter of that kind is a question mark."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-c", TERMINAL, "sources"]
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Annuaire de l??ducation" in done.stdout


@pytest.mark.parametrize(
    ("progress", "words"),
    [((501, None, 0, None), "1 ko"), ((0, None, 10, 40), "10 lignes sur 40, reste 30"),
     ((2_000_000, None, 0, 40), "2,0 Mo, 0 ligne sur 40, reste 40"),
     ((2_000_000, 5_000_000, 0, None), "2,0 Mo sur 5,0 Mo, reste 3,0 Mo"),
     ((0, 5_000_000, 0, None), "0 sur 5,0 Mo, reste 5,0 Mo"), ((0, None, 0, None), "")],
)  # fmt: skip
def test_progress_in_words(progress, words):
    """Bytes, rows, what is left: as far as they are known."""
    said = progress_words(Progress("ips", *progress), language("fr"))
    assert said.replace("\u00a0", " ") == words


GUIDE = Path(__file__).resolve().parents[2] / "docs" / "sources.md"


def messages():
    """Give all the texts of the sources, as one: what a code writes over two lines is joined."""
    folder = Path(fetching.__file__).parent
    words = [
        folder.parent / "project" / "official_data.py",
        folder.parent / "telling" / "source_words.py",
    ]
    files = [*sorted(folder.rglob("*.py")), *words]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return re.sub(r'"\s*\n\s*f?"', "", code)


def test_the_guide_explains_what_is_said():
    """Each message that the guide explains is one of the program's, word for word."""
    table = GUIDE.read_text(encoding="utf-8").partition("| le message dit |")[2]
    said = [
        told
        for line in table.splitlines()[2:]
        for told in re.findall("`([^`]+)`", line.split("|")[1])
    ]
    assert len(said) > 25
    code = messages()
    parts = {part.strip() for told in said for part in told.split("…")}
    assert [part for part in sorted(parts) if part not in code] == []


def test_the_guide_names_every_dataset_host_and_option():
    """The catalogue's datasets and hosts, and the options of both commands, are in the guide."""
    guide = GUIDE.read_text(encoding="utf-8")
    catalogue = read_catalogue()
    options = re.findall(r"(--[a-z-]+)", CliRunner().invoke(app, ["fetch", "--help"]).output)
    options += re.findall(r"(--[a-z-]+)", CliRunner().invoke(app, ["sources", "--help"]).output)
    words = {*catalogue.datasets, *catalogue.hosts, *options} - {"--help", "--region"}
    assert {"--ca-bundle", "--clean", "--year"} <= words
    assert [word for word in sorted(words) if f"`{word}" not in guide and word not in options] == []
    assert [word for word in options if word not in guide and word in words] == []


@pytest.mark.parametrize("name", ["annuaire", "effectifs", "densite", "contours"])
def test_the_guide_says_how_long_a_file_is_fresh(name):
    """The days of the guide's table are the catalogue's."""
    line = next(line for line in GUIDE.read_text(encoding="utf-8").splitlines()
                if line.startswith(f"| `{name}`"))  # fmt: skip
    assert line.endswith(f"| {read_catalogue().datasets[name].fresh_days} jours |")


TERMINAL = "from geo_ent.cli.command_line import main; main()"
SCREEN = bytearray()
"""What the terminal has shown so far."""


def on_a_terminal(*arguments, columns=80):
    """Run a command on a pseudo-terminal; give what it showed."""
    import pty

    SCREEN.clear()

    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm"}
    command = [sys.executable, "-c", TERMINAL, *arguments]
    run = subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    try:
        while piece := os.read(ours, 1 << 16):
            SCREEN.extend(piece)
    except OSError:  # Linux's way to say that the other side is closed
        pass
    os.close(ours)
    assert run.wait(PATIENCE_S) == 0, SCREEN.decode()
    return SCREEN.decode()


def slow(handler, answer):
    """Send an answer in two pieces, the second when the bar of the first has been seen."""
    before = len(SCREEN)
    half = len(answer.body) // 2
    handler.send_response(200)
    handler.send_header("Content-Type", answer.kind)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for piece in (answer.body[:half], answer.body[half:]):
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        handler.wfile.flush()
        wait_until(lambda: b" ligne" in SCREEN[before:])
    handler.wfile.write(b"0\r\n\r\n")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_terminal_has_a_bar_and_a_table(portal):
    """On a terminal: the bar while it comes, then the same lines; the catalogue as a table."""
    portal.play(fine, slow, fine, slow)
    shown = on_a_terminal("fetch", "--departement", "88", "--dataset", "annuaire,carte-scolaire")
    assert "━" in shown
    assert re.search(r"annuaire.* \d+\sko, \d+ lignes? sur \d+, reste \d+", shown)
    assert "\x1b[2K" in shown
    frames = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line) for line in re.split(r"[\r\n]+", shown)]
    bars = [line for line in frames if line.startswith("annuaire ") and " sur " in line]
    assert all(len(line) <= 80 for line in bars)
    assert re.search(r" (\d+) lignes sur \1, reste 0 ", bars[-1]), "a bar that ends says so"
    early = [line for line in bars if " 0 ligne sur " in line]
    assert early, "the middle of it was shown"
    assert not [line for line in early if "0:00:00" in line], "what has just begun isn't done"
    assert re.search(r"annuaire : \d+\slignes, \d+\sko, téléchargé\.", shown)
    table = on_a_terminal("sources", columns=130)
    assert "Dans le cache" in table
    assert "Annuaire de l’éducation" in table
    assert "Le cache : " in table
    narrow = on_a_terminal("sources")
    address = "https://data.education.gouv.fr/explore/dataset/fr-en-ecoles-effectifs-nb_classes/"
    assert f"  {address}\r\n" in narrow, "an address is whole, to be copied"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_build_shows_the_bar_too(portal, tmp_path):
    """Without --schools: the bar of the download (bytes, rows, what is left), then the map's."""
    uais = [row["identifiant_de_l_etablissement"] for row in schools_of(SCHOOLS)
            if row["code_departement"] == "088"]  # fmt: skip
    register = tmp_path / "ent.csv"
    register.write_text("UAI,ENT\n" + "".join(f"{uai},oui\n" for uai in uais), encoding="utf-8")
    portal.play(fine, slow)
    shown = on_a_terminal("build", "--departement", "88", "--register", str(register), "--out",
                          str(tmp_path / "map"), "--quick", "--dataset", "annuaire")  # fmt: skip
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    assert re.search(r"annuaire ━+ \d+\sko, (\d+) lignes sur \1, reste 0 ", plain)
    assert re.search(r"annuaire : \d+\slignes, \d+\sko, téléchargé\.", plain)
    assert (tmp_path / "map" / "index.html").exists()
