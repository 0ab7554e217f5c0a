// Pricing side by side with @medusajs/promotion and Vendure's OrderCalculator, and against itself.
//
//   node compare.mjs BENCH_PRICE [--rounds N]          (../price.sh installs the peers and runs it)
//
// Every ratio is the median over rounds that interleave what is compared; exit 1 when a median
// misses its floor. The peers are warm before the first round. Totals are checked equal first.

import assert from 'node:assert/strict';
import { Medusa } from '../peers/pricing/medusa.mjs';
import { Vendure } from '../peers/pricing/vendure.mjs';
import * as cases from './cases.mjs';
import { Ours, digits, spread, time_peer, told } from './measure.mjs';

const [program, ...rest] = process.argv.slice(2);
const rounds = rest[0] === '--rounds' ? Number(rest[1]) : 5;
const baskets_per_size = 8;
const warm_up_ms = 1000;
const ours_ms = 100;
const peer_ms = 250;

const sizes = [
    { offers: 5, lines: 10, floor: 30 },
    { offers: 5, lines: 100, floor: 15 },
    { offers: 50, lines: 10, floor: 100 },
    { offers: 50, lines: 100, floor: 100 },
    { offers: 500, lines: 10, floor: 500 },
    { offers: 500, lines: 100, floor: 400 },
];

const ours = new Ours(program);
let missed = 0;

function judge(what, ratios, holds, goal) {
    const ok = holds(ratios.median);
    if (!ok) ++missed;
    console.log(`${ok ? 'ok    ' : 'MISSED'} ${what}: ${told(ratios, ' x')}, goal ${goal}`);
}

async function prepare({ offers, lines, floor }) {
    const name = `${offers} offers x ${lines} lines`;
    const programme = cases.programme(cases.item_offers(offers));
    const baskets = cases.baskets(offers, lines, baskets_per_size);
    const { totals } = await ours.load(name, programme, baskets);
    const peers = [new Medusa(programme, baskets), new Vendure(programme, baskets)];
    for (const peer of peers) {
        for (let i = 0; i < baskets.length; ++i) {
            assert.equal(await peer.total(i), totals[i], `${name}: ${peer.name} prices basket ${i} otherwise`);
        }
        await time_peer(peer, baskets.length, warm_up_ms);
    }
    return { name, floor, peers, ours: [], medusa: [], vendure: [], ratios: [] };
}

async function against_peers() {
    const prepared = [];
    for (const size of sizes) prepared.push(await prepare(size));
    for (let round = 0; round < rounds; ++round) {
        for (const it of prepared) {
            it.ours.push(await ours.time(it.name, ours_ms));
            it.medusa.push(await time_peer(it.peers[0], baskets_per_size, peer_ms));
            it.vendure.push(await time_peer(it.peers[1], baskets_per_size, peer_ms));
            it.ratios.push(Math.min(it.medusa.at(-1), it.vendure.at(-1)) / it.ours.at(-1));
        }
    }
    for (const it of prepared) {
        const figures = [it.ours, it.medusa, it.vendure].map((samples) => digits(spread(samples).median));
        console.log(`${it.name}: ${figures[0]} us, Medusa ${figures[1]} us, Vendure ${figures[2]} us`);
        judge('    the faster peer', spread(it.ratios), (ratio) => ratio >= it.floor, `>= ${it.floor} x`);
    }
}

// The ratio of one case's time to another's, over the interleaved rounds.
async function ratio(above, below, scale = 1) {
    const ratios = [];
    await ours.time(above, ours_ms);
    for (let round = 0; round < rounds; ++round) {
        const base = await ours.time(below, ours_ms);
        ratios.push(((await ours.time(above, ours_ms)) / base) * scale);
    }
    return spread(ratios);
}

async function idle_offers() {
    const offers = cases.item_offers(50);
    const baskets = cases.baskets(50, 10, baskets_per_size);
    await ours.load('none idle', cases.programme(offers), baskets);
    for (const [kind, make] of Object.entries(cases.idle_offers)) {
        const idle = Array.from({ length: 50_000 }, (_, i) => make(i));
        await ours.load('idle', cases.programme([...idle, ...offers]), baskets);
        const ratios = await ratio('idle', 'none idle');
        judge(`50,000 offers for ${kind} against none`, ratios, (it) => it <= 1.5, '<= 1.5 x');
    }
}

async function growth() {
    // Half of the lines have an offer of their own and each has its share of the basket's.
    const programme = cases.programme(cases.item_offers(500));
    await ours.load('10 lines', programme, cases.baskets(500, 10, baskets_per_size));
    await ours.load('100 lines', programme, cases.baskets(500, 100, baskets_per_size));
    const lines = await ratio('100 lines', '10 lines', (10 + 15) / (100 + 150));
    judge('a (line + adjustment), 100 lines against 10', lines, (it) => it <= 2.5, '<= 2.5 x');

    const two = cases.programme(cases.item_offers(2));
    await ours.load('1 piece', two, cases.one_line_of(1));
    await ours.load('6,000 pieces', two, cases.one_line_of(6000));
    const pieces = await ratio('6,000 pieces', '1 piece');
    judge('6,000 pieces in a line against 1', pieces, (it) => it <= 1.2, '<= 1.2 x');
}

async function worst_case() {
    let worst = 0;
    for (const [name, [programme, baskets]] of Object.entries(cases.adversarial())) {
        const { optimal } = await ours.load('adversarial', programme, baskets);
        const ms = (await ours.time('adversarial', ours_ms)) / 1000;
        worst = Math.max(worst, ms);
        console.log(`       ${name}: ${digits(ms)} ms, ${optimal[0] ? 'searched to the end' : 'stopped at search_limit'}`);
    }
    console.log(`       worst case at search_limit: ${digits(worst)} ms`);
}

if (!program) {
    console.error('usage: compare.mjs BENCH_PRICE [--rounds N]');
    process.exit(2);
}
await against_peers();
await idle_offers();
await growth();
await worst_case();
ours.end();
process.exitCode = missed === 0 ? 0 : 1;
