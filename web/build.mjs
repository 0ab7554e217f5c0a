// Bundles the pages into dist/, or the folder named as argument: each page, its script and its style, and a gzipped twin of each file.
// The names stay the same from build to build: the daemon's ETag tells a browser what changed.
import { build } from 'esbuild'
import { gzipSync } from 'node:zlib'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const dist = process.argv[2] ?? join(here, 'dist')
const firstLoadMax = 60 * 1024

rmSync(dist, { recursive: true, force: true })
mkdirSync(join(dist, 'assets'), { recursive: true })
await build({
  absWorkingDir: here,
  entryPoints: {
    cashier: 'source/cashier/main.tsx',
    store: 'source/store/main.tsx',
    'cashier-style': 'style/cashier.css',
    'store-style': 'style/store.css',
  },
  outdir: join(dist, 'assets'),
  bundle: true,
  format: 'esm',
  target: ['es2021', 'chrome105'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
})
for (const page of readdirSync(join(here, 'pages')))
  copyFileSync(join(here, 'pages', page), join(dist, page))
copyFileSync(join(here, 'assets', 'mark.svg'), join(dist, 'assets', 'mark.svg'))

const files = [...readdirSync(dist).filter(name => name.endsWith('.html')), ...readdirSync(join(dist, 'assets')).map(name => 'assets/' + name)]
const sizes = {}
for (const name of files) {
  const zipped = gzipSync(readFileSync(join(dist, name)), { level: 9 })
  writeFileSync(join(dist, name + '.gz'), zipped)
  sizes[name] = zipped.length
}
for (const page of ['cashier', 'store']) {
  const total = sizes[`${page}.html`] + sizes[`assets/${page}.js`] + sizes[`assets/${page}-style.css`]
  console.log(`${page}: ${(total / 1024).toFixed(1)} KiB gzipped`)
  if (total > firstLoadMax) throw new Error(`${page}: first load over ${firstLoadMax} bytes`)
}
