#pragma once

#include "ui/network/live_snapshot.h"
#include "ui/shell/page.h"
#include "ui/verify/pin_store.h"

#include <QPointer>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QRadioButton;
class QThreadPool;
class QVBoxLayout;

namespace countersign::ui {

class ErrorLine;
class IdentityCheck;
class Prompts;
struct ErrorText;

/// Where a service is and whom to expect there.
struct ConnectTarget {
    QStringList urls;
    QString peerName; ///< What the nodes' certificates must carry in place of the host; empty: the host.
};

/// Asks for a service's nodes and for the identity that is to answer. Connects to nothing itself.
class ConnectPage final : public Page
{
    Q_OBJECT
public:
    /// Both outlive the page.
    ConnectPage(Prompts& prompts, QThreadPool& pool, QWidget* parent = nullptr);

    void setPins(const QList<Pin>& pins);
    void setTarget(const ConnectTarget& target);
    /// The answer to askWanted().
    void showSeen(const ConnectTarget& target, const SeenIdentity& seen);
    /// A service that was pinned answers with another identity.
    void showChange(const ConnectTarget& target, const SeenIdentity& seen, const Pin& pinned);
    void showProblem(const ErrorText& problem);

Q_SIGNALS:
    /// Nobody is known there: who answers?
    void askWanted(const countersign::ui::ConnectTarget& target);
    void askDropped();
    void connectWanted(const countersign::ui::ConnectTarget& target, const countersign::ui::Pin& pin);

private:
    void buildNodes(QVBoxLayout& column);
    void buildIdentity(QVBoxLayout& column);
    void buildActions(QVBoxLayout& column);
    void chooseFile();
    void adoptFile(const QString& path);
    void choicesChanged();
    void setAsking(bool asking);
    void go();
    /// What was typed; says what is wrong with it.
    std::optional<ConnectTarget> target();

    Prompts& m_prompts;
    QThreadPool& m_pool;
    QList<Pin> m_pins;
    std::optional<Pin> m_filePin;
    ConnectTarget m_checked; ///< What the identity check is about.
    bool m_asking = false;
    QPlainTextEdit* m_urls = nullptr;
    QLineEdit* m_name = nullptr;
    QRadioButton* m_byFile = nullptr;
    QRadioButton* m_byPin = nullptr;
    QRadioButton* m_byAsking = nullptr;
    QPushButton* m_choose = nullptr;
    QLabel* m_file = nullptr;
    QLineEdit* m_giver = nullptr;
    QComboBox* m_pinBox = nullptr;
    QPushButton* m_go = nullptr;
    QPushButton* m_drop = nullptr;
    QLabel* m_state = nullptr;
    QVBoxLayout* m_below = nullptr;
    QPointer<ErrorLine> m_problem;
    IdentityCheck* m_check = nullptr;
};

} // namespace countersign::ui
