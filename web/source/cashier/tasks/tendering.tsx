import { computed, signal } from '@preact/signals'
import { Icon } from '../../shared/icons'
import { say, word, type Pair } from '../../shared/language'
import { amount, digits, money, typedMoney } from '../../shared/money'
import { roundCash } from '../../shared/programme'
import type { BasketView, Tender, TenderType } from '../../shared/types'
import { tender } from '../actions'
import { Heading, isTyping, Keypad, Radios, typed } from '../parts'
import { basket, blocked, type Sums, type Task } from '../state'
import { hush, tell } from '../voice'

const method = signal<TenderType>('cash')
const text = signal('')
/** What is already in, when one way of paying was not enough. */
const taken = signal<Tender[]>([])
const busy = signal(false)

const names: Record<TenderType, Pair> = { cash: ['现金', 'Cash'], mobile: ['扫码', 'Mobile'], card: ['刷卡', 'Card'], stored_value: ['储值', 'Stored value'], other: ['其他', 'Other'] }
export const tenderName = (type: string) => say(names[type as TenderType]) || type

const sumOf = (tenders: Tender[], cash: boolean) => tenders.reduce((sum, one) => ((one.type === 'cash') === cash ? sum + one.amount : sum), 0)
/** What this way of paying would have to take now: cash takes the rest rounded to coins that exist. */
const rest = computed(() => {
  const due = (basket.value?.due.other ?? 0) - sumOf(taken.value, false)
  return (method.value === 'cash' ? roundCash(due) : due) - sumOf(taken.value, true)
})
const rounding = computed(() => rest.value + sumOf(taken.value, true) + sumOf(taken.value, false) - (basket.value?.due.other ?? 0))
const received = computed(() => typedMoney(text.value) ?? rest.value)

/** 186.90, 190, 200, 300: exact, and what people hand over. */
export function handedOver(due: number): number[] {
  const unit = 10 ** digits()
  const up = (step: number) => Math.ceil(due / (step * unit)) * step * unit
  const notes = [due, up(10), up(50), up(100), up(100) + 100 * unit, up(100) + 200 * unit]
  const usual = [...new Set(notes)].sort((a, b) => a - b)
  const dull = 50 * unit
  return usual.filter((one, i) => i === 0 || one % (2 * dull) === 0 || one - due < dull).slice(0, 4)
}

function choose(type: TenderType) {
  method.value = type
  text.value = ''
  explain()
}
function explain() {
  const pay = money(rest.value)
  if (method.value === 'mobile') tell([`请扫顾客的付款码，收 ${pay}。到账前不会记账。`, `Scan the customer's payment code for ${pay}. Nothing is sold until it is paid.`])
  else if (method.value === 'card') tell([`请在刷卡机上收 ${pay}。成功前不会记账。`, `Take ${pay} on the card terminal. Nothing is sold until it is paid.`])
  else if (rounding.value !== 0) tell([`现金按角收：${money(rest.value - rounding.value)} 收 ${pay}。`, `Cash is rounded: ${money(rest.value - rounding.value)} becomes ${pay}.`])
  else hush()
}

async function done() {
  const view = basket.value
  if (!view || busy.value || blocked.value) return
  const due = rest.value
  const got = received.value
  if (got <= 0) return tell(['先输入收到多少。', 'Type what was received.'], 'error')
  if (got > due && method.value !== 'cash') return tell([`${names[method.value][0]}不能多收：还差 ${money(due)}。`, `Only cash gives change: ${money(due)} is left to pay.`], 'error')
  const all = [...taken.value, { type: method.value, amount: got }]
  if (got < due) return takePart(all, due - got)
  busy.value = true
  const total = view.due.other + rounding.value
  const paid = await tender(view, total, cashLast(all))
  busy.value = false
  if (paid) taken.value = []
}
function takePart(all: Tender[], left: number) {
  const type = method.value
  const got = money(received.value)
  taken.value = all
  text.value = ''
  method.value = type === 'cash' ? 'mobile' : 'cash'
  tell([`${names[type][0]} ${got} 已收，还差 ${money(left)}。`, `${got} by ${names[type][1].toLowerCase()} is in. ${money(left)} still to pay.`], 'good')
}
/** The daemon rounds the rest that the last, cash, pays. */
function cashLast(all: Tender[]): Tender[] {
  const cash = sumOf(all, true)
  const others = all.filter(one => one.type !== 'cash')
  return cash === 0 ? others : [...others, { type: 'cash', amount: cash }]
}

function enter(key: string) {
  text.value = typed(text.value, key, { point: digits() > 0 })
}

function Taken() {
  const last = taken.value[taken.value.length - 1]
  if (!last) return null
  return (
    <dl class="ledger">
      <div>
        <dt>{word('已收：', 'Taken: ')}{taken.value.map(one => `${tenderName(one.type)} ${money(one.amount)}`).join('，')}</dt>
        <dd><button type="button" class="button plain" onClick={() => { taken.value = taken.value.slice(0, -1) }}>{word('退回', 'Give back')}</button></dd>
      </div>
    </dl>
  )
}

function Tendering() {
  const cash = method.value === 'cash'
  const split = taken.value.length > 0
  return (
    <section class="tendering">
      <Heading back={word('回到篮子', 'Back to basket')}>{word('收款', 'Payment')}</Heading>
      <Radios label={word('收款方式', 'Way of paying')} chosen={method.value} onChoose={choose} class="methods three"
        options={(['cash', 'mobile', 'card'] as TenderType[]).map(value => ({ value, label: tenderName(value) }))} />
      {cash && !split && (
        <div class="methods">
          {handedOver(rest.value).map((one, i) => (
            <button type="button" class="button" aria-pressed={received.value === one && (text.value !== '' || i === 0)} onClick={() => { text.value = String(one / 10 ** digits()) }}>
              {i === 0 ? amount(one) : String(one / 10 ** digits())}
            </button>
          ))}
        </div>
      )}
      <Taken />
      {!cash && !split && <p class="ask"><Icon name={method.value === 'card' ? 'card' : 'phone'} /><span><b>{money(received.value)}</b><br /><span class="soft">{word('看到“成功”再按完成', 'Press done once it says paid')}</span></span></p>}
      <Keypad onKey={enter} point={digits() > 0} />
    </section>
  )
}

function sums(view: BasketView): Sums {
  const due = rest.value
  const got = received.value
  const whole = view.due.other + rounding.value
  const pay = rounding.value === 0 ? word('应收', 'To pay') : word(`应收（进位 ${signed(rounding.value)}）`, `To pay (${signed(rounding.value)})`)
  const rows = [{ label: pay, value: money(whole) }]
  if (taken.value.length > 0) rows.push({ label: word('已收', 'Taken'), value: money(sumOf(taken.value, true) + sumOf(taken.value, false)) })
  if (text.value !== '') rows.push({ label: word('收到', 'Received'), value: money(got) })
  if (text.value !== '' && got < due) return { rows, label: word('余下', 'Left'), total: due - got }
  if (text.value !== '' && method.value === 'cash') return { rows, label: word('找零', 'Change'), total: got - due }
  return { rows, label: taken.value.length > 0 ? word('还要收', 'Still to pay') : word('应收', 'To pay'), total: due }
}
const signed = (minor: number) => (minor > 0 ? '+' : '') + amount(minor)

/** F12: cash with change, mobile, card, or several. */
export function tendering(): Task {
  method.value = 'cash'
  text.value = ''
  taken.value = []
  explain()
  return {
    name: 'pay',
    side: () => <Tendering />,
    sums: () => (basket.value ? sums(basket.value) : { rows: [], label: word('应收', 'To pay'), total: 0 }),
    pay: () => {
      const part = received.value < rest.value
      return {
        label: part ? word('收这笔', 'Take part') : word('完成', 'Done'),
        note: part ? word(`还差 ${money(rest.value - received.value)}`, `${money(rest.value - received.value)} left`)
          : method.value === 'cash' ? (text.value === '' ? word(`正好 ${money(rest.value)}`, `exactly ${money(rest.value)}`) : word('开钱箱，打小票', 'opens the drawer, prints'))
          : word('已到账', 'it is paid'),
        why: blocked.value ?? (busy.value ? ['正在记账', 'Recording'] : null),
        run: () => void done(),
      }
    },
    snapshot: () => { const before = text.value; return () => { text.value = before } },
    key: key => {
      if (!isTyping(key)) return false
      enter(key)
      return true
    },
    leave: () => {
      if (taken.value.length > 0) {
        tell(['已收了一部分：先收完，或按“退回”把钱还给顾客。', 'Part is taken: take the rest, or give it back first.'], 'error')
        return false
      }
      hush()
      return true
    },
  }
}
