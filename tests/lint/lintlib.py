"""What the lints share: which files there are, C++ text without its comments, and arguments of a call."""

import os
import re
from pathlib import Path

CODE = {".cpp", ".h"}
NOT_OURS = {"build", ".git", ".cache", "__pycache__"}


def files(root, *folders, suffixes=None):
    """Paths relative to root of every file in the folders (the whole tree when none is named), sorted."""
    found = []
    for start in folders or ["."]:
        for where, names, leaves in os.walk(root / start):
            names[:] = [n for n in names if n not in NOT_OURS]
            found += [Path(where, leaf).relative_to(root) for leaf in leaves if leaf not in NOT_OURS]
    return sorted(p for p in found if suffixes is None or p.suffix in suffixes)


def code_files(root, *folders):
    return files(root, *folders, suffixes=CODE)


def read(root, path):
    return (root / path).read_text(encoding="utf-8", errors="replace")


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/'
    r'|R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'", re.S)


def without_comments(text):
    """The text with every comment turned into blanks: offsets and lines stay."""
    def blank(match):
        token = match.group()
        return re.sub(r"[^\n]", " ", token) if token.startswith("/") else token
    return _TOKEN.sub(blank, text)


def without_strings(text):
    """The text with comments and the inside of every literal turned into blanks: offsets and lines stay."""
    def blank(match):
        token = match.group()
        hollow = re.sub(r"[^\n]", " ", token)
        return hollow if token.startswith("/") else token[0] + hollow[1:-1] + token[-1]
    return _TOKEN.sub(blank, text)


def closing(hollow, opening):
    """The offset of the bracket that closes the one at `opening`, in text without strings; its end when none does."""
    depth = 0
    for at in range(opening, len(hollow)):
        if hollow[at] in "([{":
            depth += 1
        elif hollow[at] in ")]}":
            depth -= 1
            if depth == 0:
                return at
    return len(hollow)


def arguments(hollow, opening):
    """[(begin, end)] of the arguments of the call whose bracket opens at `opening`."""
    end = closing(hollow, opening)
    parts, begin, depth = [], opening + 1, 0
    for at in range(opening + 1, end):
        if hollow[at] in "([{":
            depth += 1
        elif hollow[at] in ")]}":
            depth -= 1
        elif hollow[at] == "," and depth == 0:
            parts.append((begin, at))
            begin = at + 1
    parts.append((begin, end))
    return parts


def includes(text):
    """[(line, path, quoted)] of the include directives outside comments."""
    found = []
    for number, line in enumerate(without_comments(text).split("\n"), 1):
        match = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
        if match:
            found.append((number, match.group(2), match.group(1) == '"'))
    return found
