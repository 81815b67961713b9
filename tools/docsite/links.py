"""The links of a site that is built, and what its pages would ask of other hosts."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

LOADED = {
    ("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src"),
    ("video", "src"), ("audio", "src"), ("object", "data"), ("embed", "src"),
}  # fmt: skip
"""Elements and attributes by which a browser asks for something without a reader's gesture."""


@dataclass
class Page(HTMLParser):
    """What a page links to, loads, and offers to link to."""

    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Start the parser, which a dataclass doesn't."""
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element's addresses and its name."""
        known = {name: value or "" for name, value in attrs}
        self.anchors.update(known[name] for name in ("id", "name") if name in known)
        for name in ("href", "src", "data"):
            if (tag, name) in LOADED and name in known and known.get("rel") != "canonical":
                self.loaded.append(known[name])
            elif name in known and tag == "a":
                self.links.append(known[name])


def read(path: Path) -> Page:
    """Read a page's links and anchors."""
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def broken(site: Path, skipped: str) -> list[str]:
    """Name each link that leads to no file or no heading, and each thing asked of another host.

    Parameters
    ----------
    site
        The folder of the site.
    skipped
        A folder of it whose pages are looked at by nobody: maps, which have tests of their own.
    """
    # The page of errors is served at any address: its links are the forge's, from its root.
    pages = {
        path: read(path)
        for path in sorted(site.rglob("*.html"))
        if path != site / "404.html" and path.relative_to(site).parts[0] != skipped
    }
    faults = [f"{path.relative_to(site)}: loads {address}" for path, page in pages.items()
              for address in page.loaded if urlsplit(address).netloc]  # fmt: skip
    for path, page in pages.items():
        faults += [f"{path.relative_to(site)}: {address} {fault}"
                   for address in sorted({*page.links, *page.loaded})
                   if (fault := _fault(address, path, pages))]  # fmt: skip
    for path in sorted(site.rglob("*.css")):
        styles = re.findall(r"url\([\"']?(?:https?:)?//[^)]*\)", path.read_text(encoding="utf-8"))
        faults += [f"{path.relative_to(site)}: loads {address}" for address in styles]
    return faults


def _fault(address: str, path: Path, pages: dict[Path, Page]) -> str:
    """Say what is wrong with a link, if anything."""
    parts = urlsplit(urljoin(path.as_uri(), address))
    if parts.scheme != "file" or parts.netloc:
        return ""
    target = Path(unquote(parts.path))
    target = target / "index.html" if target.is_dir() else target
    if not target.is_file():
        return "leads to no file"
    heading = unquote(parts.fragment)
    if heading and target in pages and heading not in pages[target].anchors | {"__top", ""}:
        return "leads to no heading"
    return ""
