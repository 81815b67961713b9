"""The page of a map that was made before, read from its file for a Folium map to host."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from geo_ent.errors import InputError
from geo_ent.maps.page.coverage_page import MAP_ELEMENT, MAP_ID, leaflet
from geo_ent.maps.page.page_script import asset
from geo_ent.text.ascii_page import ascii_page
from geo_ent.text.system_faults import why

# What stands once in each of our pages: what they are made of goes through JSON, whose texts have
# no "<", or is escaped.
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
_LEAFLET = re.compile(r"<script>\n.*?\n</script>\n<style>\n.*?\n</style>", re.DOTALL)
_MADE = re.compile(
    rf"<script>\n(\s*var {MAP_ID} = L\.map\(.*?\);"
    rf"\s*{MAP_ID}\.fitBounds\((\[\[.*?\]\])\);\s*?)\n(?=\S)"
)


@dataclass(frozen=True)
class MadePage:
    """A page as it stands in a folder; it is what `CoveragePage` is to a Folium map.

    Attributes
    ----------
    text
        The complete page.
    script
        What makes the map in it.
    bounds
        South-west and north-east corners of what is shown first, latitude first.
    """

    text: str
    script: str
    bounds: list[list[float]]

    @classmethod
    def read(cls, path: Path) -> "MadePage":
        """Read a page that `build` wrote.

        Raises
        ------
        InputError
            If it isn't there, or isn't a page that layers can be added to.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as fault:
            msg = f"{path} : cette page ne peut pas être lue ({why(fault)})."
            raise InputError(msg) from None
        made = _MADE.search(text)
        parts = (_POLICY.search(text), _LEAFLET.search(text), text.count(MAP_ELEMENT) == 1)
        if made is None or not all(parts):
            msg = f"{path} : cette page vient d’une version plus ancienne ; refaites la carte."
            raise InputError(msg)
        return cls(text, made[1], json.loads(made[2]))

    def html(self) -> str:
        """Give the page as it is."""
        return self.text

    def html_with_layers(self, *, script: str, element: str, header: str) -> str:
        """Give the page of a map that layers of Folium were added to.

        The parameters are those of `CoveragePage.html_with_layers`, and so is the rest: Leaflet
        whole, and no policy.
        """
        whole = (
            f"<script>\n{leaflet(whole=True)}\n</script>\n"
            f"<style>\n{asset('vendor/leaflet.css')}\n</style>"
        )
        # Functions, not texts: a backslash in a layer's script is no reference to a group.
        page = _POLICY.sub("", self.text, count=1)
        page = _LEAFLET.sub(lambda _old: whole, page, count=1)
        made = f"<script>\n{script}\n</script>\n<script>\n"
        page = _MADE.sub(lambda _old: made, page, count=1)
        page = page.replace(MAP_ELEMENT, element, 1)
        return ascii_page(page.replace("</head>", f"{header}\n</head>", 1))
