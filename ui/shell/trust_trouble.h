#pragma once

#include <QFrame>

namespace countersign::ui {

struct TrustTrouble;

/// What the trust bar grows into when an identity is not the one that was pinned: both fingerprints, and the safe
/// answer as the default.
class TrustTroubleSheet final : public QFrame
{
    Q_OBJECT
public:
    explicit TrustTroubleSheet(const TrustTrouble& trouble, QWidget* parent = nullptr);

Q_SIGNALS:
    void safeChosen();
    void otherChosen();

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace countersign::ui
