"""What the site's theme leaves to be done: words in French, languages of pages, narrower windows.

Zensical writes its search in English whatever the language, tells accents apart in it, and asks a
host of others for a script when the site is opened from a folder. What is replaced must be there:
a version of Zensical that writes it otherwise stops the build, and is looked at.
"""

import re
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

WORKER = "iframe-worker.js"
"""npm's iframe-worker 1.0.4: a search in a page that is opened from a folder hangs on it."""

ENGLISH = "en anglais"
"""What the titles of the sections of the navigation say whose pages are in English."""

BUNDLE: Mapping[str, str] = {
    '"Search is unavailable. Reload the page to try again."': (
        '"La recherche ne répond pas. Rechargez la page pour réessayer."'
    ),
    'Intl.NumberFormat("en-US")': 'Intl.NumberFormat("fr")',
    'i===1?"result":"results"': 'i===1?"résultat":"résultats"',
    '"No results"': '"Aucun résultat"',
    '"Loading search\\u2026"': '"Chargement de la recherche…"',
    '"aria-label":"Search results"': '"aria-label":"Résultats de la recherche"',
    'placeholder:"Search"': 'placeholder:"Rechercher"',
    '"aria-label":"Search"': '"aria-label":"Rechercher"',
    '"aria-label":"Close search"': '"aria-label":"Fermer la recherche"',
    '"aria-label":"Filters"': '"aria-label":"Filtres"',
    'children:"Filters"': 'children:"Filtres"',
    # A landmark for the button of each block of code: none has a name.
    'C("nav",{class:"md-code__nav"})': 'C("div",{class:"md-code__nav"})',
}
"""What the theme's script writes -> what it writes here."""

# « equipement » finds « équipement »: the marks that NFKD parts from their letters are dropped.
SEARCH: Mapping[str, str] = {
    '.normalize("NFKD").toLowerCase()': (
        '.normalize("NFKD").replace(/[\\u0300-\\u036f]/g,"").toLowerCase()'
    ),
}
"""How the search reads words -> how it reads them in French."""

# From 1024 px, an ordinary window of a laptop; the theme's own is 1220.
WIDTHS: Mapping[str, str] = {"(min-width:76.25em)": "(min-width:64em)",
                             "(max-width:76.234375em)": "(max-width:63.984375em)"}  # fmt: skip
"""From which width the theme shows the navigation beside the page -> from which it does here."""


def finish(site: Path, nav: list[dict[str, object]]) -> None:
    """Finish a site that is built: its scripts, then each of its pages."""
    scripts = site / "assets" / "javascripts"
    shutil.copyfile(Path(__file__).parent / "assets" / WORKER, scripts / WORKER)
    _replace(_only(scripts, "bundle.*.js"), BUNDLE)
    _replace(_only(scripts, "workers/search.*.js"), SEARCH)
    _replace(_only(site / "assets" / "stylesheets", "modern/main.*.css"), WIDTHS)
    english = english_pages(nav)
    for path in sorted(site.rglob("*.html")):
        page = path.relative_to(site).as_posix()
        text = finished(path.read_text(encoding="utf-8"), page, english)
        path.write_text(text, encoding="utf-8", newline="\n")


def _only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def _replace(path: Path, words: Mapping[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    missing = [old for old in words if old not in text]
    if missing:
        msg = f"{path.name}: Zensical doesn't write {missing} any more"
        raise LookupError(msg)
    for old, new in words.items():
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8", newline="\n")


def finished(text: str, page: str, english: Collection[str]) -> str:
    """Finish a page: its language, its landmarks, the script that it takes from the site.

    Parameters
    ----------
    text
        As the generator wrote it.
    page
        Its place on the site.
    english
        The pages that are in English.

    Examples
    --------
    >>> finished("<article class=a><th></th>", "b.html", {"b.md"})
    '<article lang="en" class=a><td></td>'
    """
    # Beside the theme's own script: a page of errors has the site's address before it.
    beside = re.search(r'src="([^"]*assets/javascripts/)bundle', text)
    worker = f"{beside[1]}{WORKER}" if beside else WORKER
    text = re.sub(r"https://unpkg\.com/iframe-worker/[\w.]+", worker, text)
    # One palette is no choice: its button can be reached and does nothing.
    text = re.sub(r'<form class="md-header__option" data-md-component="palette">.*?</form>', "",
                  text, flags=re.DOTALL)  # fmt: skip
    # Two landmarks of one kind are told apart by their names; and the corner of a table with
    # titles on two sides is no title.
    text = re.sub(r'(class="md-path"[^>]*aria-label=)"[^"]*"', r'\1"Fil d’Ariane"', text)
    text = _named_contents(text).replace("<th></th>", "<td></td>")
    if is_english(page.removesuffix(".html") + ".md", english):
        text = text.replace("<article ", '<article lang="en" ', 1)
    return text


def _named_contents(text: str) -> str:
    """Name the contents of the page that stand in the menu otherwise than those beside it."""
    contents = 'aria-label="Table des matières"'
    menu, beside, after = text.rpartition(contents)
    menu = menu.replace(contents, 'aria-label="Sections de la page"')
    menu = menu.replace(
        '<nav class="md-nav" aria-label="', '<nav class="md-nav" aria-label="Menu : '
    )
    return menu + beside + after


def is_english(page: str, english: Collection[str]) -> bool:
    """Tell whether a page is in English: it, or the list that leads to it.

    Examples
    --------
    >>> is_english("decisions/0016-house.md", {"decisions/index.md"}), is_english("a.md", {"b.md"})
    (True, False)
    """
    return page in english or page.startswith(("decisions/", "fichiers/"))


def english_pages(nav: list[dict[str, object]], *, inside: bool = False) -> set[str]:
    """Give the pages that stand in a section of pages in English.

    Examples
    --------
    >>> english_pages([{"A": "a.md"}, {"Code (en anglais)": [{"B": "b.md"}]}])
    {'b.md'}
    """
    pages: set[str] = set()
    for entry in nav:
        for name, under in entry.items():
            here = inside or ENGLISH in name
            if isinstance(under, list):
                pages |= english_pages(under, inside=here)
            elif here:
                pages.add(str(under))
    return pages
