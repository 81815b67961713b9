"""The styles in the GeoPackage: a row a layer, in the table that QGIS reads when it opens one."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

_TABLE = "layer_styles"
_MADE = "1980-01-01T00:00:00.000Z"  # no clock: the same inputs, the same bytes

# As QGIS makes the table itself, so that it goes on writing in it.
_DEFINITION = f"""
CREATE TABLE "{_TABLE}" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  "f_table_catalog" TEXT(256), "f_table_schema" TEXT(256), "f_table_name" TEXT(256),
  "f_geometry_column" TEXT(256), "styleName" TEXT(30), "styleQML" TEXT, "styleSLD" TEXT,
  "useAsDefault" BOOLEAN, "description" TEXT, "owner" TEXT(30), "ui" TEXT(30),
  "update_time" DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
  VALUES ('{_TABLE}', 'attributes', '{_TABLE}', '', '{_MADE}', 0);
"""  # noqa: S608 no name but ours

# Catalogue and schema are texts of no letter: QGIS looks for them so, and finds no NULL.
_ROW = f"""
INSERT INTO "{_TABLE}" (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,
  styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, update_time)
  SELECT '', '', table_name, column_name, 'geo-ent', ?, '', 1, ?, '', '', '{_MADE}'
  FROM gpkg_geometry_columns WHERE table_name = ?
"""  # noqa: S608 the same
_COUNTED = f"""
INSERT INTO gpkg_ogr_contents (table_name, feature_count)
  SELECT '{_TABLE}', count(*) FROM "{_TABLE}"
"""  # noqa: S608 the same


def add_styles(path: Path, styles: Mapping[str, str], about: Mapping[str, str]) -> None:
    """Give layers of a GeoPackage the style that QGIS opens them with.

    Parameters
    ----------
    path
        A GeoPackage with a column of geometry a layer.
    styles
        Layer -> its QML.
    about
        Layer -> what its style is called in a list.

    Raises
    ------
    OSError
        If the file can't be written.
    """
    try:
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("PRAGMA synchronous = OFF")  # it counts only once it is whole
            file.execute("PRAGMA journal_mode = MEMORY")
            file.executescript(_DEFINITION)
            file.executemany(
                _ROW, [(written, about.get(name, ""), name) for name, written in styles.items()]
            )
            file.execute(_COUNTED)
    except sqlite3.Error as fault:
        raise OSError(str(fault)) from None
