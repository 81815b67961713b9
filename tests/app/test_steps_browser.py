"""The first two steps in Chromium: seen, reached by keyboard and told to who doesn't see."""

import contextlib
import re
import socket

import pytest
from acceptance import CONTROLS, TAGS
from accessibility import Axe
from annuaire import uai
from app_server import app_server, made_annuaire, made_register, until
from browser import PATIENCE_MS, Opened
from playwright.sync_api import expect

expect.set_options(timeout=PATIENCE_MS)
UNKNOWN = [("", f"École inconnue {n}", "Belfort", "oui", "") for n in range(12)]
HOSTILE = '<img src=x onerror="alert(1)">{{7*7}}'
SIZES = (1200, 390, 320)


@pytest.fixture(scope="module")
def context(server, chromium):
    """A browser that has been let in."""
    return server.context(chromium)


@pytest.fixture
def tab(context):
    """A tab, and all that it asked for or complained of."""
    page = context.new_page()
    opened = Opened(page)
    yield opened
    page.close()


@pytest.fixture
def files(tmp_path):
    """A register with many doubts, and the annuaire of its schools."""
    return [
        made_register(tmp_path / "registre.csv", *UNKNOWN),
        made_annuaire(tmp_path / "annuaire.csv"),
    ]


@pytest.fixture
def work(server, files):
    """A work that has been read."""
    visitor = server.visitor()
    begun = visitor.begin("90", register=files)
    visitor.read(begun)
    return begun


def local(opened, server):
    """Say that nothing was asked of another host, and nothing was complained of."""
    assert {url for url in opened.requests if not url.startswith((server.url, "data:"))} == set()
    # Chromium complains of a form that is answered by what is wrong with it.
    assert [said for said in opened.complaints if "422" not in said] == []
    assert opened.dialogs == []


def test_from_files_to_what_was_read(server, tab, files):
    """Files are listed with their sizes, the territory is understood, the register read."""
    page = tab.page
    page.goto(server.url)
    page.get_by_label("Le territoire").fill("territoire de belfort")
    expect(page.locator("#understood")).to_have_text("Territoire de Belfort (90)")
    page.locator("#register").set_input_files(files)
    expect(page.locator("#chosen li")).to_have_count(2)
    expect(page.locator("#total")).to_contain_text("ko sur 50")
    page.get_by_role("button", name="Retirer annuaire.csv").click()
    expect(page.locator("#chosen li")).to_have_count(1)
    page.locator("#register").set_input_files(files[1])
    page.get_by_role("button", name="Lire le registre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce qui a été lu")
    expect(page.locator(".headline")).to_contain_text("4 écoles renseignées sur 5")
    local(tab, server)


def test_a_file_is_dropped_on_the_zone(server, tab, files):
    """A file that is let go over the zone is in the list, as one that is chosen."""
    page = tab.page
    page.goto(server.url)
    expect(page.locator("html.js #drop")).to_be_visible()
    text = files[0].read_text(encoding="utf-8")
    transfer = page.evaluate_handle(
        """(text) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([text], "registre déposé.csv"));
          return transfer;
        }""",
        text,
    )
    page.dispatch_event("#drop", "drop", {"dataTransfer": transfer})
    expect(page.locator("#chosen bdi")).to_have_text("registre déposé.csv")


def test_a_limit_is_said_before_it_is_met(server, tab, tmp_path):
    """51 MB are said to be too much when they are chosen, and aren't sent."""
    page = tab.page
    page.goto(server.url)
    large = tmp_path / "large.csv"
    large.write_bytes(b"a" * 51_000_000)
    page.locator("#register").set_input_files(large)
    expect(page.locator("#total.fault")).to_contain_text("la limite est de 50")
    page.get_by_role("button", name="Lire le registre").click()
    expect(page.locator("#sending")).to_be_hidden()
    assert not [url for url in tab.requests if url.endswith("/w")]


def test_a_fault_keeps_what_was_sent_and_takes_the_focus(server, tab, files):
    """A territory that nobody knows: said beside its field, which has the focus; files are kept."""
    page = tab.page
    page.goto(server.url)
    page.locator("#register").set_input_files(files)
    page.get_by_label("Le territoire").fill("Belfrot")
    page.keyboard.press("Enter")
    expect(page.locator("#fault-territory")).to_contain_text("Belfrot")
    expect(page.get_by_label("Le territoire")).to_be_focused()
    expect(page.get_by_label("Le territoire")).to_have_value("Belfrot")
    expect(page.locator(".given tbody tr")).to_have_count(2)
    page.get_by_label("Le territoire").fill("90")
    page.keyboard.press("Enter")
    expect(page.locator(".headline")).to_contain_text("4 écoles renseignées sur 5")


def test_an_answer_keeps_the_place_and_the_focus(server, tab, work):
    """By the keyboard: a press answers, the card is marked where it stands, no other is touched."""
    page = tab.page
    page.goto(f"{server.url}{work}/lecture")
    cards = page.locator(".doubt-card")
    sixth, seventh = cards.nth(5), cards.nth(6)
    page.evaluate('() => { document.documentElement.style.scrollBehavior = "auto"; }')
    seventh.get_by_label("Une autre école").fill("écrit à demi")
    press = sixth.get_by_role("button", name=re.compile("Aragon"))
    sixth.evaluate('card => card.scrollIntoView({ block: "start" })')
    press.focus()
    before = sixth.bounding_box()["y"]
    page.keyboard.press("Enter")
    expect(sixth).to_have_class(re.compile("answered"))
    expect(page.locator("#a-verifier")).to_have_text("À vérifier (12)")
    expect(sixth).to_be_focused()
    assert abs(sixth.bounding_box()["y"] - before) < 2
    expect(seventh.get_by_label("Une autre école")).to_have_value("écrit à demi")
    expect(page.locator("#said")).not_to_be_empty()
    sixth.get_by_role("button", name="Revenir sur cette réponse").click()
    expect(page.locator("#a-verifier")).to_have_text("À vérifier (13)")
    local(tab, server)


def test_a_menu_changes_the_reading_at_once(server, tab, work):
    """Another column of the ENT: what was read follows, the menu keeps the focus."""
    page = tab.page
    page.goto(f"{server.url}{work}/lecture")
    before = page.locator(".headline").inner_text()
    menu = page.locator('select[name="column-status"]')
    menu.focus()
    menu.select_option("Solution")
    expect(page.locator(".headline")).not_to_have_text(before)
    expect(menu).to_be_focused()
    page.get_by_role("button", name="Revenir à ce que geo-ent avait reconnu").click()
    expect(page.locator(".headline")).to_have_text(before)
    local(tab, server)


def test_two_tabs_answer_one_work(server, context, tab, work):
    """What is answered in one tab isn't lost by an answer in another that hasn't seen it."""
    other = context.new_page()
    for page in (tab.page, other):
        page.goto(f"{server.url}{work}/lecture")
    for page, number in ((tab.page, 0), (other, 1)):
        card = page.locator(".doubt-card").nth(number)
        card.get_by_role("button", name="est à ignorer").click()
        expect(card).to_have_class(re.compile("answered"))
    expect(other.locator("#a-verifier")).to_have_text("À vérifier (11)")
    other.close()


def test_a_school_is_suggested_as_it_is_typed(server, tab, work):
    """Half a name brings the school; what is chosen answers."""
    page = tab.page
    page.goto(f"{server.url}{work}/lecture")
    card = page.locator(".doubt-card").first
    card.get_by_label("Une autre école").press_sequentially("chateau")
    option = page.locator("#ecoles option")
    expect(option).to_have_attribute("value", re.compile("Châteaudun"))
    card.get_by_label("Une autre école").fill(option.get_attribute("value"))
    page.keyboard.press("Enter")
    expect(card).to_contain_text(f"Répondu : {uai(5)} – Ecole primaire publique Châteaudun")


def test_hostile_texts_run_nothing(server, tab, tmp_path):
    """Markup in names and cells is shown as text by the scripts too."""
    page = tab.page
    page.goto(server.url)
    register = made_register(tmp_path / "r.csv", ("", HOSTILE, HOSTILE, "oui", HOSTILE))
    payload = {"name": f"{HOSTILE}.csv", "mimeType": "text/csv", "buffer": register.read_bytes()}
    page.locator("#register").set_input_files(payload)
    expect(page.locator("#chosen bdi")).to_contain_text("<img")
    page.get_by_label("Le territoire").fill(HOSTILE)
    page.keyboard.press("Enter")
    expect(page.locator("#fault-territory")).to_contain_text("<img")
    page.locator("#register").set_input_files(made_annuaire(tmp_path / "annuaire.csv"))
    page.get_by_label("Le territoire").fill("90")
    page.get_by_label("Ajouter au registre").check()
    page.keyboard.press("Enter")
    expect(page.locator(".doubt-card").first).to_contain_text("{{7*7}}")
    page.locator(".doubt-card").first.get_by_role("button", name="est à ignorer").click()
    expect(page.locator(".doubt-card").first).to_have_class(re.compile("answered"))
    assert page.locator("main img").count() == 0
    local(tab, server)


def test_the_whole_way_without_a_script(server, chromium, files):
    """Plain forms and full pages: from the files to what was read, a doubt answered, a menu."""
    context = server.context(chromium, java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url)
    page.get_by_label("Le territoire").fill("90")
    page.locator("#register").set_input_files(files)
    page.get_by_role("button", name="Lire le registre").click()
    expect(page.locator(".headline")).to_contain_text("4 écoles renseignées sur 5")
    card = page.locator(".doubt-card").first
    card.get_by_role("button", name=re.compile("Aragon")).click()
    expect(card).to_contain_text("Répondu : 0909002W – Ecole primaire publique Aragon, Belfort")
    card = page.locator(".doubt-card").nth(1)
    card.get_by_label("Une autre école").fill("chateaudun")
    card.get_by_role("button", name="Répondre").click()
    expect(card).to_contain_text("Répondu : 0909005Z")
    page.locator('select[name="column-solution"]').select_option("")
    page.get_by_role("button", name="Relire ainsi").click()
    shown_anew(page)
    expect(page.locator('select[name="column-solution"]')).to_have_value("")
    page.get_by_role("button", name="Revenir à ce que geo-ent avait reconnu").click()
    shown_anew(page)
    expect(page.locator('select[name="column-solution"]')).to_have_value("Solution")
    context.close()


def shown_anew(page):
    """Without a script: follow the link to what is read anew, as long as the server says so."""
    anew = page.get_by_role("link", name="Montrer la nouvelle lecture")
    while anew.is_visible():
        anew.click()


def test_a_busy_server_is_asked_again(chromium, tmp_path, files):
    """While one visitor sends, the next is told to wait; the form is kept and sent by itself."""
    with app_server(tmp_path, "--limit", "visitors=1", hosted=True) as server:
        context = server.context(chromium)
        page = context.new_page()
        page.clock.install()
        page.goto(server.url)
        page.get_by_label("Le territoire").fill("90")
        page.locator("#register").set_input_files(files)
        with half_sent(server):
            page.get_by_role("button", name="Lire le registre").click()
            expect(page.locator("#refusal-words")).to_contain_text("Le serveur sert déjà")
            expect(page.locator("#refusal-wait")).to_contain_text("Nouvel essai dans")
            expect(page.locator("#chosen li")).to_have_count(2)
        page.clock.run_for(31_000)
        expect(page.locator(".headline")).to_contain_text("4 écoles renseignées sur 5")
        context.close()


@contextlib.contextmanager
def half_sent(server):
    """Begin to send a form, and leave it there for a while."""
    head = (
        f"POST /w HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nOrigin: {server.url}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n--x"
    )
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(head.encode())
        until(lambda: server.visitor().post("/w", files={"none": (None, "")}).status_code == 503)
        yield


def test_an_answer_waits_for_a_server_that_starts_again(chromium, tmp_path, files):
    """Answered while nobody listens, a doubt is kept once the application is there again."""
    with app_server(tmp_path / "first") as server:
        visitor = server.visitor()
        work = visitor.begin("90", register=files)
        visitor.read(work)
        context = server.context(chromium)
        page = context.new_page()
        page.goto(f"{server.url}{work}/lecture")
        page.context.set_offline(True)
        page.locator(".doubt-card").first.get_by_role("button", name="est à ignorer").click()
        expect(page.locator("#progress")).to_contain_text("ne répond plus")
        page.context.set_offline(False)
        expect(page.locator("#a-verifier")).to_have_text("À vérifier (12)")
        context.close()


def states(server, page, work):
    """Go through the states of the two steps, each once it stands."""
    page.goto(server.url)
    yield "empty"
    page.get_by_text("Les données officielles et le réseau").click()
    page.get_by_label("Le territoire").fill("Belfrot")
    page.get_by_label("Le territoire").press("Enter")
    expect(page.locator("#fault-register")).to_be_visible()
    yield "faults"
    page.goto(f"{server.url}{work}/depart")
    yield "given"
    page.goto(f"{server.url}{work}/lecture")
    page.locator(".doubt-card").nth(1).get_by_role("button", name="est à ignorer").click()
    expect(page.locator("#repondu")).to_be_visible()
    card = page.locator(".doubt-card").nth(3)
    card.get_by_label("Une autre école").fill("ecole")
    card.get_by_label("Une autre école").press("Enter")
    expect(card.locator(".fault")).to_contain_text("Plusieurs écoles")
    for summary in page.locator("details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
    yield "read"


@pytest.mark.parametrize("width", SIZES)
def test_axe_finds_no_fault_and_nothing_overflows(server, chromium, work, width):
    """In each state, at each width: no violation of WCAG 2.1 A or AA, no sideways scrolling."""
    size = {"width": width, "height": 900}
    # axe is a script that the policy refuses
    context = server.context(chromium, viewport=size, bypass_csp=True)
    page = context.new_page()
    for state in states(server, page, work):
        found = Axe().run(page, options={"runOnly": TAGS})
        assert found.violations_count == 0, (state, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state
    context.close()


def test_by_the_keyboard_alone(server, tab, files):
    """From the territory to the map's step, by Tab, Enter and what is typed."""
    page = tab.page
    page.goto(server.url)
    reach(page, page.get_by_label("Le territoire"))
    page.keyboard.type("90")
    reach(page, page.locator("#register"))
    page.locator("#register").set_input_files(files)  # what Enter opens is no page
    reach(page, page.get_by_role("button", name="Lire le registre"))
    page.keyboard.press("Enter")
    expect(page.locator(".headline")).to_contain_text("4 écoles renseignées sur 5")
    card = page.locator(".doubt-card").first
    reach(page, card.get_by_role("button", name=re.compile("Aragon")))
    page.keyboard.press("Enter")
    expect(card).to_have_class(re.compile("answered"))
    expect(page.locator("#a-verifier")).to_have_text("À vérifier (12)")
    reach(page, page.get_by_role("link", name="Voir la carte"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/carte$"))


def reach(page, wanted, most=400):
    """Press Tab until something has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("node => node === document.activeElement"):
            return
    pytest.fail(f"the keyboard doesn't reach {wanted}")


def test_the_keyboard_reaches_everything(server, tab, work):
    """Tab goes through all that can be pressed of both steps, in the order that it is seen."""
    page = tab.page
    for path in ("/", f"{work}/lecture"):
        page.goto(server.url + path)
        controls = page.evaluate(CONTROLS)
        reached = []
        for _ in controls:
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.dataset.control"))
        groups = set(controls) - set(reached)
        assert groups == set(), page.locator(
            f'[data-control="{next(iter(groups), "")}"]'
        ).inner_html()
