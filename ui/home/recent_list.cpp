#include "ui/home/recent_list.h"

#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/theme/metrics.h"
#include "ui/settings/settings.h"

#include <QDir>
#include <QPushButton>
#include <QVBoxLayout>

namespace countersign::ui {

namespace {
constexpr int kShown = 6;
}

RecentList::RecentList(Settings& settings, QWidget* parent) : QWidget(parent), m_settings(settings)
{
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(space(this, 4));
    connect(&settings, &Settings::recentPlacesChanged, this, &RecentList::fill);
    connect(&settings, &Settings::changed, this, &RecentList::fill);
    fill();
}

void RecentList::fill()
{
    while (QLayoutItem* item = m_layout->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // one of them may be what was just clicked
        }
        delete item;
    }
    const QList<RecentPlace> places = m_settings.recentPlaces();
    setVisible(!places.isEmpty());
    if (places.isEmpty()) return;
    m_layout->addWidget(new RoleLabel(RoleLabel::Role::Section, tr("Recent places"), this));
    for (int i = 0; i < std::min(int(places.size()), kShown); ++i) {
        const RecentPlace& place = places[i];
        const QString opened = formatTime(place.opened, m_settings.timeDisplay());
        auto* button = new QPushButton(lineIcon(QStringLiteral("clock")), {}, this);
        button->setObjectName(QStringLiteral("recentPlace%1").arg(i));
        const QString path = QDir::toNativeSeparators(place.paths.first());
        const QString shown = fontMetrics().elidedText(path, Qt::ElideMiddle, fontMetrics().averageCharWidth() * 50);
        QString text = tr("%1 – %2 – opened %3", "title, path, time").arg(place.title, shown, opened);
        button->setText(text.replace(QLatin1Char('&'), QStringLiteral("&&")));
        button->setToolTip(QDir::toNativeSeparators(place.paths.join(QLatin1Char('\n'))));
        button->setFlat(true);
        connect(button, &QPushButton::clicked, this, [this, paths = place.paths] { Q_EMIT chosen(paths); });
        m_layout->addWidget(button, 0, Qt::AlignLeft);
    }
}

} // namespace countersign::ui
