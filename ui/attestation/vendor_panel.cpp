#include "ui/attestation/vendor_panel.h"

#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/theme/metrics.h"
#include "ui/tasks/run_task.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace countersign::ui {

namespace {

QLabel* muted(const char* name, QWidget* parent)
{
    auto* label = new RoleLabel(RoleLabel::Role::Muted, {}, parent);
    label->setObjectName(QString::fromLatin1(name));
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setWordWrap(true);
    label->hide();
    return label;
}

} // namespace

VendorPanel::VendorPanel(QThreadPool& pool, QWidget* parent) : QFrame(parent), m_pool(pool)
{
    setObjectName(QStringLiteral("vendorPanel"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space(this, 4));
    auto* row = new QHBoxLayout;
    m_sentence = new QLabel(this);
    m_sentence->setObjectName(QStringLiteral("vendorSentence"));
    m_sentence->setWordWrap(true);
    row->addWidget(m_sentence, 1);
    const auto button = [&](const char* name, const QString& text, auto act) {
        auto* made = new QPushButton(text, this);
        made->setObjectName(QString::fromLatin1(name));
        made->setAutoDefault(false);
        connect(made, &QPushButton::clicked, this, act);
        row->addWidget(made);
        return made;
    };
    m_show = button("vendorShow", tr("Fetch what is missing…"), [this] {
        m_addresses->show();
        showOffer();
    });
    m_agree = button("vendorAgree", tr("Ask these addresses"), [this] { ask(); });
    m_decline = button("vendorDecline", tr("Not now"), [this] {
        m_addresses->hide();
        showOffer();
    });
    column->addLayout(row);
    m_addresses = muted("vendorAddresses", this);
    column->addWidget(m_addresses);
    m_result = muted("vendorResult", this);
    column->addWidget(m_result);
    hide();
}

void VendorPanel::setOffer(VendorOffer offer)
{
    m_offer = std::move(offer);
    m_addresses->hide();
    m_addresses->setText(m_offer.urls.join(QLatin1Char('\n')));
    showOffer();
}

void VendorPanel::showOffer()
{
    const bool any = !m_offer.urls.isEmpty();
    const bool named = !m_addresses->isHidden();
    setVisible(any || !m_result->isHidden());
    m_sentence->setVisible(any);
    m_sentence->setText(
        m_asking ? tr("The vendors are being asked.")
        : named  ? tr("These addresses would be asked, and no other. AMD learns which chip and firmware are looked at, Intel "
                       "which kind of platform. What comes is judged like any file.")
                 : tr("Some of what a judgement needs is not here; the vendors give it out at addresses: %1.")
                      .arg(formatCount(quint64(m_offer.urls.size()))));
    m_show->setVisible(any && !named && !m_asking);
    m_agree->setVisible(any && named && !m_asking);
    m_decline->setVisible(any && named && !m_asking);
}

void VendorPanel::ask()
{
    m_asking = true;
    showOffer();
    runTask(m_pool, this, [fetch = m_offer.fetch](const std::stop_token& stop) { return fetch(stop); },
            [this](const VendorGot& result) {
                m_asking = false;
                m_addresses->hide();
                m_result->setText((result.problems + result.notes).join(QLatin1Char('\n')));
                m_result->setVisible(!m_result->text().isEmpty());
                showOffer();
                if (!result.files.empty()) Q_EMIT got(result.files);
            });
}

} // namespace countersign::ui
