// Icons: own strokes on a 24 px grid, 1.75 px wide. Tier glyphs: silhouette and cut-out bars both say the
// rank, so they stay legible in one colour and at 16 px.

const strokes = {
  member: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.5-6 8-6s8 2 8 6',
  card: 'M3 6h18v12H3zM3 10h18M7 15h4',
  phone: 'M7 2h10v20H7zM11 18.5h2',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 8v8M12 8v8M16 8v8',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 21 21',
  coupon: 'M3 6h18v4a2 2 0 0 0 0 4v4H3v-4a2 2 0 0 0 0-4zM14 6v2M14 11v2M14 16v2',
  cake: 'M4 21h16v-8H4zM4 17h16M12 13V9M12 6.5V4',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2',
  gift: 'M4 11h16v10H4zM3 7h18v4H3zM12 7v14M12 7S7 7 7 4.5 11 3 12 7s5-.5 5-2.5S12 3 12 7',
  lock: 'M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4',
  offline: 'M3 3l18 18M5 12a10 10 0 0 1 4-2.4M8.5 15.5a5 5 0 0 1 7 0M12 19.5v.01M13.5 9.2A10 10 0 0 1 19 12',
  online: 'M4.5 11.5a11 11 0 0 1 15 0M8.5 15.5a5 5 0 0 1 7 0M12 19.5v.01',
  sending: 'M12 19V5M6 11l6-6 6 6',
  refused: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.7 5.7l12.6 12.6',
  warn: 'M12 3 2.5 20h19zM12 10v4.5M12 17.5v.01',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.5v.01',
  check: 'M4 12.5 9.5 18 20 6.5',
  minus: 'M5 12h14',
  plus: 'M5 12h14M12 5v14',
  erase: 'M8 5h13v14H8l-6-7zM11.5 9l6 6M17.5 9l-6 6',
  printer: 'M6 9V3h12v6M6 17H3V9h18v8h-3M6 14h12v7H6z',
  pause: 'M8 5v14M16 5v14',
  more: 'M5 12v.01M12 12v.01M19 12v.01',
  download: 'M12 4v11M7 10.5l5 5 5-5M4 20h16',
  table: 'M3 5h18v14H3zM3 10h18M3 14.5h18M10 10v9',
}
export type IconName = keyof typeof strokes

export function Icon({ name, tone }: { name: IconName; tone?: string }) {
  return <svg class={'icon' + (tone ? ' ' + tone : '')} viewBox="0 0 24 24" aria-hidden="true"><path d={strokes[name]} /></svg>
}

const ring = <path d="M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z" fill="none" stroke="currentColor" stroke-width="2.5" />
const cut = (d: string) => <path fill="currentColor" fill-rule="evenodd" d={d} />
const glyphs = [
  ring,
  cut('M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM7 10.8h10v2.4H7z'),
  cut('M12 1l10 5.5v11L12 23 2 17.5v-11zM7 8.4h10v2.4H7zM7 13.2h10v2.4H7z'),
  cut('M12 0l12 12-12 12L0 12zM8.7 6.8h6.6V9H8.7zM6 10.9h12v2.2H6zM8.7 15h6.6v2.2H8.7z'),
]
const diamond = cut('M12 0l12 12-12 12L0 12z')
const barred = glyphs.length - 1

/** The glyph of a tier's rank; ranks beyond the third are a diamond with the rank's number in it. */
export function TierGlyph({ rank, big }: { rank: number; big?: boolean }) {
  return (
    <svg class={`tier rank-${Math.min(rank, barred)}${big ? ' big' : ''}`} viewBox="0 0 24 24" aria-hidden="true">
      {rank <= barred ? glyphs[rank] : [diamond, <text class="rank" x="12" y="16.5" text-anchor="middle">{rank}</text>]}
    </svg>
  )
}
