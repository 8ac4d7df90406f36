#include "ui/verify/finding_export.h"

#include "ui/common/csv.h"
#include "ui/common/reason_text.h"
#include "ui/models/safe_text.h"
#include "ui/verify/finding_model.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace countersign::ui {

namespace {

QString number(const std::optional<std::uint64_t>& value)
{
    return value ? QString::number(*value) : QString();
}

QString indented(const QString& line)
{
    return QStringLiteral("  %1").arg(line);
}

QString asText(const Finding& finding)
{
    QStringList lines{FindingModel::tr("%1: %2", "severity, what").arg(severityWord(finding.severity), reasonText(finding.reason))};
    if (finding.where.seqno) lines.append(indented(FindingModel::tr("transaction %1").arg(*finding.where.seqno)));
    if (!finding.where.file.empty() && finding.where.offset)
        lines.append(indented(FindingModel::tr("%1 at 0x%2", "file, offset")
                                  .arg(safeText(finding.where.file))
                                  .arg(*finding.where.offset, 0, 16)));
    else if (!finding.where.file.empty()) lines.append(indented(safeText(finding.where.file)));
    if (!finding.detail.empty()) lines.append(indented(safeText(finding.detail)));
    lines.append(indented(QStringLiteral("%1 %2").arg(QString::fromStdString(finding.id), QString::fromStdString(finding.reason))));
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

QString asCsv(const Finding& finding)
{
    return csvLine({QString::fromLatin1(severityName(finding.severity)),
                             QString::fromStdString(finding.id),
                             QString::fromStdString(finding.reason),
                             reasonText(finding.reason),
                             number(finding.where.seqno),
                             safeText(finding.where.file),
                             number(finding.where.offset),
                             safeText(finding.detail)});
}

QJsonObject asJson(const Finding& finding)
{
    QJsonObject where{{QStringLiteral("file"), QString::fromStdString(finding.where.file)}};
    if (finding.where.offset) where.insert(QStringLiteral("offset"), qint64(*finding.where.offset));
    if (finding.where.seqno) where.insert(QStringLiteral("seqno"), qint64(*finding.where.seqno));
    return {{QStringLiteral("id"), QString::fromStdString(finding.id)},
            {QStringLiteral("severity"), QString::fromLatin1(severityName(finding.severity))},
            {QStringLiteral("reason"), QString::fromStdString(finding.reason)},
            {QStringLiteral("where"), where},
            {QStringLiteral("detail"), QString::fromStdString(finding.detail)}};
}

} // namespace

QByteArray exportFindings(const std::vector<Finding>& findings, FindingFormat format)
{
    if (format == FindingFormat::Json) {
        QJsonArray array;
        for (const Finding& finding : findings) array.append(asJson(finding));
        return QJsonDocument(array).toJson();
    }
    QString text = format == FindingFormat::Csv
                       ? QStringLiteral("severity,id,reason,sentence,seqno,file,offset,detail\r\n")
                       : QString();
    for (const Finding& finding : findings) text.append(format == FindingFormat::Csv ? asCsv(finding) : asText(finding));
    return text.toUtf8();
}

} // namespace countersign::ui
