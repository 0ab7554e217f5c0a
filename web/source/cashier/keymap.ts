import { signal } from '@preact/signals'
import type { Pair } from '../shared/language'
import { basket, blocked, empty, suspended } from './state'

export const actions = ['help', 'member', 'item', 'pieces', 'enrol', 'points', 'coupon', 'undo', 'suspend', 'language', 'more', 'pay'] as const
export type Action = (typeof actions)[number]

const usual: Record<Action, string> = {
  help: 'F1', member: 'F2', item: 'F3', pieces: 'F4', enrol: 'F5', points: 'F6', coupon: 'F7', undo: 'F8', suspend: 'F9',
  language: 'F10', more: 'F11', pay: 'F12',
}
const kept = 'loyald.keys'
function load(): Record<Action, string> {
  try {
    const saved = JSON.parse(localStorage.getItem(kept) ?? '{}') as Partial<Record<Action, string>>
    const merged = { ...usual, ...saved }
    return new Set(Object.values(merged)).size === actions.length ? merged : usual
  } catch {
    return usual
  }
}

/** Which F-key does what; printed on the buttons, changed in the settings. */
export const keymap = signal(load())
keymap.subscribe(value => localStorage.setItem(kept, JSON.stringify(value)))
export const keyOf = (action: Action) => keymap.value[action]
export const actionOf = (key: string) => actions.find(action => keymap.value[action] === key)

/** Gives an action another key; the action that had it takes the old one. */
export function remap(action: Action, key: string) {
  const had = actionOf(key)
  const next = { ...keymap.value, [action]: key }
  if (had && had !== action) next[had] = keymap.value[action]
  keymap.value = next
}
export const resetKeys = () => { keymap.value = usual }

export const names: Record<Action, Pair> = {
  help: ['帮助', 'Help'], member: ['查会员', 'Member'], item: ['找商品', 'Find item'], pieces: ['件数', 'Pieces'], enrol: ['办会员', 'Enrol'],
  points: ['用积分', 'Points'], coupon: ['用券', 'Coupon'], undo: ['撤销', 'Undo'], suspend: ['挂单', 'Suspend'],
  language: ['语言', 'Language'], more: ['退货等', 'More'], pay: ['收款', 'Pay'],
}

/** Why an action can't be done: short for its button, a sentence for the voice. */
export interface Hindrance { short: Pair; long: Pair }
const offline: Pair = ['未连接', 'no link']
const noLines: Hindrance = { short: ['空篮子', 'empty'], long: ['篮子还是空的：先扫商品。', 'The basket is empty: scan an item first.'] }

export function hindrance(action: Action): Hindrance | null {
  if (action === 'help' || action === 'language' || action === 'more') return null
  if (blocked.value) return { short: offline, long: blocked.value }
  const view = basket.value
  switch (action) {
    case 'pieces': return empty.value ? noLines : null
    case 'points': {
      if (!view?.member) return { short: ['没会员', 'no card'], long: ['还没有会员：先扫会员卡，或按 F2 查。', 'No member yet: scan the card or press F2.'] }
      if (empty.value) return noLines
      return null
    }
    case 'coupon': return empty.value ? noLines : null
    case 'undo': return view ? null : { short: ['没步骤', 'nothing'], long: ['这一单还没有可撤销的。', 'There is nothing to undo yet.'] }
    case 'suspend':
      return !empty.value || suspended.value.length > 0 ? null : { short: ['没挂单', 'none'], long: ['没有可挂的，也没有挂着的单。', 'Nothing to suspend, and nothing is suspended.'] }
    case 'pay': return empty.value ? noLines : null
    default: return null
  }
}
