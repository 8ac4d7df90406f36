#pragma once

#include "core/ccf/ledger/ledger_verifier.h"
#include "tests/support/ledger_editor.h"
#include "tests/support/certificate_factory.h"
#include "tests/support/ledger_script.h"
#include "tests/support/vectors.h"

#include <QTemporaryDir>

#include <optional>
#include <string>
#include <vector>

// Judging folders and telling what came out, for tests that go through whole ledgers.

namespace countersign::test {

using Paths = std::vector<std::filesystem::path>;

struct JudgeOptions {
    std::vector<std::string> anchors; ///< PEM.
    unsigned jobs = 1;
    std::stop_token stop;
    std::function<void(const RangeVerdict&)> range;
};

/// An Error becomes a report with the reason "ERROR <code>: <detail>" and no verdict.
VerificationReport judged(const Paths& paths, const JudgeOptions& options);
inline VerificationReport judged(const Paths& paths, const std::string& anchor)
{
    return judged(paths, JudgeOptions{{anchor}, 1, {}, {}});
}

/// Of the range that holds `seqno`; NotChecked when none does.
Verdict verdictAt(const VerificationReport& report, SeqNo seqno);
std::string reasonAt(const VerificationReport& report, SeqNo seqno);
/// True when every seqno of from..to lies in a Passed range.
bool passedOver(const VerificationReport& report, SeqNo from, SeqNo to);
/// True when a check or a finding gives this reason.
bool hasReason(const VerificationReport& report, const std::string& reason);
/// Every reason of checks and findings, sorted, once each, joined with blanks.
std::string reasonsOf(const VerificationReport& report);
/// "passed 1-20, failed 21-30 ROOT_MISMATCH".
std::string rangesOf(const VerificationReport& report);
/// Everything but the time it took, as one text.
std::string fingerprintOf(const VerificationReport& report);

/// What a signature transaction says, without what nobody reads of it (unused members, spelling, tag, flags, evidence).
std::string meaningOf(const support::Transaction& signature);

/// What is wrong with the form of a report itself: a fault without a place, ranges out of order, Passed beside Failed.
std::string formProblem(const VerificationReport& report);

std::string textOfFile(const std::filesystem::path& file);

/// A temporary folder that outlives the test function that made it.
class Scratch
{
public:
    std::filesystem::path path() const { return m_folder.path().toStdString(); }
    /// A new empty folder inside.
    std::filesystem::path fresh();
    /// A copy of the regular files of `from`, writable.
    std::filesystem::path copyOf(const std::filesystem::path& from);

private:
    QTemporaryDir m_folder;
    int m_count = 0;
};

/// Adds one line to the table that is printed at the end of the program.
void tableRow(const std::string& name, const std::string& expected, const VerificationReport& report);
void printTable(const char* title);

} // namespace countersign::test
