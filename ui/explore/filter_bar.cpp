#include "ui/explore/filter_bar.h"

#include "ui/common/icons.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"
#include "ui/explore/filter_edit.h"
#include "ui/explore/filter_text.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QWidgetAction>

namespace countersign::ui {
namespace {

constexpr int kApplyAfterMs = 400;
constexpr int kLongestName = 80;

QString iconFor(FilterBar::State state)
{
    switch (state) {
    case FilterBar::State::Valid: return QStringLiteral("verdict-passed");
    case FilterBar::State::Invalid: return QStringLiteral("verdict-failed");
    case FilterBar::State::Busy: return QStringLiteral("clock");
    case FilterBar::State::Empty: break;
    }
    return QStringLiteral("filter");
}

QColor inkFor(FilterBar::State state, const Tokens& tokens)
{
    switch (state) {
    case FilterBar::State::Valid: return tokens.passed;
    case FilterBar::State::Invalid: return tokens.failed;
    case FilterBar::State::Busy: return tokens.accent;
    case FilterBar::State::Empty: break;
    }
    return tokens.muted;
}

} // namespace

FilterBar::FilterBar(ExploreSettings& settings, QWidget* parent) : QWidget(parent), m_settings(settings)
{
    setObjectName(QStringLiteral("filterBar"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space(this, 4));
    auto* row = new QHBoxLayout;
    row->setSpacing(space(this, 4));
    m_edit = new FilterEdit;
    m_edit->setPlaceholderText(tr("Filter, for example: kind == governance && seqno > 480"));
    m_edit->setClearButtonEnabled(true);
    m_edit->setMinimumHeight(hitHeight(fontMetrics()));
    row->addWidget(m_edit, 1);
    addButtons(*row);
    layout->addLayout(row);
    addStateLine(*layout);
    m_applySoon.setSingleShot(true);
    m_applySoon.setInterval(kApplyAfterMs);
    connect(&m_applySoon, &QTimer::timeout, this, &FilterBar::apply);
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        judge();
        m_applySoon.start();
    });
    connect(m_edit, &QLineEdit::returnPressed, this, [this] {
        m_applySoon.stop();
        m_appliedText.clear();
        apply();
        if (m_state != State::Invalid) m_settings.rememberFilter(m_edit->text());
    });
    judge();
}

void FilterBar::addStateLine(QVBoxLayout& layout)
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(space(this, 4), 0, 0, 0);
    m_icon = new QLabel;
    m_sentence = new QLabel;
    m_sentence->setObjectName(QStringLiteral("filterState"));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    row->addWidget(m_icon);
    row->addWidget(m_sentence, 1);
    layout.addLayout(row);
}

QToolButton* FilterBar::makeTool(QHBoxLayout& row, const QString& name, const QString& icon, const QString& title)
{
    auto* button = new QToolButton;
    button->setObjectName(name);
    if (!icon.isEmpty()) button->setIcon(lineIcon(icon));
    button->setToolTip(title);
    button->setAccessibleName(title);
    button->setMinimumSize(hitHeight(fontMetrics()), hitHeight(fontMetrics()));
    row.addWidget(button);
    return button;
}

void FilterBar::addButtons(QHBoxLayout& row)
{
    m_cancel = makeTool(row, QStringLiteral("cancelSearch"), QStringLiteral("close"), tr("Stop searching"));
    m_cancel->setEnabled(false);
    connect(m_cancel, &QToolButton::clicked, this, &FilterBar::cancelWanted);
    m_scope = new QComboBox;
    m_scope->setObjectName(QStringLiteral("filterScope"));
    m_scope->setAccessibleName(tr("Where to search"));
    m_scope->addItem(tr("Whole history"));
    m_scope->addItem(tr("Range shown"));
    connect(m_scope, &QComboBox::activated, this, [this] {
        m_appliedText.clear();
        apply();
    });
    row.addWidget(m_scope);
    auto* saved = makeTool(row, QStringLiteral("filterMenu"), {}, tr("Saved and recent filters"));
    saved->setText(tr("Saved"));
    m_menu = new QMenu(saved);
    saved->setMenu(m_menu);
    saved->setPopupMode(QToolButton::InstantPopup);
    connect(m_menu, &QMenu::aboutToShow, this, &FilterBar::fillMenu);
    auto* colours = makeTool(row, QStringLiteral("colourRules"), {}, tr("Edit colour rules"));
    colours->setText(tr("Colours"));
    connect(colours, &QToolButton::clicked, this, &FilterBar::coloursWanted);
}

FilterBar::Scope FilterBar::scope() const
{
    return m_scope->currentIndex() == 1 ? Scope::ShownRange : Scope::WholeHistory;
}

QString FilterBar::stateText() const
{
    return m_sentence->text();
}

void FilterBar::setFilter(const QString& text)
{
    m_edit->setText(text);
    m_applySoon.stop();
    m_appliedText.clear();
    apply();
}

void FilterBar::judge()
{
    const auto parsed = filter::parseFilter(m_edit->text().toStdString());
    if (parsed.error) {
        const int at = positionIn(m_edit->text(), parsed.error->position);
        const int end = positionIn(m_edit->text(), parsed.error->position + parsed.error->length);
        m_edit->setFault(at, std::max(1, end - at));
        return show(State::Invalid, tr("At character %1: %2").arg(QString::number(at + 1), filterErrorText(*parsed.error)));
    }
    m_edit->setFault(0, 0);
    if (!parsed.root) return show(State::Empty, tr("All transactions are shown. Press Ctrl+Space in the box for what can be asked."));
    show(State::Valid, tr("The filter is valid."));
}

void FilterBar::apply()
{
    const auto parsed = filter::parseFilter(m_edit->text().toStdString());
    const QString text = m_edit->text().trimmed();
    if (parsed.error || (!text.isEmpty() && text == m_appliedText)) return;
    m_appliedText = text;
    Q_EMIT applied(parsed.root);
}

void FilterBar::setBusy(bool busy, const QString& sentence)
{
    m_cancel->setEnabled(busy);
    if (m_state == State::Invalid || m_state == State::Empty) return;
    show(busy ? State::Busy : State::Valid, sentence);
}

void FilterBar::show(State state, const QString& sentence)
{
    m_state = state;
    const Tokens& tokens = tokensOf(palette());
    const int side = iconSide(fontMetrics());
    const qreal scale = devicePixelRatioF();
    QPixmap pixmap(QSize(side, side) * scale);
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintLineIcon(painter, QRectF(0, 0, side, side), iconFor(state), inkFor(state, tokens), tokens.window);
    painter.end();
    m_icon->setPixmap(pixmap);
    m_sentence->setText(sentence);
    m_sentence->setToolTip(sentence);
    m_edit->setAccessibleDescription(sentence);
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, state == State::Empty ? tokens.muted : inkFor(state, tokens));
    m_sentence->setPalette(ink);
    QPalette ground = palette();
    if (state != State::Empty) ground.setColor(QPalette::Base, tint(tokens.surface, inkFor(state, tokens), kBadgeTint));
    m_edit->setPalette(ground);
}

void FilterBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange && m_sentence) show(m_state, m_sentence->text());
    QWidget::changeEvent(event);
}

void FilterBar::fillMenu()
{
    m_menu->clear();
    addSaveRow();
    const auto saved = m_settings.savedFilters();
    const auto plain = [](QString text) { return text.replace(QLatin1Char('&'), QStringLiteral("&&")); };
    if (!saved.empty()) m_menu->addSection(tr("Saved"));
    for (const SavedFilter& one : saved) {
        QMenu* entry = m_menu->addMenu(plain(one.name));
        entry->addAction(tr("Apply"), this, [this, one] { setFilter(one.text); });
        entry->addAction(tr("Forget"), this, [this, one] { m_settings.removeFilter(one.name); });
    }
    const QStringList recent = m_settings.recentFilters();
    if (!recent.isEmpty()) m_menu->addSection(tr("Recent"));
    for (const QString& text : recent) m_menu->addAction(plain(text), this, [this, text] { setFilter(text); });
}

void FilterBar::addSaveRow()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    auto* name = new QLineEdit;
    name->setObjectName(QStringLiteral("filterName"));
    name->setPlaceholderText(tr("Name for this filter"));
    name->setAccessibleName(tr("Name under which this filter is saved"));
    name->setMaxLength(kLongestName);
    auto* save = new QPushButton(tr("Save"));
    save->setObjectName(QStringLiteral("saveFilter"));
    row->addWidget(name, 1);
    row->addWidget(save);
    box->setEnabled(m_state == State::Valid || m_state == State::Busy);
    const auto saveAndClose = [this, name] {
        saveCurrent(name->text().trimmed());
        m_menu->close();
    };
    connect(name, &QLineEdit::returnPressed, this, saveAndClose);
    connect(save, &QPushButton::clicked, this, saveAndClose);
    auto* action = new QWidgetAction(m_menu);
    action->setDefaultWidget(box);
    m_menu->addAction(action);
}

void FilterBar::saveCurrent(const QString& name)
{
    const QString text = m_edit->text().trimmed();
    if (!text.isEmpty()) m_settings.saveFilter({name.isEmpty() ? text : name, text});
}

} // namespace countersign::ui
