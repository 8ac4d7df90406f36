#pragma once

#include "core/ccf/client/gov_client.h"
#include "core/ccf/client/identity.h"
#include "ui/network/live_snapshot.h"

// CCF's replies as the values that pages show. Everything that came from outside is made fit to be shown here.

namespace countersign::ui::ccf_family {

LiveCertificate certificateOf(const std::string& pem);
SeenIdentity seenIdentity(const ccf::IdentityAnswer& answer);
LiveMember memberOf(const ccf::Member& member);
LiveUser userOf(const ccf::User& user);
LiveNode nodeOf(const ccf::GovNode& node, const std::string& primary);
LiveProposal proposalOf(const ccf::Proposal& proposal);
DetailItem aboutService(const ccf::ServiceInfo& info);

DetailItem joinPolicyItem(const ccf::JoinPolicy& policy);
QList<DetailItem> jwtItems(const ccf::JwtPolicy& policy);
DetailItem endpointsItem(const ccf::JavascriptApp& app);

/// A JSON value as a tree; certificates among its texts are told by subject, fingerprint and dates.
DetailItem jsonItem(const QString& name, const nlohmann::json& value, int depth = 0);
/// The lines that say who a certificate is.
QList<DetailItem> certificateLines(const LiveCertificate& certificate);

} // namespace countersign::ui::ccf_family
