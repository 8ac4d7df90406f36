#include "ui/family/ccf/ccf_views.h"

#include "core/base/hex.h"
#include "ui/common/format.h"
#include "ui/models/safe_text.h"

#include <QCoreApplication>

namespace countersign::ui::ccf_family {

using nlohmann::json;

namespace {

struct CcfViews {
    Q_DECLARE_TR_FUNCTIONS(CcfViews)
};

constexpr int kMostDepth = 24;
constexpr qsizetype kShortText = 160;
constexpr qsizetype kMostText = 400'000;
constexpr std::size_t kMostChildren = 2000;

QDateTime timeOf(UtcTime time)
{
    return QDateTime::fromSecsSinceEpoch(time.seconds, Qt::UTC);
}

QString commonName(const QString& subject)
{
    const qsizetype at = subject.indexOf(QStringLiteral("CN="));
    return at < 0 ? subject : subject.mid(at + 3).section(QLatin1Char(','), 0, 0);
}

// A name its holder gave itself, from the data beside the certificate when that tells one.
QString nameFrom(const json& data, const LiveCertificate& certificate)
{
    for (const char* key : {"name", "label"})
        if (data.is_object() && data.contains(key) && data[key].is_string())
            return safeText(data[key].get<std::string>(), 60);
    return certificate.isReadable() ? commonName(certificate.subject) : QString();
}

DetailItem textItem(const QString& name, const std::string& text)
{
    DetailItem item{.name = name, .value = safeText(text, kShortText)};
    if (text.size() > std::size_t(kShortText) || text.find('\n') != std::string::npos)
        item.text = safeMultiline(text, kMostText);
    return item;
}

QString scalarText(const json& value)
{
    if (value.is_null()) return CcfViews::tr("none");
    if (value.is_boolean()) return value.get<bool>() ? CcfViews::tr("yes") : CcfViews::tr("no");
    return safeText(value.dump(-1, ' ', false, json::error_handler_t::replace), kShortText);
}

QString publicKeyText(const std::string& pem)
{
    const auto key = crypto::PublicKey::fromPem(pem);
    return key ? CcfViews::tr("%1, %2 bits", "kind of key, its size")
                     .arg(QString::fromLatin1(keyKindName(key->kind())))
                     .arg(key->bits())
               : CcfViews::tr("can't be read");
}

QString tally(std::size_t count)
{
    return CcfViews::tr("entries: %1", "of a list").arg(count);
}

DetailItem listItem(const QString& name, const std::vector<std::string>& values)
{
    DetailItem item{.name = name, .value = tally(values.size())};
    for (std::size_t i = 0; i < values.size(); ++i)
        item.children += DetailItem{.name = QStringLiteral("[%1]").arg(i), .value = safeText(values[i], kShortText)};
    return item;
}

} // namespace

LiveCertificate certificateOf(const std::string& pem)
{
    LiveCertificate view{.pem = safeMultiline(pem, kMostText)};
    const auto certificate = crypto::Certificate::fromPem(pem);
    if (!certificate) return view;
    view.subject = safeText(certificate->subject(), 300);
    view.issuer = safeText(certificate->issuer(), 300);
    view.fingerprint = QString::fromStdString(toHex(certificate->fingerprint()));
    view.key = QString::fromLatin1(keyKindName(certificate->publicKey().kind()));
    if (certificate->publicKey().kind() == crypto::KeyKind::Rsa)
        view.key = CcfViews::tr("RSA, %1 bits").arg(certificate->publicKey().bits());
    view.notBefore = timeOf(certificate->notBefore());
    view.notAfter = timeOf(certificate->notAfter());
    return view;
}

SeenIdentity seenIdentity(const ccf::IdentityAnswer& answer)
{
    SeenIdentity seen{.kind = LiveIdentity(answer.kind), .recoveryCount = answer.recoveryCount};
    if (answer.present) seen.present = certificateOf(answer.present->pem());
    if (answer.previous) seen.previous = certificateOf(answer.previous->pem());
    seen.detail = safeText(answer.detail, 400);
    return seen;
}

QList<DetailItem> certificateLines(const LiveCertificate& certificate)
{
    if (!certificate.isReadable())
        return {{.name = CcfViews::tr("Certificate"), .value = CcfViews::tr("can't be read"), .text = certificate.pem}};
    return {{.name = CcfViews::tr("Subject"), .value = certificate.subject},
            {.name = CcfViews::tr("Issuer"), .value = certificate.issuer},
            {.name = CcfViews::tr("Key"), .value = certificate.key},
            {.name = CcfViews::tr("Fingerprint (SHA-256)"), .value = certificate.fingerprint},
            {.name = CcfViews::tr("Valid from"), .value = formatTime(certificate.notBefore)},
            {.name = CcfViews::tr("Valid to"), .value = formatTime(certificate.notAfter)},
            {.name = CcfViews::tr("PEM"), .value = CcfViews::tr("the whole certificate"), .text = certificate.pem}};
}

DetailItem jsonItem(const QString& name, const json& value, int depth)
{
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        if (text.starts_with("-----BEGIN CERTIFICATE-----")) {
            const LiveCertificate certificate = certificateOf(text);
            return {.name = name, .value = certificate.subject, .children = certificateLines(certificate)};
        }
        if (text.starts_with("-----BEGIN PUBLIC KEY-----"))
            return {.name = name, .value = publicKeyText(text), .text = safeMultiline(text, kMostText)};
        return textItem(name, text);
    }
    if (!value.is_structured() || depth >= kMostDepth) return {.name = name, .value = scalarText(value)};
    DetailItem item{.name = name, .value = tally(value.size())};
    std::size_t shown = 0;
    for (const auto& [key, child] : value.items()) {
        if (++shown > kMostChildren) break;
        item.children += jsonItem(value.is_array() ? QStringLiteral("[%1]").arg(QString::fromStdString(key))
                                                   : safeText(key, kShortText),
                                  child, depth + 1);
    }
    return item;
}

LiveMember memberOf(const ccf::Member& member)
{
    LiveMember view{.id = safeText(member.id, 128),
                    .status = safeText(member.status, 40),
                    .recoveryRole = safeText(member.recoveryRole.value_or(""), 40),
                    .certificate = certificateOf(member.certificate),
                    .data = jsonItem(CcfViews::tr("Member data"), member.data)};
    view.name = nameFrom(member.data, view.certificate);
    if (!member.encryptionKey) return view;
    view.encryptionKey = publicKeyText(*member.encryptionKey);
    return view;
}

LiveUser userOf(const ccf::User& user)
{
    LiveUser view{.id = safeText(user.id, 128),
                  .certificate = certificateOf(user.certificate),
                  .data = jsonItem(CcfViews::tr("User data"), user.data)};
    view.name = nameFrom(user.data, view.certificate);
    return view;
}

LiveNode nodeOf(const ccf::GovNode& node, const std::string& primary)
{
    LiveNode view{.id = safeText(node.id, 128),
                  .status = safeText(node.status, 40),
                  .quoteFormat = safeText(node.quoteFormat.value_or(""), 60),
                  .isPrimary = node.id == primary,
                  .retiredCommitted = node.retiredCommitted,
                  .certificate = certificateOf(node.certificate.value_or("")),
                  .data = jsonItem(CcfViews::tr("Node data"), node.data)};
    view.name = nameFrom(node.data, {});
    QStringList addresses;
    for (const auto& [name, address] : node.addresses) addresses += safeText(address, 120);
    addresses.removeDuplicates();
    view.addresses = addresses.join(QStringLiteral(", "));
    const json& quote = node.quoteInfo;
    if (!quote.is_object() || !quote.contains("details") || !quote["details"].is_object()) return view;
    const json& details = quote["details"];
    const auto text = [&details](const char* key) {
        return details.contains(key) && details[key].is_string() ? safeText(details[key].get<std::string>(), 400) : QString();
    };
    view.codeVersion = text("measurement");
    view.hostData = text("hostData");
    return view;
}

LiveProposal proposalOf(const ccf::Proposal& proposal)
{
    LiveProposal view{.id = safeText(proposal.id, 128),
                      .proposer = safeText(proposal.proposer, 128),
                      .state = safeText(proposal.state, 40),
                      .isOpen = proposal.state == "Open",
                      .ballots = proposal.ballots};
    if (proposal.failure) view.failure = safeText(proposal.failure->reason, 600);
    for (const auto& [member, vote] : proposal.finalVotes) view.votes += {.member = safeText(member, 128), .inFavour = vote};
    for (const auto& [member, failure] : proposal.voteFailures)
        view.votes += {.member = safeText(member, 128), .inFavour = {}, .failure = safeText(failure.reason, 600)};
    return view;
}

DetailItem aboutService(const ccf::ServiceInfo& info)
{
    const auto number = [](const std::optional<std::uint64_t>& value) {
        return value ? formatCount(*value) : CcfViews::tr("not told");
    };
    const auto id = [](const std::optional<TransactionId>& value) {
        return value ? QString::fromStdString(value->toString()) : CcfViews::tr("not told");
    };
    DetailItem item{.name = CcfViews::tr("Service"), .value = safeText(info.status, 40)};
    item.children += {.name = CcfViews::tr("First transaction of this identity"), .value = id(info.creation)};
    item.children += {.name = CcfViews::tr("Recoveries"), .value = number(info.recoveryCount)};
    item.children += {.name = CcfViews::tr("Recovery threshold"), .value = number(info.configuration.recoveryThreshold)};
    item.children += {.name = CcfViews::tr("Longest node certificate, days"), .value = number(info.configuration.nodeValidityDays)};
    item.children += {.name = CcfViews::tr("Longest service certificate, days"),
                      .value = number(info.configuration.serviceValidityDays)};
    if (!info.serviceData.is_null()) item.children += jsonItem(CcfViews::tr("Service data"), info.serviceData);
    return item;
}

DetailItem joinPolicyItem(const ccf::JoinPolicy& policy)
{
    DetailItem item{.name = CcfViews::tr("Which nodes may join"), .value = {}};
    DetailItem snp{.name = QStringLiteral("AMD SEV-SNP"), .value = {}};
    snp.children += listItem(CcfViews::tr("Measurements"), policy.snpMeasurements);
    DetailItem host{.name = CcfViews::tr("Host data (policies)"), .value = tally(policy.snpHostData.size())};
    for (const auto& [hash, text] : policy.snpHostData) {
        DetailItem one = textItem(safeText(hash, 128), text);
        if (text.empty()) one.value = CcfViews::tr("policy text not stored");
        host.children += one;
    }
    snp.children += host;
    snp.children += jsonItem(CcfViews::tr("UVM endorsements"), policy.uvmEndorsements);
    snp.children += jsonItem(CcfViews::tr("Least TCB versions"), policy.tcbVersions);
    item.children += snp;
    item.children += {.name = QStringLiteral("Intel SGX"), .value = {},
                      .children = {listItem(CcfViews::tr("Measurements"), policy.sgxMeasurements)}};
    item.children += {.name = CcfViews::tr("Virtual (no protection)"), .value = {},
                      .children = {listItem(CcfViews::tr("Measurements"), policy.virtualMeasurements),
                                   listItem(CcfViews::tr("Host data"), policy.virtualHostData)}};
    return item;
}

QList<DetailItem> jwtItems(const ccf::JwtPolicy& policy)
{
    DetailItem issuers{.name = CcfViews::tr("JWT issuers"), .value = tally(policy.issuers.size())};
    for (const auto& [name, issuer] : policy.issuers) {
        DetailItem one{.name = safeText(name, 200), .value = {}};
        one.children += {.name = CcfViews::tr("Keys fetched by the service"),
                         .value = !issuer.autoRefresh ? CcfViews::tr("not told")
                                  : *issuer.autoRefresh ? CcfViews::tr("yes") : CcfViews::tr("no")};
        if (issuer.caBundle) one.children += {.name = CcfViews::tr("CA bundle"), .value = safeText(*issuer.caBundle, 200)};
        issuers.children += one;
    }
    DetailItem keys{.name = CcfViews::tr("JWT keys"), .value = tally(policy.keys.size())};
    for (const auto& [id, key] : policy.keys) keys.children += jsonItem(safeText(id, 200), key);
    DetailItem bundles{.name = CcfViews::tr("CA bundles"), .value = tally(policy.caBundles.size())};
    for (const auto& [name, pem] : policy.caBundles) {
        DetailItem bundle{.name = safeText(name, 200), .value = {}};
        const auto many = crypto::Certificate::manyFromPem(pem);
        for (std::size_t i = 0; many && i < many->size(); ++i) {
            const LiveCertificate one = certificateOf((*many)[i].pem());
            bundle.children += {.name = one.subject, .value = shortId(one.fingerprint), .children = certificateLines(one)};
        }
        if (!many) bundle = textItem(bundle.name, pem);
        bundles.children += bundle;
    }
    return {issuers, keys, bundles};
}

DetailItem endpointsItem(const ccf::JavascriptApp& app)
{
    DetailItem item{.name = CcfViews::tr("App endpoints"), .value = tally(app.endpoints.size())};
    for (const auto& [path, verbs] : app.endpoints) {
        DetailItem place{.name = safeText(path, 300), .value = {}};
        QStringList names;
        for (const auto& [verb, endpoint] : verbs) {
            names += safeText(verb, 20);
            DetailItem one{.name = names.back(), .value = safeText(endpoint.mode, 40)};
            one.children += {.name = CcfViews::tr("Module"), .value = safeText(endpoint.module, 200)};
            one.children += {.name = CcfViews::tr("Function"), .value = safeText(endpoint.function, 200)};
            one.children += jsonItem(CcfViews::tr("Who may call it"), endpoint.authentication);
            if (endpoint.forwarding)
                one.children += {.name = CcfViews::tr("Forwarding"), .value = safeText(*endpoint.forwarding, 60)};
            if (endpoint.redirection)
                one.children += {.name = CcfViews::tr("Redirection"), .value = safeText(*endpoint.redirection, 60)};
            place.children += one;
        }
        place.value = names.join(QStringLiteral(", "));
        item.children += place;
    }
    return item;
}

} // namespace countersign::ui::ccf_family
