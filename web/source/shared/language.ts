import { signal } from '@preact/signals'
import type { Text } from './types'

/** A text in both languages: Chinese, English. */
export type Pair = readonly [zh: string, en: string]

const kept = 'loyald.language'
export const language = signal<'zh-CN' | 'en'>(localStorage.getItem(kept) === 'en' ? 'en' : 'zh-CN')
language.subscribe(value => {
  localStorage.setItem(kept, value)
  document.documentElement.lang = value
})

export const other = () => (language.value === 'en' ? 'zh-CN' : 'en') as 'zh-CN' | 'en'
export const switchLanguage = () => { language.value = other() }

/** The text in the language of the page. */
export function say(text: Pair | Text | string | null | undefined): string {
  if (!text) return ''
  if (typeof text === 'string') return text
  if ('en' in text) return (language.value === 'en' ? text.en : text['zh-CN']) || text['zh-CN'] || text.en
  return language.value === 'en' ? text[1] : text[0]
}

/** The same for words that stand where they are used. */
export const word = (zh: string, en: string) => say([zh, en])
