#pragma once

#include "storage/storage.hpp"

#include <functional>
#include <memory>

namespace loyal::head_office {

/// Makes an empty storage of one implementation.
using MakeStorage = std::function<std::unique_ptr<Storage>()>;

/// What every implementation of the port must do; called inside a test case for each of them.
void check_conformance(const MakeStorage& make);

}  // namespace loyal::head_office
