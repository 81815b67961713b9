"""What can be taken away: each file with what it is for, the zip of all, the codes to paste."""

import zipfile
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from geo_ent.telling.language import Language, mark
from geo_ent.telling.page.page_words import LEVEL_WORDS, level_words
from geo_ent.text.compare import plain, unaccented

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first that a zip can say: the same files are the same bytes
_LONGEST_NAME = 60
_SEEN = frozenset({".html", ".png", ".svg"})  # what a browser shows

_WORDS: Mapping[str, Mapping[str, str]] = {
    mark("La carte"): {
        "index.html": mark(
            "la carte interactive, en un seul fichier : elle marche même hors ligne"
        ),
        "map.png": mark("la carte en image, pour un document ou une lettre"),
        "map.svg": mark("la même, qui se retouche et s’imprime en grand"),
        "card.png": mark("la vignette que montrent les réseaux et les messageries"),
        "embed.html": mark("les codes à coller dans votre site, et une note pour le webmestre"),
    },
    mark("À lire, à imprimer"): {
        "coverage.xlsx": mark(
            "les chiffres dans un classeur : une feuille par découpage, puis les écoles"
        ),
        "equity.html": mark("les inégalités : un paragraphe à reprendre, des graphiques"),
        "register-report.html": mark(
            "ce qu’est devenue chaque ligne du registre, et ce qu’il faut y corriger"
        ),
    },
    mark("Pour un autre programme"): {
        "coverage.qgs": mark("la carte dans QGIS, d’un double clic ; elle lit coverage.gpkg"),
        "coverage.gpkg": mark("les chiffres avec les contours, pour QGIS"),
        "schools.csv": mark("chaque école et sa situation"),
        "coverage-{level}.csv": mark("les chiffres par {level}"),
        "zones-{level}.geojson": mark("chiffres et contours par {level}, pour le web (GeoJSON)"),
        "zones-{level}.parquet": mark("les mêmes, pour l’analyse (GeoParquet)"),
        "change.csv": mark("ce qui a changé depuis une rentrée, zone par zone"),
        "history.csv": mark("la situation de chaque école, à chaque rentrée"),
        "gaps.csv": mark("les écoles rurales sans ENT, classées, avec les raisons du rang"),
        "solutions.csv": mark("les solutions, zone par zone"),
        "adhesions.csv": mark("les communes qui ont adhéré"),
        "adhesions-epci.csv": mark("les intercommunalités qui ont adhéré"),
        "school-networks.csv": mark("les réseaux d’écoles"),
        "phases.csv": mark("les phases du déploiement"),
        "equity.csv": mark("les mesures d’inégalité"),
        "equity-groups.csv": mark("les groupes d’écoles comparés"),
        "register-report.csv": mark("ce qu’est devenue chaque ligne du registre"),
        "findings.csv": mark("ce qui a été laissé de côté, corrigé ou deviné"),
        "datapackage.json": mark("ce que contient chaque tableau, pour un portail de données"),
        "register-report.datapackage.json": mark(
            "de même, des tableaux qui citent le registre : à ne pas publier avec les autres"
        ),
        "manifest.json": mark("ce dont la carte est faite : fichiers, versions, chiffres, sommes"),
    },
}
"""The files of a map by what they are for, in the order that they are listed."""


class TakenFile(NamedTuple):
    """A file to take away.

    Attributes
    ----------
    name, about, bytes_n
        What it is called, what it is for, its size.
    is_seen
        Whether a browser can show it.
    """

    name: str
    about: str
    bytes_n: int
    is_seen: bool


def members(built: Path) -> list[Path]:
    """List the files of a map, by name."""
    return sorted(path for path in built.iterdir() if path.is_file())


def taken_files(built: Path, tr: Language) -> dict[str, list[TakenFile]]:
    """Give the files of a map by what they are for; none is left out, were it known or not."""
    left = {path.name: path for path in members(built)}
    groups: dict[str, list[TakenFile]] = {}
    for title, words in _WORDS.items():
        known = {name: about for pattern in words
                 for name, about in _of_pattern(pattern, words[pattern], tr)}  # fmt: skip
        groups[tr(title)] = [
            _taken(left.pop(name), about) for name, about in known.items() if name in left
        ]
    groups[tr("D’autres fichiers")] = [_taken(path, "") for path in left.values()]
    return {title: files for title, files in groups.items() if files}


def _of_pattern(pattern: str, about: str, tr: Language) -> list[tuple[str, str]]:
    if "{level}" not in pattern:
        return [(pattern, tr(about))]
    return [
        (pattern.format(level=level), tr(about, level=level_words(level, tr).one))
        for level in LEVEL_WORDS
    ]


def _taken(path: Path, about: str) -> TakenFile:
    return TakenFile(path.name, about, path.stat().st_size, path.suffix in _SEEN)


def write_zip(path: Path, folder: Path) -> None:
    """Put the files of a folder in a zip whose bytes depend on theirs alone."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members(folder):
            about = zipfile.ZipInfo(member.name, _EPOCH)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.create_system = 3  # else Windows writes its own number, and other bytes
            about.external_attr = 0o644 << 16
            archive.writestr(about, member.read_bytes())


def zip_name(territory: str, *what: str) -> str:
    """Name a zip after a territory, and after what is in it where that isn't the map.

    Examples
    --------
    >>> zip_name("Ille-et-Vilaine, Côtes-d’Armor"), zip_name("")
    ('carte-ent-ille-et-vilaine-cotes-d-armor.zip', 'carte-ent.zip')
    >>> zip_name("Oise", "fiches", "secteur_college")
    'fiches-secteur-college-oise.zip'
    """
    words = plain(territory)[:_LONGEST_NAME].split()
    named = plain(" ".join(what)).split() or ["carte", "ent"]
    return "-".join([*named, *words]) + ".zip"


def attached(name: str) -> dict[str, str]:
    """Write the header that has a browser save a file under its name, accents and all.

    Examples
    --------
    >>> print(attached("Écoles d'été.xlsx")["content-disposition"])
    attachment; filename="ecoles d'ete.xlsx"; filename*=UTF-8''%C3%89coles%20d%27%C3%A9t%C3%A9.xlsx
    """
    # Both ways: an old program reads the first alone, which can hold no accent.
    bare = "".join(sign if sign.isascii() and sign.isprintable() else "_"
                   for sign in (name if name.isascii() else unaccented(name)))  # fmt: skip
    quoted = bare.replace("\\", "_").replace('"', "_")
    value = f"attachment; filename=\"{quoted}\"; filename*=UTF-8''{quote(name, safe='')}"
    return {"content-disposition": value}


class Code(NamedTuple):
    """A code to paste, or a text to take over.

    Attributes
    ----------
    name
        An id.
    title, about, text
        What it is called, what it is for, the code itself.
    """

    name: str
    title: str
    about: str
    text: str


def embed_codes(built: Path) -> Sequence[Code]:
    """Read the codes to paste from the page of a map that gives them, in its language."""
    reader = _CodeReader()
    reader.feed((built / "embed.html").read_text(encoding="utf-8"))
    return reader.codes


class _CodeReader(HTMLParser):
    """Reads of each section its title, its first paragraph and what is to be copied."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: list[Code] = []
        self._texts: dict[str, str] = {}
        self._id = self._into = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            self._texts = {}
        # A second paragraph of a section is of its fields, or of who has no script.
        if tag in {"h2", "p", "textarea"} and tag not in self._texts:
            self._into, self._texts[tag] = tag, ""
            self._id = dict(attrs).get("id") or self._id

    def handle_endtag(self, tag: str) -> None:
        if tag == self._into:
            self._into = ""
        if tag == "textarea" and self._texts.get("h2"):
            title, about = self._texts["h2"], self._texts.get("p", "")
            self.codes.append(Code(self._id, title, about, self._texts[tag]))

    def handle_data(self, data: str) -> None:
        if self._into:
            self._texts[self._into] += data
