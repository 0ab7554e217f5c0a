// Timing: our program as a child, a peer in this process, and what their figures come to.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Our side: bench_price, a command and an answer a line. */
export class Ours {
    name = 'loyald';

    constructor(program) {
        this.child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
        this.answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    }

    async tell(command) {
        this.child.stdin.write(JSON.stringify(command) + '\n');
        const answer = await this.answers.next();
        if (answer.done) throw new Error('bench_price ended before it answered');
        return JSON.parse(answer.value);
    }

    /** @return the totals, and whether each search was complete */
    load(name, programme, baskets) {
        return this.tell({ load: name, programme, baskets });
    }

    /** @return microseconds a pricing */
    async time(name, at_least_ms) {
        return (await this.tell({ time: name, at_least_ms })).ns / 1000;
    }

    end() {
        this.child.stdin.end();
    }
}

/** @return microseconds a pricing, each basket in turn for at least so long */
export async function time_peer(peer, baskets, at_least_ms) {
    const start = performance.now();
    let pricings = 0;
    do {
        await peer.price(pricings % baskets);
        ++pricings;
    } while (performance.now() - start < at_least_ms);
    return ((performance.now() - start) * 1000) / pricings;
}

export function spread(samples) {
    const sorted = [...samples].sort((a, b) => a - b);
    return { min: sorted[0], median: sorted[sorted.length >> 1], max: sorted[sorted.length - 1] };
}

export const digits = (value) => (value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0));

export const told = ({ min, median, max }, unit = '') =>
    `${digits(median)}${unit} (${digits(min)} to ${digits(max)})`;
