// The shop that the tests sell in: the worked example's programme with its items, and three members.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const shirt = '6901234500017'
export const socks = '6901234500024'
export const backpack = '6901234500031'
export const cards = { wang: '990000000001', unknown: '990000009999', lost: '990000000099', li: '990000000003' }
/** A coupon as its label says it: prefix, campaign, code. */
export const coupon = 'CPN-autumn-2026:AUT-7F3K'

const daysAhead = days => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const item = (sku, zh, en, category, brand, tags, price) => ({ sku, codes: [sku], names: { 'zh-CN': zh, en }, category, brand, tags, unit_price: price, weighed: false })
const member = (id, name, phone, numbers, state) => ({ id, name, phone, state: { id, ...state }, cards: numbers.map(([number, blocked]) => ({ number, blocked })) })

function goods() {
  const today = daysAhead(0)
  return {
    items: [
      item(shirt, '衬衫', 'Shirt', 'apparel/shirt', 'sanfu', [], 7900),
      item(socks, '袜子', 'Socks', 'socks', 'sanfu', [], 1990),
      item(backpack, '背包', 'Backpack', 'bags', 'other', ['clearance'], 12900),
    ],
    members: [
      member('M0000001', '王小明', '13900010001', [[cards.wang, false], [cards.lost, true]], {
        // Tomorrow, so that his points count double on whatever day the tests run.
        tier: 'vip', tier_since: '2026-01-05', birthday: '1990' + daysAhead(1).slice(4).replace('02-29', '02-28'), enrolled: '2024-03-01',
        lots: [{ id: 'L1', points: 1000, from: '2026-01-05', until: daysAhead(20) }, { id: 'L2', points: 200, from: '2026-01-05', until: daysAhead(300) }],
        days: [{ date: today, spend: 512000, accrued: 0, sales: 1 }], transactions: 9, lifecycle: 'loyal',
      }),
      member('M0000002', '陈芳', '13800020001', [['990000000002', false]], { tier: 'senior', tier_since: '2026-01-05', enrolled: '2025-02-01', transactions: 4 }),
      member('M0000003', '李雷', '13700030003', [[cards.li, false]], { tier: 'ordinary', tier_since: '2026-01-05', enrolled: '2025-02-01', days: [{ date: today, spend: 130000, accrued: 0, sales: 1 }], transactions: 2 }),
    ],
  }
}

/** The daemon's settings for a state folder of its own; writes the file of goods beside them. */
export function config({ folder, port, root }) {
  writeFileSync(join(folder, 'goods.json'), JSON.stringify(goods()))
  return `state = "state"
store = "S001"
terminal = "S001-T1"
till_name = "1 号机"
cashier = "李娜"
timezone = "Asia/Shanghai"
programme = "${join(root, 'tests/data/worked-example/programme.json')}"
import = "goods.json"
[listen]
port = ${port}
[labels]
card_prefixes = ["99"]
coupon_prefixes = ["CPN-"]
receipt_prefixes = ["S001-"]
[devices]
enabled = false
[printer]
address = "file:receipts.bin"
heading = ["南山店"]
`
}
