"""The line and its processes, real ones: what is asked is served in order, and whatever dies, ends.

The tasks are those of `pool_tasks`; the processes, their pipes and signals are the application's.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from app_server import until

from geo_ent.app.pool.jobs import Pool
from geo_ent.app.settings import Limits

PATIENCE_S = 120
LIMITS = Limits(job_s=PATIENCE_S)


@asynccontextmanager
async def opened(workers_n=1, limits=LIMITS, tasks="pool_tasks"):
    """Open a pool for a test."""
    pool = Pool(workers_n, limits, tasks)
    pool.start()
    try:
        yield pool
    finally:
        await pool.close()


def run(test):
    """Run a test in a loop of its own, for as long as a busy machine may take."""
    # In a thread of its own: Playwright, where a test used it before, leaves a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(asyncio.wait_for(test, PATIENCE_S))).result()


def ask(pool, task, work="w", revision="1", kind="read", **order):
    """Ask for a task."""
    return pool.ask(kind, work, revision, {"task": task, "lang": "fr", "folder": "/w", **order})


async def ended(job):
    """Wait for the end of a job."""
    seen_n = -1
    while not job.is_over:
        seen_n = await job.next_change(seen_n)
    return job


async def stepping(job):
    """Wait until a job has told its process; give that process."""
    seen_n = -1
    while not job.steps:
        assert not job.is_over, (job.status, job.fault)
        seen_n = await job.next_change(seen_n)
    return int(job.steps[0][1])


def is_alive(pid):
    """Say whether a process is there; a zombie is."""
    return Path(f"/proc/{pid}").exists()


def test_what_is_asked_is_done_and_told_step_by_step():
    """Every step arrives, in order, none lost between the process and who follows."""

    async def test():
        async with opened() as pool:
            job = await ended(ask(pool, "steps", steps_n=200, pause_s=0, said="x"))
            assert job.status == "done"
            assert job.outcome == {"said": "x"}
            assert [name for name, _ in job.steps] == ["pid", *map(str, range(200))]

    run(test())


def test_a_process_killed_at_work_is_told_and_replaced(tmp_path):
    """`kill -9` in the middle: told as it is, what it left half is gone, the next try works."""

    async def test():
        async with opened() as pool:
            scratch = tmp_path / ".job-1"
            job = ask(pool, "mute", scratch=str(scratch), folder=str(tmp_path))
            os.kill(await stepping(job), signal.SIGKILL)
            await ended(job)
            assert (job.status, job.fault) == ("failed", "died")
            assert not scratch.exists()
            assert ask(pool, "echo") is job  # told again to who comes back at once
            pool.retry(job)
            assert (await ended(ask(pool, "echo"))).status == "done"

    run(test())


def test_a_process_killed_while_idle_is_noticed_by_nobody():
    """It is replaced before it is needed: no job pays for it."""

    async def test():
        async with opened() as pool:
            first = await ended(ask(pool, "echo"))
            os.kill(first.outcome["pid"], signal.SIGKILL)
            second = await ended(ask(pool, "echo", revision="2"))
            assert second.status == "done"
            assert second.outcome["pid"] != first.outcome["pid"]
            assert not is_alive(first.outcome["pid"])

    run(test())


def test_all_processes_killed_at_once_cost_nobody_anything():
    """A job that goes from one that has just died to the next that has is done by a third."""

    async def test():
        async with opened(2) as pool:
            jobs = [await ended(ask(pool, "echo", work=str(n))) for n in range(8)]
            while len(pids := {job.outcome["pid"] for job in jobs}) < 2:
                jobs.append(await ended(ask(pool, "echo", work=str(len(jobs)))))
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
            assert (await ended(ask(pool, "echo", work="x"))).status == "done"

    run(test())


def test_a_job_that_dies_by_itself_is_told():
    """Not by a signal from outside, but by its own library, say."""

    async def test():
        async with opened() as pool:
            job = await ended(ask(pool, "die"))
            assert (job.status, job.fault) == ("failed", "died")
            assert (await ended(ask(pool, "echo", work="x"))).status == "done"

    run(test())


def test_the_line_keeps_its_order_and_tells_places(tmp_path):
    """One process, four works: served as they came, and each knows how many are before it."""

    async def test():
        async with opened() as pool:
            served = []
            first = ask(pool, "steps", "a", until=str(tmp_path / "go"))
            await stepping(first)
            rest = [ask(pool, "echo", name) for name in "bcd"]
            assert [pool.place(job) for job in (first, *rest)] == [0, 1, 2, 3]
            assert pool.busy_n == 4
            seen_n = rest[2].changes_n
            (tmp_path / "go").touch()
            await rest[2].next_change(seen_n)  # its place changed: it is told
            assert pool.place(rest[2]) < 3

            async def note(job):
                served.append((await ended(job)).work)

            await asyncio.gather(*map(note, rest))
            assert served == ["b", "c", "d"]
            assert pool.busy_n == 0

    run(test())


def test_a_changed_mind_in_line_keeps_its_place(tmp_path):
    """Who changes a choice while waiting isn't sent to the end of the line."""

    async def test():
        async with opened() as pool:
            first = ask(pool, "steps", "a", until=str(tmp_path / "go"))
            await stepping(first)
            before, _ = ask(pool, "echo", "b"), ask(pool, "echo", "c")
            after = ask(pool, "echo", "b", revision="2", said="new")
            assert before.status == "stopped"
            assert pool.place(after) == 1
            (tmp_path / "go").touch()
            assert (await ended(after)).outcome["said"] == "new"

    run(test())


def test_no_more_run_at_once_than_there_are_processes(tmp_path):
    """Two processes, three jobs: two run, one waits."""

    async def test():
        async with opened(2) as pool:
            jobs = [ask(pool, "steps", name, until=str(tmp_path / "go")) for name in "abc"]
            pids = {await stepping(job) for job in jobs[:2]}
            assert len(pids) == 2
            assert jobs[2].status == "waiting"
            (tmp_path / "go").touch()
            for job in jobs:
                assert (await ended(job)).status == "done"

    run(test())


def test_what_is_no_longer_wanted_stops_at_its_next_step():
    """The same process then does the next job: it had its libraries in."""

    async def test():
        async with opened() as pool:
            job = ask(pool, "steps")
            pid = await stepping(job)
            began = time.monotonic()
            newer = ask(pool, "echo", revision="2", said="newer")
            assert job.status == "stopped"
            assert (await ended(newer)).outcome == {"said": "newer", "pid": pid}
            assert time.monotonic() - began < 2

    run(test())


def test_what_does_not_stop_is_killed_after_two_seconds(tmp_path):
    """A long step can't be stopped kindly; what it would have written isn't."""

    async def test():
        async with opened() as pool:
            job = ask(pool, "mute", scratch=str(tmp_path / ".job-1"), folder=str(tmp_path))
            pid = await stepping(job)
            newer = await ended(ask(pool, "echo", revision="2"))
            assert newer.status == "done"
            assert newer.outcome["pid"] != pid
            assert not is_alive(pid)
            assert list(tmp_path.iterdir()) == []

    run(test())


def test_the_late_end_of_a_stopped_job_is_not_taken_for_the_next_ones(tmp_path):
    """Its "done" comes after it was stopped: the next job of the same process has its own end."""

    async def test():
        async with opened() as pool:
            job = ask(pool, "late", until=str(tmp_path / "go"), said="old")
            pid = await stepping(job)
            newer = ask(pool, "echo", revision="2", said="new")
            (tmp_path / "go").touch()
            assert (await ended(newer)).outcome == {"said": "new", "pid": pid}
            assert job.status == "stopped"
            assert job.outcome == {}

    run(test())


def test_a_task_that_catches_everything_is_stopped_all_the_same():
    """Each further word raises anew."""

    async def test():
        async with opened() as pool:
            job = ask(pool, "deaf")
            while not job.steps:
                await job.next_change(job.changes_n)
            assert (await ended(ask(pool, "echo", revision="2"))).status == "done"
            assert "after" not in {name for name, _ in job.steps}

    run(test())


def test_a_job_over_its_time_is_ended_and_told(tmp_path):
    """The process is replaced, and the next job served."""

    async def test():
        async with opened(limits=replace(LIMITS, job_s=0.5)) as pool:
            job = ask(pool, "mute", scratch=str(tmp_path / ".job-1"), folder=str(tmp_path))
            await ended(job)
            assert (job.status, job.fault) == ("failed", "time")
            assert (await ended(ask(pool, "echo", work="x"))).status == "done"

    run(test())


def test_a_job_over_its_memory_is_told_and_leaves_nothing_to_the_next():
    """The process is another one afterwards."""

    async def test():
        async with opened(limits=replace(LIMITS, memory_bytes=600_000_000)) as pool:
            first = await ended(ask(pool, "echo", work="a"))
            job = await ended(ask(pool, "eat", bytes_n=2_000_000_000))
            assert (job.status, job.fault) == ("failed", "memory")
            second = await ended(ask(pool, "echo", work="b"))
            assert second.outcome["pid"] != first.outcome["pid"]

    run(test())


@pytest.mark.parametrize(
    ("task", "how", "status", "fault"),
    [
        ("fail", "input", "refused", "registre.xlsx : illisible."),  # by its name alone
        ("fail", "source", "refused", "le portail ne répond pas."),
        ("fail", "other", "failed", "error"),
        ("fail", "full", "failed", "disk"),
        ("full", "", "failed", "disk"),
    ],
)
def test_each_fault_is_told_as_what_it_is(capfd, task, how, status, fault):
    """In words where they are the visitor's to mend; and what a cell held is in no log."""

    async def test():
        async with opened() as pool:
            job = await ended(ask(pool, task, how=how))
            assert (job.status, job.fault) == (status, fault)
            assert bool(job.outcome.get("of_sources")) == (how == "source")

    run(test())
    assert "Dupont" not in capfd.readouterr().err


def test_downloads_are_told_no_oftener_than_anyone_reads():
    """A hundred thousand pieces, a few news; the last is told."""

    async def test():
        async with opened() as pool:
            job = ask(pool, "download", bytes_n=100_000_000)
            await ended(job)
            assert job.status == "done"
            assert job.changes_n < 60
            assert job.progress["done_n"] == job.progress["total_n"] == 100_000_000
            assert "100,0\xa0Mo sur 100,0\xa0Mo" in job.progress["words"]

    run(test())


def test_a_stopped_job_asked_again_is_done_anew():
    """A stop isn't remembered as an end."""

    async def test():
        async with opened() as pool:
            job = ask(pool, "steps")
            await stepping(job)
            pool.stop(job)
            again = ask(pool, "echo")
            assert again is not job
            assert (await ended(again)).status == "done"
            again.change(status="failed", fault="late news")
            assert again.status == "done"

    run(test())


def test_an_end_is_told_again_for_a_minute_only(monkeypatch):
    """Then the same is done anew, and what is known of jobs doesn't grow for ever."""
    monkeypatch.setattr("geo_ent.app.pool.jobs._TOLD_S", 0.0)

    async def test():
        async with opened() as pool:
            jobs = [await ended(ask(pool, "echo", work=str(number))) for number in range(20)]
            again = ask(pool, "fail", work="0", how="source")
            assert again is not jobs[0]
            await ended(again)
            assert len(pool._known) == 1  # noqa: SLF001 that it is bounded is what is shown

    run(test())


def test_forgetting_a_work_waits_until_no_process_has_it_in_hand(tmp_path):
    """What a process would still write into an erased work isn't written."""

    async def test():
        async with opened() as pool:
            job = ask(pool, "mute", scratch=str(tmp_path / ".job-1"), folder=str(tmp_path),
                      seconds=3)  # fmt: skip
            pid = await stepping(job)
            await pool.forget("w")
            assert not is_alive(pid)
            assert list(tmp_path.iterdir()) == []
            assert pool.find("w", "read") is None

    run(test())


def test_closing_leaves_no_process_behind(tmp_path):
    """At work, idle or still starting."""

    async def test():
        async with opened(2) as pool:
            job = ask(pool, "mute", scratch=str(tmp_path / ".job-1"), folder=str(tmp_path))
            pid = await stepping(job)
            idle = (await ended(ask(pool, "echo", work="x"))).outcome["pid"]
        assert job.status == "running"  # nobody is told that it was stopped: they ask again
        assert not is_alive(pid)
        assert not is_alive(idle)
        async with opened(3):
            pass  # closed while they start

    run(test())


def test_a_process_that_does_not_come_up_is_told_to_who_waits():
    """Nobody waits for ever: the line is told one by one, the starts are spaced out."""

    async def test():
        async with opened(tasks="no_such_module") as pool:
            job = await ended(ask(pool, "echo"))
            assert (job.status, job.fault) == ("failed", "died")

    run(test())


def test_a_process_that_never_gets_ready_is_given_up(monkeypatch):
    """Who waits is told after a while, and closing doesn't wait for it."""
    monkeypatch.setattr("geo_ent.app.pool.jobs._START_S", 0.5)

    async def test():
        async with opened(tasks="pool_tasks_hanging") as pool:
            job = await ended(ask(pool, "echo"))
            assert (job.status, job.fault) == ("failed", "died")

    run(test())


def test_processes_end_by_themselves_when_the_server_is_killed(tmp_path):
    """`kill -9` of the server: its processes are gone soon, even in a step that lasts."""
    script = (
        "import asyncio, sys\n"
        "import test_pool\n"
        "async def test():\n"
        "    async with test_pool.opened() as pool:\n"
        "        folder = sys.argv[1]\n"
        "        job = test_pool.ask(pool, 'mute', scratch=folder + '/s', folder=folder)\n"
        "        print(await test_pool.stepping(job), flush=True)\n"
        "        await asyncio.sleep(600)\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(test())\n"
    )
    file = tmp_path / "server.py"
    file.write_text(script)
    paths = os.pathsep.join(
        [os.environ.get("PYTHONPATH", ""), *sys.path, str(Path(__file__).parent)]
    )
    command = [sys.executable, str(file), str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": paths}
    ) as server:
        pid = int(server.stdout.readline())
        assert is_alive(pid)
        server.kill()
        server.wait()
        until(lambda: not is_alive(pid), 10)
