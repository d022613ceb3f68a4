// What the views are made of.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { address, bearer, token, type Asking, type Column, type Failure, type Row } from './api'
import { change, to, type Params, usePlace } from './route'
import { count, day, isDate, seen, words } from './text'

type Children = { children?: ComponentChildren }

/** Words of others: as text, in their own direction, nothing hidden in them. */
export const T = ({ children }: { children: string | number | null | undefined }) => <bdi>{children == null ? '' : seen(String(children))}</bdi>

export const Name = ({ name, id, type }: { name: string | null | undefined; id?: string; type?: string }) => {
  if (!name) return <NotStated />
  if (/^[“"]/.test(name)) return <span class="unnamed"><T>{name}</T></span>
  const page = type === 'person' ? 'person' : type === 'organization' ? 'org' : 'name'
  return <a class="name" href={to([page, page === 'name' && id ? id : name])}><T>{name}</T></a>
}

/** Those who took part; linked when the row says who they are, or when there can be only one. */
export const Names = ({ row, text }: { row: Row; text: string | null | undefined }) => {
  const list: { id?: string | null; name: string; type?: string | null }[] = row.names?.length ? row.names : text && !text.includes(', ') ? [{ name: text }] : []
  if (list.length) return <>{list.map((n, i) => <span key={i}>{i ? ', ' : ''}{n.id === null ? <T>{n.name}</T> : <Name name={n.name} id={n.id} type={n.type ?? undefined} />}</span>)}</>
  return text ? <T>{text}</T> : <NotStated />
}

export const NotStated = ({ children }: Children) => <span class="notstated">{children ?? 'not stated'}</span>

/** `D-2 name.txt` as the record writes it: a link to the page, at the row if one is named. */
export const Doc = ({ document: d, row, title }: { document: string | null | undefined; row?: string; title?: string | null }) => {
  if (!d) return <NotStated />
  const at = d.indexOf(' '), id = at < 0 ? d : d.slice(0, at), name = at < 0 ? '' : d.slice(at + 1)
  return <a class="doc" href={to(['document', id], { row })} title={name || undefined}><span class="id">{id}</span> <T>{title || name}</T></a>
}

const PAGES: Record<string, string> = { F: 'fact', S: 'statement', E: 'event', D: 'document', N: 'name', J: 'journal' }
export const Id = ({ id, document: d }: { id: string | null | undefined; document?: string | null }) => {
  if (!id) return null
  if (id[0] === 'R' && d) return <a class="id" href={to(['document', d.split(' ')[0]], { row: id })}>{id}</a>
  const page = PAGES[id[0]]
  return page ? <a class="id" href={page === 'journal' ? to([page]) : to([page, id])}>{id}</a> : <span class="id">{id}</span>
}

export const Chain = ({ row }: { row: Row }) => {
  const steps = [...(row.according_to ? [row.according_to as string] : []), ...(row.through ? (row.through as string).split(' → ') : [])]
  return steps.length ? <span class="through">{steps.map((s, i) => <span key={i}>{i ? <span class="arrow" aria-label="carried by"> → </span> : ''}<T>{s}</T></span>)}</span> : <></>
}

export const When = ({ date, none }: { date: string | null | undefined; none?: string }) =>
  date ? <time class="when" title={date}>{day(date, true)}</time> : none === '' ? <></> : <span class="when none">{none ?? 'no date'}</span>

/* What is wanted, planned, supported or denied never looks like what is: another shape, another word, another colour. */
const SHAPES: Record<string, preact.JSX.Element> = {
  is: <circle cx="8" cy="8" r="5" class="full" />,
  wants: <path d="M3 8h9M9 4.500l3.500 3.500L9 11.500" class="line" />,
  plans: <circle cx="8" cy="8" r="5" class="line dashes" />,
  supports: <path d="M8 3v10M3 8h10" class="line" />,
  denies: <path d="M4 4l8 8M12 4l-8 8" class="line" />,
  former: <><circle cx="8" cy="8" r="5" class="line" /><path d="M3 13L13 3" class="line" /></>,
}
export const WORDS: Record<string, string> = { is: 'is', wants: 'wanted', plans: 'planned', supports: 'supported', denies: 'denied', former: 'former' }
export const Mark = ({ kind, label = true }: { kind: string; label?: boolean }) => (
  <span class={`mark m-${kind}`}>
    <svg viewBox="0 0 16 16" width="13" height="13" aria-hidden="true">{SHAPES[kind] ?? SHAPES.is}</svg>
    {label && <span>{WORDS[kind] ?? kind}</span>}
  </span>
)
export const standing = (r: Row) => (/^former/.test(r.standing ?? '') ? 'former' : (r.modality ?? 'is'))
export const Status = ({ status }: { status: string | null | undefined }) => (status ? <span class={`status s-${status}`}>{status}</span> : null)
export const Inferred = () => <span class="tag" title="No document says so in so many words: other facts make it">inferred</span>
export const Sure = ({ n }: { n: number | null | undefined }) => (n == null ? null : <span class={`sure ${n < 70 ? 'low' : ''}`} title={`read with a confidence of ${n} %`}>{n}&#8239;%</span>)

/** The words with what was looked for marked: hits stand in brackets in the answer. */
export const Hits = ({ text, asked = '' }: { text: string; asked?: string }) => {
  const stems = asked.toLowerCase().match(/[\p{L}\p{N}]+/gu)?.map(w => w.slice(0, 3)) ?? []
  const parts = seen(text).split(/(\[[^\][]{1,60}\])/)
  return <bdi>{parts.map((p, i) => i % 2 && stems.some(s => p.slice(1).toLowerCase().startsWith(s)) ? <mark key={i}>{p.slice(1, -1)}</mark> : p)}</bdi>
}

/** Words somebody said: in quotation marks when they are his, and have none of their own. */
export const Quoted = ({ text, direct = true }: { text: string; direct?: boolean }) =>
  direct && !/^[“"«„]/.test(text) ? <q><Hits text={text} /></q> : <span class="said-words"><Hits text={text} /></span>

// --- states of a view

export const Wait = ({ lines = 6 }: { lines?: number }) => (
  <div class="wait" role="status"><span class="hide">Loading</span>{Array.from({ length: lines }, (_, i) => <div key={i} class="bone" />)}</div>
)

export const Failed = ({ error, again }: { error: Failure; again?: () => void }) => {
  const [value, set] = useState('')
  if (error.status === 401) return (
    <form class="state" onSubmit={e => { e.preventDefault(); token.set(value.trim() || null) }}>
      <h2>This record asks for a token</h2>
      <p>The token with which <code>chancery serve</code> was started. It is kept in this tab only.</p>
      <p class="fields"><label>Token <input type="password" autocomplete="off" value={value} onInput={e => set(e.currentTarget.value)} /></label> <button>Open</button></p>
    </form>
  )
  const missing = error.status === 404
  return (
    <div class="state" role="alert">
      <h2>{missing ? 'Not in this record' : error.status === 0 ? 'No answer' : 'This cannot be answered'}</h2>
      <p><T>{sentence(error.message)}</T></p>
      {!missing && again && <p><button onClick={again}>Ask again</button></p>}
    </div>
  )
}
const sentence = (s: string) => s.charAt(0).toUpperCase() + s.slice(1) + (/[.?!]$/.test(s) ? '' : '.')

/** The type of an entity as people write it here. */
export const kindOf = (type: string) => words(type === 'organization' ? 'organisation' : type)

/** Nothing is stated: that is an answer, and says under which conditions it was given. */
export const Nothing = ({ what, note, children }: Children & { what: string; note?: string | null }) => {
  const { query } = usePlace()
  const on = query.get('on'), known = query.get('known_by')
  return (
    <div class="state quiet">
      <h2>Not stated</h2>
      <p>{what}{on ? <> as of <b>{day(on)}</b></> : ''}{known ? <>, as this record stood by <b>{day(known) || known}</b></> : ''}.</p>
      {note && sentence(note) !== sentence(what) && <p><T>{sentence(note)}</T></p>}
      {children}
      {(on || known) && <p><button onClick={() => change({ on: undefined, known_by: undefined }, 'push')}>Look at all dates</button></p>}
    </div>
  )
}

export function Shown({ asked, what, lines, children, extra }: { asked: Asking; what: string; lines?: number; extra?: ComponentChildren; children: (rows: Row[]) => ComponentChildren }) {
  if (asked.error) return <Failed error={asked.error} again={asked.again} />
  if (!asked.data) return <Wait lines={lines} />
  if (!asked.rows.length) return <Nothing what={what} note={asked.note}>{extra}</Nothing>
  return (
    <div class={asked.loading ? 'stale' : undefined} aria-busy={asked.loading}>
      {children(asked.rows)}
      {asked.more && <p class="more"><button onClick={asked.more}>Show more</button> <span class="muted">{count(asked.rows.length, 'line')} shown</span></p>}
      {asked.note && <p class="note"><T>{sentence(asked.note)}</T></p>}
    </div>
  )
}

// --- heads, exports, tables

export function Head({ title, kicker, children, exports, tools }: Children & { title: ComponentChildren; kicker?: ComponentChildren; exports?: ComponentChildren; tools?: ComponentChildren }) {
  return (
    <header class="head">
      <div class="headline">{kicker && <p class="kicker">{kicker}</p>}<h1>{title}</h1>{children && <div class="lead">{children}</div>}</div>
      {(exports || tools) && <div class="tools">{tools}{exports}</div>}
    </header>
  )
}

const FORMATS: Record<string, string> = { csv: 'CSV', json: 'JSON', ics: 'iCalendar', atom: 'Atom', geojson: 'GeoJSON', gexf: 'GEXF' }

/** What the view shows, in other formats. */
export const Exports = ({ path, params = {}, formats }: { path: string; params?: Params; formats: string[] }) => (
  <p class="exports"><span class="muted">Export</span>{formats.map(f => <Out key={f} href={address(`${path}.${f}`, params)} name={`${path.replace(/\//g, '-')}.${f}`}>{FORMATS[f]}</Out>)}</p>
)
const Out = ({ href, name, children }: Children & { href: string; name: string }) => {
  const fetched = async (e: MouseEvent) => {
    if (!token.get()) return
    e.preventDefault()
    const r = await fetch(href, { headers: bearer() })
    const a = document.createElement('a')
    a.href = URL.createObjectURL(await r.blob())
    a.download = name
    a.click()
    setTimeout(() => URL.revokeObjectURL(a.href), 1000)
  }
  return <a href={href} onClick={fetched} rel="nofollow">{children}</a>
}

export type Cells = Record<string, (row: Row) => ComponentChildren>

/** A table of rows that moves through by key and shows each cell as `cells` has it, or as text. */
export function Table({ rows, columns, cells = {}, caption, hide = [] }: { rows: Row[]; columns: (Column | string)[]; cells?: Cells; caption: string; hide?: string[] }) {
  const list = columns.map(c => (typeof c === 'string' ? { name: c, title: words(c), detail: false, number: false } : { ...c, title: words(c.title || c.name) })).filter(c => !c.detail && !hide.includes(c.name))
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class="hide">{caption}</caption>
        <thead><tr>{list.map(c => <th key={c.name} scope="col" class={c.number ? 'num' : undefined}>{c.title}</th>)}</tr></thead>
        <tbody>{rows.map((r, i) => (
          <tr key={r.id ?? i} data-row>{list.map(c => <td key={c.name} data-label={c.title} class={`c-${c.name}${c.number ? ' num' : ''}`}>{cells[c.name] ? cells[c.name](r) : r[c.name] == null ? '' : <T>{String(r[c.name])}</T>}</td>)}</tr>
        ))}</tbody>
      </table>
    </div>
  )
}

/** Common cells by the names that columns have everywhere. */
export const CELLS: Cells = {
  date: r => <When date={r.date} />, day: r => <When date={r.day} />, published: r => <When date={r.published} />, attested: r => <When date={r.attested} />,
  from: r => <When date={r.from} none="" />, to: r => <When date={r.to} none="" />,
  document: r => <Doc document={r.document} row={r.id ?? r.report} />, id: r => <Id id={r.id} document={r.document} />, event: r => <Id id={r.event} />, report: r => <Id id={r.report} document={r.document} />,
  who: r => <Names row={r} text={r.who} />, place: r => (r.place ? <Name name={r.place} /> : ''), status: r => <Status status={r.status} />,
  through: r => <Chain row={{ through: r.through }} />, kind: r => (r.kind ? words(r.kind) : ''), confidence: r => <Sure n={r.confidence} />,
}

// --- fields

/** A field that takes a date as coarse as it is known; nothing else is accepted. */
export function DateField({ label, name, value, set, ok = isDate, hint, id }: { label: string; name: string; value: string; set: (v: string | undefined) => void; ok?: (v: string) => boolean; hint?: string; id?: string }) {
  const [text, type] = useState(value)
  const [bad, fail] = useState(false)
  useEffect(() => { type(value); fail(false) }, [value])
  const done = () => { const v = text.trim(); if (v && !ok(v)) return fail(true); fail(false); if (v !== value) set(v || undefined) }
  return (
    <label class={`field ${bad ? 'bad' : ''} ${value ? 'set' : ''}`}>
      <span>{label}</span>
      <input id={id} name={name} inputMode="numeric" size={11} autocomplete="off" spellcheck={false} placeholder={hint ?? 'yyyy-mm-dd'} value={text} aria-invalid={bad}
        onInput={e => type(e.currentTarget.value)} onBlur={done} onKeyDown={e => { if (e.key === 'Enter') { e.preventDefault(); done() } if (e.key === 'Escape') { type(value); fail(false) } }} />
      {bad && <span class="wrong" role="alert">Write 2014, 2014-09 or 2014-09-10</span>}
    </label>
  )
}

export function TextField({ label, value, set, wide, list }: { label: string; value: string; set: (v: string | undefined) => void; wide?: boolean; list?: string }) {
  const [text, type] = useState(value)
  useEffect(() => type(value), [value])
  const done = () => { if (text.trim() !== value) set(text.trim() || undefined) }
  return (
    <label class={`field ${wide ? 'wide' : ''}`}><span>{label}</span>
      <input value={text} autocomplete="off" list={list} onInput={e => type(e.currentTarget.value)} onBlur={done} onKeyDown={e => { if (e.key === 'Enter') { e.preventDefault(); done() } }} />
    </label>
  )
}

export const Choice = ({ label, value, set, options }: { label: string; value: string; set: (v: string) => void; options: [string, string][] }) => (
  <label class="field"><span>{label}</span><select value={value} onChange={e => set(e.currentTarget.value)}>{options.map(([v, t]) => <option key={v} value={v}>{t}</option>)}</select></label>
)

/** The filters that lists of events share, kept in the address. */
export function EventFilters({ who = true, kinds = true }: { who?: boolean; kinds?: boolean }) {
  const { query } = usePlace()
  const v = (k: string) => query.get(k) ?? ''
  const set = (k: string) => (value: string | undefined) => change({ [k]: value })
  return (
    <form class="filters" onSubmit={e => e.preventDefault()} aria-label="Filters">
      {who && <TextField label="Who" value={v('who')} set={set('who')} />}
      <TextField label="Place" value={v('place')} set={set('place')} />
      {kinds && <TextField label="Kind" value={v('kind')} set={set('kind')} />}
      {kinds && <Choice label="Status" value={v('status')} set={set('status')} options={[['', 'any'], ...['occurred', 'planned', 'cancelled', 'denied', 'hypothetical', 'historical'].map(s => [s, s] as [string, string])]} />}
      <DateField label="From" name="from" value={v('from')} set={set('from')} />
      <DateField label="To" name="to" value={v('to')} set={set('to')} />
    </form>
  )
}

/** Filters of the address as parameters of a question; as of a day means: no later than that day. */
export function eventParams(query: URLSearchParams): Params {
  const p: Params = {}
  for (const k of ['place', 'kind', 'status', 'from', 'to', 'known_by']) p[k] = query.get(k) ?? undefined
  p.name = query.get('who') ?? undefined
  if (query.get('on') && !p.to) p.to = query.get('on')!
  return p
}
export const UpTo = () => { const { query } = usePlace(); const on = query.get('on'); return on && !query.get('to') ? <p class="upto">Up to {day(on)}, as the clock in the head is set.</p> : null }

// --- dialog

export function Dialog({ title, close, children, wide }: Children & { title: string; close: () => void; wide?: boolean }) {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => { const d = ref.current!; if (!d.open) d.showModal(); return () => { if (d.open) d.close() } }, [])
  return (
    <dialog ref={ref} class={wide ? 'wide' : undefined} aria-label={title} onCancel={e => { e.preventDefault(); close() }} onClick={e => { if (e.target === ref.current) close() }}>
      <div class="inside"><header><h2>{title}</h2><button class="plain" aria-label="Close" onClick={close}>✕</button></header>{children}</div>
    </dialog>
  )
}

export function announce(text: string) { const live = document.getElementById('live'); if (live) { live.textContent = ''; setTimeout(() => { live.textContent = text }, 50) } }
