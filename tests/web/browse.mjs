// What the tests of the pages share: a record of their own, a server on it, a browser, and a word for each thing that holds.
import { spawn, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
export const skip = why => { console.log('skipped: ' + why); process.exit(77) }
const browserAt = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)

if (!existsSync(join(root, 'web/node_modules/playwright-core'))) skip('no packages (npm ci in web/)')
if (!browserAt) skip('no chromium')
const { chromium } = await import(join(root, 'web/node_modules/playwright-core/index.mjs'))
export const axe = readFileSync(join(root, 'web/node_modules/axe-core/axe.min.js'), 'utf8')

let failed = 0
export function ok(is, what, more = '') {
  if (!is) failed++
  if (!is || process.env.LOUD) console.log(`${is ? 'ok' : 'NOT OK'}  ${what}${is || !more ? '' : '\n        ' + String(more).replace(/\n/g, '\n        ')}`)
  return is
}
export const failures = () => failed

/** A record in a folder of its own with these documents in it, and a server on it; what it was told to do ends with it. */
export async function serve(command, documents, token) {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-web-')), record = join(folder, 'record.db')
  const run = (...words) => execFileSync(command, words, { cwd: root, env: { ...process.env, CHANCERY_RECORD: record, CHANCERY_BY: 'a test' }, encoding: 'utf8', maxBuffer: 1 << 28 })
  for (const d of documents) run('add', d)
  const server = spawn(command, ['serve', '--port', '0', '--writable', '--web', join(root, 'web/dist')], { cwd: root, env: { ...process.env, CHANCERY_RECORD: record, CHANCERY_TOKEN: token }, stdio: ['ignore', 'pipe', 'inherit'] })
  const base = await new Promise((done, fail) => {
    let text = ''
    server.stdout.on('data', d => { text += d; const m = /(http:\/\/\S+?)\/?\s/.exec(text); if (m) done(m[1]) })
    server.on('exit', code => fail(new Error(`the server ended with status ${code}`)))
    setTimeout(() => fail(new Error('the server does not say where it is')), 20000).unref()
  })
  const rows = async (question, params = {}) => (await (await fetch(`${base}/api/v1/${question}?${new URLSearchParams(params)}`)).json()).rows
  return { base, folder, record, run, rows, end: () => { server.removeAllListeners('exit'); server.kill('SIGTERM'); rmSync(folder, { recursive: true, force: true }) } }
}

export const launch = () => chromium.launch({ executablePath: browserAt, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] })
export const DRESSES = {
  light: { viewport: { width: 1360, height: 900 }, colorScheme: 'light' }, dark: { viewport: { width: 1360, height: 900 }, colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'light', isMobile: true, hasTouch: true },
}

/** A page that remembers what went wrong in it. */
export async function open(browser, base, dress) {
  const context = await browser.newContext({ ...DRESSES[dress], baseURL: base, reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(10000)
  const wrong = []
  page.on('console', m => { if (m.type() === 'error') wrong.push(m.text()) })
  page.on('pageerror', e => wrong.push(e.stack ?? String(e)))
  page.on('dialog', d => { wrong.push('a dialog opened: ' + d.message()); d.dismiss() })
  return { page, wrong, close: () => context.close() }
}

/** Until the page has all that it asked for. */
export async function settled(page) {
  await page.waitForSelector('main h1, main .state')
  await page.waitForFunction(() => !document.querySelector('.wait, [aria-busy="true"]'), null, { timeout: 15000 })
}

export async function accessible(page, what, coloursOnly = false) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  const rules = coloursOnly ? { type: 'rule', values: ['color-contrast'] } : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  const { violations } = await page.evaluate(runOnly => window.axe.run(document, { resultTypes: ['violations'], runOnly }), rules)
  ok(violations.length === 0, `${what}: axe-core finds nothing`, violations.map(v => `${v.id}: ${v.help}\n` + v.nodes.slice(0, 3).map(n => '  ' + n.html.slice(0, 160) + '\n  ' + n.any.concat(n.all).map(x => x.message).join('; ').slice(0, 200)).join('\n')).join('\n'))
}

export const shots = folder => { mkdirSync(folder, { recursive: true }); return (page, name, more = {}) => page.screenshot({ path: join(folder, name + '.png'), ...more }) }
