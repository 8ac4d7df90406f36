#include "ui/sign/elsewhere_panel.h"

#include "ui/common/heading.h"
#include "ui/common/theme/metrics.h"
#include "ui/sign/qr_picture.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace countersign::ui {

namespace {
constexpr int kModule = 2; // pixels
constexpr int kMostSide = 340;
}

ElsewherePanel::ElsewherePanel(QWidget* parent) : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space(this, 16));
    auto* column = new QVBoxLayout;
    row->addLayout(column, 1);
    auto* buttons = new QHBoxLayout;
    column->addLayout(buttons);
    m_save = new QPushButton(tr("Save signing request…"), this);
    m_save->setObjectName(QStringLiteral("requestSave"));
    m_answer = new QPushButton(tr("Choose the answer and send…"), this);
    m_answer->setObjectName(QStringLiteral("requestAnswer"));
    for (QPushButton* button : {m_save, m_answer}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    m_state = new RoleLabel(RoleLabel::Role::Muted, {}, this);
    m_state->setObjectName(QStringLiteral("requestState"));
    m_state->setWordWrap(true);
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_state);
    column->addStretch(1);
    m_code = new QLabel(this);
    m_code->setObjectName(QStringLiteral("requestCode"));
    m_code->setAccessibleName(tr("The signing request as a QR code"));
    m_code->hide();
    row->addWidget(m_code);
    connect(m_save, &QPushButton::clicked, this, &ElsewherePanel::saveWanted);
    connect(m_answer, &QPushButton::clicked, this, &ElsewherePanel::answerWanted);
}

void ElsewherePanel::setUnavailable(const QString& why)
{
    for (QPushButton* button : {m_save, m_answer}) button->setEnabled(false);
    m_state->setText(why);
    m_code->hide();
}

void ElsewherePanel::setRequest(const QByteArray& request)
{
    for (QPushButton* button : {m_save, m_answer}) button->setEnabled(true);
    const QImage code = qrPicture(request, kModule);
    const bool fits = !code.isNull() && code.width() <= kMostSide;
    m_code->setVisible(fits);
    if (fits) m_code->setPixmap(QPixmap::fromImage(code));
    m_state->setText(fits ? tr("Save the request, or scan it from here. Then choose what came back, or drop it on this sheet: a "
                               "signature in any usual form, or the whole signed message.")
                          : tr("Save the request; it is too large for a QR code. Then choose what came back, or drop it on this "
                               "sheet: a signature in any usual form, or the whole signed message."));
}

void ElsewherePanel::setSaved(const QString& path)
{
    m_state->setText(tr("Saved as %1. Keep this sheet open: the time inside is fixed. Then choose what came back, or drop it "
                        "here.").arg(path));
}

} // namespace countersign::ui
