"""What the pages share: the works, the processes, the settings; and what is swept away."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from starlette.applications import Starlette

from geo_ent.app.jobs import Job, Kind, Pool
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
        self.uploads_n = 0  # uploads that are coming in

    def ask(self, work: Work, kind: Kind, lang: str, **more: Any) -> Job:  # noqa: ANN401 of the order
        """Ask for a reading or a build of a work as it stands, or find the one under way."""
        revision = work.revision if kind == "build" else work.read_revision
        state = work.state()
        order = {
            "task": kind,
            "folder": str(work.folder),
            "revision": revision,
            "lang": lang,
            "demo": state.get("demo", ""),
            "map_lang": work.choices().get("lang", "fr"),
            "offline": self.settings.offline,
            "proxy": state.get("proxy", ""),
            "ca_bundle": state.get("ca_bundle", ""),
            **more,
        }
        return self.pool.ask(kind, work.name, revision + lang, order)

    def has_room(self) -> bool:
        """Tell whether one more work fits on the disk."""
        limits, folder = self.settings.limits, self.settings.folder
        folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(folder).free < limits.free_bytes + limits.upload_bytes:
            return False
        return self.settings.is_local or self.works.bytes_n() < limits.works_bytes

    @property
    def is_busy(self) -> bool:
        """Whether as many visitors are served as can be."""
        return self.pool.busy_n + self.uploads_n >= self.settings.limits.visitors_n

    @asynccontextmanager
    async def alive(self, _app: Starlette) -> AsyncIterator[None]:
        """Keep the processes going, and sweep, as long as the server is up."""
        self.pool.start()
        sweeping = asyncio.create_task(self._sweep())
        try:
            yield
        finally:
            sweeping.cancel()
            with suppress(asyncio.CancelledError):
                await sweeping
            await asyncio.to_thread(self.pool.close)

    async def _sweep(self) -> None:
        """Remove, on a server, what nobody has looked at for an hour."""
        keep_s = self.settings.limits.keep_s
        while keep_s and not self.settings.is_local:
            await asyncio.to_thread(self.works.sweep, keep_s)
            await asyncio.sleep(min(_SWEEP_S, keep_s))
