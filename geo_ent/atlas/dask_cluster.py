"""Workers of a Dask cluster that is there already: Kubernetes, SLURM, machines side by side.

Nothing of ours runs on it but geo-ent: jobs go through the executor that Dask gives.
"""

import logging
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from geo_ent.atlas.executors import Failure, PlaceLostError, attempt
from geo_ent.atlas.identities import made_by
from geo_ent.errors import InputError
from geo_ent.text.safe import one_line

if TYPE_CHECKING:
    from distributed import Client

Job = TypeVar("Job")
Result = TypeVar("Result")

_ONE_AT_A_TIME = threading.Lock()
"""A worker may have several threads: a département takes the memory of its process."""


@dataclass
class Cluster:
    """A cluster of workers, each with geo-ent as it is here.

    Attributes
    ----------
    address
        Of its scheduler: `tcp://host:8786`, `tls://…`.
    patience
        Seconds to wait for an answer of the scheduler.
    workers_patience
        Seconds to wait for a first worker, or for another when all are gone.
    """

    address: str
    patience: float = 10.0
    workers_patience: float = 60.0
    _client: "Client | None" = field(default=None, repr=False)
    _empty_since: float | None = field(default=None, repr=False)

    @contextmanager
    def opened(self) -> Iterator[Executor]:
        """Give the executor of the cluster, once its workers are known to have geo-ent.

        Raises
        ------
        InputError
            If nothing answers, no worker comes, or one hasn't the same geo-ent.
        """
        client = self._connected()
        try:
            self._client = client
            self._wait_for_workers(client)
            refuse_others(client.run(_probe()), self.address)
            yield client.get_executor(pure=False)
        finally:
            self._client = None
            # A scheduler that is gone isn't told goodbye.
            with suppress(Exception):
                client.close(timeout=2)

    def room(self) -> int:
        """Tell how many workers there are; one at least, which may be on its way."""
        return max(1, self._workers_n())

    def alone(self) -> "Cluster":
        """Give the same cluster: Dask itself does again what a killed worker was doing."""
        return Cluster(self.address, self.patience, self.workers_patience)

    def attempt(
        self, pool: Executor, function: Callable[[Job], Result], job: Job
    ) -> "Future[Result | Failure]":
        """Submit a job."""
        return pool.submit(attempt_there, made_by(), function, job)

    def look(self) -> None:
        """Raise where the scheduler is gone, or all workers have been for long.

        Raises
        ------
        PlaceLostError
            One line; what is done stays.
        """
        if self._workers_n():
            self._empty_since = None
            return
        self._empty_since = self._empty_since or time.monotonic()
        if time.monotonic() - self._empty_since > self.workers_patience:
            msg = f"--cluster {self.address} : tous les workers ont disparu."
            raise PlaceLostError(msg)

    def reason(self, fault: BaseException) -> str:
        """Say why a job never came to its end."""
        if type(fault).__name__ == "KilledWorker":
            return "les workers qui le faisaient ont été tués l’un après l’autre (mémoire ?)"
        if isinstance(fault, ImportError):
            return one_line(f"un worker est venu sans ce geo-ent ({fault})")
        return one_line(f"{type(fault).__name__}: {fault}")

    def lost(self) -> PlaceLostError:
        """Say that the scheduler is gone."""
        return PlaceLostError(f"--cluster {self.address} : l’ordonnanceur Dask ne répond plus.")

    def _connected(self) -> "Client":
        try:
            from distributed import Client
        except ImportError:
            msg = (
                "--cluster demande le paquet distributed, qui n’est pas installé ; "
                "installez geo-ent[cluster]."
            )
            raise InputError(msg) from None
        # What goes wrong is told in a line; each of its loggers has a level of its own.
        for name in [name for name in logging.root.manager.loggerDict if "distributed" in name]:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of versions that differ: ours are held below
                return Client(self.address, timeout=self.patience, set_as_default=False)
        except (OSError, ValueError, TypeError) as fault:
            # One that isn't an address is told as such.
            msg = (
                f"--cluster {self.address} : aucun ordonnanceur Dask n’y répond "
                f"({one_line(fault)}). Vérifiez l’adresse, et qu’il est démarré."
            )
            raise InputError(msg) from None

    def _wait_for_workers(self, client: "Client") -> None:
        try:
            client.wait_for_workers(1, timeout=self.workers_patience)
        except TimeoutError:
            msg = (
                f"--cluster {self.address} : aucun worker n’est venu en "
                f"{self.workers_patience:.0f} s. Démarrez-en, ou attendez que le cluster en ait."
            )
            raise InputError(msg) from None

    def _workers_n(self) -> int:
        if self._client is None or self._client.status != "running":
            raise self.lost()
        try:
            return len(self._client.nthreads())
        except OSError:
            raise self.lost() from None


def _probe() -> "Callable[[], tuple[dict[str, str], str]]":
    """Give a function that asks a worker what it has; it is sent whole, since geo-ent may lack."""

    def ask() -> "tuple[dict[str, str], str]":
        import sys
        from importlib.metadata import PackageNotFoundError, version

        python = {"Python": f"{sys.version_info[0]}.{sys.version_info[1]}"}
        try:
            from geo_ent.atlas.identities import made_by
            from geo_ent.publish.manifest import versions
        except ImportError:
            # None, or one of before there were atlases.
            try:
                return {"geo-ent": version("geo-ent")}, ""
            except PackageNotFoundError:
                return {}, ""
        return versions() | python, made_by()

    return ask


def refuse_others(told: "Mapping[str, tuple[Mapping[str, str], str]]", address: str) -> None:
    """Refuse a cluster of which a worker hasn't geo-ent as it is here: its bytes would differ.

    Parameters
    ----------
    told
        By worker: the versions that it has, and `identities.made_by` there.
    address
        Of the cluster.

    Raises
    ------
    InputError
        In a line: which workers, and what they have instead.

    Examples
    --------
    >>> refuse_others({"tcp://n1:41": ({}, "")}, "tcp://h:8786")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    geo_ent.errors.InputError: --cluster tcp://h:8786 : tcp://n1:41 n’a pas geo-ent. Installez geo-ent ... sur chaque worker.
    """  # noqa: E501 a message is one line
    here, digest = _probe()()
    others = {name: has for name, has in told.items() if has != (here, digest)}
    if not others:
        return
    name, (has, _) = next(iter(others.items()))
    if not has:
        what = "n’a pas geo-ent"
    else:
        differing = [lib for lib in ("geo-ent", *here) if lib in has and has[lib] != here[lib]]
        first = differing[0] if differing else ""
        what = (
            f"a {first} {has[first]}, et non {here[first]} comme ici"
            if first
            else f"a une autre copie de geo-ent {here['geo-ent']}"
        )
    more = f" (et {len(others) - 1} autres)" if len(others) > 1 else ""
    msg = (
        f"--cluster {address} : {name}{more} {what}. Installez geo-ent {here['geo-ent']} sur "
        "chaque worker."
    )
    raise InputError(msg)


def attempt_there(
    expected: str, function: "Callable[[Job], Result]", job: Job
) -> "Result | Failure":
    """Do a job on a worker, which may have come since the others were asked what they have."""
    if made_by() != expected:
        return Failure("un worker est venu avec une autre version de geo-ent ou d’une bibliothèque")
    with _ONE_AT_A_TIME:
        return attempt(function, job)
