#pragma once

#include "core/ccf/client/channel.h"
#include "core/family/evidence_source.h"
#include "ui/attestation/evidence_drop.h"
#include "ui/attestation/vendor_offer.h"

#include <QObject>
#include <QStringList>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace countersign::ui {
class AttestationPage;
class LayoutMemory;
class Prompts;
class Shell;
}

namespace countersign::app {

/// A ledger that is open in the window and was verified.
struct LedgerAtHand {
    QString title;
    std::shared_ptr<EvidenceSource> source;
    std::shared_ptr<const VerificationReport> report;
};

/// What judging the evidence of a running service needs of the window; all of it outlives the pages.
struct EvidenceContext {
    ui::Prompts* prompts = nullptr;
    QThreadPool* pool = nullptr;       ///< For what a page asks of files.
    QThreadPool* verifyPool = nullptr; ///< For whole runs.
    std::function<std::vector<LedgerAtHand>()> ledgers;
    ui::VendorAsk vendors;
};

/// The page of a running service's nodes: each is asked for the evidence of all, when the page is first looked at and each
/// time the person wants.
class LiveNodes final : public QObject
{
    Q_OBJECT
public:
    /// Adds its page to the group. `pool` is for what is asked of nodes.
    LiveNodes(ui::Shell& shell, ui::LayoutMemory& memory, QThreadPool& pool, const EvidenceContext& context,
              const QString& group, QObject* parent);
    ~LiveNodes() override;

    /// Who is asked from now on, each under its trust. `transport` is shared with the work.
    void setNodes(std::shared_ptr<net::HttpTransport> transport, std::vector<ccf::NodeAddress> nodes);

private:
    void load();

    QThreadPool& m_pool;
    EvidenceContext m_context;
    std::shared_ptr<net::HttpTransport> m_transport;
    std::vector<ccf::NodeAddress> m_nodes;
    ui::AttestationPage* m_page = nullptr;
    std::stop_source m_stop;
    bool m_looked = false;
    quint64 m_generation = 0;
};

} // namespace countersign::app
