#pragma once

#include <QWidget>

namespace countersign::ui {

/// The colour that stands for an id on every page, from the id's own digest.
QColor idColour(const QString& id, const QPalette& palette);

/// An id (digest, fingerprint, node or member id): fixed font, elided in the middle, whole on hover and on copy, with
/// a dot whose colour is the same wherever the same id stands.
class IdLabel final : public QWidget
{
    Q_OBJECT
public:
    enum class Look : quint8 { Plain, GroupsOfFour };

    explicit IdLabel(QWidget* parent = nullptr);

    /// `what` names the id for a screen reader: "Service identity".
    void setId(const QString& id, const QString& what, Look look = Look::Plain);
    QString id() const { return m_id; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    void copy() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    QString shownText() const;
    int dotSpace() const;

    QString m_id;
    Look m_look = Look::Plain;
};

} // namespace countersign::ui
