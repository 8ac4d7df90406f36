#include "ui/tables/line_diff.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace countersign::ui {

namespace {

constexpr qsizetype kMostCells = 4'000'000; // of the comparison's table

void append(QList<DiffLine>& diff, DiffLine::Kind kind, const QStringList& lines, qsizetype from, qsizetype to)
{
    for (qsizetype i = from; i < to; ++i) diff.append({kind, lines[i]});
}

/// Lengths of the longest common subsequence of each pair of tails, row by row.
std::vector<std::uint32_t> tailLengths(const QStringList& before, const QStringList& after)
{
    const auto width = std::size_t(after.size()) + 1;
    std::vector<std::uint32_t> lengths((std::size_t(before.size()) + 1) * width, 0);
    for (qsizetype i = before.size() - 1; i >= 0; --i)
        for (qsizetype j = after.size() - 1; j >= 0; --j) {
            const std::size_t at = std::size_t(i) * width + std::size_t(j);
            lengths[at] = before[i] == after[j] ? lengths[at + width + 1] + 1 : std::max(lengths[at + width], lengths[at + 1]);
        }
    return lengths;
}

void appendMiddle(QList<DiffLine>& diff, const QStringList& before, const QStringList& after)
{
    qsizetype i = 0, j = 0;
    if ((before.size() + 1) * (after.size() + 1) <= kMostCells) {
        const auto lengths = tailLengths(before, after);
        const auto width = std::size_t(after.size()) + 1;
        while (i < before.size() && j < after.size()) {
            const std::size_t at = std::size_t(i) * width + std::size_t(j);
            if (before[i] == after[j]) {
                diff.append({DiffLine::Kind::Same, before[i]});
                ++i, ++j;
            } else if (lengths[at + width] >= lengths[at + 1]) diff.append({DiffLine::Kind::Removed, before[i++]});
            else diff.append({DiffLine::Kind::Added, after[j++]});
        }
    }
    append(diff, DiffLine::Kind::Removed, before, i, before.size());
    append(diff, DiffLine::Kind::Added, after, j, after.size());
}

} // namespace

QList<DiffLine> lineDiff(const QStringList& before, const QStringList& after)
{
    const qsizetype shorter = std::min(before.size(), after.size());
    qsizetype head = 0, tail = 0;
    while (head < shorter && before[head] == after[head]) ++head;
    while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
    QList<DiffLine> diff;
    append(diff, DiffLine::Kind::Same, before, 0, head);
    appendMiddle(diff, before.mid(head, before.size() - head - tail), after.mid(head, after.size() - head - tail));
    append(diff, DiffLine::Kind::Same, before, before.size() - tail, before.size());
    return diff;
}

QList<DiffLine> shortened(const QList<DiffLine>& diff, int context)
{
    std::vector<bool> keep(std::size_t(diff.size()), false);
    for (qsizetype i = 0; i < diff.size(); ++i) {
        if (diff[i].kind == DiffLine::Kind::Same) continue;
        const qsizetype from = std::max<qsizetype>(0, i - context), to = std::min(diff.size() - 1, i + context);
        for (qsizetype k = from; k <= to; ++k) keep[std::size_t(k)] = true;
    }
    QList<DiffLine> kept;
    for (qsizetype i = 0; i < diff.size(); ++i) {
        if (keep[std::size_t(i)]) kept.append(diff[i]);
        else if (kept.isEmpty() || i == 0 || keep[std::size_t(i - 1)]) kept.append({DiffLine::Kind::Same, {}});
    }
    return kept;
}

} // namespace countersign::ui
