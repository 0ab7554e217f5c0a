// What the local API says, by the names the pages use. Generated from docs/local-api/openapi.json; only what that
// leaves open stands here.
import type { components } from './local_api'

type Schemas = components['schemas']
export type Text = Schemas['Text']
export type Sync = Schemas['Sync']
export type SyncDetail = Schemas['SyncDetail']
export type Device = Schemas['Device']
/** `locked` is told by daemons that know cashiers' rights. */
export type Status = Schemas['Status'] & { locked?: boolean }
export type Programme = Schemas['Programme']

export interface Missing { metric: string; min: number; missing: number }
type PricedBasket = Schemas['PricedBasket']
export type PricedLine = Omit<PricedBasket['lines'][number], 'why'> & { why: { offer?: string; off: number }[] }
export interface Priced extends Omit<PricedBasket, 'tier' | 'redeemed' | 'applied' | 'coupons' | 'lines'> {
  lines: PricedLine[]
  applied: { offer: string; layer: string; off?: number; multiplier_bp?: number; bonus?: number }[]
  coupons: { code: string; campaign: string; used: boolean; text?: Text }[]
  redeemed: { points: number; worth: number; declined?: Text }
  tier?: { id: string; before?: string; next?: { id: string; missing: Missing[] } | null }
}
export type BasketMember = Schemas['BasketMember']
export type BasketView = Omit<Schemas['Basket'], 'priced'> & { priced: Priced }
export type BasketSummary = Schemas['BasketSummary']
export type Voice = Schemas['Voice']
export type Tone = Voice['tone']
export type Sound = NonNullable<Voice['sound']>
export type ScanAnswer = Omit<Schemas['ScanAnswer'], 'basket'> & { basket: BasketView }
export type TenderType = Schemas['TenderType']
export type Tender = Schemas['Tender']
export type Sale = Schemas['Sale']
export type TransactionSummary = Schemas['TransactionSummary']
export type Transaction = Schemas['Transaction']
export type TransactionLine = Schemas['TransactionLine']
export type ReturnQuote = Schemas['ReturnQuote']
export type Member = Schemas['Member']
export type Item = Schemas['Item']
export type SalesByTier = Schemas['SalesByTier']
export type TierTotals = Schemas['TierTotals']
export type TopItems = Schemas['TopItems']
export type Overview = Schemas['Overview']

export type ServerEvent =
  | { type: 'basket'; basket: BasketView | null }
  | ({ type: 'voice'; transaction?: string } & Voice)
  | { type: 'status'; status: Status }
  | { type: 'sale'; sale: Sale }
