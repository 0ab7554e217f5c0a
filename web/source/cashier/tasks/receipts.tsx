import { signal } from '@preact/signals'
import { get, query } from '../../shared/api'
import { word } from '../../shared/language'
import { money } from '../../shared/money'
import { clockTime, day } from '../../shared/time'
import type { TransactionSummary } from '../../shared/types'
import { arrows, Field, Heading, rowsThatFit } from '../parts'
import { open, status, type Task } from '../state'
import { attempt } from '../voice'
import { returning } from './returning'
import { tenderName } from './tendering'

const code = signal('')
const recent = signal<TransactionSummary[] | null>(null)

async function take(id: string) {
  const next = await attempt(() => returning(id))
  if (next) open(next)
}

function Receipts() {
  const entered = code.value.trim()
  const shown = (recent.value ?? []).filter(one => one.kind === 'sale').slice(0, rowsThatFit(220))
  return (
    <section onKeyDown={arrows}>
      <Heading>{word('退货：找小票', 'Return: find the receipt')}</Heading>
      <Field label={word('扫小票上的码，或输入号码', "Scan the receipt's code or type it")} value={code.value} onValue={value => { code.value = value }} focus onEnter={() => { if (entered) void take(entered) }} />
      <button type="button" class="button" disabled={entered === ''} onClick={() => void take(entered)}>{entered === '' ? word('先输入小票号', 'Type the number first') : word('找这张小票', 'Find this receipt')}</button>
      <div class="results">
        {shown.map(one => (
          <button type="button" class="button result" onClick={() => void take(one.id)}>
            <b>{one.id}</b><span>{money(one.total)}</span><span class="soft">{day(one.at)} {clockTime(one.at)} {tenderName(one.tender)}</span>
          </button>
        ))}
      </div>
      {recent.value?.length === 0 && <p class="soft">{word('今天还没有销售。以前的小票请扫码或输入号码。', 'No sale today yet. Scan or type an earlier receipt.')}</p>}
    </section>
  )
}

/** F11, return: any receipt of this shop by its code; today's are listed. */
export function receipts(): Task {
  code.value = ''
  recent.value = null
  const date = status.value?.business_date
  void attempt(() => get<TransactionSummary[]>(`/v1/transactions?${query({ date, limit: 8 })}`))
    .then(answer => { if (answer) recent.value = answer })
  return { name: 'receipts', side: () => <Receipts /> }
}
