#pragma once

#include "ui/network/live_page.h"

namespace countersign::ui {

class DetailPane;
class LayoutMemory;

/// Which nodes may join, who may issue tokens, and what the app offers, as a tree.
class PoliciesPage final : public LivePage
{
    Q_OBJECT
public:
    PoliciesPage(LiveSession& session, LayoutMemory* memory, QWidget* parent = nullptr);

protected:
    void serviceChanged(const LiveService& service) override;

private:
    DetailPane* m_pane = nullptr;
};

} // namespace countersign::ui
