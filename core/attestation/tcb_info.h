#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/utc_time.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace countersign::attestation {

/// A state that Intel gives to a level: "UpToDate", "SWHardeningNeeded", "ConfigurationNeeded",
/// "ConfigurationAndSWHardeningNeeded", "OutOfDate", "OutOfDateConfigurationNeeded", "Revoked".
using TcbState = std::string;

/// One level of a platform, newest first in the list.
struct PlatformLevel {
    std::array<std::uint8_t, 16> sgx{};
    std::array<std::uint8_t, 16> tdx{};
    std::uint64_t pceSvn = 0;
    TcbState state;
    std::string date;
    std::vector<std::string> advisories;
};

/// One level of an enclave or module.
struct EnclaveLevel {
    std::uint64_t svn = 0;
    TcbState state;
    std::string date;
    std::vector<std::string> advisories;
};

struct TdxModule {
    std::string id; ///< "TDX_01"; empty for the module of version 0.
    ByteVector mrsigner, attributes, attributesMask;
    std::vector<EnclaveLevel> levels;
};

/// The signed part of Intel's TCB info, version 2 or 3.
struct TcbInfo {
    std::uint64_t version = 0;
    std::string id; ///< "SGX" or "TDX"; version 2 has none and means SGX.
    UtcTime issued, nextUpdate;
    ByteVector fmspc, pceId;
    std::uint64_t evaluation = 0;
    std::vector<PlatformLevel> levels;
    std::optional<TdxModule> module;
    std::vector<TdxModule> moduleIdentities;
};

/// The signed part of Intel's identity of a quoting enclave.
struct QeIdentity {
    std::uint64_t version = 0;
    std::string id; ///< "QE", "TD_QE".
    UtcTime issued, nextUpdate;
    std::uint64_t evaluation = 0;
    ByteVector miscSelect, miscSelectMask; ///< Four bytes, as a number: the report has them reversed.
    ByteVector attributes, attributesMask;
    ByteVector mrsigner;
    std::uint64_t productId = 0;
    std::vector<EnclaveLevel> levels;
};

/// Of a TCB info whose version is not known here only the head (version, id, dates) is read.
Result<TcbInfo> parseTcbInfo(std::string_view json);
Result<QeIdentity> parseQeIdentity(std::string_view json);

} // namespace countersign::attestation
