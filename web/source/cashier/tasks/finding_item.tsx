import { signal } from '@preact/signals'
import { get, query } from '../../shared/api'
import { say, word } from '../../shared/language'
import { money } from '../../shared/money'
import type { Item } from '../../shared/types'
import { addItem } from '../actions'
import { arrows, Field, Heading, rowsThatFit } from '../parts'
import { close, nextPieces, type Task } from '../state'
import { attempt, forgetErrors, tell } from '../voice'

const words = signal('')
const found = signal<Item[] | null>(null)
let asked = 0

async function search(text: string) {
  words.value = text
  const mine = ++asked
  if (text.trim() === '') { found.value = null; return }
  const answer = await attempt(() => get<Item[]>(`/v1/items?${query({ q: text.trim(), limit: rowsThatFit(200) + 1 })}`))
  if (answer && mine === asked) found.value = answer
}

async function add(item: Item) {
  const pieces = nextPieces.value
  if (!(await addItem(item.sku))) return
  close()
  forgetErrors('all')
  const name = item.names
  tell([`已加入：${name['zh-CN']}${pieces > 1 ? ` ${pieces} 件` : ''}。`, `Added: ${name.en || name['zh-CN']}${pieces > 1 ? ` × ${pieces}` : ''}.`])
}

function FindingItem() {
  const fit = rowsThatFit(200)
  const shown = found.value?.slice(0, fit) ?? []
  return (
    <section onKeyDown={arrows}>
      <Heading>{word('找商品', 'Find item')}</Heading>
      <Field label={word('名称、条码或货号', 'Name, barcode or number')} value={words.value} onValue={text => void search(text)} focus
        onEnter={() => { const first = shown[0]; if (first) void add(first) }} />
      <div class="results">
        {shown.map(item => (
          <button type="button" class="button result" onClick={() => void add(item)}>
            <b>{say(item.names)}</b><span>{money(item.unit_price)}</span><span class="soft">{item.codes[0] ?? item.sku}</span>
          </button>
        ))}
      </div>
      {found.value === null ? <p class="soft">{word('输入几个字就会列出来；回车加入第一个。', 'Type a few letters; Enter adds the first.')}</p>
        : found.value.length === 0 ? <p>{word('没有这样的商品。换几个字，或输入条码。', 'No such item. Try other letters or the barcode.')}</p>
        : found.value.length > fit ? <p class="soft">{word('还有更多，再多输几个字。', 'There are more: type a few more letters.')}</p> : null}
    </section>
  )
}

/** F3: an item whose label can't be scanned. */
export const findingItem = (): Task => { words.value = ''; found.value = null; return { name: 'item', side: () => <FindingItem /> } }
