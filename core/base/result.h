#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace countersign {

enum class ErrorCode : std::uint8_t {
    Truncated,     ///< The input ends before the value does.
    Malformed,     ///< The input breaks a rule of its format.
    Unsupported,   ///< Well-formed as far as can be told, but of a kind or version not known here.
    LimitExceeded, ///< A limit given by the caller would be passed.
    NotFound,
    Io,
    Database,
    Crypto,
    Network,
    Cancelled,
};

/// Why a question could not be asked. Never the answer to one: answers are verdicts (see verification.h).
struct Error {
    ErrorCode code{};
    std::string where;  ///< Stable and untranslated: "ledger_1-14.committed@0x1f0: entry header".
    std::string detail; ///< Library text or the value observed, for the log and the report.

    bool operator==(const Error&) const = default;
};

/// Stable English name of a code ("Truncated"), for logs, JSON and tests.
const char* errorCodeName(ErrorCode code) noexcept;

/// A value or the Error that kept it from being made. Member names are those of std::expected.
template <class T>
class [[nodiscard]] Result
{
public:
    using value_type = T;

    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool has_value() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    T& value() & { return std::get<0>(m_state); }
    const T& value() const& { return std::get<0>(m_state); }
    T&& value() && { return std::get<0>(std::move(m_state)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    Error& error() & { return std::get<1>(m_state); }
    const Error& error() const& { return std::get<1>(m_state); }
    Error&& error() && { return std::get<1>(std::move(m_state)); }

    T value_or(T fallback) const& { return has_value() ? value() : std::move(fallback); }
    T value_or(T fallback) && { return has_value() ? std::move(*this).value() : std::move(fallback); }

private:
    std::variant<T, Error> m_state;
};

template <>
class [[nodiscard]] Result<void>
{
public:
    using value_type = void;

    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}

    bool has_value() const noexcept { return !m_error.has_value(); }
    explicit operator bool() const noexcept { return has_value(); }

    Error& error() & { return *m_error; }
    const Error& error() const& { return *m_error; }
    Error&& error() && { return std::move(*m_error); }

private:
    std::optional<Error> m_error;
};

} // namespace countersign
