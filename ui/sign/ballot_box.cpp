#include "ui/sign/ballot_box.h"

#include "ui/common/theme/metrics.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QRadioButton>

namespace countersign::ui {

namespace {
constexpr int kOwnLines = 4;
}

BallotBox::BallotBox(QWidget* parent) : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    row->setSpacing(space(this, 16));
    column->addLayout(row);
    m_choices = new QButtonGroup(this);
    add(BallotChoice::Careful, QStringLiteral("ballotCareful"), tr("Yes to exactly this proposal"),
        tr("Careful: the ballot holds the proposal's text, and fails on any other one."));
    add(BallotChoice::PlainYes, QStringLiteral("ballotYes"), tr("Plain yes"),
        tr("Yes to whatever the service holds under this id."));
    add(BallotChoice::PlainNo, QStringLiteral("ballotNo"), tr("Plain no"), tr("No to whatever the service holds under this id."));
    add(BallotChoice::Own, QStringLiteral("ballotOwn"), tr("Own script"), tr("JavaScript that exports a function named vote."));
    row->addStretch(1);
    m_own = new QPlainTextEdit(this);
    m_own->setObjectName(QStringLiteral("ownBallot"));
    m_own->setAccessibleName(tr("Script of the ballot"));
    m_own->setFont(fixedFont(font()));
    m_own->setTabChangesFocus(true);
    m_own->setMaximumHeight(fontMetrics().lineSpacing() * kOwnLines + space(this, 16));
    m_own->setPlainText(QStringLiteral("export function vote (rawProposal, proposerId) {\n  return true;\n}\n")); // i18n-ok: a script
    m_own->hide();
    column->addWidget(m_own);
    connect(m_choices, &QButtonGroup::buttonToggled, this, [this](QAbstractButton*, bool on) {
        m_own->setVisible(choice() == BallotChoice::Own);
        if (on) Q_EMIT changed();
    });
    connect(m_own, &QPlainTextEdit::textChanged, this, &BallotBox::changed);
}

void BallotBox::add(BallotChoice choice, const QString& name, const QString& text, const QString& meaning)
{
    auto* button = new QRadioButton(text, this);
    button->setObjectName(name);
    button->setToolTip(meaning);
    m_choices->addButton(button, int(choice));
    static_cast<QHBoxLayout*>(layout()->itemAt(0)->layout())->addWidget(button);
}

void BallotBox::setChoice(BallotChoice choice, const QString& own)
{
    const QSignalBlocker quiet(m_choices);
    if (!own.isEmpty()) m_own->setPlainText(own);
    m_choices->button(int(choice))->setChecked(true);
    m_own->setVisible(choice == BallotChoice::Own);
}

BallotChoice BallotBox::choice() const
{
    return BallotChoice(m_choices->checkedId());
}

QString BallotBox::own() const
{
    return m_own->toPlainText();
}

} // namespace countersign::ui
