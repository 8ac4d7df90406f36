#include "ui/shell/command_palette.h"

#include "ui/common/icons.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"
#include "ui/shell/fuzzy.h"

#include <QApplication>
#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace countersign::ui {

namespace {
constexpr qsizetype kMostShown = 60;
}

CommandPalette::CommandPalette(Source source, QWidget* window) : QFrame(window), m_source(std::move(source))
{
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Go to or do anything"));
    auto* layout = new QVBoxLayout(this);
    const int edge = space(this, 8);
    layout->setContentsMargins(edge, edge, edge, edge);
    m_field = new QLineEdit(this);
    m_field->setObjectName(QStringLiteral("paletteField"));
    m_field->setPlaceholderText(tr("Page, action, recent place or view.seqno"));
    m_field->setAccessibleName(tr("Go to or do anything"));
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    layout->addWidget(m_field);
    m_list = new QTreeWidget(this);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("What answers to the words typed"));
    m_list->setColumnCount(2);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    layout->addWidget(m_list);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::fill);
    connect(m_list, &QTreeWidget::itemClicked, this, &CommandPalette::runCurrent);
    window->installEventFilter(this);
    hide();
}

void CommandPalette::open()
{
    m_focusBefore = QApplication::focusWidget();
    m_field->clear();
    fill();
    place();
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::dismiss()
{
    if (!isVisible()) return;
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    hide();
    if (hadFocus && m_focusBefore) m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::place()
{
    const QSize all = parentWidget()->size();
    const int width = std::min(all.width() - space(this, 24), fontMetrics().averageCharWidth() * 90);
    const int height = std::min(all.height() * 2 / 3, rowHeight(fontMetrics()) * 14);
    setGeometry((all.width() - width) / 2, space(this, 24) * 2, width, height);
    QPalette raised;
    raised.setColor(QPalette::Base, tokensOf(QApplication::palette()).raised);
    m_list->setPalette(raised);
}

void CommandPalette::fill()
{
    const QString query = m_field->text();
    Offer offer = m_source(query.trimmed());
    std::vector<std::pair<int, PaletteEntry>> scored;
    for (PaletteEntry& entry : offer.filtered)
        if (const auto score = fuzzyScore(query, entry.title)) scored.emplace_back(*score, std::move(entry));
    if (!query.trimmed().isEmpty())
        std::stable_sort(scored.begin(), scored.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    m_shown = std::move(offer.exact);
    for (auto& [score, entry] : scored)
        if (m_shown.size() < kMostShown) m_shown.append(std::move(entry));

    m_list->clear();
    const QSize rowSize(0, rowHeight(fontMetrics()));
    for (const PaletteEntry& entry : m_shown) {
        auto* item = new QTreeWidgetItem(m_list, {entry.title, entry.hint});
        item->setIcon(0, lineIcon(entry.icon));
        item->setSizeHint(0, rowSize);
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setForeground(1, tokensOf(palette()).muted);
    }
    if (m_shown.isEmpty()) {
        auto* none = new QTreeWidgetItem(m_list, {tr("Nothing answers to these words")});
        none->setFlags(Qt::NoItemFlags);
    } else m_list->setCurrentItem(m_list->topLevelItem(0));
}

void CommandPalette::runCurrent()
{
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
    if (row < 0 || row >= m_shown.size()) return;
    const auto trigger = m_shown[row].trigger;
    dismiss();
    trigger();
}

bool CommandPalette::handleKey(int key)
{
    const int rows = int(m_shown.size());
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
    const int page = std::max(1, m_list->viewport()->height() / rowHeight(fontMetrics()) - 1);
    const auto go = [this, rows](int to) {
        if (rows > 0) m_list->setCurrentItem(m_list->topLevelItem(std::clamp(to, 0, rows - 1)));
    };
    switch (key) {
    case Qt::Key_Escape: dismiss(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: runCurrent(); return true;
    case Qt::Key_Down: go(row + 1); return true;
    case Qt::Key_Up: go(row - 1); return true;
    case Qt::Key_PageDown: go(row + page); return true;
    case Qt::Key_PageUp: go(row - page); return true;
    default: return false;
    }
}

void CommandPalette::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(QApplication::palette());
    QPainter painter(this);
    painter.fillRect(rect(), tokens.raised);
    painter.setPen(QPen(tint(tokens.border, tokens.muted, 0.5), 1));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress && handleKey(static_cast<QKeyEvent*>(event)->key()))
        return true;
    if (watched == m_field && event->type() == QEvent::FocusOut &&
        static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason &&
        static_cast<QFocusEvent*>(event)->reason() != Qt::ActiveWindowFocusReason)
        dismiss();
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) place();
    return QFrame::eventFilter(watched, event);
}

} // namespace countersign::ui
