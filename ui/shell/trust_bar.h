#pragma once

#include "ui/common/format.h"
#include "ui/shell/trust_state.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace countersign::ui {

class IdLabel;
class VerdictBadge;

/// Always there, one line: whose ledger, pinned how, verified to where, last contact. In trouble it grows.
class TrustBar final : public QFrame
{
    Q_OBJECT
public:
    explicit TrustBar(QWidget* parent = nullptr);

    void setState(const TrustState& state);
    void setTimeDisplay(TimeDisplay display);
    /// For the age of the last contact; the shell tells it once a minute.
    void setNow(const QDateTime& now);

Q_SIGNALS:
    void checksWanted();
    void troubleAnswered(bool safe);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QLabel* addLabel(QHBoxLayout& line, const QString& name);
    void buildLine(QHBoxLayout& line);
    void adopt(const TrustState& state);
    void showContact();
    void showTrouble();
    void fitWidth();
    void adoptTheme();

    TrustState m_state;
    TimeDisplay m_display = TimeDisplay::Utc;
    QDateTime m_now;
    QVBoxLayout* m_outer = nullptr;
    QHBoxLayout* m_line = nullptr;
    QLabel* m_demo = nullptr;
    QLabel* m_service = nullptr;
    IdLabel* m_identity = nullptr;
    QToolButton* m_copy = nullptr;
    QLabel* m_pin = nullptr;
    VerdictBadge* m_badge = nullptr;
    QLabel* m_contactIcon = nullptr;
    QLabel* m_contact = nullptr;
    QWidget* m_trouble = nullptr;
};

} // namespace countersign::ui
