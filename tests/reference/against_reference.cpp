// against_reference [--from N] [--count N] [--seed N] [--differences N]: prices random cases with
// the engine and with the reference. Prints the smallest case of each difference; --seed is one.

#include "agreement.hpp"

#include <loyal/format/json.hpp>

#include <charconv>
#include <cstdio>
#include <cstring>
#include <string>

using namespace loyal;
using namespace loyal::reference;

namespace {

struct Run {
    std::uint64_t from = 1;
    std::uint64_t count = 1'000;
    std::uint64_t differences_most = 1;
};

bool read_options(int count, char** options, Run& run)
{
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string name = options[i];
        const char* end = options[i + 1] + std::strlen(options[i + 1]);
        std::uint64_t value = 0;
        if (std::from_chars(options[i + 1], end, value).ptr != end) return false;
        if (name == "--from")
            run.from = value;
        else if (name == "--count")
            run.count = value;
        else if (name == "--differences")
            run.differences_most = value;
        else if (name == "--seed")
            run.from = value, run.count = 1;
        else
            return false;
    }
    return count % 2 == 1;
}

void report(std::uint64_t seed, const Case& found)
{
    const Case smallest = shrunk(found);
    std::printf("difference at --seed %llu, smallest:\n%s\n%s\n%s\n",
                static_cast<unsigned long long>(seed), format::to_json(smallest.programme).c_str(),
                format::to_json(smallest.basket).c_str(), difference(smallest)->c_str());
}

}  // namespace

int main(int count, char** options)
{
    Run run;
    if (!read_options(count, options, run)) {
        std::fprintf(stderr,
                     "against_reference [--from N] [--count N] [--seed N] "
                     "[--differences N]\n");
        return 2;
    }
    std::uint64_t differences = 0;
    for (std::uint64_t seed = run.from; seed < run.from + run.count; ++seed) {
        const Case it = random_case(seed);
        if (!difference(it)) continue;
        report(seed, it);
        if (++differences == run.differences_most) break;
    }
    std::printf(
        "%llu cases from seed %llu, %llu differences\n", static_cast<unsigned long long>(run.count),
        static_cast<unsigned long long>(run.from), static_cast<unsigned long long>(differences));
    return differences == 0 ? 0 : 1;
}
