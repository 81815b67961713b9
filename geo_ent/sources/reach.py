"""Whether each portal answers from here: one small call a host."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from geo_ent.sources.client.patience import Limits
from geo_ent.sources.client.transport import Transport
from geo_ent.sources.datasets import Catalogue, Dataset
from geo_ent.sources.survey import survey

_BRIEF = Limits(tries=1, seconds=20, connect_s=10, read_s=15)
"""Somebody waits for the answer, which is just whether there is one."""


@dataclass(frozen=True)
class Reached:
    """What came of asking a host.

    Attributes
    ----------
    dataset
        What was asked of it.
    seconds
        How long it took.
    fault
        Why it didn't answer, in French and in one line; "" where it did.
    """

    host: str
    dataset: str
    seconds: float
    fault: str


def asked_hosts(catalogue: Catalogue) -> dict[str, Dataset]:
    """Give each host of the catalogue, with a dataset that is at one address there."""
    hosts: dict[str, Dataset] = {}
    for dataset in catalogue.datasets.values():
        for addresses in dataset.url.values():
            for address in addresses:
                asked = replace(dataset, url={"": (address,)})
                hosts.setdefault(urlsplit(address).hostname or address, asked)
    return hosts


def reach(catalogue: Catalogue, *, ca_bundle: Path | None = None) -> Iterator[Reached]:
    """Ask each host once; none is left out because another doesn't answer."""
    for host, dataset in asked_hosts(catalogue).items():
        start = time.monotonic()
        transport = Transport(catalogue, ca_bundle=ca_bundle, limits=_BRIEF)
        (found,) = survey(transport, [dataset])
        seconds = time.monotonic() - start
        # What differs from the catalogue is an answer: `fetch --check` tells of it.
        fault = next((note for note in found.differences if note.code == "fault"), None)
        why = found.unreached or (str(fault.fields["cause"]) if fault else "")
        yield Reached(host, dataset.id, seconds, why)
