// Every state that a till gets into, in both languages and all sizes: axe finds nothing, every target is big enough for
// a finger, nothing is cut off. Leaves a picture of each in build/screenshots.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, resize, shoot, sizes } from './support/browser.mjs'
import { clipped, smallTargets, violations } from './support/checks.mjs'
import { backpack, cards, coupon, shirt, socks } from './support/shop.mjs'
import { startTill } from './support/till.mjs'

const fingers = 56
const desk = 40
const worked = [shirt, socks, socks, socks, backpack]

let till
let browser
let page
let receipt

before(async () => {
  till = await startTill()
  browser = await openBrowser()
  page = browser.page
  page.setDefaultTimeout(10_000)
  for (const label of [cards.wang, ...worked]) await till.scan(label)
  const { basket } = await till.scan('CPN-autumn-2026:FIRST')
  const sale = await till.call('POST', `/v1/baskets/${basket.id}/tender`, { revision: basket.revision, total: basket.due.other, tenders: [{ type: 'mobile', amount: basket.due.other }] })
  receipt = sale.id
})
after(async () => {
  await browser?.close()
  await till?.stop()
})

const button = (zh, en) => page.getByRole('button', { name: new RegExp(`^(${zh}|${en})`) }).first()
const radio = (zh, en) => page.getByRole('radio', { name: new RegExp(`^(${zh}|${en})`) }).first()
const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key) }
const slowly = text => page.keyboard.type(text, { delay: 90 })

/** name: labels scanned before, then what brings the state about, then what must be there to see. */
const states = {
  ready: { sees: '.ready' },
  'member-first': { scans: [cards.wang], sees: '.member' },
  nobody: { scans: worked, sees: '.nobody' },
  member: { scans: [...worked, cards.wang, coupon], sees: '.member .notes' },
  rising: { scans: [cards.li, backpack, backpack, backpack, backpack, backpack, backpack], sees: '.progress' },
  redeem: { scans: [...worked, cards.wang], does: () => press('F6'), sees: '.choices' },
  cash: { scans: [...worked, cards.wang, coupon], does: async () => { await press('F12'); await slowly('200') }, sees: '.keypad' },
  mobile: { scans: [...worked, cards.wang], does: async () => { await press('F12'); await radio('扫码', 'Mobile').click() }, sees: '.ask' },
  split: { scans: [...worked], does: async () => { await press('F12'); await radio('扫码', 'Mobile').click(); await slowly('100'); await press('F12'); await page.locator('.tendering .ledger').waitFor(); await slowly('200') }, sees: '.tendering .ledger' },
  'unknown-card': { scans: [...worked, cards.unknown], sees: '[role=alert]' },
  'unknown-item': { scans: [shirt, '6909999999996'], sees: '[role=alert]' },
  'lost-card': { scans: [shirt, cards.lost], sees: '[role=alert]' },
  'find-item': { scans: [shirt], does: async () => { await press('F3'); await slowly('6901') }, sees: '.result' },
  'find-member': { scans: [shirt], does: () => press('F2'), sees: '.keypad' },
  'choose-member': { scans: [shirt], does: async () => { await press('F2'); await slowly('0001'); await press('Enter') }, sees: '.result' },
  'no-member': { scans: [shirt], does: async () => { await press('F2'); await slowly('7777'); await press('Enter') }, sees: '.rows-of' },
  enrol: { scans: [shirt], does: () => press('F5'), sees: '.consent' },
  pieces: { scans: [shirt], does: async () => { await press('F4'); await slowly('3') }, sees: '.typed' },
  coupon: { scans: [...worked, cards.wang, coupon], does: () => press('F7'), sees: '.rows li' },
  more: { scans: [shirt], does: () => press('F11'), sees: '.menu' },
  void: { does: async () => { await press('F11'); await button('作废上一单', 'Void last sale').click() }, sees: '.menu' },
  receipts: { does: async () => { await press('F11'); await button('退货', 'Return').click() }, sees: '.result' },
  return: { does: async () => { await press('F11'); await button('退货', 'Return').click(); await page.locator('.entry input').fill(receipt); await press('Enter'); await page.locator('.return .line').nth(2).locator('button').nth(1).click() }, sees: '.side .ledger .sum' },
  settings: { does: async () => { await press('F11'); await button('设置', 'Settings').click() }, sees: '.side .stepper' },
  keys: { does: async () => { await press('F11'); await button('设置', 'Settings').click(); await button('改按键', 'Change keys').click() }, sees: '.grid-of' },
  devices: { does: async () => { await press('F11'); await button('设备', 'Devices').click() }, sees: '.side h2' },
  help: { does: () => press('F1'), sees: '.keys-help' },
  sync: { does: () => page.locator('.till-head .sync').last().click(), sees: '.side .ledger' },
  sold: { scans: [...worked, cards.wang], does: async () => { await press('F12'); await slowly('300'); await press('F12') }, sees: '.side .last' },
  suspended: { scans: [shirt], does: async () => { await press('F9'); await page.locator('.ready').waitFor() }, sees: '.ready li' },
}

async function hush(language) {
  await till.clear()
  await page.goto(till.url)
  await page.evaluate(value => { localStorage.clear(); localStorage.setItem('loyald.language', value) }, language)
}

async function check(name, language, size, { least, enhanced }) {
  const found = [...(await violations(page, { enhanced })), ...(await smallTargets(page, least)), ...(await clipped(page))]
  assert.deepEqual(found, [], `${name}, ${language}, ${size}`)
}

for (const [name, state] of Object.entries(states)) {
  for (const language of ['zh-CN', 'en']) {
    test(`${name} in ${language} can be read, reached and seen whole`, async () => {
      await resize(page, 'usual')
      await hush(language)
      await page.goto(till.url)
      await page.locator('.ready').waitFor()
      for (const label of state.scans ?? []) await till.scan(label)
      if (state.scans) await page.locator('.ready').waitFor({ state: state.scans.some(label => label.startsWith('690')) ? 'detached' : 'attached' })
      await state.does?.()
      await page.locator(state.sees).first().waitFor()
      for (const size of Object.keys(sizes)) {
        await resize(page, size)
        await check(name, language, size, { least: fingers, enhanced: true })
        await shoot(page, `cashier-${name}-${size}-${language}`)
      }
    })
  }
}

for (const language of ['zh-CN', 'en']) {
  test(`The store page in ${language} can be read, reached and seen whole`, async () => {
    await hush(language)
    for (const size of ['usual', 'wide', 'small']) {
      await resize(page, size)
      await page.goto(till.url + '/store')
      await page.locator('.figure').first().waitFor()
      await check('store', language, size, { least: desk, enhanced: false })
      await shoot(page, `store-${size}-${language}`)
      await button('14 天', '14 days').click()
      await page.locator('.chart').waitFor()
      await check('store, 14 days', language, size, { least: desk, enhanced: false })
      await button('看表格', 'Show the table').click()
      await page.locator('.define').nth(1).click()
      await check('store, table', language, size, { least: desk, enhanced: false })
      await shoot(page, `store-table-${size}-${language}`)
    }
  })
}
