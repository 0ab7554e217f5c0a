import { signal } from '@preact/signals'
import { language, say, type Pair } from './language'

/** The daemon's clock: the page shows its time, not the browser's. */
let ahead = 0
const clock = () => Date.now() + ahead
export const now = signal(clock())
setInterval(() => { now.value = clock() }, 5000)

let offset = ''
export function setClock(time: string) {
  const instant = Date.parse(time)
  if (Number.isNaN(instant)) return
  ahead = instant - Date.now()
  offset = /([+-]\d\d:\d\d|Z)$/.exec(time)?.[1] ?? ''
  now.value = clock()
}

/** The shop's wall clock: an instant shifted by the offset that the daemon writes, read as UTC. */
function local(instant: number): Date {
  const found = /([+-])(\d\d):(\d\d)/.exec(offset)
  const shift = found ? (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) : offset === 'Z' ? 0 : -new Date(instant).getTimezoneOffset()
  return new Date(instant + shift * 60_000)
}
const part = (instant: string | number) => local(typeof instant === 'number' ? instant : Date.parse(instant))
const two = (n: number) => String(n).padStart(2, '0')

/** 18:30 */
export const clockTime = (instant: string | number) => `${two(part(instant).getUTCHours())}:${two(part(instant).getUTCMinutes())}`
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const weekdays: Pair[] = [['周日', 'Sun'], ['周一', 'Mon'], ['周二', 'Tue'], ['周三', 'Wed'], ['周四', 'Thu'], ['周五', 'Fri'], ['周六', 'Sat']]
const dayOf = (date: Date) => language.value === 'en' ? `${date.getUTCDate()} ${months[date.getUTCMonth()]}` : `${date.getUTCMonth() + 1}月${date.getUTCDate()}日`
export const weekday = (date: Date) => say(weekdays[date.getUTCDay()])

/** 11月22日 / 22 Nov, of an instant or of a date 2026-11-22. */
export const day = (when: string | number) => dayOf(typeof when === 'string' && when.length === 10 ? new Date(when + 'T00:00:00Z') : part(when))
/** 11月22日 周日 18:30 / Sun 22 Nov 18:30 */
export function dayAndTime(instant: string | number): string {
  const date = part(instant)
  return language.value === 'en' ? `${weekday(date)} ${dayOf(date)} ${clockTime(instant)}` : `${dayOf(date)} ${weekday(date)} ${clockTime(instant)}`
}
/** 2026-11-22 shifted by days. */
export const shiftDate = (date: string, days: number) => new Date(Date.parse(date + 'T00:00:00Z') + days * 86_400_000).toISOString().slice(0, 10)

/** How long ago: 12 分钟 / 12 min. */
export function age(instant: string): string {
  const seconds = Math.max(0, Math.round((now.value - Date.parse(instant)) / 1000))
  const units: [number, Pair][] = [[86_400, ['天', 'd']], [3600, ['小时', 'h']], [60, ['分钟', 'min']]]
  for (const [size, name] of units) if (seconds >= size) return `${Math.floor(seconds / size)} ${say(name)}`
  return say(['不到 1 分钟', 'under 1 min'])
}
