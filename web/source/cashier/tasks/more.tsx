import { signal } from '@preact/signals'
import { post } from '../../shared/api'
import { say, word, type Pair } from '../../shared/language'
import { money } from '../../shared/money'
import { clockTime } from '../../shared/time'
import { drop, loadIdle, removeMember, reprint } from '../actions'
import { Heading, Menu } from '../parts'
import { basket, close, empty, lastSale, blocked, open, type Task } from '../state'
import { attempt, tell } from '../voice'
import { devices } from './devices'
import { receipts } from './receipts'
import { settings } from './settings'

function Entry({ label, note, why, run }: { label: string; note?: string; why?: Pair | null; run: () => void }) {
  return <button type="button" class="button entry-button" disabled={Boolean(why)} onClick={run}><span>{label}</span><span class="soft">{why ? say(why) : note}</span></button>
}

function More() {
  const last = lastSale.value
  const none: Pair | null = last ? null : ['还没有上一单', 'no sale yet']
  const lastText = last ? `${clockTime(last.at)} ${money(last.total)}` : ''
  return (
    <section>
      <Heading>{word('退货等', 'More')}</Heading>
      <Menu label={word('退货等', 'More')} class="many">
        <Entry label={word('退货', 'Return')} note={word('凭小票', 'by receipt')} why={blocked.value} run={() => open(receipts())} />
        <Entry label={word('补打上一单', 'Print last receipt')} note={lastText} why={none} run={() => { if (last) void reprint(last.id).then(close) }} />
        <Entry label={word('作废上一单', 'Void last sale')} note={lastText} why={none ?? blocked.value ?? (empty.value ? null : ['先结完这一单', 'finish this sale first'])} run={() => open(voiding())} />
        <Entry label={word('拿掉会员', 'Take member off')} why={basket.value?.member ? null : ['还没有会员', 'no member']} run={() => { void removeMember(); close() }} />
        <Entry label={word('清空这一单', 'Clear basket')} why={basket.value ? null : ['篮子是空的', 'it is empty']} run={() => { void drop(); close() }} />
        <Entry label={word('设备', 'Devices')} note={word('扫码枪、小票机', 'scanner, printer')} run={() => open(devices())} />
        <Entry label={word('设置', 'Settings')} note={word('语言、按键', 'language, keys')} run={() => open(settings())} />
      </Menu>
    </section>
  )
}
/** F11: what is needed seldom. */
export const more = (): Task => ({ name: 'more', side: () => <More /> })

const reasons: [value: string, label: Pair][] = [
  ['wrong_item', ['扫错商品', 'Wrong item']], ['wrong_tender', ['收错款', 'Wrong payment']], ['customer_left', ['顾客不买了', 'Customer left']], ['other', ['其他', 'Other']],
]
const busy = signal(false)
async function voidLast(reason: string) {
  const last = lastSale.value
  if (!last || busy.value) return
  busy.value = true
  const done = await attempt(async () => { await post(`/v1/transactions/${encodeURIComponent(last.id)}/void`, { reason }); return true })
  busy.value = false
  if (!done) return
  close()
  tell([`上一单 ${money(last.total)} 已作废，积分和等级已还原。`, `The last sale of ${money(last.total)} is void; points and tier are as before.`], 'good', 'attention')
  await loadIdle()
}
function Voiding() {
  const last = lastSale.value
  return (
    <section>
      <Heading>{word('作废上一单', 'Void last sale')}</Heading>
      {last && <p>{last.id}<br />{clockTime(last.at)} <b>{money(last.total)}</b></p>}
      <p class="soft">{word('选了原因就作废：钱退给顾客，积分还原。', 'A reason voids it: the money goes back, the points too.')}</p>
      <Menu label={word('作废原因', 'Reason')} focus={false} class="many">
        {reasons.map(([value, label]) => <Entry label={say(label)} run={() => void voidLast(value)} />)}
      </Menu>
    </section>
  )
}
const voiding = (): Task => ({ name: 'void', side: () => <Voiding /> })
