// The main job on real input: one month of a grocery shop, sold with head office away.
//
//   node real_input.mjs BIN ROOT [--baskets N] [--scanned N] [--seed N]
//
// The baskets of tests/data/groceries.txt go to a till whose head office is away: the first ones label
// by label through a virtual HID scanner, the others over the local API; the daemon is killed at
// random points and every call is repeated with its key until it is answered. Then head office
// starts, and both are killed at random points while the journal goes up. In the end head office has every sale
// once, and the totals by tier and business date are equal at both ends to the fen.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { Shop, sleep, until } from './shop.mjs';

const [bin, root, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => {
    const at = rest.indexOf(`--${name}`);
    return at < 0 ? otherwise : Number(rest[at + 1]);
};
const baskets_max = option('baskets', Infinity);
const scanned = option('scanned', 200);
const seed = option('seed', 20261123);
const kills_while_selling = 8;
const kills_while_sending = 6;

// Mulberry32: small, and the same everywhere.
let random_state = seed;
function random() {
    random_state = (random_state + 0x6d2b79f5) | 0;
    let t = Math.imul(random_state ^ (random_state >>> 15), 1 | random_state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = (n) => Math.floor(random() * n);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'loyald-real-input-'));
const shop = new Shop(bin, root, folder);
const started = Date.now();
const say = (text) => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);

const baskets = fs.readFileSync(path.join(root, 'tests/data/groceries.txt'), 'utf8').trim().split('\n')
    .map((line) => line.replace('\r', '').split(',')).slice(0, baskets_max);

async function open_shop() {
    const today = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(new Date());
    shop.run('loyalctl', 'demo', path.join(folder, 'data'), '--programme', path.join(root, 'packaging/demo/programme.json'),
        '--date', today, '--baskets', path.join(root, 'tests/data/groceries.txt'));
    shop.run('loyal-hq', 'init', '--state', shop.hq_state, '--host', 'localhost', '--host', '127.0.0.1');
    await shop.start_hq();
    shop.run('loyal-hq', 'programme', 'publish', '--state', shop.hq_state, path.join(root, 'packaging/demo/programme.json'));
    shop.run('loyal-hq', 'import', 'items', '--state', shop.hq_state, path.join(folder, 'data/items.ndjson'));
    shop.run('loyal-hq', 'import', 'members', '--state', shop.hq_state, path.join(folder, 'data/members.ndjson'));
    shop.make_till();
    await shop.start_till('hidpos');
    const cards = fs.readFileSync(path.join(folder, 'data/members.ndjson'), 'utf8').trim().split('\n')
        .map((line) => JSON.parse(line).cards[0]).filter((card) => !card.blocked).map((card) => card.number);
    await until('the till has its members', async () => {
        const found = (await shop.till_call('GET', `/v1/members?card=${cards[cards.length - 1]}`)).body;
        return (found.members ?? found).length === 1;
    });
    await until('the scanner is claimed', async () => {
        const found = (await shop.till_call('GET', '/v1/devices')).body;
        return (found.devices ?? found).some((device) => device.state === 'ready');
    });
    await shop.hq.stop();  // from here on head office is away
    const codes = new Map(fs.readFileSync(path.join(folder, 'data/items.ndjson'), 'utf8').trim().split('\n')
        .map((line) => JSON.parse(line)).map((item) => [item.names.en, item.codes[0]]));
    return { cards, codes };
}

const sold = new Map();  // receipt code → total

async function tender(view) {
    const total = view.due.other;
    const answer = await shop.till_call('POST', `/v1/baskets/${view.id}/tender`,
        { revision: view.revision, total, tenders: [{ type: 'mobile', amount: total }] });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    assert.equal(answer.body.total, total);
    assert.ok(!sold.has(answer.body.id), `${answer.body.id} was sold twice`);
    sold.set(answer.body.id, total);
}

const pieces = (view) => view.lines.reduce((sum, line) => sum + line.quantity / 1000, 0);

/** One basket through the scanner: every label is a USB transfer that the daemon reads itself. */
async function sell_by_scanner(labels, count) {
    for (const label of labels) {
        const answer = execFileSync(path.join(bin, 'virtual-usb'), ['--tell', shop.usb, `scan ${label}`], { encoding: 'utf8' });
        assert.match(answer, /^ok/);
    }
    let view;
    await until('the labels reach the basket', async () => {
        const answer = await shop.till_call('GET', '/v1/baskets/current');
        view = answer.body;
        return answer.status === 200 && pieces(view) === count && Boolean(view.member) === (labels.length > count);
    });
    await tender(view);
}

async function sell_by_api(labels, count) {
    const opened = await shop.till_call('POST', '/v1/baskets', {});
    assert.equal(opened.status, 201, JSON.stringify(opened.body));
    let view = opened.body;
    for (const label of labels) {
        const answer = await shop.till_call('POST', `/v1/baskets/${view.id}/scan`, { label });
        assert.equal(answer.status, 200, JSON.stringify(answer.body));
        view = answer.body.basket;
    }
    assert.equal(pieces(view), count);
    await tender(view);
}

/** Kills the daemon at a moment that nobody chose, and starts it again, while calls go on. */
async function kill_soon(what, start) {
    await sleep(below(30));
    await what.stop('SIGKILL');
    await start();
}

async function sell_all({ cards, codes }) {
    const kill_at = new Set(Array.from({ length: kills_while_selling }, () => scanned + below(baskets.length - scanned)));
    let restart = Promise.resolve();
    for (const [number, basket] of baskets.entries()) {
        const labels = basket.map((name) => codes.get(name));
        assert.ok(labels.every(Boolean), `an item of basket ${number} has no code`);
        // Two of three customers show a card, before, amid or after the goods.
        if (number % 3 !== 0) labels.splice(below(labels.length + 1), 0, cards[below(cards.length)]);
        if (number === scanned) {
            say(`${scanned} baskets scanned label by label`);
            await shop.till.stop();
            await shop.start_till();
        }
        if (kill_at.has(number)) restart = restart.then(() => kill_soon(shop.till, () => shop.start_till()));
        await (number < scanned ? sell_by_scanner : sell_by_api)(labels, basket.length);
    }
    await restart;
    say(`${sold.size} baskets sold offline, the till killed ${kill_at.size} times`);
}

const unsent = async () => (await shop.till_call('GET', '/v1/status')).body.sync.unsent;

async function send_all() {
    assert.ok((await unsent()) >= baskets.length);
    await shop.start_hq();
    for (let i = 0; i < kills_while_sending; ++i) {
        await sleep(50 + below(250));
        if (below(2) === 0) await kill_soon(shop.hq, () => shop.start_hq());
        else await kill_soon(shop.till, () => shop.start_till());
    }
    await shop.till_call('POST', '/v1/sync/send-now', {});
    await until('everything is sent', async () => (await unsent()) === 0, 120_000);
    say(`everything sent, head office and till killed ${kills_while_sending} times meanwhile`);
}

/** Every entry of head office's feed, from the beginning. */
async function feed() {
    const sales = [];
    let cursor = '';
    for (;;) {
        const answer = await shop.hq_get(`/v1/feed?after=${encodeURIComponent(cursor)}&wait=0`);
        const next = answer.headers.get('loyal-cursor');
        const lines = (await answer.text()).trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));
        for (const line of lines) if (line.body?.kind === 'sale') sales.push(line.body);
        if (!lines.length || next === cursor) return sales;
        cursor = next;
    }
}

const by_tier = (rows) => rows
    .map((row) => [row.tier ?? '', row.sales, row.net, row.discount, row.points_issued, row.points_redeemed].join(' '))
    .sort();

async function compare() {
    const sales = await feed();
    const ids = sales.map((sale) => sale.id);
    assert.equal(new Set(ids).size, ids.length, 'head office has a sale twice');
    assert.deepEqual(new Set(ids), new Set(sold.keys()));
    for (const sale of sales) assert.equal(sale.priced.total, sold.get(sale.id), sale.id);
    assert.deepEqual(await (await shop.hq_get('/v1/differences')).json(), { differences: [] });

    const year = new Date().getUTCFullYear();
    const range = `from=${year - 1}-01-01&to=${year + 1}-12-31`;
    const here = (await shop.till_call('GET', `/v1/reports/sales-by-tier?${range}`)).body;
    const there = await (await shop.hq_get(`/v1/totals?${range}`)).json();
    assert.equal(here.rows.reduce((sum, row) => sum + row.sales, 0), sold.size);
    assert.deepEqual(by_tier(here.rows), by_tier(there.rows));
    const till_days = here.days.flatMap((day) => by_tier(day.rows).map((row) => `${day.date} ${row}`)).sort();
    const hq_days = there.days.flatMap((row) => by_tier([row]).map((text) => `${row.date} ${text}`)).sort();
    assert.deepEqual(till_days, hq_days);
    say(`equal at both ends: ${sold.size} sales`);
    for (const row of by_tier(here.rows)) console.log(`          ${row}`);
}

let failed = false;
try {
    const goods = await open_shop();
    say('shop open, head office away');
    await sell_all(goods);
    await send_all();
    await compare();
    await shop.stop();
    say(shop.run('loyalctl', 'verify', path.join(shop.till_state, 'loyald.db')));
    say(shop.run('loyal-hq', 'verify', '--state', shop.hq_state));
} catch (error) {
    failed = true;
    console.log(`FAILED: ${error.stack}`);
    for (const log of [shop.hq.log, shop.till.log]) {
        if (fs.existsSync(log)) console.log(`--- ${path.basename(log)}\n${fs.readFileSync(log, 'utf8').split('\n').slice(-20).join('\n')}`);
    }
} finally {
    await shop.stop();
    if (!failed) fs.rmSync(folder, { recursive: true, force: true });
    process.exitCode = failed ? 1 : 0;
}
