#include "app/common/joined_report.h"

#include <algorithm>
#include <iterator>

namespace countersign {

namespace {

template <class T>
void append(std::vector<T>& list, std::vector<T>& more)
{
    list.insert(list.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void addStats(VerificationStats& stats, const VerificationStats& more)
{
    stats.transactions += more.transactions;
    stats.signatures += more.signatures;
    stats.nodeSignatures += more.nodeSignatures;
    stats.serviceSignatures += more.serviceSignatures;
    stats.memberMessages += more.memberMessages;
    stats.bytes += more.bytes;
    stats.seconds += more.seconds;
}

/// What only a ledger has; at most one of the reports is of one.
void takeLedger(VerificationReport& joined, VerificationReport& one)
{
    joined.ranges = std::move(one.ranges);
    joined.identities = std::move(one.identities);
    joined.signedTo = one.signedTo;
    joined.rootAtSignedTo = one.rootAtSignedTo;
    joined.committedTo = one.committedTo;
    joined.committedBasis = one.committedBasis;
    joined.unsignedFrom = one.unsignedFrom;
    joined.lastRead = one.lastRead;
}

void add(VerificationReport& joined, VerificationReport one)
{
    const Verdict verdict = worse(joined.verdict, one.verdict);
    if (verdict != joined.verdict) joined.reason = one.reason;
    joined.verdict = verdict;
    if (!one.anchor) joined.anchor.reset();
    if (!one.ranges.empty() || one.lastRead) takeLedger(joined, one);
    append(joined.answers, one.answers);
    append(joined.checks, one.checks);
    append(joined.findings, one.findings);
    joined.findingsOmitted += one.findingsOmitted;
    append(joined.notChecked, one.notChecked);
    append(joined.receipts, one.receipts);
    append(joined.evidence, one.evidence);
    addStats(joined.stats, one.stats);
}

} // namespace

VerificationReport joinedReport(std::vector<VerificationReport> reports, const std::vector<std::string>& paths)
{
    VerificationReport joined = std::move(reports.front());
    if (reports.size() == 1) return joined;
    for (std::size_t i = 1; i < reports.size(); ++i) add(joined, std::move(reports[i]));
    joined.subjects = paths;
    return joined;
}

} // namespace countersign
