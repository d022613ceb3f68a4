// An organisation as it stood on a day: a slider over the days for which something is said, what is so apart from what is wanted.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { address, useAsk, useGet, type Row } from '../api'
import { announce, Chain, Doc, Exports, Head, Inferred, kindOf, Mark, Name, Shown, standing, T } from '../parts'
import { change, to, usePlace } from '../route'
import { count, day, iso, number, words } from '../text'

export interface Entity { id: string; name: string; type: string; names: string[]; codes: (string | { code: string; scheme?: string })[]; documents: number }

const PLURAL: Record<string, string> = {
  member: 'Members', observer: 'Observers', 'dialogue partner': 'Dialogue partners', applicant: 'Applicants', founder: 'Founders', chair: 'In the chair', body: 'Bodies', host: 'Hosts',
  suspended: 'Suspended', party: 'Parties', established: 'Established', adopted: 'Adopted', signed: 'Signed', 'cooperates with': 'Cooperates with', 'relations with': 'Relations with', 'located in': 'Seat',
}
const ORDER = ['member', 'observer', 'dialogue partner', 'applicant', 'suspended', 'founder', 'chair', 'POSTS', 'body', 'host', 'established', 'located in', 'adopted', 'signed', 'party', 'cooperates with', 'relations with']
const bare = (r: Row) => (r.relation === 'holds_post' ? 'POSTS' : String(r.standing ?? words(r.relation)).replace(/^(former|wanted|planned|supported|denied): /, '').replace(/ \(inferred\)$/, ''))
const title = (k: string) => (k === 'POSTS' ? 'Posts' : (PLURAL[k] ?? k.charAt(0).toUpperCase() + k.slice(1)))
const rank = (k: string) => { const i = ORDER.indexOf(k); return i < 0 ? 99 : i }
const key = (r: Row) => r.standing + '|' + r.who

/** One line: who, since when, for which day it is attested, who says so, and the way to its sentence. */
export function Standing({ row: r, fresh }: { row: Row; fresh?: boolean }) {
  const kind = standing(r), post = r.relation === 'holds_post'
  const span = r.from || r.to ? <>{r.from ? `from ${day(r.from, true)}` : ''}{r.from && r.to ? ' ' : ''}{r.to ? `to ${day(r.to, true)}` : ''}</> : null
  return (
    <li class={`standing m-${kind}${fresh ? ' fresh' : ''}`} data-row>
      <Mark kind={kind} label={kind !== 'is'} />
      <span class="whom">
        {post && <span class="post"><T>{String(r.standing).replace(/^(former|wanted|planned|supported|denied): /, '').replace(/ \(inferred\)$/, '')}</T> </span>}
        <Name name={r.who} />{kind !== 'is' && !post && <span class="muted"> {bare(r)}</span>}{r.inferred && <> <Inferred /></>}
      </span>
      <span class="since">{span}{span && r.attested ? ', ' : ''}{r.attested ? <>{r.on_the_day === 'attested' ? 'attested ' : r.on_the_day === 'last attested before' ? 'last attested ' : 'attested '}{day(r.attested, true)}</> : span ? '' : 'for no day'}</span>
      <span class="source">{(r.according_to || r.through) && <><Chain row={r} /> · </>}<a class="doc" href={to(['document', String(r.document).split(' ')[0]], { row: r.id })}>{String(r.document).split(' ')[0]}<span class="hide">, the sentence of {r.id}</span></a> <a class="id" href={to(['fact', r.id])}>{r.id}</a></span>
    </li>
  )
}

const Group = ({ name, rows, fresh }: { name: string; rows: Row[]; fresh: Set<string> }) => {
  const [all, show] = useState(rows.length <= 14)
  return (
    <section class="group"><h2>{title(name)} <span class="n">{rows.length}</span></h2>
      <ul>{(all ? rows : rows.slice(0, 10)).map(r => <Standing key={r.id} row={r} fresh={fresh.has(key(r))} />)}</ul>
      {!all && <p class="more"><button class="plain" onClick={() => show(true)}>{rows.length - 10} more</button></p>}
    </section>
  )
}

/** What is so on the left; what is only wanted, planned, supported or denied apart from it; what is over below. */
export function Standings({ rows, fresh = new Set() }: { rows: Row[]; fresh?: Set<string> }) {
  const groups = (list: Row[]) => { const m = new Map<string, Row[]>(); for (const r of list) { const k = bare(r); m.get(k)?.push(r) ?? m.set(k, [r]) } return [...m].sort((a, b) => rank(a[0]) - rank(b[0]) || a[0].localeCompare(b[0])) }
  const is = rows.filter(r => standing(r) === 'is'), over = rows.filter(r => standing(r) === 'former'), open = rows.filter(r => !['is', 'former'].includes(standing(r)))
  return (
    <div class="standings">
      <div class="so">{groups(is).map(([k, list]) => <Group key={k} name={k} rows={list} fresh={fresh} />)}{!is.length && <p class="notstated">No document says of anything that it is so.</p>}</div>
      <div class="apart">
        {open.length > 0 && <section class="notso" aria-labelledby="notso"><h2 id="notso">Not so: only wanted, planned or denied</h2>
          {(['wants', 'plans', 'supports', 'denies'] as const).map(m => { const list = open.filter(r => standing(r) === m); return list.length ? <section key={m} class="group"><h3><Mark kind={m} /> <span class="n">{list.length}</span></h3><ul>{list.map(r => <Standing key={r.id} row={r} fresh={fresh.has(key(r))} />)}</ul></section> : null })}</section>}
        {over.length > 0 && <section class="over"><h2>Over <span class="n">{over.length}</span></h2><ul>{over.map(r => <Standing key={r.id} row={r} fresh={fresh.has(key(r))} />)}</ul></section>}
      </div>
    </div>
  )
}

/** The slider: a day on it is a day as of which is asked; ticks are days for which something is said. */
function Days({ rows, on }: { rows: Row[]; on: string }) {
  const days = useMemo(() => { const s = new Map<number, number>(); for (const r of rows) for (const n of [number(r.attested), number(r.from), number(r.to)]) if (n !== null) s.set(n, (s.get(n) ?? 0) + 1); return new Map([...s].sort((a, b) => a[0] - b[0])) }, [rows])
  const stops = [...days.keys()]
  const first = stops[0], last = stops.at(-1)!
  const [value, slide] = useState<number>(number(on, true) ?? last)
  const [playing, play] = useState(false)
  useEffect(() => slide(number(on, true) ?? last), [on, last])
  const wait = useRef(0)
  const set = (n: number, how: 'push' | 'replace' = 'replace') => { slide(n); clearTimeout(wait.current); wait.current = setTimeout(() => change({ on: iso(n) }, how), how === 'push' ? 0 : 70) as unknown as number }
  const next = () => stops.find(s => s > (on ? value : -1e9)), before = () => [...stops].reverse().find(s => s < value)
  useEffect(() => {
    if (!playing) return
    const t = setTimeout(() => { const n = next(); n === undefined ? play(false) : set(n) }, 1100)
    return () => clearTimeout(t)
  }, [playing, value, on])
  useEffect(() => {
    const k = (e: KeyboardEvent) => {
      if (e.metaKey || e.ctrlKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test((e.target as HTMLElement).tagName) && (e.target as HTMLInputElement).type !== 'range') return
      try { if (localStorage.getItem('keys') === 'off') return } catch { /* then they are on */ }
      if (e.key === '[') { const n = before(); if (n !== undefined) set(n) } else if (e.key === ']') { const n = next(); if (n !== undefined) set(n) } else if (e.key === 'p') play(p => !p)
    }
    addEventListener('keydown', k)
    return () => removeEventListener('keydown', k)
  })
  if (stops.length < 2) return null
  const at = (n: number) => ((n - first) / (last - first)) * 100, most = Math.max(...days.values())
  const years: number[] = []
  const y0 = +iso(first).slice(0, 4), y1 = +iso(last).slice(0, 4), step = [1, 2, 5, 10, 20, 50, 100].find(s => (y1 - y0) / s <= 8) ?? 200
  for (let y = Math.ceil(y0 / step) * step; y <= y1; y += step) { const n = number(String(y))!; if (n >= first) years.push(y) }
  return (
    <section class="days" aria-label="Day">
      <div class="dayline">
        <button aria-label="The change before" title="The change before  [" disabled={before() === undefined} onClick={() => set(before()!, 'push')}>‹</button>
        <button class="play" aria-pressed={playing} aria-label="Play" title="Play  p" onClick={() => { if (!playing && value >= last) set(first); play(!playing) }}>{playing ? '❚❚' : '▶'}</button>
        <button aria-label="The next change" title="The next change  ]" disabled={!!on && next() === undefined} onClick={() => set(next() ?? last, 'push')}>›</button>
        <output class="today">{on ? day(on) : 'at any time'}</output>
        {on ? <button class="plain" onClick={() => { play(false); change({ on: undefined }, 'push') }}>all days</button> : <span class="muted">move the slider to ask as of a day</span>}
      </div>
      <div class="track">
        <svg class="ticks" width="100%" height="26" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 1000 26">{[...days].map(([n, c]) => <rect key={n} x={at(n) * 10 - 1} width="2.500" y={22 - 4 - 16 * Math.sqrt(c / most)} height={4 + 16 * Math.sqrt(c / most)} class={on && n > value ? 'later' : ''} />)}</svg>
        <input type="range" min={first} max={last} step={1} value={value} aria-label="As of" aria-valuetext={on ? day(on) : 'any day'} onInput={e => { play(false); set(+e.currentTarget.value) }}
          onKeyDown={e => { const d = { ArrowLeft: -30, ArrowDown: -30, ArrowRight: 30, ArrowUp: 30, PageUp: 365, PageDown: -365 }[e.key]; if (d) { e.preventDefault(); set(Math.max(first, Math.min(last, value + d))) } }} />
        <div class="years" aria-hidden="true">{years.map(y => <span key={y} style={{ left: at(number(String(y))!) + '%' }}>{y}</span>)}</div>
      </div>
    </section>
  )
}

export function Organisation() {
  const { path, query } = usePlace()
  const name = path[1] ?? '', on = query.get('on') ?? '', known_by = query.get('known_by') ?? undefined
  const who = useGet<{ entity: Entity }>(address('entities', { name }))
  const all = useAsk('org', { name, known_by, limit: '1000' })
  const asked = useAsk('org', { name, on: on || undefined, known_by, limit: '1000' })
  const full = who.data?.entity.name ?? name
  // What the step has changed, by standing and name.
  const before = useRef<{ on: string; rows: Map<string, Row> } | null>(null)
  const [step, told] = useState<{ from: string; come: Row[]; gone: Row[] } | null>(null)
  useEffect(() => {
    if (!asked.data || asked.loading) return
    const now = new Map(asked.rows.map(r => [key(r), r])), was = before.current
    if (was && was.on && on && was.on !== on) {
      const come = [...now].filter(([k]) => !was.rows.has(k)).map(x => x[1]), gone = [...was.rows].filter(([k]) => !now.has(k)).map(x => x[1])
      told({ from: was.on, come, gone })
      announce(`${day(on)}: ${count(asked.rows.length, 'line')}`)
    } else if (!on) told(null)
    before.current = { on, rows: now }
  }, [asked.data, asked.loading, on])
  const fresh = new Set(step?.come.map(key) ?? [])
  const list = (rows: Row[]) => rows.slice(0, 4).map(r => `${r.who} (${r.standing})`).join(', ') + (rows.length > 4 ? ` and ${rows.length - 4} more` : '')
  return (
    <>
      <Head kicker={kindOf(who.data?.entity.type ?? 'organisation')} title={<T>{full}</T>} exports={<Exports path="org" params={{ name, on: on || undefined, known_by }} formats={['csv', 'json']} />}>
        {who.data && <Known entity={who.data.entity} />}
        <p class="ways"><a href={to(['timeline'], { who: name })}>Timeline</a> <a href={to(['meetings'], { who: name })}>Meetings</a> <a href={to(['agreements'], { who: name })}>Agreements</a> <a href={to(['said'], { who: name })}>Said</a> <a href={to(['network'], { who: name })}>Network</a> <a href={to(['conflicts'], { who: name })}>Conflicts</a></p>
      </Head>
      {all.rows.length > 0 && <Days rows={all.rows} on={on} />}
      {step && on && (step.come.length > 0 || step.gone.length > 0) && <p class="step"><span class="muted">Against {day(step.from, true)}:</span> {step.come.length > 0 && <span class="come">+ <T>{list(step.come)}</T></span>} {step.gone.length > 0 && <span class="went">− <T>{list(step.gone)}</T></span>}</p>}
      <Shown asked={asked} what={`Nothing is said of ${full}`}>{rows => <Standings rows={rows} fresh={fresh} />}</Shown>
    </>
  )
}

export const Known = ({ entity: e }: { entity: Entity }) => {
  const names = (e.names ?? []).map(n => (typeof n === 'string' ? n : (n as any).name)).filter(n => n && n !== e.name).slice(0, 8)
  const codes = (e.codes ?? []).map(c => (typeof c === 'string' ? c : c.code))
  return <p class="alias">{names.length > 0 && <>also <T>{names.join(', ')}</T></>}{codes.length > 0 && <>{names.length ? ' · ' : ''}codes <span class="mono">{codes.join(' ')}</span></>}{e.documents != null && <>{names.length || codes.length ? ' · ' : ''}<a href={to(['search'], { q: `"${e.name}"` })}>in {count(e.documents, 'document')}</a></>}</p>
}
void Doc
