#include "ui/audit/continuity_text.h"

#include "ui/common/reason_text.h"

#include <QCoreApplication>

namespace countersign::ui {

namespace {

struct ContinuityText {
    Q_DECLARE_TR_FUNCTIONS(ContinuityText)
};

QString idOf(const std::optional<TransactionId>& id)
{
    return id ? QString::fromStdString(id->toString()) : ContinuityText::tr("the beginning");
}

QString continued(const audit::ContinuityAnswer& answer, const QString& earlier, const QString& later)
{
    if (answer.commonTo && answer.earlierHead && *answer.commonTo == *answer.earlierHead)
        return ContinuityText::tr("%1 continues %2: the same root at %3.")
            .arg(later, earlier, idOf(answer.earlierHead));
    return ContinuityText::tr(
               "%1 continues %2 to %3; what %2 saw after that, to %4, was never shown committed and is gone.")
        .arg(later, earlier, idOf(answer.commonTo), idOf(answer.earlierHead));
}

} // namespace

QString continuitySentence(const audit::ContinuityAnswer& answer, const QString& earlier, const QString& later)
{
    switch (answer.kind) {
    case audit::Continuity::Continued:
        return continued(answer, earlier, later);
    case audit::Continuity::RolledBack:
        return ContinuityText::tr("Rolled back to %1: %2 had seen %3.")
            .arg(idOf(answer.laterHead), earlier, idOf(answer.earlierHead));
    case audit::Continuity::Forked:
        return ContinuityText::tr("Fork after %1: %2 has something else at %3.")
            .arg(idOf(answer.commonTo), later, idOf(answer.differsAt));
    case audit::Continuity::Rewritten:
        return ContinuityText::tr("Rewritten after %1: %2 has another root at %3.")
            .arg(idOf(answer.commonTo), later, idOf(answer.differsAt));
    case audit::Continuity::OtherService:
        return ContinuityText::tr("Another service: %1 shares nothing with %2.").arg(later, earlier);
    case audit::Continuity::Unknown:
        break;
    }
    return ContinuityText::tr("It cannot be told whether %1 continues %2.").arg(later, earlier);
}

QString continuityReason(const audit::ContinuityAnswer& answer)
{
    if (answer.reason.empty()) return {};
    return reasonText(answer.reason);
}

QString standingText(audit::Standing standing)
{
    switch (standing) {
    case audit::Standing::Judged:
        return ContinuityText::tr("judged now");
    case audit::Standing::Own:
        return ContinuityText::tr("own", "a snapshot of this workspace");
    case audit::Standing::Signed:
        return ContinuityText::tr("signed by somebody you accepted");
    case audit::Standing::Contradicted:
        return ContinuityText::tr("does not hold", "a snapshot's signature");
    case audit::Standing::Unattributed:
        break;
    }
    return ContinuityText::tr("could be anybody's");
}

} // namespace countersign::ui
