#include "command.hpp"

#include <loyal/core/calendar.hpp>
#include <loyal/core/gtin.hpp>
#include <loyal/core/member_state.hpp>
#include <loyal/core/price.hpp>
#include <loyal/format/json.hpp>
#include <loyal/format/seal.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A demo chain's items and members: made by rule, so that every run makes the same.
namespace loyal::loyalctl {
namespace {

using nlohmann::json;

struct Options {
    std::string folder;
    std::string programme;
    std::string baskets;
    std::string date;
    std::size_t members = 2'000;
};

struct Words {
    const char* zh_cn;
    const char* en;
};
struct Kind {
    Words name;
    const char* category;
    std::int64_t price;
    const char* tag;  // or nullptr
};

constexpr std::array kinds{
    Kind{{"衬衫", "Shirt"}, "apparel/shirt", 7'900, nullptr},
    Kind{{"袜子", "Socks"}, "socks", 1'990, nullptr},
    Kind{{"背包", "Backpack"}, "bags", 12'900, "clearance"},
    Kind{{"T恤", "T-shirt"}, "apparel/t-shirt", 4'900, nullptr},
    Kind{{"牛仔裤", "Jeans"}, "apparel/trousers", 15'900, nullptr},
    Kind{{"连衣裙", "Dress"}, "apparel/dress", 19'900, nullptr},
    Kind{{"卫衣", "Sweatshirt"}, "apparel/sweatshirt", 12'900, nullptr},
    Kind{{"羽绒服", "Down jacket"}, "apparel/coat", 39'900, "new"},
    Kind{{"围巾", "Scarf"}, "accessories/scarf", 3'990, nullptr},
    Kind{{"帽子", "Cap"}, "accessories/cap", 2'990, nullptr},
    Kind{{"腰带", "Belt"}, "accessories/belt", 4'900, nullptr},
    Kind{{"手套", "Gloves"}, "accessories/gloves", 2'590, nullptr},
    Kind{{"雨伞", "Umbrella"}, "home/umbrella", 3'500, nullptr},
    Kind{{"保温杯", "Thermos"}, "home/cup", 6'900, nullptr},
    Kind{{"毛巾", "Towel"}, "home/towel", 1'590, nullptr},
    Kind{{"拖鞋", "Slippers"}, "shoes/slippers", 1'990, nullptr},
    Kind{{"运动鞋", "Trainers"}, "shoes/trainers", 22'900, nullptr},
    Kind{{"皮鞋", "Leather shoes"}, "shoes/leather", 29'900, nullptr},
    Kind{{"手机壳", "Phone case"}, "phone/case", 2'900, nullptr},
    Kind{{"充电线", "Charging cable"}, "phone/cable", 1'900, nullptr},
    Kind{{"耳机", "Earphones"}, "phone/earphones", 9'900, "new"},
    Kind{{"口红", "Lipstick"}, "beauty/lipstick", 5'900, nullptr},
    Kind{{"护手霜", "Hand cream"}, "beauty/cream", 1'890, nullptr},
    Kind{{"笔记本", "Notebook"}, "stationery/notebook", 890, nullptr},
    Kind{{"礼品卡", "Gift card"}, "gift_card", 10'000, nullptr},
};
constexpr std::array styles{
    Words{"经典", "classic"}, Words{"白色", "white"},   Words{"黑色", "black"},
    Words{"藏青", "navy"},    Words{"米色", "beige"},   Words{"灰色", "grey"},
    Words{"红色", "red"},     Words{"绿色", "green"},   Words{"粉色", "pink"},
    Words{"蓝色", "blue"},    Words{"大号", "large"},   Words{"小号", "small"},
    Words{"儿童", "kids"},    Words{"加厚", "warm"},    Words{"轻薄", "light"},
    Words{"条纹", "striped"}, Words{"格子", "checked"}, Words{"印花", "printed"},
    Words{"限定", "limited"}, Words{"联名", "special"},
};
constexpr std::array surnames{Words{"王", "Wang"}, Words{"李", "Li"},   Words{"张", "Zhang"},
                              Words{"刘", "Liu"},  Words{"陈", "Chen"}, Words{"杨", "Yang"},
                              Words{"赵", "Zhao"}, Words{"黄", "Huang"}};
constexpr std::array given{"小明", "芳", "伟", "秀英", "娜", "敏",
                           "静",   "丽", "强", "磊",   "洋", "艳"};

// The demo programme names these three by the seller's own codes.
constexpr std::array own_codes{"6901234500017", "6901234500024", "6901234500031"};

// A 13-digit code: prefix, running number, check digit.
std::string code(std::string_view prefix, std::size_t number)
{
    std::string digits = std::to_string(number);
    digits.insert(0, 12 - prefix.size() - digits.size(), '0');
    digits.insert(0, prefix);
    return digits + gtin_check_digit(digits);
}

json item(std::size_t number, const Kind& kind, const Words& style)
{
    const bool is_classic = number < kinds.size();
    json row{
        {"codes", {code("690123450", number + 1)}},
        {"sku", number < own_codes.size() ? own_codes[number] : code("690123450", number + 1)},
        {"category", kind.category},
        {"brand", number % 3 == 2 ? "other" : "sanfu"},
        {"tags", json::array()},
        {"unit_price", kind.price + (is_classic ? 0 : static_cast<std::int64_t>(number % 7) * 100)},
        {"weighed", false},
        {"names", {{"zh-CN", kind.name.zh_cn}, {"en", kind.name.en}}}};
    if (!is_classic) {
        row["names"] = {{"zh-CN", std::string{style.zh_cn} + kind.name.zh_cn},
                        {"en", std::string{kind.name.en} + ", " + style.en}};
    }
    if (kind.tag != nullptr) row["tags"].push_back(kind.tag);
    return row;
}

std::vector<json> demo_items()
{
    std::vector<json> rows;
    for (std::size_t i = 0; i < kinds.size() * styles.size(); ++i) {
        rows.push_back(item(i, kinds[i % kinds.size()], styles[i / kinds.size()]));
    }
    return rows;
}

// One item for each name in a file of comma-separated baskets, in the order of the alphabet; code
// and price follow from the name's place and letters.
std::vector<json> items_of_baskets(const std::string& path)
{
    std::set<std::string> names;
    std::istringstream lines{read_all(path)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream basket{line};
        for (std::string name; std::getline(basket, name, ',');) {
            if (!name.empty() && name.back() == '\r') name.pop_back();
            if (!name.empty()) names.insert(name);
        }
    }
    std::vector<json> rows;
    for (const std::string& name : names) {
        std::int64_t letters = 0;
        for (const char letter : name) letters += static_cast<unsigned char>(letter);
        const std::string sku = code("690555500", rows.size() + 1);
        rows.push_back({{"codes", {sku}},
                        {"sku", sku},
                        {"category", "grocery"},
                        {"brand", ""},
                        {"tags", json::array()},
                        {"unit_price", 199 + letters * 7 % 4'000},
                        {"weighed", false},
                        {"names", {{"zh-CN", name}, {"en", name}}}});
    }
    return rows;
}

// Purchases of the last months that put members into every tier; most bought a little, few a lot.
void put_history(MemberState& member, std::size_t number, Date today, const Programme& programme)
{
    constexpr std::array<std::int64_t, 4> spend{23'000, 131'000, 245'000, 521'000};
    const std::size_t rank = number % 20 == 1 ? 3 : number % 10 == 2 ? 2 : number % 4 == 3 ? 1 : 0;
    const Date month = first_of_month(today);
    const std::size_t visits = 1 + number % 4;
    const std::int64_t share = spend[rank] / static_cast<std::int64_t>(visits);
    for (std::size_t i = 0; i < visits; ++i) {
        const Date day = std::min(today, month + std::chrono::days{i * 5});
        const Points earned = Points::of(share / 100);
        const bool is_same_day = !member.days.empty() && member.days.back().date == day;
        if (!is_same_day) member.days.push_back({day, {}, {}, 0, 0});
        DayTotals& totals = member.days.back();
        totals.spend += Money::minor(share);
        totals.accrued += earned;
        ++totals.sales;
        ++member.transactions;
    }
    Points earned;
    for (const DayTotals& day : member.days) earned += day.accrued;
    member.account.lots.push_back({"import:" + member.id.value(), earned, member.days.front().date,
                                   add_months(member.days.front().date, 12)});
    for (const Tier& tier : programme.tiers) {
        if (static_cast<std::size_t>(tier.rank) == rank) member.standing.tier = tier.id;
    }
    member.standing.since = member.days.back().date;
}

json member(std::size_t number, Date today, const Programme& programme)
{
    std::string digits = std::to_string(number);
    digits.insert(0, 7 - digits.size(), '0');
    MemberState state;
    state.id = MemberId{"M" + digits};
    state.birthday = add_months(Date{today}, -12 * static_cast<int>(20 + number % 45)) +
                     std::chrono::days{static_cast<int>(number * 37 % 365)};
    state.enrolled = add_months(today, -static_cast<int>(1 + number % 36));
    put_history(state, number, today, programme);
    const Words& surname = surnames[(number - 1) % surnames.size()];
    return {{"id", state.id.value()},
            {"name", std::string{surname.zh_cn} + given[(number - 1) % given.size()]},
            {"phone", "139" + std::to_string(10'000'000 + number * 7'919 % 89'999'999)},
            {"cards", {{{"number", code("29", number)}, {"blocked", number == 13}}}},
            {"state", format::to_value(state)}};
}

void write_lines(const std::string& path, const std::vector<json>& rows)
{
    std::ofstream file{path};
    for (const json& row : rows) file << row.dump() << '\n';
    if (!file.flush()) throw BadInput{path + ": cannot be written"};
}

int run(const Options& options)
{
    const auto programme = format::parse_programme(read_all(options.programme));
    if (!programme) throw BadInput{options.programme + ": " + to_string(programme.error())};
    const auto today = parse_date(options.date);
    if (!today) throw BadInput{"--date: must be a date as 2026-11-22"};
    const std::vector<json> items =
        options.baskets.empty() ? demo_items() : items_of_baskets(options.baskets);
    std::vector<json> members;
    for (std::size_t i = 1; i <= options.members; ++i)
        members.push_back(member(i, *today, *programme));

    std::filesystem::create_directories(options.folder);
    write_lines(options.folder + "/items.ndjson", items);
    write_lines(options.folder + "/members.ndjson", members);
    return 0;
}

}  // namespace

void add_demo(CLI::App& app, Outcome& outcome)
{
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("demo", "Make a demo chain's items.ndjson and members.ndjson");
    command->add_option("folder", options->folder, "Where to write them")->required();
    command->add_option("--programme", options->programme, "The programme (JSON file)")->required();
    command->add_option("--date", options->date, "The day up to which members bought")->required();
    command->add_option("--members", options->members, "How many members")->capture_default_str();
    command->add_option("--baskets", options->baskets,
                        "Make the items from the names in a file of comma-separated baskets");
    command->callback([options, &outcome] { outcome.exit_code = run(*options); });
}

}  // namespace loyal::loyalctl
