// Programmes and baskets to price, as documents of the product's own formats.

const store = 'S001';
const at = '2026-11-25T18:30:00+08:00';

const sku = (i) => String(6_900_000_000_000 + i);
const text = (id) => ({ 'zh-CN': id, en: id });

export function programme(offers, more = {}) {
    return {
        programme: 'bench',
        version: 1,
        currency: 'CNY',
        timezone: 'Asia/Shanghai',
        points: { earn: { per: 100, points: 1 } },
        offers,
        ...more,
    };
}

export const offer = (id, items, reward, more = {}) => ({
    id,
    layer: 'promotion',
    name: text(id),
    items,
    reward,
    ...more,
});

const percent = (bp) => ({ type: 'percent', bp });

const off_the_basket = (off) =>
    offer('basket', {}, { type: 'spend', steps: [{ from: 1, off }] }, { layer: 'coupon' });

/** A line of whole yuan, so that every percentage of it is whole fen in each system. */
function line(number, item, variant) {
    return {
        line: number,
        sku: sku(item),
        name: `item ${item}`,
        category: `department-${item % 8}/group-${item % 40}`,
        brand: `brand-${item % 25}`,
        tags: [],
        quantity: 1000 * (1 + ((item + variant) % 3)),
        unit_price: 100 * (5 + ((item * 37 + variant * 11) % 90)),
    };
}

export const basket = (lines, more = {}) => ({ store, terminal: `${store}-T1`, at, lines, ...more });

/** Offers for one item each, and one that takes 4.00 off the basket. */
export function item_offers(count) {
    const offers = [];
    for (let i = 1; i < count; ++i) {
        offers.push(offer(`item-${i}`, { sku: [sku(i)] }, percent(500 + 100 * (i % 20))));
    }
    return [...offers, off_the_basket(400)];
}

/**
 * Baskets of different items of which half are on offer, or as many as there are offers: what all three systems
 * price alike, since no line has two percentages and the amount off the basket comes last.
 */
export function baskets(offers, lines, count) {
    const on_offer = Math.min(offers - 1, lines / 2);
    return Array.from({ length: count }, (_, variant) => {
        const items = Array.from({ length: lines }, (_, i) =>
            i < on_offer ? 1 + ((i + variant * on_offer) % (offers - 1)) : 100_000 + i + 100 * variant,
        );
        return basket(items.map((item, i) => line(i + 1, item, variant)));
    });
}

/** Offers that can't apply to those baskets, by kind of why. */
export const idle_offers = {
    'other items': (i) => offer(`idle-${i}`, { sku: [sku(1_000_000 + i)] }, percent(1000)),
    'other stores': (i) => offer(`idle-${i}`, {}, percent(1000), { when: { stores: [`S${1000 + i}`] } }),
    'other dates': (i) =>
        offer(`idle-${i}`, {}, percent(1000), { when: { dates: { from: '2025-01-01', to: '2025-12-31' } } }),
    'other channels': (i) => offer(`idle-${i}`, {}, percent(1000), { when: { channel: [`channel-${i}`] } }),
};

/** One line of so many pieces, with a percentage and an amount off the basket on it. */
export const one_line_of = (pieces) => [basket([{ ...line(1, 1, 0), quantity: 1000 * pieces }])];

const nth = (buy, get, bp) => ({ type: 'nth', buy, get, bp });
const slot = (from, to) => ({
    items: { sku: Array.from({ length: to - from }, (_, i) => sku(from + i)) },
    quantity: 1000,
});

function lines_of(count, pieces) {
    return Array.from({ length: count }, (_, i) => ({ ...line(i + 1, i, 0), quantity: 1000 * pieces }));
}

/** Programmes made to be hard to search: many offers for groups of the same lines. */
export function adversarial() {
    const range = (count, make) => Array.from({ length: count }, (_, i) => make(i));
    const any = {};
    return {
        '12 kinds of nth on 20 lines': [
            programme(range(12, (i) => offer(`n${i}`, any, nth(1 + (i % 4), 1, 3000 + 500 * i)))),
            [basket(lines_of(20, 3))],
        ],
        '50 kinds of nth on 100 lines': [
            programme(range(50, (i) => offer(`n${i}`, any, nth(1 + (i % 6), 1 + (i % 2), 2000 + 100 * i)))),
            [basket(lines_of(100, 2))],
        ],
        '12 bundles with overlapping slots on 24 lines': [
            programme(
                range(12, (i) =>
                    offer(`b${i}`, any, { type: 'bundle', slots: [slot(i, i + 12), slot(6, 20)], off: 500 + 37 * i }),
                ),
            ),
            [basket(lines_of(24, 2))],
        ],
        '20 offers limited to some units on 50 lines': [
            programme(
                range(20, (i) => offer(`u${i}`, any, percent(1000 + 150 * i), { limit: { units: 3 + (i % 5) } })),
            ),
            [basket(lines_of(50, 3))],
        ],
        '6 exclusive and 12 other groups on 40 lines': [
            programme([
                ...range(6, (i) => offer(`x${i}`, any, nth(2, 1, 4000 + 700 * i), { exclusive: true })),
                ...range(12, (i) => offer(`n${i}`, any, nth(1 + (i % 3), 1, 3000 + 450 * i))),
            ]),
            [basket(lines_of(40, 2))],
        ],
        '12 kinds of nth on 1,000 lines': [
            programme(range(12, (i) => offer(`n${i}`, any, nth(1 + (i % 4), 1, 3000 + 500 * i)))),
            [basket(lines_of(1000, 1))],
        ],
    };
}
