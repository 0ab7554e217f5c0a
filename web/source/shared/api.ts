import type { Text } from './types'

/** What the daemon answered instead of what was asked, or why it did not answer. */
export class Refused extends Error {
  constructor(readonly status: number, readonly code: string, readonly text: Text, readonly body: Record<string, unknown>) {
    super(code)
  }
  /** The call may or may not have happened: repeating it under the same key is safe. */
  get unanswered() { return this.status === 0 }
}

const answerMs = 4000
const attempts = 3
const noAnswer: Text = {
  'zh-CN': '本机程序没有回应。已记下的不会丢；请再按一次。',
  en: "The till's program did not answer. What was kept is safe; press again.",
}

/** Keys of calls that got no answer: the same call again carries the same key, so it counts once. */
const unanswered = new Map<string, string>()
function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}

async function once(method: string, path: string, headers: Record<string, string>, body: string | undefined): Promise<Response> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), answerMs)
  try {
    const answer = await fetch(path, { method, headers, body, signal: abort.signal, cache: 'no-store', credentials: 'same-origin' })
    const text = await answer.text()
    return new Response(answer.status === 204 ? null : text, { status: answer.status, headers: answer.headers })
  } finally {
    clearTimeout(timer)
  }
}

async function send(method: string, path: string, body?: unknown, accept = 'application/json'): Promise<Response> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const changes = method !== 'GET'
  const call = `${method} ${path} ${text ?? ''}`
  const headers: Record<string, string> = { Accept: accept }
  if (text !== undefined) headers['Content-Type'] = 'application/json'
  if (changes) {
    const key = unanswered.get(call) ?? freshKey()
    unanswered.set(call, key)
    headers['Idempotency-Key'] = key
  }
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await once(method, path, headers, text)
      unanswered.delete(call)
      return answer
    } catch {
      if (attempt === attempts) throw new Refused(0, 'no_answer', noAnswer, {})
      await new Promise(done => setTimeout(done, 250 * attempt))
    }
  }
}

async function answered<T>(answer: Response): Promise<T> {
  if (answer.status === 204) return null as T
  let body: Record<string, unknown>
  try {
    body = await answer.json()
  } catch {
    body = {}
  }
  if (answer.ok) return body as T
  const error = (body.error ?? {}) as { code?: string; text?: Text }
  const text = error.text ?? { 'zh-CN': `没办成（${answer.status}）。已记下的不会丢。`, en: `That did not work (${answer.status}). What was kept is safe.` }
  throw new Refused(answer.status, error.code ?? String(answer.status), text, body)
}

export const get = async <T>(path: string) => answered<T>(await send('GET', path))
export const post = async <T>(path: string, body?: unknown) => answered<T>(await send('POST', path, body ?? {}))
export const put = async <T>(path: string, body: unknown) => answered<T>(await send('PUT', path, body))
export const patch = async <T>(path: string, body: unknown) => answered<T>(await send('PATCH', path, body))
export const remove = async <T>(path: string) => answered<T>(await send('DELETE', path))
export const csv = async (path: string) => (await send('GET', path, undefined, 'text/csv')).text()
/** Joins query members, leaving out what is empty. */
export const query = (members: Record<string, string | number | undefined>) =>
  new URLSearchParams(Object.entries(members).flatMap(([name, value]) => value === undefined || value === '' ? [] : [[name, String(value)]])).toString()
