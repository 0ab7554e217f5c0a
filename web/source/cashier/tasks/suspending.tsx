import { word } from '../../shared/language'
import { money, quantity } from '../../shared/money'
import { clockTime } from '../../shared/time'
import { resume } from '../actions'
import { Heading, Menu, rowsThatFit } from '../parts'
import { suspended, type Task } from '../state'

function Suspended() {
  return (
    <section>
      <Heading>{word('取单', 'Resume a sale')}</Heading>
      <Menu label={word('挂着的单', 'Suspended sales')}>
        {suspended.value.slice(0, rowsThatFit(56)).map(one => (
          <button type="button" class="button result" onClick={() => void resume(one.id)}>
            <b>{one.suspended_at ? word(`${clockTime(one.suspended_at)} 挂单`, `Suspended ${clockTime(one.suspended_at)}`) : one.id}</b><span>{money(one.total)}</span>
            <span class="soft">{piecesOf(one.pieces)}{one.member ? '·' + one.member : ''}</span>
          </button>
        ))}
      </Menu>
    </section>
  )
}
/** Pieces of a summary, counted in thousandths as everywhere. */
export const piecesOf = (pieces: number) => word(`${quantity(pieces)} 件`, `${quantity(pieces)} pieces`)
/** F9 with an empty basket: which suspended sale goes on. */
export const resuming = (): Task => ({ name: 'resume', side: () => <Suspended /> })
