#pragma once

#include <QLabel>

namespace countersign::ui {

/// A label that keeps its weight, size and colour by role when font or theme change.
class RoleLabel final : public QLabel
{
    Q_OBJECT
public:
    enum class Role : quint8 { Title, Section, Muted };

    RoleLabel(Role role, const QString& text, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void adopt();

    Role m_role;
    bool m_adopting = false;
};

} // namespace countersign::ui
