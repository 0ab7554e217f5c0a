import { Icon, TierGlyph } from '../../shared/icons'
import { word } from '../../shared/language'
import { change, count, money } from '../../shared/money'
import { tierName, tierRank } from '../../shared/programme'
import { clockTime } from '../../shared/time'
import type { Sale } from '../../shared/types'
import { reprint } from '../actions'
import { Heading } from '../parts'
import { close, type Task } from '../state'

function Sold({ sale }: { sale: Sale }) {
  const rose = sale.tier?.after && sale.tier.after !== sale.tier.before ? sale.tier.after : null
  return (
    <section>
      <Heading>{word(`已收款 ${clockTime(sale.at)}`, `Paid ${clockTime(sale.at)}`)}</Heading>
      <dl class="ledger">
        <div class="tall"><dt>{word('小票', 'Receipt')}</dt><dd>{sale.id}</dd></div>
        <div><dt>{word('收到', 'Received')}</dt><dd>{money(sale.paid)}</dd></div>
        <div><dt>{word('实收', 'Sale')}</dt><dd>−{money(sale.total)}</dd></div>
        <div class="sum"><dt>{word('找零', 'Change')}</dt><dd>{money(sale.change)}</dd></div>
      </dl>
      {sale.points.balance !== null && (
        <dl class="ledger">
          <div><dt>{word('本单得积分', 'Points earned')}</dt><dd class="good">{change(sale.points.earned)}</dd></div>
          {sale.points.redeemed > 0 && <div><dt>{word('本单用积分', 'Points used')}</dt><dd>{change(-sale.points.redeemed)}</dd></div>}
          <div class="sum"><dt>{word('积分结余', 'Points left')}</dt><dd>{count(sale.points.balance)}</dd></div>
        </dl>
      )}
      {rose && <p class="right"><TierGlyph rank={tierRank(rose)} /><span>{word(`升到${tierName(rose)}，从这一单起。`, `Now ${tierName(rose)}, from this sale on.`)}</span></p>}
      {!sale.printed && <p class="right bad"><Icon name="printer" /><span>{word('小票没打出来。这一单已记好。', 'The receipt was not printed. The sale is kept.')}</span></p>}
      <button type="button" class="button last" onClick={() => void reprint(sale.id)}>{word('补打小票', 'Print again')}</button>
    </section>
  )
}

/** After payment: the change stays large until the next scan. */
export const sold = (sale: Sale): Task => ({
  name: 'sold',
  passing: true,
  side: () => <Sold sale={sale} />,
  sums: () => ({
    rows: [{ label: word('应收', 'To pay'), value: money(sale.total) }, { label: word('收到', 'Received'), value: money(sale.paid) }],
    label: word('找零', 'Change'), total: sale.change,
  }),
  pay: () => ({ label: word('下一单', 'Next'), note: word('或直接扫码', 'or just scan'), run: close }),
})
