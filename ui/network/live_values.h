#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "ui/network/detail_item.h"

#include <QDateTime>

#include <map>
#include <optional>

// What a running service and its nodes say, as values that never change once they are shown. Texts are fit to be shown
// (safeText) and otherwise the service's own words. Nothing of it is evidence: it is what was said under an identity.

namespace countersign::ui {

struct LiveCertificate {
    QString subject, issuer, key; ///< Key: "P-384".
    QString fingerprint;          ///< SHA-256, hex; empty when it could not be read.
    QDateTime notBefore, notAfter;
    QString pem;

    bool isReadable() const { return !fingerprint.isEmpty(); }
};

struct LiveMember {
    QString id, name, status, recoveryRole, encryptionKey; ///< Role and key empty when the service tells none.
    LiveCertificate certificate;
    DetailItem data;
};

struct LiveUser {
    QString id, name;
    LiveCertificate certificate;
    DetailItem data;
};

struct LiveNode {
    QString id, name, status, addresses, quoteFormat, codeVersion, hostData;
    bool isPrimary = false;
    std::optional<bool> retiredCommitted;
    LiveCertificate certificate;
    DetailItem data;
};

/// What a ballot's script says of itself; how it counts is for the constitution.
enum class LiveBallot : quint8 { NotSeen, PlainYes, PlainNo, CarefulYes, OwnScript };

struct LiveVote {
    QString member;
    std::optional<bool> inFavour; ///< As counted by the service; none: not counted yet, or the ballot failed.
    QString failure, script;
    LiveBallot ballot = LiveBallot::NotSeen;
};

struct LiveProposal {
    QString id, proposer, state, failure;
    bool isOpen = false;
    quint64 ballots = 0;
    QStringList actions;   ///< Names, as far as they were asked for.
    QList<LiveVote> votes; ///< Of a decided one, as counted.
};

/// A proposal with what it would do.
struct LiveProposalDetail {
    QString id, digest;
    QList<DetailItem> actions;
    QList<LiveVote> votes;       ///< Also of an open one: the ballots that were found.
    QString problem;             ///< Why the actions could not be decoded; the text is then in `text`.
    QString text;                ///< The proposal as it was signed.
    ByteVector bytes;            ///< The same, byte for byte.
};

struct LiveConstitution {
    QString text, digest; ///< SHA-256, hex.
    std::string script;   ///< As it came.
};

/// The parts of a service, for what could not be read of it.
enum class LivePart : quint8 { Service, Members, Users, Nodes, Policies, Constitution, Proposals };

/// Everything one node said of its service in one go.
struct LiveService {
    QString status, interfaceVersion;
    LiveCertificate identity;
    std::optional<quint64> recoveryCount, recoveryThreshold;
    DetailItem about; ///< Creation, configuration, data.
    QList<LiveMember> members;
    QList<LiveUser> users;
    QList<LiveNode> nodes;
    QList<DetailItem> policies;
    LiveConstitution constitution;
    QList<LiveProposal> proposals;
    std::map<LivePart, Error> problems;
};

} // namespace countersign::ui
