#include "core/ccf/ccf_family.h"

#include "core/ccf/ledger/chunk_name.h"
#include "core/ccf/ledger/ledger_source.h"
#include "core/ccf/ledger/trust.h"

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

class CcfFamily final : public Family
{
public:
    explicit CcfFamily(fs::path cacheFolder) : m_cacheFolder(std::move(cacheFolder)) {}

    std::string id() const override { return "ccf"; }

    std::string recognise(const fs::path& path) const override
    {
        std::error_code error;
        if (!fs::is_directory(path, error)) return kindOfFile(path);
        if (const std::string kind = kindOfFolder(path); !kind.empty()) return kind;
        for (const char* inner : {"ledger", "snapshots"})
            if (const std::string kind = kindOfFolder(path / inner); !kind.empty()) return kind;
        return {};
    }

    Result<std::unique_ptr<EvidenceSource>> open(const std::vector<fs::path>& paths) const override
    {
        auto files = listLedgerFiles(paths);
        if (!files) return std::move(files).error();
        files->summary.kind = recognise(paths.front());
        return std::unique_ptr<EvidenceSource>(std::make_unique<LedgerSource>(*std::move(files), m_cacheFolder));
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
    fs::path m_cacheFolder;
};

} // namespace

std::shared_ptr<const Family> makeCcfFamily(fs::path cacheFolder)
{
    return std::make_shared<CcfFamily>(std::move(cacheFolder));
}

} // namespace countersign::ccf
