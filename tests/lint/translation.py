"""What a person reads in ui/ goes through tr(), as one whole sentence. `// i18n-ok` on a line lets it be."""

import re

from lintlib import arguments, closing, code_files, line_of, read, without_comments, without_strings

CALLS = ("setText|setWindowTitle|setToolTip|setStatusTip|setWhatsThis|setPlaceholderText|setTitle|setSubTitle"
         "|setAccessibleName|setAccessibleDescription|setLabelText|setInformativeText|setDetailedText|setIconText"
         "|setTabText|setTabToolTip|setHeaderLabel|setHeaderLabels|setHorizontalHeaderLabels|setSpecialValueText"
         "|setPrefix|setSuffix|setButtonText|setCancelButtonText|setTitleText|setNameFilter|setFormat"
         "|addAction|addMenu|addTab|insertTab|addRow|addItem|addItems|addButton|addSection|showMessage"
         "|QLabel|QPushButton|QToolButton|QAction|QMenu|QCheckBox|QRadioButton|QGroupBox|QDockWidget|QCommandLinkButton"
         "|QListWidgetItem|QTableWidgetItem|QTreeWidgetItem|QStandardItem|QProgressDialog|QMessageBox")
CALL = re.compile(rf"\b(?P<name>{CALLS}|QMessageBox::\w+)\s*(?:\s\w+\s*)?(?P<open>[({{])")
FIRST_ONLY = {"addItem"}  # What follows is data, not text.
FIRST_FORMATS = {"setFormat"}
WRAPPER = re.compile(r"(QStringLiteral|QString|QLatin1String|QLatin1StringView|QStringView|fromUtf8|fromLatin1"
                     r"|fromLatin1String|QStringList)\s*$")
TR = re.compile(r"\b(?:tr|QT_TR_NOOP|QT_TRANSLATE_NOOP|translate)\s*\(")
LITERAL = re.compile(r'"(?:\\.|[^"\\\n])*"')


def words_in(literal):
    """Whether the literal has a word a translator would want: not only %1, punctuation, an entity or one letter."""
    plain = re.sub(r"%n|%L?\d+|%\w|&\w+;|<[^>]*>|\\[xu][0-9A-Fa-f]+|\\.", " ", literal)
    return re.search(r"[^\W\d_]{2}", plain) is not None


def shown_literals(text, hollow, begin, end):
    """Offsets of literals of [begin, end) that are the argument's own text: not inside another call, tr() or a body."""
    at = begin
    while at < end:
        if hollow[at] == '"':
            match = LITERAL.match(text, at)
            if not match:
                at += 1
                continue
            if words_in(match.group()[1:-1]):
                yield at
            at = match.end()
        elif hollow[at] in "([{":
            own = hollow[at] == "(" and (WRAPPER.search(hollow, begin, at) or not re.search(r"[\w>\]]\s*$", hollow[begin:at]))
            own = own or hollow[at] == "{" and not re.search(r"[\w)\]]\s*$", hollow[begin:at])
            at = at + 1 if own else closing(hollow, at) + 1
        else:
            at += 1


def check_calls(text, hollow):
    for call in CALL.finditer(hollow):
        opening = call.start("open")
        parts = arguments(hollow, opening)
        for begin, end in parts[:1] if call.group("name") in FIRST_ONLY else parts:
            for at in shown_literals(text, hollow, begin, end):
                yield at, f"{LITERAL.match(text, at).group()} in {call.group('name')} is not in tr()"


def grows_a_string(hollow, before):
    """Whether `before` ends with `name +=` and the name is no list of this file."""
    name = re.search(r"(\w+)\s*\+=$", before)
    return name is not None and not re.search(rf"\bQStringList\b[^;()]*\b{name.group(1)}\b", hollow)


def check_tr(text, hollow):
    for call in TR.finditer(hollow):
        opening = call.end() - 1
        parts = arguments(hollow, opening)
        context_first = re.match(r"translate|QT_TRANSLATE_NOOP", call.group())
        begin, end = parts[1] if context_first and len(parts) > 1 else parts[0]
        sentence = "".join(m.group()[1:-1] for m in LITERAL.finditer(text, begin, end))
        if sentence != sentence.strip() or re.match(r"\\[nt]|.*\\[nt]$", sentence, re.S):
            yield call.start(), f'tr("{sentence}") begins or ends with white space'
        if sentence == "" and re.fullmatch(r'\s*""\s*', text[begin:end]):
            yield call.start(), 'tr("") says nothing'
        after = closing(hollow, opening) + 1
        while chain := re.compile(r"\s*\.\s*\w+\s*\(").match(hollow, after):
            after = closing(hollow, chain.end() - 1) + 1
        before = re.sub(r"(?:\w+\s*::\s*)+$", "", hollow[:call.start()]).rstrip()
        joined_after = re.match(r"\s*\+(?!\+)", hollow[after:after + 200])
        if joined_after or before.endswith("+") and not before.endswith("++") or grows_a_string(hollow, before):
            yield call.start(), f'tr("{sentence}") is joined with +: a sentence is one string with %1 places'


def check(root):
    problems = []
    sources = code_files(root, "ui")
    for path in sources:
        text = read(root, path)
        lines = text.split("\n")
        plain, hollow = without_comments(text), without_strings(text)
        for at, why in sorted({*check_calls(plain, hollow), *check_tr(plain, hollow)}):
            number = line_of(text, at)
            if "// i18n-ok" not in lines[number - 1]:
                problems.append(f"{path}:{number}: {why}")
    return problems, len(sources)
