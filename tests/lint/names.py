"""One name, one type: no two classes, structs or enums of the same namespace share a name.

Two of them in one program are undefined behaviour: the linker keeps one destructor and calls it for both. The compiler
cannot see it, only link-time optimisation warns. Types in an anonymous namespace are their file's own."""

import re

from lintlib import files, read, without_strings

TOKEN = re.compile(
    r"\b(?:inline\s+)?namespace\b(?P<space>[^{};=]*)\{"
    r"|\b(?:struct|class|enum(?:\s+(?:class|struct))?|union)\s+(?:\[\[[^\]]*\]\]\s*|alignas\([^)]*\)\s*)?(?P<type>\w+(?:::\w+)*)"
    r"(?:\s+final)?\s*(?::[^:;{][^;{]*)?\{"
    r"|(?P<open>\{)|(?P<close>\})")


def types_of(text):
    """(namespace, name) of every type defined at namespace level outside anonymous namespaces."""
    found, scopes = [], []  # A scope: its namespace, or None for what is none.
    for match in TOKEN.finditer(text):
        if match.group("space") is not None:
            name = match.group("space").strip()
            scopes.append(name or "(anonymous)")
        elif match.group("type"):
            if None not in scopes and "(anonymous)" not in scopes:
                found.append(("::".join(scopes), match.group("type"), text.count("\n", 0, match.start()) + 1))
            scopes.append(None)
        elif match.group("open"):
            scopes.append(None)
        elif match.group("close") and scopes:
            scopes.pop()
    return found


def check(root):
    problems, where = [], {}
    sources = files(root, "core", "ui", "app", suffixes={".h", ".cpp"})
    for path in sources:
        for space, name, line in types_of(without_strings(read(root, path))):
            place = f"{path}:{line}"
            first = where.setdefault((space, name), place)
            if first.split(":")[0] != place.split(":")[0]:
                problems.append(f"{place}: {space}::{name} is also defined in {first}")
    return problems, len(sources)
