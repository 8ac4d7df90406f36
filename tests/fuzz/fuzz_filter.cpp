#include "tests/fuzz/fuzz.h"
#include "ui/explore/filter/filter.h"
#include "ui/explore/filter/filter_complete.h"

using namespace countersign;
using namespace countersign::ui::filter;

FUZZ_TARGET(filter, bytes)
{
    const std::string_view text = textOf(bytes);
    const ParsedFilter parsed = parseFilter(text);
    completionsAt(text, text.size() / 2, {"public:ccf.gov.members.info"}, {});
    if (parsed.error) {
        FUZZ_CHECK(!parsed.root && parsed.error->position <= text.size());
        FUZZ_CHECK(parsed.error->length <= text.size() - parsed.error->position);
    } else if (parsed.root) {
        const std::string printed = printFilter(*parsed.root);
        if (printed.size() <= kMaxFilterLength) FUZZ_CHECK(parseFilter(printed).root == parsed.root);
    }
}
