#pragma once

#include "app/sandbox/server/http_talk.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace countersign::sandbox {

/// A value, or what the service answers instead of going on.
template <class T>
struct Checked {
    std::optional<T> value;
    HttpAnswer refusal;

    Checked(T good) : value(std::move(good)) {}
    Checked(HttpAnswer bad) : refusal(std::move(bad)) {}
    explicit operator bool() const noexcept { return value.has_value(); }
    T& operator*() { return *value; }
    T* operator->() { return &*value; }
};

struct Nothing {};

HttpAnswer jsonAnswer(const nlohmann::json& body);
HttpAnswer textAnswer(std::string contentType, std::string body);
/// {"error":{"code","message"}}, as CCF writes it.
HttpAnswer refuse(int status, const std::string& code, const std::string& message);
/// 401, with what the authentication `policy` found wrong.
HttpAnswer refuseSigner(const std::string& policy, const std::string& message);

} // namespace countersign::sandbox
