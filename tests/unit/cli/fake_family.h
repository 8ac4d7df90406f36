#pragma once

#include "core/family/family.h"

#include <functional>
#include <map>

// A family whose ledgers are folders that hold a file "fake", and whose answers the test chooses.

namespace countersign::test {

struct FakeLedger {
    SourceSummary summary;
    VerificationReport report;
    std::optional<Error> verifyError;
    std::map<SeqNo, RecordDetail> records;
    std::map<std::string, std::map<ByteVector, ByteVector>> tables;
    bool hasTables = true;
    std::function<void(const VerifyOptions&, std::stop_token, const VerifyObserver&)> onVerify;
};

class FakeFamily final : public Family
{
public:
    explicit FakeFamily(std::shared_ptr<FakeLedger> ledger) : m_ledger(std::move(ledger)) {}

    std::string id() const override { return "fake"; }
    std::string recognise(const std::filesystem::path& path) const override;
    Result<std::unique_ptr<EvidenceSource>> open(const std::vector<std::filesystem::path>& paths) const override;
    /// Accepts content that begins with "identity".
    Result<std::vector<AnchorMatch>> readAnchor(const AnchorInput& anchor) const override;

private:
    std::shared_ptr<FakeLedger> m_ledger;
};

/// A report that is Passed for 1..505 under an anchor, with a signature, a check and an identity.
VerificationReport passedReport();

} // namespace countersign::test
