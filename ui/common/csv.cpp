#include "ui/common/csv.h"

namespace countersign::ui {

QString csvLine(const QStringList& fields)
{
    static const QString kFormula = QStringLiteral("=+-@\t\r");
    QStringList quoted;
    for (QString field : fields) {
        if (!field.isEmpty() && kFormula.contains(field.front())) field.prepend(QLatin1Char('\''));
        quoted += QLatin1Char('"') + field.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
    }
    return quoted.join(QLatin1Char(',')) + QStringLiteral("\r\n");
}

} // namespace countersign::ui
