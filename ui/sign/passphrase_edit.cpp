#include "ui/sign/passphrase_edit.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

namespace countersign::ui {

namespace {

constexpr std::size_t kMostBytes = 4096;

bool beginsCharacter(std::uint8_t byte)
{
    return (byte & 0xc0u) != 0x80u;
}

} // namespace

PassphraseEdit::PassphraseEdit(QWidget* parent) : QLineEdit(parent)
{
    m_secret.reserve(kMostBytes); // no copies while it grows
    setEchoMode(QLineEdit::Password);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    setDragEnabled(false);
    setAcceptDrops(false);
}

crypto::SecretBytes PassphraseEdit::take()
{
    crypto::SecretBytes secret = crypto::secretCopy(m_secret);
    crypto::wipe(m_secret.data(), m_secret.size());
    m_secret.clear();
    showDots();
    return secret;
}

void PassphraseEdit::append(QString text)
{
    QByteArray bytes = text.toUtf8();
    const bool printable = std::ranges::all_of(std::as_const(text), [](QChar c) { return c.isPrint() || c.isSurrogate(); });
    if (printable && m_secret.size() + std::size_t(bytes.size()) <= kMostBytes)
        m_secret.insert(m_secret.end(), bytes.cbegin(), bytes.cend());
    crypto::wipe(bytes.data(), std::size_t(bytes.size()));
    showDots();
}

void PassphraseEdit::removeLast()
{
    while (!m_secret.empty()) {
        const bool whole = beginsCharacter(m_secret.back());
        m_secret.back() = 0;
        m_secret.pop_back();
        if (whole) break;
    }
    showDots();
}

void PassphraseEdit::showDots()
{
    setText(QString(std::ranges::count_if(m_secret, beginsCharacter), QChar(0x2022)));
}

void PassphraseEdit::paste()
{
    QString text = QGuiApplication::clipboard()->text();
    while (text.endsWith(QLatin1Char('\n')) || text.endsWith(QLatin1Char('\r'))) text.chop(1);
    append(text);
}

bool PassphraseEdit::event(QEvent* event)
{
    // Keys that a shortcut of the window would take are typed here.
    if (event->type() == QEvent::ShortcutOverride && !static_cast<QKeyEvent*>(event)->text().isEmpty()) event->accept();
    return QLineEdit::event(event);
}

void PassphraseEdit::keyPressEvent(QKeyEvent* event)
{
    const bool command = (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) != 0;
    if (event->matches(QKeySequence::Paste)) return paste();
    if (event->matches(QKeySequence::DeleteStartOfWord)) {
        take();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Backspace:
        if (hasSelectedText()) take();
        else removeLast();
        return;
    case Qt::Key_Delete: take(); return;
    case Qt::Key_Return:
    case Qt::Key_Enter: return; // neither signs nor closes
    default: break;
    }
    if (event->matches(QKeySequence::SelectAll)) return selectAll();
    if (!command && !event->text().isEmpty() && event->text().front().isPrint()) {
        if (hasSelectedText()) take();
        return append(event->text());
    }
    event->ignore();
}

void PassphraseEdit::inputMethodEvent(QInputMethodEvent* event)
{
    if (!event->commitString().isEmpty()) append(event->commitString());
    event->accept();
}

void PassphraseEdit::contextMenuEvent(QContextMenuEvent* event)
{
    auto* pasting = new QMenu(this);
    pasting->setAttribute(Qt::WA_DeleteOnClose);
    connect(pasting->addAction(tr("Paste")), &QAction::triggered, this, &PassphraseEdit::paste);
    connect(pasting->addAction(tr("Clear")), &QAction::triggered, this, [this] { take(); });
    pasting->popup(event->globalPos());
}

void PassphraseEdit::mousePressEvent(QMouseEvent*)
{
    end(false);
}

void PassphraseEdit::dropEvent(QDropEvent*) {}

} // namespace countersign::ui
