"""HTML pages from Jinja2 templates: one environment, where every value is text unless it says not.

The map page isn't made here: it is filled in one pass (docs/decisions/0002-page.md).
"""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from geo_ent.telling.language import Language
from geo_ent.text.safe import printable

_BEFORE, _AFTER = re.compile(r" ([:;!?»%])"), re.compile(r"« ")
_PACKAGE = Path(__file__).resolve().parent.parent


def render(template: str, tr: Language, **values: object) -> str:
    """Fill a template of the package in.

    Parameters
    ----------
    template
        Its path from the package, as "publish/templates/equity.html".
    tr
        The page's language; templates say `tr("…")` and `plural("…", "…", n)`.
    values
        What the template names. Text is escaped, and rid of what HTML can't hold; only `Markup`
        is taken as it is.

    Raises
    ------
    jinja2.UndefinedError
        If the template names what isn't given.
    """
    page = _environment().get_template(template)
    return page.render(tr=tr, plural=tr.plural, in_context=tr.in_context, **values)


def markup(text: str) -> Markup:
    """Give a template markup that is safe as it is: a style, a script, what was escaped already."""
    return Markup(text)  # noqa: S704 the only place where a text is let through


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_PACKAGE, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,  # a misspelt name is a fault, not an empty cell
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_text,
    )
    # A text of ours that holds markup, filled in with texts that may not.
    environment.filters["html"] = lambda text, **fields: markup(text).format(**fields)
    environment.filters["prose"] = prose
    return environment


def prose(text: object) -> str:
    """Keep a text's French punctuation with its words, and write its apostrophes as they print.

    Examples
    --------
    >>> prose("L'école : oui").replace(chr(0xA0), "_")
    'L’école_: oui'
    """
    kept = _AFTER.sub("«\u00a0", _BEFORE.sub("\u00a0\\1", str(text)))
    return kept.replace("'", "’")


def _text(value: object) -> object:
    return value if isinstance(value, Markup) else printable(str(value))
