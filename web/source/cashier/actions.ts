// What the keys do: one call each, the answer's basket shown at once.
import { get, patch, post, put, remove } from '../shared/api'
import { money, quantity } from '../shared/money'
import { programme } from '../shared/programme'
import { play } from '../shared/sound'
import type { BasketSummary, BasketView, Programme, Sale, ScanAnswer, Status, Tender, TransactionSummary } from '../shared/types'
import { setClock } from '../shared/time'
import { basket, blocked, chosenLine, close, lastSale, nextPieces, open, status, suspended, task } from './state'
import { returning } from './tasks/returning'
import { sold } from './tasks/sold'
import { attempt, forgetErrors, hear, tell } from './voice'

/** Shows a basket unless it is older than the one that shows. */
export function show(view: BasketView | null) {
  const before = basket.value
  if (view && view.state === 'suspended') view = null
  if (view && before?.id === view.id && view.revision < before.revision) return
  if (view?.id !== before?.id || view?.current_line !== before?.current_line) chosenLine.value = null
  basket.value = view
  if (view && task.value?.passing && view.lines.length > 0) close()
}

/** A basket that came as an event: with "5*" typed before, its new piece becomes five. */
export function showEvent(view: BasketView | null) {
  const before = basket.value
  show(view)
  const line = view?.lines.find(one => one.line === view.current_line)
  if (nextPieces.value === 1 || !view || !line || view.revision === before?.revision) return
  const had = before?.id === view.id ? before.lines.find(one => one.line === line.line)?.quantity ?? 0 : 0
  if (line.quantity !== had + 1000) return
  const pieces = nextPieces.value
  nextPieces.value = 1
  void setQuantity(line.line, had + pieces * 1000)
}

export function showStatus(next: Status) {
  setClock(next.time)
  const before = status.value
  status.value = next
  if (before && before.programme?.version !== next.programme?.version) void loadProgramme()
  for (const device of next.devices) {
    const was = before?.devices.find(one => one.id === device.id)
    if (was && isAway(was.state) !== isAway(device.state)) tellDevice(device, isAway(device.state))
  }
}
export const isAway = (state: string) => state !== 'ready' && state !== 'busy'

function tellDevice(device: Status['devices'][number], away: boolean) {
  if (!away) return tell([`${device.name}已连上。`, `${device.name} is back.`], 'good', 'attention')
  const said: Record<string, [string, string]> = {
    scanner: ['扫码枪没连上。可用 F3 找商品、F2 查会员；请检查 USB 线。', 'The scanner is away. F3 finds items and F2 members; check its USB cable.'],
    printer: ['小票机没连上。收款照常，小票可以以后补打；请检查线和纸。', 'The printer is away. Sales go on, receipts can be printed later; check cable and paper.'],
  }
  tell(said[device.kind] ?? ['读卡器没连上。扫码和手机号照常可用；请检查 USB 线。', 'Card reader is away. Scanner and phone still work; check its USB cable.'], 'error', 'attention')
}

export async function loadProgramme() {
  programme.value = (await attempt(() => get<Programme>('/v1/programme'))) ?? programme.value
}
/** What the ready page lists: suspended baskets and the last sale. */
export async function loadIdle() {
  const [kept, recent] = await Promise.all([
    attempt(() => get<{ baskets: BasketSummary[] }>('/v1/baskets')),
    attempt(() => get<TransactionSummary[]>('/v1/transactions?limit=5')),
  ])
  if (kept) suspended.value = kept.baskets.filter(one => one.state === 'suspended')
  if (recent) lastSale.value = recent.find(one => one.kind === 'sale') ?? null
}

const at = (id: string, rest = '') => `/v1/baskets/${encodeURIComponent(id)}${rest}`
/** The basket to change; opens one when there is none. */
async function id(): Promise<string> {
  if (basket.value) return basket.value.id
  const view = await post<BasketView>('/v1/baskets')
  show(view)
  return view.id
}
const showing = async (call: Promise<BasketView>) => { const view = await call; show(view); return view }
const change = (call: (id: string) => Promise<BasketView>) => attempt(async () => showing(call(await id())))

/** A label that a keyboard-wedge scanner typed into the page. */
export async function scan(label: string) {
  if (blocked.value) return tell(blocked.value, 'error')
  const pieces = nextPieces.value
  nextPieces.value = 1
  const answer = await attempt(() => post<ScanAnswer>(at('current', '/scan'), pieces === 1 ? { label } : { label, quantity: pieces * 1000 }))
  if (!answer) return
  show(answer.basket)
  if (answer.voice) hear(answer.voice, 'answer')
  const { transaction } = answer
  const back = transaction && task.value?.name !== 'return' ? await attempt(() => returning(transaction)) : null
  if (back) open(back)
}

export const addItem = (sku: string) => change(id => post(at(id, '/lines'), { sku, quantity: nextPieces.value * 1000 })).then(view => {
  nextPieces.value = 1
  if (view) play('item')
  return view
})
export async function setQuantity(line: number, thousandths: number) {
  const view = await change(id => thousandths === 0 ? remove(at(id, `/lines/${line}`)) : patch(at(id, `/lines/${line}`), { quantity: thousandths }))
  if (view) tell(thousandths === 0 ? ['这一行已去掉。按 F8 可以撤销。', 'The line is gone. F8 undoes it.'] : [`改成 ${quantity(thousandths)} 件。`, `Now ${quantity(thousandths)}.`])
  return view
}
export async function undo() {
  const view = await change(id => post(at(id, '/undo')))
  if (view) tell(['撤销了上一步。', 'The last step is undone.'])
}
export async function setMember(who: { member: string } | { credential: string }) {
  const before = basket.value?.due.other
  const view = await change(id => put(at(id, '/member'), who))
  if (!view?.member) return view
  forgetErrors('card')
  const less = (before ?? view.due.other) - view.due.other
  const name = view.member.name
  tell(less > 0 ? [`已认出会员：${name}，这一单少付 ${money(less)}。`, `${name} is in: this sale is now ${money(less)} less.`] : [`已认出会员：${name}。`, `${name} is in.`], 'good', 'member')
  return view
}
export async function removeMember() {
  if (await change(id => remove(at(id, '/member')))) tell(['会员已从这一单拿掉。', 'The member is off this sale.'])
}
export const redeem = (points: number) => change(id => put(at(id, '/redeem'), { points }))
export async function addCoupon(code: string) {
  const view = await change(id => post(at(id, '/coupons'), { code }))
  const outcome = view?.priced?.coupons?.find(one => one.code === code)
  if (outcome?.used) tell(['券用上了。', 'The coupon is used.'], 'good', 'item')
  return view
}
export const removeCoupon = (code: string) => change(id => remove(at(id, `/coupons/${encodeURIComponent(code)}`)))

export async function suspend() {
  const view = basket.value
  if (!view || !(await attempt(() => post(at(view.id, '/suspend'))))) return
  basket.value = null
  await loadIdle()
  tell(['已挂单。按 F9 取单。', 'Suspended. F9 brings it back.'])
}
export async function resume(which: string) {
  const view = await attempt(() => post<BasketView>(at(which, '/resume')))
  if (!view) return
  basket.value = null
  show(view)
  close()
  tell(['已取单。', 'Resumed.'])
  await loadIdle()
}
export async function drop() {
  const view = basket.value
  if (!view || (await attempt(async () => { await remove(at(view.id)); return true })) === null) return
  basket.value = null
  tell(['这一单已清空。', 'The basket is cleared.'])
  await loadIdle()
}

/** Finishes the sale; what was shown is what is charged, otherwise the new total is shown. */
export async function tender(view: BasketView, total: number, tenders: Tender[]): Promise<boolean> {
  const sale = await attempt(() => post<Sale>(at(view.id, '/tender'), { revision: view.revision, total, tenders }))
  if (!sale) {
    const fresh = await attempt(() => get<BasketView>(at(view.id)))
    if (fresh) { basket.value = null; show(fresh) }
    return false
  }
  finish(sale)
  return true
}

let finished = ''
/** A sale is done, by this page or by the host's own till program. */
export function finish(sale: Sale) {
  if (finished === sale.id) return
  finished = sale.id
  basket.value = null
  forgetErrors('all')
  open(sold(sale))
  void loadIdle()
}

export const sendNow = () => attempt(() => post('/v1/sync/send-now'))
export async function reprint(transaction: string) {
  if (await attempt(async () => { await post(`/v1/transactions/${encodeURIComponent(transaction)}/print`); return true }))
    tell(['小票已补打。', 'The receipt was printed again.'], 'good')
}
