#include "line_choice.hpp"

#include <algorithm>

namespace loyal {
namespace {

// Offers that take equally much off a line, the most of all.
struct Equals {
    std::size_t line = 0;
    std::int64_t off = 0;
    std::vector<const Candidate*> offers;
};

Equals best_on(const LineToOffer& line, const RewardContext& context)
{
    Equals best;
    if (line.takes.empty()) return best;
    for (const Candidate* offer : line.offers) {
        const std::int64_t off = off_line(*offer, line.takes, context);
        if (off <= 0 || off < best.off) continue;
        if (off > best.off) best.offers.clear();
        best.off = off;
        best.offers.push_back(offer);
    }
    return best;
}

using Offers = std::vector<const Candidate*>;

bool has(const Offers& offers, const Candidate* offer)
{
    return std::ranges::find(offers, offer) != offers.end();
}

bool serves(const Offers& used, const Equals& line)
{
    return std::ranges::any_of(line.offers, [&](const Candidate* it) { return has(used, it); });
}

// Tries to serve every line with `more` further offers out of `choices` from `from` on, the smaller
// lists first.
bool serve_all(std::span<const Equals> lines,
               const Offers& choices,
               std::size_t from,
               std::size_t more,
               Offers& used)
{
    if (more == 0) {
        return std::ranges::all_of(lines, [&](const Equals& line) { return serves(used, line); });
    }
    for (std::size_t i = from; i + more <= choices.size(); ++i) {
        used.push_back(choices[i]);
        if (serve_all(lines, choices, i + 1, more - 1, used)) return true;
        used.pop_back();
    }
    return false;
}

// More offers than these in ties are taken as they come, line by line.
constexpr std::size_t choices_max = 10;

Offers offers_in_use(std::span<const Equals> lines)
{
    Offers used;
    for (const Equals& line : lines) {
        if (line.offers.size() == 1 && !has(used, line.offers.front())) {
            used.push_back(line.offers.front());
        }
    }
    std::vector<Equals> open;
    Offers choices;
    for (const Equals& line : lines) {
        if (serves(used, line)) continue;
        open.push_back(line);
        for (const Candidate* offer : line.offers) {
            if (!has(choices, offer)) choices.push_back(offer);
        }
    }
    if (open.empty()) return used;
    std::ranges::sort(choices, {}, &Candidate::position);
    if (choices.size() > choices_max) {
        for (const Equals& line : open) {
            if (!serves(used, line)) used.push_back(line.offers.front());
        }
        return used;
    }
    for (std::size_t more = 1; !serve_all(open, choices, 0, more, used);) ++more;
    return used;
}

// Leaves each line one of the used offers. The earliest offer's list of lines is to be the
// smallest: it takes a line that comes before the last one it has anyway, and leaves the later
// ones.
void settle(std::vector<Equals>& lines, Offers used)
{
    std::ranges::sort(used, {}, &Candidate::position);
    for (Equals& line : lines) {
        std::erase_if(line.offers, [&](const Candidate* it) { return !has(used, it); });
    }
    for (const Candidate* offer : used) {
        std::size_t last = 0;
        bool has_own = false;
        for (const Equals& line : lines) {
            if (line.offers.size() == 1 && line.offers.front() == offer) {
                last = line.line;
                has_own = true;
            }
        }
        for (Equals& line : lines) {
            if (line.offers.size() < 2 || !has(line.offers, offer)) continue;
            if (has_own && line.line > last) {
                std::erase(line.offers, offer);
            } else {
                line.offers = {offer};
            }
        }
    }
}

}  // namespace

Choice choose_line_offers(std::span<const LineToOffer> lines, const RewardContext& context)
{
    std::vector<Equals> best;
    best.reserve(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        Equals equals = best_on(lines[i], context);
        if (equals.offers.empty()) continue;
        equals.line = i;
        best.push_back(std::move(equals));
    }
    const bool any_tie =
        std::ranges::any_of(best, [](const Equals& line) { return line.offers.size() > 1; });
    if (any_tie) settle(best, offers_in_use(best));
    Choice choice;
    for (const Equals& line : best) {
        const Candidate* offer = line.offers.front();
        auto use = std::ranges::find(choice.uses, offer, &ChosenUse::candidate);
        if (use == choice.uses.end()) {
            use = choice.uses.insert(use, ChosenUse{offer, 1, {}});
            ++choice.applications;
        }
        const std::vector<Take>& takes = lines[line.line].takes;
        use->units.insert(use->units.end(), takes.begin(), takes.end());
        choice.discount += line.off;
    }
    return choice;
}

}  // namespace loyal
