#include "ui/audit/comparison_rows.h"

#include "ui/common/format.h"
#include "ui/models/safe_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace countersign::ui {

namespace {

struct ComparisonRows {
    Q_DECLARE_TR_FUNCTIONS(ComparisonRows)
};

constexpr qsizetype kMostText = 200;
constexpr std::size_t kMostFields = 4; // Of an item that came or went.
constexpr int kIdLength = 24;

struct Kind {
    const char* kind; ///< ConsortiumItem::kind.
    const char* id;
    const char* title;
};

constexpr std::array<Kind, 8> kKinds = {{
    {"member", "members", QT_TRANSLATE_NOOP("ComparisonRows", "Members")},
    {"user", "users", QT_TRANSLATE_NOOP("ComparisonRows", "Users")},
    {"node", "nodes", QT_TRANSLATE_NOOP("ComparisonRows", "Nodes")},
    {"policy", "policies", QT_TRANSLATE_NOOP("ComparisonRows", "Policies")},
    {"constitution", "constitution", QT_TRANSLATE_NOOP("ComparisonRows", "Constitution")},
    {"app", "app", QT_TRANSLATE_NOOP("ComparisonRows", "App")},
    {"service", "service", QT_TRANSLATE_NOOP("ComparisonRows", "Service")},
    {"proposal", "proposals", QT_TRANSLATE_NOOP("ComparisonRows", "Proposals")},
}};

QString translated(const char* text)
{
    return QCoreApplication::translate("ComparisonRows", text);
}

QString kindText(const std::string& kind)
{
    const auto found = std::ranges::find_if(kKinds, [&](const Kind& one) { return kind == one.kind; });
    return found == kKinds.end() ? safeText(kind, kMostText) : translated(found->title);
}

QString changeText(audit::ChangeKind change)
{
    switch (change) {
    case audit::ChangeKind::Added:
        return ComparisonRows::tr("Added", "a member, node or the like");
    case audit::ChangeKind::Removed:
        return ComparisonRows::tr("Removed", "a member, node or the like");
    case audit::ChangeKind::Changed:
        break;
    }
    return ComparisonRows::tr("Changed", "a member, node or the like");
}

PlainCell idCell(const std::string& id)
{
    const QString whole = safeText(id, kMostText);
    return {.text = whole.size() > kIdLength ? shortId(whole) : whole, .toolTip = plainToolTip(whole)};
}

PlainCell valueCell(const std::string& value)
{
    const QString whole = safeText(value, kMostText);
    return {.text = whole, .toolTip = plainToolTip(safeText(value))};
}

QString transactionsText(const audit::ItemChange& change)
{
    QStringList ids;
    for (const audit::ChangeCause& cause : change.causes) ids += QString::fromStdString(cause.id.toString());
    return ids.join(QStringLiteral(", "));
}

PlainCell proposalCell(const audit::ItemChange& change)
{
    QStringList shortened, whole;
    for (const audit::ChangeCause& cause : change.causes) {
        if (cause.proposal.empty()) continue;
        whole += safeText(cause.proposal, kMostText);
        shortened += shortId(whole.back());
    }
    return {.text = shortened.join(QStringLiteral(", ")), .toolTip = plainToolTip(whole.join(QLatin1Char('\n')))};
}

PlainRow rowOf(const audit::ItemChange& change, PlainCell field, PlainCell before, PlainCell after)
{
    PlainRow row{.cells = {{.text = kindText(change.kind)},
                           {.text = changeText(change.change)},
                           idCell(change.id),
                           std::move(field),
                           std::move(before),
                           std::move(after),
                           {.text = transactionsText(change)},
                           proposalCell(change)}};
    if (change.causes.empty()) return row;
    row.kind = QStringLiteral("transaction");
    row.value = QString::fromStdString(change.causes.back().id.toString());
    return row;
}

/// What came or went, in one row.
PlainRow wholeRow(const audit::ItemChange& change)
{
    const bool added = change.change == audit::ChangeKind::Added;
    QStringList parts;
    for (const audit::FieldChange& field : change.fields) {
        if (parts.size() >= qsizetype(kMostFields)) break;
        const QString value = safeText(added ? field.after : field.before, kMostText);
        parts += ComparisonRows::tr("%1: %2", "a field and its value").arg(safeText(field.name, kMostText), value);
    }
    const PlainCell text{.text = parts.join(QStringLiteral(", ")),
                         .toolTip = plainToolTip(parts.join(QLatin1Char('\n')))};
    return rowOf(change, {}, added ? PlainCell{} : text, added ? text : PlainCell{});
}

bool isOfCertificate(const audit::FieldChange& field)
{
    return field.name.starts_with("certificate");
}

QList<PlainRow> rowsOf(const audit::ItemChange& change, bool certificatesOnly)
{
    const bool any = std::ranges::any_of(change.fields, isOfCertificate);
    if (change.change != audit::ChangeKind::Changed)
        return certificatesOnly && !any ? QList<PlainRow>{} : QList<PlainRow>{wholeRow(change)};
    QList<PlainRow> rows;
    for (const audit::FieldChange& field : change.fields)
        if (!certificatesOnly || isOfCertificate(field))
            rows += rowOf(change, {.text = safeText(field.name, kMostText)}, valueCell(field.before),
                          valueCell(field.after));
    return rows;
}

} // namespace

QStringList comparisonHeaders()
{
    return {ComparisonRows::tr("Of"),          ComparisonRows::tr("Change"),  ComparisonRows::tr("Id"),
            ComparisonRows::tr("Field"),       ComparisonRows::tr("Before"),  ComparisonRows::tr("After"),
            ComparisonRows::tr("Transaction"), ComparisonRows::tr("Proposal")};
}

QList<ComparisonTab> comparisonTabs(const audit::ConsortiumChanges& changes)
{
    ComparisonTab all{QStringLiteral("all"), ComparisonRows::tr("All changes"), {}};
    ComparisonTab certificates{QStringLiteral("certificates"), ComparisonRows::tr("Certificates"), {}};
    QList<ComparisonTab> tabs;
    for (const Kind& kind : kKinds) tabs.append({QString::fromLatin1(kind.id), translated(kind.title), {}});
    for (const audit::ItemChange& change : changes.items) {
        const QList<PlainRow> rows = rowsOf(change, false);
        all.rows += rows;
        certificates.rows += rowsOf(change, true);
        const auto kind = std::ranges::find_if(kKinds, [&](const Kind& one) { return change.kind == one.kind; });
        if (kind != kKinds.end()) tabs[kind - kKinds.begin()].rows += rows;
    }
    tabs.prepend(all);
    tabs.append(certificates);
    return tabs;
}

} // namespace countersign::ui
