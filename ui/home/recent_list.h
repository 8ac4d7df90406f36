#pragma once

#include <QWidget>

class QVBoxLayout;

namespace countersign::ui {

class Settings;

/// What was opened before, latest first; nothing at all while there is nothing.
class RecentList final : public QWidget
{
    Q_OBJECT
public:
    explicit RecentList(Settings& settings, QWidget* parent = nullptr);

Q_SIGNALS:
    void chosen(const QStringList& paths);

private:
    void fill();

    Settings& m_settings;
    QVBoxLayout* m_layout = nullptr;
};

} // namespace countersign::ui
