#pragma once

#include <QObject>

class QApplication;

namespace countersign::ui {

enum class ThemeChoice : quint8 { System, Light, Dark };

/// Gives the application its style and palette, and follows the system when told to. One lives in main().
class Theme final : public QObject
{
    Q_OBJECT
public:
    /// Sets the style at once; the palette with the first setChoice().
    explicit Theme(QApplication& application);

    void setChoice(ThemeChoice choice);
    ThemeChoice choice() const { return m_choice; }
    bool isDark() const { return m_dark; }

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void changed();

private:
    bool systemIsDark() const;
    void apply();

    ThemeChoice m_choice = ThemeChoice::System;
    bool m_dark = false;
    bool m_applying = false;
};

} // namespace countersign::ui
