#pragma once

#include "core/base/transaction_id.h"
#include "core/base/verification.h"

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace countersign::ccf {

/// A stretch that signature transactions close, judged but for the trust in its identity.
struct SignedRange {
    SeqNo from = 0;
    SeqNo to = 0;
    std::size_t epoch = 0;
    Verdict verdict = Verdict::Passed;
    const char* reason = "";
    bool bound = false;  ///< Its signature leads to the service identity of its moment.
    bool mixed = false;  ///< Its epoch began inside it.
    bool joined = true;  ///< Its tree continues the one of the range before, leaf by leaf.

    bool sameKind(const SignedRange& other) const noexcept
    {
        return epoch == other.epoch && verdict == other.verdict && std::string_view(reason) == other.reason
               && bound == other.bound && mixed == other.mixed;
    }
};

/// Ranges in order, and what faults cost of them. Neighbours of one kind are kept as one.
class RangeBook
{
public:
    /// Ranges arrive in order, each beginning after the one before (gaps may lie between).
    void close(const SignedRange& range);
    /// A fault at `seqno` costs the whole range that holds it, closed already or still open.
    /// With `accuser`, an epoch, it counts only as far as that epoch is trusted.
    void blame(SeqNo seqno, Verdict verdict, const char* reason, std::optional<std::size_t> accuser = {});
    void blameSpan(SeqNo from, SeqNo to, Verdict verdict, const char* reason, std::optional<std::size_t> accuser = {});

    /// Cuts the range that goes beyond `end`, if a signature closed one there.
    void cutAfter(SeqNo end);

    const std::vector<SignedRange>& ranges() const noexcept { return m_ranges; }
    SeqNo end() const noexcept { return m_ranges.empty() ? 0 : m_ranges.back().to; }
    /// True when nothing later overruled a range with this signature.
    bool blamed(SeqNo from, SeqNo to) const noexcept;

    /// Lays blame over the ranges; `judge` turns a range into its verdict with trust applied, `trusts` tells of an accuser.
    std::vector<RangeVerdict> assemble(
        const std::function<std::pair<Verdict, const char*>(std::size_t index)>& judge,
        const std::function<bool(std::size_t epoch)>& trusts = {}) const;

private:
    struct Blame {
        SeqNo from = 0;
        SeqNo to = 0;
        Verdict verdict = Verdict::Failed;
        const char* reason = "";
        std::optional<std::size_t> accuser;
    };

    std::vector<SignedRange> m_ranges;
    std::deque<std::pair<SeqNo, SeqNo>> m_recent; ///< Bounds of the last ranges before they were merged.
    std::vector<Blame> m_open;                    ///< Faults after the last closed range.
    std::vector<Blame> m_blames;
};

} // namespace countersign::ccf
