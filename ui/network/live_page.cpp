#include "ui/network/live_page.h"

#include "ui/common/error_line.h"
#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/theme/metrics.h"

#include <QVBoxLayout>

#include <algorithm>

namespace countersign::ui {

LivePage::LivePage(Identity identity, LiveSession& session, LivePart part, QWidget* parent)
    : Page(std::move(identity), parent), m_session(&session), m_part(part)
{
    auto* outer = new QVBoxLayout(this);
    const int edge = space(this, 16);
    outer->setContentsMargins(edge, space(this, 12), edge, space(this, 8));
    outer->setSpacing(space(this, 8));
    m_stamp = new RoleLabel(RoleLabel::Role::Muted, {}, this);
    m_stamp->setObjectName(QStringLiteral("liveStamp"));
    m_stamp->setWordWrap(true);
    outer->addWidget(m_stamp);
    m_column = new QVBoxLayout;
    m_column->setSpacing(space(this, 8));
    outer->addLayout(m_column, 1);
    connect(&session, &LiveSession::changed, this, &LivePage::adopt);
}

void LivePage::begin()
{
    adopt();
}

void LivePage::adopt()
{
    if (!m_session) return;
    const auto snapshot = m_session->snapshot();
    const NodeAnswer* shown = snapshot ? snapshot->shown() : nullptr;
    showStamp();
    showSilence();
    if (shown && shown->service != m_shown) {
        m_shown = shown->service;
        showProblem();
        serviceChanged(*m_shown);
    }
    roundEnded();
    const bool paused = m_session->state() == LiveSession::State::Paused;
    if (paused == m_paused) return;
    m_paused = paused;
    Q_EMIT commandsChanged();
}

void LivePage::showStamp()
{
    const auto snapshot = m_session->snapshot();
    const NodeAnswer* shown = snapshot ? snapshot->shown() : nullptr;
    if (!shown) {
        m_stamp->setText(m_session->state() == LiveSession::State::Offline
                             ? tr("No node has answered under the pinned identity yet, so there is nothing to show.")
                             : tr("The service is being asked."));
        return;
    }
    const QString time = formatTime(shown->serviceRead);
    const QString who = shown->origin;
    switch (m_session->state()) {
    case LiveSession::State::Offline:
        m_stamp->setText(tr("Offline. This is what %1 said at %2; nothing is newer.").arg(who, time));
        break;
    case LiveSession::State::Paused:
        m_stamp->setText(tr("Paused. This is what %1 said at %2.").arg(who, time));
        break;
    default:
        m_stamp->setText(tr("What %1 said at %2. It is the service's word; the ledger shows whether it holds.").arg(who, time));
    }
}

void LivePage::showProblem()
{
    const auto found = m_shown->problems.find(m_part);
    const QString problem = found == m_shown->problems.end()
                                ? QString()
                                : QString::fromStdString(found->second.where + found->second.detail);
    if (problem == m_problem) return;
    m_problem = problem;
    delete m_error;
    if (problem.isEmpty()) return;
    m_error = new ErrorLine(errorText(tr("A part of this page could not be read from the service."), found->second,
                                      tr("What is shown was read; the other pages are not touched by it."),
                                      tr("Ask again with F5. If it stays, tell the operator, with the details.")),
                            this);
    connect(m_error, &ErrorLine::dismissed, m_error, &QObject::deleteLater);
    m_column->insertWidget(0, m_error);
}

// Goes by itself when a node answers again; once dismissed it stays away until the next silence.
void LivePage::showSilence()
{
    const auto snapshot = m_session->snapshot();
    const bool silent = m_session->state() == LiveSession::State::Offline && snapshot;
    if (silent == m_silent) return;
    m_silent = silent;
    delete m_silence;
    if (!silent) return;
    const auto found = std::ranges::find_if(snapshot->nodes, [](const NodeAnswer& node) { return node.error.has_value(); });
    if (found == snapshot->nodes.end()) return; // another identity answers: the trust bar says so
    m_silence = new ErrorLine(
        errorText(tr("No node answers under the pinned identity."), *found->error,
                  m_session->lastContact().isValid() ? tr("What was read before stays on the pages, with its time.")
                                                     : tr("The identity stays pinned; nothing was read yet."),
                  tr("It is asked again by itself, less and less often. F5 asks at once; check the address and the network.")),
        this);
    m_silence->setObjectName(QStringLiteral("silenceLine"));
    connect(m_silence, &ErrorLine::dismissed, m_silence, &QObject::deleteLater);
    m_column->insertWidget(0, m_silence);
}

QList<Command> LivePage::commands()
{
    const auto usable = [this] { return m_session != nullptr; };
    const auto paused = [this] { return m_session && m_session->state() == LiveSession::State::Paused; };
    return {{.id = QStringLiteral("live.refresh"),
             .title = tr("Ask the service again"),
             .shortcut = QKeySequence(Qt::Key_F5),
             .menu = CommandMenu::View,
             .icon = QStringLiteral("connect"),
             .trigger = [this] { if (m_session) m_session->refresh(); },
             .enabled = usable},
            {.id = QStringLiteral("live.pause"),
             .title = tr("Pause asking the service"),
             .menu = CommandMenu::View,
             .icon = QStringLiteral("pause"),
             .trigger = [this, paused] { if (m_session) m_session->pause(!paused()); },
             .enabled = usable,
             .checked = paused}};
}

} // namespace countersign::ui
