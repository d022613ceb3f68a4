// The frame: head with search and two clocks, the pages, the keys, what is new.
import { render, type ComponentType } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { carried, forget, fresh, get, listen, prime, token, useEpoch, useSession, type Session } from './api'
import { announce, DateField, Wait } from './parts'
import { change, go, here, to, usePlace } from './route'
import { count, isMoment, seen, today } from './text'
import { Find } from './find'
import { NAV, recall, remember } from './frame'
import { progress } from './live'
import { Home } from './views/home'

/** A page, or part of one, that is fetched when it is first wanted; `there`: what of it has come already. */
function late<P extends object>(load: () => Promise<ComponentType<P>>, there?: () => ComponentType<P> | undefined): ComponentType<P> {
  let part: ComponentType<P> | undefined
  return props => {
    const [, set] = useState(false), [failed, fail] = useState(false)
    const Part = part ??= there?.()
    useEffect(() => { if (!part) load().then(p => { part = p; set(true) }, () => fail(true)) }, [])
    if (failed) return <div class="state" role="alert"><h1>No answer</h1><p>This part of the page could not be fetched.</p><p><button onClick={() => location.reload()}>Load it again</button></p></div>
    return Part ? <Part {...props} /> : <Wait />
  }
}

let pages: typeof import('./pages') | undefined
const more = () => import('./pages').then(m => (pages = m))
const PAGES: Record<string, ComponentType> = {
  '': Home, map: late(() => import('./views/map').then(m => m.Map)), network: late(() => import('./views/network').then(m => m.Network)),
}
for (const page of ['search', 'documents', 'document', 'org', 'person', 'post', 'name', 'event', 'statement', 'fact', 'timeline', 'calendar', 'agreements', 'meetings', 'visits', 'said', 'conflicts', 'review', 'journal', 'status', 'add', 'help'])
  PAGES[page] = late(() => more().then(m => m.PAGES[page]), () => pages?.PAGES[page])
const Keys = late(() => more().then(m => m.Keys), () => pages?.Keys), Signing = late(() => more().then(m => m.Signing), () => pages?.Signing)

// --- light and dark

const dress = (theme: string | null) => { theme ? (document.documentElement.dataset.theme = theme) : delete document.documentElement.dataset.theme }
dress(recall('theme'))

function Theme() {
  const [theme, set] = useState(recall('theme'))
  const order = [null, 'light', 'dark'], names: Record<string, string> = { null: 'as the system has it', light: 'light', dark: 'dark' }
  const next = order[(order.indexOf(theme) + 1) % 3]
  return <button class="plain" aria-label={`Colours: ${names[String(theme)]}. Change to ${names[String(next)]}`} title={`Colours: ${names[String(theme)]}`} onClick={() => { remember('theme', next); dress(next); set(next) }}>
    <svg viewBox="0 0 20 20" width="17" height="17" aria-hidden="true"><circle cx="10" cy="10" r="7" class="line" />{theme === 'light' ? null : <path d={theme === 'dark' ? 'M10 3a7 7 0 1 1 0 14a7 7 0 1 1 0-14' : 'M10 3a7 7 0 0 1 0 14z'} class="full" />}</svg>
  </button>
}

// --- keys

let waiting = -Infinity
function keys(help: () => void) {
  return (e: KeyboardEvent) => {
    if (e.defaultPrevented || e.metaKey || e.ctrlKey || e.altKey || recall('keys') === 'off') return
    const at = e.target as HTMLElement
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) && (at as HTMLInputElement).type !== 'range' || at.isContentEditable || document.querySelector('dialog[open]')) return
    const used = () => e.preventDefault()
    if (performance.now() - waiting < 1500) {
      waiting = -Infinity
      const page = NAV.find(n => n[2] === e.key) ?? (e.key === 'h' ? ['', '', ''] : e.key === 'u' ? ['add', '', ''] : null)
      if (page) { used(); go(to(page[0] ? [page[0]] : [])) }
      return
    }
    if (e.key === 'g') { waiting = performance.now(); return }
    if (e.key === '/') { used(); document.getElementById('find')?.focus() }
    else if (e.key === '?') { used(); help() }
    else if (e.key === 'o') { used(); document.getElementById('clock-on')?.focus() }
    else if (e.key === 'j' || e.key === 'k') { used(); walk(e.key === 'j' ? 1 : -1) }
  }
}
/** To the next line of the view: its first link or button. */
function walk(step: number) {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')].filter(r => r.offsetParent)
  if (!rows.length) return
  const at = rows.findIndex(r => r.contains(document.activeElement))
  const row = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step))]
  const stop = row.matches('a,button,[tabindex]') ? row : row.querySelector<HTMLElement>('a,button')
  stop?.focus()
  row.scrollIntoView({ block: 'nearest' })
}

// --- what is new

/** When the page has been drawn and nothing else is to be done; what is begun then is ended by what it gives. */
function later(begin: () => () => void): () => void {
  let end: (() => void) | undefined
  const idle = 'requestIdleCallback' in window, run = () => { end = begin() }
  const turn = idle ? requestIdleCallback(run, { timeout: 1000 }) : setTimeout(run, 200)
  return () => { idle ? cancelIdleCallback(turn as number) : clearTimeout(turn); end?.() }
}

function News() {
  const [news, set] = useState<{ n: number; changed: boolean }>({ n: 0, changed: false })
  const [up, link] = useState(true)
  const age = useEpoch(), known = useRef<number | null>(null)
  useEffect(() => {                                      // how many documents the pages have seen
    set({ n: 0, changed: false })
    get<Session>('/api/v1/session').then(s => { known.current = s.documents }, () => {})
  }, [age])
  useEffect(() => later(() => listen((event, data) => {
    if (event === 'progress') progress.set(data)
    if (event !== 'changed') return
    const n = known.current === null ? 0 : Math.max(0, data.documents - known.current)
    if (!n && fresh()) return
    set({ n, changed: true })
    if (n) announce(count(n, 'new document'))
  }, link)), [])
  const show = () => forget()
  return (
    <>
      {news.changed && <p class="news"><span>{news.n ? count(news.n, 'new document') : 'The record has changed'}</span> <button onClick={show}>Show</button></p>}
      {!up && <p class="news off"><span>Not connected: what is new is not shown until the server answers again</span></p>}
    </>
  )
}

// --- the frame

function Frame() {
  const place = usePlace()
  const session = useSession()
  const [help, ask] = useState(false), [menu, open] = useState(false), [signing, sign] = useState(false)
  useEffect(() => { const k = keys(() => ask(true)); addEventListener('keydown', k); return () => removeEventListener('keydown', k) }, [])
  useEffect(() => open(false), [place.url])
  useEffect(() => { const s = () => sign(true); addEventListener('sign', s); return () => removeEventListener('sign', s) }, [])
  useEffect(() => {                                      // the heading of the page names the window
    const name = () => { const h = document.querySelector('main h1')?.textContent; document.title = h && place.path.length ? `${h.slice(0, 80)} · Chancery` : 'Chancery' }
    const watch = new MutationObserver(name)
    watch.observe(document.getElementById('main')!, { childList: true, subtree: true, characterData: true })
    name()
    return () => watch.disconnect()
  }, [place.url])
  const Page = PAGES[place.path[0] ?? ''] ?? Lost
  const q = (k: string) => place.query.get(k) ?? ''
  return (
    <>
      <a class="skip" href="#main" onClick={e => { e.preventDefault(); document.getElementById('main')!.focus() }}>Skip to the content</a>
      <header class="bar">
        <div class="row">
          <a class="word" href={to([])}><svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true"><use href="#" /><circle cx="16" cy="16" r="14" class="seal" /><path class="cut" d="M20.500 12a6 6 0 1 0 0 8" /></svg><span>Chancery</span></a>
          <Find />
          <div class="clocks" role="group" aria-label="Clocks">
            <DateField id="clock-on" label="As of" name="on" hint="any day" value={q('on')} set={v => change({ on: v }, 'push')} />
            <DateField label="Known by" name="known_by" hint="now" value={q('known_by')} ok={isMoment} set={v => change({ known_by: v }, 'push')} />
          </div>
          <div class="buttons">
            {session?.writable && <button class="plain sign" onClick={() => sign(true)} title={token.get() ? 'A token is set' : 'Set a token to correct and add'}>{token.get() ? 'Signed in' : 'Sign in'}</button>}
            <Theme />
            <button class="plain" aria-label="Keys" title="Keys (?)" onClick={() => ask(true)}>?</button>
            <button class="plain menu" aria-expanded={menu} aria-controls="nav" onClick={() => open(!menu)}>Menu</button>
          </div>
        </div>
        <nav id="nav" class={menu ? 'open' : undefined} aria-label="Pages">
          {NAV.map(([page, title]) => <a key={page} href={to([page])} aria-current={place.path[0] === page ? 'page' : undefined}>{title}</a>)}
          {session?.writable && <a href={to(['add'])} aria-current={place.path[0] === 'add' ? 'page' : undefined}>Add</a>}
        </nav>
      </header>
      <News />
      <main id="main" tabIndex={-1} class={`p-${place.path[0] ?? 'home'}`}><Page key={place.path.join('/')} /></main>
      <footer class="foot"><span>{session ? <>{seen(session.record)} · Chancery {session.version}</> : ' '}</span> <a href={to(['help'])}>Help</a> <a href="/api/v1/openapi.json">API</a></footer>
      <div id="live" class="hide" role="status" aria-live="polite" />
      {help && <Keys close={() => ask(false)} />}
      {signing && <Signing close={() => sign(false)} />}
    </>
  )
}

const Lost = () => <div class="state"><h1>No such page</h1><p>There is nothing at <code>{seen(here().path.join('/'))}</code>.</p><p><a href={to([])}>To the first page</a></p></div>

/** The first page is drawn once, with its answers, unless they keep us waiting. */
async function begin() {
  if (location.pathname === '/' && !location.search && !carried()) await Promise.race([prime(today()), new Promise(r => setTimeout(r, 600))])
  render(<Frame />, document.body)
}
begin()
