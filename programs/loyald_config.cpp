#include "loyald_config.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <set>
#include <string_view>
#include <toml++/toml.h>

namespace loyal::programs {
namespace {

/// Reads one table and notes every mistake with its line.
class Table {
public:
    Table(const toml::table* table, std::string place, const std::string& file, ReadConfig& read)
        : table_{table}, place_{std::move(place)}, file_{file}, read_{read}
    {
    }

    template <class Value>
    std::optional<Value> value(std::string_view name, std::string_view expected)
    {
        const toml::node* node = find(name);
        if (node == nullptr) return std::nullopt;
        auto found = node->value_exact<Value>();
        if (!found) mistake(node, name, "must be " + std::string{expected});
        return found;
    }
    std::string text(std::string_view name)
    {
        return value<std::string>(name, "a text").value_or("");
    }
    std::string required(std::string_view name)
    {
        std::string found = text(name);
        const bool is_there = table_ != nullptr && table_->contains(name);
        if (!is_there)
            mistake(table_, name, "is missing");
        else if (found.empty() && find(name)->is_string())
            mistake(find(name), name, "must not be empty");
        return found;
    }
    std::optional<std::int64_t> integer(std::string_view name,
                                        std::int64_t least,
                                        std::int64_t most)
    {
        const std::string expected = fmt::format("a number from {} to {}", least, most);
        const auto found = value<std::int64_t>(name, expected);
        if (!found || (*found >= least && *found <= most)) return found;
        mistake(find(name), name, "must be " + expected);
        return std::nullopt;
    }
    bool flag(std::string_view name, bool otherwise)
    {
        return value<bool>(name, "true or false").value_or(otherwise);
    }
    std::vector<std::string> texts(std::string_view name)
    {
        std::vector<std::string> found;
        const toml::node* node = find(name);
        if (node == nullptr) return found;
        const toml::array* list = node->as_array();
        if (list == nullptr) {
            mistake(node, name, "must be a list of texts");
            return found;
        }
        for (const toml::node& one : *list) {
            if (const auto text = one.value_exact<std::string>())
                found.push_back(*text);
            else
                mistake(&one, name, "must hold texts only");
        }
        return found;
    }
    Table table(std::string_view name)
    {
        const toml::node* node = find(name);
        const toml::table* inner = node == nullptr ? nullptr : node->as_table();
        if (node != nullptr && inner == nullptr) mistake(node, name, "must be a table");
        return {inner, place_ + std::string{name} + ".", file_, read_};
    }
    bool is_there() const { return table_ != nullptr; }

    /// Notes every name that nobody asked for.
    void done()
    {
        if (table_ == nullptr) return;
        for (const auto& [key, node] : *table_) {
            if (!seen_.contains(std::string{key.str()}))
                mistake(&node, key.str(), "is not known here");
        }
    }
    void mistake(const toml::node* node, std::string_view name, const std::string& what)
    {
        const auto line = node == nullptr ? 0u : node->source().begin.line;
        read_.mistakes.push_back({fmt::format("{}:{}: {}{}: {}", file_, line, place_, name, what)});
    }
    const toml::node* find(std::string_view name)
    {
        seen_.emplace(name);
        return table_ == nullptr ? nullptr : table_->get(name);
    }

private:
    const toml::table* table_;
    std::string place_;
    const std::string& file_;
    ReadConfig& read_;
    std::set<std::string> seen_;
};

std::string beside(const std::string& file, const std::string& path)
{
    if (path.empty()) return path;
    const std::filesystem::path there{path};
    if (there.is_absolute()) return path;
    return (std::filesystem::absolute(file).parent_path() / there).lexically_normal().string();
}

bool is_printer(std::string_view address)
{
    const bool is_usb = address == "usb" || address.starts_with("usb:");
    return is_usb || address.starts_with("file:/") || address.starts_with("tcp:");
}

void read_listen(Table table, Config& config, const std::string& file)
{
    if (const auto port = table.integer("port", -1, 65'535))
        config.port = *port < 0 ? std::nullopt : std::optional{static_cast<std::uint16_t>(*port)};
    config.unix_path = beside(file, table.text("unix"));
    config.unix_group = table.text("group");
    config.allowed_hosts = table.texts("hosts");
    table.done();
}

void read_labels(Table table, Config& config)
{
    config.till.labels.card_prefixes = table.texts("card_prefixes");
    config.till.labels.coupon_prefixes = table.texts("coupon_prefixes");
    config.till.labels.receipt_prefixes = table.texts("receipt_prefixes");
    table.done();
}

void read_devices(Table table, Config& config)
{
    config.devices = table.flag("enabled", true);
    config.devices_allow = table.texts("allow");
    config.devices_deny = table.texts("deny");
    config.claim_any_keyboard = table.flag("claim_any_keyboard", false);
    table.done();
}

void read_printer(Table table, Config& config, const std::string& file)
{
    constexpr std::string_view file_scheme = "file:";
    config.printer = table.text("address");
    if (config.printer.starts_with(file_scheme))
        config.printer = "file:" + beside(file, config.printer.substr(file_scheme.size()));
    if (!config.printer.empty() && !is_printer(config.printer)) {
        table.mistake(table.find("address"), "address",
                      "must be file:/path, tcp:host:port, usb or usb:vid:pid");
    }
    terminal::ReceiptOptions& receipt = config.till.receipt;
    receipt.columns = static_cast<std::size_t>(table.integer("columns", 24, 64).value_or(32));
    receipt.is_bilingual = table.flag("bilingual", false);
    receipt.heading = table.texts("heading");
    receipt.ending = table.texts("ending");
    config.till.has_printer = !config.printer.empty();
    table.done();
}

void read_head_office(Table table, Config& config)
{
    if (!table.is_there()) return;
    HeadOfficeConfig office;
    office.host = table.required("host");
    office.port = static_cast<std::uint16_t>(table.integer("port", 1, 65'535).value_or(7443));
    office.token = table.text("token");
    table.done();
    config.head_office = std::move(office);
}

void read_root(Table& table, Config& config, const std::string& file)
{
    config.state = beside(file, table.required("state"));
    config.till.store = StoreId{table.required("store")};
    config.till.terminal = TerminalId{table.required("terminal")};
    config.till.till_name = table.text("till_name");
    if (config.till.till_name.empty()) config.till.till_name = config.till.terminal.value();
    config.till.cashier = OperatorId{table.text("cashier")};
    config.timezone = table.text("timezone");
    config.programme = beside(file, table.text("programme"));
    config.import = beside(file, table.text("import"));
    if (const auto bytes = table.integer("reserve_bytes", 0, std::int64_t{1} << 30))
        config.till.reserve_bytes = *bytes;
    read_listen(table.table("listen"), config, file);
    read_labels(table.table("labels"), config);
    read_devices(table.table("devices"), config);
    read_printer(table.table("printer"), config, file);
    read_head_office(table.table("head_office"), config);
    table.done();
}

}  // namespace

ReadConfig read_config(const std::string& path)
{
    ReadConfig read;
    try {
        const toml::table document = toml::parse_file(path);
        Table root{&document, "", path, read};
        read_root(root, read.config, path);
    } catch (const toml::parse_error& error) {
        read.mistakes.push_back(
            {fmt::format("{}:{}: {}", path, error.source().begin.line, error.description())});
    }
    return read;
}

}  // namespace loyal::programs
