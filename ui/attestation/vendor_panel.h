#pragma once

#include "ui/attestation/vendor_offer.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QThreadPool;

namespace countersign::ui {

/// What judging the evidence lacks and vendors give out: names every address before any is asked, and what came of it.
class VendorPanel final : public QFrame
{
    Q_OBJECT
public:
    /// The pool outlives the panel; vendors are asked on it.
    explicit VendorPanel(QThreadPool& pool, QWidget* parent = nullptr);

    /// In place of what was offered before; hidden while there is nothing to offer and nothing to tell.
    void setOffer(VendorOffer offer);
    bool isAsking() const { return m_asking; }

Q_SIGNALS:
    /// What was got, for judging with it.
    void got(const std::vector<countersign::NamedFile>& files);

private:
    void ask();
    void showOffer();

    QThreadPool& m_pool;
    VendorOffer m_offer;
    QLabel* m_sentence = nullptr;
    QLabel* m_addresses = nullptr;
    QLabel* m_result = nullptr;
    QPushButton* m_show = nullptr;
    QPushButton* m_agree = nullptr;
    QPushButton* m_decline = nullptr;
    bool m_asking = false;
};

} // namespace countersign::ui
