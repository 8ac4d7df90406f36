#pragma once

#include "core/ccf/receipt/judgement.h"
#include "core/ccf/receipt/receipt_kind.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

namespace countersign::ccf {

/// Judges the bytes of one receipt; called from several threads at once. `format` is what the bytes look like.
using ReceiptJudge = std::function<Judgement(Bytes content, ReceiptFormat format)>;

/// Many receipts, judged in parallel and reported in the order of the files.
class ReceiptRun
{
public:
    ReceiptRun(const VerifyOptions& options, std::stop_token stop, const VerifyObserver& observer,
               const ReceiptCheckIds& ids, ReceiptJudge judge);

    /// Adds checks, findings (one a receipt that did not pass), what was not checked, and one outcome a receipt. A file of
    /// JSON lines is one receipt a line. Cancelled: kCheckRunComplete is Indeterminate.
    void run(const std::vector<std::filesystem::path>& files, VerificationReport& report);

private:
    struct Item {
        const std::filesystem::path* file = nullptr;
        std::uint64_t line = 0;
        ByteRange range{}; ///< Of a line, in its file.
        Bytes content{};   ///< Of a line; else the file is read by the worker.
    };
    struct Window;

    Judgement judgeItem(const Item& item) const;
    void addLines(const std::filesystem::path& file, Window& window, VerificationReport& report);
    void flush(Window& window, VerificationReport& report);
    void merge(const Item& item, Judgement judgement, VerificationReport& report);
    void addFinding(Finding finding, VerificationReport& report);
    void addRemark(const Finding& remark, const Place& where, VerificationReport& report);
    void finish(VerificationReport& report);

    const VerifyOptions& m_options;
    std::stop_token m_stop;
    const VerifyObserver& m_observer;
    const ReceiptCheckIds& m_ids;
    ReceiptJudge m_judge;
    CheckList m_checks;
    std::vector<std::pair<Finding, std::uint64_t>> m_remarks; ///< Equal ones are one, with how many receipts they are of.
    std::uint64_t m_bytes = 0;
};

/// The report's verdict and reason, from its checks.
void concludeReceipts(VerificationReport& report);

} // namespace countersign::ccf
