-- A terminal's database. Money and points are integers, dates ISO 8601 texts, instants UTC seconds.

-- store, terminal, epoch, lookup_key.
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The last running number taken: transaction, member.
CREATE TABLE counter (
    name  TEXT    NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Everything that happened here. body are the exact bytes that hash covers; the columns after it
-- only repeat what it says, for look-ups. tier is the member's at the sale, before it.
CREATE TABLE journal (
    id             INTEGER PRIMARY KEY,
    epoch          INTEGER NOT NULL,
    seq            INTEGER NOT NULL,
    prev           BLOB    NOT NULL,
    hash           BLOB    NOT NULL,
    body           BLOB    NOT NULL,
    kind           TEXT    NOT NULL,
    business_date  TEXT    NOT NULL,
    at             INTEGER NOT NULL,
    at_offset      INTEGER NOT NULL,
    transaction_id TEXT,
    of_transaction TEXT,
    member_id      TEXT,
    tier           TEXT,
    UNIQUE (epoch, seq)
) STRICT;
CREATE UNIQUE INDEX journal_transaction ON journal (transaction_id)
    WHERE transaction_id IS NOT NULL;
CREATE INDEX journal_of ON journal (of_transaction) WHERE of_transaction IS NOT NULL;
CREATE INDEX journal_member ON journal (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX journal_date ON journal (business_date);

-- Projections of the journal: `verify` derives them again.

-- tier '' is a sale without a card.
CREATE TABLE day_total (
    business_date     TEXT    NOT NULL,
    tier              TEXT    NOT NULL,
    sales             INTEGER NOT NULL DEFAULT 0,
    net               INTEGER NOT NULL DEFAULT 0,
    discount          INTEGER NOT NULL DEFAULT 0,
    points_issued     INTEGER NOT NULL DEFAULT 0,
    points_redeemed   INTEGER NOT NULL DEFAULT 0,
    returns           INTEGER NOT NULL DEFAULT 0,
    points_taken_back INTEGER NOT NULL DEFAULT 0,
    points_given_back INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (business_date, tier)
) STRICT, WITHOUT ROWID;

CREATE TABLE member_day (
    business_date TEXT NOT NULL,
    tier          TEXT NOT NULL,
    member_id     TEXT NOT NULL,
    PRIMARY KEY (business_date, tier, member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE used_coupon (
    code           TEXT NOT NULL PRIMARY KEY,
    transaction_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE grant_held (
    grant_id  TEXT    NOT NULL PRIMARY KEY,
    member_id TEXT    NOT NULL,
    epoch     INTEGER NOT NULL,
    amount    INTEGER NOT NULL,
    remaining INTEGER NOT NULL CHECK (remaining >= 0),
    last_day  TEXT,
    closed    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX grant_held_member ON grant_held (member_id) WHERE closed = 0;

-- Answers to calls that recorded something, and baskets that became a transaction.

CREATE TABLE answer (
    idempotency_key TEXT    NOT NULL PRIMARY KEY,
    request         BLOB    NOT NULL,
    status          INTEGER NOT NULL,
    body            TEXT    NOT NULL,
    at              INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_at ON answer (at);

CREATE TABLE sold_basket (
    basket_id      TEXT    NOT NULL PRIMARY KEY,
    transaction_id TEXT    NOT NULL,
    at             INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Reference rows from head office. digest covers the row, so that a flipped bit shows.

CREATE TABLE item (
    sku        TEXT    NOT NULL PRIMARY KEY,
    name_zh    TEXT    NOT NULL,
    name_en    TEXT    NOT NULL,
    category   TEXT    NOT NULL,
    brand      TEXT    NOT NULL,
    tags       TEXT    NOT NULL,
    unit_price INTEGER NOT NULL,
    weighed    INTEGER NOT NULL,
    digest     BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- code is a GTIN's 14 digits, else what is printed; code_key an integer for it.
CREATE TABLE item_code (
    code_key INTEGER NOT NULL,
    code     TEXT    NOT NULL,
    sku      TEXT    NOT NULL,
    PRIMARY KEY (code_key, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_code_sku ON item_code (sku);

-- contains are head office's marks as JSON; key opens sealed and goes when the person is erased.
CREATE TABLE member (
    member_id  TEXT NOT NULL PRIMARY KEY,
    state      TEXT NOT NULL,
    contains   TEXT NOT NULL,
    sealed     TEXT NOT NULL,
    key        BLOB,
    phone_key  INTEGER,
    phone_tail INTEGER,
    digest     BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX member_phone ON member (phone_key) WHERE phone_key IS NOT NULL;
CREATE INDEX member_phone_tail ON member (phone_tail) WHERE phone_tail IS NOT NULL;

CREATE TABLE card (
    card_key  INTEGER NOT NULL,
    number    TEXT    NOT NULL,
    member_id TEXT    NOT NULL,
    blocked   INTEGER NOT NULL,
    PRIMARY KEY (card_key, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_member ON card (member_id);

CREATE TABLE programme (
    version  INTEGER NOT NULL PRIMARY KEY,
    document TEXT    NOT NULL,
    digest   BLOB    NOT NULL
) STRICT;

-- The link.

CREATE TABLE bucket_cursor (
    bucket   TEXT NOT NULL PRIMARY KEY,
    position TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE acknowledged (
    epoch   INTEGER NOT NULL PRIMARY KEY,
    through INTEGER NOT NULL
) STRICT;

CREATE TABLE link_state (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
