#pragma once

#include "ui/shell/page.h"

class QGridLayout;

namespace countersign::ui {

/// Keys and version. The keys are asked for whenever the page is shown.
class HelpPage final : public Page
{
    Q_OBJECT
public:
    struct Key {
        QString keys, meaning;
    };
    using Keys = std::function<QList<Key>()>;

    explicit HelpPage(Keys keys, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void fill();

    Keys m_keys;
    QWidget* m_table = nullptr;
    QGridLayout* m_grid = nullptr;
};

} // namespace countersign::ui
