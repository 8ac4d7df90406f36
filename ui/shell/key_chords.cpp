#include "ui/shell/key_chords.h"

#include <QApplication>
#include <QKeyEvent>
#include <QWidget>

namespace countersign::ui {

namespace {

constexpr qint64 kChordMs = 1500;

bool takesText(const QWidget* widget)
{
    return widget && (widget->inherits("QLineEdit") || widget->inherits("QTextEdit") || widget->inherits("QPlainTextEdit") ||
                      widget->inherits("QAbstractSpinBox") || widget->inherits("QComboBox"));
}

} // namespace

KeyChords::KeyChords(QWidget* window) : QObject(window), m_window(window)
{
    qApp->installEventFilter(this);
}

bool KeyChords::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress || !watched->isWidgetType()) return false;
    // A key that nobody takes travels up through all parents; it counts once.
    const QWidget* focus = QApplication::focusWidget();
    if (watched != (focus ? static_cast<const QObject*>(focus) : m_window)) return false;
    if (static_cast<QWidget*>(watched)->window() != m_window) return false;
    return handle(static_cast<const QKeyEvent&>(*event));
}

bool KeyChords::handle(const QKeyEvent& event)
{
    const bool waiting = m_sinceG.isValid() && m_sinceG.elapsed() < kChordMs;
    m_sinceG.invalidate();
    const auto modifiers = event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier);
    if (modifiers != Qt::NoModifier || event.text().size() != 1 || takesText(QApplication::focusWidget())) return false;
    const QChar letter = event.text().front().toLower();
    if (waiting && letter.isLetter()) {
        Q_EMIT pageWanted(letter);
        return true;
    }
    if (letter == u'g') {
        m_sinceG.start();
        return true;
    }
    if (letter != u'/') return false;
    Q_EMIT filterWanted();
    return true;
}

} // namespace countersign::ui
