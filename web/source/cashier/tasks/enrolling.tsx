import { signal } from '@preact/signals'
import { post } from '../../shared/api'
import { Icon } from '../../shared/icons'
import { word, type Pair } from '../../shared/language'
import type { Member } from '../../shared/types'
import { setMember } from '../actions'
import { Field, Heading } from '../parts'
import { close, type Task } from '../state'
import { attempt, tell } from '../voice'

const name = signal('')
const phone = signal('')
const birthday = signal('')
const card = signal('')
const agreed = signal(false)
const messages = signal(false)

/** 1123 or 11-23 or 1990-11-23 as typed; nothing when it is no date. */
function birthdayOf(entered: string): string | null {
  const digits = entered.replace(/\D/g, '')
  if (digits.length !== 8) return null
  const date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
  return Number.isNaN(Date.parse(date)) || new Date(date).toISOString().slice(0, 10) !== date ? null : date
}

function missing(): Pair | null {
  if (name.value.trim() === '') return ['先输入姓名', 'Type the name first']
  const digits = phone.value.replace(/\D/g, '').length
  if (digits < 11) return [`手机号还差 ${11 - digits} 位`, `Phone: ${11 - digits} more digits`]
  if (birthday.value !== '' && birthdayOf(birthday.value) === null) return ['生日写成 19901123', 'Birthday as 19901123']
  if (!agreed.value) return ['还要顾客同意', 'Consent is missing']
  return null
}

async function enrol() {
  if (missing()) return
  const born = birthday.value === '' ? {} : { birthday: birthdayOf(birthday.value) }
  const carried = card.value.trim() === '' ? {} : { card: card.value.trim() }
  const member = await attempt(() => post<Member>('/v1/members', { name: name.value.trim(), phone: phone.value.replace(/\D/g, ''), ...born, ...carried, consent_messages: messages.value }))
  if (!member || !(await setMember({ member: member.id }))) return
  close()
  tell([`办好了：${member.name}，这一单就算会员。`, `${member.name} is enrolled; this sale counts already.`], 'good')
}

function Consent({ chosen, onChange, children }: { chosen: boolean; onChange: () => void; children: string }) {
  return (
    <button type="button" class="button consent" role="checkbox" aria-checked={chosen} onClick={onChange}>
      <span class="box">{chosen && <Icon name="check" />}</span><span>{children}</span>
    </button>
  )
}

function Enrolling() {
  return (
    <section class="enrol">
      <Heading>{word('办会员', 'Enrol a member')}</Heading>
      <div class="fields">
        <Field label={word('姓名', 'Name')} value={name.value} onValue={value => { name.value = value }} focus most={40} />
        <Field label={word('手机号', 'Phone')} value={phone.value} onValue={value => { phone.value = value }} mode="numeric" most={16} />
        <Field label={word('生日（可不填）', 'Birthday, if told')} value={birthday.value} onValue={value => { birthday.value = value }} mode="numeric" placeholder="19901123" most={10} />
        <Field label={word('卡号（可不填）', 'Card, if any')} value={card.value} onValue={value => { card.value = value }} most={40} />
      </div>
      <Consent chosen={agreed.value} onChange={() => { agreed.value = !agreed.value }}>{word('顾客同意：手机号只用来记积分和等级', 'Consents: phone only for points and tier')}</Consent>
      <Consent chosen={messages.value} onChange={() => { messages.value = !messages.value }}>{word('也愿意收优惠短信（可不选）', 'Also wants messages')}</Consent>
    </section>
  )
}

/** F5: works at once, offline too. */
export function enrolling(known = ''): Task {
  for (const field of [name, birthday, card]) field.value = ''
  phone.value = known
  agreed.value = messages.value = false
  return {
    name: 'enrol',
    side: () => <Enrolling />,
    pay: () => ({ label: word('办好', 'Enrol'), note: word('用在这一单', 'and use in this sale'), why: missing(), run: () => void enrol() }),
  }
}
