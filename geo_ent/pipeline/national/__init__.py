"""Files read once for many territories: what each has of its own, and how it is known again."""

from geo_ent.pipeline.national.files_read import FilesRead, read_files
from geo_ent.pipeline.national.fingerprint import fingerprint
from geo_ent.pipeline.national.own_rows import own_inputs, whole_inputs
from geo_ent.pipeline.national.territory_frames import TerritoryFrames

__all__ = [
    "FilesRead",
    "TerritoryFrames",
    "fingerprint",
    "own_inputs",
    "read_files",
    "whole_inputs",
]
