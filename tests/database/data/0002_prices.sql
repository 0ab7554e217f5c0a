CREATE TABLE price (
    item_id INTEGER PRIMARY KEY REFERENCES item,
    fen INTEGER NOT NULL
) STRICT;
INSERT INTO price (item_id, fen) SELECT item_id, 100 FROM item;
