#include "ui/sign/act_proof.h"

#include "core/base/file_io.h"

#include <QDir>

namespace countersign::ui {

namespace {

QString wordOf(ActKind kind)
{
    switch (kind) {
    case ActKind::Propose: return QStringLiteral("proposal");
    case ActKind::Vote: return QStringLiteral("ballot");
    case ActKind::Withdraw: return QStringLiteral("withdrawal");
    case ActKind::UpdateStateDigest: return QStringLiteral("state-digest");
    case ActKind::Acknowledge: return QStringLiteral("acknowledgement");
    case ActKind::RecoveryShare: break;
    }
    return QStringLiteral("recovery-share");
}

QString freeName(const QDir& folder, const ActProof& proof)
{
    QString name = proof.created.toUTC().toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'-")) + wordOf(proof.kind);
    if (proof.transaction) name += QLatin1Char('-') + QString::fromStdString(proof.transaction->toString());
    QString free = name;
    const auto taken = [&](const QString& one) {
        return folder.exists(one + QStringLiteral(".receipt.json")) || folder.exists(one + QStringLiteral(".cose"));
    };
    for (int i = 2; taken(free); ++i) free = QStringLiteral("%1-%2").arg(name).arg(i);
    return folder.filePath(free);
}

} // namespace

Result<KeptProof> keepProof(const ActProof& proof)
{
    if (proof.folder.isEmpty() || (proof.receipt.empty() && !proof.message)) return KeptProof();
    const QDir folder(proof.folder);
    if (!folder.mkpath(QStringLiteral("."))) return Error{ErrorCode::Io, proof.folder.toStdString(), "cannot be made"};
    const QString name = freeName(folder, proof);
    KeptProof kept;
    if (!proof.receipt.empty()) {
        kept.receipt = name + QStringLiteral(".receipt.json");
        if (auto written = writeFileAtomically(kept.receipt.toStdString(), proof.receipt); !written)
            return std::move(written).error();
    }
    if (proof.message) {
        kept.message = name + QStringLiteral(".cose");
        if (auto written = writeFileAtomically(kept.message.toStdString(), *proof.message); !written)
            return std::move(written).error();
    }
    return kept;
}

} // namespace countersign::ui
