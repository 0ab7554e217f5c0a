import { computed, signal } from '@preact/signals'
import type { Pair } from '../shared/language'
import { connection } from '../shared/events'
import { Refused } from '../shared/api'
import { play } from '../shared/sound'
import type { Sound, Text, Tone, Voice } from '../shared/types'
import { empty, status } from './state'

export interface Said { tone: Tone; text: Pair | Text; lasting?: boolean }

/** Errors wait here, the latest on top, until Esc, their own button or a success of the same matter. */
export const errors = signal<Said[]>([])
const errorsMost = 20
const plain = signal<Said | null>(null)

const ready: Said = { tone: 'plain', text: ['可以开始：扫商品或会员卡。', 'Ready. Scan an item or a member card.'] }
const going: Said = { tone: 'plain', text: ['接着扫，会员卡随时可以扫。', 'Go on scanning; a member card may come at any moment.'] }
const lost: Said = {
  tone: 'error', lasting: true,
  text: ['和本机程序断开了，正在重连。这一单已存好；连上再收款。', "Lost the till's program, reconnecting. This sale is kept; take payment once it is back."],
}
const full: Said = {
  tone: 'error', lasting: true,
  text: ['磁盘满了：这一单可以收完，不能开新单。请叫店长。', 'The disk is full: this sale can be finished, no new one started. Call the manager.'],
}
const locked: Said = {
  tone: 'error', lasting: true,
  text: ['本机已锁定。这一单已存好；请店长解锁。', 'This till is locked. This sale is kept; ask the manager to unlock it.'],
}

/** The one sentence of the voice line. */
export const voice = computed<Said>(() => {
  if (connection.value === 'lost') return lost
  if (status.value?.locked) return locked
  const open = errors.value[errors.value.length - 1]
  if (open) return open
  if (status.value?.disk.state === 'full') return full
  return plain.value ?? (empty.value ? ready : going)
})

const echoMs = 1000
const heard = { answer: [] as { words: string; at: number }[], event: [] as { words: string; at: number }[] }
/** The daemon says a thing in its answer and as an event: the second of the two is not said again. */
function isEcho(words: string, source: 'answer' | 'event'): boolean {
  const at = performance.now()
  const twins = heard[source === 'answer' ? 'event' : 'answer']
  const twin = twins.findIndex(one => one.words === words && at - one.at < echoMs)
  if (twin >= 0) twins.splice(twin, 1)
  else heard[source] = [...heard[source].filter(one => at - one.at < echoMs), { words, at }]
  return twin >= 0
}

const soundOf: Record<Tone, Sound | null> = { plain: null, good: null, error: 'error' }

/** Says one thing and plays its sound. A scan's success leaves open errors alone: they wait for Esc. */
export function tell(text: Pair | Text, tone: Tone = 'plain', sound: Sound | null = soundOf[tone]) {
  if (tone === 'error') errors.value = [...errors.value, { tone, text }].slice(-errorsMost)
  else plain.value = { tone, text }
  if (sound) play(sound)
}

/** What the daemon said, in an answer to this page or to every page. */
export function hear(said: Voice, source: 'answer' | 'event') {
  if (isEcho(JSON.stringify(said.text), source)) return
  if (said.sound === 'member') forgetErrors('card')
  tell(said.text, said.tone, said.sound)
}

/** Closes the error that shows. */
export function dismiss() { errors.value = errors.value.slice(0, -1) }

const aboutCard = /卡|会员/
/** A success settles the errors of its matter: a member found, those about cards; a sale paid, all. */
export function forgetErrors(matter: 'card' | 'all') {
  const left = matter === 'all' ? [] : errors.value.filter(said => !aboutCard.test('zh-CN' in said.text ? said.text['zh-CN'] : said.text[0]))
  if (left.length !== errors.value.length) errors.value = left
}

/** Nothing to say any more: the ready sentence stands again. */
export function hush() { plain.value = null }

/** Runs an action; what the daemon refuses is said aloud, what is a mistake of the page is thrown. */
export async function attempt<T>(action: () => Promise<T>): Promise<T | null> {
  try {
    return await action()
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem
    tell(problem.text, 'error')
    return null
  }
}
