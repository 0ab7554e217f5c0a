import { signal } from '@preact/signals'
import { Icon } from '../shared/icons'
import { language, word } from '../shared/language'
import { amount, digits } from '../shared/money'
import { tierRank } from '../shared/programme'
import { shiftDate, weekday } from '../shared/time'
import type { SalesByTier, TierTotals } from '../shared/types'
import { csvOf, CsvButton, Define, Panel, save } from './parts'
import { ordered, tierLabel } from './tiers'

const asTable = signal(false)

const width = 840
const height = 344
const left = 44
const floor = 316
const ceiling = 12

/** The top of the scale: 1, 2, 4 or 5 times a power of ten, in four steps. */
function scale(most: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(most, 4)))
  return [1, 2, 4, 6, 8, 10].map(times => times * unit).find(top => top >= most) ?? 10 * unit
}
const short = (minor: number) => {
  const major = minor / 10 ** digits()
  return major >= 10_000 && language.value !== 'en' ? `${major / 10_000} 万` : major >= 1000 && language.value === 'en' ? `${major / 1000}k` : String(major)
}
const fill = (row: TierTotals) => (row.tier === null ? 'fill-0' : `fill-${Math.min(tierRank(row.tier) + 1, 4)}`)
const dayLabel = (date: string, i: number) => (i === 0 || date.endsWith('-01') ? `${Number(date.slice(5, 7))}/${Number(date.slice(8))}` : String(Number(date.slice(8))))

function Chart({ report }: { report: SalesByTier }) {
  const sums = report.days.map(one => one.rows.reduce((all, row) => all + Math.max(row.net, 0), 0))
  const top = scale(Math.max(...sums, 1))
  const slot = (width - left) / report.days.length
  const bar = Math.min(36, slot * 0.7)
  const every = Math.ceil(report.days.length / 16)
  const tall = (minor: number) => ((floor - ceiling) * minor) / top
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={word('每天销售额，按等级堆叠；旁边的按钮换成表格', 'Sales a day, stacked by tier; the button beside shows a table')}>
      <defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="paper" width="6" height="6" /><path class="stripe" d="M0 0v6" /></pattern></defs>
      {[0, 1, 2, 3, 4].map(i => {
        const y = floor - ((floor - ceiling) * i) / 4
        return <><path class="axis" d={`M${left} ${y}H${width}`} /><text x={left - 8} y={y + 4} text-anchor="end">{short((top * i) / 4)}</text></>
      })}
      {report.days.map((one, i) => {
        const x = left + slot * i + (slot - bar) / 2
        let y = floor
        return (
          <g>
            {ordered(one.rows).map(row => {
              const size = tall(Math.max(row.net, 0))
              y -= size
              return size > 1 && <rect class={fill(row)} x={x} y={y} width={bar} height={size - 1} />
            })}
            {i % every === 0 && <text x={x + bar / 2} y={height - 8} text-anchor="middle">{dayLabel(one.date, i)}</text>}
          </g>
        )
      })}
    </svg>
  )
}

const sumOf = (rows: TierTotals[]) => rows.reduce((all, row) => all + row.net, 0)
const netOf = (rows: TierTotals[], tier: string | null) => rows.find(row => row.tier === tier)?.net ?? 0

function Table({ report, tiers }: { report: SalesByTier; tiers: TierTotals[] }) {
  return (
    <table class="fit tight">
      <thead><tr><th>{word('营业日', 'Business date')}</th>{tiers.map(row => <th class="number">{tierLabel(row)}</th>)}<th class="number">{word('合计', 'Total')}</th></tr></thead>
      <tbody>
        {report.days.map(one => (
          <tr>
            <td>{one.date.slice(5).replace('-', '/')} {weekday(new Date(one.date + 'T00:00:00Z'))}</td>
            {tiers.map(row => <td class="number">{amount(netOf(one.rows, row.tier))}</td>)}<td class="number">{amount(sumOf(one.rows))}</td>
          </tr>
        ))}
      </tbody>
      <tfoot><tr><td>{word('合计', 'Total')}</td>{tiers.map(row => <td class="number">{amount(row.net)}</td>)}<td class="number">{amount(report.total.net)}</td></tr></tfoot>
    </table>
  )
}

function saveCsv(report: SalesByTier, tiers: TierTotals[]) {
  const plain = (minor: number) => (minor / 10 ** digits()).toFixed(digits())
  save(`sales-by-day-${report.from}-${report.to}.csv`, csvOf([
    [word('营业日', 'Business date'), ...tiers.map(tierLabel), word('合计', 'Total')],
    ...report.days.map(one => [one.date, ...tiers.map(row => plain(netOf(one.rows, row.tier))), plain(sumOf(one.rows))]),
  ]))
}

/** Every day of the range, those without a sale too. */
function whole(report: SalesByTier): SalesByTier {
  const days: SalesByTier['days'] = []
  for (let date = report.from; date <= report.to; date = shiftDate(date, 1)) days.push(report.days.find(one => one.date === date) ?? { date, rows: [] })
  return { ...report, days }
}

/** A series over days is the one thing drawn as a chart; its table is one press away. */
export function Days({ report: sold }: { report: SalesByTier }) {
  const report = whole(sold)
  const tiers = ordered(report.rows)
  const title = word('每天销售额，按等级（元）', 'Sales by tier, a day')
  return (
    <Panel wide={12} title={<>{title}<Define id="days" name={title} text={[report.definition]} asOf={report.as_of} /></>} tools={
      <>
        {!asTable.value && <ul class="key">{[...tiers].reverse().map(row => <li><svg viewBox="0 0 16 16" aria-hidden="true"><rect class={fill(row)} x=".5" y=".5" width="15" height="15" /></svg>{tierLabel(row)}</li>)}</ul>}
        <button type="button" class="button" aria-pressed={asTable.value} aria-label={word('看表格', 'Show the table')} onClick={() => { asTable.value = !asTable.value }}><Icon name="table" /></button>
        <CsvButton what={title} onClick={() => saveCsv(report, tiers)} />
      </>
    }>
      {asTable.value ? <Table report={report} tiers={tiers} /> : <Chart report={report} />}
    </Panel>
  )
}
