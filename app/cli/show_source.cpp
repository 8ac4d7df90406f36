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

Json sourceDocument(const SourceSummary& summary, std::size_t limit)
{
    Json document = documentHead("countersign.source/1");
    document["family"] = summary.family;
    document["kind"] = summary.kind;
    document["paths"] = summary.paths;
    document["first"] = orNull(summary.first);
    document["last"] = orNull(summary.last);
    document["bytes"] = summary.bytes;
    document["fileCount"] = summary.files.size();
    document["files"] = Json::array();
    for (std::size_t i = 0; i < summary.files.size() && i < limit; ++i)
        document["files"].push_back(fileJson(summary.files[i]));
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
    const std::size_t shown = std::min(summary.files.size(), limit);
    std::size_t width = 5;
    for (std::size_t i = 0; i < shown; ++i) width = std::max(width, columns(rangeText(summary.files[i])));
    for (std::size_t i = 0; i < shown && console.outWorks(); ++i) {
        const SourceFile& file = summary.files[i];
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

int showSource(const ShowArguments& arguments, const SourceSummary& summary, Environment& environment)
{
    Console& console = environment.console;
    const std::size_t limit = showLimit(arguments);
    if (arguments.json) {
        console.out() << documentText(sourceDocument(summary, limit));
        return kExitPassed;
    }
    console.out() << escaped(summary.family) << ' ' << escaped(summary.kind) << ", transactions ";
    if (summary.first && summary.last)
        console.out() << *summary.first << ".." << *summary.last;
    else
        console.out() << "none by name";
    console.out() << ", " << counted(summary.files.size(), "file", "files") << ", " << byteCount(summary.bytes)
                  << " of history. Nothing has been verified.\n";
    writeFiles(console, summary, limit);
    writeIrregularities(console, summary, limit);
    return kExitPassed;
}

} // namespace countersign
