import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { Icon } from '../shared/icons'
import { say, word, type Pair } from '../shared/language'
import { clockTime, day } from '../shared/time'
import type { Text } from '../shared/types'

/** The figure whose definition is open; one at a time, Esc closes it. */
export const defined = signal('')
addEventListener('keydown', event => { if (event.key === 'Escape') defined.value = '' })

/** The ⓘ of a figure: what ÷ what, by which date, as of when. */
export function Define({ id, name, text, asOf }: { id: string; name: string; text: (Pair | Text)[]; asOf: string }) {
  const open = defined.value === id
  return (
    <>
      <button type="button" class="define" aria-expanded={open} aria-controls={`definition-${id}`} aria-label={word(`${name}的定义`, `Definition of ${name.toLowerCase()}`)} onClick={() => { defined.value = open ? '' : id }}><Icon name="info" /></button>
      <span class="definition" id={`definition-${id}`} role="note" hidden={!open}>
        <b>{name}</b>{text.map(one => <span>{say(one)}</span>)}<span>{word(`截至 ${day(asOf)} ${clockTime(asOf)}，本机已记的全部计入，没上传的也算。`, `As of ${day(asOf)} ${clockTime(asOf)}: everything this till has recorded, sent or not.`)}</span>
      </span>
    </>
  )
}

export function Panel({ title, wide, tools, children }: { title: ComponentChildren; wide: 4 | 5 | 7 | 8 | 12; tools?: ComponentChildren; children: ComponentChildren }) {
  return (
    <section class={`panel w${wide}`}>
      <header><h2>{title}</h2><span class="grow" />{tools}</header>
      {children}
    </section>
  )
}

/** A bar whose length is a part of the longest. */
export const Bar = ({ part, most, plain }: { part: number; most: number; plain?: boolean }) =>
  <span class={'bar' + (plain ? ' plain' : '')} style={{ width: `${most > 0 ? Math.max(0, (100 * part) / most) : 0}%` }} />

/** Saves a table as a file that spreadsheets open: UTF-8 with its mark. */
export function save(name: string, csv: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob(['\ufeff' + csv.replace(/^\ufeff/, '')], { type: 'text/csv' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
export const csvOf = (rows: (string | number)[][]) => rows.map(row => row.map(cell => (/[",\n]/.test(String(cell)) ? `"${String(cell).replace(/"/g, '""')}"` : cell)).join(',')).join('\r\n') + '\r\n'
export function CsvButton({ onClick, what }: { onClick: () => void; what: string }) {
  return <button type="button" class="button" onClick={onClick} aria-label={`CSV: ${what}`}><Icon name="download" />CSV</button>
}
