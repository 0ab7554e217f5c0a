import { signal } from '@preact/signals'
import { language, say } from './language'
import { currency } from './money'
import type { Programme } from './types'

export const programme = signal<Programme | null>(null)
programme.subscribe(value => { if (value) currency.value = value.currency })

export const offerName = (id: string) => say(programme.value?.offers.find(offer => offer.id === id)?.name) || id
const tier = (id: string | null) => programme.value?.tiers.find(one => one.id === id)
export const tierName = (id: string) => say(tier(id)?.name) || id
export const tierRank = (id: string | null) => tier(id)?.rank ?? 0

/** What so many points are worth in money. */
export function worth(points: number): number {
  const redeem = programme.value?.points?.redeem
  return redeem ? Math.floor(points / redeem.points) * redeem.worth : 0
}
/** How far own amounts of points move at a time. */
export const redeemStep = () => programme.value?.points?.redeem?.step ?? programme.value?.points?.redeem?.points ?? 100
export const redeemLeast = () => programme.value?.points?.redeem?.min ?? redeemStep()

/** A rest that is paid in cash, rounded as the programme says; halves up. */
export function roundCash(minor: number): number {
  const step = programme.value?.cash_rounding || 1
  return Math.floor((2 * minor + step) / (2 * step)) * step
}

/** Joins words as the language does: 扫码枪、读卡器 / scanner, card reader. */
export const list = (words: string[]) => words.join(language.value === 'en' ? ', ' : '、')
