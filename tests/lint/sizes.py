"""A source file has at most 400 lines and a header 150, or says `// size: why` in its first five."""

import re

from lintlib import code_files, read

LIMITS = {".cpp": 400, ".h": 150}


def check(root):
    problems = []
    sources = code_files(root, "core", "ui", "app")
    for path in sources:
        lines = read(root, path).splitlines()
        excused = any(re.match(r"\s*// size: \S+", line) for line in lines[:5])
        if len(lines) > LIMITS[path.suffix] and not excused:
            problems.append(f"{path}: {len(lines)} lines, at most {LIMITS[path.suffix]}")
    return problems, len(sources)
