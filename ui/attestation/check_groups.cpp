#include "ui/attestation/check_groups.h"

#include <QCoreApplication>

#include <algorithm>
#include <string_view>

namespace countersign::ui {

namespace {

struct CheckGroups {
    Q_DECLARE_TR_FUNCTIONS(CheckGroups)
};

struct Prefix {
    std::string_view text;
    CheckGroup group;
};

// The first that fits counts: the longer ones stand before the shorter.
constexpr Prefix kPrefixes[] = {
    {"attestation.chain.revocation", CheckGroup::Revocation},
    {"attestation.pck.not_revoked", CheckGroup::Revocation},
    {"attestation.ca.not_revoked", CheckGroup::Revocation},
    {"attestation.pck_crl.", CheckGroup::Revocation},
    {"attestation.root_crl.", CheckGroup::Revocation},
    {"attestation.leaf.tcb", CheckGroup::Tcb},
    {"attestation.report.tcb_order", CheckGroup::Tcb},
    {"attestation.tcb", CheckGroup::Tcb},
    {"attestation.thim.", CheckGroup::Tcb},
    {"attestation.endorsed_tcb.", CheckGroup::Tcb},
    {"attestation.qe_identity.", CheckGroup::Tcb},
    {"attestation.collateral.", CheckGroup::Tcb},
    {"attestation.policy.minimum_tcb", CheckGroup::Tcb},
    {"attestation.policy.advisories", CheckGroup::Tcb},
    {"attestation.policy.evaluation_number", CheckGroup::Tcb},
    {"attestation.chain.", CheckGroup::Chain},
    {"attestation.leaf.", CheckGroup::Chain},
    {"attestation.pck.", CheckGroup::Chain},
    {"attestation.policy.chip_key", CheckGroup::Chain},
    {"attestation.report.guest_vmpl", CheckGroup::Vmpl},
    {"attestation.report.", CheckGroup::Signature},
    {"attestation.quote.not_debug", CheckGroup::Debug},
    {"attestation.qe.not_debug", CheckGroup::Debug},
    {"attestation.policy.not_debug", CheckGroup::Debug},
    {"attestation.quote.", CheckGroup::Signature},
    {"attestation.qe.", CheckGroup::Signature},
    {"attestation.virtual.", CheckGroup::Signature},
    {"attestation.evidence.", CheckGroup::Signature},
    {"attestation.ccf.", CheckGroup::Key},
    {"attestation.oe.", CheckGroup::Key},
    {"attestation.binding.cose_key", CheckGroup::Key},
    {"attestation.policy.report_data", CheckGroup::Key},
    {"attestation.policy.host_data", CheckGroup::HostData},
    {"attestation.binding.host_data", CheckGroup::HostData},
    {"attestation.policy.measurement", CheckGroup::Measurement},
    {"attestation.policy.signer", CheckGroup::Measurement},
    {"attestation.uvm.", CheckGroup::Measurement},
    {"attestation.cose.", CheckGroup::Measurement},
    {"attestation.did.", CheckGroup::Measurement},
};

int badness(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Failed: return 3;
    case Verdict::Indeterminate: return 2;
    case Verdict::Passed: return 1;
    case Verdict::NotChecked: break;
    }
    return 0;
}

} // namespace

CheckGroup checkGroupOf(const std::string& id)
{
    for (const Prefix& prefix : kPrefixes)
        if (std::string_view(id).starts_with(prefix.text)) return prefix.group;
    return CheckGroup::Other;
}

QString checkGroupTitle(CheckGroup group)
{
    switch (group) {
    case CheckGroup::Chain: return CheckGroups::tr("Chain");
    case CheckGroup::Signature: return CheckGroups::tr("Signature");
    case CheckGroup::Tcb: return CheckGroups::tr("TCB");
    case CheckGroup::Revocation: return CheckGroups::tr("Revocation");
    case CheckGroup::Key: return CheckGroups::tr("Node key");
    case CheckGroup::Measurement: return CheckGroups::tr("Measurement");
    case CheckGroup::HostData: return CheckGroups::tr("Host data");
    case CheckGroup::Debug: return CheckGroups::tr("Debug off");
    case CheckGroup::Vmpl: return CheckGroups::tr("VMPL");
    case CheckGroup::Other:
    case CheckGroup::Count: break;
    }
    return CheckGroups::tr("Other");
}

QString checkGroupQuestion(CheckGroup group)
{
    switch (group) {
    case CheckGroup::Chain: return CheckGroups::tr("Do the certificates lead to a vendor's root whose key is pinned here?");
    case CheckGroup::Signature: return CheckGroups::tr("Did that hardware sign these bytes?");
    case CheckGroup::Tcb: return CheckGroups::tr("Is the platform's firmware at the level it shows, and is that level current?");
    case CheckGroup::Revocation: return CheckGroups::tr("Were the certificates revoked, by lists that are current?");
    case CheckGroup::Key: return CheckGroups::tr("Is the evidence about this node's key, and is its certificate from the service?");
    case CheckGroup::Measurement: return CheckGroups::tr("Is the measured software one that is accepted?");
    case CheckGroup::HostData: return CheckGroups::tr("Is the security policy one that is accepted?");
    case CheckGroup::Debug: return CheckGroups::tr("Is debugging off, so that the host can't look inside?");
    case CheckGroup::Vmpl: return CheckGroups::tr("Did the guest ask for the report, and not the host?");
    case CheckGroup::Other:
    case CheckGroup::Count: break;
    }
    return {};
}

const ProofLink* worstOf(const std::vector<ProofLink>& links, CheckGroup group)
{
    const ProofLink* worst = nullptr;
    for (const ProofLink& link : links) {
        if (checkGroupOf(link.id) != group || link.subject == "remark") continue;
        if (!worst || badness(link.verdict) > badness(worst->verdict)) worst = &link;
    }
    return worst;
}

} // namespace countersign::ui
