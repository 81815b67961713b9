"""What the tests of the map's step and of the last one share: hostile inputs, a map in Chromium."""

from accessibility import Axe
from annuaire import inspection, row, uai, write_csv
from app_server import CIRCONSCRIPTION, PATIENCE_S

HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script> {{7*7}} \u202e</title>'
"""A name that runs wherever it is taken for markup."""

TAGS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


def hostile_annuaire(path):
    """Write the annuaire of five schools, one of which has a hostile name."""
    names = {1: "Jules Ferry", 2: "Aragon", 3: "Les Barres", 4: "Victor Hugo", 5: HOSTILE}
    schools = [
        row(number, Nom_etablissement=f"Ecole primaire publique {name}",
            latitude=str(47.63 + number / 200))
        for number, name in names.items()
    ]  # fmt: skip
    return write_csv(path, [*schools, inspection(99, CIRCONSCRIPTION)])


def hostile_register(path):
    """Write a register with hostile solutions, a hostile status and a school that nobody knows."""
    quoted = HOSTILE.replace('"', '""')
    rows = [
        ("UAI", "École", "Commune", "ENT", "Solution"),
        (uai(1), "Jules Ferry", "Belfort", "oui", f'"{quoted}"'),
        (uai(2), "Aragon", "Belfort", "non", ""),
        (uai(5), f'"{quoted}"', "Belfort", "oui", "ONE"),
        ("", f'"{quoted}"', "Belfort", f'"{quoted}"', "ONE"),
    ]
    path.write_text("\n".join(";".join(cells) for cells in rows), encoding="utf-8")
    return path


class MapPage:
    """The map's step, open in Chromium, with what it asked for and complained of."""

    def __init__(self, context, address, *, width=1200, height=900):
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE_S * 1000)
        self.page.set_viewport_size({"width": width, "height": height})
        self.asked, self.complaints, self.dialogs = [], [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        self.page.on("dialog", self._dialog)
        self.page.goto(address)

    def _heard(self, message):
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _dialog(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def shown(self):
        """Wait for a map that is whole; give its frame."""
        frame = self.page.locator("#frames iframe:not(.coming)")
        frame.wait_for()
        inside = frame.element_handle().content_frame()
        inside.wait_for_selector("html.ready", state="attached")
        return inside

    def showing(self, text, *, lang="fr"):
        """Wait for the map of this title, in a language; give its frame."""
        frame = self.page.frame_locator("#frames iframe:not(.coming)")
        frame.locator(f"html[lang={lang}] h1", has_text=text).wait_for()
        return self.shown()


def faults_of(page):
    """List what axe says of a page, its frames included."""
    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]
