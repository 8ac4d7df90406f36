"""What must not stand in the tree: nested event loops, sleeps, switched-off TLS checks, paths of one machine."""

import re

from lintlib import CODE, files, line_of, read, without_comments

# (pattern, in which top folders or everywhere, what is wrong); comments of code are not read for these.
IN_CODE = [
    (r"\bprocessEvents\s*\(", ("core", "ui", "app"), "a nested event loop"),
    (r"\bQThread::(sleep|msleep|usleep)\b|\bthis_thread::sleep_(for|until)\b|\bqSleep\s*\(|\bu?sleep\s*\(\s*\d",
     ("ui", "app", "tests"), "a sleep: wait for the event itself"),
    (r"\bignoreSslErrors\s*\(|\bSSL_VERIFY_NONE\b", (), "a TLS check switched off"),
]
# Read everywhere, comments too.
IN_TEXT = [
    (r"(?<![\w.)}\]/])/(work|home)/", "a path of one machine"),
    (r"(?i)sub-?agent", "a word that has no place here"),
]
BINARY = {".png", ".ico", ".zip", ".pem", ".committed", ".der", ".cose", ".cbor", ".bin", ".qm"}
THESE = ("tests", "lint")  # The lints must name what they refuse.


def check(root):
    problems = []
    sources = [p for p in files(root) if p.parts[:2] != THESE and p.suffix not in BINARY and (root / p).is_file()]
    for path in sources:
        text = read(root, path)
        if "\0" in text:
            continue
        code = without_comments(text) if path.suffix in CODE else text
        for pattern, folders, why in IN_CODE:
            if folders and path.parts[0] not in folders:
                continue
            for match in re.finditer(pattern, code):
                problems.append(f"{path}:{line_of(text, match.start())}: {match.group().strip()}: {why}")
        for pattern, why in IN_TEXT:
            for match in re.finditer(pattern, text):
                problems.append(f"{path}:{line_of(text, match.start())}: {match.group()}: {why}")
    return problems, len(sources)
