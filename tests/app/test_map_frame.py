"""The live map in Chromium: one after another without a blank, boxed in, yet of use."""

import csv
import io
import re

import pytest
from acceptance import CONTROLS, eventually, open_sharing
from app_server import app_server, free_port
from app_steps import HOSTILE, MapPage, faults_of, hostile_annuaire, hostile_register
from browser import PATIENCE_MS

pytestmark = pytest.mark.browser

# What is seen of the map, noted at each change of the page.
WATCH = """
  () => {
    const frames = document.getElementById("frames");
    window.blanks = 0;
    window.most = 0;
    const look = () => {
      const all = [...frames.querySelectorAll("iframe")];
      const seen = all.filter((frame) => getComputedStyle(frame).opacity === "1");
      if (seen.length !== 1) window.blanks += 1;
      window.most = Math.max(window.most, all.length);
    };
    const all = { childList: true, subtree: true, attributes: true };
    new MutationObserver(look).observe(frames, all);
  }
"""
# What a script that got into the map would try.
REACHES = (
    "() => parent.document.title",
    "() => parent.location.href",
    "() => document.cookie",
    "() => localStorage.length",
    "() => { if (!window.open('/', '_blank')) throw new Error('no window'); }",
    "async () => (await fetch(location.href.replace(/carte.*/, 'geo-ent.toml'))).status",
)
# What it would send, that needs no answer to do harm.
SENDS = """
  async () => {
    const address = location.href.replace(/carte.*/, "effacer");
    navigator.sendBeacon(address);
    await fetch(address, { method: "POST", mode: "no-cors" }).catch(() => "the answer isn't given");
    const form = document.createElement("form");
    form.method = "post";
    form.action = address;
    document.body.append(form);
    form.submit();
  }
"""
COPIED = "() => /^Copi/.test(document.querySelector('.share-body [role=status]').textContent)"
SEEN = "#frames iframe:not(.coming)"


@pytest.fixture(scope="module")
def work(server, tmp_path_factory):
    """A work on hostile files, with a hostile title, whose map is made."""
    folder = tmp_path_factory.mktemp("inputs")
    visitor = server.visitor()
    work = visitor.begin(
        "90",
        register=hostile_register(folder / "registre.csv"),
        schools=hostile_annuaire(folder / "annuaire.csv"),
    )
    visitor.post(f"{work}/choix", {"title": HOSTILE, "contact": "dane@ac-besancon.fr"})
    visitor.map(work)
    return work


@pytest.fixture(scope="module")
def context(server, chromium):
    """A browser that was let in; its pages take scripts of tests, which policies would refuse."""
    return server.context(chromium, bypass_csp=True)


@pytest.fixture
def opened(server, context, work):
    """The map's step, open on the whole map of its choices: none that comes replaces the frame."""
    server.visitor().map(work)
    opened = MapPage(context, f"{server.url}{work}/carte")
    opened.shown()
    yield opened
    opened.page.close()


def test_the_old_map_is_seen_until_the_new_one_is_whole(opened):
    """A title that changes: never none and never two maps are seen; the frame is as tall as it,
    and the level that was looked at is looked at again.
    """
    opened.shown().locator("#geo-ent-level").select_option("commune")
    opened.page.evaluate(WATCH)
    opened.page.fill("#title", "Un autre titre")
    opened.page.press("#title", "Tab")
    inside = opened.showing("Un autre titre")
    assert opened.page.evaluate("[window.blanks, window.most]") == [0, 2]
    assert inside.locator("#geo-ent-level").input_value() == "commune"
    opened.page.locator("#said", has_text="La carte est à jour.").wait_for(state="attached")
    assert eventually(
        opened.page,
        "height => Math.abs(document.querySelector('#frames iframe').clientHeight - height) < 3",
        inside.evaluate("document.documentElement.getBoundingClientRect().height"),
    )
    assert opened.complaints == []


# Whether the height of each map is known, and whether keys come to it, when it takes its place.
SETTLED = """
  () => {
    window.settled = [];
    const look = (changes) => changes.forEach(({ target: frame }) => {
      const told = frame.style.height !== "";
      if (frame.tagName === "IFRAME") window.settled.push([told, frame.inert]);
    });
    new MutationObserver(look).observe(document.getElementById("frames"),
      { subtree: true, attributes: true, attributeFilter: ["class"] });
  }
"""


def test_a_map_is_seen_once_it_tells_that_it_is_drawn(opened):
    """It is drawn while it isn't seen: its height is known when it takes its place; until then no
    key comes to it.
    """
    opened.page.evaluate(SETTLED)
    opened.page.fill("#title", "Un titre de plus")
    opened.page.press("#title", "Tab")
    opened.showing("Un titre de plus")
    assert opened.page.evaluate("window.settled") == [[True, False]]


def test_the_first_map_of_a_work_is_drawn_before_it_has_its_room(server, context, tmp_path):
    """Where no map was before, a browser must draw the one that is coming all the same."""
    work = server.visitor().begin(
        "90",
        register=hostile_register(tmp_path / "registre.csv"),
        schools=hostile_annuaire(tmp_path / "annuaire.csv"),
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.add_init_script(f"addEventListener('DOMContentLoaded', {SETTLED})")
    page.goto(f"{server.url}{work}/carte")
    page.frame_locator(SEEN).locator("html.ready").wait_for(state="attached")
    assert page.evaluate("window.settled") == [[True, False]]
    page.close()


def test_of_quick_changes_the_last_one_is_shown(opened):
    """Choices that follow each other faster than maps are made: all are kept, one map is made."""
    opened.page.evaluate(WATCH)
    for title in ("Premier", "Deuxième", "Troisième"):
        opened.page.fill("#title", title)
        opened.page.press("#title", "Tab")
        opened.page.locator(
            f"input[name=map_lang][value={'fr' if title[0] == 'D' else 'en'}]"
        ).check()
    opened.page.locator("input[name=complete]").check()
    opened.showing("Troisième", lang="en")
    assert eventually(opened.page, "() => document.querySelectorAll('#frames iframe').length === 1")
    assert opened.page.evaluate("window.blanks") == 0
    opened.page.reload()
    assert opened.page.input_value("#title") == "Troisième"
    assert opened.page.is_checked("input[name=complete]")


def test_a_choice_taken_back_while_it_is_sent_stays_taken_back(opened):
    """The answer to a choice comes after it was undone: what is on the form is what is kept."""
    opened.page.evaluate(
        """() => {
          const ask = window.fetch;
          window.answers = 0;
          window.fetch = async (...asked) => {
            const answer = await ask(...asked);
            await new Promise((later) => setTimeout(later, 400));
            window.answers += 1;
            return answer;
          };
        }"""
    )
    before = opened.page.locator("input[name=sector]:checked").get_attribute("value")
    opened.page.locator("input[name=sector][value=all]").check()
    opened.page.locator(f"input[name=sector][value={before}]").check()
    assert eventually(opened.page, "() => window.answers === 2")
    opened.page.wait_for_timeout(100)
    assert opened.page.locator("input[name=sector]:checked").get_attribute("value") == before
    opened.page.reload()
    assert opened.page.locator("input[name=sector]:checked").get_attribute("value") == before


def test_two_people_on_one_work_come_to_one_map(opened, context, server, work):
    """One chooses while the other's choice is being drawn: both see both choices at the end."""
    other = MapPage(context, f"{server.url}{work}/carte")
    other.shown()
    opened.page.locator("input[name=complete]").set_checked(
        not opened.page.is_checked("input[name=complete]")
    )
    opened.page.locator("#progress .progress").wait_for()
    other.page.fill("#title", "À deux")
    other.page.press("#title", "Tab")
    for one in (opened, other):
        one.showing("À deux", lang="en" if one.page.is_checked("[value=en]") else "fr")
    assert opened.page.input_value("#title") == "À deux"
    ticked = [one.page.is_checked("input[name=complete]") for one in (opened, other)]
    assert ticked[0] == ticked[1]
    other.page.close()


def test_behind_a_proxy_with_a_password_the_map_and_the_picture_of_the_codes_are_shown(
    chromium, tmp_path
):
    """A box brings no password along: the map comes by its frame, its picture by its name alone."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/ent"
    key = {"username": "", "password": "motdepasse"}
    secret = {"GEO_ENT_PASSWORD": key["password"]}
    with app_server(tmp_path, hosted=True, behind=url, port=port, env=secret):
        context = chromium.new_context(locale="fr-FR", http_credentials=key)
        page = context.new_page()
        page.goto(f"{url}/")
        page.locator("#territory").fill("90")
        page.locator("#register").set_input_files(
            [
                hostile_register(tmp_path / "registre.csv"),
                hostile_annuaire(tmp_path / "annuaire.csv"),
            ]
        )
        page.get_by_role("button", name="Lire le registre").click()
        page.get_by_role("link", name="Voir la carte").first.click()
        opened = MapPage(context, page.url)
        opened.shown()
        opened.page.get_by_role("link", name="Emporter la carte").first.click()
        opened.page.get_by_role("link", name="Tout emporter").wait_for()
        assert opened.page.locator("#folder").count() == 0  # the server's disk is no visitor's
        work = opened.page.url.removesuffix("/emporter")
        sent = opened.page.request.post(
            f"{work}/enregistrer",
            form={"folder": str(tmp_path / "x")},
            headers={"Origin": url[:-4]},
        )
        assert sent.status == 404
        assert opened.complaints == []
        opened.page.goto(
            opened.page.get_by_role("link", name="Lequel choisir").evaluate("a => a.href")
        )
        opened.page.locator("figure img").scroll_into_view_if_needed()
        assert eventually(opened.page, "() => document.querySelector('img').naturalWidth > 0")
        context.close()


def test_a_wrong_choice_is_told_beside_its_field_and_the_map_stays(opened):
    """The fault is by its field, and spoken; the map isn't touched; mended, it is gone."""
    before = opened.page.locator(SEEN).get_attribute("src")
    opened.page.fill("#contact", "dane")
    opened.page.press("#contact", "Tab")
    opened.page.locator("#fault-contact", has_text="On attend une adresse").wait_for()
    assert opened.page.locator("#contact").get_attribute("aria-invalid") == "true"
    assert opened.page.input_value("#contact") == "dane"
    assert opened.page.locator(SEEN).get_attribute("src") == before
    opened.page.fill("#contact", "dane@ac-besancon.fr")
    opened.page.press("#contact", "Tab")
    opened.page.locator("#fault-contact:empty").wait_for(state="attached")
    assert opened.page.locator("#contact").get_attribute("aria-invalid") is None


def test_half_a_goal_is_no_fault_while_the_other_half_is_written(opened):
    """A share alone says nothing until the goal is left; with its date, it is on the map."""
    opened.page.fill("input[name=goal_share]", "80")
    opened.page.press("input[name=goal_share]", "Tab")
    opened.page.wait_for_timeout(100)
    assert opened.page.locator("#fault-goal").text_content() == ""
    opened.page.locator("#title").focus()
    opened.page.locator("#fault-goal", has_text="une part comme 80").wait_for()
    opened.page.fill("input[name=goal_by]", "2028-09-01")
    opened.page.press("input[name=goal_by]", "Tab")
    opened.page.locator("#fault-goal:empty").wait_for(state="attached")


def test_a_map_that_cant_be_made_leaves_the_old_one(opened):
    """A day before all schools: the sentence is told, the map of before stays as it was."""
    before = opened.page.locator(SEEN).get_attribute("src")
    opened.page.fill("#date", "1950-01-01")
    opened.page.press("#title", "Tab")
    opened.page.locator("#progress .fault", has_text="n’avait ouvert").wait_for()
    opened.page.locator("#fault-date", has_text="n’avait ouvert").wait_for()
    opened.page.press("#title", "Tab")
    assert opened.page.locator("#date").get_attribute("aria-invalid") == "true"
    assert opened.page.locator(SEEN).get_attribute("src") == before
    opened.page.fill("#date", "")
    opened.page.press("#title", "Tab")
    assert eventually(opened.page, "() => !document.querySelector('#progress .fault')")
    assert opened.page.locator("#fault-date").text_content() == ""


def test_inside_the_frame_search_and_downloads_and_copies_work(opened, context, server):
    """A school is found, the table and the picture are saved, link and code are copied."""
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    inside = opened.shown()
    inside.locator("#geo-ent-find").fill("aragon")
    inside.locator("[role=option]", has_text="Aragon").first.click()
    assert "Aragon" in inside.locator("#geo-ent-card").text_content()
    with opened.page.expect_download() as saved:
        inside.get_by_role("button", name="CSV").click()
    table = saved.value.path().read_text(encoding="utf-8-sig")
    assert len(list(csv.reader(io.StringIO(table), delimiter=";"))) > 1
    open_sharing(inside)
    with opened.page.expect_download() as saved:
        inside.get_by_role("button", name="PNG").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    for field, start in (("#geo-ent-link", "https://"), ("#geo-ent-code", "<iframe class=")):
        inside.locator(f".copy-row:has({field}) button").click()
        assert eventually(inside, COPIED)
        copied = inside.locator(field).input_value()
        # The words may be of the copy before: the clipboard itself is looked at.
        assert eventually(
            opened.page, "async (text) => (await navigator.clipboard.readText()) === text", copied
        )
        assert copied.startswith(start)
        assert "127.0.0.1" not in copied  # the application's address is no one else's business


def test_without_a_right_to_the_clipboard_the_code_is_copied_all_the_same(server, chromium, work):
    """A browser that refuses the clipboard in such a frame: the page copies as of old."""
    context = server.context(chromium)
    context.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: "
        "{ writeText: () => Promise.reject(new Error('refused')) } })"
    )
    opened = MapPage(context, f"{server.url}{work}/carte")
    inside = opened.shown()
    open_sharing(inside)
    inside.locator(".copy-row:has(#geo-ent-code) button").click()
    assert eventually(inside, COPIED)
    context.close()


def test_a_link_to_another_site_doesnt_lose_the_map(opened):
    """In the box no window opens, and the frame doesn't follow: neither a source nor a mail."""
    inside = opened.shown()
    at = inside.url
    for address in ("https://www.example.fr/", "mailto:dane@ac-besancon.fr"):
        inside.evaluate(
            "address => { const link = document.createElement('a'); link.href = address;"
            " document.body.append(link); link.click(); }",
            address,
        )
        opened.page.wait_for_timeout(200)
        assert inside.url == at
        assert inside.evaluate("document.documentElement.classList.contains('ready')")
    assert len(opened.page.context.pages) == 1


def test_a_script_in_the_map_cant_reach_the_application(opened, server, work):
    """Whatever runs in the frame is of an origin that is no one's, even past the page's policy."""
    inside = opened.shown()
    assert inside.evaluate("[window.origin, document.domain]") == ["null", ""]
    for reach in REACHES:
        with pytest.raises(Exception, match=r"SecurityError|Failed to fetch|no window"):
            inside.evaluate(reach)
    inside.evaluate(SENDS)
    opened.page.wait_for_timeout(200)
    assert server.visitor().get(f"{work}/carte").ok  # nothing of it was erased


def test_nothing_hostile_runs_and_nobody_else_is_asked(server, chromium, work):
    """With all policies in force: no dialog, no complaint of a policy, no other host; alone in a
    tab the map is boxed in as well.
    """
    context = server.context(chromium)
    opened = MapPage(context, f"{server.url}{work}/carte")
    open_sharing(opened.shown())
    alone = context.new_page()
    alone.goto(opened.page.locator("#alone").evaluate("link => link.href"))
    alone.wait_for_selector("html.ready", state="attached")
    assert alone.evaluate("window.origin") == "null"
    opened.page.goto(f"{server.url}{work}/emporter")
    opened.page.wait_for_load_state("networkidle")
    assert opened.dialogs == []
    assert opened.complaints == []
    hosts = {re.match(r"\w+:(//[^/]+)?", address)[0] for address in opened.asked}
    assert hosts <= {server.url, "data:", "blob:"}
    context.close()


@pytest.mark.parametrize("width", [1200, 390, 320])
def test_axe_finds_no_fault_and_nothing_overflows(server, context, work, width):
    """With the choices folded and not, a fault and not; the map comes before them when narrow."""
    opened = MapPage(context, f"{server.url}{work}/carte", width=width)
    opened.shown()
    assert faults_of(opened.page) == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    fold = opened.page.locator("#fold")
    assert (fold.get_attribute("open") is None) == (width < 992)
    if width < 992:
        assert fold.bounding_box()["height"] < 80
        fold.locator("summary").click()
    opened.page.fill("#url", "ailleurs")
    opened.page.press("#url", "Tab")
    opened.page.locator("#fault-url:not(:empty)").wait_for()
    assert faults_of(opened.page) == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    opened.page.close()


def test_the_keyboard_reaches_all_that_can_be_pressed(opened):
    """Of what is one choice, the one that is made; and the map, in which one goes on."""
    controls = set(opened.page.evaluate(CONTROLS))
    opened.page.locator("#contenu").focus()
    reached = set()
    while "IFRAME" not in reached:
        opened.page.keyboard.press("Tab")
        reached.add(
            opened.page.evaluate(
                "document.activeElement.dataset.control ?? document.activeElement.tagName"
            )
        )
    pressable = opened.page.locator(
        "#contenu :is(.step-head, .workbench) [data-control]:not([type=radio]:not(:checked))"
    ).evaluate_all("all => all.map((one) => one.dataset.control)")
    assert set(pressable) & controls <= reached
