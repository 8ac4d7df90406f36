#include "core/ccf/client/identity.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

std::optional<crypto::Certificate> readPem(const std::string& pem)
{
    auto certificate = crypto::Certificate::fromPem(pem);
    if (!certificate) return {};
    return std::move(*certificate);
}

bool isOtherIdentity(const Error& error)
{
    return error.code == ErrorCode::Network && error.where.ends_with("peer certificate: other-identity");
}

// What the peer says of itself, under whatever trust `address` has.
Result<IdentityAnswer> told(net::HttpTransport& transport, net::Waiter& waiter, const NodeAddress& address,
                            std::stop_token stop)
{
    Channel channel(transport, waiter, address);
    NodeClient node(channel);
    auto network = node.network(stop);
    if (!network) return std::move(network).error();
    IdentityAnswer answer;
    if (!network->value) {
        answer.detail = "the node does not tell its service: status " + std::to_string(network->refusal->status);
        return answer;
    }
    answer.present = readPem(network->value->serviceCertificate);
    answer.recoveryCount = network->value->recoveryCount;
    if (!answer.present) answer.detail = "the service certificate told cannot be read";
    return answer;
}

// The leaf alone is trusted, under whatever name it carries: no anchor of the user's is involved.
Result<IdentityAnswer> explain(net::HttpTransport& transport, net::Waiter& waiter, const NodeAddress& address,
                               std::stop_token stop)
{
    auto chain = transport.presentedBy(address.url, address.limits, stop);
    if (!chain) return std::move(chain).error();
    IdentityAnswer answer;
    answer.refused = net::PeerStanding::OtherIdentity;
    auto leaf = chain->empty() ? Result<crypto::Certificate>(Error{ErrorCode::Malformed, "peer certificate", "none"})
                               : crypto::Certificate::fromDer(chain->front());
    if (!leaf) return answer;
    NodeAddress provisional = address;
    provisional.trust =
        std::make_shared<const net::PeerTrust>(net::PeerTrust{{*leaf}, {}, address.trust->peerName, false});
    provisional.client.reset();
    provisional.patience.redirects = 0;
    auto said = told(transport, waiter, provisional, stop);
    if (!said) {
        answer.detail = said.error().where + ' ' + said.error().detail;
        return answer;
    }
    said->refused = answer.refused;
    answer = std::move(*said);
    const auto issued = answer.present ? leaf->signedWith(answer.present->publicKey()) : Result<bool>(false);
    if (!issued || !*issued) {
        answer.detail = "the peer's certificate is not signed by the service it names";
        return answer;
    }
    Channel channel(transport, waiter, provisional);
    const auto previous = NodeClient(channel).previousIdentity(stop);
    if (previous && previous->value) answer.previous = readPem(previous->value->pem);
    const bool follows =
        answer.previous && identityUnder(*address.trust, *answer.previous) != IdentityKind::Unexplained;
    answer.kind = follows ? IdentityKind::RecoveryClaimed : IdentityKind::Unexplained;
    return answer;
}

} // namespace

const char* identityKindName(IdentityKind kind) noexcept
{
    switch (kind) {
    case IdentityKind::Pinned:
        return "pinned";
    case IdentityKind::Renewed:
        return "renewed";
    case IdentityKind::RecoveryClaimed:
        return "recovery-claimed";
    case IdentityKind::Unexplained:
        break;
    }
    return "unexplained";
}

IdentityKind identityUnder(const net::PeerTrust& trust, const crypto::Certificate& presented)
{
    if (std::ranges::find(trust.certificates, presented) != trust.certificates.end()) return IdentityKind::Pinned;
    if (std::ranges::find(trust.keys, presented.publicKey()) != trust.keys.end()) return IdentityKind::Pinned;
    const auto sameKey = [&](const crypto::Certificate& one) { return one.publicKey() == presented.publicKey(); };
    return std::ranges::any_of(trust.certificates, sameKey) ? IdentityKind::Renewed : IdentityKind::Unexplained;
}

Result<IdentityAnswer> askIdentity(net::HttpTransport& transport, net::Waiter& waiter, const NodeAddress& address,
                                   std::stop_token stop)
{
    auto answer = told(transport, waiter, address, stop);
    if (!answer) {
        if (!isOtherIdentity(answer.error()) || !address.trust) return answer;
        return explain(transport, waiter, address, stop);
    }
    if (!answer->present || !address.trust) return answer;
    answer->kind = identityUnder(*address.trust, *answer->present);
    if (answer->kind == IdentityKind::Unexplained)
        answer->detail = "the node belongs to the pinned identity, but names another as its service";
    return answer;
}

} // namespace countersign::ccf
