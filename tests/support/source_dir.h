#pragma once

#include <filesystem>

namespace countersign::test {

/// The root of the checkout that was built. Asked at run time and compiled once, so that the object files of all
/// other tests do not depend on where the checkout lies.
std::filesystem::path sourceDir();

} // namespace countersign::test
