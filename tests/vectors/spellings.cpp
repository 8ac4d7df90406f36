#include "tests/vectors/spellings.h"

#include "core/base/base64.h"
#include "tests/support/cose_writer.h"

#include <QtGlobal>
#include <nlohmann/json.hpp>
#include <openssl/ecdsa.h>

#include <algorithm>
#include <cctype>

namespace countersign::test::spelling {

using namespace support;
using nlohmann::json;

namespace {

/// P-384's order, to mirror s.
const char* kOrder = "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973";

ByteVector mirrored(Bytes rawSignature)
{
    BIGNUM* order = nullptr;
    BN_hex2bn(&order, kOrder);
    BIGNUM* s = BN_bin2bn(rawSignature.data() + 48, 48, nullptr);
    BN_sub(s, order, s);
    ByteVector result(rawSignature.begin(), rawSignature.end());
    BN_bn2binpad(s, result.data() + 48, 48);
    BN_free(s);
    BN_free(order);
    return result;
}

ByteVector derOf(Bytes raw)
{
    ECDSA_SIG* signature = ECDSA_SIG_new();
    ECDSA_SIG_set0(signature, BN_bin2bn(raw.data(), 48, nullptr), BN_bin2bn(raw.data() + 48, 48, nullptr));
    std::uint8_t* out = nullptr;
    const int length = i2d_ECDSA_SIG(signature, &out);
    ByteVector der(out, out + length);
    OPENSSL_free(out);
    ECDSA_SIG_free(signature);
    return der;
}

ByteVector rawOf(Bytes der)
{
    const std::uint8_t* at = der.data();
    ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
    ByteVector raw(96);
    BN_bn2binpad(ECDSA_SIG_get0_r(signature), raw.data(), 48);
    BN_bn2binpad(ECDSA_SIG_get0_s(signature), raw.data() + 48, 48);
    ECDSA_SIG_free(signature);
    return raw;
}

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    const std::size_t at = text.find(from);
    if (at == std::string::npos) qFatal("%s is not there", from.c_str());
    return text.replace(at, from.size(), to);
}

struct HeaderPlan {
    std::int64_t algorithm = -35;
    bool noAlgorithm = false, doubled = false, longInteger = false, indefinite = false, reversed = false, noKey = false;
    std::string keyId;
    std::int64_t tree = 2;
    std::string transaction;
    std::string issuer = "service.example";
};

void appendTo(ByteVector& out, const ByteVector& part)
{
    out.insert(out.end(), part.begin(), part.end());
}

ByteVector headerOf(const Subject& subject, const HeaderPlan& plan)
{
    std::vector<ByteVector> parts;
    const auto label = [](std::int64_t number) { return std::move(CborOut().integer(number)); };
    if (!plan.noAlgorithm)
        parts.push_back(plan.longInteger ? ByteVector{0x01, 0x39, 0x00, 0x22}
                                         : label(1).integer(plan.algorithm).take());
    if (plan.doubled) parts.push_back(label(1).integer(plan.algorithm).take());
    if (!plan.noKey)
        parts.push_back(label(4).bytes(bytesOf(plan.keyId.empty() ? subject.service->id() : plan.keyId)).take());
    parts.push_back(label(395).integer(plan.tree).take());
    parts.push_back(label(15).map(2).integer(6).integer(1'767'225'620).integer(1).text(plan.issuer).take());
    parts.push_back(CborOut()
                        .text("ccf.v1")
                        .map(1)
                        .text("txid")
                        .text(plan.transaction.empty() ? subject.id.toString() : plan.transaction)
                        .take());
    if (plan.reversed) std::ranges::reverse(parts);
    ByteVector header = plan.indefinite ? ByteVector{0xbf} : CborOut().map(parts.size()).take();
    for (const ByteVector& part : parts) appendTo(header, part);
    if (plan.indefinite) header.push_back(0xff);
    return header;
}

ByteVector signatureOver(const Subject& subject, const ByteVector& header)
{
    CborOut toBeSigned;
    toBeSigned.array(4).text("Signature1").bytes(header).bytes({}).bytes(subject.root);
    return subject.service->signDigestRaw(subject.service->hash(toBeSigned.take()));
}

ByteVector assembled(const ByteVector& header, const ByteVector& signature)
{
    return CborOut().tag(18).array(4).bytes(header).map(0).null().bytes(signature).take();
}

ByteVector withHeader(const Subject& subject, const HeaderPlan& plan)
{
    const ByteVector header = headerOf(subject, plan);
    return assembled(header, signatureOver(subject, header));
}

std::string coseRow(const ByteVector& bytes)
{
    return json(toBase64(bytes)).dump();
}

/// A base64 text whose unused bits are not zero, of a value that has some.
std::string withUnusedBits(std::string base64)
{
    const std::size_t padding = base64.find('=');
    if (padding == std::string::npos) return base64 + "=";
    const std::size_t at = padding - 1;
    base64[at] = static_cast<char>(base64[at] + 1);
    return base64;
}

Case header(const char* name, Expected expected, HeaderPlan plan)
{
    return {name, expected, [plan](const Subject& s, const std::string&) { return coseRow(withHeader(s, plan)); }};
}

using Assemble = std::function<ByteVector(const Subject&, ByteVector header, ByteVector signature)>;

Case wholeCose(const char* name, Expected expected, Assemble make)
{
    return {name, expected, [make](const Subject& s, const std::string&) {
                const ByteVector plain = headerOf(s, {});
                return coseRow(make(s, plain, signatureOver(s, plain)));
            }};
}

} // namespace

std::vector<Case> coseCases()
{
    using B = ByteVector;
    const auto edited = [](auto change) {
        return [change](const Subject&, const B& h, const B& sig) {
            B bytes = assembled(h, sig);
            change(bytes);
            return bytes;
        };
    };
    return {
        header("made anew, as CCF writes it", Bound, {}),
        header("labels in another order", Bound, {.reversed = true}),
        header("another algorithm", Refused, {.algorithm = -7}),
        header("an unknown algorithm", Refused, {.algorithm = -8}),
        header("no algorithm", Refused, {.noAlgorithm = true}),
        header("a label twice", Refused, {.doubled = true}),
        header("a number longer than needed", Refused, {.longInteger = true}),
        header("a header of no stated length", Refused, {.indefinite = true}),
        header("no key id", Refused, {.noKey = true}),
        header("another key id", Refused, {.keyId = std::string(64, 'a')}),
        header("key id in capitals", Refused, {.keyId = std::string(64, 'A')}),
        header("another tree", Refused, {.tree = 1}),
        header("another transaction", Refused, {.transaction = "2.1"}),
        header("a transaction with a zero before", Refused, {.transaction = "02.1"}),
        wholeCose("no tag", Refused, edited([](B& b) { b.erase(b.begin()); })),
        wholeCose("another tag", Refused, edited([](B& b) { b[0] = 0xd1; })),
        wholeCose("a tag longer than needed", Refused, edited([](B& b) { b[0] = 0xd8, b.insert(b.begin() + 1, 18); })),
        wholeCose("a byte behind", Refused, edited([](B& b) { b.push_back(0); })),
        wholeCose("a byte less", Refused, edited([](B& b) { b.pop_back(); })),
        wholeCose("a list of no stated length", Refused, edited([](B& b) { b[1] = 0x9f, b.push_back(0xff); })),
        wholeCose("five parts", Refused, edited([](B& b) { b[1] = 0x85, b.push_back(0xf6); })),
        wholeCose("something unprotected", Refused,
                  [](const Subject&, const B& h, const B& sig) {
                      return CborOut().tag(18).array(4).bytes(h).map(1).integer(33).integer(1).null().bytes(sig).take();
                  }),
        wholeCose(
            "the algorithm unprotected too", Refused,
            [](const Subject&, const B& h, const B& sig) {
                return CborOut().tag(18).array(4).bytes(h).map(1).integer(1).integer(-35).null().bytes(sig).take();
            }),
        wholeCose("the root inside", Refused,
                  [](const Subject& s, const B& h, const B& sig) {
                      return CborOut().tag(18).array(4).bytes(h).map(0).bytes(s.root).bytes(sig).take();
                  }),
        wholeCose("an empty payload inside", Refused,
                  [](const Subject&, const B& h, const B& sig) {
                      return CborOut().tag(18).array(4).bytes(h).map(0).bytes({}).bytes(sig).take();
                  }),
        wholeCose("a byte behind the header", Refused,
                  [](const Subject& s, B h, const B&) {
                      h.push_back(0);
                      return assembled(h, signatureOver(s, h));
                  }),
        wholeCose("the mirrored s", Bound,
                  [](const Subject&, const B& h, const B& sig) { return assembled(h, mirrored(sig)); }),
        wholeCose("DER in place of r and s", Refused,
                  [](const Subject&, const B& h, const B& sig) { return assembled(h, derOf(sig)); }),
        wholeCose("a zero before r and s", Refused,
                  [](const Subject&, const B& h, B sig) {
                      sig.insert(sig.begin(), 0);
                      return assembled(h, sig);
                  }),
        wholeCose("no signature", Refused, [](const Subject&, const B& h, const B&) { return assembled(h, {}); }),
        wholeCose("r and s zero", Refused, [](const Subject&, const B& h, const B&) { return assembled(h, B(96)); }),
        {"unused bits in base64", Refused,
         [](const Subject& s, const std::string&) {
             std::string base64, issuer = "x";
             for (; !base64.ends_with('='); issuer += 'x') base64 = toBase64(withHeader(s, {.issuer = issuer}));
             return json(withUnusedBits(base64)).dump();
         }},
        {"white space in base64", Refused,
         [](const Subject&, const std::string& row) {
             return json(json::parse(row).get<std::string>().insert(8, "\n")).dump();
         }},
        {"base64 without its end", Refused,
         [](const Subject&, const std::string& row) {
             std::string text = json::parse(row).get<std::string>();
             return json(text.substr(0, text.size() - 1)).dump();
         }},
        {"an escape in the string", Refused,
         [](const Subject&, const std::string& row) { return replaced(row, "\"0", "\"\\u0030"); }},
        {"a blank before the string", Refused, [](const Subject&, const std::string& row) { return " " + row; }},
        {"a second string", Refused, [](const Subject&, const std::string& row) { return row + "\"\""; }},
        {"a list of the string", Refused, [](const Subject&, const std::string& row) { return "[" + row + "]"; }},
        {"no string", Refused, [](const Subject&, const std::string&) { return std::string("null"); }},
        {"nothing", Refused, [](const Subject&, const std::string&) { return std::string(); }},
    };
}

namespace {

Case member(const char* name, Expected expected, std::function<void(json&)> change)
{
    return {name, expected, [change](const Subject&, const std::string& row) {
                json value = json::parse(row);
                change(value);
                return value.dump();
            }};
}

Case text(const char* name, const std::string& from, const std::string& to)
{
    return {name, Refused, [=](const Subject&, const std::string& row) { return replaced(row, from, to); }};
}

/// The signature's bytes, changed.
Case nodeSignature(const char* name, Expected expected, std::function<ByteVector(ByteVector der)> change)
{
    return member(name, expected, [change](json& row) {
        row["sig"] = toBase64(change(*fromBase64(row.at("sig").get<std::string>())));
    });
}

} // namespace

std::vector<Case> nodeCases()
{
    using B = ByteVector;
    const auto upper = [](const char* name) {
        return member(name, Refused, [name = std::string(name).substr(0, 4)](json& row) {
            std::string value = row.at(name).get<std::string>();
            for (char& c : value) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
            row[name] = value;
        });
    };
    return {
        member("no change", Bound, [](json&) {}),
        member("an unknown member", Bound, [](json& row) { row["zzz"] = 1; }),
        member("without its certificate", Bound, [](json& row) { row.erase("cert"); }),
        member("another commit number, which nobody reads", Bound, [](json& row) { row["commit_seqno"] = 7; }),
        nodeSignature("the mirrored s", Bound, [](const B& der) { return derOf(mirrored(rawOf(der))); }),
        nodeSignature("r and s in place of DER", Refused, [](const B& der) { return rawOf(der); }),
        nodeSignature("a byte behind DER", Refused, [](B der) { return der.push_back(0), der; }),
        nodeSignature("a length longer than needed", Refused,
                      [](B der) { return der.insert(der.begin() + 1, 0x81), der; }),
        nodeSignature("a zero too many before r", Refused,
                      [](B der) {
                          der.insert(der.begin() + 4, 0);
                          ++der[1], ++der[3];
                          return der;
                      }),
        nodeSignature("no signature", Refused, [](const B&) { return B{}; }),
        upper("root in capitals"),
        upper("node in capitals"),
        member("a shorter root", Refused, [](json& row) { row["root"] = std::string(62, 'a'); }),
        member("white space in base64", Refused,
               [](json& row) { row["sig"] = row.at("sig").get<std::string>().insert(4, " "); }),
        member("unused bits in base64", Refused,
               [](json& row) { row["sig"] = withUnusedBits(row.at("sig").get<std::string>()); }),
        member("a number as text", Refused,
               [](json& row) { row["seqno"] = std::to_string(row.at("seqno").get<SeqNo>()); }),
        member("a number with a fraction", Refused, [](json& row) { row["view"] = 2.0; }),
        member("another number", Refused, [](json& row) { row["seqno"] = row.at("seqno").get<SeqNo>() + 1; }),
        member("a number below zero", Refused, [](json& row) { row["view"] = -2; }),
        member("a certificate that is none", Refused, [](json& row) { row["cert"] = "none"; }),
        member("a list as certificate", Refused, [](json& row) { row["cert"] = json::array(); }),
        text("a member twice", "{", "{\"view\":2,"),
        text("white space", "\"view\":", "\"view\": "),
        text("an exponent", "\"view\":2", "\"view\":2e0"),
        text("an escape", "\"view\"", "\"\\u0076iew\""),
        text("members in another order", "{", "{\"a\":1,\"A\":1,"),
        {"a byte order mark", Refused, [](const Subject&, const std::string& row) { return "\xef\xbb\xbf" + row; }},
        {"a line behind", Refused, [](const Subject&, const std::string& row) { return row + "\n"; }},
        {"a zero behind", Refused, [](const Subject&, const std::string& row) { return row + std::string(1, '\0'); }},
        {"nothing", Refused, [](const Subject&, const std::string&) { return std::string(); }},
    };
}

} // namespace countersign::test::spelling
