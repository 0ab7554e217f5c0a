-- Small things: generation, keys, counters.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE terminal (
    terminal       TEXT PRIMARY KEY,
    store          TEXT NOT NULL,
    revoked        INTEGER NOT NULL DEFAULT 0,
    token          TEXT NOT NULL DEFAULT '',
    previous_token TEXT NOT NULL DEFAULT '',
    epoch          INTEGER NOT NULL DEFAULT 1,
    last_seen      INTEGER,
    said_seq       INTEGER NOT NULL DEFAULT 0,
    clock_offset   INTEGER NOT NULL DEFAULT 0,
    version        TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE enrolment (
    token_hash TEXT PRIMARY KEY,
    terminal   TEXT NOT NULL,
    store      TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER
) STRICT, WITHOUT ROWID;

-- Every entry of every terminal, as it came. The position in arrival order is the feed's cursor.
CREATE TABLE journal (
    position    INTEGER PRIMARY KEY AUTOINCREMENT,
    terminal    TEXT NOT NULL,
    epoch       INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    prev        TEXT NOT NULL,
    hash        TEXT NOT NULL,
    body        TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    happened    INTEGER NOT NULL, -- UTC seconds, never falling within a journal
    state       TEXT NOT NULL CHECK (state IN ('raw', 'projected', 'waiting', 'quarantined', 'unknown')),
    note        TEXT NOT NULL DEFAULT '', -- what it waits for, or why it is in quarantine
    programme   TEXT NOT NULL DEFAULT '', -- "id:version" applied where the entry names none
    member      TEXT NOT NULL DEFAULT '', -- whom it is about, where that can be read
    UNIQUE (terminal, epoch, seq)
) STRICT;
CREATE INDEX journal_held ON journal (state, note, position) WHERE state <> 'projected';
CREATE INDEX journal_held_member ON journal (member) WHERE state <> 'projected';

-- The other branch where two entries claim one place.
CREATE TABLE fork (
    terminal    TEXT NOT NULL,
    epoch       INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    hash        TEXT NOT NULL,
    prev        TEXT NOT NULL,
    body        TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (terminal, epoch, seq, hash)
) STRICT, WITHOUT ROWID;

-- Entries held back and later counted, for the feed.
CREATE TABLE projected_late (
    position       INTEGER PRIMARY KEY AUTOINCREMENT,
    entry_position INTEGER NOT NULL
) STRICT;

CREATE TABLE sale (
    id            TEXT PRIMARY KEY, -- of sales and returns
    terminal      TEXT NOT NULL,
    epoch         INTEGER NOT NULL,
    seq           INTEGER NOT NULL,
    kind          TEXT NOT NULL,
    sale_of       TEXT NOT NULL DEFAULT '', -- the sale that a return is of
    store         TEXT NOT NULL,
    business_date TEXT NOT NULL,
    member        TEXT,
    tier          TEXT,
    programme     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sale_returns ON sale (sale_of) WHERE sale_of <> '';

CREATE TABLE day_total (
    business_date     TEXT NOT NULL,
    store             TEXT NOT NULL,
    terminal          TEXT NOT NULL,
    tier              TEXT NOT NULL, -- '' is no member
    sales             INTEGER NOT NULL DEFAULT 0,
    returned          INTEGER NOT NULL DEFAULT 0,
    net               INTEGER NOT NULL DEFAULT 0,
    discount          INTEGER NOT NULL DEFAULT 0,
    points_issued     INTEGER NOT NULL DEFAULT 0,
    points_redeemed   INTEGER NOT NULL DEFAULT 0,
    returns           INTEGER NOT NULL DEFAULT 0,
    points_taken_back INTEGER NOT NULL DEFAULT 0,
    points_given_back INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (business_date, store, terminal, tier)
) STRICT, WITHOUT ROWID;

CREATE TABLE day_member (
    business_date TEXT NOT NULL,
    tier          TEXT NOT NULL,
    member        TEXT NOT NULL,
    PRIMARY KEY (business_date, tier, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
    member    TEXT PRIMARY KEY,
    version   INTEGER NOT NULL,
    home      TEXT, -- NULL: known in every store
    state     TEXT NOT NULL,
    base      TEXT NOT NULL, -- the state before any entry
    sealed    TEXT NOT NULL DEFAULT '',
    phone_key INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX member_version ON member (version);
CREATE INDEX member_phone ON member (phone_key) WHERE phone_key IS NOT NULL;

-- Apart, so that erasing the key erases the person.
CREATE TABLE member_key (
    member TEXT PRIMARY KEY,
    key    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE card (
    number  TEXT PRIMARY KEY,
    member  TEXT NOT NULL,
    blocked INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX card_member ON card (member);

-- Stores that are sent a member besides the home store.
CREATE TABLE member_store (
    member TEXT NOT NULL,
    store  TEXT NOT NULL,
    PRIMARY KEY (member, store)
) STRICT, WITHOUT ROWID;

-- What a member's state is made of, in the order in which it is applied.
CREATE TABLE member_entry (
    member   TEXT NOT NULL,
    happened INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    epoch    INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    PRIMARY KEY (member, happened, terminal, epoch, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE coupon_use (
    code TEXT NOT NULL,
    sale TEXT NOT NULL,
    PRIMARY KEY (code, sale)
) STRICT, WITHOUT ROWID;

CREATE TABLE right_granted (
    grant_id  TEXT PRIMARY KEY,
    request   TEXT NOT NULL,
    member    TEXT NOT NULL,
    terminal  TEXT NOT NULL,
    epoch     INTEGER NOT NULL,
    points    INTEGER NOT NULL,
    spent     INTEGER NOT NULL DEFAULT 0,
    closed    INTEGER NOT NULL DEFAULT 0, -- points given up by the close
    is_closed INTEGER NOT NULL DEFAULT 0,
    is_received INTEGER NOT NULL DEFAULT 0,
    document  TEXT NOT NULL,
    UNIQUE (request)
) STRICT, WITHOUT ROWID;
CREATE INDEX right_member ON right_granted (member);

CREATE TABLE price_difference (
    sale     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    expected TEXT NOT NULL,
    found    TEXT NOT NULL,
    PRIMARY KEY (sale, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE programme (
    id       TEXT NOT NULL,
    version  INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;

-- Reference rows other than members: latest version per key.
CREATE TABLE reference (
    bucket  TEXT NOT NULL,
    key     TEXT NOT NULL,
    version INTEGER NOT NULL,
    row     TEXT NOT NULL,
    PRIMARY KEY (bucket, key)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX reference_version ON reference (bucket, version);
