#pragma once

#include "core/base/bytes.h"

#include <array>
#include <string_view>

// Names of CCF's own tables (spec ccf (i); src/service/network_tables.h).

namespace countersign::ccf::tables {

inline constexpr std::string_view kFrameworkPrefix = "public:ccf.";
inline constexpr std::string_view kGovernancePrefix = "public:ccf.gov.";
inline constexpr std::string_view kInternalPrefix = "public:ccf.internal.";

inline constexpr std::string_view kSignatures = "public:ccf.internal.signatures";
inline constexpr std::string_view kCoseSignatures = "public:ccf.internal.cose_signatures";
inline constexpr std::string_view kTree = "public:ccf.internal.tree";
inline constexpr std::string_view kSnapshotEvidence = "public:ccf.internal.snapshot_evidence";
inline constexpr std::string_view kEndorsement = "public:ccf.internal.previous_service_identity_endorsement";
inline constexpr std::string_view kLastSignedRoot = "public:ccf.internal.previous_service_last_signed_root";

inline constexpr std::string_view kServiceInfo = "public:ccf.gov.service.info";
inline constexpr std::string_view kServiceConfig = "public:ccf.gov.service.config";
inline constexpr std::string_view kPreviousIdentity = "public:ccf.gov.service.previous_service_identity";
inline constexpr std::string_view kNodesInfo = "public:ccf.gov.nodes.info";
inline constexpr std::string_view kNodeCertificates = "public:ccf.gov.nodes.endorsed_certificates";
inline constexpr std::string_view kMembersInfo = "public:ccf.gov.members.info";
inline constexpr std::string_view kMemberCertificates = "public:ccf.gov.members.certs";
inline constexpr std::string_view kMemberEncryptionKeys = "public:ccf.gov.members.encryption_public_keys";
inline constexpr std::string_view kMemberAcks = "public:ccf.gov.members.acks";
inline constexpr std::string_view kProposals = "public:ccf.gov.proposals";
inline constexpr std::string_view kProposalsInfo = "public:ccf.gov.proposals_info";
inline constexpr std::string_view kCoseHistory = "public:ccf.gov.cose_history";
inline constexpr std::string_view kHttpHistory = "public:ccf.gov.history";
inline constexpr std::string_view kCoseRecentProposals = "public:ccf.gov.cose_recent_proposals";
inline constexpr std::string_view kConstitution = "public:ccf.gov.constitution";

/// The one key of single-valued tables.
inline constexpr std::array<std::uint8_t, 8> kSingleKey{};

} // namespace countersign::ccf::tables
