#include "ui/sign/elsewhere_panel.h"

#include "ui/common/heading.h"
#include "ui/common/theme/metrics.h"
#include "ui/sign/qr_picture.h"

#include <QDialog>
#include <QHBoxLayout>
#include <QPushButton>

namespace countersign::ui {

namespace {
constexpr int kLargestCode = 177 + 8; // modules with the quiet zone
constexpr int kCodeSide = 560;        // pixels, about
}

ElsewherePanel::ElsewherePanel(QWidget* parent) : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space(this, 4));
    auto* row = new QHBoxLayout;
    m_buttons = row;
    column->addLayout(row);
    m_save = add(QStringLiteral("requestSave"), tr("Save signing request…"));
    m_digest = add(QStringLiteral("requestDigest"), tr("Save digest for a vault…"));
    m_code = add(QStringLiteral("requestCode"), tr("Show as QR code"));
    m_answer = add(QStringLiteral("requestAnswer"), tr("Choose the answer and send…"));
    row->addStretch(1);
    m_state = new RoleLabel(RoleLabel::Role::Muted, {}, this);
    m_state->setObjectName(QStringLiteral("requestState"));
    m_state->setWordWrap(true);
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_state);
    connect(m_save, &QPushButton::clicked, this, &ElsewherePanel::saveWanted);
    connect(m_digest, &QPushButton::clicked, this, &ElsewherePanel::digestWanted);
    connect(m_code, &QPushButton::clicked, this, &ElsewherePanel::showCode);
    connect(m_answer, &QPushButton::clicked, this, &ElsewherePanel::answerWanted);
    setUsable(false);
}

QPushButton* ElsewherePanel::add(const QString& name, const QString& text)
{
    auto* button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAutoDefault(false);
    m_buttons->addWidget(button);
    return button;
}

void ElsewherePanel::setUsable(bool usable)
{
    for (QPushButton* button : {m_save, m_digest, m_answer}) button->setEnabled(usable);
    m_code->setEnabled(usable && !qrPicture(m_request, 1).isNull());
}

void ElsewherePanel::setUnavailable(const QString& why)
{
    m_request.clear();
    setUsable(false);
    m_state->setText(why);
}

void ElsewherePanel::setRequest(const QByteArray& request)
{
    m_request = request;
    setUsable(true);
    m_code->setToolTip(!canMakeQrCodes()      ? tr("This program was built without QR codes.")
                       : m_code->isEnabled() ? QString()
                                             : tr("The request is too large for one code; save it."));
    m_state->setText(tr("Save the request and carry it to the key. Then choose what came back, or drop it on this sheet: a signature "
                        "in any usual form, or the whole signed message."));
}

void ElsewherePanel::setSaved(const QString& path)
{
    m_state->setText(tr("Saved as %1. Keep this sheet open: the time inside is fixed. Then choose what came back, or drop it "
                        "here.").arg(path));
}

void ElsewherePanel::showCode()
{
    auto* window = new QDialog(this);
    window->setObjectName(QStringLiteral("codeWindow"));
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->setWindowTitle(tr("Signing request"));
    auto* column = new QVBoxLayout(window);
    auto* picture = new QLabel(window);
    picture->setObjectName(QStringLiteral("codePicture"));
    picture->setAccessibleName(tr("The signing request as a QR code"));
    picture->setPixmap(QPixmap::fromImage(qrPicture(m_request, kCodeSide / kLargestCode)));
    column->addWidget(picture, 0, Qt::AlignCenter);
    window->open();
}

} // namespace countersign::ui
