#include "ui/network/script_view.h"

#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"

#include <QPainter>
#include <QRegularExpression>
#include <QTextBlock>

namespace countersign::ui {

namespace {

constexpr int kInComment = 1, kInTemplate = 2;
constexpr qsizetype kMostColoured = 4'000; // of a line; a minified script is one line

} // namespace

ScriptHighlighter::ScriptHighlighter(QTextDocument* document, QWidget* owner) : QSyntaxHighlighter(document), m_owner(owner) {}

void ScriptHighlighter::setActive(bool active)
{
    if (m_active == active) return;
    m_active = active;
    rehighlight();
}

void ScriptHighlighter::highlightBlock(const QString& text)
{
    static const QRegularExpression kToken(QStringLiteral(
        "(?<line>//.*$)|(?<open>/\\*)|(?<template>`)|(?<text>\"(?:\\\\.|[^\"\\\\])*\"?|'(?:\\\\.|[^'\\\\])*'?)"
        "|(?<number>\\b\\d[\\w.]*)|(?<word>\\b(?:async|await|break|case|catch|class|const|continue|default|delete|do|else"
        "|export|extends|false|finally|for|function|if|import|in|instanceof|let|new|null|of|return|static|super|switch"
        "|this|throw|true|try|typeof|undefined|var|void|while|yield)\\b)"));
    setCurrentBlockState(0);
    if (!m_active || text.size() > kMostColoured) return;
    const Tokens& tokens = tokensOf(m_owner->palette());
    qsizetype at = 0;
    int state = std::max(0, previousBlockState());
    while (at < text.size()) {
        if (state != 0) {
            const bool comment = state == kInComment;
            const QString mark = comment ? QStringLiteral("*/") : QStringLiteral("`");
            const qsizetype end = text.indexOf(mark, at);
            const qsizetype to = end < 0 ? text.size() : end + mark.size();
            setFormat(int(at), int(to - at), comment ? tokens.muted : tokens.passed);
            at = to;
            if (end < 0) break;
            state = 0;
            continue;
        }
        const auto match = kToken.match(text, at);
        if (!match.hasMatch()) break;
        at = match.capturedEnd(0);
        if (match.capturedLength(u"open") > 0 || match.capturedLength(u"template") > 0) {
            state = match.capturedLength(u"open") > 0 ? kInComment : kInTemplate;
            setFormat(int(match.capturedStart(0)), int(match.capturedLength(0)),
                      state == kInComment ? tokens.muted : tokens.passed);
            continue;
        }
        const QColor colour = match.capturedLength(u"line") > 0     ? tokens.muted
                              : match.capturedLength(u"text") > 0   ? tokens.passed
                              : match.capturedLength(u"number") > 0 ? tokens.demo
                                                                    : tokens.accent;
        setFormat(int(match.capturedStart(0)), int(match.capturedLength(0)), colour);
    }
    setCurrentBlockState(state);
}

ScriptView::ScriptView(QWidget* parent) : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setFont(fixedFont(font()));
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTabChangesFocus(true);
    setTabStopDistance(fontMetrics().horizontalAdvance(QLatin1Char(' ')) * 4);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_numbers = new QWidget(this);
    m_numbers->installEventFilter(this);
    m_highlighter = new ScriptHighlighter(document(), this);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &ScriptView::updateMargin);
    connect(this, &QPlainTextEdit::updateRequest, m_numbers, [this] { m_numbers->update(); });
    updateMargin();
}

void ScriptView::setScript(const QString& text, bool javascript)
{
    m_highlighter->setActive(javascript);
    if (toPlainText() != text) setPlainText(text);
}

void ScriptView::updateMargin()
{
    const int digits = int(QString::number(std::max(10, blockCount())).size());
    const int wide = fontMetrics().horizontalAdvance(QLatin1Char('9')) * digits + space(this, 12);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    setViewportMargins(mirrored ? 0 : wide, 0, mirrored ? wide : 0, 0);
    const QRect area = contentsRect();
    m_numbers->setGeometry(mirrored ? area.right() - wide : area.left(), area.top(), wide, area.height());
}

void ScriptView::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    updateMargin();
}

void ScriptView::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (!m_highlighter) return;
    if (event->type() == QEvent::PaletteChange) m_highlighter->rehighlight();
    if (event->type() == QEvent::FontChange) updateMargin();
}

bool ScriptView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_numbers || event->type() != QEvent::Paint) return QPlainTextEdit::eventFilter(watched, event);
    paintNumbers();
    return true;
}

void ScriptView::paintNumbers()
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(m_numbers);
    painter.fillRect(m_numbers->rect(), tokens.window);
    painter.setPen(tokens.muted);
    painter.setFont(font());
    QTextBlock block = firstVisibleBlock();
    double top = blockBoundingGeometry(block).translated(contentOffset()).top();
    for (; block.isValid() && top < m_numbers->height(); block = block.next()) {
        painter.drawText(QRectF(0, top, m_numbers->width() - space(this, 4), fontMetrics().height()), Qt::AlignRight,
                         QString::number(block.blockNumber() + 1));
        top += blockBoundingRect(block).height();
    }
}

} // namespace countersign::ui
