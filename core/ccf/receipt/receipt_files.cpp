#include "core/ccf/receipt/receipt_files.h"

#include "core/base/file_io.h"
#include "core/ccf/receipt/receipt_archive.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace countersign::ccf {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMostEndorsementBytes = 4u << 20;
constexpr std::size_t kMostEndorsementFiles = 256;
constexpr std::size_t kLooksInFolder = 4096;
constexpr int kDeepest = 8;

bool isReceipt(ReceiptFormat format)
{
    return format != ReceiptFormat::None && format != ReceiptFormat::Endorsements;
}

const char* kindName(ReceiptFormat format)
{
    switch (format) {
    case ReceiptFormat::Json:
    case ReceiptFormat::Azure:
    case ReceiptFormat::Signature:
    case ReceiptFormat::Cose: return "receipt";
    case ReceiptFormat::Statement: return "statement";
    case ReceiptFormat::Endorsements: return "endorsements";
    case ReceiptFormat::None: break;
    }
    return "";
}

bool couldBeReceipt(const fs::path& path)
{
    constexpr std::array<std::string_view, 5> kEndings{".json", ".jsonl", ".ndjson", ".cose", ".cbor"};
    return std::ranges::find(kEndings, path.extension().string()) != kEndings.end();
}

/// Regular files below a folder, sorted by path.
std::vector<fs::path> below(const fs::path& folder, std::error_code& error)
{
    std::vector<fs::path> files;
    for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (it.depth() >= kDeepest) it.disable_recursion_pending();
        std::error_code unused;
        if (fs::is_regular_file(it->symlink_status(unused))) files.push_back(it->path());
    }
    std::ranges::sort(files);
    return files;
}

class Lister
{
public:
    explicit Lister(const FormatFilter& takes) : m_takes(takes) { m_result.takes = takes; }

    Result<ReceiptFiles> list(const std::vector<fs::path>& paths)
    {
        for (const fs::path& path : paths) {
            m_result.summary.paths.push_back(path.string());
            std::error_code error;
            const fs::file_status status = fs::status(path, error);
            if (!fs::exists(status))
                return Error{error ? ErrorCode::Io : ErrorCode::NotFound, path.string(), error.message()};
            if (!fs::is_directory(status)) {
                add(path, true);
                besides(path);
                continue;
            }
            for (const fs::path& file : below(path, error)) add(file, false);
            if (error) return Error{ErrorCode::Io, path.string(), error.message()};
        }
        if (m_result.files.empty())
            return Error{ErrorCode::NotFound, paths.empty() ? std::string() : paths.front().string(), "no receipt"};
        return std::move(m_result);
    }

private:
    void add(const fs::path& path, bool named)
    {
        const ReceiptFormat format = receiptFormatOf(path);
        std::error_code error;
        SourceFile file{.folder = path.parent_path().string(), .name = path.filename().string()};
        file.size = fs::file_size(path, error);
        const bool archive = format == ReceiptFormat::None && isReceiptArchive(path) && archiveHolds(path, m_takes);
        if (archive) addEndorsements(path);
        if (format == ReceiptFormat::Signature && !named) {
            leaveOut(kCheckReceiptPath, kReasonNoProof, path);
        } else if (archive || (isReceipt(format) && m_takes(format))) {
            file.state = FileState::Complete;
            m_result.summary.bytes += file.size;
            m_result.files.push_back(path);
        } else if (format == ReceiptFormat::Endorsements) {
            addEndorsements(path);
        } else if (named || (format == ReceiptFormat::None && couldBeReceipt(path))) {
            leaveOut(kCheckReceiptReadable, kReasonUnsupported, path);
        }
        m_result.summary.files.push_back(std::move(file));
    }

    void leaveOut(const char* check, const char* reason, const fs::path& path)
    {
        for (NotCheckedItem& item : m_result.notChecked)
            if (item.id == check && item.reason == reason) return void(++item.count);
        m_result.notChecked.push_back({check, reason, path.string(), 1});
    }

    void besides(const fs::path& path)
    {
        const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
        std::error_code error;
        std::size_t looked = 0;
        for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
            if (++looked > kLooksInFolder) return;
            const std::string name = it->path().filename().string();
            if (name.ends_with(".endorsements.json") && receiptFormatOf(it->path()) == ReceiptFormat::Endorsements)
                addEndorsements(it->path());
        }
    }

    void addEndorsements(const fs::path& path)
    {
        auto& files = m_result.endorsements;
        if (files.size() < kMostEndorsementFiles && std::ranges::find(files, path) == files.end()) files.push_back(path);
    }

    const FormatFilter& m_takes;
    ReceiptFiles m_result;
};

} // namespace

Result<ReceiptFiles> listReceiptFiles(const std::vector<fs::path>& paths, const FormatFilter& takes)
{
    return Lister(takes).list(paths);
}

std::string receiptKindOf(const fs::path& path, const FormatFilter& takes)
{
    std::error_code error;
    if (!fs::is_directory(path, error)) {
        const ReceiptFormat format = receiptFormatOf(path);
        if (format == ReceiptFormat::None) return isReceiptArchive(path) && archiveHolds(path, takes) ? "receipt" : "";
        return takes(format) ? kindName(format) : "";
    }
    std::size_t looked = 0;
    for (fs::recursive_directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
        if (it.depth() >= kDeepest) it.disable_recursion_pending();
        std::error_code unused;
        if (++looked > kLooksInFolder) break;
        if (!fs::is_regular_file(it->symlink_status(unused))) continue;
        const ReceiptFormat format = receiptFormatOf(it->path());
        if (isReceipt(format) && takes(format)) return kindName(format);
        if (format == ReceiptFormat::None && isReceiptArchive(it->path()) && archiveHolds(it->path(), takes)) return "receipt";
    }
    return {};
}

namespace {

class EndorsementReader
{
public:
    explicit EndorsementReader(std::vector<NotCheckedItem>& notChecked) : m_notChecked(notChecked) {}

    void read(const fs::path& file)
    {
        if (!isReceiptArchive(file)) return take(file.string(), readSmallFile(file, kMostEndorsementBytes));
        std::size_t taken = 0;
        // An archive that cannot be read is said to be so where its receipts are judged.
        std::ignore = forEachMember(file, {}, [&](const ArchiveMember& member) {
            if (member.format == ReceiptFormat::Endorsements && ++taken <= kMostEndorsementFiles)
                take(file.string() + '/' + member.name, member.content);
        });
    }

    std::vector<IdentityEndorsement> result;

private:
    void take(const std::string& name, const Result<ByteVector>& text)
    {
        auto list = text ? parseEndorsementList(*text) : Result<std::vector<IdentityEndorsement>>(text.error());
        if (!list) {
            const bool broken = list.error().code == ErrorCode::Malformed;
            m_notChecked.push_back({kCheckReceiptEndorsement, broken ? kReasonMalformed : kReasonUnreadable,
                                    name + ": " + list.error().where + ' ' + list.error().detail, 1});
            return;
        }
        for (IdentityEndorsement& one : *list) {
            const bool known = std::ranges::any_of(result, [&](const IdentityEndorsement& other) {
                return *other.bytes == *one.bytes;
            });
            if (!known) result.push_back(std::move(one));
        }
    }

    std::vector<NotCheckedItem>& m_notChecked;
};

} // namespace

std::vector<IdentityEndorsement> readEndorsements(const std::vector<fs::path>& files,
                                                  std::vector<NotCheckedItem>& notChecked)
{
    EndorsementReader reader(notChecked);
    for (const fs::path& file : files) reader.read(file);
    return std::move(reader.result);
}

} // namespace countersign::ccf
