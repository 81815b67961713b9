"""The site's pages, from the Markdown of the repository, which reads as it is on the forge too.

A link that leaves `docs/` leads, on the site, to a page of the site: other pages of the repository
have one, and so has each file that is named by a link, with its text. Nothing hangs on where the
repository is published, and the site reads whole from a folder.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from docsite.markdown import with_links, with_wide_lists
from docsite.notebooks import notebook_page, shown_by

if TYPE_CHECKING:
    from docsite.notebook_runs import Ran

ROOT = Path(__file__).resolve().parents[2]

ELSEWHERE = {
    "README.md": "readme.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.fr.md": "contribuer.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
}
"""Pages of the repository that aren't under `docs/` -> their places on the site."""

KEPT = (".md", ".png", ".svg", ".css", ".json")
"""What the site takes of `docs/`."""

NOTEBOOKS = {"notebooks": "carnets"}
"""The repository's folder of notebooks -> the site's."""

FILES = "fichiers"
"""The folder of the site for the other files that pages link to."""

_LANGUAGES = {".py": "python", ".toml": "toml", ".js": "javascript", ".csv": "text", "": "text"}
_FRAME = re.compile(r"<!-- carte : ([\w-]+) -->\n!\[([^\]]*)\]\([^)]*\)")


def sources(root: Path = ROOT) -> Iterator[str]:
    """Give the files of the repository that are pages of the site or are shown on them.

    Paths are the repository's own, with slashes; texts that other pages are made of aren't pages.
    """
    yield from (path for path in ELSEWHERE if (root / path).is_file())
    for folder in NOTEBOOKS:
        files = sorted((root / folder).glob("*"))
        yield from (f"{folder}/{path.name}" for path in files if path.suffix in {".md", ".ipynb"})
    for path in sorted((root / "docs").rglob("*")):
        if path.suffix in KEPT and path.is_file() and path.parent.name != "texts":
            yield path.relative_to(root).as_posix()


def place(path: str, root: Path = ROOT) -> str:
    """Tell where a file or a folder of the repository is on the site.

    Examples
    --------
    >>> place("docs/guide.md"), place("docs/cases/README.md"), place("CHANGELOG.md")
    ('guide.md', 'cases/index.md', 'changelog.md')
    >>> place("docs/decisions"), place("bench/naive.py"), place("notebooks/carte.ipynb")
    ('decisions/index.md', 'fichiers/bench/naive.py.md', 'carnets/carte.md')
    """
    if path in ELSEWHERE:
        return ELSEWHERE[path]
    if (root / path).is_dir():
        return place(f"{path}/README.md", root)
    if path.startswith("docs/"):
        return re.sub(r"(^|/)README\.md$", r"\1index.md", path.removeprefix("docs/"))
    first, _, rest = path.partition("/")
    if first in NOTEBOOKS:
        return f"{NOTEBOOKS[first]}/{re.sub(r'README[.]md$|[.]ipynb$', _ended, rest)}"
    folder = f"{FILES}/{path}"
    return re.sub(r"README\.md$", "index.md", folder) if path.endswith(".md") else f"{folder}.md"


def _ended(end: re.Match[str]) -> str:
    return "index.md" if end[0].startswith("README") else ".md"


def site_pages(root: Path = ROOT, ran: "Mapping[str, Ran] | None" = None) -> dict[str, str]:
    """Make every page of the site from the repository's, with its links led to other pages.

    Parameters
    ----------
    root
        The repository.
    ran
        What came out of the notebooks, by their names; without it, their pages have their words
        and their code alone.

    Returns
    -------
    dict
        Place on the site -> Markdown.

    Raises
    ------
    FileNotFoundError
        If a link leads to nothing.
    """
    waiting = [path for path in sources(root) if path.endswith((".md", ".ipynb"))]
    pages: dict[str, str] = {}
    while waiting:
        path = waiting.pop()
        linked: set[str] = set()
        pages[place(path, root)] = _page(path, root, linked, ran or {})
        waiting += [other for other in linked if place(other, root) not in pages]
    return pages


def _page(path: str, root: Path, linked: set[str], ran: "Mapping[str, Ran]") -> str:
    """Make a page, and note the files of the repository that it is the first to name."""
    if (root / path).is_dir():
        return _folder(path, root)
    text = (root / path).read_text(encoding="utf-8")
    if path.endswith(".ipynb"):
        text = notebook_page(root / path, shown_by(ran, root / path))
    elif not path.endswith(".md"):
        return _file(path, text)

    def new(address: str) -> str:
        if re.match(r"\w+:|#", address):
            return address
        file, sharp, heading = address.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
        if not (root / target).exists():
            msg = f"{path}: {address} leads to nothing"
            raise FileNotFoundError(msg)
        if target.endswith(".md") or not target.startswith("docs/") or (root / target).is_dir():
            linked.add(target)
        here = posixpath.dirname(place(path, root)) or "."
        return posixpath.relpath(place(target, root), here) + sharp + heading

    return with_frames(with_wide_lists(with_links(text, new)), place(path, root))


def with_frames(text: str, page: str) -> str:
    r"""Put a live map in the place of each picture that a mark says to be of one.

    Examples
    --------
    >>> print(with_frames("<!-- carte : somme -->\n![La Somme](somme.png)", "cases/somme.md"))
    <iframe class="carte" src="../cartes/somme/index.html#vue=carte" title="La Somme" loading="lazy"
    sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe>
    """
    up = "../" * page.count("/")

    def frame(found: re.Match[str]) -> str:
        return (
            f'<iframe class="carte" src="{up}cartes/{found[1]}/index.html#vue=carte" '
            f'title="{found[2]}" loading="lazy"\n'
            'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe>'
        )

    return _FRAME.sub(frame, text)


def _file(path: str, text: str) -> str:
    """Show a file that isn't a page with its text."""
    language = _LANGUAGES.get(Path(path).suffix, "text")
    return f"# {path}\n\nUn fichier du dépôt de geo-ent.\n\n````{language}\n{text.rstrip()}\n````\n"


def _folder(path: str, root: Path) -> str:
    """List a folder of pages by their titles, as the forge lists its files."""
    files = sorted((root / path).glob("*.md"))
    titles = {file.name: title(file.read_text(encoding="utf-8")) for file in files}
    lines = (f"- [{name}]({file})" for file, name in titles.items())
    return "# " + FOLDERS[path] + "\n\n" + "\n".join(lines) + "\n"


FOLDERS = {"docs/decisions": "Decisions: why things are as they are"}
"""Folders that pages link to -> the titles of the pages that list them."""


def title(text: str) -> str:
    r"""Give a page's title.

    Examples
    --------
    >>> title("# 0016 – House\n\nText")
    '0016 – House'
    """
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    return found[1] if found else ""


def in_nav(nav: Iterable[dict[str, object]]) -> Iterator[str]:
    """Give the pages that a navigation names, in its order.

    Examples
    --------
    >>> list(in_nav([{"Home": "index.md"}, {"More": [{"A": "a.md"}]}]))
    ['index.md', 'a.md']
    """
    for entry in nav:
        for under in entry.values():
            if isinstance(under, str):
                yield under
            elif isinstance(under, list):
                yield from in_nav(under)
