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

std::string kindOfFolder(const fs::path& folder)
{
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        if (it->is_regular_file(error) && isEvidenceName(it->path().filename().string())) return "quote";
    return {};
}

Result<std::vector<AttestationInput>> readFolder(const fs::path& folder)
{
    std::vector<NamedBytes> files;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (!it->is_regular_file(error)) continue;
        if (files.size() == kMostFiles) return Error{ErrorCode::LimitExceeded, folder.string(), "more than 100 files"};
        auto content = readSmallFile(it->path());
        if (!content) return std::move(content).error();
        files.push_back({*std::move(content), it->path().string()});
    }
    if (error) return Error{ErrorCode::Io, folder.string(), error.message()};
    std::ranges::sort(files, {}, &NamedBytes::source);
    for (NamedBytes& file : files)
        if (fs::path(file.source).filename() == "quote.json" && isCcfQuotes(file.content))
            return evidenceInFile(std::move(file));
    auto input = evidenceInFolder(std::move(files));
    if (!input) return std::move(input).error();
    return std::vector<AttestationInput>{*std::move(input)};
}

Result<std::vector<AttestationInput>> readPath(const fs::path& path)
{
    std::error_code error;
    if (fs::is_directory(path, error)) return readFolder(path);
    auto content = readSmallFile(path);
    if (!content) return std::move(content).error();
    return evidenceInFile({*std::move(content), path.string()});
}

class AttestationFamily final : public Family
{
public:
    std::string id() const override { return "attestation"; }

    std::string recognise(const fs::path& path) const override
    {
        std::error_code error;
        return fs::is_directory(path, error) ? kindOfFolder(path) : kindOfFile(path);
    }

    Result<std::unique_ptr<EvidenceSource>> open(const std::vector<fs::path>& paths) const override
    {
        std::vector<AttestationInput> inputs;
        std::vector<std::string> names;
        for (const fs::path& path : paths) {
            auto some = readPath(path);
            if (!some) return std::move(some).error();
            inputs.insert(inputs.end(), some->begin(), some->end());
            names.push_back(path.string());
        }
        return std::unique_ptr<EvidenceSource>(
            std::make_unique<AttestationSource>(std::move(inputs), std::move(names)));
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
