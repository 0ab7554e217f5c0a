#pragma once

#include "recognition.hpp"

#include <libusb.h>

namespace loyal::device {

/// Reads what libusb and sysfs know of a device, without opening it.
UsbIdentity identify(libusb_device* device);

}  // namespace loyal::device
