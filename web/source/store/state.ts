import { computed, signal } from '@preact/signals'
import { get, query, Refused } from '../shared/api'
import { setClock, shiftDate } from '../shared/time'
import type { Overview, SalesByTier, Status, Text, TopItems } from '../shared/types'
import { programme } from '../shared/programme'
import type { Programme } from '../shared/types'

export const status = signal<Status | null>(null)
/** The days that are shown; `days` counts back from today, null: chosen by hand. */
export const range = signal<{ from: string; to: string; days: number | null } | null>(null)
export interface Reports { overview: Overview; tiers: SalesByTier; items: TopItems }
export const reports = signal<Reports | null>(null)
export const problem = signal<Text | null>(null)
/** Shown only when an answer takes long. */
export const waiting = signal(false)
export const today = computed(() => status.value?.business_date ?? '')

const patienceMs = 300
let asked = 0

export function choose(days: number) {
  range.value = { from: shiftDate(today.value, 1 - days), to: today.value, days }
  void load()
}
export function chooseDates(from: string, to: string) {
  if (from === '' || to === '') return
  range.value = from <= to ? { from, to, days: null } : { from: to, to: from, days: null }
  void load()
}

/** Reads everything of the range; the old numbers stay until the new ones are here. */
export async function load() {
  const mine = ++asked
  const late = setTimeout(() => { waiting.value = true }, patienceMs)
  try {
    status.value = await get<Status>('/v1/status')
    setClock(status.value.time)
    programme.value ??= await get<Programme>('/v1/programme').catch(() => null)
    const days = range.value?.days
    if (!range.value) range.value = { from: today.value, to: today.value, days: 1 }
    else if (days) range.value = { from: shiftDate(today.value, 1 - days), to: today.value, days }
    const { from, to } = range.value
    const [overview, tiers, items] = await Promise.all([
      get<Overview>(`/v1/reports/overview?${query({ from, to })}`), get<SalesByTier>(`/v1/reports/sales-by-tier?${query({ from, to })}`),
      get<TopItems>(`/v1/reports/top-items?${query({ from, to })}`),
    ])
    if (mine !== asked) return
    reports.value = { overview, tiers, items }
    problem.value = null
  } catch (why) {
    if (!(why instanceof Refused)) throw why
    if (mine === asked) problem.value = why.text
  } finally {
    clearTimeout(late)
    if (mine === asked) waiting.value = false
  }
}
