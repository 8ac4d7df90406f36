#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace countersign {

/// What a process can still do once it has read its input: compute, use the memory it was given, write to the
/// descriptors it holds, and end.
struct Confinement {
    std::uint64_t memory = 0; ///< Bytes of address space beyond what is in use now; 0 for no limit.
    std::chrono::milliseconds processorTime{0};
};

/// Closes every descriptor but the first three and clears the environment. Before any thread starts.
void dropInheritance();

/// Sets the limits and, where the kernel and the processor are known, a filter that answers every system call that
/// opens, connects, starts or asks about anything with "not permitted". Holds for every thread, and for good. Returns
/// what could not be set: "address space", "files", "processor time", "privileges", "system calls".
std::vector<std::string> confine(const Confinement& wanted);

} // namespace countersign
