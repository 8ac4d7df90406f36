#include "core/ccf/ledger/range_book.h"

#include <algorithm>
#include <set>

namespace countersign::ccf {

namespace {

constexpr std::size_t kRememberedBounds = 65536;

} // namespace

void RangeBook::close(const SignedRange& range)
{
    m_recent.emplace_back(range.from, range.to);
    if (m_recent.size() > kRememberedBounds) m_recent.pop_front();
    if (!m_ranges.empty() && m_ranges.back().sameKind(range) && m_ranges.back().to + 1 == range.from && range.joined)
        m_ranges.back().to = range.to;
    else
        m_ranges.push_back(range);

    for (Blame& blame : m_open) {
        if (blame.from > range.to) continue;
        m_blames.push_back({range.from, range.to, blame.verdict, blame.reason, blame.accuser});
        blame.from = range.to + 1;
    }
    std::erase_if(m_open, [](const Blame& blame) { return blame.from > blame.to; });
}

void RangeBook::blame(SeqNo seqno, Verdict verdict, const char* reason, std::optional<std::size_t> accuser)
{
    if (seqno > end()) {
        const bool extends = !m_open.empty() && m_open.back().reason == reason && m_open.back().verdict == verdict
                             && m_open.back().accuser == accuser && m_open.back().from <= seqno
                             && seqno <= m_open.back().to + 1;
        if (extends)
            m_open.back().to = std::max(m_open.back().to, seqno);
        else
            m_open.push_back({seqno, seqno, verdict, reason, accuser});
        return;
    }
    const auto held = std::ranges::lower_bound(m_recent, seqno, {}, &std::pair<SeqNo, SeqNo>::second);
    if (held != m_recent.end() && held->first <= seqno)
        blameSpan(held->first, held->second, verdict, reason, accuser);
    else
        blameSpan(seqno, seqno, verdict, reason, accuser);
}

void RangeBook::blameSpan(SeqNo from, SeqNo to, Verdict verdict, const char* reason,
                          std::optional<std::size_t> accuser)
{
    if (!m_blames.empty() && m_blames.back().from == from && m_blames.back().to == to
        && m_blames.back().reason == reason && m_blames.back().accuser == accuser)
        return;
    m_blames.push_back({from, to, verdict, reason, accuser});
}

void RangeBook::cutAfter(SeqNo end)
{
    const auto bound = std::ranges::lower_bound(m_recent, end, {}, &std::pair<SeqNo, SeqNo>::second);
    const auto held = std::ranges::lower_bound(m_ranges, end, {}, &SignedRange::to);
    if (bound == m_recent.end() || bound->second != end || held == m_ranges.end() || held->to == end) return;
    SignedRange rest = *held;
    held->to = end;
    rest.from = end + 1;
    rest.joined = true;
    m_ranges.insert(held + 1, rest);
}

bool RangeBook::blamed(SeqNo from, SeqNo to) const noexcept
{
    return std::ranges::any_of(m_blames, [&](const Blame& blame) { return blame.from <= to && from <= blame.to; });
}

std::vector<RangeVerdict> RangeBook::assemble(
    const std::function<std::pair<Verdict, const char*>(std::size_t index)>& judge,
    const std::function<bool(std::size_t epoch)>& trusts) const
{
    std::vector<RangeVerdict> layers;
    for (std::size_t i = 0; i < m_ranges.size(); ++i) {
        const auto [verdict, reason] = judge(i);
        layers.push_back({m_ranges[i].from, m_ranges[i].to, verdict, reason});
    }
    const std::size_t base = layers.size();
    for (const Blame& blame : m_blames)
        if (!blame.accuser || !trusts || trusts(*blame.accuser))
            layers.push_back({blame.from, blame.to, blame.verdict, blame.reason});

    // Cut at every bound; of the layers over a piece the worst counts, and of equals the later blame.
    std::set<SeqNo> cuts;
    for (const RangeVerdict& layer : layers) {
        cuts.insert(layer.from);
        cuts.insert(layer.to + 1);
    }
    std::vector<std::vector<std::size_t>> opening, closing;
    const std::vector<SeqNo> bounds(cuts.begin(), cuts.end());
    opening.resize(bounds.size());
    closing.resize(bounds.size());
    const auto at = [&](SeqNo seqno) {
        return static_cast<std::size_t>(std::ranges::lower_bound(bounds, seqno) - bounds.begin());
    };
    for (std::size_t i = 0; i < layers.size(); ++i) {
        opening[at(layers[i].from)].push_back(i);
        closing[at(layers[i].to + 1)].push_back(i);
    }
    std::vector<RangeVerdict> result;
    std::set<std::size_t> active;
    for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
        for (const std::size_t layer : closing[i]) active.erase(layer);
        for (const std::size_t layer : opening[i]) active.insert(layer);
        if (active.empty()) continue;
        RangeVerdict piece{bounds[i], bounds[i + 1] - 1, Verdict::Passed, {}};
        for (const std::size_t layer : active) {
            const bool worst = worse(piece.verdict, layers[layer].verdict) == layers[layer].verdict;
            if (worst && (piece.verdict != layers[layer].verdict || layer >= base || piece.reason.empty())) {
                piece.verdict = layers[layer].verdict;
                piece.reason = layers[layer].reason;
            }
        }
        const bool joins = !result.empty() && result.back().to + 1 == piece.from
                           && result.back().verdict == piece.verdict && result.back().reason == piece.reason;
        if (joins)
            result.back().to = piece.to;
        else
            result.push_back(std::move(piece));
    }
    return result;
}

} // namespace countersign::ccf
