import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '../shared/icons'
import { say, word } from '../shared/language'
import { amount, count, money, quantity } from '../shared/money'
import { list, offerName } from '../shared/programme'
import { clockTime, now } from '../shared/time'
import type { PricedLine } from '../shared/types'
import { isAway, reprint, resume } from './actions'
import { act } from './keyboard'
import { keyOf } from './keymap'
import { basket, chosenLine, currentLine, empty, lastSale, open, status, suspended } from './state'
import { deviceName, devices } from './tasks/devices'
import { resuming, piecesOf } from './tasks/suspending'
import { tenderName } from './tasks/tendering'

function Why({ line }: { line: PricedLine }) {
  if (line.gift) return <ul class="why"><li>{word('赠品：', 'Gift: ')}{offerName(line.gift)}</li></ul>
  if (line.why.length === 0) return <ul class="why"><li>{word('原价', 'List price')}</li></ul>
  return <ul class="why">{line.why.map(one => <li><span>{one.offer ? offerName(one.offer) : word('积分', 'Points')}</span> {amount(-one.off)}</li>)}</ul>
}

function Line({ line, number }: { line: PricedLine; number: number }) {
  const row = useRef<HTMLLIElement>(null)
  const entered = basket.value?.lines.find(one => one.line === line.line)
  const current = line.line === currentLine.value && !line.gift
  useEffect(() => { if (current) row.current?.scrollIntoView({ block: 'nearest' }) })
  return (
    <li class={'line' + (current ? ' current' : '')} ref={row} aria-current={current ? 'true' : undefined} onClick={() => { if (!line.gift) chosenLine.value = line.line }}>
      <span class="no">{number}</span><span class="name">{say(entered?.names) || line.sku}</span>
      <span class="number">{quantity(line.quantity)}</span>
      <span class="number">{entered ? amount(entered.unit_price) : ''}</span>
      {line.gross !== line.net ? <s class="number">{amount(line.gross)}</s> : <span />}
      <span class="number net">{amount(line.net)}</span>
      <Why line={line} />
      {line.points > 0 && basket.value?.member && <span class="number points">{word(`得 ${count(line.points)} 分`, `${count(line.points)} pts`)}</span>}
    </li>
  )
}

const refusedMost = 2
function NotUsed() {
  const priced = basket.value?.priced
  const declined = (priced?.declined ?? []).map(one => ({ name: offerName(one.offer), text: say(one.reason.text) }))
  const kept = (priced?.coupons ?? []).filter(one => !one.used).map(one => ({ name: one.code, text: say(one.text) }))
  const all = [...kept, ...declined]
  return (
    <>
      {all.slice(0, refusedMost).map(one => (
        <p class="refused"><Icon name="refused" /><span><strong>{word(`没用上：${one.name}。`, `Not used: ${one.name}.`)}</strong> {one.text}</span></p>
      ))}
    </>
  )
}

export function Basket() {
  const priced = basket.value?.priced
  if (!priced || empty.value) return <Ready />
  return (
    <>
      <div class="basket-head">
        <span /><span>{word('商品与优惠原因', 'Item and reasons')}</span><span class="number">{word('件数', 'Pieces')}</span>
        <span class="number">{word('单价', 'Price')}</span><span class="number">{word('原价', 'List')}</span><span class="number">{word('应付', 'To pay')}</span>
      </div>
      <ol class="lines" tabIndex={0} aria-label={word('篮子', 'Basket')}>{priced.lines.map((line, i) => <Line line={line} number={i + 1} key={line.line} />)}</ol>
      <NotUsed />
    </>
  )
}

function SuspendedRow() {
  const kept = suspended.value
  const first = kept[0]
  if (!first) return null
  const when = first.suspended_at ? clockTime(first.suspended_at) : ''
  return (
    <li>
      <Icon name="pause" />
      <span>{kept.length > 1 ? word(`${kept.length} 张挂单，最近 ${when}`, `${kept.length} suspended, the latest at ${when}`) : word(`${when} 挂单`, `Suspended ${when}`)}·{piecesOf(first.pieces)}</span>
      <span class="number">{money(first.total)}</span>
      <button type="button" class="button plain" onClick={() => (kept.length > 1 ? open(resuming()) : void resume(first.id))}><span>{word('取单', 'Resume')}</span><kbd>{keyOf('suspend')}</kbd></button>
    </li>
  )
}
function LastSaleRow() {
  const last = lastSale.value
  if (!last) return null
  return (
    <li>
      <Icon name="printer" />
      <span>{word(`上一单 ${clockTime(last.at)}`, `Last sale ${clockTime(last.at)}`)}·{tenderName(last.tender)}</span>
      <span class="number">{money(last.total)}</span>
      <button type="button" class="button plain" onClick={() => void reprint(last.id)}><span>{word('补打', 'Print again')}</span></button>
    </li>
  )
}
const sentence = (words: string) => words.slice(0, 1) + words.slice(1).toLowerCase()
function DeviceRow() {
  const all = status.value?.devices ?? []
  const away = all.filter(device => isAway(device.state))
  if (all.length === 0) return null
  const kinds = [...new Set(all.map(deviceName))]
  return (
    <li>
      <Icon name={away.length > 0 ? 'warn' : 'check'} tone={away.length > 0 ? 'bad' : 'good'} />
      <span>{away.length > 0 ? word(`${list(away.map(deviceName))}没连上，其余照常`, `${sentence(list(away.map(deviceName)))} away; the rest works`) : word(`${list(kinds)}正常`, `${sentence(list(kinds))}: working`)}</span>
      <span class="soft tall">{clockTime(now.value)}</span>
      <button type="button" class="button plain" onClick={() => open(devices())}>{word('看设备', 'Devices')}</button>
    </li>
  )
}

function Ready() {
  return (
    <div class="ready">
      <h2>{word('扫码开始', 'Scan to begin')}</h2>
      <p class="soft">{word('先扫商品、先扫卡都可以。扫码前按 5* 就是 5 件。', 'Item or card first, in any order. 5* before a scan makes five.')}</p>
      <ul><SuspendedRow /><LastSaleRow /><DeviceRow /></ul>
    </div>
  )
}

export function Nobody() {
  return (
    <section class="nobody">
      <h2>{word('还没有会员', 'No member yet')}</h2>
      <p class="soft">{word('随时可扫会员卡或会员码，收款时也可以。', "Scan the card or the member's code at any moment, even while paying.")}</p>
      <button type="button" class="button" onClick={() => act('member')}><span>{word('用手机号查', 'Find by phone')}</span><kbd>{keyOf('member')}</kbd></button>
      <button type="button" class="button" onClick={() => act('enrol')}><span>{word('办会员', 'Enrol a member')}</span><kbd>{keyOf('enrol')}</kbd></button>
    </section>
  )
}
