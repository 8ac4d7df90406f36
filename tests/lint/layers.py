"""Arrows between modules point down only; a family names no other; Qt stays in ui/ and in folders named qt."""

import re

from lintlib import code_files, files, includes, read, without_comments

GROUND = {"base": 0, "crypto": 1, "net": 2, "store": 2, "family": 3}
FAMILIES = {"ccf", "acl", "quorum", "sqlledger", "blob", "attestation"}
CORE = set(GROUND) | FAMILIES | {"audit"}
TOPS = {"core", "ui", "app"}


def core_arrow(source, target):
    """Why a file of core/<source> must not use core/<target…>, or nothing. Both are parts of a path below core/."""
    mine, theirs = source[0], target[0]
    if mine not in CORE or theirs not in CORE:
        return f"core/{mine if mine not in CORE else theirs} is no module of the design"
    if mine == theirs:
        return ""
    if theirs == "audit":
        return f"core/{mine} must not use core/audit"
    if theirs in FAMILIES:
        if mine == "acl" and list(target[:2]) == ["ccf", "receipt"]:
            return ""
        return f"core/{mine} must not use the family core/{theirs}"
    if mine in GROUND and GROUND[mine] <= GROUND[theirs]:
        return f"core/{mine} must not use core/{theirs}: arrows point down"
    return ""


def family_of(parts):
    """The <id> of ui/family/<id>/…, or nothing."""
    return parts[2] if len(parts) > 3 and parts[:2] == ("ui", "family") else ""


def arrow(source, target):
    """Why the file with path parts `source` must not use the one with parts `target`, or nothing."""
    here, there = source[0], target[0]
    if there not in TOPS:
        return "an include is written from the root: core/, ui/ or app/"
    if here == "app":
        return ""
    if there == "app":
        return f"{here}/ must not use app/"
    if here == "core":
        if there == "ui":
            return "core/ must not use ui/"
        if "qt" in target[:-1] and "qt" not in source[:-1]:
            return "only a folder named qt may use a folder named qt: no Qt below ui/"
        return core_arrow(source[1:], target[1:])
    mine = family_of(source)
    if there == "ui" and family_of(target) and family_of(target) != mine:
        return f"only ui/family/{family_of(target)} and app/ may name the family {family_of(target)}"
    if there == "core" and target[1] not in CORE:
        return f"core/{target[1]} is no module of the design"
    if there == "core" and target[1] in FAMILIES and target[1] != mine:
        return f"only ui/family/{target[1]} and app/ may name the family {target[1]}"
    return ""


def check_include(path, line, name, quoted):
    if quoted:
        if name.endswith(".moc") or name.startswith("ui_"):
            return ""
        return arrow(path.parts, tuple(name.split("/")))
    if path.parts[0] == "core" and "qt" not in path.parts and re.match(r"Q[A-Z]|Qt[A-Z]|q[a-z]+\.h|Q\w+/", name):
        return f"<{name}>: no Qt below ui/ outside folders named qt"
    return ""


def check_links(path, text):
    """The same arrows between CMake targets: countersign_<module>, and Qt6:: below ui/."""
    problems = []
    for number, line in enumerate(re.sub(r"#[^\n]*", "", text).split("\n"), 1):
        if path.parts[0] == "core" and "qt" not in path.parts and re.search(r"\bQt6?::", line):
            problems.append(f"{path}:{number}: no Qt below ui/ outside folders named qt")
        for module in re.findall(r"\bcountersign_([a-z]+)[a-z_]*", line):
            if module not in CORE or len(path.parts) < 3 and path.parts[0] == "core":
                continue
            why = arrow(path.parts, ("core", module, "receipt", "x") if module == "ccf" else ("core", module, "x"))
            if why:
                problems.append(f"{path}:{number}: {why}")
    return problems


def check(root):
    problems = []
    sources = code_files(root, "core", "ui", "app")
    for path in sources:
        text = read(root, path)
        for line, name, quoted in includes(text):
            why = check_include(path, line, name, quoted)
            if why:
                problems.append(f"{path}:{line}: {why}")
        if path.parts[0] == "core" and "qt" not in path.parts:
            for match in re.finditer(r"\bQ_(OBJECT|GADGET)\b", without_comments(text)):
                problems.append(f"{path}: Q_{match.group(1)}: no Qt below ui/ outside folders named qt")
    for path in files(root, "core", "ui"):
        if path.name == "CMakeLists.txt":
            problems += check_links(path, read(root, path))
    return problems, len(sources)
