#pragma once

#include "core/base/bytes.h"
#include "core/base/transaction_id.h"
#include "ui/network/live_values.h"

#include <memory>

// What the nodes of a service said in one round, and how it compares.

namespace countersign::ui {

/// One answer to be held against those of other nodes.
struct LiveStatement {
    std::string subject;
    Digest digest{};
    std::optional<TransactionId> state;
    QString answer; ///< What was said, a line an element.
};

/// How the identity that answers relates to the pinned one.
enum class LiveIdentity : quint8 { Pinned, Renewed, RecoveryClaimed, Unexplained };

struct SeenIdentity {
    LiveIdentity kind = LiveIdentity::Unexplained;
    LiveCertificate present, previous; ///< Not readable when the node told none.
    std::optional<quint64> recoveryCount;
    QString detail; ///< English.
    bool answersUnderPin() const { return kind == LiveIdentity::Pinned || kind == LiveIdentity::Renewed; }
};

/// All that one node said in one round.
struct NodeAnswer {
    QString origin;
    QDateTime asked;
    int latencyMs = 0;          ///< Of one exchange, with its connection.
    std::optional<Error> error; ///< Nothing below holds then but `identity`.
    std::optional<SeenIdentity> identity;
    QString nodeId, nodeState, version, leadership, primaryId, serviceStatus;
    std::optional<quint64> view;
    std::optional<TransactionId> commit;
    std::shared_ptr<const LiveService> service; ///< Of the last whole reading; null before.
    QDateTime serviceRead;
    std::vector<LiveStatement> statements; ///< Of the same reading.

    bool isUsable() const { return !error && identity && identity->answersUnderPin(); }
};

struct LiveFinding {
    Severity severity = Severity::Remark;
    std::string reason;
    QString subject, detail;
    QList<std::pair<QString, QString>> answers; ///< Who said what, when two answers were held against each other.
};

/// All nodes of one round, compared.
struct LiveSnapshot {
    QDateTime time;
    std::vector<NodeAnswer> nodes;
    CheckList checks;
    std::vector<LiveFinding> findings;

    /// Of the checks. One node alone has nothing to be compared with: that is NotChecked.
    Verdict verdict() const { return checks.overall(); }
    /// The answer shown on pages: the primary's, else the first that has one; null when no node has been read.
    const NodeAnswer* shown() const;
    const LiveService* service() const;
    int usableNodes() const;
};

} // namespace countersign::ui
