#include "ui/sign/key_chooser.h"

#include "ui/common/heading.h"
#include "ui/common/prompts.h"
#include "ui/common/theme/metrics.h"
#include "ui/sign/passphrase_edit.h"

#include <QComboBox>
#include <QGridLayout>
#include <QPushButton>
#include <QStackedWidget>

namespace countersign::ui {

namespace {

QLabel* fieldLabel(const QString& text, QWidget* buddy, QWidget* parent)
{
    auto* label = new RoleLabel(RoleLabel::Role::Muted, text, parent);
    label->setBuddy(buddy);
    label->setWordWrap(false);
    return label;
}

} // namespace

KeyChooser::KeyChooser(Prompts& prompts, Elsewhere elsewhere, QWidget* parent) : QWidget(parent), m_prompts(prompts)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space(this, 8));
    m_place = new QComboBox(this);
    m_place->setObjectName(QStringLiteral("keyPlace"));
    m_place->setAccessibleName(tr("Where the key is"));
    m_place->addItem(tr("Key file"), int(KeyPlace::File));
    m_place->addItem(tr("Token (PKCS#11)"), int(KeyPlace::Token));
    if (elsewhere == Elsewhere::Offered) m_place->addItem(tr("Key is elsewhere"), int(KeyPlace::Elsewhere));
    row->addWidget(m_place);
    m_fields = new QStackedWidget(this);
    m_fields->addWidget(fileFields());
    m_fields->addWidget(tokenFields());
    m_fields->addWidget(new RoleLabel(RoleLabel::Role::Muted, tr("In a vault, or on a computer that is on no network"), m_fields));
    static_cast<QLabel*>(m_fields->widget(2))->setWordWrap(false);
    row->addWidget(m_fields, 1);
    connect(m_place, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_fields->setCurrentIndex(index);
        Q_EMIT changed();
    });
}

QWidget* KeyChooser::fileFields()
{
    auto* fields = new QWidget(m_fields);
    auto* row = new QHBoxLayout(fields);
    row->setContentsMargins(0, 0, 0, 0);
    m_file = new QLineEdit(fields);
    m_file->setObjectName(QStringLiteral("keyFile"));
    m_file->setAccessibleName(tr("Key file"));
    m_file->setPlaceholderText(tr("PEM or PKCS#12 file"));
    row->addWidget(m_file, 3);
    m_choose = new QPushButton(tr("Choose…"), fields);
    m_choose->setObjectName(QStringLiteral("keyChoose"));
    m_choose->setAutoDefault(false);
    row->addWidget(m_choose);
    m_passphrase = new PassphraseEdit(fields);
    m_passphrase->setObjectName(QStringLiteral("keyPassphrase"));
    m_passphrase->setAccessibleName(tr("Passphrase of the key"));
    m_passphrase->setPlaceholderText(tr("none needed for a plain key"));
    row->addWidget(fieldLabel(tr("Passphrase"), m_passphrase, fields));
    row->addWidget(m_passphrase, 2);
    connect(m_choose, &QPushButton::clicked, this, &KeyChooser::choose);
    connect(m_file, &QLineEdit::textChanged, this, &KeyChooser::changed);
    return fields;
}

QWidget* KeyChooser::tokenFields()
{
    auto* fields = new QWidget(m_fields);
    auto* row = new QHBoxLayout(fields);
    row->setContentsMargins(0, 0, 0, 0);
    m_token = new QLineEdit(fields);
    m_token->setObjectName(QStringLiteral("keyToken"));
    m_token->setAccessibleName(tr("Address of the key on the token"));
    m_token->setPlaceholderText(QStringLiteral("pkcs11:token=…;object=…")); // i18n-ok: an address
    row->addWidget(m_token, 3);
    m_module = new QLineEdit(fields);
    m_module->setObjectName(QStringLiteral("keyModule"));
    m_module->setAccessibleName(tr("Library of the token"));
    m_module->setPlaceholderText(tr("library, the system's when empty"));
    row->addWidget(m_module, 2);
    m_pin = new PassphraseEdit(fields);
    m_pin->setObjectName(QStringLiteral("keyPin"));
    m_pin->setAccessibleName(tr("PIN of the token"));
    row->addWidget(fieldLabel(tr("PIN"), m_pin, fields));
    row->addWidget(m_pin, 1);
    connect(m_token, &QLineEdit::textChanged, this, &KeyChooser::changed);
    return fields;
}

void KeyChooser::choose()
{
    m_prompts.chooseFile(this, {.title = tr("Choose the private key"), .folder = m_folder,
                                .filter = tr("Keys (*.pem *.key *.p12 *.pfx);;All files (*)"), .name = {}},
                         [this](const QString& path) {
                             m_file->setText(path);
                             focusFirst();
                         });
}

KeySource KeyChooser::source() const
{
    return {.place = KeyPlace(m_place->currentData().toInt()), .file = m_file->text().trimmed(),
            .token = m_token->text().trimmed(), .module = m_module->text().trimmed()};
}

void KeyChooser::setSource(const KeySource& source)
{
    m_file->setText(source.file);
    m_token->setText(source.token);
    m_module->setText(source.module);
    m_place->setCurrentIndex(std::max(0, m_place->findData(int(source.place))));
    Q_EMIT changed();
}

crypto::SecretBytes KeyChooser::takeSecret()
{
    crypto::SecretBytes passphrase = m_passphrase->take(), pin = m_pin->take();
    return source().place == KeyPlace::Token ? std::move(pin) : std::move(passphrase);
}

bool KeyChooser::isComplete() const
{
    const KeySource key = source();
    if (key.place == KeyPlace::File) return !key.file.isEmpty();
    return key.place == KeyPlace::Elsewhere || key.token.startsWith(QLatin1String("pkcs11:"));
}

void KeyChooser::focusFirst()
{
    const KeySource key = source();
    if (key.place == KeyPlace::File) return key.file.isEmpty() ? m_choose->setFocus() : m_passphrase->setFocus();
    if (key.place == KeyPlace::Token) return key.token.isEmpty() ? m_token->setFocus() : m_pin->setFocus();
    m_place->setFocus();
}

} // namespace countersign::ui
