"""The page's script: modules joined into one, in the order of what they need, then shortened.

Each file of `assets/` is an ES module that can be linted, typed and tested by itself. The page
carries a single inline script whose hash its policy names, so the modules are joined: import
lines and the word `export` go, and all share one scope. No name may then be used twice at the top
of two modules; a test sees to it. `tools/short_script.py` shortens what is joined, a quarter of it
once compressed, and keeps it in `assets/short/`; a page takes that while it is of these modules.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from geo_ent.telling.language import Language, messages
from geo_ent.text.ascii_page import ascii_script
from geo_ent.text.numbers import LOCALES
from geo_ent.text.safe import as_json

SCRIPTS = (
    # What all others read or write: elements, words, figures, what is shown.
    *("dom", "language", "words", "figures", "change", "model", "state", "display"),
    # The map, which comes first on the screen.
    *("packed", "topology", "fit", "map", "symbols", "classes", "compare", "slice"),
    *("zones", "crowding", "dots", "display_choices", "placing", "labels", "marks_key"),
    *("tooltip", "legend"),
    # What stands round it and answers to a choice.
    *("trend", "groups", "mail", "correct", "found", "panel", "controls", "compare_choice"),
    *("compact", "first_screen", "wheel", "framed_links"),
    *("matching", "address", "csv", "download", "copy", "sheet", "layers", "nearest"),
    # What it answers for a school or a commune.
    *("card_words", "card", "walk", "find"),
    # What a reader may put on the map.
    *("gaps_shapes", "gaps", "deployment_words", "deployment", "basemap", "bookmark"),
    "whole_page",
    # What leaves the page, and `main`, which calls all the others.
    *("picture", "share", "table", "print", "embed_height", "extras", "main"),
)
"""The modules in the order they are joined in: each after those that it imports."""

PARTS = {"deployment": ("deployment_words", "deployment")}
"""Parts that a page may have → their modules: joined only where it has.

So are the lines of other modules that end in `// only with <part>`: a page without a part carries
nothing of it.
"""

STYLES = (
    *("page.css", "legend.css", "banner.css", "share.css", "gaps.css"),
    *("first_screen.css", "card.css", "compact.css", "print.css"),
)
"""The style sheets in the order they are joined in."""

# Regular expressions, not a parser: our modules are written so that whole lines are enough, and
# tests hold them to it.
_IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_COMMENT = re.compile(r"^[ ]*(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/)\n", re.MULTILINE)
_CAST = re.compile(r"/\*\* @type [^*\n]*\*/ ?")
_ASIDE = re.compile(r"(?<=[;{,(]) // [^\"'`\n]*$", re.MULTILINE)
_ONLY_WITH = re.compile(r"^(.*?) // only with (\w+)\n", re.MULTILINE)
_TELL = "tellLanguage"
_INDENT = re.compile(r"^[ ]+", re.MULTILINE)


@cache
def asset(name: str, room: str = "maps") -> str:
    """Read a text file of a subpackage (`room`) by its path from its `assets/`."""
    return files(f"geo_ent.{room}").joinpath("assets", *name.split("/")).read_text(encoding="utf-8")


@cache
def script(tr: Language, parts: tuple[str, ...] = ()) -> str:
    """Give the page's script, in ASCII: one function, so that nothing leaks into the page.

    Parameters
    ----------
    tr
        The page's language.
    parts
        The parts of `PARTS` that the page has.
    """
    made_of, _, short = asset(short_name(parts)).partition("\n")
    # Modules that are being worked on are seen at once, longer; a test holds the short ones fresh.
    code = short.strip() if made_of == sources_line(parts) else joined_script(parts)
    return ascii_script(f"{code}(function (speak, speakOf) {{\n{spoken(tr, 'page_script')}}});")


def joined_script(parts: tuple[str, ...] = ()) -> str:
    """Join the modules of a page into a function, which is called with one that tells its language.

    That one is called with `speak` and `speakOf` of `language.js`, as soon as they are there: words
    are made as their module is run.
    """
    modules = {name: joined(asset(f"{name}.js"), parts) for name in _names(parts)}
    modules["language"] += f"{_TELL}(speak, speakOf);\n"
    body = "".join(modules.values())
    return f'(function ({_TELL}) {{\n"use strict";\n{body}}})'


def short_name(parts: tuple[str, ...] = ()) -> str:
    """Name the file of `assets/` that has the short script of a page with these parts.

    Examples
    --------
    >>> short_name(("deployment",))
    'short/script-deployment.js'
    """
    return f"short/{'-'.join(('script', *parts))}.js"


def sources_line(parts: tuple[str, ...] = ()) -> str:
    """Write the first line of a short script: what it was made of."""
    texts = "".join(asset(f"{name}.js") for name in _names(parts))
    return f"// made by tools/short_script.py of {hashlib.sha256(texts.encode()).hexdigest()}"


def _names(parts: tuple[str, ...]) -> list[str]:
    left_out = {name for part, names in PARTS.items() if part not in parts for name in names}
    return [name for name in SCRIPTS if name not in left_out]


def in_one_function(modules: Iterable[str]) -> str:
    """Put joined modules into one function."""
    return f'(function () {{\n"use strict";\n{"".join(modules)}}})();'


def spoken(tr: Language, topic: str, modules: str = "") -> str:
    """Write the lines of script that say which schools are counted, and give its catalogue.

    None for what goes without saying: schools of all sectors, and French, which has no catalogue.

    Parameters
    ----------
    tr
        The page's language.
    topic
        The catalogue of the script's own texts.
    modules
        Modules of the map page that another page's script has too: their texts are in this page's
        catalogue, and come along.
    """
    whom = "" if tr.sector == "all" else f'speakOf("{tr.sector}");\n'
    if tr.code == "fr":
        return whom
    of_map = messages(tr.code, "page_script") if modules else {}
    said = modules.replace("\\u00a0", "\u00a0")
    shared = {text: forms for text, forms in of_map.items() if f'"{text}"' in said}
    catalogue = (shared | dict(messages(tr.code, topic))).items()
    # One text for most, a list of two only where there is a plural: shorter, and told by its type.
    texts = {text: forms if len(forms) > 1 else forms[0] for text, forms in catalogue}
    return whom + f'speak("{LOCALES[tr.code].replace("_", "-")}", {as_json(texts)});\n'


def joined(module: str, parts: tuple[str, ...] = ()) -> str:
    r"""Make a module a part of the script: without imports, exports, comments, types, indents.

    Only whole lines go, types said within a line and what is said behind one, so that strings and
    regular expressions are never looked into; no text of the modules is over several lines.

    Examples
    --------
    >>> joined('import { b } from "./b.js";\n\n/** Says. */\nexport const a =\n  b; // why\n')
    'const a =\nb;\n'
    >>> joined("a();\nb(); // only with b\n"), joined("b(); // only with b\n", ("b",))
    ('a();\n', 'b();\n')
    """
    module = _ONLY_WITH.sub(lambda line: f"{line[1]}\n" if line[2] in parts else "", module)
    bare = _EXPORT.sub("", _IMPORT.sub("", module))
    bare = _ASIDE.sub("", _CAST.sub("", _COMMENT.sub("", bare)))
    return re.sub(r"\n+", "\n", _INDENT.sub("", bare)).lstrip("\n")


def joined_style(sheet: str) -> str:
    r"""Make a style sheet shorter: no indents, no whole-line comments, no room round signs.

    Examples
    --------
    >>> joined_style("/* Why. */\np { margin: 0; }\n@media print {\n  p { color: red; }\n}\n")
    'p{margin:0}\n@media print{\np{color:red}\n}\n'
    """
    bare = re.sub(r"^[ ]*/\*(?:[^*]|\*(?!/))*\*/\n", "", sheet, flags=re.MULTILINE)
    bare = re.sub(r" \{ ?", "{", bare).replace("; }", "}").replace("; ", ";")
    bare = re.sub(r"(?<=[a-z]): ", ":", bare)
    return re.sub(r"\n+", "\n", _INDENT.sub("", bare))
