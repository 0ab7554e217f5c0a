import { signal } from '@preact/signals'
import { get, query } from '../../shared/api'
import { TierGlyph } from '../../shared/icons'
import { say, word } from '../../shared/language'
import { count } from '../../shared/money'
import { tierRank } from '../../shared/programme'
import type { Member } from '../../shared/types'
import { setMember } from '../actions'
import { arrows, Field, Heading, Keypad, rowsThatFit, typed } from '../parts'
import { close, open, type Task } from '../state'
import { attempt } from '../voice'
import { enrolling } from './enrolling'

const text = signal('')
const found = signal<Member[] | null>(null)

/** Four digits are the end of a phone or card number, eleven a phone number, anything else a card. */
function question(entered: string) {
  if (/^\d{4}$/.test(entered)) return { last4: entered }
  if (/^1\d{10}$/.test(entered)) return { phone: entered }
  return { card: entered }
}
async function search() {
  const entered = text.value.trim()
  if (entered.length < 4) return
  const members = await attempt(() => get<Member[]>(`/v1/members?${query(question(entered))}`))
  if (!members) return
  const only = members[0]
  if (members.length === 1 && only) await pick(only)
  else found.value = members
}
async function pick(member: Member) {
  if (await setMember({ member: member.id })) close()
}
function enter(value: string) {
  text.value = value
  found.value = null
}

function Found({ members }: { members: Member[] }) {
  const shown = members.slice(0, rowsThatFit(216))
  if (members.length === 0) {
    return (
      <div class="rows-of">
        <p>{word('本机名单里没有。核对一下号码，或现在办会员。', "Not in this till's list. Check the number or enrol now.")}</p>
        <button type="button" class="button" onClick={() => open(enrolling(/^1\d{10}$/.test(text.value) ? text.value : ''))}>{word('办会员', 'Enrol a member')}<kbd>F5</kbd></button>
      </div>
    )
  }
  return (
    <div class="results">
      {shown.map(member => (
        <button type="button" class="button result" onClick={() => void pick(member)}>
          <b><TierGlyph rank={tierRank(member.tier)} /> {member.name}</b><span>{say(member.tier_name)}</span>
          <span class="soft">{member.card_last4 ? word(`尾号 ${member.card_last4}`, `card ${member.card_last4}`) : ''} {word(`${count(member.points.balance)} 分`, `${count(member.points.balance)} pts`)}</span>
        </button>
      ))}
    </div>
  )
}

function FindingMember() {
  const short = 4 - text.value.trim().length
  return (
    <section onKeyDown={arrows}>
      <Heading>{word('查会员', 'Find member')}</Heading>
      <Field label={word('手机号、后 4 位或卡号', 'Phone, its last 4, or card')} value={text.value} onValue={enter} onEnter={() => void search()} mode="numeric" focus most={40} />
      <button type="button" class="button" disabled={short > 0} onClick={() => void search()}>
        {short > 0 ? word(`还差 ${short} 位`, `${short} more`) : word('查', 'Find')}
      </button>
      {found.value ? <Found members={found.value} /> : <Keypad onKey={key => enter(typed(text.value, key, { most: 20 }))} />}
    </section>
  )
}

/** F2: a member without the card. Never shows a full number or name. */
export const findingMember = (): Task => { text.value = ''; found.value = null; return { name: 'member', side: () => <FindingMember /> } }
