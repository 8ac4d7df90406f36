#pragma once

#include "ui/sign/act.h"

namespace countersign::ui {

/// What is kept of an act.
struct ActProof {
    QString folder; ///< Empty: nothing is kept.
    ActKind kind = ActKind::Propose;
    std::optional<TransactionId> transaction;
    QDateTime created;
    ByteVector receipt; ///< Empty: none.
    std::shared_ptr<const crypto::SecretBytes> message; ///< Null: none that may be kept.
};

struct KeptProof {
    QString receipt, message; ///< Files; empty when there was none to keep.
};

/// Writes them below the folder, which is made when it is not there. Files that are there are never written over. Touches
/// files: not for the GUI thread.
Result<KeptProof> keepProof(const ActProof& proof);

} // namespace countersign::ui
