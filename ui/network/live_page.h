#pragma once

#include "ui/network/live_session.h"
#include "ui/shell/page.h"

#include <QPointer>

class QLabel;
class QVBoxLayout;

namespace countersign::ui {

class ErrorLine;

/// A page of a running service: who said what stands on it, when, and what could not be read.
class LivePage : public Page
{
    Q_OBJECT
public:
    LivePage(Identity identity, LiveSession& session, LivePart part, QWidget* parent = nullptr);

    QList<Command> commands() override;

protected:
    /// The service was read again and says something else than before.
    virtual void serviceChanged(const LiveService& service) = 0;
    /// A round ended or the state changed; the service may be null.
    virtual void roundEnded() {}
    QVBoxLayout& column() { return *m_column; }
    /// Null once the connection was closed.
    LiveSession* session() const { return m_session; }
    /// Calls the two above for what is known already; once the page is built.
    void begin();

private:
    void adopt();
    void showStamp();
    void showProblem();
    void showSilence();

    QPointer<LiveSession> m_session;
    LivePart m_part;
    std::shared_ptr<const LiveService> m_shown;
    QVBoxLayout* m_column = nullptr;
    QLabel* m_stamp = nullptr;
    QPointer<ErrorLine> m_error, m_silence;
    QString m_problem;
    bool m_paused = false, m_silent = false;
};

} // namespace countersign::ui
