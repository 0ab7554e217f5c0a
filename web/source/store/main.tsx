import { signal } from '@preact/signals'
import { render } from 'preact'
import { language, say, switchLanguage, word, type Pair } from '../shared/language'
import { amount, count, figure, quantity, share } from '../shared/money'
import { age, clockTime, day } from '../shared/time'
import type { Status, TopItems } from '../shared/types'
import { Days } from './days'
import { Figures } from './figures'
import { Bar, csvOf, CsvButton, Define, Panel, save } from './parts'
import { choose, chooseDates, load, problem, range, reports, status, waiting } from './state'
import { Tiers } from './tiers'

const refreshMs = 30_000
const byHand = signal(false)

/** Filled shapes say the state, the words beside them too. */
const shapes: Record<string, [tone: string, path: string]> = {
  fine: ['good', 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z'], behind: ['bad', 'M8 1 16 15H0z'], person: ['bad', 'M8 0l8 8-8 8-8-8z'], sending: ['', 'M8 0 15 8h-4v8H5V8H1z'],
}
function State({ shape, children }: { shape: keyof typeof shapes; children: string }) {
  const [tone, path] = shapes[shape] ?? ['', '']
  return <span class={`state ${tone}`}><svg viewBox="0 0 16 16" aria-hidden="true"><path d={path} /></svg><span>{children}</span></span>
}
function SyncState({ sync }: { sync: Status['sync'] }) {
  const oldest = sync.oldest_unsent_at ? word(`（最早 ${age(sync.oldest_unsent_at)}）`, ` (oldest ${age(sync.oldest_unsent_at)})`) : ''
  if (sync.state === 'none') return <State shape="fine">{word('没接总部', 'No head office')}</State>
  if (sync.quarantined > 0) return <State shape="person">{word(`${sync.quarantined} 笔被总部拒绝`, `${sync.quarantined} refused by head office`)}</State>
  if (sync.unsent === 0) return <State shape="fine">{word('总部已收齐', 'Head office has everything')}</State>
  return <State shape={sync.state === 'sending' ? 'sending' : 'behind'}>{word(`总部还差 ${sync.unsent} 笔${oldest}`, `Head office lacks ${sync.unsent}${oldest}`)}</State>
}

function Head() {
  const here = status.value
  const shown = range.value
  const ranges: [number, Pair][] = [[1, ['今天', 'Today']], [7, ['7 天', '7 days']], [14, ['14 天', '14 days']], [30, ['30 天', '30 days']]]
  return (
    <header class="desk-head">
      <h1>{here ? `${here.store} ${word('门店', 'store')}` : 'loyald'}</h1>
      <nav aria-label={word('日期范围', 'Dates')}>
        {ranges.map(([days, name]) => <button type="button" class="range" aria-current={shown?.days === days ? 'true' : undefined} onClick={() => { byHand.value = false; choose(days) }}>{say(name)}</button>)}
        <button type="button" class="range" aria-current={shown && shown.days === null ? 'true' : undefined} aria-expanded={byHand.value} onClick={() => { byHand.value = !byHand.value }}>{word('选日期', 'Choose dates')}</button>
      </nav>
      {byHand.value && shown && (
        <span class="dates">
          <input type="date" class="field" aria-label={word('从', 'From')} value={shown.from} onChange={event => chooseDates(event.currentTarget.value, shown.to)} />
          –<input type="date" class="field" aria-label={word('到', 'To')} value={shown.to} onChange={event => chooseDates(shown.from, event.currentTarget.value)} />
        </span>
      )}
      <span class="grow" />
      {here && <SyncState sync={here.sync} />}
      <button type="button" class="button" onClick={switchLanguage} lang={language.value === 'en' ? 'zh-CN' : 'en'}>{language.value === 'en' ? '中文' : 'EN'}</button>
      <a class="button" href="/">{word('收银', 'Till')}</a>
    </header>
  )
}

function Finding() {
  const read = reports.value
  const shown = range.value
  if (!read || !shown) return <p class="say">{waiting.value ? word('正在读…', 'Reading…') : '\u00a0'}</p>
  const { figures, as_of: asOf, unsent } = read.overview
  const when = shown.from === shown.to ? day(shown.from) : `${day(shown.from)} – ${day(shown.to)}`
  return (
    <p class="say">
      {figures.sales === 0 ? word(`${when}还没有销售。`, `${when}: no sales yet.`)
        : word(`${when}：会员买了 ${figure(figures.net)} 里的 ${share(figures.member_share_bp, 10000)}。`, `${when}: members made ${share(figures.member_share_bp, 10000)} of ${figure(figures.net)}.`)}
      {' '}<span class="soft small">{word(`截至 ${clockTime(asOf)}，本机已记的全部计入${unsent > 0 ? `，其中 ${unsent} 笔还没上传` : ''}。`, `As of ${clockTime(asOf)}, everything on this till${unsent > 0 ? `, ${unsent} entries of it unsent` : ''}.`)}{waiting.value ? word(' 正在读新的…', ' Reading…') : ''}</span>
    </p>
  )
}

function Items({ report }: { report: TopItems }) {
  const most = Math.max(...report.items.map(item => item.net), 0)
  const title = word('卖得最好的商品', 'Top items')
  const saveCsv = () => save(`top-items-${report.from}-${report.to}.csv`, csvOf([['sku', word('商品', 'Item'), word('件数', 'Pieces'), word('销售额', 'Sales')], ...report.items.map(item => [item.sku, item.name, item.quantity / 1000, (item.net / 100).toFixed(2)])]))
  return (
    <Panel wide={4} title={<>{title}<Define id="items" name={title} text={[report.definition]} asOf={report.as_of} /></>} tools={<CsvButton what={title} onClick={saveCsv} />}>
      {report.items.length === 0 ? <p>{word('这几天还没有卖出商品。', 'Nothing was sold in these days yet.')}</p> : (
        <table class="fit">
          <thead><tr><th>{word('商品', 'Item')}</th><th class="number">{word('件数', 'Pieces')}</th><th class="number">{word('销售额', 'Sales')}</th></tr></thead>
          <tbody>{report.items.slice(0, 10).map(item => <tr><td class="with-bar"><span class="long">{item.name || item.sku}</span><Bar part={item.net} most={most} /></td><td class="number">{quantity(item.quantity)}</td><td class="number">{amount(item.net)}</td></tr>)}</tbody>
        </table>
      )}
    </Panel>
  )
}

const syncWords: Record<Status['sync']['state'], Pair> = { none: ['没接总部', 'no head office'], online: ['在线', 'online'], offline: ['离线', 'offline'], sending: ['正在上传', 'sending'], refused: ['有记录被拒绝', 'entries refused'] }
function Tills({ here }: { here: Status }) {
  const { sync } = here
  const away = here.devices.filter(device => device.state !== 'ready' && device.state !== 'busy')
  return (
    <Panel wide={12} title={word('本机', 'This till')}>
      <table class="fit">
        <thead><tr><th>{word('机号', 'Till')}</th><th>{word('状态', 'State')}</th><th class="number">{word('待上传', 'Unsent')}</th><th class="number">{word('最早', 'Oldest')}</th><th class="number">{word('被拒绝', 'Refused')}</th><th class="number">{word('上次联系', 'Last contact')}</th><th class="number">{word('认识的会员', 'Members known')}</th><th>{word('设备', 'Devices')}</th><th>{word('会员方案', 'Programme')}</th></tr></thead>
        <tbody><tr>
          <td>{here.terminal}</td><td>{say(syncWords[sync.state])}</td><td class="number">{count(sync.unsent)}</td><td class="number">{sync.oldest_unsent_at ? age(sync.oldest_unsent_at) : '–'}</td><td class="number">{count(sync.quarantined)}</td>
          <td class="number">{sync.last_contact ? clockTime(sync.last_contact) : '–'}</td><td class="number">{count(here.members)}</td>
          <td>{here.devices.length === 0 ? word('没有', 'none') : away.length === 0 ? word(`${here.devices.length} 台正常`, `${here.devices.length} working`) : word(`${away.length} 台没连上`, `${away.length} away`)}</td>
          <td>{here.programme ? `${here.programme.id} ${word('第', 'v')}${here.programme.version}${word(' 版', '')}` : '–'}</td>
        </tr></tbody>
      </table>
    </Panel>
  )
}

function Store() {
  const read = reports.value
  return (
    <>
      <Head />
      <main>
        <Finding />
        {problem.value && <p class="say bad" role="alert">{say(problem.value)} <button type="button" class="button" onClick={() => void load()}>{word('再读一次', 'Read again')}</button></p>}
        {read && (
          <>
            <Figures overview={read.overview} />
            <Tiers report={read.tiers} />
            <Items report={read.items} />
            {read.tiers.from < read.tiers.to && <Days report={read.tiers} />}
          </>
        )}
        {status.value && <Tills here={status.value} />}
      </main>
    </>
  )
}

render(<Store />, document.body)
void load()
setInterval(() => { if (!document.hidden) void load() }, refreshMs)
