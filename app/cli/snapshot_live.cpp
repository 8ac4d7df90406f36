#include "app/cli/snapshot_live.h"

#include "core/base/hex.h"
#include "core/ccf/client/identity.h"
#include "core/ccf/evaluator/service_sight.h"
#include "core/crypto/sha2.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign {

namespace {

using audit::AuditSnapshot;

/// Passes everything on, and notes what was answered.
class NotingTransport final : public net::HttpTransport
{
public:
    explicit NotingTransport(net::HttpTransport& transport) : m_transport(transport) {}

    Result<net::HttpReply> send(const net::HttpRequest& request, std::stop_token stop) override
    {
        auto reply = m_transport.send(request, std::move(stop));
        if (reply)
            m_inputs.push_back(
                {reply->url.toString(), reply->body.size(), crypto::sha256(reply->body), "reply", {}, {}, {}});
        return reply;
    }
    Result<std::vector<ByteVector>> presentedBy(const net::Url& url, const net::HttpLimits& limits,
                                                std::stop_token stop) override
    {
        return m_transport.presentedBy(url, limits, std::move(stop));
    }
    std::vector<audit::SnapshotInput> take() { return std::move(m_inputs); }

private:
    net::HttpTransport& m_transport;
    std::vector<audit::SnapshotInput> m_inputs;
};

Result<std::vector<ccf::CcfAnchor>> anchorsOf(const std::vector<AnchorInput>& inputs)
{
    std::vector<ccf::CcfAnchor> anchors;
    for (const AnchorInput& input : inputs) {
        auto read = ccf::parseAnchor(input);
        if (!read) return std::move(read).error();
        std::ranges::move(*read, std::back_inserter(anchors));
    }
    return anchors;
}

std::shared_ptr<const net::PeerTrust> trustIn(const std::vector<ccf::CcfAnchor>& anchors, const std::string& name)
{
    net::PeerTrust trust;
    trust.peerName = name;
    for (const ccf::CcfAnchor& anchor : anchors) {
        if (anchor.certificate)
            trust.certificates.push_back(*anchor.certificate);
        else
            trust.keys.push_back(anchor.key);
    }
    return std::make_shared<const net::PeerTrust>(std::move(trust));
}

Check identityCheck(const ccf::IdentityAnswer& identity, const std::string& origin)
{
    const std::string evidence = origin + ' ' + ccf::identityKindName(identity.kind) + ' ' + identity.detail;
    if (identity.kind == ccf::IdentityKind::Pinned || identity.kind == ccf::IdentityKind::Renewed)
        return {kCheckLiveIdentity, Verdict::Passed, {}, evidence};
    if (identity.kind == ccf::IdentityKind::RecoveryClaimed)
        return {kCheckLiveIdentity, Verdict::Indeterminate, kReasonRecoveryClaimed, evidence};
    return {kCheckLiveIdentity, Verdict::Failed, kReasonOtherIdentity, evidence};
}

void addIdentity(AuditSnapshot& snapshot, const ccf::IdentityAnswer& identity, const Check& check)
{
    if (!identity.present) return;
    audit::SnapshotIdentity shown;
    shown.subject = identity.present->subject();
    shown.fingerprint = toHex(identity.present->fingerprint());
    shown.keyId = toHex(identity.present->publicKey().spkiDigest());
    shown.trust = check.verdict;
    shown.trustReason = check.reason;
    shown.link = check.verdict == Verdict::Passed ? "anchor" : "";
    snapshot.identities.push_back(std::move(shown));
}

void addSight(AuditSnapshot& snapshot, ccf::ServiceSight sight)
{
    if (sight.head) snapshot.head = audit::SnapshotHead{*sight.head, std::move(sight.signatures)};
    snapshot.committedTo = sight.commit;
    snapshot.committedBasis = "service";
    snapshot.lastRead = sight.commit;
    snapshot.rootsAt = std::move(sight.rootsAt);
    snapshot.consortium = std::move(sight.consortium);
    std::ranges::move(sight.checks, std::back_inserter(snapshot.checks));
    snapshot.notChecked.push_back({kCheckTreeRoot, kReasonNotCovered,
                                   "a receipt shows what was signed; that later history builds on it, only the ledger",
                                   1});
    snapshot.notChecked.push_back({kCheckGovernanceMessage, kReasonNotCovered,
                                   "members, nodes, policies and proposals are the service's word", 1});
}

void conclude(AuditSnapshot& snapshot)
{
    snapshot.verdict = overall(snapshot.checks);
    for (const Check& check : snapshot.checks)
        if (snapshot.reason.empty() && check.verdict == snapshot.verdict) snapshot.reason = check.reason;
    if (snapshot.verdict == Verdict::Passed && !snapshot.head) {
        snapshot.verdict = Verdict::Indeterminate;
        snapshot.reason = kReasonNoSignature;
    }
}

} // namespace

Result<AuditSnapshot> snapshotOfService(const LiveArguments& live, const std::vector<TransactionId>& wanted,
                                        const audit::TakingRequest& request, Environment& environment)
{
    if (!environment.transport)
        return Error{ErrorCode::Network, live.urls.front(), "this program was built without live connections"};
    auto anchors = anchorsOf(request.anchors);
    if (!anchors) return std::move(anchors).error();
    const auto addresses = liveAddresses(live, trustIn(*anchors, live.name));
    if (!addresses) return addresses.error();
    NotingTransport transport(*environment.transport);
    net::Waiter waiter;
    const auto identity = ccf::askIdentity(transport, waiter, addresses->front(), environment.stop);
    if (!identity) return identity.error();

    AuditSnapshot snapshot = audit::snapshotOfReport({}, request);
    snapshot.origin = "service";
    snapshot.family = "ccf";
    snapshot.kind = "service";
    snapshot.subjects = live.urls;
    for (const ccf::CcfAnchor& anchor : *anchors) {
        const AnchorMatch match = ccf::describeAnchor(anchor);
        const bool carries = identity->present && identity->present->publicKey() == anchor.key;
        snapshot.anchors.push_back({match.source, match.subject, match.fingerprint, match.keyId, carries});
    }
    const Check check = identityCheck(*identity, addresses->front().url.origin());
    addIdentity(snapshot, *identity, check);
    snapshot.checks.push_back(check);
    if (check.verdict == Verdict::Passed) {
        ccf::Channel channel(transport, waiter, addresses->front());
        auto sight = ccf::askSight(channel, *anchors, wanted, environment.stop);
        if (!sight) return std::move(sight).error();
        addSight(snapshot, *std::move(sight));
    }
    snapshot.inputs = transport.take();
    conclude(snapshot);
    return snapshot;
}

} // namespace countersign
