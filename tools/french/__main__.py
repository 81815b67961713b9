"""Lint the French of what geo-ent wrote.

python -m french FOLDER…        (from tools/)
"""

import sys
from collections import Counter
from pathlib import Path

from french.rules import faults
from french.sentences import of_folder


def main(folders: list[str]) -> int:
    """Print each fault with its file and sentence; exit with 1 if there is one."""
    read, found = 0, Counter[str]()
    for folder in map(Path, folders):
        for name, sentence in of_folder(folder):
            read += 1
            for fault in faults(sentence):
                found[fault.rule] += 1
                around = sentence[max(0, fault.at - 60) : fault.at + 90]
                print(f"{folder.name}/{name} {fault.rule}: …{around}… → {fault.advice}")
    print(f"{read} sentences, {sum(found.values())} faults {dict(found)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
