#include "ui/common/verdict_look.h"

#include <QCoreApplication>

namespace countersign::ui {

QString verdictWord(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Passed: return QCoreApplication::translate("Verdict", "Passed");
    case Verdict::Failed: return QCoreApplication::translate("Verdict", "Failed");
    case Verdict::Indeterminate: return QCoreApplication::translate("Verdict", "Indeterminate");
    case Verdict::NotChecked: break;
    }
    return QCoreApplication::translate("Verdict", "Not checked");
}

QString verdictIcon(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Passed: return QStringLiteral("verdict-passed");
    case Verdict::Failed: return QStringLiteral("verdict-failed");
    case Verdict::Indeterminate: return QStringLiteral("verdict-indeterminate");
    case Verdict::NotChecked: break;
    }
    return QStringLiteral("verdict-not-checked");
}

QColor verdictColour(Verdict verdict, const Tokens& tokens)
{
    switch (verdict) {
    case Verdict::Passed: return tokens.passed;
    case Verdict::Failed: return tokens.failed;
    case Verdict::Indeterminate: return tokens.indeterminate;
    case Verdict::NotChecked: break;
    }
    return tokens.notChecked;
}

} // namespace countersign::ui
