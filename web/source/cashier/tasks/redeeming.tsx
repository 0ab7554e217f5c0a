import { Icon } from '../../shared/icons'
import { word, say } from '../../shared/language'
import { count, money, off } from '../../shared/money'
import { redeemLeast, redeemStep, worth } from '../../shared/programme'
import { redeem } from '../actions'
import { arrows, Heading } from '../parts'
import { basket, type Task } from '../state'
import { useLayoutEffect, useRef } from 'preact/hooks'

function Choice(props: { title: string; points: number; reason: string; chosen: boolean; pay: number }) {
  return (
    <button type="button" class="button choice" role="radio" aria-checked={props.chosen} onClick={() => void redeem(props.points)}>
      <b>{props.title}</b><span class={'off' + (props.points > 0 ? ' good' : '')}>{off(worth(props.points))}</span>
      <span class="reason soft">{props.reason}</span><span class="effect soft">{word('应收', 'pay')} {money(props.pay)}</span>
    </button>
  )
}

function Right() {
  const choice = basket.value?.member?.redeem
  const declined = basket.value?.priced.redeemed.declined
  if (choice?.allowed && !declined) {
    return <p class="right"><Icon name="check" /><span>{say(choice.reason) || word(`本机现在可用 ${count(choice.most)} 分。`, `This till may use ${count(choice.most)} points now.`)}</span></p>
  }
  return (
    <p class="right bad"><Icon name="warn" /><span>{say(declined) || say(choice?.reason)
      || word('本机没有授权，暂不能用积分。照常收款，积分会照记。', "No right on this till: points can't be used now. Take payment as usual; points are still earned.")}</span></p>
  )
}

function Redeeming() {
  const choices = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => { (choices.current?.querySelector<HTMLElement>('[aria-checked=true]') ?? choices.current?.querySelector<HTMLElement>('button'))?.focus() }, [])
  const view = basket.value
  const member = view?.member
  if (!view?.priced || !member) return <section><Heading>{word('用积分', 'Use points')}</Heading><p>{word('还没有会员：先扫会员卡，或按 F2 查。', 'No member yet: scan the card or press F2.')}</p></section>
  const { suggested, most, allowed } = member.redeem
  const used = view.priced.redeemed.points
  const whole = view.due.other + view.priced.redeemed.worth
  const pay = (points: number) => whole - worth(points)
  const own = (step: number) => void redeem(Math.min(most, Math.max(used === 0 && step > 0 ? redeemLeast() : used + step, redeemLeast())))
  const noOwn = !allowed || most < redeemLeast()
  return (
    <section>
      <Heading>{word(`用积分：可用 ${count(member.points.spendable)} 分`, `Use points: ${count(member.points.spendable)}`)}</Heading>
      <div class="choices" role="radiogroup" aria-label={word('用多少积分', 'How many points')} ref={choices} onKeyDown={arrows}>
        <Choice title={word('不用', 'None')} points={0} chosen={used === 0} pay={pay(0)}
          reason={word(`${count(member.points.balance)} 分都留着`, `keeps all ${count(member.points.balance)}`)} />
        {allowed && suggested > 0 && <Choice title={word(`建议 ${count(suggested)} 分`, `Suggested ${count(suggested)}`)} points={suggested} chosen={used === suggested} pay={pay(suggested)}
          reason={word('先用快到期的', 'ending first')} />}
        {allowed && most > 0 && most !== suggested && <Choice title={word(`最多 ${count(most)} 分`, `Most ${count(most)}`)} points={most} chosen={used === most} pay={pay(most)}
          reason={most === member.points.balance ? word('积分全部用完', 'all of it') : word('这一单最多这些', 'all this sale allows')} />}
      </div>
      {!noOwn && (
        <div class="stepper own">
          <span><b>{word('自己定', 'Own')}</b><br /><span class="soft">{count(redeemLeast())}–{count(most)}</span></span>
          <span class="stepper">
            <button type="button" class="button" disabled={used <= redeemLeast()} onClick={() => own(-redeemStep())}>−{count(redeemStep())}</button>
            <output>{count(used)}</output>
            <button type="button" class="button" disabled={used >= most} onClick={() => own(redeemStep())}>+{count(redeemStep())}</button>
          </span>
        </div>
      )}
      <Right />
    </section>
  )
}

/** F6: how many points this sale uses; takes effect at once. */
export const redeeming = (): Task => ({ name: 'points', side: () => <Redeeming /> })
