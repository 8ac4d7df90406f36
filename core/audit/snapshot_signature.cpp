#include "core/audit/snapshot_signature.h"

#include "core/audit/check_ids.h"
#include "core/base/hex.h"
#include "core/crypto/cose_sign1.h"
#include "core/crypto/cose_signing.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::audit {

namespace {

constexpr std::int64_t kLabelContentType = 3;
constexpr std::int64_t kLabelKeyId = 4;

Check failed(const char* reason, std::string evidence)
{
    return {kCheckAuditSignature, Verdict::Failed, reason, std::move(evidence)};
}

Check judgeEnvelope(const SnapshotFile& file, const Auditor& auditor)
{
    const auto key = crypto::PublicKey::fromSpkiDer(auditor.publicKey);
    if (!key) return failed(kReasonMalformed, "the auditor's key does not read");
    const auto cose = crypto::CoseSign1::parse(file.envelope);
    if (!cose) return failed(kReasonMalformed, cose.error().where + ": " + cose.error().detail);
    const auto* kid = cose->protectedHeader.find(kLabelKeyId);
    const auto* type = cose->protectedHeader.find(kLabelContentType);
    const auto kidBytes = kid ? kid->asBytes() : Error{ErrorCode::NotFound, "kid", {}};
    const auto typeText = type ? type->asText() : Error{ErrorCode::NotFound, "content type", {}};
    if (!typeText || *typeText != kSnapshotMediaType)
        return failed(kReasonMessageTypeMismatch, "not signed as a snapshot");
    if (!kidBytes || !std::ranges::equal(*kidBytes, key->spkiDigest()))
        return failed(kReasonKeyMismatch, "signed as another than the auditor it names");
    const auto holds = cose->holds(*key);
    if (!holds) return failed(kReasonUnsupported, holds.error().where + ": " + holds.error().detail);
    if (!*holds) return failed(kReasonSignatureInvalid, "key " + keyIdOf(auditor));
    return {kCheckAuditSignature, Verdict::Passed, {}, "key " + keyIdOf(auditor)};
}

} // namespace

Auditor auditorOf(const std::string& name, const crypto::PublicKey& key)
{
    return {name, copyOf(key.spkiDer())};
}

std::string keyIdOf(const Auditor& auditor)
{
    return auditor.publicKey.empty() ? std::string() : toHex(crypto::sha256(auditor.publicKey));
}

Result<ByteVector> signSnapshot(Bytes document, const crypto::PrivateKey& key)
{
    const auto snapshot = readSnapshot(document);
    if (!snapshot) return snapshot.error();
    if (!snapshot->auditor || !std::ranges::equal(snapshot->auditor->publicKey, key.publicKey().spkiDer()))
        return Error{ErrorCode::Crypto, "signing key: not the auditor's", keyKindName(key.publicKey().kind())};
    const auto scheme = crypto::coseSchemeFor(key.publicKey());
    if (!scheme) return scheme.error();
    crypto::CborWriter header;
    header.map(3);
    header.integer(1).integer(scheme->algorithm);
    header.integer(kLabelContentType).textString(kSnapshotMediaType);
    header.integer(kLabelKeyId).byteString(key.publicKey().spkiDigest());
    const auto signature = key.signDigestRaw(crypto::coseDigest(*scheme, header.bytes(), document));
    if (!signature) return signature.error();
    const auto message = crypto::coseSign1(header.bytes(), document, *signature);
    return ByteVector(message.begin(), message.end());
}

Result<SnapshotFile> openSnapshotFile(Bytes file, const SnapshotLimits& limits)
{
    constexpr std::size_t kEnvelope = 4096; // Around the document.
    if (file.size() > limits.bytes + kEnvelope) return Error{ErrorCode::LimitExceeded, "audit snapshot", {}};
    SnapshotFile result;
    Bytes document = file;
    std::optional<crypto::CoseSign1> cose;
    if (!file.empty() && file.front() != '{') {
        auto parsed = crypto::CoseSign1::parse(file);
        if (!parsed) return std::move(parsed).error();
        if (!parsed->payload) return Error{ErrorCode::Malformed, "audit snapshot", "a signature without its document"};
        cose = *std::move(parsed);
        document = *cose->payload;
        result.envelope = copyOf(file);
    }
    auto snapshot = readSnapshot(document, limits);
    if (!snapshot) return std::move(snapshot).error();
    result.document = copyOf(document);
    result.snapshot = *std::move(snapshot);
    return result;
}

std::vector<Check> judgeSignature(const SnapshotFile& file, const std::set<std::string>& acceptedKeyIds)
{
    const auto& auditor = file.snapshot.auditor;
    const bool promised = auditor && !auditor->publicKey.empty();
    if (file.envelope.empty() && promised)
        return {failed(kReasonNoSignature, "it names the key " + keyIdOf(*auditor) + " and is not signed")};
    if (file.envelope.empty()) return {{kCheckAuditSignature, Verdict::Indeterminate, kReasonUnattributed}};
    if (!promised) return {failed(kReasonKeyMismatch, "signed, and names no auditor")};
    Check signature = judgeEnvelope(file, *auditor);
    if (signature.verdict != Verdict::Passed) return {signature};
    Check known{kCheckAuditAuditor, Verdict::Passed, {}, keyIdOf(*auditor) + ' ' + auditor->name};
    if (!acceptedKeyIds.contains(keyIdOf(*auditor))) {
        known.verdict = Verdict::Indeterminate;
        known.reason = kReasonNoTrustAnchor;
    }
    return {signature, known};
}

} // namespace countersign::audit
