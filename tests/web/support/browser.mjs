import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')
export const shots = process.env.LOYAL_SCREENSHOTS ?? join(root, 'build/screenshots')
mkdirSync(shots, { recursive: true })

export const sizes = { wide: [1920, 1080], usual: [1366, 768], small: [1024, 600], portrait: [1080, 1920] }

/** A browser of its own, with nothing but the page: no profile, no traffic but to the page. */
export async function openBrowser() {
  const profile = mkdtempSync(join(tmpdir(), 'loyal-pages-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync),
    headless: true, viewport: { width: 1366, height: 768 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    close: async () => {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
export const resize = (page, size) => page.setViewportSize({ width: sizes[size][0], height: sizes[size][1] })
export const shoot = (page, name) => page.screenshot({ path: join(shots, `${name}.png`) })
