#include "core/attestation/collateral.h"

#include "core/attestation/tcb_info.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

/// A file from elsewhere, whatever it is of the things that can be collateral.
Collateral readAny(const NamedBytes& file)
{
    const std::string_view text = textOf(file.content);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && text[first] == '{') return readCollateralJson(file.content, file.source);
    if (auto endorsements = readOeEndorsements(file.content, file.source)) return *std::move(endorsements);
    Collateral nothing;
    if (auto crl = Crl::parse(file.content)) nothing.pckCrl = *std::move(crl);
    return nothing;
}

template <class T, class Parse, class Fits>
void takeNewest(std::optional<SignedText>& target, UtcTime& newest, const std::optional<SignedText>& candidate,
                Parse parse, Fits fits)
{
    if (!candidate) return;
    const Result<T> parsed = parse(candidate->text);
    if (!parsed || !fits(*parsed) || (target && parsed->issued <= newest)) return;
    target = candidate;
    newest = parsed->issued;
}

void takeNewest(std::optional<Crl>& target, const std::optional<Crl>& candidate, const crypto::Certificate* issuer)
{
    if (!candidate || !issuer || !candidate->namesIssuer(*issuer)) return;
    if (!target || target->thisUpdate() < candidate->thisUpdate()) target = candidate;
}

/// A reply kept as a file has its chain beside it: the certificate whose key signed, and the one above.
void findChain(SignedText& piece, const std::vector<crypto::Certificate>& pool)
{
    if (!piece.chain.empty()) return;
    const ByteVector digest = crypto::hashOf(crypto::HashAlgorithm::Sha256, bytesOf(piece.text));
    for (const crypto::Certificate& signer : pool) {
        if (signer.publicKey().kind() != crypto::KeyKind::P256 ||
            !signer.publicKey().ecdsaRawHolds(digest, piece.signature).value_or(false))
            continue;
        const auto root =
            std::ranges::find_if(pool, [&](const crypto::Certificate& c) { return issuedByCa(signer, c); });
        if (root == pool.end()) continue;
        piece.chain = {signer, *root};
        return;
    }
}

Collateral fromElsewhere(const AttestationContext& context, const CollateralNeed& need)
{
    Collateral chosen;
    UtcTime newestInfo, newestIdentity;
    std::vector<crypto::Certificate> pool;
    for (const NamedBytes& file : context.collateral) {
        if (file.content.size() > kEvidenceLimit) continue;
        if (auto some = crypto::Certificate::manyFromPem(textOf(file.content), kChainLimit))
            pool.insert(pool.end(), some->begin(), some->end());
        const Collateral piece = readAny(file);
        takeNewest<TcbInfo>(chosen.tcbInfo, newestInfo, piece.tcbInfo, parseTcbInfo,
                            [&](const TcbInfo& info) { return info.id == need.id && info.fmspc == need.fmspc; });
        takeNewest<QeIdentity>(chosen.qeIdentity, newestIdentity, piece.qeIdentity, parseQeIdentity,
                               [&](const QeIdentity& identity) { return identity.id == need.identityId; });
        for (const auto& crl : {piece.pckCrl, piece.rootCrl}) {
            takeNewest(chosen.pckCrl, crl, need.pckCa);
            takeNewest(chosen.rootCrl, crl, need.root);
        }
    }
    if (chosen.tcbInfo) findChain(*chosen.tcbInfo, pool);
    if (chosen.qeIdentity) findChain(*chosen.qeIdentity, pool);
    return chosen;
}

} // namespace

Collateral gatherCollateral(const AttestationInput& input, const AttestationContext& context,
                            const CollateralNeed& need)
{
    Collateral collateral;
    if (const NamedBytes* json = input.part(Role::Collateral)) {
        collateral = readCollateralJson(json->content, json->source);
    } else if (const NamedBytes* endorsements = input.part(Role::OeEndorsements)) {
        auto read = readOeEndorsements(endorsements->content, endorsements->source);
        if (read)
            collateral = *std::move(read);
        else
            collateral.problems.push_back(std::move(read).error());
    }
    Collateral other = fromElsewhere(context, need);
    if (!collateral.tcbInfo) collateral.tcbInfo = std::move(other.tcbInfo);
    if (!collateral.qeIdentity) collateral.qeIdentity = std::move(other.qeIdentity);
    if (!collateral.pckCrl) collateral.pckCrl = std::move(other.pckCrl);
    if (!collateral.rootCrl) collateral.rootCrl = std::move(other.rootCrl);
    return collateral;
}

} // namespace countersign::attestation
