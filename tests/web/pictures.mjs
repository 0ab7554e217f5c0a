// Takes the pictures of the readme from the real daemon: node pictures.mjs. Needs LOYALD.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openBrowser, resize } from './support/browser.mjs'
import { backpack, cards, coupon, shirt, socks } from './support/shop.mjs'
import { root, startTill } from './support/till.mjs'

const folder = join(root, 'docs/images')
mkdirSync(folder, { recursive: true })
const till = await startTill()
const { page, close } = await openBrowser()
await resize(page, 'usual')
await page.goto(till.url)
for (const [language, name] of [['zh-CN', 'zh'], ['en', 'en']]) {
  await till.clear()
  await page.evaluate(value => localStorage.setItem('loyald.language', value), language)
  await page.reload()
  await page.locator('.ready').waitFor()
  for (const label of [shirt, socks, socks, socks, backpack, coupon, cards.wang]) await till.scan(label)
  await page.locator('.member .notes').waitFor()
  await page.screenshot({ path: join(folder, `cashier-${name}.png`) })
}
await close()
await till.stop()
