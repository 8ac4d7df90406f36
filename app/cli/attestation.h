#pragma once

#include "app/cli/fetch.h"
#include "app/cli/live.h"

namespace countersign {

struct AttestationArguments : LiveArguments {
    std::string at;
    std::string policy;     ///< File; empty for the defaults.
    std::string collateral; ///< Folder; empty for none.
    FetchArguments fetch;
};

CLI::App* declareAttestation(CLI::App& program, AttestationArguments& arguments);

/// Asks a service for the evidence of its nodes, and judges each piece: as `verify` does, and whether it binds the key of
/// that node's certificate, and that certificate comes from the pinned service.
int runAttestation(const AttestationArguments& arguments, Environment& environment);

} // namespace countersign
