// Keys of the till: F-keys by the map, digits for "5*", and labels typed by a keyboard-wedge scanner.
import { switchLanguage } from '../shared/language'
import { scan, setQuantity, suspend, undo } from './actions'
import { actionOf, hindrance, type Action } from './keymap'
import { basket, chosenLine, currentLine, empty, leave, lines, nextPieces, task, toggle } from './state'
import { coupon } from './tasks/coupon'
import { enrolling } from './tasks/enrolling'
import { findingItem } from './tasks/finding_item'
import { findingMember } from './tasks/finding_member'
import { more } from './tasks/more'
import { pieces } from './tasks/pieces'
import { redeeming } from './tasks/redeeming'
import { help } from './tasks/settings'
import { resuming } from './tasks/suspending'
import { tendering } from './tasks/tendering'
import { dismiss, errors, tell } from './voice'

/** Does what a key or its button stands for; a hindered one says why in the voice line. */
export function act(action: Action) {
  const open = task.value
  if (action === 'pay' && open?.pay) {
    const { why, run } = open.pay()
    if (why) tell(why, 'plain', 'attention')
    else run()
    return
  }
  const why = hindrance(action)
  if (why) return tell(why.long, 'plain', 'attention')
  switch (action) {
    case 'help': return toggle('help', help)
    case 'member': return toggle('member', findingMember)
    case 'item': return toggle('item', findingItem)
    case 'pieces': return toggle('pieces', pieces)
    case 'enrol': return toggle('enrol', () => enrolling())
    case 'points': return toggle('points', redeeming)
    case 'coupon': return toggle('coupon', coupon)
    case 'undo': return void undo()
    case 'suspend': return empty.value ? toggle('resume', resuming) : void (leave() && suspend())
    case 'language': return switchLanguage()
    case 'more': return toggle('more', more)
    case 'pay': return toggle('pay', tendering)
  }
}

function escape() {
  if (errors.value.length > 0) dismiss()
  else if (nextPieces.value !== 1) setNextPieces(1)
  else leave()
}

/** Digits typed with nothing open: they count only once "*" follows. */
let digits = ''
function setNextPieces(pieces: number) {
  nextPieces.value = pieces
  digits = ''
  if (pieces > 1) tell([`下一次扫码算 ${pieces} 件。`, `The next scan counts as ${pieces}.`])
}
const piecesMost = 999
function number(key: string): boolean {
  if (/^\d$/.test(key)) digits = (digits + key).slice(-3)
  else if (key === '*' && digits !== '' && Number(digits) >= 1 && Number(digits) <= piecesMost) setNextPieces(Number(digits))
  else { digits = ''; return false }
  return true
}

function moveLine(step: number) {
  const all = lines.value.map(line => line.line)
  const at = all.indexOf(currentLine.value ?? -1)
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)]
  if (next !== undefined) chosenLine.value = next
}

function plainKey(event: KeyboardEvent): boolean {
  if (task.value?.key?.(event.key)) return true
  if (task.value) return false
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { moveLine(event.key === 'ArrowDown' ? 1 : -1); return true }
  if (event.key === 'Delete' && basket.value && currentLine.value !== null) { void setQuantity(currentLine.value, 0); return true }
  return number(event.key)
}

const inField = (target: EventTarget | null) => target instanceof HTMLInputElement || target instanceof HTMLSelectElement

/** A burst of keys faster than a person types, ended by Enter, is a label. */
const wedge = { text: '', at: 0, field: null as HTMLInputElement | null, before: '', undo: null as (() => void) | null }
const fastMs = 40
const labelLeast = 6
function wedgeKey(event: KeyboardEvent): boolean {
  const gap = event.timeStamp - wedge.at
  wedge.at = event.timeStamp
  if (event.key === 'Enter') {
    const label = wedge.text
    wedge.text = ''
    if (gap > fastMs * 2 || label.length < labelLeast) return false
    takeBack()
    void scan(label)
    return true
  }
  if (event.key.length !== 1) return false
  if (gap > fastMs || wedge.text === '') {
    wedge.text = ''
    wedge.field = event.target instanceof HTMLInputElement ? event.target : null
    wedge.before = wedge.field?.value ?? ''
    wedge.undo = task.value?.snapshot?.() ?? null
  }
  wedge.text += event.key
  return false
}
/** What the burst typed into a field or an amount is taken out again. */
function takeBack() {
  digits = ''
  if (wedge.field) {
    wedge.field.value = wedge.before
    wedge.field.dispatchEvent(new Event('input', { bubbles: true }))
  } else wedge.undo?.()
}

export function onKey(event: KeyboardEvent) {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
  if (wedgeKey(event)) return event.preventDefault()
  const action = /^F\d+$/.test(event.key) ? actionOf(event.key) : undefined
  if (/^F\d+$/.test(event.key)) {
    event.preventDefault()
    if (!task.value?.key?.(event.key) && action) act(action)
  } else if (event.key === 'Escape') {
    event.preventDefault()
    escape()
  } else if (!inField(event.target) && !(event.key === 'Enter' && event.target instanceof HTMLButtonElement) && plainKey(event)) event.preventDefault()
}
