"""What the tests of both pages' scripts read in them: names declared, imported, offered."""

import re

from geo_ent.maps.page.page_script import asset

IMPORT = re.compile(r'^import (?:\{ (.*) \} from )?"\./([\w.]+)\.js";$')

DECLARED = re.compile(
    r"^(?:export )?(?:async )?(?:const|let|var|function\*?|class) (\w+)", re.MULTILINE
)

EXPORTED = re.compile(r"^export (?:async )?(?:const|let|function\*?|class) (\w+)", re.MULTILINE)


def offered():
    """List what the part offers as `L.…`, and what is on `L.control`."""
    bundle = asset("vendor/leaflet-part.js")
    names = re.search(r"window\.L=\{(.*?)\}", bundle)[1]
    controls = re.search(r"Object\.assign\(\w+,\{(\w+:.*?)\}\)", bundle)[1]
    return {part.split(":")[0] for part in names.split(",")}, {
        part.split(":")[0] for part in controls.split(",")
    }
