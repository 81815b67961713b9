"""What the portable folder takes of the libraries: of all that they bring, what geo-ent runs."""

import re

EXCLUDED = [
    # Arrow's ways to other machines, and to files that we neither read nor write.
    *(f"pyarrow.{name}" for name in ("_azurefs", "_flight", "_gcsfs", "_hdfs", "_orc", "_s3fs")),
    *(f"pyarrow.{name}" for name in ("_feather", "_substrait", "flight", "orc", "substrait")),
    *(f"pyarrow.{name}" for name in ("_dataset_orc", "_pyarrow_cpp_tests", "cffi", "cuda")),
    *("pyarrow.conftest", "pyarrow.gandiva", "pyarrow.interchange", "pyarrow.jvm"),
    # What installs and tests; what draws on a screen or asks at a prompt. readline is also GPL.
    *("_distutils_hack", "distutils", "lib2to3", "pip", "pkg_resources", "setuptools"),
    *("curses", "idlelib", "readline", "tkinter", "turtle", "turtledemo"),
]
"""Modules that are left out, and what only they import."""

_LEFT_OUT = re.compile(
    # What compiles against the libraries, and their own tests.
    r"(^|/)(tests|include|includes)/|\.(pxd|pyx|pxi|h|hpp|cc|cmake|lib|a)$"
    r"|^pyarrow/src/"
    r"|(^|/)(lib)?arrow_(flight|python_flight|s3)[.\w-]*$"
    # The same library under the names of those who link to it, and with its version in full.
    r"|^pyarrow/libarrow_\w+\.so(\.\d+\.\d+\.\d+)?$"
)


def is_kept(path: str) -> bool:
    r"""Say whether a file of a library goes along, by its path in the folder.

    Examples
    --------
    >>> is_kept("pyarrow\\arrow_compute.dll"), is_kept("pyarrow\\arrow_flight.dll")
    (True, False)
    """
    return _LEFT_OUT.search(path.replace("\\", "/")) is None
