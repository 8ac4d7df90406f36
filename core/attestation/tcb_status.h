#pragma once

#include "core/attestation/pck.h"
#include "core/attestation/quote.h"
#include "core/attestation/tcb_info.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::attestation {

/// What Intel's status algorithm says. A state is empty where no level fits.
struct TcbAnswer {
    TcbState platform;
    std::optional<TcbState> module; ///< TDX with a module version above 0.
    TcbState qe;
    std::string status; ///< The joint one; "NotFound" when the platform, module or enclave fits no level.
    std::vector<std::string> advisories; ///< Of all levels that fit, sorted, each once.
    std::string date;                    ///< Of the platform's level.
    bool moduleKnown = true;             ///< False when the module's version has no identity.

    bool found() const noexcept { return status != "NotFound"; }
};

/// The status algorithm over collateral that was verified by the caller.
TcbAnswer tcbAnswer(const Quote& quote, const PckExtension& pck, const TcbInfo& info, const QeIdentity& identity);

/// The module's identity that applies to this TEE_TCB_SVN: by its version, or tdxModule for version 0. Null when there
/// is none.
const TdxModule* moduleFor(Bytes teeTcbSvn, const TcbInfo& info);

} // namespace countersign::attestation
