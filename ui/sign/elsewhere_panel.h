#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace countersign::ui {

/// The way to a key that is elsewhere: a request goes out, its answer comes in.
class ElsewherePanel final : public QWidget
{
    Q_OBJECT
public:
    explicit ElsewherePanel(QWidget* parent = nullptr);

    /// Nothing can go out yet, or may never.
    void setUnavailable(const QString& why);
    /// What goes out; as a QR code too when it is small enough for one.
    void setRequest(const QByteArray& request);
    void setSaved(const QString& path);

Q_SIGNALS:
    void saveWanted();
    void answerWanted();

private:
    QPushButton* m_save = nullptr;
    QPushButton* m_answer = nullptr;
    QLabel* m_state = nullptr;
    QLabel* m_code = nullptr;
};

} // namespace countersign::ui
