"""How long a request is tried: the waits as they are told, known by arithmetic."""

import random
from itertools import pairwise

import pytest
from told_lines import ToldLines

from geo_ent.errors import SourceError
from geo_ent.sources.client.http_errors import Again
from geo_ent.sources.client.patience import GaveUpError, Limits, persist


@pytest.fixture
def longest(monkeypatch):
    """Draw the longest wait each time."""
    monkeypatch.setattr(random, "uniform", lambda _, most: most)


def waits(*faults, limits=None, then=None):
    """Meet faults one after the other, the last for ever if nothing comes then: (waits, told)."""
    left, slept, said = list(faults), [], ToldLines()

    def once():
        if then is not None and not left:
            return then
        raise left.pop(0) if len(left) > 1 or then is not None else left[0]

    usual = limits or Limits()
    if then is None:
        with pytest.raises(GaveUpError) as fault:
            persist(once, "portail", usual, tell=said.append, sleep=slept.append)
        return slept, said, fault.value
    assert persist(once, "portail", usual, tell=said.append, sleep=slept.append) == then
    return slept, said, None


@pytest.mark.usefixtures("longest")
def test_the_usual_request_is_tried_five_times():
    """Waits of 1, 2, 4 and 8 s at most, then one line that says how many tries there were."""
    slept, said, fault = waits(Again("erreur 503"))
    assert slept == [1, 2, 4, 8]
    assert [line.partition("nouvel essai ")[2] for line in said] == [
        "dans 1,0 s (2/5).", "dans 2,0 s (3/5).", "dans 4,0 s (4/5).", "dans 8,0 s (5/5).",
    ]  # fmt: skip
    assert str(fault) == (
        "portail : erreur 503, après 5 essais. Réessayez plus tard, ou donnez le fichier en option."
    )
    assert isinstance(fault, SourceError)


@pytest.mark.usefixtures("longest")
def test_the_longest_wait_is_a_minute():
    """Of nine tries, the waits double up to 60 s; all of them together are within the seconds."""
    slept, said, _ = waits(Again("rien"), limits=Limits(tries=9, seconds=1000))
    assert slept == [1, 2, 4, 8, 16, 32, 60, 60]
    assert said[4].endswith("dans 16 s (6/9).")
    slept, _, fault = waits(Again("rien"), limits=Limits(tries=9, seconds=20))
    assert slept[:4] == [1, 2, 4, 8]
    assert slept[4] == pytest.approx(5, abs=0.5)
    assert "rien, toujours après 20 s" in str(fault)


@pytest.mark.usefixtures("longest")
@pytest.mark.parametrize(
    ("first", "told"), [(9.4, "9,4 s"), (10.0, "10 s"), (10.4, "10 s"), (0.26, "0,3 s")]
)
def test_short_waits_are_told_to_the_tenth(first, told):
    """Tenths of a second below ten seconds, whole ones from there."""
    _, said, _ = waits(Again("rien"), limits=Limits(tries=2, wait_s=first))
    assert said[0].endswith(f"nouvel essai dans {told} (2/2).")


@pytest.mark.usefixtures("longest")
def test_a_wait_that_is_asked_for_is_kept_to():
    """The portal's 5 s, and a tenth of what would have been drawn, so that clients are apart."""
    slept, _, _ = waits(*[Again("429", wait_s=5)] * 3, then="fait")
    assert slept == pytest.approx([5.1, 5.2, 5.4])


@pytest.mark.usefixtures("longest")
def test_a_fault_that_hardly_passes_is_tried_less():
    """Two tries are worth it: one wait, told as such; the fewer of its tries and of the limits'."""
    slept, said, fault = waits(Again("refusé", most_tries=2, unreached=True))
    assert (len(slept), said[0][-6:]) == (1, "(2/2).")
    assert "après 2 essais" in str(fault)
    assert fault.unreached
    slept, said, fault = waits(Again("refusé", most_tries=3), limits=Limits(tries=1))
    assert (slept, said) == ([], [])
    assert "après 1 essai." in str(fault)
    assert not fault.unreached


def test_each_wait_may_be_twice_the_one_before(monkeypatch):
    """What is drawn from begins at 0, and its end doubles."""
    asked = []
    monkeypatch.setattr(random, "uniform", lambda *between: asked.append(between) or 0.0)
    waits(Again("rien"))
    assert [least for least, _ in asked] == [0, 0, 0, 0]
    assert all(after == 2 * before for (_, before), (_, after) in pairwise(asked))


@pytest.mark.parametrize(
    ("asked", "told"),
    [(119, "119 s."), (120, "120 s (2 min)."), (7_199, "7 199 s (120 min)."),
     (7_200, "7 200 s (2 h).")],
)  # fmt: skip
def test_a_long_wait_is_told_as_a_person_counts_it(asked, told):
    """In minutes from two of them, in hours from two of them."""
    slept, _, fault = waits(Again("429", wait_s=asked))
    assert slept == []
    said = str(fault).replace("\u202f", " ").replace("\u00a0", " ")
    assert f"le portail demande d’attendre {told}" in said
