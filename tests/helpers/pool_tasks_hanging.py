"""Tasks whose libraries never come in: a disk that hangs, a scanner that holds a file."""

import multiprocessing
import time

# Only where it is a process of the pool: pytest imports each module when it gathers doctests.
if multiprocessing.parent_process() is not None:
    time.sleep(600)
