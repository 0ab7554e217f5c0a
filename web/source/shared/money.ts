import { signal } from '@preact/signals'
import { language } from './language'

/** Currency of the programme; amounts are counts of its minor unit. */
export const currency = signal('CNY')

const minus = '\u2212'
const formats = new Map<string, Intl.NumberFormat>()
function format(style: 'currency' | 'decimal', digits?: number): Intl.NumberFormat {
  const key = `${language.value} ${currency.value} ${style} ${digits}`
  let made = formats.get(key)
  if (!made) {
    const fraction = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }
    made = style === 'currency'
      ? new Intl.NumberFormat(language.value, { style, currency: currency.value, currencyDisplay: 'narrowSymbol', ...fraction })
      : new Intl.NumberFormat(language.value, fraction)
    formats.set(key, made)
  }
  return made
}

/** Digits after the point of the currency: 2 for yuan, 0 for yen. */
export const digits = () => format('currency').resolvedOptions().maximumFractionDigits ?? 2
const major = (minor: number) => minor / 10 ** digits()
const signed = (text: string) => text.replace('-', minus)

/** ¥1,234.50 */
export const money = (minor: number) => signed(format('currency').format(major(minor)))
const large = 10_000
/** ¥186.87, but ¥386,917: a figure drops what says nothing. */
export const figure = (minor: number) => (Math.abs(major(minor)) < large ? money(minor) : signed(format('currency', 0).format(major(minor))))
/** 1,234.50: for columns. */
export const amount = (minor: number) => signed(format('decimal', digits()).format(major(minor)))
/** −¥10.00; a zero has no sign. */
export const off = (minor: number) => money(minor === 0 ? 0 : -minor)
/** 1,200 */
export const count = (n: number) => signed(format('decimal', 0).format(n || 0))
/** +558 or −297 */
export const change = (n: number) => (n > 0 ? '+' : '') + count(n)
/** 2 or 0.35: pieces and kilograms from thousandths. */
export const quantity = (thousandths: number) => signed(new Intl.NumberFormat(language.value, { maximumFractionDigits: 3 }).format(thousandths / 1000))
/** 77.8% of a whole; a dash when there is no whole. */
export const share = (part: number, whole: number) =>
  whole === 0 ? '–' : new Intl.NumberFormat(language.value, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(part / whole)

/** Minor units of what was typed ("86.9"); nothing for an empty text. */
export function typedMoney(text: string): number | null {
  if (!/^\d+(\.\d*)?$/.test(text)) return null
  const [whole = '0', fraction = ''] = text.split('.')
  return Number(whole) * 10 ** digits() + Number((fraction + '000').slice(0, digits()) || 0)
}
