// The frame of the till: head, voice, bottom bar and keys. It keeps its place in every state.
import { Icon, type IconName } from '../shared/icons'
import { connection } from '../shared/events'
import { language, say, switchLanguage, word } from '../shared/language'
import { money, off, change } from '../shared/money'
import { age, dayAndTime, now } from '../shared/time'
import { isAway } from './actions'
import { act } from './keyboard'
import { hindrance, keyOf, names, type Action } from './keymap'
import { basket, empty, noSale, status, suspended, task, toggle, type Pay, type Sums } from './state'
import { deviceName, devices, syncing } from './tasks/devices'
import { dismiss, errors, voice } from './voice'

const syncIcon: Record<string, IconName> = { online: 'online', offline: 'offline', sending: 'sending', refused: 'refused' }
function Sync() {
  const sync = status.value?.sync
  if (connection.value === 'lost') return <button type="button" class="button sync" data-tone="warn" onClick={() => toggle('sync', syncing)}><Icon name="offline" /><span>{word('本机程序没连上', "till's program away")}</span></button>
  if (!sync) return null
  const oldest = sync.oldest_unsent_at && sync.unsent > 0 ? sync.oldest_unsent_at : null
  const said = {
    none: word(`没接总部·本机 ${sync.unsent} 笔`, `No head office·${sync.unsent} kept here`),
    online: word(`在线·待上传 ${sync.unsent} 笔`, `Online·${sync.unsent} unsent`),
    offline: word(`离线·待上传 ${sync.unsent} 笔`, `Offline·${sync.unsent} unsent`),
    sending: word(`正在上传·还剩 ${sync.unsent} 笔`, `Sending·${sync.unsent} left`),
    refused: word(`${sync.quarantined} 笔被总部拒绝·叫店长`, `${sync.quarantined} refused·call the manager`),
  }[sync.state]
  const old = oldest && sync.state !== 'refused' && sync.state !== 'none' ? word(`（最早 ${age(oldest)}）`, ` (oldest ${age(oldest)})`) : ''
  return (
    <button type="button" class="button sync" data-tone={sync.state === 'offline' || sync.state === 'refused' ? 'warn' : undefined} onClick={() => toggle('sync', syncing)}>
      <Icon name={syncIcon[sync.state] ?? 'info'} /><span>{said}{old}</span>
    </button>
  )
}

function Away() {
  const away = status.value?.devices.filter(device => isAway(device.state)) ?? []
  const first = away[0]
  if (!first) return null
  return (
    <button type="button" class="button sync away" data-tone="warn" onClick={() => toggle('devices', devices)}>
      <Icon name="warn" /><span>{deviceName(first)}{away.length > 1 ? ` +${away.length - 1}` : ''}<span class="wide">{word('没连上', ' away')}</span></span>
    </button>
  )
}

export function Head() {
  const here = status.value
  return (
    <header class="till-head">
      <h1>{here ? `${here.store}·${here.till_name}` : 'loyald'}</h1>
      {here?.cashier && <span><Icon name="member" />{here.cashier}</span>}
      <time class="wide">{dayAndTime(now.value)}</time>
      <span class="grow" />
      <Away />
      <Sync />
      <button type="button" class="button" onClick={switchLanguage} lang={language.value === 'en' ? 'zh-CN' : 'en'}><span>{language.value === 'en' ? '中文' : 'EN'}</span><kbd>{keyOf('language')}</kbd></button>
      <button type="button" class="button" onClick={() => act('help')}><span>{say(names.help)}</span><kbd>{keyOf('help')}</kbd></button>
    </header>
  )
}

export function VoiceLine() {
  const said = voice.value
  const icon: IconName = said.tone === 'error' ? 'warn' : said.tone === 'good' ? 'check' : empty.value ? 'scan' : 'info'
  const more = errors.value.length - 1
  return (
    <div class="voice" role={said.tone === 'error' ? 'alert' : 'status'} data-tone={said.tone === 'plain' ? undefined : said.tone}>
      <Icon name={icon} /><span>{say(said.text)}</span>
      {said.tone === 'error' && !said.lasting && (
        <button type="button" class="button" onClick={dismiss}><span>{more > 0 ? word(`知道了（还有 ${more} 条）`, `Close (${more} more)`) : word('知道了', 'Close')}</span><kbd>Esc</kbd></button>
      )}
    </div>
  )
}

function basketSums(): Sums {
  const priced = basket.value?.priced
  const rows = [
    { label: word('原价', 'List price'), value: money(priced?.gross ?? 0) },
    { label: word('优惠', 'Discounts'), value: off(priced?.discount ?? 0), good: Boolean(priced?.discount) },
  ]
  if (priced && priced.redeemed.worth > 0) rows.push({ label: word('积分抵', 'By points'), value: off(priced.redeemed.worth), good: true })
  if (priced && basket.value?.member && !empty.value) rows.push({ label: word('可得积分', 'Earns'), value: change(priced.points.earned), good: true })
  return { rows, label: word('应收', 'To pay'), total: basket.value?.due.other ?? 0 }
}

export function SumsBar() {
  const { rows, label, total } = task.value?.sums?.() ?? basketSums()
  return (
    <section class="sums" aria-label={word('合计', 'Totals')}>
      <dl>{rows.map(row => <div><dt>{row.label}</dt><dd class={row.good ? 'good' : undefined}>{row.value}</dd></div>)}</dl>
      <p class="due"><span class="label">{label}</span><output>{money(total)}</output></p>
    </section>
  )
}

function basketPay(): Pay {
  const view = basket.value
  const cash = view && view.due.cash !== view.due.other ? word(`现金收 ${money(view.due.cash)}`, `in cash ${money(view.due.cash)}`) : word('现金、扫码、刷卡', 'cash, mobile, card')
  return {
    label: word('收款', 'Pay'), note: cash,
    why: noSale.value ?? (empty.value ? ['篮子还是空的', 'The basket is empty'] : null),
    run: () => act('pay'),
  }
}
export function PayButton() {
  const { label, note, why, run } = task.value?.pay?.() ?? basketPay()
  return (
    <section class="pay" aria-label={word('收款', 'Payment')}>
      <button type="button" class={'button' + (why ? '' : ' primary')} disabled={Boolean(why)} onClick={run}>
        <b><span>{label}</span><kbd>{keyOf('pay')}</kbd></b><span>{why ? say(why) : note}</span>
      </button>
    </section>
  )
}

const bar: Action[] = ['member', 'item', 'pieces', 'enrol', 'points', 'coupon', 'undo', 'suspend', 'more']
const openAs: Partial<Record<Action, string>> = { member: 'member', item: 'item', pieces: 'pieces', enrol: 'enrol', points: 'points', coupon: 'coupon', more: 'more' }
export function Keys() {
  return (
    <nav class="keys" aria-label={word('按键', 'Keys')}>
      {bar.map(action => {
        const why = hindrance(action)
        const name = action === 'suspend' && empty.value && suspended.value.length > 0 ? word('取单', 'Resume') : say(names[action])
        return (
          <button type="button" class="button" aria-disabled={why ? 'true' : undefined} aria-pressed={openAs[action] && task.value?.name === openAs[action] ? 'true' : undefined} onClick={() => act(action)}>
            <span>{name}</span><kbd>{keyOf(action)}{why ? `·${say(why.short)}` : ''}</kbd>
          </button>
        )
      })}
    </nav>
  )
}
