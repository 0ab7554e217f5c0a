import { signal } from '@preact/signals'
import { get } from '../../shared/api'
import { Icon } from '../../shared/icons'
import { say, word, type Pair } from '../../shared/language'
import { age, clockTime } from '../../shared/time'
import type { Device, Sync, SyncDetail } from '../../shared/types'
import { isAway, sendNow } from '../actions'
import { Heading } from '../parts'
import { status, type Task } from '../state'
import { attempt } from '../voice'

const kinds: Record<string, Pair> = {
  scanner: ['扫码枪', 'Scanner'], reader: ['读卡器', 'Card reader'], card_reader: ['读卡器', 'Card reader'], nfc: ['读卡器', 'Card reader'], printer: ['小票机', 'Printer'], msr: ['磁卡阅读器', 'Stripe reader'],
}
export const deviceName = (device: Device) => say(kinds[device.kind]) || device.name

function Row({ device }: { device: Device }) {
  const away = isAway(device.state)
  return (
    <li>
      <Icon name={away ? 'warn' : 'check'} tone={away ? 'bad' : 'good'} />
      <span><b>{deviceName(device)}</b> {away ? word('没连上', 'away') : word('正常', 'working')}<br /><span class="soft small">{device.name}{away && device.hint ? '·' + say(device.hint) : ''}</span></span>
    </li>
  )
}
function Devices() {
  const all = status.value?.devices ?? []
  return (
    <section>
      <Heading>{word('设备', 'Devices')}</Heading>
      {all.length === 0 && <p>{word('没有连上设备。可用键盘输入条码再按回车。', 'No device is connected. Type a barcode and press Enter.')}</p>}
      <ul class="rows">{all.map(device => <Row device={device} />)}</ul>
    </section>
  )
}
export const devices = (): Task => ({ name: 'devices', side: () => <Devices /> })

const detail = signal<Sync | null>(null)
const states: Record<Sync['state'], Pair> = {
  none: ['本机没有接总部，记录只存在店里。', 'This till has no head office: entries stay in the shop.'],
  online: ['和总部连着', 'Connected to head office'], offline: ['连不上总部。收款照常，连上后自动上传。', 'Head office is out of reach. Sales go on and are sent later.'],
  sending: ['正在上传', 'Sending'], refused: ['有记录被总部拒绝：叫店长看。收款照常。', 'Head office refused entries: call the manager. Sales go on.'],
}
function SyncDetail() {
  const sync = detail.value ?? status.value?.sync
  if (!sync) return <section><Heading>{word('上传', 'Sync')}</Heading></section>
  return (
    <section>
      <Heading>{word('上传到总部', 'Sent to head office')}</Heading>
      <p>{say(states[sync.state])}</p>
      <dl class="ledger">
        <div><dt>{word('待上传', 'Unsent')}</dt><dd>{word(`${sync.unsent} 笔`, `${sync.unsent}`)}</dd></div>
        <div><dt>{word('最早的一笔', 'The oldest')}</dt><dd>{sync.oldest_unsent_at ? word(`${age(sync.oldest_unsent_at)}前`, `${age(sync.oldest_unsent_at)} ago`) : '–'}</dd></div>
        <div><dt>{word('被拒绝', 'Refused')}</dt><dd>{sync.quarantined}</dd></div>
        <div><dt>{word('上次联系', 'Last contact')}</dt><dd>{sync.last_contact ? clockTime(sync.last_contact) : word('还没有过', 'never')}</dd></div>
      </dl>
      <button type="button" class="button" onClick={() => void sendNow()}>{word('现在上传', 'Send now')}</button>
    </section>
  )
}
/** The sync badge's page: how much is unsent and how old. */
export function syncing(): Task {
  detail.value = null
  void attempt(() => get<SyncDetail>('/v1/sync')).then(answer => { if (answer) detail.value = answer })
  return { name: 'sync', side: () => <SyncDetail /> }
}
