// Builds web/dist from web/src: the same bytes each time, so that a test can compare. Usage: node build.mjs [FOLDER]
import { build } from 'esbuild'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { world } from './world.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const out = process.argv[2] ?? join(here, 'dist')
const assets = join(out, 'assets')

/** A file under assets, named by its own hash; returns its name. */
function put(stem, ext, bytes) {
  const name = `${stem}.${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}.${ext}`
  writeFileSync(join(assets, name), bytes)
  return name
}

rmSync(out, { recursive: true, force: true })
mkdirSync(assets, { recursive: true })

const geometry = put('world', 'json', JSON.stringify(world(JSON.parse(readFileSync(join(here, 'node_modules/world-atlas/countries-110m.json'), 'utf8')))))
const icon = put('icon', 'svg', readFileSync(join(here, 'src/icon.svg')))
const style = await build({ entryPoints: [join(here, 'src/style.css')], bundle: true, minify: true, write: false, logLevel: 'error' })
const css = put('app', 'css', style.outputFiles[0].contents)

const result = await build({
  absWorkingDir: here, entryPoints: { app: 'src/main.tsx' }, outdir: assets, entryNames: '[name].[hash]', chunkNames: '[name].[hash]',
  preserveSymlinks: true, bundle: true, splitting: true, format: 'esm', minify: true, target: 'es2022', jsx: 'automatic', jsxImportSource: 'preact', metafile: true,
  define: { WORLD: JSON.stringify(`/assets/${geometry}`) }, legalComments: 'none', logLevel: 'error',
})
// Everything that main.tsx needs is in the one chunk that it shares with all that is fetched later (each imports './main'); what is left of its
// own file says only that.
const base = path => path.split('/').pop()
const [path, entry] = Object.entries(result.metafile.outputs).find(([, o]) => o.entryPoint === 'src/main.tsx')
const all = entry.imports.filter(i => i.kind === 'import-statement').map(i => base(i.path))
if (all.length !== 1) throw new Error(`the first page is in ${all.length} files: one of those that are fetched later does not import main`)
rmSync(join(assets, base(path)))

writeFileSync(join(out, 'index.html'), `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Chancery</title>
<link rel="icon" href="/assets/${icon}">
<link rel="stylesheet" href="/assets/${css}">
<script type="module" src="/assets/${all[0]}"></script>
</head>
<body>
<noscript><p>Chancery's pages are drawn in the browser and need JavaScript. The same answers are at /api/v1, as JSON and CSV.</p></noscript>
</body>
</html>
`)
