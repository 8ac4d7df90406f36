#include "ui/tables/moment_bar.h"

#include "ui/common/theme/metrics.h"
#include "ui/common/verdict_badge.h"
#include "ui/verify/verdict_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSlider>
#include <QSpinBox>

#include <limits>

namespace countersign::ui {

namespace {

constexpr int kSettleMs = 120;

int clamped(SeqNo seqno)
{
    return int(std::min<SeqNo>(seqno, std::numeric_limits<int>::max()));
}

} // namespace

MomentBar::MomentBar(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("momentBar"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space(this, 4));
    auto* row = new QHBoxLayout;
    column->addLayout(row);
    row->setSpacing(space(this, 8));
    auto* label = new QLabel(tr("State at"), this);
    row->addWidget(label);
    m_number = new QSpinBox(this);
    m_number->setObjectName(QStringLiteral("momentNumber"));
    m_number->setGroupSeparatorShown(true);
    m_number->setKeyboardTracking(false);
    label->setBuddy(m_number);
    row->addWidget(m_number);
    m_slider = new QSlider(Qt::Horizontal, this);
    m_slider->setObjectName(QStringLiteral("momentSlider"));
    m_slider->setAccessibleName(tr("State at transaction"));
    row->addWidget(m_slider, 1);
    m_signedEnd = new QPushButton(tr("Signed end"), this);
    m_signedEnd->setObjectName(QStringLiteral("signedEnd"));
    m_signedEnd->setToolTip(tr("The last moment that a signature covers"));
    row->addWidget(m_signedEnd);
    m_badge = new VerdictBadge(this);
    column->addWidget(m_badge, 0, Qt::AlignLeading);
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettleMs);
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) { adopt(SeqNo(value)); });
    connect(m_number, &QSpinBox::valueChanged, this, [this](int value) { adopt(SeqNo(value)); });
    connect(m_signedEnd, &QPushButton::clicked, this, &MomentBar::goToSignedEnd);
    connect(m_badge, &VerdictBadge::clicked, this, &MomentBar::checksWanted);
    connect(&m_settle, &QTimer::timeout, this, &MomentBar::momentChanged);
    describe();
}

void MomentBar::setEnds(SeqNo first, SeqNo last)
{
    const bool wasAtEnd = m_moment == m_last;
    m_first = first;
    m_last = last;
    {
        const QScopedValueRollback adopting(m_adopting, true);
        m_slider->setRange(clamped(first), clamped(last));
        m_slider->setPageStep(std::max(1, clamped((last - first) / 20)));
        m_number->setRange(clamped(first), clamped(last));
    }
    adopt(wasAtEnd ? last : std::clamp(m_moment, first, std::max(first, last)));
}

void MomentBar::setVerdicts(const RowVerdicts& verdicts, SeqNo signedTo)
{
    m_verdicts = verdicts;
    m_signedTo = signedTo;
    m_signedEnd->setEnabled(signedTo > 0);
    describe();
}

void MomentBar::setMoment(SeqNo seqno)
{
    adopt(seqno);
}

void MomentBar::goToSignedEnd()
{
    adopt(m_signedTo > 0 ? m_signedTo : m_last);
}

void MomentBar::adopt(SeqNo seqno)
{
    if (m_adopting) return;
    const QScopedValueRollback adopting(m_adopting, true);
    const bool changed = seqno != m_moment;
    m_moment = seqno;
    m_slider->setValue(clamped(seqno));
    m_number->setValue(clamped(seqno));
    describe();
    if (changed) m_settle.start();
}

void MomentBar::describe()
{
    if (m_moment == 0) return m_badge->setResult(Verdict::NotChecked, {});
    if (m_verdicts.empty()) return m_badge->setResult(Verdict::NotChecked, tr("not verified yet"));
    if (m_moment > m_signedTo)
        return m_badge->setResult(Verdict::NotChecked, tr("includes the unsigned %1").arg(seqnoRange(m_signedTo + 1, m_moment)));
    Verdict verdict = Verdict::Passed;
    for (const RangeVerdict& range : m_verdicts.ranges())
        if (range.from <= m_moment) verdict = worse(verdict, range.verdict);
    m_badge->setResult(verdict, tr("all that leads to it, %1").arg(seqnoRange(m_first, m_moment)));
}

} // namespace countersign::ui
