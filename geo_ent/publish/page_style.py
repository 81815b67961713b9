"""The style that all pages share: the map page's colours, type scale and tables."""

import re
from functools import cache

from geo_ent.maps.page.page_script import asset

# The pages look alike because one style is the other's: cut here, at the marks of page.css.
_BASE_ENDS = "/* ---- map and panel ---- */"
_TABLES_BEGIN = "/* ---- below ---- */"


@cache
def base_css() -> str:
    """Take the map page's colours, type scale and tables, and leave what is of the map."""
    css = asset("page.css")
    base_rules, _, rest = css.partition(_BASE_ENDS)
    # The bar of shares and the tables are below the map's own rules: they are picked out.
    bar_rules = re.findall(r"^\.bar .*$|^\.part .*$", rest, re.MULTILINE)
    table_rules = re.sub(r"(?s)@media.*", "", rest.partition(_TABLES_BEGIN)[2])
    return "\n".join([base_rules, *bar_rules, table_rules])
