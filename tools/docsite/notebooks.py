"""Notebooks as pages: their text, their code, what it gave."""

import base64
import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

LONGEST = 20_000
"""Signs of HTML that an output may have: a page in a frame is shown as its text instead."""


def notebook_page(text: str) -> str:
    r"""Write a notebook as Markdown.

    Parameters
    ----------
    text
        The notebook's JSON (nbformat 4).

    Examples
    --------
    >>> cells = [{"cell_type": "markdown", "source": ["# A\n", "b"]},
    ...          {"cell_type": "code", "source": "1 + 1", "outputs": [
    ...              {"output_type": "execute_result", "data": {"text/plain": ["2"]}}]}]
    >>> print(notebook_page(json.dumps({"cells": cells})))
    # A
    b
    <BLANKLINE>
    ```python
    1 + 1
    ```
    <BLANKLINE>
    ```text
    2
    ```
    <BLANKLINE>
    """
    cells = json.loads(text)["cells"]
    return "\n".join(f"{part}\n" for cell in cells for part in _cell(cell) if part.strip())


def _cell(cell: Mapping[str, Any]) -> Iterator[str]:
    source = _joined(cell["source"])
    if cell["cell_type"] == "markdown":
        yield source
    elif cell["cell_type"] == "code":
        yield _block("python", source)
        for output in cell["outputs"]:
            yield _output(output)


def _output(output: Mapping[str, Any]) -> str:
    """Write the richest form of an output that a page can hold."""
    if output["output_type"] == "stream":
        return _block("text", _joined(output["text"]))
    forms = {kind: _joined(form) for kind, form in output.get("data", {}).items()
             if kind.startswith(("text/", "image/"))}  # fmt: skip
    if "image/png" in forms:
        picture = base64.b64encode(base64.b64decode(forms["image/png"])).decode()
        words = html.escape(forms.get("text/plain", ""), quote=True)
        return f'<img src="data:image/png;base64,{picture}" alt="{words}">'
    rich = forms.get("text/html", "")
    if "<table" in rich and len(rich) <= LONGEST:
        # The styles of a frame's table are for a notebook; and a blank line would end the HTML.
        return re.sub(r"<style.*?</style>|\n\s*(?=\n)", "", rich, flags=re.DOTALL)
    return _block("text", forms["text/plain"]) if "text/plain" in forms else ""


def _block(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```" if text.strip() else ""


def _joined(text: str | Sequence[str]) -> str:
    return text if isinstance(text, str) else "".join(text)
