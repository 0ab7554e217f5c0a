import { signal } from '@preact/signals'
import { get, post } from '../../shared/api'
import { Icon } from '../../shared/icons'
import { say, word, type Pair } from '../../shared/language'
import { amount, change, count, money, off, quantity } from '../../shared/money'
import { tierName } from '../../shared/programme'
import { clockTime, day } from '../../shared/time'
import type { ReturnQuote, Transaction, TransactionLine } from '../../shared/types'
import { loadIdle } from '../actions'
import { Heading, Radios } from '../parts'
import { close, blocked, type Task } from '../state'
import { attempt, forgetErrors, tell } from '../voice'
import { tenderName } from './tendering'

const chosen = signal<Record<number, number>>({})
const quote = signal<ReturnQuote | null>(null)
const reason = signal('')
const busy = signal(false)
let asked = 0

const reasons: [value: string, label: Pair][] = [
  ['does_not_fit', ['不合适', 'Does not fit']], ['faulty', ['有质量问题', 'Faulty']], ['wrong_item', ['买错了', 'Wrong item']], ['other', ['其他', 'Other']],
]
const url = (id: string, rest = '') => `/v1/transactions/${encodeURIComponent(id)}${rest}`
const wanted = () => Object.entries(chosen.value).flatMap(([line, thousandths]) => (thousandths > 0 ? [{ line: Number(line), quantity: thousandths }] : []))
/** A weighed line goes back as a whole. */
const step = (line: TransactionLine) => (line.returnable % 1000 === 0 ? 1000 : line.returnable)

async function set(sale: Transaction, line: TransactionLine, thousandths: number) {
  chosen.value = { ...chosen.value, [line.line]: Math.min(Math.max(thousandths, 0), line.returnable) }
  const mine = ++asked
  const lines = wanted()
  if (lines.length === 0) { quote.value = null; return }
  const answer = await attempt(() => post<ReturnQuote>(url(sale.id, '/return-quote'), { lines }))
  if (mine === asked) quote.value = answer
}

async function refund(sale: Transaction) {
  const shown = quote.value
  if (!shown || reason.value === '' || busy.value) return
  busy.value = true
  const made = await attempt(() => post<{ id: string; refund: number }>(url(sale.id, '/returns'), { lines: wanted(), reason: reason.value, tender: tenderOf(sale), refund: shown.refund }))
  busy.value = false
  if (!made) return
  close()
  forgetErrors('all')
  tell([`已退 ${money(made.refund)}，小票 ${made.id}。`, `${money(made.refund)} refunded, receipt ${made.id}.`], 'good', 'paid')
  await loadIdle()
}
const tenderOf = (sale: Transaction) => sale.tenders[0]?.type ?? 'cash'

function Lines({ sale }: { sale: Transaction }) {
  return (
    <section class="return">
      <div class="basket-head"><span /><span>{word(`小票 ${sale.id}·原付 ${money(sale.total)} ${tenderName(tenderOf(sale))}`, `Receipt ${sale.id}·paid ${money(sale.total)} ${tenderName(tenderOf(sale)).toLowerCase()}`)}</span></div>
      <ol>
        {sale.lines.map(line => {
          const back = chosen.value[line.line] ?? 0
          const name = line.name
          return (
            <li class={'line' + (back > 0 ? ' current' : ' none')}>
              <span class="no">{line.line}</span><span class="name">{name}</span>
              <span class="number soft">{line.returnable === line.quantity ? word(`买 ${quantity(line.quantity)} 件`, `bought ${quantity(line.quantity)}`) : word(`还可退 ${quantity(line.returnable)}`, `${quantity(line.returnable)} left`)}</span>
              <span class="stepper">
                <button type="button" class="button" disabled={back === 0} aria-label={word(`${name} 少退 1 件`, `${name}: one less`)} onClick={() => void set(sale, line, back - step(line))}><Icon name="minus" /></button>
                <output>{quantity(back)}</output>
                <button type="button" class="button" disabled={back >= line.returnable} aria-label={word(`${name} 多退 1 件`, `${name}: one more`)} onClick={() => void set(sale, line, back + step(line))}><Icon name="plus" /></button>
              </span>
              <span class="number">{word('实付', 'paid')} {amount(line.net)}</span>
            </li>
          )
        })}
      </ol>
      <Radios class="reasons" label={word('退货原因', 'Reason of the return')} chosen={reason.value} onChoose={value => { reason.value = value }}
        options={reasons.map(([value, label]) => ({ value, label: say(label) }))} />
    </section>
  )
}

function Reason({ sale }: { sale: Transaction }) {
  const answer = quote.value
  if (!answer) return <section><Heading>{word('退货', 'Return')}</Heading><p>{word('用 + 选要退的件数。', 'Choose the pieces with +.')}</p><p class="soft">{word('退款怎么算会列在这里。', 'How the refund comes about appears here.')}</p></section>
  const { points, tier, sum } = answer
  const ofLines = sale.lines.reduce((all, line) => all + Math.floor(((chosen.value[line.line] ?? 0) * line.net) / line.quantity), 0)
  return (
    <section>
      <Heading>{word(`为什么退 ${money(answer.refund)}`, `Why ${money(answer.refund)}`)}</Heading>
      <dl class="ledger">
        <div><dt>{word('原来付了', 'Paid then')}</dt><dd>{money(sum.paid)}</dd></div>
        <div><dt>{word('留下的重新计价', 'The rest, priced again')}</dt><dd>{off(sum.rest)}</dd></div>
        <div class="sum"><dt>{word(`${tenderName(tenderOf(sale))}原路退`, `Refund by ${tenderName(tenderOf(sale)).toLowerCase()}`)}</dt><dd>{money(answer.refund)}</dd></div>
      </dl>
      {ofLines !== answer.refund && <p class="soft small">{word(`不是 ${money(ofLines)}：留下的少了，优惠要重新算。`, `Not ${money(ofLines)}: less stays, so its discounts change.`)}</p>}
      {points && (
        <dl class="ledger">
          <div><dt>{word('收回积分', 'Points taken back')}</dt><dd>{change(-points.taken_back)}</dd></div>
          <div><dt>{word('还给会员的积分', 'Points given back')}</dt><dd class="good">{change(points.given_back)}</dd></div>
          <div><dt>{word('欠分', 'Points owed')}</dt><dd>{points.debt > 0 ? count(points.debt) : word('不欠分', 'none')}</dd></div>
          {tier?.after && <div><dt>{word('等级', 'Tier')}</dt><dd>{tier.before && tier.before !== tier.after ? `${tierName(tier.before)} → ${tierName(tier.after)}` : word(`仍是 ${tierName(tier.after)}`, `stays ${tierName(tier.after)}`)}</dd></div>}
        </dl>
      )}
    </section>
  )
}

function why(): Pair | null {
  if (blocked.value) return blocked.value
  if (wanted().length === 0) return ['先选要退的件数', 'Choose the pieces first']
  if (!quote.value) return ['正在算', 'Working it out']
  if (reason.value === '') return ['先选原因', 'Choose a reason']
  return busy.value ? ['正在记账', 'Recording'] : null
}

/** A return of some pieces of one receipt; the refund is a sum that can be read out. */
export async function returning(id: string): Promise<Task> {
  const sale = await get<Transaction>(url(id))
  chosen.value = {}
  quote.value = null
  reason.value = ''
  tell([`找到小票：${day(sale.at)} ${clockTime(sale.at)}。`, `Receipt found: ${day(sale.at)} ${clockTime(sale.at)}.`], 'good')
  return {
    name: 'return',
    main: () => <Lines sale={sale} />,
    side: () => <Reason sale={sale} />,
    sums: () => ({
      rows: [
        { label: word('退', 'Pieces back'), value: word(`${quantity(wanted().reduce((all, one) => all + one.quantity, 0))} 件`, quantity(wanted().reduce((all, one) => all + one.quantity, 0))) },
        ...(quote.value?.points ? [{ label: word('收回积分', 'Points taken back'), value: change(-quote.value.points.taken_back) }] : []),
      ],
      label: word('应退', 'Refund'), total: quote.value?.refund ?? 0,
    }),
    pay: () => ({
      label: word('退款', 'Refund'),
      note: word(`按原路退到${tenderName(tenderOf(sale))}`, `by ${tenderName(tenderOf(sale)).toLowerCase()}, as it was paid`),
      why: why(), run: () => void refund(sale),
    }),
  }
}
