#pragma once

#include <QFrame>
#include <QPointer>

#include <functional>

class QLineEdit;
class QTreeWidget;

namespace countersign::ui {

/// A line of the palette.
struct PaletteEntry {
    QString title;
    QString hint; ///< Shortcut, or where it leads.
    QString icon;
    std::function<void()> trigger;
};

/// "Go anywhere, do anything": a field and the entries that answer to it. Lies over its window, runs no loop.
class CommandPalette final : public QFrame
{
    Q_OBJECT
public:
    /// Entries for what was typed. Those that are `exact` stand first and are not filtered.
    struct Offer {
        QList<PaletteEntry> exact, filtered;
    };
    using Source = std::function<Offer(const QString& query)>;

    CommandPalette(Source source, QWidget* window);

    void open();
    void dismiss(); ///< Hides, and gives the focus back.

    bool eventFilter(QObject* watched, QEvent* event) override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void place();
    void fill();
    void runCurrent();
    bool handleKey(int key);

    Source m_source;
    QLineEdit* m_field = nullptr;
    QTreeWidget* m_list = nullptr;
    QList<PaletteEntry> m_shown;
    QPointer<QWidget> m_focusBefore;
};

} // namespace countersign::ui
