import { TierGlyph } from '../shared/icons'
import { csv, query } from '../shared/api'
import { say, word } from '../shared/language'
import { amount, count, money, share } from '../shared/money'
import { tierRank } from '../shared/programme'
import type { SalesByTier, TierTotals } from '../shared/types'
import { Bar, CsvButton, Define, Panel, save } from './parts'

export const tierLabel = (row: TierTotals) => (row.tier === null ? word('非会员', 'No card') : say(row.name))
/** Highest tier first, sales without a card last. */
export const ordered = (rows: TierTotals[]) => [...rows].sort((a, b) => (b.tier === null ? -1 : tierRank(b.tier)) - (a.tier === null ? -1 : tierRank(a.tier)))

async function saveCsv(report: SalesByTier) {
  save(`sales-by-tier-${report.from}-${report.to}.csv`, await csv(`/v1/reports/sales-by-tier?${query({ from: report.from, to: report.to })}`))
}

export function Tiers({ report }: { report: SalesByTier }) {
  const most = Math.max(...report.rows.map(row => row.net), 0)
  const { total } = report
  const title = word('销售额，按等级', 'Sales by tier')
  return (
    <Panel wide={8} title={<>{title}<Define id="tiers" name={title} text={[report.definition]} asOf={report.as_of} /></>} tools={<CsvButton what={title} onClick={() => void saveCsv(report)} />}>
      {total.sales === 0 ? <p>{word('这几天还没有销售。', 'No sales in these days yet.')} <span class="soft">{word('第一笔收款后马上列在这里。', 'The first payment appears here at once.')}</span></p> : (
        <table class="fit">
          <thead><tr>
            <th>{word('等级', 'Tier')}</th><th>{word('销售额', 'Sales')}</th><th class="number">{word('笔数', 'Count')}</th><th class="number">{word('人数', 'Members')}</th>
            <th class="number">{word('优惠', 'Discount')}</th><th class="number">{word('发积分', 'Points')}</th><th class="number">{word('用积分', 'Used')}</th><th class="number">{word('退货', 'Returned')}</th>
          </tr></thead>
          <tbody>
            {ordered(report.rows).map(row => (
              <tr>
                <th scope="row" class={row.tier === null ? 'soft' : undefined}>{row.tier !== null && <TierGlyph rank={tierRank(row.tier)} />} {tierLabel(row)}</th>
                <td class="with-bar">{share(row.net, total.net)} {money(row.net)}<Bar part={row.net} most={most} plain={row.tier === null} /></td>
                <td class="number">{count(row.sales)}</td><td class="number">{row.tier === null ? '–' : count(row.members)}</td>
                <td class="number">{amount(row.discount)}</td><td class="number">{count(row.points_issued)}</td><td class="number">{count(row.points_redeemed)}</td><td class="number">{amount(row.returns)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot><tr>
            <td>{word('合计', 'Total')}</td><td>{money(total.net)}</td><td class="number">{count(total.sales)}</td><td class="number">{count(total.members)}</td>
            <td class="number">{amount(total.discount)}</td><td class="number">{count(total.points_issued)}</td><td class="number">{count(total.points_redeemed)}</td><td class="number">{amount(total.returns)}</td>
          </tr></tfoot>
        </table>
      )}
    </Panel>
  )
}
