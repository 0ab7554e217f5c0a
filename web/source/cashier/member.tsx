import { Icon, TierGlyph, type IconName } from '../shared/icons'
import { say, word } from '../shared/language'
import { change, count, money } from '../shared/money'
import { offerName, tierName, tierRank } from '../shared/programme'
import type { BasketMember, Missing, Priced } from '../shared/types'
import { basket } from './state'

const noteIcons: Record<string, IconName> = { birthday: 'cake', coupon: 'coupon', expiring: 'clock', next: 'gift', debt: 'warn' }

/** 558 = 186 × 3: only where the sum comes out, otherwise the multipliers by name. */
function earned(priced: Priced): string {
  const factor = priced.points.multiplier_bp
  if (factor === 10000 || priced.points.earned === 0) return ''
  const names = priced.applied.filter(one => one.multiplier_bp).map(one => `${(one.multiplier_bp ?? 0) / 10000} ${offerName(one.offer)}`)
  const offers = priced.applied.reduce((all, one) => Math.max(all, one.multiplier_bp ?? 10000), 10000)
  const tier = (factor * 10000) / offers
  const parts = [...names, ...(tier !== 10000 && priced.tier ? [`${tier / 10000} ${tierName(basket.value?.member?.tier ?? priced.tier.id)}`] : [])]
  const base = Math.ceil(((priced.points.earned - priced.points.bonus) * 10000) / factor)
  const exact = Math.floor((base * factor) / 10000) + priced.points.bonus === priced.points.earned && base === Math.floor(priced.lines.reduce((all, line) => all + line.net, 0) / 100)
  const product = parts.join(' × ')
  return exact ? `${count(priced.points.earned)} = ${count(base)} × ${product}` : `× ${product}`
}

/** Balance − used + earned = left. */
function Account({ member, priced }: { member: BasketMember; priced: Priced | null }) {
  const used = priced?.redeemed.points ?? 0
  const gets = priced?.points.earned ?? 0
  return (
    <>
      <dl class="account">
        <div><dt>{word('现有积分', 'Balance')}</dt><dd>{count(member.points.balance)}</dd></div>
        <div><dt>{word('本单用', 'Used')}</dt><dd>{change(-used)}</dd></div>
        <div><dt>{word('本单得', 'Earned')}</dt><dd class="good">{change(gets)}</dd></div>
        <div><dt>{word('结余', 'Left')}</dt><dd>{count(member.points.balance - used + gets)}</dd></div>
      </dl>
      <p class="soft small">{priced ? earned(priced) : ''}</p>
    </>
  )
}

function gap(missing: Missing): string {
  switch (missing.metric) {
    case 'spend': return money(missing.missing)
    case 'visits': return word(`${count(missing.missing)} 次`, `${count(missing.missing)} visits`)
    case 'referrals': return word(`介绍 ${count(missing.missing)} 人`, `${count(missing.missing)} referrals`)
    default: return word(`${count(missing.missing)} 分`, `${count(missing.missing)} pts`)
  }
}
const had = (missing: Missing) => (missing.metric === 'spend' ? money(missing.min - missing.missing) : count(missing.min - missing.missing))
const goal = (missing: Missing) => (missing.metric === 'spend' ? money(missing.min) : count(missing.min))

function Progress({ member, priced }: { member: BasketMember; priced: Priced | null }) {
  const next = priced?.tier?.next ?? member.next_tier
  const rises = priced?.tier?.before && priced.tier.before !== priced.tier.id ? priced.tier.id : null
  const first = next?.missing?.[0]
  if (!next || !first) {
    return <div class="progress"><p>{rises ? word(`这一单升到${tierName(rises)}`, `This sale: ${tierName(rises)}`) : word('已是最高等级', 'Top tier')}</p></div>
  }
  const away = word(`离${tierName(next.id)}还差 ${gap(first)}`, `${gap(first)} to ${tierName(next.id)}`)
  return (
    <div class="progress">
      <p><b>{rises ? word(`这一单升到${tierName(rises)}`, `This sale: ${tierName(rises)}`) : away}</b></p>
      <Meter part={first.min - first.missing} whole={first.min} label={word('升级进度', 'Progress')} />
      <p class="soft small"><span>{rises ? away : word(`已有 ${had(first)}`, `so far ${had(first)}`)}</span><span>{word(`要 ${goal(first)}`, `of ${goal(first)}`)}</span></p>
    </div>
  )
}
function Meter({ part, whole, label }: { part: number; whole: number; label: string }) {
  const percent = (value: number) => `${Math.min(100, Math.max(0, whole > 0 ? (100 * value) / whole : 0)).toFixed(1)}%`
  return (
    <span class="meter" role="img" aria-label={`${label} ${percent(part)}`}>
      <i style={{ width: percent(part) }} />
    </span>
  )
}

const notesMost = 4
export function Member({ member }: { member: BasketMember }) {
  const priced = basket.value?.priced ?? null
  // How far the next tier is stands above, with its meter.
  const notes = member.notes.filter(note => note.kind !== 'next' || !priced?.tier?.next)
  const tier = priced?.tier?.id ?? member.tier ?? ''
  return (
    <section class="member" aria-label={word('会员', 'Member')}>
      <div class="person">
        <TierGlyph rank={tierRank(tier)} big />
        <div>
          <h2 class="name">{member.name}</h2>
          <p class="soft small">{member.card_last4 ? word(`尾号 ${member.card_last4}`, `Card ${member.card_last4}`) : word('没有卡', 'no card')}</p>
        </div>
        <p class="tier-name">{tier === member.tier ? say(member.tier_name) || tierName(tier) : tierName(tier)}</p>
      </div>
      <Account member={member} priced={priced} />
      <Progress member={member} priced={priced} />
      <ul class="notes">
        {notes.slice(0, notesMost).map(note => (
          <li><Icon name={noteIcons[note.kind] ?? 'info'} /><span>{say(note.text)}</span>{note.kind === 'coupon' && note.value !== undefined && <b class="good">{money(note.value)}</b>}</li>
        ))}
      </ul>
    </section>
  )
}
