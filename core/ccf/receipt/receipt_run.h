#pragma once

#include "core/ccf/receipt/judgement.h"
#include "core/ccf/receipt/receipt_files.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace countersign::ccf {

/// Where one receipt of many lies.
struct ReceiptPlace {
    std::uint32_t file = 0; ///< Index into the files.
    std::uint64_t line = 0; ///< In a file of JSON lines, from 1; 0 otherwise.
    ByteRange range{};      ///< Of a line, in its file or member.
    std::optional<std::size_t> member; ///< In a ZIP archive.
    std::string name;                  ///< Of that member.

    /// The file's path, joined with the member's name.
    std::string pathIn(const std::vector<std::filesystem::path>& files) const;
};

/// The bytes of a receipt at its place, and their format, as the run read them.
struct ReceiptBytes {
    ByteVector content;
    ReceiptFormat format = ReceiptFormat::None;
};
Result<ReceiptBytes> readReceipt(const ReceiptPlace& place, const std::vector<std::filesystem::path>& files);

/// Judges the bytes of one receipt; called from several threads at once. `format` is what the bytes look like.
using ReceiptJudge = std::function<Judgement(Bytes content, ReceiptFormat format)>;

/// Many receipts, judged in parallel and reported in the order of the files.
class ReceiptRun
{
public:
    ReceiptRun(const VerifyOptions& options, std::stop_token stop, const VerifyObserver& observer,
               const ReceiptCheckIds& ids, ReceiptJudge judge);

    /// Adds checks, findings (one a receipt that did not pass), what was not checked, and one outcome a receipt. A file of
    /// JSON lines is one receipt a line, an archive one a member that the files' filter takes. Cancelled:
    /// kCheckRunComplete is Indeterminate.
    void run(const ReceiptFiles& files, VerificationReport& report);

    /// Of the outcomes, in their order.
    std::vector<ReceiptPlace> takePlaces() { return std::move(m_places); }

private:
    struct Item;
    struct Judged;
    struct Window;

    Judgement judgeItem(const Item& item) const;
    Judged judgedItem(const Item& item) const;
    void addFile(std::uint32_t file, Window& window, VerificationReport& report);
    void addLines(const ReceiptPlace& place, Bytes all, std::shared_ptr<const void> owner, Window& window,
                  VerificationReport& report);
    void addArchive(std::uint32_t file, Window& window, VerificationReport& report);
    void addSkipped(std::string name, VerificationReport& report);
    void flush(Window& window, VerificationReport& report);
    void merge(const Item& item, Judged judged, VerificationReport& report);
    void addFinding(Finding finding, VerificationReport& report);
    void addRemark(const Finding& remark, const Place& where, VerificationReport& report);
    void finish(VerificationReport& report);

    const VerifyOptions& m_options;
    std::stop_token m_stop;
    const VerifyObserver& m_observer;
    const ReceiptCheckIds& m_ids;
    ReceiptJudge m_judge;
    const ReceiptFiles* m_files = nullptr; ///< While run() runs.
    std::vector<ReceiptPlace> m_places;
    CheckList m_checks;
    std::vector<std::pair<Finding, std::uint64_t>> m_remarks; ///< Equal ones are one, with how many receipts they are of.
    std::uint64_t m_bytes = 0;
};

/// The report's verdict and reason, from its checks.
void concludeReceipts(VerificationReport& report);

} // namespace countersign::ccf
