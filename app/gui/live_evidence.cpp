#include "app/gui/live_evidence.h"

#include "app/common/live_quotes.h"
#include "core/attestation/acceptance.h"
#include "core/attestation/attestation_source.h"
#include "core/ccf/client/identity.h"
#include "core/crypto/pem.h"
#include "ui/models/safe_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace countersign::app {

namespace {

using attestation::AttestationInput;
using attestation::EvidenceKind;

struct LiveEvidenceText {
    Q_DECLARE_TR_FUNCTIONS(LiveEvidence)
};

bool sameStory(const AttestationInput& one, const AttestationInput& other)
{
    return one.nodeId == other.nodeId && one.kind == other.kind && one.evidence.content == other.evidence.content
           && one.parts.size() == other.parts.size()
           && std::ranges::equal(one.parts, other.parts, [](const auto& a, const auto& b) {
                  return a.first == b.first && a.second.content == b.second.content;
              });
}

/// Evidence that another node shows is not missing; where two nodes tell of one in different ways, both stand.
void addInputs(std::vector<AttestationInput> told, std::vector<AttestationInput>& all)
{
    for (AttestationInput& input : told)
        if (std::ranges::none_of(all, [&](const AttestationInput& other) { return sameStory(input, other); }))
            all.push_back(std::move(input));
    std::erase_if(all, [&](const AttestationInput& input) {
        return input.kind == EvidenceKind::Missing && std::ranges::any_of(all, [&](const AttestationInput& other) {
                   return other.nodeId == input.nodeId && other.kind != EvidenceKind::Missing;
               });
    });
    std::ranges::stable_sort(all, {}, [](const AttestationInput& input) { return input.nodeId.value_or(""); });
}

std::vector<crypto::PublicKey> keysOf(const net::PeerTrust& trust)
{
    std::vector<crypto::PublicKey> keys = trust.keys;
    for (const crypto::Certificate& certificate : trust.certificates) keys.push_back(certificate.publicKey());
    return keys;
}

/// A node's certificate is held against certificates: of a bare pinned key, the one that the service shows over it.
std::vector<crypto::Certificate> anchorsOf(net::HttpTransport& transport, const ccf::NodeAddress& node,
                                           const std::stop_token& stop)
{
    std::vector<crypto::Certificate> anchors = node.trust->certificates;
    if (!anchors.empty()) return anchors;
    net::Waiter waiter;
    const auto identity = ccf::askIdentity(transport, waiter, node, stop);
    if (identity && identity->present && identity->kind == ccf::IdentityKind::Pinned) anchors.push_back(*identity->present);
    return anchors;
}

ui::AnchorChoice choiceOf(const std::vector<crypto::Certificate>& anchors)
{
    ui::AnchorChoice choice;
    for (const crypto::Certificate& anchor : anchors) {
        choice.inputs.push_back({copyOf(bytesOf(anchor.pem())), anchor.subject()});
        choice.source = ui::safeText(anchor.subject(), 200);
    }
    return choice;
}

/// A ledger speaks for the service when an identity of its own that its verdict rests on has the pinned key.
bool isOfService(const LedgerAtHand& ledger, const std::vector<crypto::PublicKey>& keys)
{
    if (!ledger.report || ledger.report->verdict == Verdict::Failed) return false;
    return std::ranges::any_of(ledger.report->identities, [&](const IdentityEpoch& epoch) {
        const auto certificate = crypto::Certificate::fromDer(epoch.certificateDer);
        return epoch.trust == Verdict::Passed && certificate
               && std::ranges::find(keys, certificate->publicKey()) != keys.end();
    });
}

/// How far the ledger is verified without a gap.
SeqNo lastPassed(const VerificationReport& report)
{
    SeqNo last = 0;
    for (const RangeVerdict& range : report.ranges) {
        if (range.verdict != Verdict::Passed || (last != 0 && range.from != last + 1)) break;
        last = range.to;
    }
    return last;
}

void lookUp(const LedgerAtHand& ledger, std::vector<AttestationInput>& inputs, const std::stop_token& stop,
            QStringList& problems)
{
    const SeqNo at = lastPassed(*ledger.report);
    TableHistory* tables = ledger.source->tables();
    if (!tables || at == 0) return;
    const auto ready = tables->prepare(stop, {});
    for (AttestationInput& input : inputs) {
        auto found = ready ? acceptancesIn(*tables, input, at, ledger.title.toStdString())
                           : Result<std::vector<attestation::Acceptance>>(ready.error());
        if (!found) {
            problems += LiveEvidenceText::tr("What the members accepted could not be looked up in %1: %2")
                            .arg(ledger.title, ui::safeText(found.error().where + ' ' + found.error().detail, 300));
            return;
        }
        std::ranges::move(*found, std::back_inserter(input.accepted));
    }
}

} // namespace

LiveEvidence askEvidence(net::HttpTransport& transport, const std::vector<ccf::NodeAddress>& nodes,
                         const std::vector<LedgerAtHand>& ledgers, const std::stop_token& stop)
{
    LiveEvidence evidence{.asked = QDateTime::currentDateTimeUtc()};
    std::vector<AttestationInput> inputs;
    std::vector<std::string> origins;
    for (const ccf::NodeAddress& node : nodes) {
        net::Waiter waiter;
        ccf::Channel channel(transport, waiter, node);
        const QString origin = ui::safeText(channel.origin(), 200);
        auto quotes = askQuotes(channel, stop);
        if (!quotes) {
            evidence.problems += LiveEvidenceText::tr("%1 gave no evidence: %2")
                                     .arg(origin, ui::safeText(quotes.error().where + ' ' + quotes.error().detail, 300));
            continue;
        }
        if (quotes->policyProblem)
            evidence.problems += LiveEvidenceText::tr("%1 did not tell what its members accept: %2")
                                     .arg(origin, ui::safeText(quotes->policyProblem->detail, 300));
        evidence.answered += origin;
        origins.push_back(channel.origin());
        addInputs(std::move(quotes->inputs), inputs);
    }
    if (evidence.answered.isEmpty()) return evidence;
    evidence.anchors = choiceOf(anchorsOf(transport, nodes.front(), stop));
    const auto keys = keysOf(*nodes.front().trust);
    for (const LedgerAtHand& ledger : ledgers)
        if (isOfService(ledger, keys)) lookUp(ledger, inputs, stop, evidence.problems);
    evidence.source = std::make_unique<attestation::AttestationSource>(std::move(inputs), std::move(origins));
    return evidence;
}

} // namespace countersign::app
