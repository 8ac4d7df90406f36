#include "core/attestation/attestation_family.h"

#include "core/attestation/attestation_source.h"
#include "core/attestation/recognise.h"
#include "core/base/file_io.h"
#include "core/base/hex.h"

#include <algorithm>

namespace countersign::attestation {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostFiles = 100; ///< In one folder of evidence.

std::string kindOfFile(const fs::path& path)
{
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (error || size > kEvidenceLimit) return {};
    const auto content = readSmallFile(path, kEvidenceLimit);
    if (!content) return {};
    return isCcfQuotes(*content) || kindOfEvidence(*content, path.string()) ? "quote" : "";
}

constexpr std::size_t kMostLooks = 300;  ///< Files looked into before a folder is said to hold no evidence.
constexpr int kDeepest = 3; ///< Folders of folders of evidence.

std::vector<fs::path> entriesOf(const fs::path& folder, std::error_code& error)
{
    std::vector<fs::path> entries;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        if (!it->is_symlink(error)) entries.push_back(it->path());
    std::ranges::sort(entries);
    return entries;
}

bool isNamedEvidence(const fs::path& path)
{
    std::error_code error;
    return isEvidenceName(path.filename().string()) && fs::is_regular_file(path, error);
}

bool holdsEvidence(const fs::path& folder, int depth, std::size_t& looks)
{
    std::error_code error;
    const std::vector<fs::path> entries = entriesOf(folder, error);
    if (std::ranges::any_of(entries, isNamedEvidence)) return true;
    for (const fs::path& entry : entries) {
        if (looks == 0) break;
        --looks;
        if (fs::is_regular_file(entry, error) && !kindOfFile(entry).empty()) return true;
        if (depth > 0 && fs::is_directory(entry, error) && holdsEvidence(entry, depth - 1, looks)) return true;
    }
    return false;
}

std::string kindOfFolder(const fs::path& folder, int depth)
{
    std::size_t looks = kMostLooks;
    return holdsEvidence(folder, depth, looks) ? "quote" : "";
}

/// Reads what lies at the paths: pieces of evidence, and files found with them.
class Reader
{
public:
    Result<void> read(const fs::path& path)
    {
        std::error_code error;
        if (fs::is_directory(path, error)) return readFolder(path, kDeepest);
        auto content = readSmallFile(path);
        if (!content) return std::move(content).error();
        return add(evidenceInFile({*std::move(content), path.string()}));
    }

    std::vector<AttestationInput> inputs;
    std::vector<NamedBytes> beside;

private:
    Result<void> add(Result<std::vector<AttestationInput>> some)
    {
        if (!some) return std::move(some).error();
        std::ranges::move(*some, std::back_inserter(inputs));
        return {};
    }

    Result<void> readFolder(const fs::path& folder, int depth)
    {
        std::error_code error;
        const std::vector<fs::path> entries = entriesOf(folder, error);
        if (error) return Error{ErrorCode::Io, folder.string(), error.message()};
        std::vector<NamedBytes> files;
        for (const fs::path& entry : entries) {
            if (!fs::is_regular_file(entry, error)) continue;
            if (files.size() == kMostFiles)
                return Error{ErrorCode::LimitExceeded, folder.string(), "more than 100 files"};
            auto content = readSmallFile(entry);
            if (!content) return std::move(content).error();
            files.push_back({*std::move(content), entry.string()});
        }
        if (std::ranges::any_of(entries, isNamedEvidence)) return readOnePiece(std::move(files));
        for (NamedBytes& file : files) {
            const bool evidence = isCcfQuotes(file.content) || kindOfEvidence(file.content, file.source);
            if (!evidence) beside.push_back(std::move(file));
            else if (auto added = add(evidenceInFile(std::move(file))); !added) return added;
        }
        for (const fs::path& entry : entries) {
            if (depth == 0 || !fs::is_directory(entry, error) || kindOfFolder(entry, depth - 1).empty()) continue;
            if (auto added = readFolder(entry, depth - 1); !added) return added;
        }
        return {};
    }

    /// The files of the folder belong together.
    Result<void> readOnePiece(std::vector<NamedBytes> files)
    {
        for (NamedBytes& file : files)
            if (fs::path(file.source).filename() == "quote.json" && isCcfQuotes(file.content))
                return add(evidenceInFile(std::move(file)));
        auto input = evidenceInFolder(std::move(files));
        if (!input) return std::move(input).error();
        inputs.push_back(*std::move(input));
        return {};
    }
};

class AttestationFamily final : public Family
{
public:
    std::string id() const override { return "attestation"; }

    std::string recognise(const fs::path& path) const override
    {
        std::error_code error;
        return fs::is_directory(path, error) ? kindOfFolder(path, kDeepest) : kindOfFile(path);
    }

    Result<std::unique_ptr<EvidenceSource>> open(const std::vector<fs::path>& paths) const override
    {
        Reader reader;
        std::vector<std::string> names;
        for (const fs::path& path : paths) {
            if (auto read = reader.read(path); !read) return std::move(read).error();
            names.push_back(path.string());
        }
        return std::unique_ptr<EvidenceSource>(std::make_unique<AttestationSource>(
            std::move(reader.inputs), std::move(names), std::move(reader.beside)));
    }

    Result<std::vector<AnchorMatch>> readAnchor(const AnchorInput& anchor) const override
    {
        auto certificates = crypto::Certificate::manyFromPem(textOf(anchor.content));
        if (!certificates) return std::move(certificates).error();
        std::vector<AnchorMatch> matches;
        for (const crypto::Certificate& certificate : *certificates)
            matches.push_back({.source = anchor.source,
                               .subject = certificate.subject(),
                               .fingerprint = toHex(certificate.fingerprint()),
                               .keyId = toHex(certificate.publicKey().spkiDigest()),
                               .notBefore = certificate.notBefore(),
                               .notAfter = certificate.notAfter()});
        return matches;
    }

    bool takesCollateral() const override { return true; }
};

} // namespace

std::shared_ptr<const Family> makeAttestationFamily()
{
    return std::make_shared<AttestationFamily>();
}

} // namespace countersign::attestation
