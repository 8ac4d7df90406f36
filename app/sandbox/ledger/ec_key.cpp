#include "app/sandbox/ledger/ec_key.h"

#include "app/sandbox/ledger/byte_writer.h"
#include "core/base/base64.h"
#include "core/base/hex.h"

#include <openssl/core_names.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <stdexcept>

namespace countersign::sandbox {

using GroupPtr = crypto::OpenSslPtr<EC_GROUP, &EC_GROUP_free>;
using PointPtr = crypto::OpenSslPtr<EC_POINT, &EC_POINT_free>;
using BnContextPtr = crypto::OpenSslPtr<BN_CTX, &BN_CTX_free>;
using BuilderPtr = crypto::OpenSslPtr<OSSL_PARAM_BLD, &OSSL_PARAM_BLD_free>;
using ParamsPtr = crypto::OpenSslPtr<OSSL_PARAM, &OSSL_PARAM_free>;

struct EcKey::Numbers {
    GroupPtr group;
    crypto::BignumPtr secret;
    int width = 0; ///< Of the order, in bytes.
};

namespace {

struct Curve {
    int nid = 0;
    const char* name = nullptr;
    const char* hash = nullptr;
};

Curve curveOf(crypto::KeyKind kind)
{
    if (kind == crypto::KeyKind::P256) return {NID_X9_62_prime256v1, "prime256v1", "SHA256"};
    if (kind == crypto::KeyKind::P384) return {NID_secp384r1, "secp384r1", "SHA384"};
    if (kind == crypto::KeyKind::P521) return {NID_secp521r1, "secp521r1", "SHA512"};
    throw std::runtime_error("not an EC curve of CCF");
}

void must(bool ok, const char* what)
{
    if (!ok) throw std::runtime_error(std::string("OpenSSL: ") + what);
}

/// A number in 1 … order − 1 that depends on all of `seed`.
crypto::BignumPtr numberBelow(const BIGNUM* order, Bytes seed, BN_CTX* context)
{
    ByteWriter wide;
    for (std::uint8_t i = 0; i < 3; ++i) wide.bytes(sha256Of(seed, Bytes(&i, 1)));
    crypto::BignumPtr number{BN_bin2bn(wide.view().data(), static_cast<int>(wide.size()), nullptr)};
    crypto::BignumPtr limit{BN_dup(order)};
    must(BN_sub_word(limit.get(), 1) == 1, "BN_sub_word");
    must(BN_mod(number.get(), number.get(), limit.get(), context) == 1, "BN_mod");
    must(BN_add_word(number.get(), 1) == 1, "BN_add_word");
    return number;
}

std::shared_ptr<EVP_PKEY> makeHandle(const Curve& curve, const EC_GROUP* group, const BIGNUM* secret, BN_CTX* context)
{
    const PointPtr point{EC_POINT_new(group)};
    must(EC_POINT_mul(group, point.get(), secret, nullptr, nullptr, context) == 1, "EC_POINT_mul");
    std::uint8_t encoded[200];
    const std::size_t size =
        EC_POINT_point2oct(group, point.get(), POINT_CONVERSION_UNCOMPRESSED, encoded, sizeof encoded, context);
    const BuilderPtr builder{OSSL_PARAM_BLD_new()};
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.name, 0);
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, encoded, size);
    const ParamsPtr params{OSSL_PARAM_BLD_to_param(builder.get())};
    const crypto::KeyContextPtr keyContext{EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)};
    must(EVP_PKEY_fromdata_init(keyContext.get()) == 1, "EVP_PKEY_fromdata_init");
    EVP_PKEY* key = nullptr;
    must(EVP_PKEY_fromdata(keyContext.get(), &key, EVP_PKEY_KEYPAIR, params.get()) == 1, "EVP_PKEY_fromdata");
    return {key, &EVP_PKEY_free};
}

} // namespace

EcKey EcKey::derive(crypto::KeyKind kind, std::string_view seed)
{
    const Curve curve = curveOf(kind);
    const BnContextPtr context{BN_CTX_new()};
    EcKey key;
    key.m_kind = kind;
    key.m_numbers = std::make_shared<Numbers>();
    key.m_numbers->group.reset(EC_GROUP_new_by_curve_name(curve.nid));
    const EC_GROUP* group = key.m_numbers->group.get();
    key.m_numbers->width = (EC_GROUP_order_bits(group) + 7) / 8;
    key.m_numbers->secret = numberBelow(EC_GROUP_get0_order(group), bytesOf(seed), context.get());
    key.m_key = makeHandle(curve, group, key.m_numbers->secret.get(), context.get());
    std::uint8_t* der = nullptr;
    const int size = i2d_PUBKEY(key.m_key.get(), &der);
    must(size > 0, "i2d_PUBKEY");
    key.m_spki.assign(der, der + size);
    OPENSSL_free(der);
    key.m_spkiDigest = sha256Of(key.m_spki);
    return key;
}

std::string EcKey::id() const
{
    return toHex(m_spkiDigest);
}

std::string EcKey::publicPem() const
{
    return pemOf("PUBLIC KEY", m_spki);
}

std::string EcKey::privatePem() const
{
    const crypto::BioPtr bio{BIO_new(BIO_s_mem())};
    must(PEM_write_bio_PKCS8PrivateKey(bio.get(), m_key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1, "PKCS8");
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

ByteVector EcKey::hash(Bytes message) const
{
    ByteVector out(EVP_MAX_MD_SIZE);
    std::size_t size = 0;
    must(EVP_Q_digest(nullptr, curveOf(m_kind).hash, nullptr, message.data(), message.size(), out.data(), &size) == 1,
         "EVP_Q_digest");
    out.resize(size);
    return out;
}

std::pair<crypto::BignumPtr, crypto::BignumPtr> EcKey::sign(Bytes digest) const
{
    const EC_GROUP* group = m_numbers->group.get();
    const BIGNUM* order = EC_GROUP_get0_order(group);
    const BnContextPtr context{BN_CTX_new()};
    crypto::BignumPtr z{BN_bin2bn(digest.data(), static_cast<int>(digest.size()), nullptr)};
    const int excess = static_cast<int>(digest.size()) * 8 - EC_GROUP_order_bits(group);
    if (excess > 0) must(BN_rshift(z.get(), z.get(), excess) == 1, "BN_rshift");
    ByteVector secret(static_cast<std::size_t>(m_numbers->width));
    BN_bn2binpad(m_numbers->secret.get(), secret.data(), m_numbers->width);
    const Digest nonceSeed = sha256Of(secret, digest);
    const crypto::BignumPtr k = numberBelow(order, nonceSeed, context.get());

    const PointPtr point{EC_POINT_new(group)};
    crypto::BignumPtr r{BN_new()};
    crypto::BignumPtr s{BN_new()};
    must(EC_POINT_mul(group, point.get(), k.get(), nullptr, nullptr, context.get()) == 1, "EC_POINT_mul");
    must(EC_POINT_get_affine_coordinates(group, point.get(), r.get(), nullptr, context.get()) == 1, "affine");
    must(BN_nnmod(r.get(), r.get(), order, context.get()) == 1, "BN_nnmod");
    const crypto::BignumPtr inverse{BN_mod_inverse(nullptr, k.get(), order, context.get())};
    must(inverse != nullptr, "BN_mod_inverse");
    must(BN_mod_mul(s.get(), r.get(), m_numbers->secret.get(), order, context.get()) == 1, "BN_mod_mul");
    must(BN_mod_add(s.get(), s.get(), z.get(), order, context.get()) == 1, "BN_mod_add");
    must(BN_mod_mul(s.get(), s.get(), inverse.get(), order, context.get()) == 1, "BN_mod_mul");
    return {std::move(r), std::move(s)};
}

ByteVector EcKey::signDigestDer(Bytes digest) const
{
    auto [r, s] = sign(digest);
    const crypto::EcdsaSigPtr signature{ECDSA_SIG_new()};
    must(ECDSA_SIG_set0(signature.get(), r.release(), s.release()) == 1, "ECDSA_SIG_set0");
    std::uint8_t* der = nullptr;
    const int size = i2d_ECDSA_SIG(signature.get(), &der);
    must(size > 0, "i2d_ECDSA_SIG");
    ByteVector out(der, der + size);
    OPENSSL_free(der);
    return out;
}

ByteVector EcKey::signDigestRaw(Bytes digest) const
{
    const auto [r, s] = sign(digest);
    const int width = m_numbers->width;
    ByteVector out(2 * static_cast<std::size_t>(width));
    BN_bn2binpad(r.get(), out.data(), width);
    BN_bn2binpad(s.get(), out.data() + width, width);
    return out;
}

std::string pemOf(std::string_view label, Bytes der)
{
    const std::string text = toBase64(der);
    std::string out = "-----BEGIN " + std::string(label) + "-----\n";
    for (std::size_t at = 0; at < text.size(); at += 64) out += text.substr(at, 64) + '\n';
    return out + "-----END " + std::string(label) + "-----\n";
}

} // namespace countersign::sandbox
