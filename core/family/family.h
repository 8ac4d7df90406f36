#pragma once

#include "core/base/result.h"
#include "core/family/evidence_source.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace countersign {

/// One kind of ledger: recognises a source and opens it.
class Family
{
public:
    virtual ~Family() = default;

    virtual std::string id() const = 0; ///< "ccf".

    /// The kind of thing a path is ("ledger", "chunk", "snapshot", "receipt", "statement", "endorsements"), from its name and first bytes; empty when it is nothing of
    /// this family. Reads little and never fails.
    virtual std::string recognise(const std::filesystem::path& path) const = 0;

    /// Opens several paths that are judged together. Quick: lists and sizes files, reads no history.
    virtual Result<std::unique_ptr<EvidenceSource>> open(const std::vector<std::filesystem::path>& paths) const = 0;

    /// Checks that `anchor` is something this family can use, before a run: its subject and fingerprints.
    virtual Result<std::vector<AnchorMatch>> readAnchor(const AnchorInput& anchor) const = 0;

    /// Whether VerifyOptions::policy and ::collateral mean something here.
    virtual bool takesCollateral() const { return false; }
};

/// The families this program was built with; filled by app/.
using FamilyList = std::vector<std::shared_ptr<const Family>>;

/// The families that recognise what is at the path. A folder may hold evidence of several; a ledger, chunk or CCF snapshot
/// is of one, whatever lies beside it.
FamilyList familiesOf(const FamilyList& families, const std::filesystem::path& path);

/// The family that recognises every path; Unsupported when none or more than one does.
Result<std::shared_ptr<const Family>> familyFor(const FamilyList& families,
                                                const std::vector<std::filesystem::path>& paths);

} // namespace countersign
