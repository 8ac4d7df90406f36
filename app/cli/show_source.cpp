#include "app/cli/show.h"

#include "app/cli/terminal_text.h"
#include "app/common/documents.h"
#include "app/common/english_text.h"

#include <algorithm>

namespace countersign {

namespace {

constexpr std::size_t kMostName = 200;

Json fileJson(const SourceFile& file)
{
    Json json;
    json["path"] = file.path();
    json["name"] = file.name;
    json["size"] = file.size;
    json["first"] = orNull(file.first);
    json["last"] = orNull(file.last);
    json["state"] = fileStateName(file.state);
    json["problem"] = file.problem;
    return json;
}

Json irregularityJson(const SourceIrregularity& irregularity, const SourceSummary& summary)
{
    Json json;
    json["kind"] = irregularity.kind == SourceIrregularity::Kind::Gap ? "gap" : "overlap";
    json["from"] = irregularity.from;
    json["to"] = irregularity.to;
    json["files"] = Json::array();
    for (const std::uint32_t index : irregularity.files)
        if (index < summary.files.size()) json["files"].push_back(summary.files[index].path());
    return json;
}

// By what they hold; files that hold nothing known come last.
std::vector<const SourceFile*> inOrder(const SourceSummary& summary)
{
    std::vector<const SourceFile*> files;
    files.reserve(summary.files.size());
    for (const SourceFile& file : summary.files) files.push_back(&file);
    std::ranges::stable_sort(files, {}, [](const SourceFile* file) {
        return std::pair(!file->first, file->first.value_or(0));
    });
    return files;
}

// The ends as far as names tell, else as far as the open file goes.
struct Ends {
    SeqNo first = 0;
    SeqNo last = 0;
};

Ends endsOf(EvidenceSource& source)
{
    const SourceSummary& summary = source.summary();
    return {summary.first ? *summary.first : source.records().first(),
            summary.last ? *summary.last : source.records().last()};
}

Json sourceDocument(const SourceSummary& summary, Ends ends, std::size_t limit)
{
    Json document = documentHead("countersign.source/1");
    document["family"] = summary.family;
    document["kind"] = summary.kind;
    document["paths"] = summary.paths;
    document["first"] = ends.first != 0 ? Json(ends.first) : Json(nullptr);
    document["last"] = ends.last != 0 ? Json(ends.last) : Json(nullptr);
    document["bytes"] = summary.bytes;
    document["fileCount"] = summary.files.size();
    document["files"] = Json::array();
    const auto files = inOrder(summary);
    for (std::size_t i = 0; i < files.size() && i < limit; ++i) document["files"].push_back(fileJson(*files[i]));
    document["irregularities"] = Json::array();
    for (const SourceIrregularity& one : summary.irregularities)
        document["irregularities"].push_back(irregularityJson(one, summary));
    return document;
}

std::string rangeText(const SourceFile& file)
{
    if (!file.first) return "-";
    return std::to_string(*file.first) + ".." + (file.last ? std::to_string(*file.last) : std::string("?"));
}

void writeFiles(Console& console, const SourceSummary& summary, std::size_t limit)
{
    std::ostream& out = console.out();
    out << '\n' << console.heading("Files") << '\n';
    const auto files = inOrder(summary);
    const std::size_t shown = std::min(files.size(), limit);
    std::size_t width = 5;
    for (std::size_t i = 0; i < shown; ++i) width = std::max(width, columns(rangeText(*files[i])));
    for (std::size_t i = 0; i < shown && console.outWorks(); ++i) {
        const SourceFile& file = *files[i];
        out << "  " << padded(rangeText(file), width) << "  " << padded(fileStateName(file.state), 10) << "  "
            << padded(byteCount(file.size), 9) << "  " << shortened(file.name, kMostName) << '\n';
        if (file.problem.empty()) continue;
        const std::string_view sentence = englishReason(file.problem);
        out << std::string(width + 4, ' ') << escaped(file.problem) << (sentence.empty() ? "" : ": ") << sentence
            << '\n';
    }
    if (shown < summary.files.size())
        out << "  and " << counted(summary.files.size() - shown, "more file", "more files")
            << "; --limit 0 lists all\n";
}

void writeIrregularities(Console& console, const SourceSummary& summary, std::size_t limit)
{
    if (summary.irregularities.empty()) return;
    std::ostream& out = console.out();
    out << '\n' << console.heading("Gaps and overlaps") << '\n';
    const std::size_t shown = std::min(summary.irregularities.size(), limit);
    for (std::size_t i = 0; i < shown && console.outWorks(); ++i) {
        const SourceIrregularity& one = summary.irregularities[i];
        const bool gap = one.kind == SourceIrregularity::Kind::Gap;
        out << "  " << one.from << ".." << one.to << "  " << (gap ? "in no file" : "in several files:");
        for (std::size_t f = 0; !gap && f < one.files.size() && f < limit; ++f)
            if (one.files[f] < summary.files.size())
                out << ' ' << shortened(summary.files[one.files[f]].path(), kMostName);
        out << '\n';
    }
    const std::size_t left = summary.irregularities.size() - shown;
    if (left > 0) out << "  and " << left << " more; --limit 0 lists all\n";
}

} // namespace

int showSource(const ShowArguments& arguments, EvidenceSource& source, Environment& environment)
{
    Console& console = environment.console;
    const SourceSummary& summary = source.summary();
    const std::size_t limit = showLimit(arguments);
    const Ends ends = endsOf(source);
    if (arguments.json) {
        console.out() << documentText(sourceDocument(summary, ends, limit));
        return kExitPassed;
    }
    console.out() << escaped(summary.family) << ' ' << escaped(summary.kind) << ", ";
    if (ends.last != 0)
        console.out() << "transactions " << ends.first << ".." << ends.last;
    else
        console.out() << "no transactions";
    console.out() << ", " << counted(summary.files.size(), "file", "files") << ", " << byteCount(summary.bytes)
                  << " of history. Nothing has been verified.\n";
    writeFiles(console, summary, limit);
    writeIrregularities(console, summary, limit);
    return kExitPassed;
}

} // namespace countersign
