"""Text of unknown origin, made safe for where it goes: a page, a terminal, a spreadsheet."""

import json
import re

_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # no place in HTML, XML or a terminal
    "\u202a-\u202e\u2066-\u2069"  # turn the line round
    "\ud800-\udfff\ufffe\uffff]"  # no place in UTF-8 or XML
)
# Marks and joiners that only some scripts need: they stay in files, not on a terminal's line.
_UNSEEN = re.compile("[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
# Also inside the text: a spreadsheet set for French cuts a line of CSV at ";", whatever the quotes.
_FORMULA = re.compile("(^|[;|\t\r\n])([\\s\"']*)(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])")
_SIGN = re.compile("[=+\\-@\uff1d\uff0b\uff0d\uff20]")
_MARKS = re.compile("[\u200e\u200f\u061c]")  # unseen, they set which way a line runs
_SPACES = re.compile(r"\s+")
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_QUOTED_MAX = 40  # characters of a cell in a message


def printable(text: str) -> str:
    r"""Replace what HTML, XML or UTF-8 cannot hold, and what turns a line round.

    Examples
    --------
    >>> printable("a\x00b\tc\ud800")
    'a\ufffdb\tc\ufffd'
    """
    # Nearly all texts hold nothing of the kind, which `str` knows without a search.
    return text if text.isprintable() else _CONTROLS.sub("\ufffd", text)


def clean(words: object) -> str:
    r"""Keep what a line of XML can hold, on one line.

    Examples
    --------
    >>> clean("a\x00\n  b\u202e")
    'a\ufffd b\ufffd'
    """
    return re.sub("[\t\n\r ]+", " ", _MARKS.sub("\ufffd", printable(str(words)))).strip()


def one_line(text: object, *, width: int = 0) -> str:
    r"""Write a text on one line of a terminal: no escape code, no hidden character, not too long.

    Parameters
    ----------
    width
        Most characters to show; 0 for all.

    Examples
    --------
    >>> one_line("N° UAI\n(RNE)"), one_line("\x1b[31mrouge", width=6)
    ('N° UAI (RNE)', '\ufffd[31m…')
    """
    line = _UNSEEN.sub("", _SPACES.sub(" ", printable(_SPACES.sub(" ", str(text))))).strip()
    return line[: width - 1] + "…" if width and len(line) > width else line


def quoted(cell: object) -> str:
    r"""Write what a file says between French quotation marks, in an error's one line.

    Examples
    --------
    >>> quoted("oui\n(1)"), len(quoted("x" * 400))
    ('« oui (1) »', 44)
    """
    return f"« {one_line(cell, width=_QUOTED_MAX)} »"


def one_break(text: str) -> str:
    r"""Write every line break of a text as the one that CSV readers all know within quotes.

    Examples
    --------
    >>> one_break("a\r\nb\rc\nd")
    'a\nb\nc\nd'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")


def no_formula(text: str) -> str:
    r"""Keep a text from becoming a formula when its CSV is opened in a spreadsheet.

    An apostrophe, which spreadsheets take for "this is text", goes before `= + - @` (also in
    their full-width forms) at the beginning of the text, and after a semicolon, a bar, a tab or a
    line break inside it: a spreadsheet set for French cuts lines of a CSV there, whatever the
    quotes say.

    Examples
    --------
    >>> no_formula("=1+1"), no_formula("note;=1+1"), no_formula("Saint-Malo")
    ("'=1+1", "note;'=1+1", 'Saint-Malo')
    """
    # Asked first: few texts have such a sign, and to look for its place is nine times as slow.
    return _FORMULA.sub(r"\1\2'", text) if _SIGN.search(text) else text


def as_json(value: object) -> str:
    r"""Write JSON that is inert inside a `<script>` and to any template engine.

    Examples
    --------
    >>> as_json({"a": "</script>{{7*7}}"})
    '{"a":"\\u003c/script\\u003e\\u007b{7*7}}"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # outside strings JSON never has a brace before {, % or #: what is replaced is inside one
    return re.sub(r"\{(?=[{%#])", r"\\u007b", text.translate(_UNSAFE))
