"""Every header begins with #pragma once."""

import re

from lintlib import files, read, without_comments


def check(root):
    problems = []
    headers = files(root, "core", "ui", "app", "tests", suffixes={".h"})
    for path in headers:
        first = without_comments(read(root, path)).lstrip("\ufeff \t\r\n").split("\n")[0]
        if not re.fullmatch(r"#\s*pragma\s+once\s*", first):
            problems.append(f"{path}: begins with no #pragma once")
    return problems, len(headers)
