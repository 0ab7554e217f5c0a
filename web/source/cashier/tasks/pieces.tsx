import { signal } from '@preact/signals'
import { say, word } from '../../shared/language'
import { quantity } from '../../shared/money'
import { setQuantity } from '../actions'
import { Heading, isTyping, Keypad, typed } from '../parts'
import { basket, close, currentLine, type Task } from '../state'

const text = signal('')
const piecesMost = 4
const enter = (key: string) => { text.value = typed(text.value, key, { most: piecesMost }) }
const line = () => basket.value?.lines.find(one => one.line === currentLine.value)

async function apply() {
  const number = currentLine.value
  if (number === null || text.value === '') return
  if (await setQuantity(number, Number(text.value) * 1000)) close()
}

function Pieces() {
  const here = line()
  return (
    <section>
      <Heading>{word('改件数', 'Pieces')}</Heading>
      <p>{here && <b>{say(here.names)}</b>} <span class="soft">{here && word(`现在 ${quantity(here.quantity)} 件；0 就是去掉`, `now ${quantity(here.quantity)}; 0 removes it`)}</span></p>
      <p class="typed"><output aria-label={word('件数', 'Pieces')}>{text.value || '–'}</output></p>
      <Keypad onKey={enter} />
    </section>
  )
}

/** F4: how many pieces the current line has. */
export function pieces(): Task {
  text.value = ''
  return {
    name: 'pieces',
    // A scan closes the number that is being typed: scan, 2, scan never makes 22 pieces.
    passing: true,
    side: () => <Pieces />,
    snapshot: () => { const before = text.value; return () => { text.value = before } },
    key: key => {
      if (key === 'Enter') void apply()
      else if (isTyping(key)) enter(key)
      else return false
      return true
    },
    pay: () => ({
      label: text.value === '0' ? word('去掉', 'Remove') : word('改成', 'Set'),
      note: text.value === '' ? word('先输入件数', 'Type the number first') : word(`${text.value} 件`, `${text.value} pieces`),
      why: text.value === '' ? ['先输入件数', 'Type the number first'] : null,
      run: () => void apply(),
    }),
  }
}
