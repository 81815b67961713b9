"""The coverage map as a Folium map, which a notebook shows and adds layers to.

Folium hosts the map; no data of ours passes through Folium's templates, because what they render
is compiled again as a template. The page's skeleton is filled after rendering, in one pass.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

import folium
from branca.element import Figure
from folium.template import Template

from geo_ent.maps.page.coverage_page import MAP_ELEMENT, MAP_ID, CoveragePage, coverage_page
from geo_ent.maps.page.made_page import MadePage

_Given = ParamSpec("_Given")


class CoverageMap(folium.Map):
    """A Folium map whose page is complete and asks no other server for anything.

    Markers, popups, vectors and layer controls can be added as to any Folium map. What needs a
    library of its own (`folium.Icon`, tile layers, most plugins) brings its own requests.
    """

    # Two names of attributes, no data: whatever branca compiles here or again is ours.
    _template = Template(
        "{% macro html(this, kwargs) %}{{ this.geo_ent_element }}{% endmacro %}"
        "{% macro script(this, kwargs) %}{{ this.geo_ent_page.script }}{% endmacro %}"
    )

    def __init__(self, page: CoveragePage | MadePage) -> None:
        """Host a map over a page; use `coverage_map` to make one."""
        super().__init__(tiles=None)
        self.default_js, self.default_css = [], []  # Folium's come from five other servers
        # Folium draws ids by chance; a fixed one gives the same bytes, and our script its map.
        self._id = MAP_ID.removeprefix("map_")
        self.geo_ent_page, self.geo_ent_element = page, MAP_ELEMENT
        self.geo_ent_bounds = page.bounds
        _PageFigure(page).add_child(self)

    def html(self) -> str:
        """Give the complete page, the same bytes for the same inputs."""
        return str(self.get_root().render())


class _PageFigure(Figure):
    """Folium's outermost element, rendered into our own skeleton."""

    def __init__(self, page: CoveragePage | MadePage) -> None:
        super().__init__(ratio="100%")
        self._id = "geo_ent_page"
        self._page = page

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 branca's signature
        """Let the children render, then fill the skeleton with them and with the data."""
        # Rendering is what adds their scripts to this figure, which are read below.
        for child in list(self._children.values()):
            child.render(**kwargs)
        if not any(len(child._children) for child in self._children.values()):  # noqa: SLF001
            return self._page.html()
        self.header._children.pop("meta_http", None)  # noqa: SLF001 the skeleton has its charset
        return self._page.html_with_layers(
            script=str(self.script.render(**kwargs)),
            element=str(self.html.render(**kwargs)),
            header=str(self.header.render(**kwargs)),
        )


def _hosted(make: Callable[_Given, CoveragePage]) -> Callable[_Given, CoverageMap]:
    @wraps(make, assigned=("__doc__", "__annotations__"))
    def coverage_map(*args: _Given.args, **kwargs: _Given.kwargs) -> CoverageMap:
        return CoverageMap(make(*args, **kwargs))

    return coverage_map


coverage_map = _hosted(coverage_page)
