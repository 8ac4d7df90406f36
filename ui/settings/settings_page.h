#pragma once

#include "ui/shell/page.h"

class QComboBox;
class QFormLayout;

namespace countersign::ui {

class Settings;

/// The choices of settings.h; each takes effect at once.
class SettingsPage final : public Page
{
    Q_OBJECT
public:
    /// `languages` are the codes of the translations that are built in.
    SettingsPage(Settings& settings, const QStringList& languages, QWidget* parent = nullptr);

private:
    QComboBox* addChoice(QFormLayout& form, const QString& name, const QString& label);
    void addLook(QFormLayout& form, const QStringList& languages);
    void addWork(QFormLayout& form);

    Settings& m_settings;
};

} // namespace countersign::ui
