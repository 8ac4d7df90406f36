"""run.py LINT ROOT: one lint over one tree; status 1 when it refuses something or found nothing to read."""

import importlib
import sys
from pathlib import Path

MAY_BE_EMPTY = {"translation"}  # While ui/ has no source.


def main():
    name, root = sys.argv[1], Path(sys.argv[2]).resolve()
    problems, scanned = importlib.import_module(name).check(root)
    for problem in problems:
        print(problem)
    if scanned == 0 and name not in MAY_BE_EMPTY:
        print(f"{name}: there was no file to read below {root}")
        return 1
    if scanned == 0:
        print(f"SKIP   : {name} there is no source to read yet")
    print(f"{name}: {scanned} files, {len(problems)} refused")
    return 1 if problems else 0


sys.dont_write_bytecode = True
sys.exit(main())
