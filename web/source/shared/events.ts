import { signal } from '@preact/signals'
import type { ServerEvent } from './types'

/** new: not yet connected since the page opened; lost: was connected or could not connect in time. */
export const connection = signal<'new' | 'live' | 'lost'>('new')

const patienceMs = 1000
const retryMs = [250, 500, 1000, 2000]

/** Keeps a WebSocket to the daemon open for as long as the page is; every message goes to `on`. */
export function listen(on: (event: ServerEvent) => void) {
  let failures = 0
  let grumble = 0
  const lost = () => {
    grumble ||= window.setTimeout(() => { connection.value = 'lost' }, patienceMs)
  }
  const open = () => {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/v1/events`)
    socket.onopen = () => {
      failures = 0
      clearTimeout(grumble)
      grumble = 0
      connection.value = 'live'
    }
    socket.onmessage = message => on(JSON.parse(message.data as string) as ServerEvent)
    socket.onclose = () => {
      lost()
      setTimeout(open, retryMs[Math.min(failures++, retryMs.length - 1)])
    }
  }
  lost()
  open()
}
