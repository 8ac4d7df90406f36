#include "core/crypto/secret.h"

#include "core/base/file_io.h"

#include <cerrno>
#include <cstring>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <unistd.h>

namespace countersign::crypto {

void wipe(void* memory, std::size_t size) noexcept
{
    OPENSSL_cleanse(memory, size);
}

SecretBytes secretCopy(Bytes bytes)
{
    return {bytes.begin(), bytes.end()};
}

Result<SecretBytes> readSecretFile(const std::filesystem::path& path, std::uint64_t limit)
{
    auto content = readSmallFile(path, limit);
    if (!content) return std::move(content).error();
    SecretBytes secret = secretCopy(*content);
    wipe(content->data(), content->size());
    return secret;
}

Result<SecretBytes> readSecretLine(int descriptor)
{
    constexpr std::size_t kLongest = 4096;
    SecretBytes line;
    std::uint8_t next = 0;
    for (;;) {
        const ssize_t count = ::read(descriptor, &next, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return Error{ErrorCode::Io, "passphrase", std::strerror(errno)};
        if (count == 0 || next == '\n') break;
        if (line.size() == kLongest) return Error{ErrorCode::LimitExceeded, "passphrase", {}};
        line.push_back(next);
    }
    wipe(&next, sizeof next);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
}

SecretBytes toSecretBase64(Bytes bytes)
{
    SecretBytes text(4 * ((bytes.size() + 2) / 3) + 1);
    const int length = EVP_EncodeBlock(text.data(), bytes.data(), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

} // namespace countersign::crypto
