// A head office and a till as real processes, and calls to them that survive a restart.

import { spawn, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const start_ms_max = 20_000;
const call_ms_max = 30_000;

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export async function until(what, check, ms_max = start_ms_max) {
    const end = Date.now() + ms_max;
    let last;
    while (Date.now() < end) {
        try {
            if (await check()) return;
        } catch (error) {
            last = error;
        }
        await sleep(20);
    }
    throw new Error(`${what}: not within ${ms_max / 1000} s${last ? ` (${last.message})` : ''}`);
}

/** One program that is started, killed and started again; its output goes to a log. */
export class Process {
    constructor(name, log) {
        this.name = name;
        this.log = log;
    }
    start(command, args) {
        const out = fs.openSync(this.log, 'a');
        this.child = spawn(command, args, { stdio: ['ignore', out, out] });
        fs.closeSync(out);
        this.ended = new Promise((done) => this.child.on('exit', (code, signal) => done({ code, signal })));
    }
    async stop(signal = 'SIGTERM') {
        if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
        this.child.kill(signal);
        const outcome = await Promise.race([this.ended, sleep(start_ms_max)]);
        if (!outcome) {
            this.child.kill('SIGKILL');
            throw new Error(`${this.name} did not end on ${signal}`);
        }
        return outcome;
    }
}

export class Shop {
    constructor(bin, root, folder) {
        this.bin = bin;
        this.root = root;
        this.folder = folder;
        this.hq = new Process('loyal-hq', path.join(folder, 'hq.log'));
        this.till = new Process('loyald', path.join(folder, 'till.log'));
        this.hq_state = path.join(folder, 'hq');
        this.till_state = path.join(folder, 'till');
        this.usb = path.join(folder, 'usb.sock');
    }
    run(program, ...args) {
        return execFileSync(path.join(this.bin, program), args, { encoding: 'utf8' }).trim();
    }

    async start_hq() {
        const file = path.join(this.hq_state, 'address');
        fs.rmSync(file, { force: true });
        // The port must stay the same after a restart: the till's configuration names it.
        this.hq.start(path.join(this.bin, 'loyal-hq'), ['serve', '--state', this.hq_state, '--address',
            '127.0.0.1', '--listen', String(this.hq_tls ?? 0), '--http', String(this.hq_http ?? 0)]);
        await until('head office starts', () => fs.existsSync(file) && /^http \d+$/m.test(fs.readFileSync(file, 'utf8')));
        const ports = Object.fromEntries(fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => line.split(' ')));
        this.hq_tls = Number(ports.terminals);
        this.hq_http = Number(ports.http);
    }

    make_till(extra = '') {
        const token = this.run('loyal-hq', 'enrol-terminal', '--state', this.hq_state, '--terminal', 'S001-T1', '--store', 'S001');
        fs.writeFileSync(path.join(this.folder, 'loyald.toml'), `state = "till"
store = "S001"
terminal = "S001-T1"
cashier = "test"
timezone = "Asia/Shanghai"
[listen]
port = 0
[labels]
card_prefixes = ["29"]
receipt_prefixes = ["S001-T"]
[head_office]
host = "localhost"
port = ${this.hq_tls}
token = "${token}"
${extra}`);
    }

    /** Starts the till; with a scanner it runs under the virtual USB bus. */
    async start_till(scanner) {
        const file = path.join(this.till_state, 'address');
        fs.rmSync(file, { force: true });
        const daemon = [path.join(this.bin, 'loyald'), '--config', path.join(this.folder, 'loyald.toml')];
        if (scanner) {
            this.till.start('umockdev-wrapper', [path.join(this.bin, 'virtual-usb'), '--plug', scanner,
                '--control', this.usb, '--', ...daemon]);
        } else {
            this.till.start(daemon[0], daemon.slice(1));
        }
        await until('the till starts', () => fs.existsSync(file) && fs.readFileSync(file, 'utf8').startsWith('http'));
        this.till_url = fs.readFileSync(file, 'utf8').trim();
        this.till_token = fs.readFileSync(path.join(this.till_state, 'api-token'), 'utf8').trim();
    }

    /**
     * A call to the till that goes on through restarts: the same key is sent until it is answered.
     * `restart` may be told to kill and restart the daemon meanwhile.
     */
    async till_call(method, target, body, key = randomUUID()) {
        const end = Date.now() + call_ms_max;
        for (;;) {
            try {
                const answer = await fetch(this.till_url + target, {
                    method,
                    headers: {
                        Authorization: `Bearer ${this.till_token}`,
                        ...(method === 'GET' ? {} : { 'Idempotency-Key': key, 'Content-Type': 'application/json' }),
                    },
                    body: body === undefined ? undefined : JSON.stringify(body),
                });
                const text = await answer.text();
                return { status: answer.status, body: text ? JSON.parse(text) : undefined };
            } catch (error) {
                if (Date.now() > end) throw new Error(`${method} ${target}: ${error.message}`);
                await sleep(5);
            }
        }
    }
    async hq_get(target) {
        const answer = await fetch(`http://127.0.0.1:${this.hq_http}${target}`, {
            headers: { Authorization: `Bearer ${fs.readFileSync(path.join(this.hq_state, 'api-token'), 'utf8').trim()}` },
        });
        if (!answer.ok) throw new Error(`head office: ${target}: ${answer.status}`);
        return answer;
    }

    async stop() {
        await this.till.stop().catch(() => {});
        await this.hq.stop().catch(() => {});
    }
}
