"""Run by QGIS's Python: open the layers of a GeoPackage, draw them, say what they look like.

    /usr/bin/python3 asked_of_qgis.py coverage.gpkg FOLDER

writes FOLDER/<layer>.png, and FOLDER/told.json: of each layer its renderer, its legend, the colour
of each of its zones where it is widest, its labels; of each status its mark, point by point.
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

SIDE = 1200
"""Of a picture, in pixels."""
WINDOW = 4
"""Pixels each way round a place: a pattern's ground is the commonest colour of the window."""
GRID = [step / 8 for step in range(-8, 9)]
"""Where a mark is looked at, in its radius."""
MARK_PIXELS = 200
PROJECTED = "EPSG:2154"


def layers_of(path):
    """Open each layer with a geometry, with its default style as QGIS finds it."""
    whole = QgsVectorLayer(path, "whole", "ogr")  # kept: its provider goes with it
    found = whole.dataProvider().subLayers()
    names = [line.split("!!::!!")[1] for line in found]
    return {name: QgsVectorLayer(f"{path}|layername={name}", name, "ogr") for name in names}


def settings_of(layers, *, labels):
    """Frame a map on its lowest layer."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setOutputSize(QSize(SIDE, SIDE))
    settings.setBackgroundColor(QColor("white"))
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(PROJECTED))
    settings.setFlag(QgsMapSettings.DrawLabeling, labels)
    around = to_map(layers[-1]).transformBoundingBox(layers[-1].extent())
    around.scale(1.04)
    settings.setExtent(around)
    return settings


def to_map(layer):
    """Give what turns a layer's places into the map's."""
    wanted = QgsCoordinateReferenceSystem(PROJECTED)
    return QgsCoordinateTransform(layer.crs(), wanted, QgsProject.instance())


def drawn(settings):
    """Draw a map."""
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def zone_colours(layer):
    """Give each zone's commonest colour round its widest place, and how wide it is in pixels."""
    settings = settings_of([layer], labels=False)
    image, turn, pixel = drawn(settings), to_map(layer), settings.mapToPixel()
    for feature in layer.getFeatures():
        if feature.geometry().isNull():
            continue
        shape = feature.geometry()
        shape.transform(turn)
        middle, wide = shape.poleOfInaccessibility(settings.mapUnitsPerPixel())
        place = pixel.transform(middle.asPoint())
        around = range(-WINDOW, WINDOW + 1)
        seen = Counter(
            image.pixelColor(int(place.x()) + across, int(place.y()) + down).name()
            for across in around
            for down in around
        )
        colour = seen.most_common(1)[0][0]
        yield feature["zone_code"], [colour, wide / settings.mapUnitsPerPixel()]


def labels_of(layer):
    """Write what stands on each row, and what pointing at it says."""
    labelled = layer.labeling().settings() if layer.labeling() else None
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    for feature in layer.getFeatures():
        context.setFeature(feature)
        label = QgsExpression(labelled.fieldName).evaluate(context) if labelled else ""
        tip = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
        yield str(feature[1]), [label, tip]


def marks_of(layer):
    """Look at the mark of each rule on a grid: its colours, row by row, "" where there is none."""
    for rule in layer.renderer().rootRule().children():
        symbol = rule.symbol().clone()
        radius = 1.1 * 20 / symbol.size()  # the scale of `school_looks`, twenty millimetres large
        symbol.setSize(20)
        image = symbol.asImage(QSize(MARK_PIXELS, MARK_PIXELS))
        pixels = radius * 96 / 25.4
        half = MARK_PIXELS / 2
        yield (
            rule.label(),
            [[colour_at(image, half + x * pixels, half + y * pixels) for x in GRID] for y in GRID],
        )


def colour_at(image, x, y):
    """Give a picture's colour at a place; "" where nothing is."""
    colour = image.pixelColor(round(x), round(y))
    return colour.name() if colour.alpha() == 255 else ""


def told_of(layer):
    """Say what a layer looks like."""
    told = {
        "renderer": layer.renderer().type(),
        "legend": [item.label() for item in layer.renderer().legendSymbolItems()],
        "title": layer.metadata().title(),
        "about": layer.metadata().abstract(),
        "headings": {field.name(): field.displayName() for field in layer.fields()},
        "labels": dict(labels_of(layer)),
    }
    if "coverage_share" in told["headings"]:
        told["zones"] = dict(zone_colours(layer))
    if layer.name() == "schools":
        told["marks"] = dict(marks_of(layer))
    return told


def project_of(path, folder):
    """Open the project beside the GeoPackage as a double click does; draw its first screen."""
    project = QgsProject.instance()
    assert project.read(str(Path(path).with_suffix(".qgs")))
    root = project.layerTreeRoot()
    settings = settings_of(root.checkedLayers(), labels=True)
    drawn(settings).save(str(folder / "project.png"))
    return {
        "title": project.title(),
        "crs": project.crs().authid(),
        "drawn": [layer.source().split("layername=")[1] for layer in root.checkedLayers()],
        "layers": {
            layer.source().split("layername=")[1]: [layer.isValid(), layer.renderer().type()]
            for layer in project.mapLayers().values()
        },
    }


def main():
    """Open, draw and tell."""
    path, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    layers = layers_of(path)
    told = {name: told_of(layer) for name, layer in layers.items()}
    for name, layer in layers.items():
        drawn(settings_of([layer], labels=True)).save(str(folder / f"{name}.png"))
    answer = json.dumps({"layers": told, "grid": GRID, "project": project_of(path, folder)})
    (folder / "told.json").write_text(answer, encoding="utf-8")


if __name__ == "__main__":
    QgsApplication.setPrefixPath("/usr", useDefaultPaths=True)
    application = QgsApplication([], GUIenabled=False)
    application.initQgis()
    main()
    # At once: what Python takes apart in an order of its own makes QGIS fall, once all is said.
    os._exit(0)
