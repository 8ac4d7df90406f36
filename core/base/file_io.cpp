#include "core/base/file_io.h"

#include "core/base/file_head.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace countersign {

namespace {

Error systemError(const std::filesystem::path& path, std::string_view what)
{
    const ErrorCode code = errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Io;
    return {code, path.string() + ": " + std::string(what), std::strerror(errno)};
}

class Descriptor
{
public:
    explicit Descriptor(int value) : m_value(value) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }
    int get() const { return m_value; }
    int close() { return m_value < 0 ? 0 : ::close(std::exchange(m_value, -1)); }

private:
    int m_value;
};

/// A regular file opened for reading, and its size.
Result<std::uint64_t> sizeOf(const Descriptor& file, const std::filesystem::path& path)
{
    if (file.get() < 0) return systemError(path, "open");
    struct stat status = {};
    if (::fstat(file.get(), &status) != 0) return systemError(path, "status");
    if (!S_ISREG(status.st_mode)) return Error{ErrorCode::Unsupported, path.string(), "not a regular file"};
    return static_cast<std::uint64_t>(status.st_size);
}

/// How many bytes were read: fewer than there is room for only at the end of the file.
Result<std::size_t> readInto(std::span<std::uint8_t> content, const Descriptor& file, const std::filesystem::path& path)
{
    std::size_t done = 0;
    while (done < content.size()) {
        const ssize_t count = ::read(file.get(), content.data() + done, content.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return systemError(path, "read");
        if (count == 0) break;
        done += static_cast<std::size_t>(count);
    }
    return done;
}

} // namespace

Result<Bytes> readHead(const std::filesystem::path& path, std::span<std::uint8_t> head)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    const auto size = sizeOf(file, path);
    if (!size) return size.error();
    const auto count = readInto(head.first(std::min<std::uint64_t>(head.size(), *size)), file, path);
    if (!count) return count.error();
    return Bytes(head.first(*count));
}

Result<ByteVector> readSmallFile(const std::filesystem::path& path, std::uint64_t limit)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    const auto size = sizeOf(file, path);
    if (!size) return size.error();
    if (*size > limit) return Error{ErrorCode::LimitExceeded, path.string(), std::to_string(*size) + " bytes"};
    ByteVector content(*size);
    const auto count = readInto(content, file, path);
    if (!count) return count.error();
    if (*count < content.size()) return Error{ErrorCode::Truncated, path.string() + ": read", "the file became shorter"};
    return content;
}

Result<void> writeFileAtomically(const std::filesystem::path& path, Bytes content, FileReaders readers)
{
    std::string temporary = path.string() + ".XXXXXX";
    Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
    if (file.get() < 0) return systemError(path, "create");
    const auto fail = [&](std::string_view what) {
        Error error = systemError(path, what);
        ::unlink(temporary.c_str());
        return error;
    };
    std::size_t done = 0;
    while (done < content.size()) {
        const ssize_t count = ::write(file.get(), content.data() + done, content.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return fail("write");
        done += static_cast<std::size_t>(count);
    }
    const mode_t mode = readers == FileReaders::OwnerOnly ? 0600 : 0644;
    if (::fchmod(file.get(), mode) != 0 || ::fsync(file.get()) != 0 || file.close() != 0) return fail("write");
    if (::rename(temporary.c_str(), path.c_str()) != 0) return fail("rename");
    return {};
}

} // namespace countersign
