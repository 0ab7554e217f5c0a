#pragma once

#include "programmes.hpp"
#include "storage/storage.hpp"

#include <loyal/core/error.hpp>
#include <loyal/format/seal.hpp>
#include <loyal/wire/message.hpp>

#include <array>
#include <string>
#include <string_view>

/// What head office publishes: programme, items, members. Functions over values and a Storage.
namespace loyal::head_office {

inline constexpr std::array bucket_names{"programme", "members", "items"};

/// Publishes a programme. Versions of one programme only go forward, and a published version never
/// changes. @return its key "id:version"
Checked<std::string> publish_programme(Storage& storage,
                                       Programmes& programmes,
                                       std::string_view document);

/// One item as JSON: {"sku","codes","names","category","brand","tags","unit_price","weighed",
/// "deleted"}; see docs/protocol.md. @return whether it is new or changed
Checked<bool> import_item(Storage& storage, std::string_view row);

/// Random bytes for one member's identity.
struct MemberSecrets {
    format::Key key{};
    format::Nonce nonce{};
    format::Key lookup_key{};
};

/// One member as JSON: {"id", "name", "phone", "cards":[{"number","blocked"}], "store", "state"};
/// all but the id optional. Name and phone are sealed with the member's own key. What the journals
/// say of the member is laid over the imported state again.
Checked<void> import_member(Storage& storage,
                            Programmes& programmes,
                            std::string_view row,
                            const MemberSecrets& secrets);

/// The rows of a bucket after a cursor, as a terminal of this store is to have them.
wire::Changes changes_after(Storage& storage,
                            const StoreId& store,
                            const std::string& bucket,
                            const std::string& cursor);

/// The member who holds this card or phone, with a row for this store's terminals; they are sent
/// its changes from now on.
std::vector<std::string> look_up(Storage& storage,
                                 const StoreId& store,
                                 const std::string& credential,
                                 const format::Key& lookup_key);

}  // namespace loyal::head_office
