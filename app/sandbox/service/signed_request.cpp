#include "app/sandbox/service/signed_request.h"

#include "core/crypto/certificate.h"
#include "core/crypto/cose_sign1.h"

#include <nlohmann/json.hpp>

namespace countersign::sandbox {

namespace {

using crypto::CborValue;

constexpr const char* kType = "ccf.gov.msg.type";
constexpr const char* kCreatedAt = "ccf.gov.msg.created_at";
constexpr const char* kProposalId = "ccf.gov.msg.proposal_id";

const char* policyOf(Signer signer)
{
    return signer == Signer::ActiveMember ? "active_member_cose_sign1" : "member_cose_sign1";
}

std::string textAt(const CborValue& header, const char* label)
{
    const CborValue* value = header.find(label);
    const auto text = value ? value->asText() : Error{};
    return text ? std::string(*text) : std::string{};
}

/// Why the message cannot be what this path takes; empty when it can.
std::string typeProblem(const crypto::CoseSign1& cose, const std::string& type)
{
    if (cose.algorithm != crypto::kCoseEs256 && cose.algorithm != crypto::kCoseEs384 &&
        cose.algorithm != crypto::kCoseEs512)
        return "Unsupported algorithm";
    const std::string found = textAt(cose.protectedHeader, kType);
    if (found == type) return {};
    return "Found ccf.gov.msg.type set to " + found + ", expected ccf.gov.msg.type to be " + type;
}

/// Why the signer is nobody who may sign here; empty when she may.
std::string signerProblem(const crypto::CoseSign1& cose, const std::string& member, const TableState& tables, Signer signer)
{
    const std::string pem = tables.value("public:ccf.gov.members.certs", member);
    if (pem.empty()) return "Signer is not a known member";
    const auto certificate = crypto::Certificate::fromPem(pem);
    const auto holds = certificate ? cose.holds(certificate->publicKey()) : Result<bool>(false);
    if (!holds || !*holds) return "Failed to validate COSE Sign1";
    const auto info = nlohmann::json::parse(tables.value("public:ccf.gov.members.info", member), nullptr, false);
    if (signer == Signer::ActiveMember && (!info.is_object() || info.value("status", "") != "Active"))
        return "Signer is not an ACTIVE member";
    return {};
}

} // namespace

Checked<SignedRequest> authenticate(const HttpQuestion& question, const TableState& tables, const std::string& type,
                                    Signer signer)
{
    const char* policy = policyOf(signer);
    if (question.header("content-type") != "application/cose")
        return refuseSigner(policy, "Content type is not set to application/cose");
    const auto cose = crypto::CoseSign1::parse(bytesOf(question.body));
    const CborValue* kid = cose ? cose->protectedHeader.find(4) : nullptr;
    const auto member = kid ? kid->asBytes() : Error{};
    if (!member || !cose->payload) return refuse(500, "InternalError", "Failed to decode protected header: 61");
    if (const std::string why = typeProblem(*cose, type); !why.empty()) return refuseSigner(policy, why);

    SignedRequest request;
    request.memberId = textOf(*member);
    if (const std::string why = signerProblem(*cose, request.memberId, tables, signer); !why.empty())
        return refuseSigner(policy, why);
    const CborValue* created = cose->protectedHeader.find(kCreatedAt);
    const auto createdAt = created ? created->asInt() : Error{};
    if (!createdAt) return refuseSigner(policy, "Missing ccf.gov.msg.created_at");
    request.createdAt = *createdAt;
    if (cose->protectedHeader.find(kProposalId)) request.proposalId = textAt(cose->protectedHeader, kProposalId);
    request.payload = textOf(*cose->payload);
    request.signature = copyOf(cose->signature);
    request.message = question.body;
    return request;
}

} // namespace countersign::sandbox
