#pragma once

#include "ui/network/live_page.h"

class QLineEdit;

namespace countersign::ui {

class IdLabel;
class ScriptView;

/// The script that governs the service, with its digest.
class ConstitutionPage final : public LivePage
{
    Q_OBJECT
public:
    explicit ConstitutionPage(LiveSession& session, QWidget* parent = nullptr);

    QWidget* filterBox() const override;
    QList<Command> commands() override;

protected:
    void serviceChanged(const LiveService& service) override;

private:
    void findNext();

    IdLabel* m_digest = nullptr;
    QLabel* m_size = nullptr;
    QLineEdit* m_find = nullptr;
    QLabel* m_notFound = nullptr;
    ScriptView* m_script = nullptr;
};

} // namespace countersign::ui
