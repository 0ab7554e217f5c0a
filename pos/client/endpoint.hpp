#pragma once

#include <loyal/client/client.hpp>

#include <boost/asio/generic/stream_protocol.hpp>

namespace loyal::client {

/// TCP and Unix sockets alike, so that everything above is compiled once.
using Socket = asio::generic::stream_protocol::socket;

/// Where an endpoint is; throws for an address that is not numeric or a path that is too long.
asio::generic::stream_protocol::endpoint address_of(const Endpoint& endpoint);

/// What the Host header says.
std::string host_of(const Endpoint& endpoint);

}  // namespace loyal::client
