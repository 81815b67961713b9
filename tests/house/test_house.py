"""The house's own check (`tools/house.py`): what it counts, and that the house is within bounds."""

import sys

import house
import messages
import pytest


@pytest.fixture
def built(tmp_path):
    """Build a small package; give its figures."""

    def build(**texts):
        for name, text in {"__init__": "", **texts}.items():
            path = tmp_path / "geo_ent" / f"{name.replace('__of__', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return house.figures(tmp_path)

    return build


def test_lines_are_those_of_code_and_comments_those_that_explain(built):
    """Two lines of code, one comment of two that explains: 50 for 100. A docstring is neither."""
    text = '"""About."""\n\n# why\nx = 1\n"""What x is."""\ny = 2  # noqa: X1\n'
    assert built(a=text)["comments for 100 lines"].value == 50


def test_a_cycle_is_seen_wherever_it_is_imported(built):
    """For types alone, inside a function, by the room: three modules make one ring."""
    figure = built(
        a="from geo_ent import b",
        b="def f():\n    import geo_ent.c",
        c="if TYPE_CHECKING:\n    from geo_ent.a import x",
        d="from geo_ent.a import x",
    )["import cycles"]
    assert (figure.value, figure.places) == (1, ["geo_ent.a ↔ geo_ent.b ↔ geo_ent.c"])


def test_two_rings_are_two(built):
    """A bridge between two rings joins nothing; what leads to a ring isn't in it."""
    figure = built(
        a="import geo_ent.b", b="import geo_ent.a, geo_ent.c",
        c="import geo_ent.d", d="import geo_ent.c, geo_ent.e", e="", f="import geo_ent.a",
    )["import cycles"]  # fmt: skip
    assert figure.places == ["geo_ent.a ↔ geo_ent.b", "geo_ent.c ↔ geo_ent.d"]


@pytest.mark.parametrize(("lines", "n"), [(44, 0), (45, 1)])
def test_a_long_function_is_named(built, lines, n):
    """45 lines of code, its first included, are the most; blanks and comments don't count."""
    body = "    x = 1\n\n    # why\n" * lines
    figure = built(a=f"def f():\n{body}")["functions of over 45 lines"]
    assert len(figure.places) == figure.value == n
    assert [place.split(": ")[0] for place in figure.places] == ["geo_ent.a.f"] * n


def test_vague_names_are_those_assigned(built):
    """Assigned, looped over or unpacked; read or taken as an argument isn't counted."""
    text = "told = 1\nfor each in told:\n    a, said = each, 2\ndef f(found):\n    return found\n"
    figure = built(a=text)["vague names for 1,000 lines"]
    assert figure.value == 1000 * 3 / 5
    assert sorted(place.split()[1] for place in figure.places) == ["each", "said", "told"]


def test_names_and_folders(built):
    """A name in two rooms stands twice; `__init__` doesn't. The fullest folder is counted."""
    figures = built(one__of__a="x = 1", two__of__a="x = 1", two__of__b="", two__of____init__="")
    assert figures["module names that stand twice"].places == ["a"]
    assert figures["entries at the top"].places == ["__init__.py", "one", "two"]
    assert figures["files in a folder"] == house.Figure(3, ["geo_ent/two"])


def test_what_is_past_a_bound_is_named(built, tmp_path, monkeypatch, capsys):
    """The figure, the bound, the places; the exit code says that something is wrong."""
    built(a="told = 1")
    figures = house.figures
    monkeypatch.setitem(house.BOUNDS, "vague names for 1,000 lines", (0, 5))
    monkeypatch.setattr(house, "figures", lambda: figures(tmp_path))
    assert house.main() == 1
    printed = capsys.readouterr().out
    assert (
        "vague names for 1,000 lines      1000.0   at most 5   NO\n    geo_ent.a:1 told" in printed
    )
    assert "import cycles                       0.0   at most 0\n" in printed


def test_the_house_is_within_its_bounds():
    """What `make check` asks, here too: a change that passes the tests passes the check."""
    figures = house.figures()
    assert set(figures) == set(house.BOUNDS)
    past = {
        name: (figure.value, figure.places[:5])
        for name, figure in figures.items()
        if not house.BOUNDS[name][0] <= figure.value <= house.BOUNDS[name][1]
    }
    assert past == {}


def test_every_sentence_has_its_english(monkeypatch, capsys):
    """No text lacks its English, and the catalogues are what the code says."""
    monkeypatch.setattr(sys, "argv", ["messages", "--check"])
    assert messages.main() == 0, capsys.readouterr().out
