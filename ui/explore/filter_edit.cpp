#include "ui/explore/filter_edit.h"

#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"
#include "ui/explore/filter/filter_complete.h"
#include "ui/explore/filter_text.h"
#include "ui/models/safe_text.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStringListModel>

namespace countersign::ui {

FilterEdit::FilterEdit(QWidget* parent)
    : QLineEdit(parent), m_completer(new QCompleter(this)), m_words(new QStringListModel(this))
{
    setObjectName(QStringLiteral("filterEdit"));
    setAccessibleName(tr("Filter"));
    setFont(fixedFont(font()));
    m_completer->setModel(m_words);
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(12);
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &FilterEdit::insert);
    connect(this, &QLineEdit::textEdited, this, &FilterEdit::offer);
}

void FilterEdit::setNames(std::vector<std::string> tables, std::vector<std::string> files)
{
    m_tables = std::move(tables);
    m_files = std::move(files);
}

void FilterEdit::setFault(int position, int length)
{
    m_faultAt = position;
    m_faultLength = length;
    update();
}

void FilterEdit::offer()
{
    const auto cursor = std::size_t(text().left(cursorPosition()).toUtf8().size());
    const auto found = filter::completionsAt(text().toStdString(), cursor, m_tables, m_files);
    m_replaceFrom = positionIn(text(), found.replaceFrom);
    QStringList words;
    for (const std::string& word : found.words) {
        if (words.size() >= 200) break;
        words += safeText(word, 300);
    }
    m_words->setStringList(words);
    if (words.isEmpty() || !hasFocus()) return m_completer->popup()->hide();
    QRect place = cursorRect();
    place.setWidth(m_completer->popup()->sizeHintForColumn(0) + m_completer->popup()->verticalScrollBar()->sizeHint().width()
                   + space(this, 16));
    m_completer->complete(place);
}

void FilterEdit::insert(const QString& word)
{
    const QString after = text().mid(cursorPosition());
    const QString before = text().left(m_replaceFrom) + word + QLatin1Char(' ');
    setText(before + after.trimmed());
    setCursorPosition(int(before.size()));
    Q_EMIT textEdited(text());
}

void FilterEdit::keyPressEvent(QKeyEvent* event)
{
    const bool popupShown = m_completer->popup()->isVisible();
    const bool ends = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (popupShown && ends && !m_completer->popup()->currentIndex().isValid()) m_completer->popup()->hide();
    else if (popupShown && (ends || event->key() == Qt::Key_Escape)) return event->ignore();
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) return offer();
    QLineEdit::keyPressEvent(event);
}

void FilterEdit::focusOutEvent(QFocusEvent* event)
{
    if (event->reason() != Qt::PopupFocusReason) m_completer->popup()->hide();
    QLineEdit::focusOutEvent(event);
}

void FilterEdit::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    if (m_faultLength <= 0) return;
    // The cursor's own rectangle tells where the text begins, scrolled or not.
    const int origin = cursorRect().center().x() - fontMetrics().horizontalAdvance(text().left(cursorPosition()));
    const int left = origin + fontMetrics().horizontalAdvance(text().left(m_faultAt));
    const int width = std::max(fontMetrics().averageCharWidth(),
                               fontMetrics().horizontalAdvance(text().mid(m_faultAt, m_faultLength)));
    QPainter painter(this);
    painter.setClipRect(rect().adjusted(4, 0, -4, 0));
    painter.setPen(QPen(tokensOf(palette()).failed, 2, Qt::DotLine));
    const int y = rect().center().y() + fontMetrics().height() / 2;
    painter.drawLine(left, y, left + width, y);
}

} // namespace countersign::ui
