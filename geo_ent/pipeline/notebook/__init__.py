"""The work in a notebook: one call makes an object of frames, sentences and a map."""

from geo_ent.pipeline.notebook.coverage_object import Coverage
from geo_ent.pipeline.notebook.one_call import build, demo, fetch, open  # noqa: A004 as in rasterio

__all__ = ["Coverage", "build", "demo", "fetch", "open"]
