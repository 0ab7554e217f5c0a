#include <loyal/client/client.hpp>

#include <nlohmann/json.hpp>

namespace loyal::client {

nlohmann::json Reply::json() const
{
    constexpr bool throws = false;
    auto parsed = nlohmann::json::parse(body, nullptr, throws);
    return parsed.is_discarded() ? nlohmann::json{} : parsed;
}

std::string Reply::error_text(std::string_view language) const
{
    const auto document = json();
    const auto pointer = nlohmann::json::json_pointer{"/error/text/" + std::string{language}};
    if (!document.is_object() || !document.contains(pointer)) return "";
    const auto& text = document.at(pointer);
    return text.is_string() ? text.get<std::string>() : "";
}

Result<Reply> Client::post(std::string path,
                           const nlohmann::json& body,
                           std::string idempotency_key)
{
    return request({.method = "POST",
                    .path = std::move(path),
                    .body = body.dump(),
                    .idempotency_key = std::move(idempotency_key)});
}

}  // namespace loyal::client
