#include "app/gui/ledger_nodes.h"

#include "app/gui/pinned_roots.h"
#include "core/attestation/ledger_nodes.h"
#include "core/crypto/pem.h"
#include "ui/attestation/attestation_page.h"
#include "ui/common/error_line.h"
#include "ui/settings/settings.h"
#include "ui/shell/shell.h"
#include "ui/tasks/run_task.h"

namespace countersign::app {

namespace {

/// The identities of the ledger that its own verification trusts: a node's certificate may come from any of them.
ui::AnchorChoice trustedIdentities(const VerificationReport& report)
{
    ui::AnchorChoice choice;
    for (const IdentityEpoch& epoch : report.identities) {
        if (epoch.trust != Verdict::Passed) continue;
        choice.inputs.push_back({copyOf(bytesOf(crypto::toPem("CERTIFICATE", epoch.certificateDer))), epoch.subject});
        choice.source = QString::fromStdString(epoch.subject);
    }
    return choice;
}

} // namespace

LedgerNodes::LedgerNodes(const LedgerContext& context, const QString& group, ui::LedgerSession& session, QObject* parent)
    : QObject(parent), m_context(context), m_session(session)
{
    m_page = new ui::AttestationPage(&m_context.settings, m_context.prompts, m_context.pool, m_context.verifyPool);
    m_page->setRoots(pinnedRoots());
    m_page->setVendors(context.vendors);
    m_page->setEmptySentence(tr("The nodes that this ledger ever had stand here with their evidence, once it is verified."));
    m_context.shell.addPage(group, m_page);
    connect(m_page, &ui::AttestationPage::shown, this, [this] {
        if (m_looked) return;
        m_looked = true;
        load();
    });
    connect(&m_session, &ui::LedgerSession::finished, this, &LedgerNodes::load);
}

void LedgerNodes::load()
{
    const auto report = m_session.report();
    if (!m_looked || !report || report->nodes.empty()) return;
    const quint64 generation = ++m_generation;
    ui::runTask(m_context.pool, this,
                [source = m_session.source(), report](const std::stop_token& stop) {
                    return attestation::openLedgerNodes(*source->tables(), *report, stop);
                },
                [this, generation, report](Result<std::unique_ptr<EvidenceSource>> source) {
                    if (generation != m_generation) return;
                    if (!source)
                        return m_context.shell.report(ui::errorText(
                            tr("The evidence of the nodes could not be read."), source.error(),
                            tr("The ledger's own verdict stands."), tr("Verify the ledger again with Ctrl+Shift+V.")));
                    ui::EvidenceDrop drop;
                    drop.source = std::move(*source);
                    drop.anchors = trustedIdentities(*report);
                    m_page->judge(std::move(drop));
                });
}

} // namespace countersign::app
