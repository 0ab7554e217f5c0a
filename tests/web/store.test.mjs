// The store page against the real daemon.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { openBrowser } from './support/browser.mjs'
import { backpack, cards, shirt, socks } from './support/shop.mjs'
import { startTill } from './support/till.mjs'

let till
let browser
let page

async function sell(...labels) {
  let basket
  for (const label of labels) ({ basket } = await till.scan(label))
  await till.call('POST', `/v1/baskets/${basket.id}/tender`, { revision: basket.revision, total: basket.due.other, tenders: [{ type: 'mobile', amount: basket.due.other }] })
}

before(async () => {
  till = await startTill()
  // A member's shirt and socks: 53.10 + 17.91. Without a card: 129.00.
  await sell(cards.wang, shirt, socks)
  await sell(backpack)
  browser = await openBrowser()
  page = browser.page
  page.setDefaultTimeout(10_000)
  await page.goto(till.url + '/store')
  await page.locator('.figure').first().waitFor()
})
after(async () => {
  await browser?.close()
  await till?.stop()
})
const named = name => page.locator('.figure').filter({ has: page.locator('dt > span:first-child', { hasText: name }) }).first()
const figure = name => named(name).locator('dd').first().innerText()

test('The figures are those of the sales just made', async () => {
  assert.equal(await figure('销售额'), '¥200.01')
  // 71.01 of 200.01.
  assert.equal(await figure('会员占比'), '35.5%')
  assert.equal(await figure('会员客单价'), '¥71.01')
})

test('Sales stand by tier, highest first, those without a card last', async () => {
  const rows = await page.locator('.panel').first().locator('tbody tr').allInnerTexts()
  assert.match(rows[0], /VIP[\s\S]*35\.5% ¥71\.01/)
  assert.match(rows.at(-1), /非会员[\s\S]*64\.5% ¥129\.00/)
})

test('Every figure says what it is and as of when', async () => {
  for (const button of await page.locator('.define').all()) {
    await button.click()
    assert.match(await page.locator('.definition:not([hidden])').innerText(), /截至 \d+月\d+日 \d\d:\d\d/)
    await page.keyboard.press('Escape')
  }
})

test('A range of days has a chart and its table', async () => {
  await page.getByRole('button', { name: '14 天' }).click()
  await page.locator('.chart').waitFor()
  await page.getByRole('button', { name: '看表格' }).click()
  const total = page.locator('.panel', { hasText: '每天销售额' }).locator('tfoot td').last()
  assert.equal(await total.innerText(), '200.01')
})

test('The table by tier can be saved for a spreadsheet', async () => {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV: 销售额，按等级' }).click()])
  const text = readFileSync(await download.path(), 'utf8')
  assert.ok(text.startsWith('\ufeff'))
  assert.match(text, /vip/)
})

test('The store page speaks English, too', async () => {
  await page.getByRole('button', { name: 'EN' }).click()
  await named('By members').waitFor()
  assert.match(await page.locator('.say').first().innerText(), /members made 35\.5% of ¥200\.01/)
})
