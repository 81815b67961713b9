"""The notebooks as pages of the site: their words, their code, and what each cell shows."""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape, unescape
from pathlib import Path
from typing import Any

FOLDER = "carnets"
"""The folder of the site for the pages of notebooks, their files and their maps."""

Mime = Mapping[str, Any]
"""What a cell shows, by its kind: "text/html", "image/png"…"""

_FRAME = re.compile(r"<iframe\b[^>]*?\bsrcdoc=\"([^\"]*)\".*?</iframe>", re.DOTALL)


def read_cells(path: Path) -> list[dict[str, Any]]:
    """Read the cells of a notebook, the source of each as one text."""
    cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell | {"source": "".join(cell["source"])} for cell in cells]


def notebook_page(path: Path, shown: Mapping[str, Sequence[Mime]]) -> str:
    """Write a notebook in Markdown.

    Parameters
    ----------
    path
        The notebook.
    shown
        By a cell's id, what it shows; {} for the words and the code alone.
    """
    frames = _named(path, shown)
    parts = []
    for cell in read_cells(path):
        if cell["cell_type"] == "markdown":
            parts.append(cell["source"])
            continue
        parts.append(f"```python\n{cell['source']}\n```")
        parts += [_output(mime, cell["source"], frames) for mime in shown.get(cell["id"], ())]
    file = f'<p><a href="{path.name}" download>Prendre ce carnet</a> (.ipynb), pour Jupyter.</p>'
    return "\n\n".join([*parts, file]) + "\n"


def framed_maps(path: Path, shown: Mapping[str, Sequence[Mime]]) -> dict[str, str]:
    """Give the whole pages that a notebook shows in frames: name of the file -> page."""
    return {name: page for page, name in _named(path, shown).items()}


def _named(path: Path, shown: Mapping[str, Sequence[Mime]]) -> dict[str, str]:
    """Name the file of each page that is framed."""
    pages = dict.fromkeys(
        unescape(found[1])
        for outputs in shown.values()
        for mime in outputs
        if (found := _FRAME.search(str(mime.get("text/html", ""))))
    )
    return {page: f"{path.stem}-{number}.html" for number, page in enumerate(pages, 1)}


def _output(mime: Mime, source: str, frames: Mapping[str, str]) -> str:
    """Write what a cell shows, in the richest of its kinds that a page can have."""
    if "image/png" in mime:
        picture = str(mime["image/png"]).replace("\n", "")
        return (
            f'<p class="sortie"><img alt="{escape(figure_title(source))}" '
            f'src="data:image/png;base64,{picture}"></p>'
        )
    if "text/html" not in mime:
        return f"```text\n{mime['text/plain']}\n```"
    html = str(mime["text/html"])
    found = _FRAME.search(html)
    if found is None:
        # It scrolls by itself on a phone, by the keyboard too.
        box = '<div class="sortie" tabindex="0" role="group" aria-label="Tableau">'
        return f"{box}\n{plain_table(html)}\n</div>"
    address = f"../cartes/{FOLDER}/{frames[unescape(found[1])]}"
    headline = re.search(r"<div[^>]*>(<strong>.*?)</div>", html[: found.start()])
    over = f"<p>{headline[1]}</p>\n" if headline else ""
    return (
        f'<div class="sortie">\n{over}<iframe class="carte" src="{address}" loading="lazy" '
        'title="La page de la carte" sandbox="allow-scripts allow-downloads allow-popups '
        'allow-popups-to-escape-sandbox"></iframe>\n</div>'
    )


def plain_table(html: str) -> str:
    """Leave of a table of pandas what the site's own style and screen readers need.

    Examples
    --------
    >>> plain_table('<style>a</style><table border="1" class="dataframe"></table>')
    '<table class="donnees"></table>'
    """
    found = re.search(r"<table\b.*?</table>", html, re.DOTALL)
    table = found[0] if found else html
    table = re.sub(r"<(table|tr|th|td)(?: (?:border|class|style)=\"[^\"]*\")+>", r"<\1>", table)
    return re.sub(r"\n\s*", "\n", table).replace("<table>", '<table class="donnees">', 1)


def figure_title(source: str) -> str:
    r"""Give the title that a cell gives its figure, which says what the picture shows.

    Examples
    --------
    >>> figure_title("axe.set_title('La part\\n(simulé)')")
    'La part (simulé)'
    """
    return " ".join(" ".join(_titles(ast.parse(source))).split())


def _titles(tree: ast.AST) -> Iterator[str]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(".set_title"):
            yield str(ast.literal_eval(call.args[0]))


def notebooks(root: Path) -> list[Path]:
    """Give the notebooks of the repository, in the gallery's order."""
    return sorted((root / "notebooks").glob("*.ipynb"))


def shown_by(ran: Mapping[str, Any], path: Path) -> Mapping[str, Sequence[Mime]]:
    """Give what the cells of a notebook show, {} where it wasn't run."""
    return ran[path.name].shown if path.name in ran else {}


def all_maps(paths: Iterable[Path], ran: Mapping[str, Any]) -> dict[str, str]:
    """Give the pages that notebooks show in frames, by their files' names."""
    return {
        name: page
        for path in paths
        for name, page in framed_maps(path, shown_by(ran, path)).items()
    }
