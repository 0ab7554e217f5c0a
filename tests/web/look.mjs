// Takes pictures of the rare states from the stand-in: node look.mjs [name…]. A development aid, not a test.
import { openBrowser, resize, shoot, sizes } from './support/browser.mjs'
import { baskets, example, status } from './support/example.mjs'
import { clipped, smallTargets, violations } from './support/checks.mjs'
import { startFixture } from './support/fixture.mjs'

const away = { ...status, devices: status.devices.map(one => (one.kind === 'card_reader' ? { ...one, state: 'away' } : one)) }
const scenes = {
  ready: {}, member: { basket: baskets.member }, nobody: { basket: baskets.nobody },
  redeem: { basket: baskets.member, keys: ['F6'] }, cash: { basket: baskets.member, keys: ['F12', '2', '0', '0'] }, cashopen: { basket: baskets.member, keys: ['F12'] },
  mobile: { basket: baskets.member, keys: ['F12'], click: ['扫码', 'Mobile'] },
  split: { basket: baskets.member, keys: ['F12'], click: ['扫码', 'Mobile'], then: ['1', '0', '0', 'F12', '9', '0'] },
  unknown: { basket: baskets.nobody, event: { type: 'voice', tone: 'error', sound: 'error', text: { 'zh-CN': '没认出这张卡。可重扫，或按 F2 用手机号查找；不影响收款。', en: 'Card not recognised. Scan again or press F2 to find by phone; the sale can go on.' } } },
  find: { basket: baskets.member, keys: ['F3', 's'] }, who: { basket: baskets.nobody, keys: ['F2'] }, whofound: { basket: baskets.nobody, keys: ['F2', '0', '0', '0', '1', 'Enter'] },
  enrol: { basket: baskets.nobody, keys: ['F5'] }, pieces: { basket: baskets.member, keys: ['F4', '3'] }, coupon: { basket: baskets.member, keys: ['F7'] },
  more: { basket: baskets.member, keys: ['F11'] }, help: { keys: ['F1'] },
  return: { keys: ['F11', 'Enter'], type: 'S001-T1-000482', then: ['Enter'], plus: 3 },
  settings: { keys: ['F11'], click: ['设置', 'Settings'] }, keymap: { keys: ['F11'], click: ['设置', 'Settings'], click2: ['改按键', 'Change keys'] },
  sync: { click: ['离线', 'Offline'] }, away: { basket: baskets.nobody, status: away },
  full: { basket: baskets.member, status: { ...status, disk: { state: 'full' } } }, locked: { basket: baskets.member, status: { ...status, locked: true } },
  refused: { status: { ...status, sync: { ...status.sync, state: 'refused', quarantined: 3 } } },
  lost: { basket: baskets.member, drop: true },
  sold: { event: { type: 'sale', sale: { id: 'S001-T1-000482', at: status.time, business_date: '2026-11-22', basket: 'B1', total: 18690, cash_rounding: 3, paid: 20000, change: 1310, tenders: [], points: { earned: 558, redeemed: 1000, balance: 758 }, tier: { before: 'senior', after: 'vip' }, receipt: [], printed: false } } },
}
const only = process.argv.slice(2)
const browser = await openBrowser()
const page = browser.page
page.on('console', message => { if (['error', 'warning'].includes(message.type())) console.log(message.text()) })
page.on('pageerror', error => console.log('PAGE', error))
const sized = process.env.SIZES?.split(',') ?? Object.keys(sizes)
const spoken = process.env.LANGUAGES?.split(',') ?? ['zh-CN', 'en']
for (const [name, scene] of Object.entries(scenes)) {
  if (only.length > 0 && !only.includes(name)) continue
  for (const language of spoken) for (const size of sized) {
    const state = { ...example(), basket: scene.basket ?? null, status: scene.status ?? structuredClone(status) }
    const till = await startFixture(state)
    await resize(page, size)
    await page.goto(till.url)
    await page.evaluate(value => localStorage.setItem('loyald.language', value), language)
    await page.goto(till.url)
    await page.getByText(language === 'en' ? 'Undo' : '撤销').first().waitFor()
    await page.waitForTimeout(120)
    const word = pair => pair[language === 'en' ? 1 : 0]
    const press = async keys => { for (const key of keys ?? []) { await page.keyboard.press(key); await page.waitForTimeout(60) } }
    if (scene.status === away) till.push({ type: 'status', status: away })
    await press(scene.keys)
    if (scene.type) { await page.keyboard.insertText(scene.type); await page.waitForTimeout(50) }
    for (const click of [scene.click, scene.click2]) if (click) { await page.getByRole('button', { name: word(click) }).or(page.getByRole('radio', { name: word(click) })).first().click(); await page.waitForTimeout(60) }
    await press(scene.then)
    if (scene.plus) { await page.waitForTimeout(100); await page.locator('.return .line').nth(scene.plus - 1).locator('button').nth(1).click() }
    if (scene.event) till.push(scene.event)
    if (scene.drop) { till.drop(); await page.waitForTimeout(1400) }
    await page.waitForTimeout(150)
    for (const line of [...(await violations(page, { enhanced: true })), ...(await smallTargets(page, 56)), ...(await clipped(page))]) console.log(`${name} ${size} ${language}: ${line}`)
    await shoot(page, `look-${name}-${size}-${language}`)
    till.stop()
  }
}
await browser.close()
