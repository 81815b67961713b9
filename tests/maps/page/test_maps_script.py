"""The page's script: modules that can be joined, linted, typed and tested by themselves."""

import json
import re
from pathlib import Path

import pytest
from deno_runs import deno
from script_modules import DECLARED, EXPORTED, IMPORT

from geo_ent.maps.page.page_script import (
    PARTS,
    SCRIPTS,
    asset,
    joined,
    joined_script,
    script,
    short_name,
    sources_line,
)
from geo_ent.telling.language import LANGUAGES, language, messages
from geo_ent.text.ascii_page import ascii_script

ROOT = Path(__file__).resolve().parents[3]


def modules():
    """Give the modules' texts, in the order that they are joined in."""
    return {name: asset(f"{name}.js") for name in SCRIPTS}


def imports(text):
    """List what a module imports: names and module."""
    lines = [line for line in text.splitlines() if line.startswith("import")]
    found = [IMPORT.match(line) for line in lines]
    assert all(found), f"not on one line, or not from a file beside: {lines}"
    return [(names[1] or "", names[2]) for names in found]


def test_no_name_is_declared_by_two_modules():
    """Joined, the modules share one scope: a name at the top of two of them would clash."""
    homes = {}
    for name, text in modules().items():
        for declared in DECLARED.findall(text):
            assert declared not in homes, f"{declared}: in {homes[declared]} and {name}"
            homes[declared] = name


def test_imports_name_what_an_earlier_module_exports():
    """A module leans only on those joined before it, and on what they export."""
    before = {}
    for name, text in modules().items():
        for names, source in imports(text):
            assert source in before, f"{name} imports {source}, which comes later or isn't joined"
            missing = {part.strip() for part in names.split(",")} - before[source]
            assert not missing, f"{name} imports {missing} from {source}"
        before[name] = set(EXPORTED.findall(text))


def test_joining_leaves_nothing_of_modules():
    """No import, no export, no line of comment is left; strings are as they were written."""
    whole = joined_script(tuple(PARTS))
    assert not re.search(r"^\s*(?:(?:import|export)\b|//|\*|/\*\*$)", whole, re.MULTILINE)
    assert kept_in(whole) == strings()


def strings():
    """Give what the modules say: the texts that have a translation, and the elements' names."""
    code = "".join(modules().values())
    return set(re.findall(r'\b(?:tr|plural|byId)\("([^"\\\n]{3,})"', code))


def kept_in(code):
    """Give those of them that a script has, whatever its charset."""
    code = re.sub(r"\\x(..)", r"\\u00\1", ascii_script(code)).lower()
    return {text for text in strings() if ascii_script(text).lower() in code}


@pytest.mark.parametrize("part", PARTS)
def test_a_page_without_a_part_carries_nothing_of_it(part):
    """Neither its modules nor the lines that are marked as its own, nor the marks."""
    without, whole = joined_script(), joined_script((part,))
    own = {name for module in PARTS[part] for name in DECLARED.findall(modules()[module])}
    assert own
    assert not [name for name in own if re.search(rf"\b{name}\b", without)]
    assert all(re.search(rf"\b{name}\b", whole) for name in own)
    assert "only with" not in without + whole
    marked = [line for text in modules().values() for line in text.splitlines()
              if line.endswith(f"// only with {part}")]  # fmt: skip
    assert marked
    assert set(without.splitlines()) < set(whole.splitlines())


@pytest.mark.parametrize("parts", [(), *((part,) for part in PARTS)])
def test_the_short_script_is_of_these_modules(parts):
    """It was made of them as they are, by `python tools/short_script.py`, and says all they say."""
    made_of, _, short = asset(short_name(parts)).partition("\n")
    assert made_of == sources_line(parts), "python tools/short_script.py"
    assert len(short) < 0.8 * len(joined_script(parts))
    assert kept_in(short) == kept_in(joined_script(parts))


def test_a_page_takes_the_short_script():
    """What is written in a page is the short script, in ASCII, called with the page's language."""
    for lang in LANGUAGES:
        code = script(language(lang))
        assert code.isascii()
        assert code.startswith(ascii_script(asset(short_name()).partition("\n")[2].strip()))


def test_only_an_english_page_carries_a_catalogue():
    """It has every text of the script, before any module asks for one."""
    french, english = script(language("fr")), script(language("en"))
    assert "speak(" not in french
    line = next(line for line in english.splitlines() if line.startswith('speak("en-GB", '))
    assert json.loads(line.removeprefix('speak("en-GB", ').removesuffix(");")) == {
        text: forms if len(forms) > 1 else forms[0]
        for text, forms in (
            (text, list(forms)) for text, forms in messages("en", "page_script").items()
        )
    }
    assert len(english) - len(line) == len(french) + 1
    joint = joined_script()
    assert joint.index("tellLanguage(speak, speakOf);") < joint.index("allWords")


def test_a_marked_line_goes_without_its_part():
    """Only whole lines, and only those of the part."""
    module = "a();\nb(); // only with x\nc(); // only with y\n"
    assert joined(module) == "a();\n"
    assert joined(module, ("y",)) == "a();\nc();\n"


def test_no_text_runs_over_several_lines():
    """Joining takes indents off: a template literal over two lines would lose some of its text."""
    for name, text in modules().items():
        for line in text.splitlines():
            if not line.lstrip().startswith(("//", "*", "/*")):
                assert line.count("`") % 2 == 0, f"{name}: {line}"


def test_every_module_is_joined_or_known():
    """No file of the script is forgotten; two have a place of their own."""
    there = {path.stem for path in (ROOT / "geo_ent" / "maps" / "assets").glob("*.js")}
    assert there - {*modules()} == {"boot", "folium"}


def test_the_modules_pass_their_own_tests():
    """The tests of `tests/js` pass, without a network."""
    deno("test", "--quiet", "--no-remote", "--allow-read", "tests/js")
