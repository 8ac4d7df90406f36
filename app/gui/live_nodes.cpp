#include "app/gui/live_nodes.h"

#include "app/gui/live_evidence.h"
#include "app/gui/pinned_roots.h"
#include "ui/attestation/attestation_page.h"
#include "ui/common/format.h"
#include "ui/shell/shell.h"
#include "ui/tasks/run_task.h"

namespace countersign::app {

LiveNodes::LiveNodes(ui::Shell& shell, ui::LayoutMemory& memory, QThreadPool& pool, const EvidenceContext& context,
                     const QString& group, QObject* parent)
    : QObject(parent), m_pool(pool), m_context(context)
{
    m_page = new ui::AttestationPage(&memory, *context.prompts, *context.pool, *context.verifyPool);
    m_page->setRoots(pinnedRoots());
    m_page->setVendors(context.vendors);
    m_page->offerVerifyNow();
    m_page->setEmptySentence(tr("The nodes of this service stand here with their evidence, once they were asked for it."));
    shell.addPage(group, m_page);
    connect(m_page, &ui::AttestationPage::verifyNowWanted, this, &LiveNodes::load);
    connect(m_page, &ui::AttestationPage::shown, this, [this] {
        if (!m_looked) load();
    });
}

LiveNodes::~LiveNodes()
{
    m_stop.request_stop();
}

void LiveNodes::setNodes(std::shared_ptr<net::HttpTransport> transport, std::vector<ccf::NodeAddress> nodes)
{
    m_transport = std::move(transport);
    m_nodes = std::move(nodes);
    if (m_looked) load();
}

void LiveNodes::load()
{
    if (!m_transport) return;
    m_looked = true;
    m_stop.request_stop();
    const quint64 generation = ++m_generation;
    m_page->showAsking(true);
    m_stop = ui::runTask(m_pool, this,
                         [transport = m_transport, nodes = m_nodes, ledgers = m_context.ledgers()](const std::stop_token& stop) {
                             return askEvidence(*transport, nodes, ledgers, stop);
                         },
                         [this, generation](LiveEvidence evidence) {
                             if (generation != m_generation) return;
                             m_page->showAsking(false);
                             m_page->setLiveProblem(evidence.problems.join(QLatin1Char('\n')));
                             const QString when = ui::formatTime(evidence.asked);
                             if (!evidence.source)
                                 return m_page->setStamp(tr("No node answered at %1; what stands here is older.").arg(when));
                             m_page->setStamp(tr("As told by %1 at %2.", "origins, time")
                                                  .arg(evidence.answered.join(QStringLiteral(", ")), when));
                             ui::EvidenceDrop drop;
                             drop.source = std::move(evidence.source);
                             drop.anchors = std::move(evidence.anchors);
                             m_page->judge(std::move(drop));
                         });
}

} // namespace countersign::app
