"""Reading gettext's catalogues (.po), which any of its editors writes."""

import re
from collections.abc import Iterator
from pathlib import Path

CONTEXT = "\x04"
"""What gettext puts between a context and its text."""

# Of several quoted lines: gettext's editors cut a text at a hundred signs.
_TEXT = r'((?:\s*"[^"\\]*(?:\\.[^"\\]*)*")+)'
_ENTRY = re.compile(
    rf"^(?:msgctxt{_TEXT}\s*^)?msgid{_TEXT}(?:\s*^msgid_plural{_TEXT})?"
    rf"((?:\s*^msgstr(?:\[\d\])?{_TEXT})+)",
    re.MULTILINE,
)
_FORM = re.compile(rf"^msgstr(?:\[\d\])?{_TEXT}", re.MULTILINE)
_QUOTED = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"')
_ESCAPE = re.compile(r"\\(.)")
_SIGNS = {"n": "\n", "t": "\t", "r": "\r"}


def read_po(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    r"""Read a catalogue's texts that have a translation.

    Babel's reader does it too, and weighs 33 MB (docs/decisions/0004-dependencies.md).

    Yields
    ------
    key, forms
        A text, `context + "\x04" + text` where it has a context, and its translation; its two forms
        where it has a plural.
    """
    for entry in _ENTRY.finditer(path.read_text(encoding="utf-8")):
        context, text = (_unquoted(entry[group] or "") for group in (1, 2))
        forms = tuple(map(_unquoted, _FORM.findall(entry[4])))
        if text and all(forms):
            yield (context + CONTEXT if context else "") + text, forms


def _unquoted(lines: str) -> str:
    return _ESCAPE.sub(lambda sign: _SIGNS.get(sign[1], sign[1]), "".join(_QUOTED.findall(lines)))
