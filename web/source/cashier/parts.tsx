// Small parts that the tasks share.
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Icon } from '../shared/icons'
import { word } from '../shared/language'
import { leave } from './state'

/** A task's heading with the button that goes back. */
export function Heading({ children, back }: { children: ComponentChildren; back?: string }) {
  return (
    <h2>
      <span>{children}</span>
      <button type="button" class="button plain" onClick={() => leave()} aria-label={word('返回', 'Back') + ' Esc'}>
        {back && <span>{back}</span>}<kbd>Esc</kbd>
      </button>
    </h2>
  )
}

/** Adds a key to an amount that is being typed; erase takes the last away. */
export function typed(text: string, key: string, { point = false, most = 9 } = {}): string {
  if (key === 'Backspace') return text.slice(0, -1)
  if (key === 'Delete') return ''
  if (key === '.') return point && !text.includes('.') ? (text || '0') + '.' : text
  if (!/^\d$/.test(key)) return text
  const [, fraction] = text.split('.')
  if (text.length >= most || (fraction?.length ?? 0) >= 2) return text
  return text === '0' ? key : text + key
}
export const isTyping = (key: string) => /^[\d.]$/.test(key) || key === 'Backspace' || key === 'Delete'

export function Keypad({ onKey, point }: { onKey: (key: string) => void; point?: boolean }) {
  return (
    <div class="keypad">
      {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(key => <button type="button" class="button" onClick={() => onKey(key)}>{key}</button>)}
      {point ? <button type="button" class="button" onClick={() => onKey('.')}>.</button>
        : <button type="button" class="button words" onClick={() => onKey('Delete')}>{word('清空', 'Clear')}</button>}
      <button type="button" class="button" onClick={() => onKey('0')}>0</button>
      <button type="button" class="button" aria-label={word('退一格', 'Erase')} onClick={() => onKey('Backspace')}><Icon name="erase" /></button>
    </div>
  )
}

interface FieldProps {
  label: string
  value: string
  onValue: (value: string) => void
  onEnter?: () => void
  mode?: 'text' | 'numeric'
  placeholder?: string
  focus?: boolean
  most?: number
}
/** A labelled field; the first of a task takes the focus before the next key can come. */
export function Field({ label, value, onValue, onEnter, mode = 'text', placeholder, focus, most = 64 }: FieldProps) {
  const input = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => { if (focus) input.current?.focus() }, [])
  return (
    <label class="entry">
      <span>{label}</span>
      <input ref={input} value={value} inputMode={mode} placeholder={placeholder} maxLength={most} autocomplete="off" spellcheck={false}
        onInput={event => onValue(event.currentTarget.value)}
        onKeyDown={event => { if (event.key === 'Enter' && !event.isComposing && onEnter) { event.preventDefault(); onEnter() } }} />
    </label>
  )
}

/** Moves the focus among the buttons of a list with the arrow keys. */
export function arrows(event: KeyboardEvent) {
  const step = event.key === 'ArrowDown' || event.key === 'ArrowRight' ? 1 : event.key === 'ArrowUp' || event.key === 'ArrowLeft' ? -1 : 0
  const here = event.currentTarget as HTMLElement
  const buttons = Array.from(here.querySelectorAll<HTMLElement>('button:not([disabled])'))
  const at = buttons.indexOf(document.activeElement as HTMLElement)
  if (step === 0 || at < 0) return
  event.preventDefault()
  buttons[(at + step + buttons.length) % buttons.length]?.focus()
}

/** A list of buttons, one of which is usual: it has the focus, arrows move it. */
export function Menu({ children, focus = true, label, class: kind = '' }: { children: ComponentChildren; focus?: boolean; label: string; class?: string }) {
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => { if (focus) list.current?.querySelector<HTMLElement>('button:not([disabled])')?.focus() }, [])
  return <div class={`menu ${kind}`} ref={list} role="group" aria-label={label} onKeyDown={arrows}>{children}</div>
}

interface RadiosProps<T> { label: string; options: { value: T; label: string }[]; chosen: T | null; onChoose: (value: T) => void; class?: string }
/** A row of buttons of which one is chosen. */
export function Radios<T extends string | number>({ label, options, chosen, onChoose, class: kind = 'methods' }: RadiosProps<T>) {
  return (
    <div class={kind} role="radiogroup" aria-label={label} onKeyDown={arrows}>
      {options.map(option => (
        <button type="button" class="button" role="radio" aria-checked={option.value === chosen} onClick={() => onChoose(option.value)}>{option.label}</button>
      ))}
    </div>
  )
}

/** How many rows fit into the member's zone beside `used` pixels of other things. */
export const rowsThatFit = (used: number) => {
  const portrait = innerHeight > innerWidth
  const zone = portrait ? 504 : innerHeight - 56 - (innerHeight <= 700 ? 152 : 192)
  const row = innerHeight <= 700 ? 64 : 72
  return Math.max(2, Math.min(8, Math.floor((zone - used) / row)))
}
