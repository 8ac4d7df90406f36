#pragma once

#include "core/base/file_io.h"
#include "core/ccf/ledger/record_access.h"
#include "tests/support/source_dir.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <memory>
#include <set>

// Real ledgers beside the checkout, and copies of them to damage.

namespace countersign::test {

inline std::filesystem::path vectors()
{
    return sourceDir().parent_path() / "shared" / "vectors";
}

inline std::filesystem::path networkLedger(const char* folder)
{
    return vectors() / "ccf-network" / "ledger" / folder / "ledger";
}

/// Every folder with ledger files in it.
inline std::vector<std::filesystem::path> realLedgers()
{
    std::set<std::filesystem::path> folders;
    std::error_code error;
    for (const char* group : {"ccf-ledgers", "ccf-network"})
        for (const auto& item : std::filesystem::recursive_directory_iterator(vectors() / group, error))
            if (item.path().filename().string().starts_with("ledger_")) folders.insert(item.path().parent_path());
    return {folders.begin(), folders.end()};
}

inline void addLedgerRows()
{
    QTest::addColumn<QString>("folder");
    for (const auto& folder : realLedgers())
        QTest::newRow(std::filesystem::relative(folder, vectors()).c_str()) << QString::fromStdString(folder.string());
}

/// Files, line and records that live together.
struct OpenLedger {
    ccf::LedgerFiles files;
    std::unique_ptr<ccf::LedgerRecords> records;

    static std::unique_ptr<OpenLedger> open(const std::filesystem::path& folder)
    {
        auto files = ccf::listLedgerFiles({folder});
        if (!files) return nullptr;
        auto ledger = std::make_unique<OpenLedger>();
        ledger->files = *std::move(files);
        ledger->records = std::make_unique<ccf::LedgerRecords>(ledger->files, ccf::layOut(ledger->files));
        return ledger;
    }

    std::vector<RecordRow> allRows() const
    {
        return records->rows(0, 1'000'000, {}).value_or(std::vector<RecordRow>{});
    }
};

/// A copy of a folder's ledger files that may be damaged.
class LedgerCopy
{
public:
    explicit LedgerCopy(const std::filesystem::path& from)
    {
        for (const auto& item : std::filesystem::directory_iterator(from))
            if (item.is_regular_file()) std::filesystem::copy_file(item.path(), path() / item.path().filename());
    }

    std::filesystem::path path() const { return m_folder.path().toStdString(); }

    template <class Change>
    void change(const std::string& name, const Change& how) const
    {
        ByteVector bytes = readSmallFile(path() / name).value();
        how(bytes);
        QVERIFY(writeFileAtomically(path() / name, bytes));
    }

private:
    QTemporaryDir m_folder;
};

} // namespace countersign::test
