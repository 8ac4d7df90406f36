"""Each lint must refuse what it is for, say where, and let the neighbouring right thing pass."""

import contextlib
import importlib
import io
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

# lint: ({file: text}, what must be refused, each by a problem that holds this text: no more, no fewer)
CASES = [
    ("layers", "arrows of core", {
        "core/base/a.h": '#include "core/crypto/b.h"\n',
        "core/crypto/b.h": '#include "core/base/a.h"\n#include "core/family/f.h"\n',
        "core/net/n.h": '#include "core/store/s.h"\n',
        "core/family/f.h": '#include "core/net/n.h"\n#include "core/ccf/ledger/l.h"\n#include "core/audit/x.h"\n',
        "core/ccf/ledger/l.cpp": '#include "core/family/f.h"\n#include "core/acl/a.h"\n#include "l.h"\n',
        "core/acl/a.cpp": '#include "core/ccf/receipt/r.h"\n#include "core/ccf/ledger/l.h"\n',
        "core/audit/x.cpp": '#include "core/family/f.h"\n// #include "core/blob/b.h"\n#include "core/quorum/q.h"\n',
        "core/store/s.cpp": '#include "ui/shell/w.h"\n#include "app/cli/m.h"\n#include "core/wrong/w.h"\n',
    }, ["core/base/a.h:1: core/base must not use core/crypto", "core/crypto/b.h:2:", "core/net/n.h:1:",
        "core/family/f.h:2: core/family must not use the family core/ccf", "core/family/f.h:3:",
        "core/ccf/ledger/l.cpp:2:", "core/ccf/ledger/l.cpp:3: an include is written from the root",
        "core/acl/a.cpp:2:", "core/audit/x.cpp:3:",
        "core/store/s.cpp:1: core/ must not use ui/", "core/store/s.cpp:2:", "core/wrong is no module"]),
    ("layers", "arrows of ui and app", {
        "ui/shell/w.cpp": '#include "core/audit/x.h"\n#include "core/ccf/l.h"\n#include "ui/family/ccf/p.h"\n',
        "ui/family/ccf/p.cpp": '#include "ui/family/ccf/p.h"\n#include "core/ccf/l.h"\n#include "core/acl/a.h"\n'
                               '#include "app/gui/g.h"\n#include "ui/family/acl/p.h"\n#include "p.moc"\n',
        "app/gui/main.cpp": '#include "core/ccf/l.h"\n#include "ui/family/ccf/p.h"\n',
    }, ["ui/shell/w.cpp:2:", "ui/shell/w.cpp:3:", "ui/family/ccf/p.cpp:3:", "ui/family/ccf/p.cpp:4:",
        "ui/family/ccf/p.cpp:5:"]),
    ("layers", "no Qt below ui", {
        "core/base/a.cpp": "#include <QString>\n#include <queue>\n",
        "core/base/b.cpp": "#include <QtCore/QString>\n",
        "core/ccf/c.h": "class C\n{\n    Q_OBJECT\n};\n",
        "core/net/n.cpp": '#include "core/net/qt/t.h"\n',
        "core/net/qt/t.h": "#include <QObject>\n",
        "ui/shell/w.cpp": "#include <QWidget>\n",
    }, ["core/base/a.cpp:1:", "core/base/b.cpp:1:", "core/ccf/c.h:", "core/net/n.cpp:1:"]),
    ("layers", "arrows between targets", {
        "core/base/a.cpp": "\n",
        "core/base/CMakeLists.txt": "countersign_module(countersign_base\n    LINK countersign_crypto)\n",
        "core/store/CMakeLists.txt": "countersign_module(countersign_store LINK countersign_base Qt6::Core)\n",
        "core/net/qt/CMakeLists.txt": "countersign_module(countersign_net_qt LINK countersign_net Qt6::Network)\n",
        "ui/CMakeLists.txt": "countersign_module(countersign_ui LINK countersign_audit countersign_ccf Qt6::Widgets)\n",
        "ui/family/ccf/CMakeLists.txt": "countersign_module(countersign_ui_ccf LINK countersign_ccf)\n",
    }, ["core/base/CMakeLists.txt:2:", "core/store/CMakeLists.txt:1:", "ui/CMakeLists.txt:1:"]),
    ("translation", "literals", {
        "ui/shell/w.cpp": """void f()
{
    a->setText("Open a ledger");
    a->setText(QStringLiteral("Open a ledger"));
    auto* label = new QLabel(QString::fromUtf8("Ledger"), this);
    QPushButton button("Verify", this);
    menu->addAction(icon("open"), "Open", this, [] { log("opened"); });
    a->setToolTip(ready ? tr("Ready") : QString("Busy"));
    box->addItem("All", QStringLiteral("all"));
    QMessageBox::warning(this, tr("Title"), "It broke");
    a->setPlaceholderText(
        "Type here");
    tree->setHeaderLabels({"Name", tr("Size")});
}
""",
        "ui/shell/right.cpp": """void f()
{
    a->setText(tr("Open a ledger"));
    // a->setText("Open a ledger");
    a->setText(QStringLiteral("–"));
    a->setText(QStringLiteral("%1.%2").arg(view).arg(seqno));
    a->setText("GMT"); // i18n-ok
    auto* label = new QLabel(this);
    menu->addAction(icon("open"), tr("Open"), this, [this] { show(find("pane")); });
    box->addItem(tr("All"), QStringLiteral("all"));
    a->setObjectName("status line");
    a->setText(names.value(QStringLiteral("subject")));
    const QString text = tr("%1 of %2", "progress").arg(a).arg(b);
    const int n = count++ + other;
    QStringList parts;
    parts += tr("%1 left").arg(n);
}
""",
    }, [f"ui/shell/w.cpp:{line}:" for line in (3, 4, 5, 6, 7, 8, 9, 10, 12, 13)]),
    ("translation", "sentences", {
        "ui/shell/w.cpp": """void f()
{
    a = tr("Verified: ") + name;
    a = tr("Verified to %1").arg(n) + name;
    a = prefix + MainWindow::tr("verified");
    a += tr("more");
    a = tr(" one");
    a = tr("one\\n");
    a = tr("");
    a = tr("Verified to "
           "here");
    a = QCoreApplication::translate("Context ", "whole");
}
""",
    }, ["ui/shell/w.cpp:3:", "ui/shell/w.cpp:3:", "ui/shell/w.cpp:4:", "ui/shell/w.cpp:5:", "ui/shell/w.cpp:6:",
        "ui/shell/w.cpp:7:", "ui/shell/w.cpp:8:", "ui/shell/w.cpp:9:"]),
    ("sentences", "ids without words", {
        "core/family/reasons.h": """#pragma once
inline constexpr const char* kReasonRootMismatch = "ROOT_MISMATCH";
inline constexpr std::string_view kReasonNotEndorsed = "NOT_ENDORSED";
inline constexpr char kReasonLost[] = "LOST";
inline constexpr const char* kReasonOdd = "odd";
inline constexpr const char* kCheckRoot = "ccf.root.signed";
inline constexpr const char* kCheckNode = "ccf.node.endorsed";
inline constexpr const char* kCheckOdd = "ROOT";
""",
        "core/ccf/v.cpp": 'check(Verdict::Failed, "NO_TRUST_ANCHOR");\ncheck.reason = "LOST";\nuse(kReasonLost);\n',
        "ui/common/reason_text.cpp": '{"ROOT_MISMATCH", tr("…")},\n// {"NOT_ENDORSED", tr("…")},\n{"odd", tr("…")}\n',
        "ui/common/check_text.cpp": '{"ccf.root.signed", tr("…")}, {"ROOT", tr("…")}\n',
    }, ['reasons.h:5: "odd" has not the shape', 'reasons.h:8: "ROOT" has not the shape', '"NOT_ENDORSED" has no words',
        '"LOST" has no words', '"ccf.node.endorsed" has no words', 'v.cpp:1: "NO_TRUST_ANCHOR" is written out',
        'v.cpp:2: "LOST" is written out']),
    ("sentences", "a pattern that finds nothing", {
        "core/family/reasons.h": 'enum class Reason { Lost };\n',
        "ui/common/reason_text.cpp": '{"LOST", tr("…")}\n',
    }, ["core declares no kReason constant"]),
    ("sizes", "long files", {
        "core/base/long.cpp": "\n" * 401,
        "core/base/limit.cpp": "\n" * 400,
        "ui/shell/long.h": "\n" * 151,
        "ui/shell/excused.h": "#pragma once\n// size: one table of words\n" + "\n" * 200,
        "app/cli/late.cpp": "\n" * 5 + "// size: too late to count\n" + "\n" * 400,
        "app/cli/empty_excuse.cpp": "// size: \n" + "\n" * 400,
    }, ["core/base/long.cpp: 401", "ui/shell/long.h: 151", "app/cli/late.cpp", "app/cli/empty_excuse.cpp"]),
    ("names", "one name, one type", {
        "core/ccf/a.h": "namespace countersign::ccf {\n// struct Old { };\nstruct Statement { int a; };\nstruct Node;\n"
                        "class Kept final : public Base\n{\n    struct Inner { int x; };\n};\n}\n",
        "core/ccf/b.h": "namespace countersign::ccf {\nclass Kept { struct Inner { }; };\nenum class Kind : int { One };\n"
                        "namespace wire { struct Statement { }; }\n}\nnamespace countersign { struct Statement { }; }\n",
        "core/ccf/c.cpp": "namespace countersign {\nnamespace ccf {\nnamespace { struct Kept { }; enum Kind { A }; }\n"
                          "void f() { struct Kept { }; const char* s = \"{\"; }\nenum Kind { A };\n}\n}\n",
    }, ["core/ccf/b.h:2: countersign::ccf::Kept is also defined in core/ccf/a.h:5",
        "core/ccf/c.cpp:5: countersign::ccf::Kind is also defined in core/ccf/b.h:3"]),
    ("headers", "pragma once", {
        "core/base/none.h": "#include <string>\n",
        "core/base/late.h": "#include <string>\n#pragma once\n",
        "ui/shell/commented.h": "// #pragma once\n",
        "tests/support/right.h": "// Words first.\n#pragma once\n",
    }, ["core/base/none.h", "core/base/late.h", "ui/shell/commented.h"]),
    ("words", "words", {
        "ui/shell/w.cpp": "QCoreApplication::processEvents();\nQThread::msleep(5);\n// processEvents() has no place here\n",
        "tests/gui/t.cpp": "QCoreApplication::processEvents();\nstd::this_thread::sleep_for(1s);\nQTest::qSleep(5);\n",
        "core/net/n.cpp": "SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, nullptr);\nreply->ignoreSslErrors();\n",
        "README.md": "See /work/main/x, /home/me and http://host/home/x, `build/work/y`.\nA subagent wrote this.\n",
    }, ["ui/shell/w.cpp:1:", "ui/shell/w.cpp:2:", "tests/gui/t.cpp:2:", "tests/gui/t.cpp:3:", "core/net/n.cpp:1:",
        "core/net/n.cpp:2:", "README.md:1: /work/", "README.md:1: /home/", "README.md:2:"]),
]


def run(lint, tree):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in tree.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        with contextlib.redirect_stdout(io.StringIO()):
            return importlib.import_module(lint).check(root)[0]


def failures():
    for lint, title, tree, expected in CASES:
        problems = run(lint, tree)
        left = list(problems)
        for text in expected:
            hit = next((p for p in left if text in p), None)
            if hit is None:
                yield f"{lint} ({title}): nothing was refused at {text}"
            else:
                left.remove(hit)
        for problem in left:
            yield f"{lint} ({title}): refused what is right: {problem}"


def main():
    lints = {p.stem for p in Path(__file__).parent.glob("*.py")} - {"lintlib", "run", "selftest"}
    wrong = list(failures()) + [f"{lint} has no case here" for lint in sorted(lints - {c[0] for c in CASES})]
    print("\n".join(wrong + [f"selftest: {len(CASES)} trees, {len(wrong)} wrong"]))
    return 1 if wrong else 0


sys.exit(main())
