#include "ui/settings/settings_page.h"

#include "ui/common/heading.h"
#include "ui/common/theme/metrics.h"
#include "ui/settings/settings.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

namespace countersign::ui {

SettingsPage::SettingsPage(Settings& settings, const QStringList& languages, QWidget* parent)
    : Page({.id = QStringLiteral("settings"), .title = tr("Settings"), .icon = QStringLiteral("settings"), .goKey = u'e'},
           parent),
      m_settings(settings)
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    outer->addWidget(scroll);
    auto* content = new QWidget(scroll);
    scroll->setWidget(content);
    auto* form = new QFormLayout(content);
    const int edge = space(this, 24);
    form->setContentsMargins(edge, edge, edge, edge);
    form->setHorizontalSpacing(space(this, 24));
    form->setVerticalSpacing(space(this, 12));
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(new RoleLabel(RoleLabel::Role::Title, tr("Settings"), content));
    addLook(*form, languages);
    addWork(*form);
}

QComboBox* SettingsPage::addChoice(QFormLayout& form, const QString& name, const QString& label)
{
    auto* box = new QComboBox(this);
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setMinimumContentsLength(24);
    form.addRow(label, box);
    return box;
}

void SettingsPage::addLook(QFormLayout& form, const QStringList& languages)
{
    form.addRow(new RoleLabel(RoleLabel::Role::Section, tr("Window"), this));
    QComboBox* theme = addChoice(form, QStringLiteral("themeChoice"), tr("Theme"));
    theme->addItems({tr("As the system"), tr("Light"), tr("Dark")});
    theme->setCurrentIndex(int(m_settings.theme()));
    connect(theme, &QComboBox::activated, this, [this](int index) { m_settings.setTheme(ThemeChoice(index)); });
    connect(&m_settings, &Settings::changed, theme,
            [this, theme] { theme->setCurrentIndex(int(m_settings.theme())); });

    QComboBox* times = addChoice(form, QStringLiteral("timesChoice"), tr("Times"));
    times->addItems({tr("UTC"), tr("Local time with its offset")});
    times->setCurrentIndex(int(m_settings.timeDisplay()));
    connect(times, &QComboBox::activated, this, [this](int index) { m_settings.setTimeDisplay(TimeDisplay(index)); });

    QComboBox* language = addChoice(form, QStringLiteral("languageChoice"), tr("Language (at the next start)"));
    language->addItem(tr("As the system"), QString());
    for (const QString& code : languages) language->addItem(QLocale(code).nativeLanguageName(), code);
    language->setCurrentIndex(std::max(0, language->findData(m_settings.language())));
    connect(language, &QComboBox::activated, this,
            [this, language] { m_settings.setLanguage(language->currentData().toString()); });

    auto* restore = new QCheckBox(tr("Restore the window and its columns at the next start"), this);
    restore->setObjectName(QStringLiteral("restoreLayout"));
    restore->setChecked(m_settings.restoresLayout());
    connect(restore, &QCheckBox::toggled, this, [this](bool on) { m_settings.setRestoresLayout(on); });
    form.addRow(tr("Layout"), restore);
}

void SettingsPage::addWork(QFormLayout& form)
{
    form.addRow(new RoleLabel(RoleLabel::Role::Section, tr("Work"), this));
    auto* jobs = new QSpinBox(this);
    jobs->setObjectName(QStringLiteral("jobs"));
    jobs->setAccessibleName(tr("Threads for verification"));
    jobs->setRange(0, 256);
    jobs->setSpecialValueText(tr("One for each core"));
    jobs->setValue(m_settings.jobs());
    jobs->setMinimumWidth(jobs->fontMetrics().averageCharWidth() * 24);
    connect(jobs, &QSpinBox::valueChanged, this, [this](int value) { m_settings.setJobs(value); });
    form.addRow(tr("Threads for verification"), jobs);

    auto* forget = new QPushButton(tr("Forget recent places"), this);
    forget->setObjectName(QStringLiteral("forgetPlaces"));
    forget->setEnabled(!m_settings.recentPlaces().isEmpty());
    connect(forget, &QPushButton::clicked, this, [this] { m_settings.forgetPlaces(); });
    connect(&m_settings, &Settings::recentPlacesChanged, forget,
            [this, forget] { forget->setEnabled(!m_settings.recentPlaces().isEmpty()); });
    form.addRow(tr("Recent places"), forget);
}

} // namespace countersign::ui
