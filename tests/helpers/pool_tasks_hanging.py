"""Tasks whose libraries never come in: a disk that hangs, a scanner that holds a file."""

import time

time.sleep(600)
