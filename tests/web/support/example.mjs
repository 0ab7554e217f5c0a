// The worked example as the daemon's answers, for looking at pages without a daemon.
const text = (zh, en) => ({ 'zh-CN': zh, en })
const programme = {
  id: 'demo-cn', version: 3, currency: 'CNY', cash_rounding: 10,
  tiers: [
    { id: 'potential', rank: 0, name: text('潜在客户', 'Potential') }, { id: 'ordinary', rank: 1, name: text('普通会员', 'Ordinary') },
    { id: 'senior', rank: 2, name: text('高级会员', 'Senior') }, { id: 'vip', rank: 3, name: text('VIP', 'VIP') },
  ],
  offers: [
    { id: 'shirt-member-price', layer: 'price', name: text('会员价', 'Member price') }, { id: 'second-half', layer: 'promotion', name: text('第二件半价', 'Second at half price') },
    { id: 'senior-95', layer: 'member', name: text('高级会员九五折', 'Senior 5% off') }, { id: 'vip-9', layer: 'member', name: text('VIP九折', 'VIP 10% off') },
    { id: 'birthday-double', layer: 'member', name: text('生日双倍积分', 'Birthday: double points') }, { id: 'spend-200-off-30', layer: 'coupon', name: text('满200减30券', '30 off 200 coupon') },
  ],
  points: { redeem: { points: 100, worth: 100, min: 500, step: 100, most_bp: 5000 } },
}
const names = { 1: ['6901234500017', text('衬衫', 'Shirt'), 7900, 1000], 2: ['6901234500024', text('袜子', 'Socks'), 1990, 3000], 3: ['6901234500031', text('背包', 'Backpack'), 12900, 1000] }
const lines = [1, 2, 3].map(line => ({ line, sku: names[line][0], names: names[line][1], category: '', quantity: names[line][3], unit_price: names[line][2], list_price: names[line][2], weighed: false }))
const pricedLine = (line, gross, discount, redeemed, net, points, why) => ({ line, sku: names[line][0], quantity: names[line][3], gross, discount, redeemed, net, points, why })
const why = (offer, layer, off) => ({ offer, layer, off })
const points = off => ({ redemption: true, off })

const withMember = {
  programme: 'demo-cn', version: 3, engine: 1, currency: 'CNY', optimal: true,
  lines: [
    pricedLine(1, 7900, 3292, 234, 4374, 131, [why('shirt-member-price', 'price', 2000), why('vip-9', 'member', 590), why('spend-200-off-30', 'coupon', 702), points(234)]),
    pricedLine(2, 5970, 2085, 197, 3688, 110, [why('second-half', 'promotion', 995), why('vip-9', 'member', 498), why('spend-200-off-30', 'coupon', 592), points(197)]),
    pricedLine(3, 12900, 1706, 569, 10625, 317, [why('spend-200-off-30', 'coupon', 1706), points(569)]),
  ],
  gross: 26770, discount: 7083, redeemed: { points: 1000, worth: 1000 }, cash_rounding: 0, total: 18687,
  points: { multiplier_bp: 30000, bonus: 0, earned: 558 },
  applied: [{ offer: 'birthday-double', layer: 'member', multiplier_bp: 20000 }],
  declined: [{ offer: 'senior-95', reason: { condition: 'tiers', text: text('仅限高级会员', 'For Senior members only') } }],
  coupons: [{ code: 'AUT-7F3K', campaign: 'autumn-2026', used: true }], tier: { id: 'vip', next: null },
}
const without = {
  ...withMember,
  lines: [pricedLine(1, 7900, 0, 0, 7900, 0, []), pricedLine(2, 5970, 995, 0, 4975, 0, [why('second-half', 'promotion', 995)]), pricedLine(3, 12900, 0, 0, 12900, 0, [])],
  gross: 26770, discount: 995, redeemed: { points: 0, worth: 0 }, total: 25775, points: { multiplier_bp: 10000, bonus: 0, earned: 0 },
  applied: [], coupons: [], declined: [{ offer: 'shirt-member-price', reason: { condition: 'member', text: text('仅限会员', 'For members only') } }], tier: undefined,
}
const member = {
  id: 'M0000001', name: '王*明', card_last4: '0001', tier: 'vip', tier_name: text('VIP', 'VIP'), points: { balance: 1200, spendable: 1200 },
  redeem: { suggested: 1000, most: 1200, allowed: true, reason: null }, next_tier: null,
  notes: [
    { kind: 'birthday', text: text('明天生日。', 'Birthday tomorrow.'), value: 1 }, { kind: 'debt', text: text('欠 120 分，新得的先还。', 'Owes 120 points; new ones fill that first.'), value: 120 },
    { kind: 'expiring', text: text('1000 分在 30 天内到期。', '1000 points end within 30 days.'), value: 1000 },
  ],
}
const at = '2026-11-22T18:30:00+08:00'
const basketOf = (priced, who, cash) => ({
  id: 'B1', revision: 7, state: 'open', opened_at: at, suspended_at: null, channel: null, lines, current_line: 3, priced,
  due: { cash, other: priced.total }, saved: priced.gross - priced.total, member: who, coupons: [], redeem: { points: 1000, offers: [] },
})
export const baskets = { member: basketOf(withMember, member, 18690), nobody: basketOf(without, null, 25780) }

export const status = {
  terminal: 'S001-T1', store: 'S001', till_name: '1 号机', cashier: '李娜', version: '0.1.0', time: at, business_date: '2026-11-22',
  programme: { id: 'demo-cn', version: 3, currency: 'CNY' },
  sync: { state: 'offline', unsent: 7, oldest_unsent_at: '2026-11-22T18:18:00+08:00', quarantined: 0, last_contact: '2026-11-22T18:18:00+08:00' },
  devices: [
    { id: 'd1', name: 'Honeywell 1900', kind: 'scanner', state: 'ready', hint: null }, { id: 'd2', name: 'ACR122U', kind: 'card_reader', state: 'ready', hint: null },
    { id: 'd3', name: 'TM-T82', kind: 'printer', state: 'ready', hint: null },
  ],
  disk: { state: 'ok' }, printer: { state: 'ready', hint: null }, members: 4812,
}
const sale = { id: 'S001-T1-000481', kind: 'sale', at: '2026-11-22T18:21:00+08:00', business_date: '2026-11-22', cashier: '李娜', total: 5600, tender: 'cash', member: null, of: null }
const transaction = {
  ...sale, id: 'S001-T1-000482', total: 18687, tender: 'mobile', member: '王*明', change: 0, returns: [], priced: null, tenders: [{ type: 'mobile', amount: 18687 }],
  lines: withMember.lines.map(line => ({ line: line.line, sku: line.sku, name: names[line.line][1]['zh-CN'], quantity: line.quantity, unit_price: names[line.line][2], gross: line.gross, net: line.net, returned: 0, returnable: line.quantity })),
}
const tier = (id, name, sales, members, net, discount, issued, used, returns) => ({ tier: id, name, sales, members, net, discount, points_issued: issued, points_redeemed: used, returns })
const rows = (f = 1) => [
  tier('vip', text('VIP', 'VIP'), Math.round(412 * f), 371, Math.round(12298800 * f), Math.round(1602000 * f), 180000, 71000, 120000), tier('senior', text('高级会员', 'Senior'), 520, 706, Math.round(8018300 * f), 700000, 91000, 30000, 0),
  tier('ordinary', text('普通会员', 'Ordinary'), 601, 1394, Math.round(7383200 * f), 500000, 70000, 15000, 20000), tier('potential', text('潜在客户', 'Potential'), 340, 2341, Math.round(2393100 * f), 150000, 20204, 2300, 0),
  tier(null, text('非会员', 'No card'), 928, 0, Math.round(8598300 * f), 202000, 0, 0, 40000),
]
const factors = [22978, 21545, 22162, 24025, 28105, 35848, 33825, 24522, 23615, 24734, 25448, 30357, 39788, 29965].map(sum => sum / 386917)
const definition = text('带会员卡的实收 ÷ 全部实收，已减退货，按营业日算。', 'Net of sales with a card ÷ net of all sales, returns taken off, by business date.')
const span = { from: '2026-11-09', to: '2026-11-22', as_of: at, unsent: 7, definition }
const quote = {
  of: transaction.id, refund: 9900, lines: [{ line: 3, quantity: 1000, refund: 9900 }], points: { taken_back: 297, given_back: 0, debt: 0 },
  sum: { paid: 18687, rest: 8787 }, tier: { before: 'vip', after: 'vip' }, whole: false,
}
export const example = () => ({
  status: structuredClone(status), basket: null,
  answers: {
    '/v1/status': status, '/v1/programme': programme, 'GET /v1/transactions': [sale], [`/v1/transactions/${transaction.id}`]: transaction, [`/v1/transactions/${transaction.id}/return-quote`]: quote,
    'GET /v1/baskets': { current: null, baskets: [{ id: 'B0', revision: 3, state: 'suspended', opened_at: at, suspended_at: '2026-11-22T18:12:00+08:00', lines: 1, pieces: 2000, total: 8900, member: null }] },
    'GET /v1/members': [{ ...member, phone: '139****0001', lifecycle: 'loyal', birthday_in_days: 1, points: { balance: 1200, spendable: 1200, debt: 0 } }, { ...member, id: 'M2', name: '陈*芳', tier: 'senior', tier_name: text('高级会员', 'Senior'), phone: '138****0001', card_last4: '7781', lifecycle: 'new', birthday_in_days: null, points: { balance: 310, spendable: 310, debt: 0 } }],
    'GET /v1/items': [1, 2, 3].map(line => ({ sku: names[line][0], codes: [names[line][0]], names: names[line][1], category: '', brand: '', unit_price: names[line][2], weighed: false })),
    '/v1/sync': { ...status.sync, epoch: 1, last_seq: 489, acknowledged: 482 },
    '/v1/reports/overview': { ...span, figures: { sales: 2801, net: 38691700, returns: 180000, member_sales: 1873, member_net: 30093400, member_share_bp: 7778, members: 4812, basket_value_member: 14832, basket_value_other: 9265, discount: 3154000, points_issued: 361204, points_redeemed: 118300 } },
    '/v1/reports/sales-by-tier': { ...span, rows: rows(), total: { sales: 2801, members: 4812, net: 38691700, discount: 3154000, points_issued: 361204, points_redeemed: 118300, returns: 180000 }, days: factors.map((f, i) => ({ date: new Date(Date.UTC(2026, 10, 9 + i)).toISOString().slice(0, 10), rows: rows(f) })) },
    '/v1/reports/top-items': { ...span, items: [['衬衫', 2243900], ['背包', 2097000], ['袜子', 1310100], ['皮带', 588000], ['帽子', 548700]].map(([name, net], i) => ({ sku: '690123450' + i, name, quantity: 100000, net })) },
  },
})
