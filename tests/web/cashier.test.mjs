// The cashier page against the real daemon: what a cashier does, and what must not happen to one.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { openBrowser } from './support/browser.mjs'
import { backpack, cards, coupon, shirt, socks } from './support/shop.mjs'
import { startTill } from './support/till.mjs'

let till
let browser
let page

before(async () => {
  till = await startTill()
  browser = await openBrowser()
  page = browser.page
  page.setDefaultTimeout(10_000)
})
after(async () => {
  await browser?.close()
  await till?.stop()
})
beforeEach(async () => {
  await till.clear()
  await page.goto(till.url)
  await page.evaluate(() => localStorage.clear())
  await page.goto(till.url)
  await page.getByText('扫码开始').waitFor()
})

const due = () => page.locator('.due output').innerText()
const shows = text => page.getByText(text, { exact: false }).first().waitFor()
const totals = amount => page.locator('.due output', { hasText: amount }).waitFor()
const sounds = name => page.locator(`html[data-sound=${name}]`).waitFor({ state: 'attached' })
const says = text => page.locator('.voice', { hasText: text }).waitFor()
const scanAll = async (...labels) => { for (const label of labels) await till.scan(label) }
/** Keys as fast as a keyboard-wedge scanner sends them: none waits for the one before. */
const wedge = label => Promise.all([...label, 'Enter'].map(key => page.keyboard.press(key)))

test('A scanned item stands in the basket with its price and its reason', async () => {
  await scanAll(shirt)
  await totals('¥79.00')
  assert.match(await page.locator('.line').innerText(), /衬衫[\s\S]*79\.00[\s\S]*原价/)
  assert.match(await page.locator('.refused').first().innerText(), /没用上：会员价。\s*仅限会员/)
  await sounds('item')
})

test('A card read in the middle of the sale lowers it and says by how much', async () => {
  // 79.00 + 3 × 19.90 less the second pair at half price + 129.00 = 257.75 without a card.
  await scanAll(shirt, socks, socks, socks, backpack)
  await totals('¥257.75')
  // Shirt 59.00 − 10 % = 53.10, socks 49.75 − 4.98 = 44.77, backpack on clearance 129.00: 226.87.
  await till.scan(cards.wang)
  await totals('¥226.87')
  await says('已读会员卡：王*明，这一单少付 ¥30.88。')
  await sounds('member')
  assert.match(await page.locator('.member').innerText(), /王\*明[\s\S]*VIP[\s\S]*1,200/)
})

test('Every line says in order what took off how much', async () => {
  await scanAll(cards.wang, shirt, socks, socks, socks, backpack, coupon)
  await totals('¥196.87')
  const reasons = await page.locator('.line').first().locator('.why').innerText()
  assert.equal(reasons.replace(/\s+/g, ' '), '会员价 −20.00 VIP九折 −5.90 满200减30券 −7.02')
})

test('Cash gives change, and the next scan begins the next sale', async () => {
  await scanAll(cards.wang, shirt, socks, socks, socks, backpack, coupon)
  await totals('¥196.87')
  await page.keyboard.press('F12')
  await shows('现金按角收：¥196.87 收 ¥196.90。')
  await page.keyboard.type('200', { delay: 90 })
  await totals('¥3.10')
  await page.keyboard.press('F12')
  await shows('已收款')
  assert.equal(await due(), '¥3.10')
  // 196 × 2 for the birthday × 1.5 for VIP.
  assert.match(await page.locator('.side').innerText(), /本单得积分\s*\+588[\s\S]*积分结余\s*1,788/)
  await sounds('paid')
  await till.scan(socks)
  await totals('¥19.90')
  await page.getByText('还没有会员').waitFor()
})

test('An unknown card stays on the page through Enter and scans until Esc', async () => {
  await scanAll(shirt)
  await till.scan(cards.unknown)
  const error = page.getByRole('alert')
  await error.waitFor()
  await says('没认出这张卡。可重扫，或按 F2 用手机号查找；不影响收款。')
  await sounds('error')
  await page.keyboard.press('Enter')
  await till.scan(socks)
  await totals('¥98.90')
  await wedge(socks)
  await totals('¥108.85')
  assert.equal(await error.count(), 1)
  await page.keyboard.press('Escape')
  assert.equal(await error.count(), 0)
})

test('Two errors wait for two Esc, and paying settles both', async () => {
  await scanAll(shirt, '6909999999996', cards.unknown)
  await shows('知道了（还有 1 条）')
  await page.keyboard.press('Escape')
  await says('没有这个条码。按 F3 找商品')
  await page.keyboard.press('F12')
  await page.keyboard.press('F12')
  await shows('已收款')
  assert.equal(await page.getByRole('alert').count(), 0)
})

test('A lost card is refused in words and the sale goes on', async () => {
  await scanAll(shirt, cards.lost)
  await says('这张卡已挂失。可按 F2 查会员；不影响收款。')
  await totals('¥79.00')
})

test('A scan closes the number that is being typed: scan, 2, scan is two pieces', async () => {
  await scanAll(socks)
  await totals('¥19.90')
  await page.keyboard.press('F4')
  await page.keyboard.press('2')
  await till.scan(socks)
  // Two pairs: 19.90 + 9.95.
  await totals('¥29.85')
  await page.getByText('改件数').waitFor({ state: 'detached' })
})

test('5* before a scan makes five pieces', async () => {
  for (const key of ['5', '*']) await page.keyboard.press(key, { delay: 60 })
  await shows('下一次扫码算 5 件。')
  await till.scan(backpack)
  await totals('¥645.00')
})

test('A label typed by a keyboard scanner is a scan wherever the focus is', async () => {
  await page.keyboard.press('F2')
  const field = page.getByLabel('手机号、后 4 位或卡号')
  await field.pressSequentially('139', { delay: 90 })
  await page.waitForFunction(start => performance.now() - start > 200, await page.evaluate(() => performance.now()))
  await wedge(shirt)
  await totals('¥79.00')
  assert.equal(await field.inputValue(), '139')
})

test('F8 takes the last step back', async () => {
  await scanAll(shirt, backpack)
  await totals('¥208.00')
  await page.keyboard.press('F8')
  await totals('¥79.00')
  await says('撤销了上一步。')
})

test('F9 suspends the sale and brings it back', async () => {
  await scanAll(shirt)
  await totals('¥79.00')
  await page.keyboard.press('F9')
  await shows('扫码开始')
  await page.locator('.ready li', { hasText: '挂单' }).waitFor()
  await page.keyboard.press('F9')
  await page.locator('.menu .button').first().waitFor()
  await page.keyboard.press('Enter')
  await totals('¥79.00')
})

test('A member is found by the end of the phone number and chosen from a list', async () => {
  await scanAll(shirt)
  await totals('¥79.00')
  await page.keyboard.press('F2')
  await page.keyboard.type('0001', { delay: 90 })
  await page.keyboard.press('Enter')
  const found = page.locator('.result')
  await found.first().waitFor()
  assert.equal(await found.count(), 2)
  assert.doesNotMatch(await page.locator('.side').innerText(), /王小明|1390001/)
  await found.filter({ hasText: '王*明' }).click()
  // Member price 59.00, VIP −10 %.
  await totals('¥53.10')
})

test('Somebody enrolled at the till is a member of this sale', async () => {
  await scanAll(shirt)
  await totals('¥79.00')
  await page.keyboard.press('F5')
  await page.getByLabel('姓名').fill('赵一')
  await page.getByRole('button', { name: '手机号还差 11 位' }).waitFor()
  await page.getByLabel('手机号').fill('13600040004')
  await page.getByRole('button', { name: '还要顾客同意' }).waitFor()
  await page.getByRole('checkbox').first().click()
  await page.keyboard.press('F12')
  await totals('¥59.00')
  await shows('赵*')
})

test('Part by mobile and the rest in cash make one sale', async () => {
  await scanAll(backpack)
  await totals('¥129.00')
  await page.keyboard.press('F12')
  await page.getByRole('radio', { name: '扫码' }).click()
  await page.keyboard.type('100', { delay: 90 })
  await page.keyboard.press('F12')
  await shows('扫码 ¥100.00 已收，还差 ¥29.00。')
  await page.keyboard.press('Escape')
  await shows('已收了一部分')
  await page.keyboard.type('50', { delay: 90 })
  await totals('¥21.00')
  await page.keyboard.press('F12')
  await shows('已收款')
  const [sale] = await till.call('GET', '/v1/transactions?limit=1')
  const { tenders } = await till.call('GET', `/v1/transactions/${sale.id}`)
  assert.deepEqual(tenders.map(({ type, amount }) => [type, amount]), [['mobile', 10000], ['cash', 5000]])
})

test('A return by its receipt refunds what the rest no longer earns', async () => {
  await scanAll(cards.wang, shirt, socks, socks, socks, backpack, coupon.replace('7F3K', '8G4L'))
  await totals('¥196.87')
  await page.keyboard.press('F12')
  await page.getByRole('radio', { name: '扫码' }).click()
  await page.keyboard.press('F12')
  await shows('已收款')
  const [sale] = await till.call('GET', '/v1/transactions?limit=1')
  await wedge(sale.id)
  await shows(`小票 ${sale.id}`)
  await page.getByRole('button', { name: '背包 多退 1 件' }).click()
  // 196.87 less what shirt and socks cost without the coupon, 97.87.
  await totals('¥99.00')
  await page.getByText('先选原因').waitFor()
  await page.getByRole('radio', { name: '不合适' }).click()
  await page.keyboard.press('F12')
  await shows('已退 ¥99.00')
  const { lines } = await till.call('GET', `/v1/transactions/${sale.id}`)
  assert.deepEqual(lines.map(line => line.returned), [0, 0, 1000])
})

test('A receipt that the till itself reads opens its return on the page', async () => {
  await scanAll(shirt)
  await totals('¥79.00')
  await page.keyboard.press('F12')
  await page.keyboard.press('F12')
  await shows('已收款')
  const [sale] = await till.call('GET', '/v1/transactions?limit=1')
  await till.scan(sale.id)
  await shows(`小票 ${sale.id}`)
  await page.keyboard.press('Escape')
  await shows('扫码开始')
})

test('Points that this till has no right to spend stay unspent, and the picker says why', async () => {
  await scanAll(cards.wang, shirt)
  await totals('¥53.10')
  await page.keyboard.press('F6')
  await shows('离线，本机没有授权，暂不能用积分。请店长取口令，或照常收款。')
  assert.equal(await page.locator('.choice').count(), 1)
})

test('A key that can do nothing says why', async () => {
  await page.keyboard.press('F6')
  await shows('还没有会员：先扫会员卡，或按 F2 查。')
  await page.keyboard.press('F12')
  await shows('篮子还是空的：先扫商品。')
  await page.locator('.keys .button', { hasText: '用积分' }).locator('kbd', { hasText: '没会员' }).waitFor()
})

test('F10 changes the language, and it stays', async () => {
  await scanAll(shirt)
  await page.keyboard.press('F10')
  await shows('Not used: Member price.')
  await page.reload()
  await shows('Item and reasons')
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en')
})

test('A payment whose answer is lost is asked again under the same key and counts once', async () => {
  await scanAll(backpack)
  await totals('¥129.00')
  const keys = []
  await page.route('**/tender', async route => {
    keys.push(route.request().headers()['idempotency-key'])
    if (keys.length > 1) return route.continue()
    await route.fetch()
    await route.abort()
  })
  const before = (await till.call('GET', '/v1/transactions?limit=500')).length
  await page.keyboard.press('F12')
  await page.keyboard.press('F12')
  await shows('已收款')
  await page.unroute('**/tender')
  await page.waitForFunction(() => true)
  assert.equal((await till.call('GET', '/v1/transactions?limit=500')).length, before + 1)
  assert.ok(new Set(keys).size === 1)
})

test('While the daemon is away nothing can be paid; the basket is there again after its crash', async () => {
  await scanAll(shirt, backpack)
  await totals('¥208.00')
  await till.crash()
  await shows('和本机程序断开了，正在重连。')
  await page.locator('.pay [disabled]', { hasText: '正在重新连接本机程序' }).waitFor()
  await till.restart()
  await page.locator('.pay .primary').waitFor()
  await totals('¥208.00')
})

test('A sale can be made with the keyboard alone', async () => {
  await page.keyboard.press('F3')
  await page.keyboard.type('背', { delay: 90 })
  await page.locator('.result', { hasText: '背包' }).waitFor()
  await page.keyboard.press('Enter')
  await totals('¥129.00')
  await page.keyboard.press('F4')
  await page.keyboard.press('2')
  await page.keyboard.press('Enter')
  await totals('¥258.00')
  await page.keyboard.press('F12')
  await page.keyboard.press('F12')
  await shows('已收款')
})

test('Keys can be changed and the buttons say so', async () => {
  await page.keyboard.press('F11')
  await page.getByRole('button', { name: '设置' }).click()
  await page.getByRole('button', { name: '改按键' }).click()
  await page.locator('.grid-of .button', { hasText: '撤销' }).click()
  await page.keyboard.press('F3')
  await page.locator('.keys .button', { hasText: '撤销' }).locator('kbd', { hasText: 'F3' }).waitFor()
  await page.locator('.keys .button', { hasText: '找商品' }).locator('kbd', { hasText: 'F8' }).waitFor()
})
