#pragma once

#include "tests/support/ec_key.h"

#include "core/base/transaction_id.h"

#include <functional>
#include <string>
#include <vector>

// Other spellings of the rows of a signature transaction.

namespace countersign::test::spelling {

/// What a spelling is told from: the honest transaction, and the keys, so that only the spelling is wrong.
struct Subject {
    TransactionId id;
    Digest root{};
    const support::EcKey* service = nullptr;
};

enum Expected {
    Refused, ///< Failed wherever it stands, though every other signature is over what stands there now.
    Bound,   ///< Means the same: what follows binds its bytes; at the very end it passes, and is listed as not covered.
};

struct Case {
    const char* name;
    Expected expected;
    std::function<std::string(const Subject&, const std::string& row)> spell; ///< The row's new text.
};

/// For the row of the service's signature, which is made anew over the same root; the service's curve is P-384.
std::vector<Case> coseCases();
/// For the row of the node's signature, by a P-384 key.
std::vector<Case> nodeCases();

} // namespace countersign::test::spelling
