// A stand-in for the daemon, for looking at states that are rare: it serves the built pages and what `state` holds.
// Nothing here proves the product; the tests proper drive the real daemon.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const dist = join(dirname(fileURLToPath(import.meta.url)), '../../../web/dist')
const types = { '.svg': 'image/svg+xml', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' }
const policy = "default-src 'self'"

function frame(text) {
  const body = Buffer.from(text)
  const head = body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.from([0x81, 126, body.length >> 8, body.length & 255])
  if (body.length < 65536) return Buffer.concat([head, body])
  const long = Buffer.alloc(10)
  long[0] = 0x81
  long[1] = 127
  long.writeUInt32BE(body.length, 6)
  return Buffer.concat([long, body])
}

export async function startFixture(state) {
  const sockets = new Set()
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://till').pathname
    const file = { '/': 'cashier.html', '/store': 'store.html' }[path] ?? path.slice(1)
    if (existsSync(join(dist, file)) && extname(file)) {
      response.writeHead(200, { 'Content-Type': types[extname(file)], 'Content-Security-Policy': policy })
      return response.end(readFileSync(join(dist, file)))
    }
    const answer = state.answers[`${request.method} ${path}`] ?? state.answers[path]
    const [status, body] = answer === undefined ? [404, { error: { code: 'not_found', text: { 'zh-CN': '没有。', en: 'None.' } } }] : Array.isArray(answer) && typeof answer[0] === 'number' ? answer : [200, answer]
    response.writeHead(status, { 'Content-Type': 'application/json' })
    response.end(body === null ? '' : JSON.stringify(body))
  })
  server.on('upgrade', (request, socket) => {
    const accept = createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64')
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
    for (const event of [{ type: 'status', status: state.status }, { type: 'basket', basket: state.basket }]) socket.write(frame(JSON.stringify(event)))
  })
  await new Promise(done => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    push: event => { for (const socket of sockets) socket.write(frame(JSON.stringify(event))) },
    drop: () => { for (const socket of sockets) socket.destroy(); server.close() },
    stop: () => { for (const socket of sockets) socket.destroy(); server.closeAllConnections(); server.close() },
  }
}
