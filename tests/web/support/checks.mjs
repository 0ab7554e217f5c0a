// What must hold for every state of a page, whatever it shows.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Every violation that axe finds, one line each. */
export async function violations(page, { enhanced }) {
  // Evaluated by the debugger, so the page's own policy stays as strict as it is served.
  await page.evaluate(axe)
  const found = await page.evaluate(contrast => window.axe.run(document, {
    resultTypes: ['violations'],
    rules: { 'color-contrast-enhanced': { enabled: contrast } },
  }), enhanced)
  return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.split('\n')[1]?.trim()}`))
}

/** Controls smaller than a finger needs. */
export const smallTargets = (page, least) => page.evaluate(size => {
  const shown = element => element.getClientRects().length > 0
  return [...document.querySelectorAll('button, input, a, [role=button]')].filter(shown).flatMap(element => {
    const { width, height } = element.getBoundingClientRect()
    return width + 0.5 >= size && height + 0.5 >= size ? [] : [`${element.tagName} "${element.textContent.trim() || element.getAttribute('aria-label')}" ${Math.round(width)}×${Math.round(height)}`]
  })
}, least)

/** What sticks out of its zone, or whose words do not fit. Lists that scroll are left out. */
export const clipped = page => page.evaluate(() => {
  const slack = 1.5
  const zones = '.till-head, .voice, .basket, .side, .sums, .pay, .keys, .panel, .desk-head'
  const shown = element => element.getClientRects().length > 0 && !element.closest('.lines, .return ol, [hidden]')
  const parts = [...document.querySelectorAll('button, input, dt, dd, p, h1, h2, output, li, kbd, b')].filter(shown)
  const name = element => `${element.tagName}.${element.className} "${element.textContent.trim().slice(0, 40)}"`
  const out = parts.flatMap(element => {
    const zone = element.closest(zones)
    if (!zone) return []
    const [inner, outer] = [element.getBoundingClientRect(), zone.getBoundingClientRect()]
    const sticks = inner.left < outer.left - slack || inner.right > outer.right + slack || inner.top < outer.top - slack || inner.bottom > outer.bottom + slack
    return sticks ? [`out of .${zone.className.split(' ')[0]}: ${name(element)}`] : []
  })
  const cut = parts.filter(element => !element.querySelector('button') && element.scrollWidth > element.clientWidth + 2 && element.clientWidth > 0 && getComputedStyle(element).display !== 'inline').map(element => `too wide: ${name(element)}`)
  return [...new Set([...out, ...cut])]
})
