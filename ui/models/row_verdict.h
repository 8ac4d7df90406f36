#pragma once

#include "core/family/report.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace countersign::ui {

/// What a list says about one record: the verdict of the range it lies in, with the unsigned tail told apart.
enum class RowVerdict : std::uint8_t { NotChecked, Unsigned, Indeterminate, Failed, Passed };

/// The verdict of any record, from the ranges of a report or of a run under way. A value; safe to copy across threads.
class RowVerdicts
{
public:
    RowVerdicts() = default;

    /// `ranges` in order and without overlap, as a report gives them.
    explicit RowVerdicts(std::vector<RangeVerdict> ranges, std::optional<SeqNo> signedTo = {})
        : m_ranges(std::move(ranges)), m_signedTo(signedTo)
    {
    }

    explicit RowVerdicts(const VerificationReport& report)
        : RowVerdicts(report.ranges,
                      report.signedTo ? std::optional<SeqNo>(report.signedTo->seqno) : std::optional<SeqNo>())
    {
    }

    /// The range `seqno` lies in; null when nothing was said about it.
    const RangeVerdict* rangeOf(SeqNo seqno) const
    {
        const auto after = std::upper_bound(m_ranges.begin(), m_ranges.end(), seqno,
                                            [](SeqNo value, const RangeVerdict& range) { return value < range.from; });
        if (after == m_ranges.begin()) return nullptr;
        const RangeVerdict& range = *(after - 1);
        return seqno <= range.to ? &range : nullptr;
    }

    RowVerdict of(SeqNo seqno) const
    {
        const RangeVerdict* range = rangeOf(seqno);
        return range ? of(*range) : RowVerdict::NotChecked;
    }

    static RowVerdict of(const RangeVerdict& range)
    {
        switch (range.verdict) {
        case Verdict::Passed: return RowVerdict::Passed;
        case Verdict::Failed: return RowVerdict::Failed;
        case Verdict::NotChecked: return RowVerdict::NotChecked;
        case Verdict::Indeterminate: break;
        }
        return range.reason == "UNSIGNED" ? RowVerdict::Unsigned : RowVerdict::Indeterminate;
    }

    /// True when a signature that was judged covers the record; not known before a report stands.
    std::optional<bool> isSigned(SeqNo seqno) const
    {
        if (!m_signedTo) return m_ranges.empty() ? std::nullopt : std::optional<bool>(false);
        return seqno <= *m_signedTo;
    }

    /// The next record at or after `from` that is failed or unsigned.
    std::optional<SeqNo> nextTrouble(SeqNo from) const
    {
        for (const RangeVerdict& range : m_ranges) {
            const RowVerdict verdict = of(range);
            if (range.to < from || (verdict != RowVerdict::Failed && verdict != RowVerdict::Unsigned)) continue;
            return std::max<SeqNo>(from, range.from);
        }
        return {};
    }

    const std::vector<RangeVerdict>& ranges() const { return m_ranges; }
    bool empty() const { return m_ranges.empty(); }

private:
    std::vector<RangeVerdict> m_ranges;
    std::optional<SeqNo> m_signedTo;
};

/// "notchecked", "unsigned", "indeterminate", "failed", "passed": the words of the filter language.
constexpr const char* rowVerdictName(RowVerdict verdict)
{
    switch (verdict) {
    case RowVerdict::Unsigned: return "unsigned";
    case RowVerdict::Indeterminate: return "indeterminate";
    case RowVerdict::Failed: return "failed";
    case RowVerdict::Passed: return "passed";
    case RowVerdict::NotChecked: break;
    }
    return "notchecked";
}

} // namespace countersign::ui
