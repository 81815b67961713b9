"""Data Packages as other programs read them: frictionless, in this process."""

import json
import warnings

from geo_ent.publish.package.data_package import OF_REGISTER, PACKAGE


def described(folder):
    """Read the packages of a folder: its tables' descriptions, by file name."""
    there = [folder / name for name in (PACKAGE, OF_REGISTER) if (folder / name).exists()]
    contents = [json.loads(path.read_text(encoding="utf-8")) for path in there]
    return {part["path"]: part for content in contents for part in content["resources"]}


def faults(folder):
    """List what frictionless has against the packages of a folder, and the tables of neither."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of its own imports
        from frictionless import validate

        there = [folder / name for name in (PACKAGE, OF_REGISTER) if (folder / name).exists()]
        reports = [validate(str(path)) for path in there]
    unlisted = {path.name for path in folder.glob("*.csv")} - described(folder).keys()
    told = [error.message for report in reports for error in report.errors]
    of_tables = [
        f"{task.name}: {words}"
        for report in reports
        for task in report.tasks
        for words in (*(error.message for error in task.errors), *task.warnings)
    ]
    return [*told, *of_tables, *(f"{name}: described nowhere" for name in sorted(unlisted))]
