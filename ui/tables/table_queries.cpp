#include "ui/tables/table_queries.h"

#include "core/base/hex.h"
#include "ui/common/format.h"
#include "ui/common/verdict_look.h"
#include "ui/explore/json_text.h"
#include "ui/models/safe_text.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStringDecoder>

#include <algorithm>

namespace countersign::ui {

namespace {

struct TableQueries {
    Q_DECLARE_TR_FUNCTIONS(TableQueries)
};

constexpr std::size_t kHexLine = 16;

bool isText(Bytes value)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(QByteArrayView(textOf(value)));
    if (decoder.hasError()) return false;
    return std::ranges::none_of(text, [](QChar c) { return c.unicode() < 0x20 && c != u'\n' && c != u'\r' && c != u'\t'; });
}

QString hexDump(Bytes value, qsizetype limit)
{
    const std::size_t most = std::size_t(limit) / 5;
    QString out;
    for (std::size_t at = 0; at < std::min(value.size(), most); at += kHexLine) {
        const Bytes line = value.subspan(at, std::min(kHexLine, value.size() - at));
        QString hex = QString::fromStdString(toHex(line));
        for (qsizetype i = hex.size() - 2; i > 0; i -= 2) hex.insert(i, QLatin1Char(' '));
        out += QStringLiteral("%1  %2\n").arg(at, 6, 16, QLatin1Char('0')).arg(hex);
    }
    if (value.size() > most) out += QChar(0x2026);
    return out;
}

/// What a value that is one JSON string says; scripts are kept so.
std::optional<std::string> jsonString(std::string_view text)
{
    if (text.size() < 2 || text.front() != '"') return {};
    const QByteArray wrapped = '[' + QByteArray(text.data(), qsizetype(text.size())) + ']';
    const QJsonArray array = QJsonDocument::fromJson(wrapped).array();
    if (array.size() != 1 || !array.first().isString()) return {};
    return array.first().toString().toStdString();
}

PlainCell seqnoCell(SeqNo seqno)
{
    return {.text = formatCount(seqno), .number = double(seqno)};
}

PlainCell countCell(std::uint64_t count)
{
    return {.text = formatCount(count), .number = double(count)};
}

} // namespace

QString shortValue(Bytes value, qsizetype limit)
{
    if (value.empty()) return TableQueries::tr("(empty)");
    if (isText(value.first(std::min<std::size_t>(value.size(), 4096))) || isText(value)) return safeText(textOf(value), limit);
    if (value.size() == 8) {
        std::uint64_t number = 0;
        for (std::size_t i = 8; i-- > 0;) number = number << 8 | value[i];
        return TableQueries::tr("%1 (0x%2)", "a number, its bytes in hex")
            .arg(formatCount(number), QString::fromStdString(toHex(value)));
    }
    const Bytes head = value.first(std::min<std::size_t>(value.size(), std::size_t(limit) / 2));
    const QString hex = QString::fromStdString(toHex(head));
    return head.size() < value.size() ? QStringLiteral("0x%1…").arg(hex) : QStringLiteral("0x%1").arg(hex);
}

QString fullValue(Bytes value, qsizetype limit)
{
    if (!isText(value)) return hexDump(value, limit);
    const QString text = safeMultiline(textOf(value), limit);
    const QString trimmed = text.trimmed();
    if (const auto string = jsonString(textOf(value))) return safeMultiline(*string, limit);
    if (trimmed.startsWith(QLatin1Char('{')) || trimmed.startsWith(QLatin1Char('[')))
        if (const auto json = indentedJson(trimmed)) return *json;
    return text;
}

PlainCell recordStateCell(const RowVerdicts& verdicts, SeqNo seqno)
{
    switch (verdicts.of(seqno)) {
    case RowVerdict::Passed: return {.text = verdictWord(Verdict::Passed), .verdict = Verdict::Passed};
    case RowVerdict::Failed: return {.text = verdictWord(Verdict::Failed), .verdict = Verdict::Failed};
    case RowVerdict::Indeterminate: return {.text = verdictWord(Verdict::Indeterminate), .verdict = Verdict::Indeterminate};
    case RowVerdict::Unsigned: return {.text = TableQueries::tr("Unsigned"), .verdict = Verdict::NotChecked};
    case RowVerdict::NotChecked: break;
    }
    return {.text = verdictWord(Verdict::NotChecked), .verdict = Verdict::NotChecked};
}

Result<QList<PlainRow>> tablesAt(TableHistory& history, SeqNo at)
{
    auto tables = history.tables(at);
    if (!tables) return std::move(tables).error();
    QList<PlainRow> rows;
    for (const TableSummary& table : *tables)
        rows.append({.cells = {{.text = safeText(table.name, 300)}, countCell(table.rows), countCell(table.writes),
                               countCell(table.removes), seqnoCell(table.lastChange)},
                     .kind = QStringLiteral("table"),
                     .value = QString::fromStdString(table.name)});
    return rows;
}

Result<TableState> stateOf(TableHistory& history, const std::string& table, SeqNo at, std::size_t count,
                           const RowVerdicts& verdicts)
{
    auto found = history.rows(table, at, {}, count + 1);
    if (!found) return std::move(found).error();
    TableState state{.more = found->size() > count};
    for (TableRow& row : *found) {
        if (state.keys.size() == count) break;
        state.rows.append({.cells = {{.text = shortValue(row.key, 120)}, {.text = shortValue(row.value)}, seqnoCell(row.seqno),
                                     recordStateCell(verdicts, row.seqno)},
                           .kind = QStringLiteral("transaction"),
                           .value = QString::number(row.seqno)});
        state.keys.push_back(std::move(row.key));
    }
    return state;
}

Result<KeyVersions> versionsOf(TableHistory& history, const std::string& table, const ByteVector& key,
                               const RowVerdicts& verdicts)
{
    auto changes = history.history(table, key, kMostVersions + 1);
    if (!changes) return std::move(changes).error();
    const bool more = changes->size() > kMostVersions;
    if (more) changes->pop_back();
    KeyVersions versions{.changes = {std::make_move_iterator(changes->rbegin()), std::make_move_iterator(changes->rend())},
                         .more = more};
    for (const KeyChange& change : versions.changes)
        versions.rows.append({.cells = {seqnoCell(change.seqno), recordStateCell(verdicts, change.seqno),
                                        {.text = change.value ? shortValue(*change.value) : TableQueries::tr("removed")}},
                              .kind = QStringLiteral("transaction"),
                              .value = QString::number(change.seqno)});
    return versions;
}

} // namespace countersign::ui
