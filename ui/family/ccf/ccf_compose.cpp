#include "ui/family/ccf/ccf_compose.h"

#include "core/base/fingerprint_words.h"
#include "core/ccf/client/acting.h"
#include "core/crypto/certificate.h"
#include "core/crypto/cose_signing.h"
#include "ui/common/format.h"
#include "ui/family/ccf/ccf_action_forms.h"
#include "ui/family/ccf/ccf_evaluation.h"
#include "ui/family/ccf/ccf_views.h"

#include <QCoreApplication>

namespace countersign::ui::ccf_family {

namespace {

struct CcfCompose {
    Q_DECLARE_TR_FUNCTIONS(CcfCompose)
};

/// Asks one node after the other until one can be reached.
template <class T, class Ask>
Result<T> firstToAnswer(net::HttpTransport& transport, const CcfPlace& place, Ask ask)
{
    Result<T> answer = Error{ErrorCode::NotFound, "nodes", "no address was given"};
    for (const net::Url& node : place.nodes) {
        net::Waiter waiter;
        ccf::NodeAddress address;
        address.url = node;
        address.trust = place.trust;
        address.limits = place.limits;
        ccf::Channel channel(transport, waiter, std::move(address));
        answer = ask(channel);
        if (answer || answer.error().code != ErrorCode::Network) break;
    }
    return answer;
}

class Composer final : public ComposePort
{
public:
    Composer(std::shared_ptr<net::HttpTransport> transport, CcfPlace place)
        : m_transport(std::move(transport)), m_place(std::move(place))
    {
    }

    QList<ActionForm> forms() const override { return ccfActionForms(); }

    Result<DraftCheck> check(Bytes text, std::stop_token stop) override
    {
        return firstToAnswer<DraftCheck>(*m_transport, m_place, [&](ccf::Channel& channel) { return checkDraft(channel, text, stop); });
    }

    Result<CertificateFacts> certificate(Bytes pem) const override
    {
        const auto read = crypto::Certificate::fromPem(textOf(pem));
        if (!read) return read.error();
        CertificateFacts facts;
        facts.certificate = certificateOf(read->pem());
        facts.groups = groupsOfFour(facts.certificate.fingerprint);
        QStringList words;
        for (const std::string& word : fingerprintWords(read->fingerprint())) words += QString::fromStdString(word);
        facts.words = words.join(QLatin1Char(' '));
        facts.isKeyUsable = crypto::coseSchemeFor(read->publicKey()).has_value();
        return facts;
    }

    Result<QString> encryptionKey(Bytes pem) const override
    {
        constexpr int kLeastBits = 2048;
        const auto key = crypto::PublicKey::fromPem(textOf(pem));
        if (!key) return key.error();
        const int bits = key->bits();
        if (key->kind() != crypto::KeyKind::Rsa || bits < kLeastBits)
            return Error{ErrorCode::Unsupported, "encryption key", crypto::keyKindName(key->kind())};
        return CcfCompose::tr("RSA, %1 bits").arg(bits);
    }

private:
    std::shared_ptr<net::HttpTransport> m_transport;
    CcfPlace m_place;
};

class Shares final : public SharePort
{
public:
    Shares(std::shared_ptr<net::HttpTransport> transport, CcfPlace place)
        : m_transport(std::move(transport)), m_place(std::move(place))
    {
    }

    Result<FetchedShare> share(const QString& member, const crypto::PrivateKey& key, std::stop_token stop) override
    {
        return firstToAnswer<FetchedShare>(*m_transport, m_place, [&](ccf::Channel& channel) -> Result<FetchedShare> {
            ccf::GovClient gov(channel);
            auto share = ccf::askShare(gov, member.toStdString(), key, stop);
            if (!share) return std::move(share).error();
            return FetchedShare{std::make_shared<const crypto::SecretBytes>(std::move(share->bytes)), share->fullKey};
        });
    }

private:
    std::shared_ptr<net::HttpTransport> m_transport;
    CcfPlace m_place;
};

} // namespace

std::shared_ptr<SharePort> makeCcfShares(std::shared_ptr<net::HttpTransport> transport, CcfPlace place)
{
    return std::make_shared<Shares>(std::move(transport), std::move(place));
}

std::shared_ptr<ComposePort> makeCcfComposer(std::shared_ptr<net::HttpTransport> transport, CcfPlace place)
{
    return std::make_shared<Composer>(std::move(transport), std::move(place));
}

} // namespace countersign::ui::ccf_family
