#pragma once

#include "core/audit/snapshot_document.h"
#include "core/crypto/private_key.h"

#include <set>
#include <string>
#include <vector>

namespace countersign::audit {

inline constexpr const char* kSnapshotMediaType = "application/vnd.countersign.snapshot+json";

/// The auditor that a key makes: what AuditSnapshot::auditor must say before it is signed with the key.
Auditor auditorOf(const std::string& name, const crypto::PublicKey& key);

/// Key id: SHA-256 of the SubjectPublicKeyInfo, hex; empty when the auditor does not sign.
std::string keyIdOf(const Auditor& auditor);

/// COSE_Sign1 around a document that names the key's auditor. Crypto when it names another; Unsupported for a key that
/// COSE has no algorithm for here.
Result<ByteVector> signSnapshot(Bytes document, const crypto::PrivateKey& key);

/// A snapshot as it lies in a file or workspace: the document alone, or the document in its COSE_Sign1.
struct SnapshotFile {
    ByteVector document;
    ByteVector envelope; ///< The COSE_Sign1; empty when there is none.
    AuditSnapshot snapshot;

    Bytes bytes() const noexcept { return envelope.empty() ? Bytes(document) : Bytes(envelope); }
};

/// Judges nothing. Errors as readSnapshot() and CoseSign1::parse().
Result<SnapshotFile> openSnapshotFile(Bytes file, const SnapshotLimits& limits = {});

/// Who stands for it: kCheckAuditSignature, and kCheckAuditAuditor against the key ids that the user accepts. A
/// document that names a key and comes without its signature Failed; one that names nobody is Indeterminate.
std::vector<Check> judgeSignature(const SnapshotFile& file, const std::set<std::string>& acceptedKeyIds);

} // namespace countersign::audit
