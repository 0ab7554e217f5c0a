import { signal } from '@preact/signals'
import { Icon } from '../../shared/icons'
import { say, word } from '../../shared/language'
import { addCoupon, removeCoupon } from '../actions'
import { Field, Heading } from '../parts'
import { basket, type Task } from '../state'

const code = signal('')
async function use() {
  const entered = code.value.trim()
  if (entered && (await addCoupon(entered))) code.value = ''
}

function Coupon() {
  const outcomes = basket.value?.priced?.coupons ?? []
  return (
    <section>
      <Heading>{word('用券', 'Coupon')}</Heading>
      <p class="soft">{word('扫券上的码，或输入券号。', "Scan the coupon's code or type it.")}</p>
      <Field label={word('券号', 'Code')} value={code.value} onValue={value => { code.value = value }} onEnter={() => void use()} focus />
      <button type="button" class="button" disabled={code.value.trim() === ''} onClick={() => void use()}>
        {code.value.trim() === '' ? word('先输入券号', 'Type the code first') : word('用这张券', 'Use this coupon')}
      </button>
      <ul class="rows">
        {outcomes.map(one => (
          <li>
            <Icon name="coupon" />
            <span><b>{one.code}</b><br /><span class={one.used ? 'good' : 'soft'}>{one.used ? word('已用上', 'used') : say(one.text) || word('没用上，还是会员的', "not used, still the member's")}</span></span>
            <button type="button" class="button" onClick={() => void removeCoupon(one.code)}>{word('去掉', 'Remove')}</button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** F7: type a coupon; scanning one needs no task. */
export const coupon = (): Task => { code.value = ''; return { name: 'coupon', side: () => <Coupon /> } }
