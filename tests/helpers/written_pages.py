"""Pages as they were meant: what is written in ASCII is read as the text that it stands for."""

import re

_REFERENCE = re.compile(r"&#(\d+);")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


def page_text(path):
    """Read a page or an SVG; references and escapes to what is beyond ASCII are those signs."""
    text = path.read_bytes().decode("ascii")
    text = _REFERENCE.sub(lambda found: _beyond(found[0], int(found[1])), text)
    told = _ESCAPE.sub(lambda found: _beyond(found[0], int(found[1], 16)), text)
    # two escapes stand for one sign beyond the first 65,536
    return told.encode("utf-16", "surrogatepass").decode("utf-16")


def _beyond(written, code):
    return chr(code) if code > 0x7F else written
