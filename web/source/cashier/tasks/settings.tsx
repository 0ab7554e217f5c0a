import { signal } from '@preact/signals'
import { language, say, word } from '../../shared/language'
import { play, volume, volumeMost } from '../../shared/sound'
import { actions, keymap, names, remap, resetKeys, type Action } from '../keymap'
import { Heading, Radios } from '../parts'
import { open, type Task } from '../state'
import { tell } from '../voice'

function Settings() {
  const set = (value: number) => { volume.value = Math.min(Math.max(value, 0), volumeMost); play('item') }
  return (
    <section>
      <Heading>{word('设置', 'Settings')}</Heading>
      <Radios label={word('语言', 'Language')} chosen={language.value} onChoose={value => { language.value = value }} class="methods two"
        options={[{ value: 'zh-CN' as const, label: '中文' }, { value: 'en' as const, label: 'English' }]} />
      <div class="stepper own">
        <b>{word('音量', 'Volume')}</b>
        <span class="stepper">
          <button type="button" class="button" disabled={volume.value === 0} aria-label={word('小声', 'Quieter')} onClick={() => set(volume.value - 1)}>−</button>
          <output>{volume.value === 0 ? word('静音', 'off') : volume.value}</output>
          <button type="button" class="button" disabled={volume.value === volumeMost} aria-label={word('大声', 'Louder')} onClick={() => set(volume.value + 1)}>+</button>
        </span>
      </div>
      <p class="soft">{word('每个声音在语音行都有一句话，静音也看得到。', 'Every sound has its sentence in the voice line, so silence loses nothing.')}</p>
      <button type="button" class="button" onClick={() => open(mapping())}>{word('改按键', 'Change keys')}</button>
    </section>
  )
}
export const settings = (): Task => ({ name: 'settings', side: () => <Settings /> })

/** The action whose new key is awaited. */
const waiting = signal<Action | null>(null)
function Mapping() {
  return (
    <section>
      <Heading>{word('改按键', 'Change keys')}</Heading>
      <div class="grid-of">
        {actions.map(action => (
          <button type="button" class="button" aria-pressed={waiting.value === action} onClick={() => choose(action)}><span>{say(names[action])}</span><kbd>{keymap.value[action]}</kbd></button>
        ))}
      </div>
      <button type="button" class="button" onClick={resetKeys}>{word('恢复原来的按键', 'Back to the usual keys')}</button>
    </section>
  )
}
function choose(action: Action) {
  waiting.value = action
  tell([`按一个 F 键，用作“${names[action][0]}”。`, `Press an F key for "${names[action][1]}".`])
}
function mapping(): Task {
  waiting.value = null
  tell(['先点一个动作，再按新的 F 键。', 'Choose an action, then press its new F key.'])
  return {
    name: 'mapping', side: () => <Mapping />,
    key: key => {
      if (!waiting.value || !/^F\d+$/.test(key)) return false
      remap(waiting.value, key)
      tell([`“${names[waiting.value][0]}”现在是 ${key}。`, `"${names[waiting.value][1]}" is ${key} now.`], 'good')
      waiting.value = null
      return true
    },
  }
}

const helpLines: [string, string, string][] = [
  ['5*', '扫码前按，就是 5 件', 'before a scan: five pieces'],
  ['↑ ↓', '选一行', 'choose a line'],
  ['Delete', '去掉选的行', 'remove the chosen line'],
  ['Esc', '关掉提示，或退回', 'close a message, or go back'],
]
function Help() {
  return (
    <section class="help">
      <Heading>{word('帮助', 'Help')}</Heading>
      <dl class="ledger keys-help">
        {helpLines.map(([key, zh, en]) => <div><dt><kbd>{key}</kbd></dt><dd>{word(zh, en)}</dd></div>)}
      </dl>
      <dl class="ledger keys-help of-keys">
        {actions.map(action => <div><dt><kbd>{keymap.value[action]}</kbd></dt><dd>{say(names[action])}</dd></div>)}
      </dl>
      <p class="soft">{word('出错不挡收款：看上面一行字，按 Esc 关掉。', 'A mistake never blocks the sale: read the line above, Esc closes it.')}</p>
    </section>
  )
}
export const help = (): Task => ({ name: 'help', side: () => <Help /> })
