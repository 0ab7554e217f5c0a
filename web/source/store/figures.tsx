import { say, word, type Pair } from '../shared/language'
import { count, figure, money, share } from '../shared/money'
import type { Overview, Text } from '../shared/types'
import { Define } from './parts'

interface FigureProps { id: string; name: Pair; value: string; note: string; definition: (Pair | Text)[]; asOf: string }
function Figure({ id, name, value, note, definition, asOf }: FigureProps) {
  return (
    <div class="figure">
      <dt><span>{say(name)}</span><Define id={id} name={say(name)} text={definition} asOf={asOf} /></dt>
      <dd>{value}</dd><dd>{note}</dd>
    </div>
  )
}

/** The range in six numbers. */
export function Figures({ overview }: { overview: Overview }) {
  const { figures, as_of: asOf, definition } = overview
  const others = figures.sales - figures.member_sales
  return (
    <dl class="figures w12">
      <Figure id="sales" name={['销售额', 'Sales']} value={figure(figures.net)} asOf={asOf}
        note={word(`${count(figures.sales)} 笔，退货 ${figure(figures.returns)}`, `${count(figures.sales)} sales, ${figure(figures.returns)} returned`)}
        definition={[['商品实收之和：已减优惠和积分，退货另列。', 'What was paid for goods, after discounts and points; returns stand beside it.'], definition]} />
      <Figure id="share" name={['会员占比', 'By members']} value={share(figures.member_share_bp, 10000)} asOf={asOf}
        note={`${figure(figures.member_net)} / ${figure(figures.net)}`}
        definition={[['带会员卡的实收 ÷ 全部实收。', 'Paid in sales with a member ÷ paid in all sales.'], definition]} />
      <Figure id="basket" name={['会员客单价', 'Member basket']} value={money(figures.basket_value_member)} asOf={asOf}
        note={word(`非会员 ${money(figures.basket_value_other)}（${count(others)} 笔）`, `others ${money(figures.basket_value_other)} (${count(others)} sales)`)}
        definition={[['会员实收 ÷ 会员笔数；下面是没带卡的。', 'Paid by members ÷ their sales; below, sales without a card.'], definition]} />
      <Figure id="discount" name={['优惠让出', 'Discount given']} value={figure(figures.discount)} asOf={asOf}
        note={word(`占原价 ${share(figures.discount, figures.net + figures.discount)}`, `${share(figures.discount, figures.net + figures.discount)} of list price`)}
        definition={[['所有优惠和积分抵扣之和 ÷ 原价。', 'All offers and redeemed points, and their part of the list price.'], definition]} />
      <Figure id="points" name={['发出积分', 'Points given']} value={count(figures.points_issued)} asOf={asOf}
        note={word(`用掉 ${count(figures.points_redeemed)}（${share(figures.points_redeemed, figures.points_issued)}）`, `${count(figures.points_redeemed)} used (${share(figures.points_redeemed, figures.points_issued)})`)}
        definition={[['这几天销售发出的积分；用掉的是同期抵扣的。', 'Points earned by sales of these days; used means redeemed in the same days.'], definition]} />
      <Figure id="members" name={['来过的会员', 'Members seen']} value={count(figures.members)} asOf={asOf}
        note={word(`${count(figures.member_sales)} 笔`, `${count(figures.member_sales)} sales`)}
        definition={[['这几天买过的不同会员，一人只算一次。', 'Different members who bought in these days, each counted once.'], definition]} />
    </dl>
  )
}
