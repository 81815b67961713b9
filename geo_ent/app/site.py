"""What the pages share: the works, the processes, the settings; and what is swept away."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from starlette.applications import Starlette

from geo_ent.app.log_lines import log_fault
from geo_ent.app.pool.jobs import Job, Kind, Pool
from geo_ent.app.settings import Settings
from geo_ent.app.works import Work, Works

_SWEEP_S = 60.0


class Site:
    """What the pages share: the works, the processes, the settings.

    Parameters
    ----------
    settings
        How it is set up.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.works = Works(settings.folder)
        self.pool = Pool(settings.workers_n, settings.limits)
        self.leaving = asyncio.Event()  # set when the server is to end
        self.uploads_n, self.coming_bytes = 0, 0  # what is coming in

    def ask(self, work: Work, kind: Kind, lang: str) -> Job:
        """Ask for a reading or a build of a work as it stands, or find the one under way."""
        state = work.state()
        order = {
            "task": kind,
            "folder": str(work.folder),
            "scratch": str(work.new_scratch()),
            "revision": work.revision if kind == "build" else work.read_revision,
            "lang": lang,
            "demo": work.demo,
            "map_lang": work.choices().get("lang", "fr"),
            "offline": self.settings.offline,
            "proxy": state.get("proxy", ""),
            "ca_bundle": state.get("ca_bundle", ""),
        }
        return self.pool.ask(kind, work.name, order["revision"], order, _of_lang(kind, lang))

    def ask_sheets(self, work: Work, level: str, lang: str) -> Job:
        """Ask for the sheets of a level of the map that is made, or find them under way."""
        order = {
            "task": "sheets",
            "folder": str(work.folder),
            "scratch": str(work.new_scratch()),
            "revision": work.revision,
            "lang": lang,
            "level": level,
        }
        return self.pool.ask("sheets", work.name, order["revision"], order, level)

    def foresee(self, work: Work, lang: str) -> None:
        """Begin the map that a visitor will ask for next, where no other visitor waits for that."""
        built = work.last_build()
        is_made = built is not None and built.name == work.revision
        if self.pool.is_idle and not is_made:
            self.ask(work, "build", lang)

    def job(self, work: Work, kind: Kind, lang: str) -> Job | None:
        """Find the last job of a kind that was asked for a work."""
        return self.pool.find(work.name, kind, _of_lang(kind, lang))

    @contextmanager
    def coming(self, bytes_n: int) -> Iterator[None]:
        """Count a visitor, and what they send, while it comes in."""
        self.uploads_n += 1
        self.coming_bytes += bytes_n
        try:
            yield
        finally:
            self.uploads_n -= 1
            self.coming_bytes -= bytes_n

    async def refusal(self, *, new: bool) -> str:
        """Tell why what is coming in can't be taken: "busy", "full", or "" where it can.

        Parameters
        ----------
        new
            Whether it would be one more work.
        """
        limits, folder = self.settings.limits, self.settings.folder
        if self.pool.busy_n + self.uploads_n > limits.visitors_n:
            return "busy"
        folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(folder).free < limits.free_bytes + self.coming_bytes:
            return "full"
        if self.settings.is_local:
            return ""
        bytes_n = await asyncio.to_thread(self.works.bytes_n)
        works_n = len(await asyncio.to_thread(self.works.all))
        is_full = bytes_n + self.coming_bytes > limits.works_bytes
        return "full" if is_full or works_n + new > limits.works_n else ""

    @asynccontextmanager
    async def alive(self, _app: Starlette) -> AsyncIterator[None]:
        """Keep the processes going, and sweep, as long as the server is up."""
        await asyncio.to_thread(self.works.tidy)
        self.pool.start()
        sweeping = asyncio.create_task(self._sweep())
        try:
            yield
        finally:
            sweeping.cancel()
            with suppress(asyncio.CancelledError):
                await sweeping
            await self.pool.close()

    async def erase(self, work: Work) -> None:
        """Remove a work and all that is asked for it; nothing writes in its folder any more."""
        await self.pool.forget(work.name)
        await asyncio.to_thread(work.erase)

    async def _sweep(self) -> None:
        """Remove, on a server, what nobody has looked at for an hour."""
        keep_s = self.settings.limits.keep_s
        while keep_s and not self.settings.is_local:
            try:
                for name in await asyncio.to_thread(self.works.left_alone, keep_s):
                    await self.pool.forget(name)
                    await asyncio.to_thread(self.works.sweep, name)
            except OSError as fault:  # a disk's moment of weakness: a page promises an hour
                log_fault(fault, "a sweep")
            await asyncio.sleep(min(_SWEEP_S, keep_s))


def _of_lang(kind: Kind, lang: str) -> str:
    # A map has its own language, whoever asks for it: two who look at one work have one build.
    return "" if kind == "build" else lang
