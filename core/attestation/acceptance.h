#pragma once

#include "core/attestation/evidence.h"
#include "core/family/table_history.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::attestation {

/// A value that evidence shows, and the governance table in which the members would accept it. Nothing is judged.
struct ShownValue {
    const char* check;      ///< Id of the check about the value.
    std::string_view table;
    std::string key; ///< As the table has it.
};

/// Measurement and host data, or the issuer of an endorsement in place of the measurement; empty when the evidence cannot be
/// read.
std::vector<ShownValue> shownValues(const AttestationInput& input);

/// Where the tables of a ledger, as of the transaction `at`, accept what the evidence shows: one answer a value. `ledger`
/// names them for people, empty for the ledger that the evidence is from. The tables are prepared.
Result<std::vector<Acceptance>> acceptancesIn(TableHistory& tables, const AttestationInput& input, SeqNo at,
                                              const std::string& ledger = {});

} // namespace countersign::attestation
