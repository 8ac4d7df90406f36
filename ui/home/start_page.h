#pragma once

#include "ui/shell/page.h"

#include <QString>

class QBoxLayout;
class QComboBox;
class QPushButton;

namespace countersign::ui {

class ChoiceCard;
class Settings;

/// What is wrong with a demo consortium on purpose.
enum class DemoFault : quint8 { None, Lie, Rewrite, Identity };

/// How it stands with the demo consortium.
enum class DemoState : quint8 { Off, Starting, Running };

/// Where the bundled sample ledger and its tampered twin lie. Empty: not installed.
struct DemoPlaces {
    QString sound, tampered;
};

/// The first thing one sees: three choices, a drop zone, and what was opened before.
class StartPage final : public Page
{
    Q_OBJECT
public:
    explicit StartPage(Settings& settings, QWidget* parent = nullptr);

    /// Until it is called, or with empty paths, the demo's buttons say that it is not installed.
    void setDemo(const DemoPlaces& places);
    void setDemoState(DemoState state);

Q_SIGNALS:
    void demoWanted(countersign::ui::DemoFault fault);
    void demoLedgerWanted(); ///< Of the demo consortium that runs.

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void addDemo();
    void addOpen();
    void addConnect();
    ChoiceCard* addCard(const QString& icon, const QString& title, const QString& sentence);

    DemoPlaces m_demo;
    QWidget* m_content = nullptr;
    QBoxLayout* m_choices = nullptr;
    QComboBox* m_demoFault = nullptr;
    QPushButton* m_demoStart = nullptr;
    QPushButton* m_demoLedger = nullptr;
    QPushButton* m_demoSound = nullptr;
    QPushButton* m_demoTampered = nullptr;
};

} // namespace countersign::ui
