"""Pages in ASCII: a server that names another encoding than theirs breaks nothing in them."""

import json
import re
from pathlib import Path
from typing import Final

_BEYOND: Final = re.compile("[^\x00-\x7f]+")
# What a page takes to the letter: a reference (`&#233;`) isn't read there.
_RAW: Final = re.compile(r"(<(script|style)\b[^>]*>)(.*?)(?=</\2\b)", re.DOTALL | re.IGNORECASE)


def write_page(path: Path, page: str) -> int:
    """Write a page or a picture's SVG, in ASCII, and give its weight in bytes."""
    # As bytes: what is counted is then the file's weight, and no system puts its own line ends.
    return path.write_bytes(ascii_page(page).encode("ascii"))


def ascii_page(page: str) -> str:
    r"""Write a page of HTML in ASCII, so that it reads the same whatever a server says of it.

    Many servers send `charset=iso-8859-1` with all they have, which a browser believes before the
    page: a map in UTF-8 then has no script, since its policy names other bytes, and no accent.

    Parameters
    ----------
    page
        A complete page, or XML without scripts and styles.

    Returns
    -------
    str
        The same page to a browser: references in markup, and what scripts and styles have for
        them in theirs. A page in ASCII is given back as it is.

    Examples
    --------
    >>> ascii_page('<p title="é">É</p><script>say("é")</script><style>p{content:"é"}</style>')
    '<p title="&#233;">&#201;</p><script>say("\\u00e9")</script><style>p{content:"\\e9 "}</style>'
    """
    if page.isascii():
        return page
    held = _RAW.sub(_raw, page)
    return held.encode("ascii", "xmlcharrefreplace").decode()


def ascii_script(script: str) -> str:
    r"""Write a script or JSON in ASCII; all that is beyond it must stand in strings or comments.

    Examples
    --------
    >>> ascii_script('say("né à 😀")')
    'say("n\\u00e9 \\u00e0 \\ud83d\\ude00")'
    """
    return _BEYOND.sub(lambda found: json.dumps(found[0])[1:-1], script)


def ascii_style(style: str) -> str:
    r"""Write a style sheet in ASCII.

    Examples
    --------
    >>> ascii_style('p::before { content: "→"; }')
    'p::before { content: "\\2192 "; }'
    """
    return _BEYOND.sub(lambda found: "".join(f"\\{ord(sign):x} " for sign in found[0]), style)


def _raw(found: re.Match[str]) -> str:
    write = ascii_script if found[2].lower() == "script" else ascii_style
    return found[1] + write(found[3])
