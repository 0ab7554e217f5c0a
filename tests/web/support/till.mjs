// The real daemon on a state folder of its own, with the worked example's programme, items and members.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { config } from './shop.mjs'

export const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')
const program = process.env.LOYALD ?? join(root, 'build/release/loyald')
const readyMs = 20_000
const pollMs = 50

function freePort() {
  return new Promise(done => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}

async function answers(url, child, output) {
  for (const end = Date.now() + readyMs; Date.now() < end; ) {
    if (child.exitCode !== null) throw new Error(`loyald ended with ${child.exitCode}: ${output.text}`)
    try {
      if ((await fetch(url + '/health')).ok) return
    } catch {
      await new Promise(done => setTimeout(done, pollMs))
    }
  }
  throw new Error(`loyald did not answer: ${output.text}`)
}

export async function startTill() {
  const folder = mkdtempSync(join(tmpdir(), 'loyal-till-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const file = join(folder, 'loyald.toml')
  writeFileSync(file, config({ folder, port, root }))
  const output = { text: '' }
  let child
  const begin = async () => {
    child = spawn(program, ['--config', file], { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', data => { output.text += data })
    await answers(url, child, output)
  }
  const end = signal => new Promise(done => {
    if (child.exitCode !== null || child.signalCode !== null) return done()
    child.once('exit', done)
    child.kill(signal)
  })
  await begin()
  const token = () => readFileSync(join(folder, 'state', 'api-token'), 'utf8').trim()
  const call = async (method, path, body) => {
    const headers = { Authorization: `Bearer ${token()}`, 'Content-Type': 'application/json' }
    if (method !== 'GET') headers['Idempotency-Key'] = randomBytes(16).toString('hex')
    const answer = await fetch(url + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
    const text = await answer.text()
    const read = text === '' ? null : JSON.parse(text)
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return read
  }
  return {
    url, call,
    /** What the till's own scanner would read. */
    scan: label => call('POST', '/v1/baskets/current/scan', { label }),
    /** No basket open, none suspended. */
    clear: async () => {
      for (const basket of (await call('GET', '/v1/baskets')).baskets) await call('DELETE', `/v1/baskets/${basket.id}`)
    },
    crash: () => end('SIGKILL'), restart: begin,
    stop: async () => {
      await end('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
    output,
  }
}
