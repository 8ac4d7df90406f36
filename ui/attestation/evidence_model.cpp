#include "ui/attestation/evidence_model.h"

#include "ui/attestation/check_groups.h"
#include "ui/common/check_text.h"
#include "ui/common/format.h"
#include "ui/common/reason_text.h"
#include "ui/common/theme/tokens.h"
#include "ui/common/verdict_look.h"
#include "ui/models/safe_text.h"
#include "ui/models/verdict_icon.h"

#include <QApplication>

namespace countersign::ui {

void EvidenceModel::setRows(std::vector<EvidenceRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int EvidenceModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int EvidenceModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : FirstGroupColumn + kCheckGroups;
}

EvidenceModel::Cell EvidenceModel::cellAt(const EvidenceRow& row, int column) const
{
    const EvidenceOutcome& outcome = row.outcome;
    const bool isVirtual = outcome.kind == "virtual";
    switch (column) {
    case NodeColumn: {
        const QString path = safeText(outcome.path, 400);
        const QString subject = safeText(outcome.subject, 200);
        if (subject.isEmpty()) return {path.section(QLatin1Char('/'), -2), path, {}, false};
        return {shortId(subject), tr("%1\n%2", "node id, file").arg(subject, path), {}, false};
    }
    case KindColumn: return {evidenceKindText(outcome.kind), {}, {}, isVirtual};
    case VerdictColumn:
        return {isVirtual ? tr("No assurance") : verdictWord(outcome.verdict),
                outcome.reason.empty() ? QString() : reasonText(outcome.reason), outcome.verdict, isVirtual};
    case AuthenticColumn:
    case CurrentColumn:
    case WantedColumn: {
        const std::size_t at = std::size_t(column - AuthenticColumn);
        if (at >= outcome.answers.size()) return {};
        const SeparateAnswer& answer = outcome.answers[at];
        return {verdictWord(answer.verdict), answer.reason.empty() ? QString() : reasonText(answer.reason), answer.verdict,
                isVirtual};
    }
    default: break;
    }
    const auto group = CheckGroup(column - FirstGroupColumn);
    const ProofLink* link = worstOf(row.links, group);
    if (!link) return {tr("–", "a check that does not apply"), tr("Does not apply to this kind of evidence."), {}, false};
    const QString why = link->reason.empty() ? checkTitle(link->id)
                                             : tr("%1: %2", "check, reason").arg(checkTitle(link->id), reasonText(link->reason));
    return {verdictWord(link->verdict), why, link->verdict, isVirtual && group == CheckGroup::Signature};
}

QVariant EvidenceModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) return {};
    const Cell cell = cellAt(m_rows[std::size_t(index.row())], index.column());
    const Verdict look = cell.alarming ? Verdict::Failed : cell.verdict.value_or(Verdict::NotChecked);
    switch (role) {
    case Qt::DisplayRole: return cell.text;
    case Qt::ToolTipRole: return plainToolTip(cell.toolTip.isEmpty() ? cell.text : cell.toolTip);
    case Qt::DecorationRole: return cell.verdict ? QVariant(verdictCellIcon(look)) : QVariant();
    case Qt::ForegroundRole:
        if (!cell.verdict && !cell.alarming) return {};
        return verdictColour(look, tokensOf(QApplication::palette()));
    default: return {};
    }
}

QVariant EvidenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) return {};
    const bool isGroup = section >= FirstGroupColumn;
    if (role == Qt::ToolTipRole && isGroup) return checkGroupQuestion(CheckGroup(section - FirstGroupColumn));
    if (role != Qt::DisplayRole) return {};
    if (isGroup) return checkGroupTitle(CheckGroup(section - FirstGroupColumn));
    switch (section) {
    case NodeColumn: return tr("Node or file");
    case KindColumn: return tr("Kind");
    case VerdictColumn: return tr("Verdict");
    case AuthenticColumn: return tr("Authentic");
    case CurrentColumn: return tr("Current");
    case WantedColumn: return tr("Wanted");
    default: return {};
    }
}

QString evidenceKindText(const std::string& kind)
{
    if (kind == "snp-report") return EvidenceModel::tr("AMD SEV-SNP report");
    if (kind == "quote") return EvidenceModel::tr("Intel quote");
    if (kind == "uvm-endorsement") return EvidenceModel::tr("Endorsement of a measurement");
    if (kind == "hcl-report") return EvidenceModel::tr("Azure report");
    if (kind == "virtual") return EvidenceModel::tr("Virtual: no hardware");
    if (kind == "missing") return EvidenceModel::tr("No evidence shown");
    return safeText(kind, 60);
}

QString answerQuestion(const std::string& id)
{
    if (id == "authentic") return EvidenceModel::tr("Is it authentic?");
    if (id == "current") return EvidenceModel::tr("Is it current?");
    if (id == "wanted") return EvidenceModel::tr("Is it what was wanted?");
    return safeText(id, 60);
}

} // namespace countersign::ui
