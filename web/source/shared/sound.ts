import { signal } from '@preact/signals'
import type { Sound } from './types'

const kept = 'loyald.volume'
export const volumeMost = 5
/** 0 (silent) to 5; every sound also has a line of text. */
export const volume = signal(Number(localStorage.getItem(kept) ?? 4))
volume.subscribe(value => localStorage.setItem(kept, String(value)))

interface Note { hz: number; ms: number; gap: number }
const notes: Record<Sound, Note[]> = {
  item: [{ hz: 1200, ms: 60, gap: 0 }],
  member: [{ hz: 880, ms: 80, gap: 0 }, { hz: 1320, ms: 80, gap: 0 }],
  error: [{ hz: 220, ms: 180, gap: 80 }, { hz: 220, ms: 180, gap: 0 }],
  attention: [{ hz: 660, ms: 120, gap: 0 }],
  paid: [{ hz: 660, ms: 70, gap: 0 }, { hz: 880, ms: 70, gap: 0 }, { hz: 1100, ms: 70, gap: 0 }],
}
const edge = 0.005

let context: AudioContext | undefined
/** Browsers keep a page silent until a person has touched it. */
for (const gesture of ['pointerdown', 'keydown'] as const)
  addEventListener(gesture, () => { void (context ??= new AudioContext()).resume() }, { capture: true })

export function play(sound: Sound) {
  // The tests read which sounds were played here: a headless browser has no ears.
  document.documentElement.dataset.sound = sound
  if (volume.value === 0) return
  context ??= new AudioContext()
  let at = context.currentTime + 0.01
  for (const note of notes[sound]) {
    const tone = context.createOscillator()
    const gain = context.createGain()
    const loud = (volume.value / volumeMost) ** 2 * 0.6
    const seconds = note.ms / 1000
    tone.frequency.value = note.hz
    gain.gain.setValueAtTime(0, at)
    gain.gain.linearRampToValueAtTime(loud, at + edge)
    gain.gain.setValueAtTime(loud, at + seconds - edge)
    gain.gain.linearRampToValueAtTime(0, at + seconds)
    tone.connect(gain).connect(context.destination)
    tone.start(at)
    tone.stop(at + seconds)
    at += seconds + note.gap / 1000
  }
}
