"""Markdown as the forge reads it, rewritten for Python-Markdown, which reads some of it otherwise.

Two things differ in the pages of this repository: what stands under an item of a list is indented
by the width of its mark there and by four spaces here, and a list may follow a paragraph without
a blank line there.
"""

import re
from collections.abc import Callable, Iterator, Sequence

_ITEM = re.compile(r"([-*+]|\d+[.)])( +)(?=\S)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(^ {0,3}```.*?^ {0,3}```|`[^`\n]+`)", re.MULTILINE | re.DOTALL)
_SPACE = re.compile(r"(?<=«) | (?=(?:[:;?!%»€]|km)(?!\w))")
_LINK = re.compile(r"(\]\()([^()\s]+)((?: \"[^\"]*\")?\))")


def with_wide_lists(text: str) -> str:
    r"""Indent what stands under items by four spaces, and part lists from the text before them.

    Examples
    --------
    >>> print(with_wide_lists("Two:\n- one\n  - in it\n1. a\n\n   b"))
    Two:
    <BLANKLINE>
    - one
    <BLANKLINE>
        - in it
    1. a
    <BLANKLINE>
        b
    """
    return "\n".join(_blocks(text.split("\n")))


def _blocks(lines: Sequence[str]) -> Iterator[str]:
    before = ""  # the last line given, to tell a list that starts from one that goes on
    fence = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        item = None if fence or mark else _ITEM.match(line)
        if item is None:
            before = line
            yield line
            continue
        if before.strip() and before != "item":
            yield ""
        inside = [line[item.end() :]]
        while at < len(lines) and _is_under(lines, at, item.end()):
            inside.append(lines[at][item.end() :])
            at += 1
        first, *rest = _blocks(inside)
        yield f"{item[1]} {first}"
        yield from (f"    {under}" if under.strip() else "" for under in rest)
        before = "item"


def _is_under(lines: Sequence[str], at: int, width: int) -> bool:
    """Tell whether a line is of the item above it: indented, or blank before such a line."""
    here = lines[at]
    if here.strip():
        return here.startswith(" " * width)
    ahead = next((line for line in lines[at:] if line.strip()), "")
    return ahead.startswith(" " * width)


def with_links(text: str, new: Callable[[str], str]) -> str:
    """Rewrite the addresses of links and pictures, those in code left alone.

    Examples
    --------
    >>> with_links("[a](b.md#c) `[a](b.md)` ![p](q.png)", str.upper)
    '[a](B.MD#C) `[a](b.md)` ![p](Q.PNG)'
    """
    parts = _CODE.split(text)
    # The odd parts are what is between, captured: code.
    parts[::2] = [
        _LINK.sub(lambda link: f"{link[1]}{new(link[2])}{link[3]}", part) for part in parts[::2]
    ]
    return "".join(parts)


def with_french_spaces(text: str) -> str:
    r"""Keep signs on the line of their words, as French sets them.

    Not in code, nor in headings, whose addresses are made of their spaces.

    Examples
    --------
    >>> with_french_spaces("# Où ?\n« Ici » : 50 % `a : b`").replace(chr(0xA0), "~")
    '# Où ?\n«~Ici~»~: 50~% `a : b`'
    """
    parts = re.split(r"(^#.*|^\|[\s:|-]+$)", text, flags=re.MULTILINE)
    for at in range(0, len(parts), 2):
        pieces = _CODE.split(parts[at])
        pieces[::2] = [_SPACE.sub("\u00a0", piece) for piece in pieces[::2]]
        parts[at] = "".join(pieces)
    return "".join(parts)
