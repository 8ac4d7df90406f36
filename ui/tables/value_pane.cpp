#include "ui/tables/value_pane.h"

#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"
#include "ui/explore/json_text.h"
#include "ui/tables/table_queries.h"
#include "ui/tasks/run_task.h"

#include <QApplication>
#include <QEvent>
#include <QPlainTextEdit>
#include <QTextBlock>

namespace countersign::ui {

namespace {
constexpr int kContextLines = 3;
constexpr qsizetype kMostDiffLines = 5000;
}

struct ValuePane::Texts {
    QString value;
    QList<DiffLine> diff;
    bool isJson = false;
};

ValuePane::ValuePane(QThreadPool& pool, QWidget* parent) : QTabWidget(parent), m_pool(pool)
{
    setDocumentMode(true);
    const auto add = [this](const QString& name, const QString& title) {
        auto* edit = new QPlainTextEdit(this);
        edit->setObjectName(name);
        edit->setAccessibleName(title);
        edit->setReadOnly(true);
        edit->setFont(fixedFont(font()));
        edit->setLineWrapMode(QPlainTextEdit::NoWrap);
        edit->setTabChangesFocus(true);
        addTab(edit, title);
        return edit;
    };
    m_change = add(QStringLiteral("valueChange"), tr("Change"));
    m_value = add(QStringLiteral("valueText"), tr("Value"));
    m_highlighter = new JsonHighlighter(m_value->document(), this);
    clear();
}

void ValuePane::clear()
{
    ++m_generation;
    m_value->clear();
    m_change->clear();
    m_diff.clear();
    m_value->setPlaceholderText(tr("Select a version to see its value."));
    m_change->setPlaceholderText(tr("Select a version to see what it changed."));
}

void ValuePane::showVersion(const KeyChange& change, const std::optional<KeyChange>& before)
{
    const quint64 generation = ++m_generation;
    runTask(m_pool, this,
            [change, before](const std::stop_token&) {
                const auto textOf = [](const std::optional<ByteVector>& value) { return value ? fullValue(*value) : QString(); };
                Texts texts{.value = textOf(change.value)};
                texts.isJson = texts.value.startsWith(QLatin1Char('{')) || texts.value.startsWith(QLatin1Char('['));
                const auto linesOf = [](const QString& text) { return text.isEmpty() ? QStringList() : text.split(QLatin1Char('\n')); };
                texts.diff = shortened(lineDiff(linesOf(before ? textOf(before->value) : QString()), linesOf(texts.value)), kContextLines);
                return texts;
            },
            [this, generation](const Texts& texts) {
                if (generation == m_generation) show(texts);
            });
}

void ValuePane::show(const Texts& texts)
{
    m_highlighter->setActive(texts.isJson);
    m_value->setPlaceholderText(tr("The value was removed, or is empty."));
    m_value->setPlainText(texts.value);
    m_change->setPlaceholderText(tr("Nothing changed: the same value was written again."));
    m_diff = texts.diff;
    showDiff();
}

void ValuePane::showDiff()
{
    const bool any = std::ranges::any_of(m_diff, [](const DiffLine& line) { return line.kind != DiffLine::Kind::Same; });
    if (!any) m_diff.clear();
    m_diff = m_diff.mid(0, kMostDiffLines);
    QStringList lines;
    for (const DiffLine& line : m_diff) {
        const bool leftOut = line.kind == DiffLine::Kind::Same && line.text.isEmpty();
        const QChar mark = line.kind == DiffLine::Kind::Added     ? u'+'
                           : line.kind == DiffLine::Kind::Removed ? QChar(0x2212)
                                                                  : u' ';
        lines += leftOut ? QString(QChar(0x22ee)) : QStringLiteral("%1 %2").arg(mark).arg(line.text);
    }
    m_change->setPlainText(lines.join(QLatin1Char('\n')));
    markChanges();
}

void ValuePane::markChanges()
{
    const Tokens& tokens = tokensOf(QApplication::palette());
    QList<QTextEdit::ExtraSelection> marks;
    for (qsizetype i = 0; i < m_diff.size(); ++i) {
        if (m_diff[i].kind == DiffLine::Kind::Same) continue;
        const QColor ink = m_diff[i].kind == DiffLine::Kind::Added ? tokens.passed : tokens.failed;
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(m_change->document()->findBlockByNumber(int(i)));
        mark.format.setBackground(tint(tokens.surface, ink, kBadgeTint));
        mark.format.setForeground(ink);
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        mark.cursor.select(QTextCursor::LineUnderCursor);
        marks += mark;
    }
    m_change->setExtraSelections(marks);
}

void ValuePane::changeEvent(QEvent* event)
{
    QTabWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_change) markChanges();
}

} // namespace countersign::ui
