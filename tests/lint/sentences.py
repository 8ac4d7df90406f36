"""Every reason id and check id that core declares has words in ui/common, and core uses no reason it does not declare."""

import re

from lintlib import code_files, line_of, read, without_comments

DECLARED = re.compile(r'\bconstexpr\s+(?:const\s+char\s*\*\s*(?:const\s+)?|(?:std::)?string_view\s+|char\s+|const\s+char\s+)'
                      r'k(?P<kind>Reason|Check)(?P<name>\w+)\s*(?:\[\s*\])?\s*[={]\s*"(?P<id>[^"]*)"')
BARE = re.compile(r'(?:\breason\s*=|\bVerdict::\w+\s*,)\s*"(?P<id>[A-Z][A-Z0-9_]+)"')
WORDS = {"Reason": "ui/common/reason_text.cpp", "Check": "ui/common/check_text.cpp"}
SHAPE = {"Reason": re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*"), "Check": re.compile(r"[a-z]\w*(\.[a-z]\w*){1,}")}


def check(root):
    problems = []
    declared = {"Reason": {}, "Check": {}}
    sources = code_files(root, "core")
    for path in sources:
        text = without_comments(read(root, path))
        for match in DECLARED.finditer(text):
            where = f"{path}:{line_of(text, match.start())}"
            kind, name = match.group("kind"), match.group("id")
            if not SHAPE[kind].fullmatch(name):
                problems.append(f'{where}: "{name}" has not the shape of a {kind.lower()} id')
            declared[kind].setdefault(name, where)
        for match in BARE.finditer(text):
            problems.append(f'{path}:{line_of(text, match.start())}: "{match.group("id")}" is written out: '
                            "declare a kReason constant")
    for kind, words in WORDS.items():
        if not (root / words).exists():
            print(f"SKIP   : sentences({kind.lower()}) {words} does not exist yet; "
                  f"{len(declared[kind])} ids are not held against it")
            continue
        if not declared[kind]:
            problems.append(f"{words}: core declares no k{kind} constant: the pattern and the code have parted")
        known = set(re.findall(r'"([^"\n]+)"', without_comments(read(root, words))))
        for name, where in declared[kind].items():
            if name not in known:
                problems.append(f'{where}: "{name}" has no words in {words}')
    return problems, len(sources)
