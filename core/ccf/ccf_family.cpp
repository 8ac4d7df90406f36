#include "core/ccf/ccf_family.h"

#include "core/ccf/ledger/chunk_name.h"
#include "core/ccf/ledger/ledger_source.h"
#include "core/ccf/ledger/ledger_with_receipts.h"
#include "core/ccf/ledger/trust.h"
#include "core/ccf/receipt/ccf_receipts.h"

namespace countersign::ccf {

namespace fs = std::filesystem;

namespace {

std::string kindOfFile(const fs::path& path)
{
    const std::string name = path.filename().string();
    if (parseChunkName(name)) return "chunk";
    return parseSnapshotName(name) ? "snapshot" : "";
}

/// What the first recognisable file inside is, looking no further than needed.
std::string kindOfFolder(const fs::path& folder)
{
    std::error_code error;
    std::string kind;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string found = kindOfFile(it->path());
        if (found == "chunk") return "ledger";
        if (!found.empty()) kind = "snapshot";
    }
    return kind;
}

/// "ledger", "chunk", "snapshot", or empty.
std::string kindOfLedger(const fs::path& path)
{
    std::error_code error;
    if (!fs::is_directory(path, error)) return kindOfFile(path);
    if (const std::string kind = kindOfFolder(path); !kind.empty()) return kind;
    for (const char* inner : {"ledger", "snapshots"})
        if (const std::string kind = kindOfFolder(path / inner); !kind.empty()) return kind;
    return {};
}

class CcfFamily final : public Family
{
public:
    explicit CcfFamily(fs::path cacheFolder) : m_cacheFolder(std::move(cacheFolder)) {}

    std::string id() const override { return "ccf"; }

    std::string recognise(const fs::path& path) const override
    {
        const std::string kind = kindOfLedger(path);
        return kind.empty() ? receiptKindOf(path, isCcfReceiptFormat) : kind;
    }

    Result<std::unique_ptr<EvidenceSource>> open(const std::vector<fs::path>& paths) const override
    {
        std::vector<fs::path> ledger, receipts;
        for (const fs::path& path : paths) (isReceiptPath(path) ? receipts : ledger).push_back(path);
        if (ledger.empty() && !receipts.empty()) return openReceipts(receipts);
        auto files = listLedgerFiles(ledger);
        if (!files) return std::move(files).error();
        files->summary.kind = recognise(ledger.front());
        if (receipts.empty())
            return std::unique_ptr<EvidenceSource>(std::make_unique<LedgerSource>(*std::move(files), m_cacheFolder));
        auto beside = listReceiptFiles(receipts, isCcfReceiptFormat);
        if (!beside) return std::move(beside).error();
        std::vector<std::string> names;
        for (const fs::path& path : paths) names.push_back(path.string());
        return makeLedgerWithReceipts(*std::move(files), *std::move(beside), m_cacheFolder, std::move(names));
    }

    Result<std::vector<AnchorMatch>> readAnchor(const AnchorInput& anchor) const override
    {
        auto anchors = parseAnchor(anchor);
        if (!anchors) return std::move(anchors).error();
        std::vector<AnchorMatch> matches;
        for (const CcfAnchor& parsed : *anchors) matches.push_back(describeAnchor(parsed));
        return matches;
    }

private:
    static bool isReceiptPath(const fs::path& path)
    {
        return kindOfLedger(path).empty() && !receiptKindOf(path, isCcfReceiptFormat).empty();
    }

    Result<std::unique_ptr<EvidenceSource>> openReceipts(const std::vector<fs::path>& paths) const
    {
        auto files = listReceiptFiles(paths, isCcfReceiptFormat);
        if (!files) return std::move(files).error();
        return makeReceiptSource(ccfReceiptFamily(), *std::move(files), recognise(paths.front()));
    }

    fs::path m_cacheFolder;
};

} // namespace

Result<std::unique_ptr<EvidenceSource>> openReceiptsInLedger(const std::vector<fs::path>& receipts,
                                                             const std::vector<fs::path>& ledger, fs::path cacheFolder)
{
    auto files = listLedgerFiles(ledger);
    if (!files) return std::move(files).error();
    auto beside = listReceiptFiles(receipts, isCcfReceiptFormat);
    if (!beside) return std::move(beside).error();
    return makeReceiptsInLedger(*std::move(files), *std::move(beside), std::move(cacheFolder));
}

std::shared_ptr<const Family> makeCcfFamily(fs::path cacheFolder)
{
    return std::make_shared<CcfFamily>(std::move(cacheFolder));
}

} // namespace countersign::ccf
