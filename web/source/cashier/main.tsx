import { render } from 'preact'
import { listen } from '../shared/events'
import { word } from '../shared/language'
import type { ServerEvent } from '../shared/types'
import { finish, loadIdle, loadProgramme, showEvent, showStatus } from './actions'
import { Basket, Nobody } from './basket'
import { Head, Keys, PayButton, SumsBar, VoiceLine } from './frame'
import { onKey } from './keyboard'
import { Member } from './member'
import { basket, open, task } from './state'
import { returning } from './tasks/returning'
import { attempt, hear } from './voice'

function Side() {
  const member = basket.value?.member
  if (task.value) return task.value.side()
  return member ? <Member member={member} /> : <Nobody />
}

function Till() {
  return (
    <>
      <Head />
      <VoiceLine />
      <main class="basket">{task.value?.main ? task.value.main() : <Basket />}</main>
      <aside class="side" aria-label={word('会员与操作', 'Member and tasks')}><Side /></aside>
      <SumsBar />
      <PayButton />
      <Keys />
    </>
  )
}

/** A receipt that the till's own scanner read opens its return. */
async function heard(event: Extract<ServerEvent, { type: 'voice' }>) {
  hear(event, 'event')
  const { transaction } = event
  if (!transaction || task.value?.name === 'return') return
  const next = await attempt(() => returning(transaction))
  if (next) open(next)
}

let known = false
function on(event: ServerEvent) {
  switch (event.type) {
    case 'status': {
      showStatus(event.status)
      if (!known) {
        known = true
        void loadProgramme()
        void loadIdle()
      }
      return
    }
    case 'basket': return showEvent(event.basket)
    case 'voice': return void heard(event)
    case 'sale': return finish(event.sale)
  }
}

// A pointer never takes the focus from a field or leaves it on a button, where an Enter would press it again.
document.addEventListener('mousedown', event => {
  if (event.target instanceof Element && event.target.closest('button')) event.preventDefault()
})
addEventListener('keydown', onKey, { capture: true })
render(<Till />, document.body)
listen(on)
