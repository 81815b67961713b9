"""A claim is about a sentence: a figure that is wrong, or in no claim's sentence, is a fault."""

from fractions import Fraction

import pytest
from numeral_claims import Audit, Claim
from printed import half_up, short, written

SENTENCE = Claim("{covered} écoles[[ | publiques ]]sur {schools} ont un ENT, soit {share} %",
                 {"covered": "210", "schools": "421", "share": "49,9"})  # fmt: skip


def faults(text, *claims, words=()):
    """Give what is wrong in a text: what is printed and what is right."""
    return [(fault.printed, fault.right) for fault in Audit(claims, words).faults(text, "here")]


@pytest.mark.parametrize("kind", [" ", " publiques "])
def test_a_sentence_with_its_figures_is_right(kind):
    """In either wording, and with the spaces of French typography."""
    text = f"210\u00a0écoles{kind}sur 421 ont un ENT, soit 49,9\u202f%."
    assert faults(text, SENTENCE) == []


@pytest.mark.parametrize("figure", ["210", "421", "49,9"])
def test_a_figure_that_is_not_what_is_right_is_seen(figure):
    """One more in its last place: each of the three is held."""
    text = "210 écoles sur 421 ont un ENT, soit 49,9 %"
    wrong = figure[:-1] + str((int(figure[-1]) + 1) % 10)
    assert [printed for printed, _ in faults(text.replace(figure, wrong), SENTENCE)] == [wrong]


def test_a_figure_of_no_claim_is_seen():
    """Alone, in another sentence, or glued to a word; not in a name or an address."""
    text = "210 écoles sur 421 ont un ENT, soit 49,9 % ; 12 de plus, REP2 ; https://x.fr/v3 ; CM2"
    assert faults(text, SENTENCE, words=["CM2"]) == [("12", "not claimed"), ("2", "not claimed")]


def test_digits_captured_as_words_are_not_claimed():
    """Only a figure's place and the template's own words are: not what `<name>` takes."""
    claim = Claim("dans <where>, {n} écoles", {"n": "3"})
    assert faults("dans 2 communes, 3 écoles", claim) == [("2", "not claimed")]
    assert faults("dans deux communes, 4 écoles", claim) == [("4", "n = 3")]


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(Fraction(900, 16), 1, "56,3"), (-0.25, 1, "−0,3"), (0.05, 1, "0,1"), (-0.04, 1, "0,0"),
     (68190, 0, "68 190"), (Fraction(1, 3), 3, "0,333")],
)  # fmt: skip
def test_figures_are_written_half_up(value, decimals, text):
    """Away from zero, without a sign for what is written 0."""
    assert written(value, decimals) == text


def test_every_share_is_rounded_as_by_hand():
    """For every k of n up to 60, the tenth of a point that is nearest, the upper one of two."""
    for n in range(1, 61):
        for k in range(n + 1):
            tenths = (2 * 1000 * k + n) // (2 * n)
            assert half_up(Fraction(100 * k, n), 1) == Fraction(tenths, 10), (k, n)


def test_a_short_figure_has_no_zero_that_says_nothing():
    """40 for 40,0; 40,5 as it is."""
    assert (short(Fraction(40)), short(Fraction(81, 2))) == ("40", "40,5")
