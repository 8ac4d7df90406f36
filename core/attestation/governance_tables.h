#pragma once

#include <string_view>

// The governance tables of a CCF service that speak of its nodes' hardware (spec attestation 10.1).

namespace countersign::attestation {

inline constexpr std::string_view kTableNodes = "public:ccf.gov.nodes.info";
inline constexpr std::string_view kTableCertificates = "public:ccf.gov.nodes.endorsed_certificates";
inline constexpr std::string_view kTableCodeIds = "public:ccf.gov.nodes.code_ids";
inline constexpr std::string_view kTableMeasurements = "public:ccf.gov.nodes.snp.measurements";
inline constexpr std::string_view kTableHostData = "public:ccf.gov.nodes.snp.host_data";
inline constexpr std::string_view kTableUvm = "public:ccf.gov.nodes.snp.uvm_endorsements";
inline constexpr std::string_view kTableTcbVersions = "public:ccf.gov.nodes.snp.tcb_versions";
inline constexpr std::string_view kTableVirtualMeasurements = "public:ccf.gov.nodes.virtual.measurements";
inline constexpr std::string_view kTableVirtualHostData = "public:ccf.gov.nodes.virtual.host_data";

} // namespace countersign::attestation
