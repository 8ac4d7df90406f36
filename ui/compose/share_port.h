#pragma once

#include "core/crypto/private_key.h"
#include "core/crypto/secret.h"

#include <QString>

#include <memory>
#include <stop_token>

namespace countersign::ui {

/// A member's part in a recovery, decrypted, in memory that is wiped.
struct FetchedShare {
    std::shared_ptr<const crypto::SecretBytes> bytes;
    bool isWholeKey = false; ///< It recovers the service alone.
};

/// What a ledger family brings to handing in recovery shares. Blocks: belongs on a worker.
class SharePort
{
public:
    virtual ~SharePort() = default;

    /// Fetches the member's share anew, under the pinned identity, and decrypts it. NotFound when she holds none; Crypto
    /// when it is for another key.
    virtual Result<FetchedShare> share(const QString& member, const crypto::PrivateKey& key, std::stop_token stop) = 0;
};

} // namespace countersign::ui
