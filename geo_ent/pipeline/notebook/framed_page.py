"""The page in a frame of a notebook, with its figures in a sentence over it."""

from html import escape

_HEIGHT = 780
"""Pixels of the frame: the map with its legend, and the chosen zone beside it."""

# What the page may do in a notebook: its own script, the files that it makes, links in a new tab.
# It is in a sandbox and of no origin, so that it can't reach the notebook, nor what it is signed in
# to: a page may come from anyone's folder.
_SANDBOX = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"


def framed_page(page: str, *, title: str, headline: str, where: str) -> str:
    """Frame a page for a notebook.

    Parameters
    ----------
    page
        Complete, and asking no other server for anything.
    title, headline, where
        Texts that stand over it: they are escaped. They stay where a notebook that isn't trusted,
        or a forge that shows it, leaves the frame out.
    """
    return (
        '<div class="geo-ent" style="max-width:100%">'
        f'<div style="margin:.25em 0"><strong>{escape(headline)}</strong> {escape(where)}</div>'
        f'<iframe title="{escape(title)}" sandbox="{_SANDBOX}" allow="fullscreen" '
        f'style="display:block;width:100%;height:{_HEIGHT}px;border:1px solid #ccc;'
        f'box-sizing:border-box;background:#fff" srcdoc="{escape(page)}"></iframe>'
        "</div>"
    )
