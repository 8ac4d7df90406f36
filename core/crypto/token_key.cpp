// Engines are deprecated since OpenSSL 3.0; see keyFromToken() for why one is used.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "core/crypto/token_key.h"

#include <algorithm>
#include <cctype>
#include <mutex>

#include <openssl/engine.h>
#include <openssl/err.h>
#include <openssl/ui.h>

namespace countersign::crypto {

namespace {

/// In use until the last copy goes; the engine then leaves the token.
using EngineUse = std::shared_ptr<ENGINE>;

Error tokenError(ErrorCode code, std::string_view where)
{
    char text[200] = "";
    if (const unsigned long number = ERR_peek_last_error()) ERR_error_string_n(number, text, sizeof text);
    ERR_clear_error();
    return {code, "token: " + std::string(where), text};
}

bool holdsPin(std::string_view uri)
{
    std::string lower(uri);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower.find("pin-value") != std::string::npos || lower.find("pin-source") != std::string::npos;
}

Result<EngineUse> startEngine(const std::string& module)
{
    ENGINE_load_dynamic();
    ENGINE* engine = ENGINE_by_id("pkcs11");
    if (!engine) return tokenError(ErrorCode::Unsupported, "OpenSSL's pkcs11 engine is not installed");
    const auto freeReference = [](ENGINE* e) { ENGINE_free(e); };
    const std::unique_ptr<ENGINE, decltype(freeReference)> reference(engine, freeReference);
    if (!module.empty() && ENGINE_ctrl_cmd_string(engine, "MODULE_PATH", module.c_str(), 0) != 1)
        return tokenError(ErrorCode::Unsupported, "module");
    if (ENGINE_init(engine) != 1) return tokenError(ErrorCode::NotFound, "module " + module);
    return EngineUse(engine, [](ENGINE* e) { ENGINE_finish(e); });
}

/// The engine keeps a copy of the PIN until it is finished and wipes it then.
Result<void> givePin(ENGINE* engine, const PassphraseSource& ask)
{
    if (!ask) return Error{ErrorCode::Crypto, "token: PIN missing", {}};
    auto pin = ask();
    if (!pin) return std::move(pin).error();
    if (pin->empty()) return Error{ErrorCode::Crypto, "token: PIN missing", {}};
    pin->push_back(0);
    if (ENGINE_ctrl_cmd_string(engine, "PIN", reinterpret_cast<const char*>(pin->data()), 0) == 1) return {};
    return tokenError(ErrorCode::Crypto, "PIN");
}

/// The engine keeps each key it gave out, and each of these keeps the engine in use: untied here, or the token would
/// stay logged in until the process ends.
void giveBack(EVP_PKEY* key)
{
    EVP_PKEY_set1_engine(key, nullptr);
    EVP_PKEY_free(key);
}

} // namespace

bool isTokenUri(std::string_view text) noexcept
{
    return text.starts_with("pkcs11:");
}

Result<PrivateKey> keyFromToken(const TokenKey& where, const PassphraseSource& askPin)
{
    if (!isTokenUri(where.uri)) return Error{ErrorCode::Malformed, "token: not a pkcs11: address", {}};
    if (holdsPin(where.uri)) return Error{ErrorCode::Unsupported, "token: a PIN in the address", {}};
    static std::mutex oneAtATime;
    const std::lock_guard lock(oneAtATime);
    auto engine = startEngine(where.module);
    if (!engine) return std::move(engine).error();
    if (auto given = givePin(engine->get(), askPin); !given) return std::move(given).error();
    auto* silence = const_cast<UI_METHOD*>(UI_null()); // Never a prompt of its own; the engine does not write to it.
    EVP_PKEY* key = ENGINE_load_private_key(engine->get(), where.uri.c_str(), silence, nullptr);
    if (!key) return tokenError(ErrorCode::NotFound, "no such key, or the PIN is wrong");
    return PrivateKey::fromToken({key, [engine = *engine](EVP_PKEY* p) { giveBack(p); }});
}

} // namespace countersign::crypto
