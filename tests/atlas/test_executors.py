"""The same atlas wherever it is built: here, in processes, on a cluster; whatever dies there."""

import dataclasses
import hashlib
import multiprocessing

import pytest
from atlasland import CODES, digests, hidden
from dask_land import bare_packages, blind_to, dask_land
from worker_jobs import deadly

from geo_ent.atlas.dask_cluster import Cluster
from geo_ent.atlas.departement_job import DepartementJob, make_departement
from geo_ent.atlas.executors import Processes, outcomes
from geo_ent.atlas.make_atlas import Silent, make_atlas
from geo_ent.atlas.pages_above import pages_above
from geo_ent.errors import InputError, OutputError
from geo_ent.pipeline.national import own_inputs, read_files
from geo_ent.telling.language import language


class Killer(Silent):
    """Ends a process as the second département begins."""

    def __init__(self, victim):
        self.victim, self.begun_n = victim, 0

    def began(self, code):
        del code
        self.begun_n += 1
        if self.begun_n == 2:
            self.victim().kill()


@pytest.fixture(scope="module")
def whole(made):
    """Give the land's project, and the digests of its atlas that this process made."""
    project, _ = made
    return project, digests(project.out)


@pytest.fixture(scope="module")
def land(tmp_path_factory):
    """Start three workers, of which one sees nothing of a folder that the others share."""
    with dask_land(tmp_path_factory.mktemp("dask")) as land:
        land.worker()
        land.worker()
        land.worker(before=blind_to(land.shared))
        yield land


def test_a_job_that_ends_its_worker_twice_fails_alone():
    """The others are done, those that ran beside it too; its reason is told."""
    told = {outcome.job: outcome for outcome in outcomes(deadly, range(6), place=Processes(2))}
    assert {job: outcome.result for job, outcome in told.items()} == {
        job: None if job == 3 else 2 * job for job in range(6)
    }
    assert "arrêté deux fois" in told[3].failure.reason


def test_a_killed_process_leaves_the_atlas_whole(whole, tmp_path):
    """A worker is killed in the middle: every département comes out, nothing hidden is left."""
    project, bytes_of = whole
    again = dataclasses.replace(project, out=tmp_path / "killed")
    victim = Killer(lambda: multiprocessing.active_children()[0])
    made = make_atlas(again, workers=2, follower=victim)
    assert (made.built, made.failures) == (sorted(CODES), {})
    assert digests(again.out) == bytes_of
    assert hidden(again.out) == []


def test_a_worker_sends_back_what_it_cannot_put_in_place(whole, land):
    """Of three workers, the one that doesn't see the disk gives files; the others write them."""
    project, bytes_of = whole
    out = land.shared / "places"
    mark = out / "mark"
    mark.mkdir(parents=True)
    read = read_files(project, Silent().read)
    jobs = [
        DepartementJob(code, dataclasses.replace(project, departements=(code,),
                                                 above=pages_above(code, language(project.lang))),
                       own_inputs(read, (code,)), "", out / code, mark)
        for code in CODES
    ]  # fmt: skip
    told = list(outcomes(make_departement, jobs, place=Cluster(land.address)))
    sent = {outcome.job.code: outcome.result.files for outcome in told if outcome.result.files}
    written = {path.name for path in out.iterdir()} - {"mark"}
    assert sent
    assert written
    assert written | sent.keys() == set(CODES)
    assert written.isdisjoint(sent)
    for code, files in sent.items():
        for name, content in files.items():
            if name != "manifest.json":
                digest = hashlib.sha256(content).hexdigest()
                assert bytes_of[f"departements/{code}/{name}"] == digest


def test_a_cluster_makes_the_same_bytes_though_a_worker_is_killed(whole, land):
    """What it was building is built by one of three others, of which one sends folders back."""
    project, bytes_of = whole
    again = dataclasses.replace(project, out=land.shared / "atlas")
    worker = land.worker()
    made = make_atlas(again, cluster=land.address, follower=Killer(lambda: worker))
    assert (made.built, made.failures) == (sorted(CODES), {})
    assert digests(again.out) == bytes_of


def test_a_scheduler_that_is_lost_is_one_line(whole, tmp_path, capfd):
    """It says how many départements are done and stay; Dask's own account isn't shown."""
    again = dataclasses.replace(whole[0], out=tmp_path / "lost")
    with dask_land(tmp_path / "dask") as other:
        other.worker()
        with pytest.raises(OutputError, match="l’ordonnanceur Dask ne répond plus") as told:
            make_atlas(again, cluster=other.address, follower=Killer(lambda: other.processes[0]))
    assert "\n" not in str(told.value)
    assert capfd.readouterr().err == ""
    assert "département sur 4 est fait et reste là. Relancez la même commande." in str(told.value)


def test_a_worker_without_this_geo_ent_is_refused(tmp_path):
    """None there, or of another version: a line that names the worker, before any work."""
    words = {"": "n’a pas geo-ent. Installez geo-ent", "0.0.9": "a geo-ent 0.0.9, et non "}
    with dask_land(tmp_path / "dask") as land:
        for version, told in words.items():
            python, environment = bare_packages(tmp_path / f"packages{version}", version)
            worker = land.worker(python=python, **environment)
            with pytest.raises(InputError, match=told), Cluster(land.address).opened():
                pass
            worker.kill()
            worker.wait()


def test_a_scheduler_that_is_not_there_is_one_line():
    """Nor a worker: each is told, with what to do."""
    for address in ("tcp://127.0.0.1:9", "tcp:/nowhere"):
        cluster = Cluster(address, patience=1)
        with (
            pytest.raises(InputError, match=r"aucun ordonnanceur.*n’y répond .*$"),
            cluster.opened(),
        ):
            pass


def test_a_cluster_without_a_worker_is_one_line(tmp_path):
    """It is waited for, then told."""
    with dask_land(tmp_path) as land:
        cluster = Cluster(land.address, workers_patience=0.5)
        with pytest.raises(InputError, match="aucun worker n’est venu"), cluster.opened():
            pass
