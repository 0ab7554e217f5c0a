import { computed, signal } from '@preact/signals'
import type { VNode } from 'preact'
import type { Pair } from '../shared/language'
import { connection } from '../shared/events'
import type { BasketSummary, BasketView, Status, TransactionSummary } from '../shared/types'

export const status = signal<Status | null>(null)
export const basket = signal<BasketView | null>(null)
export const suspended = signal<BasketSummary[]>([])
export const lastSale = signal<TransactionSummary | null>(null)
/** The line that F4 and Delete act on; the daemon's current line unless the cashier chose another. */
export const chosenLine = signal<number | null>(null)
/** "5*": the next scan counts as so many pieces; 1 when nothing was typed. */
export const nextPieces = signal(1)

/** One amount of the bottom bar. */
export interface SumRow { label: string; value: string; good?: boolean }
export interface Sums { rows: SumRow[]; label: string; total: number }
/** The large button: what F12 does now. `why` says why it can't. */
export interface Pay { label: string; note: string; why?: Pair | null; run: () => void }

/** What opens in the member's zone, one at a time; Esc closes it. */
export interface Task {
  name: string
  side: () => VNode
  /** Stands in the basket's place. */
  main?: () => VNode
  sums?: () => Sums
  pay?: () => Pay
  /** Keystrokes outside of fields; true when used. */
  key?: (key: string) => boolean
  /** Remembers what is typed; the answer puts it back (a scanner typed into it). */
  snapshot?: () => () => void
  /** Before it closes by Esc; false keeps it open. */
  leave?: () => boolean
  /** Closes itself when the next basket begins. */
  passing?: boolean
}
export const task = signal<Task | null>(null)
export function open(next: Task) { task.value = next }
export function close() { task.value = null }
/** Opens a task, or closes it when it is the one already open. */
export function toggle(name: string, make: () => Task) {
  if (task.value?.name === name) leave()
  else if (!task.value || leave()) open(make())
}
/** Closes the open task if it lets go; true when nothing is open any more. */
export function leave(): boolean {
  if (task.value?.leave && !task.value.leave()) return false
  close()
  return true
}

export const lines = computed(() => basket.value?.priced?.lines.filter(line => !line.gift) ?? [])
export const empty = computed(() => lines.value.length === 0)
export const currentLine = computed(() => {
  const chosen = lines.value.find(line => line.line === chosenLine.value)
  return chosen?.line ?? basket.value?.current_line ?? lines.value[lines.value.length - 1]?.line ?? null
})

/** Why nothing can be changed at all just now. */
export const blocked = computed<Pair | null>(() => {
  if (connection.value === 'lost') return ['正在重新连接本机程序', "Reconnecting to the till's program"]
  if (status.value?.locked) return ['本机已锁定', 'This till is locked']
  return null
})
/** Why no new sale can begin; the one that runs can still be finished. */
export const noSale = computed<Pair | null>(() => blocked.value ?? (status.value?.disk.state === 'full' && empty.value ? ['磁盘满了，不能开新单', 'The disk is full: no new sale'] : null))
