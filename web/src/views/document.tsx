// A document: its text on the left, what was read in it on the right; each line of the record shows its bytes.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { address, useAsk, useGet, type Row } from '../api'
import { Acts } from '../correct'
import { CELLS, Doc, Exports, Failed, Head, Id, Inferred, kindOf, Mark, Name, NotStated, Quoted, Status, Sure, T, Wait, When } from '../parts'
import { change, to, usePlace } from '../route'
import { Bytes, count, day, hidden, MARKS, moment, seen, words } from '../text'

type Span = [number, number]
interface Who { id?: string; name: string; post?: string; role?: string; type?: string }
export interface Said { id: string; kind: string; start: number; end: number; content: Span[]; cue: Span | null; source: Span | null; speakers: Who[]; addressee: Who | string | null; topics: (Who | string)[]; date: string | null; occasion: string | null; via: Who[]; confidence?: number; correction?: string | null; words?: string }
export interface Report { id: string; event: string; kind: string | null; type: string | null; mode: string | null; cameo: string | null; status: string; date: string | null; place: Who | null; trigger: Span | null; evidence: Span[]; participants: Who[]; via: Who[]; confidence: number; rule: string | null; correction?: string | null; words?: string; document?: Row }
export interface Fact { id: string; subject: Who | null; relation: string; object: Who | string | null; object_text?: string | null; of: Who | null; modality: string; holder: Who | null; from: string | null; to: string | null; as_of: string | null; ended?: boolean; evidence: Span[]; inferred: boolean; confidence: number; statement: string | null; rule: string | null; correction?: string | null; words?: string }
export interface Paper {
  document: Row; text: string; segments: { start: number; end: number; kind: string; why: string | null }[]; statements: Said[]; reports: Report[]; facts: Fact[]
  mentions: { start: number; end: number; id: string; name: string; type?: string }[]; times: { start: number; end: number; value: string }[]
}

interface Line { id: string; kind: 'S' | 'R' | 'F'; spans: Span[]; more: Span[]; from: number; to: number; said?: Said; report?: Report; fact?: Fact }
interface Block { from: number; to: number; kind: string; why: string | null; first: boolean }

export const Someone = ({ who }: { who: Who | string | null | undefined }) => !who ? <NotStated /> : typeof who === 'string' ? <T>{who}</T> : <Name name={who.name} id={who.id} type={who.type} />
export const Several = ({ list }: { list: Who[] | undefined }) => list?.length ? <>{list.map((w, i) => <span key={i}>{i ? ', ' : ''}<Someone who={w} /></span>)}</> : <NotStated />
const text = (w: Who | string | null) => (!w ? '' : typeof w === 'string' ? w : w.name)
export const factText = (f: Fact) => [text(f.subject), words(f.relation), text(f.object) || f.object_text, f.of ? 'of ' + text(f.of) : ''].filter(Boolean).join(' ')
export const factNow = (f: Fact) => ({ modality: f.modality, subject: text(f.subject), relation: f.relation, object: text(f.object) || f.object_text, from: f.from, to: f.to, as_of: f.as_of, holder: text(f.holder) })
export const saidNow = (s: Said) => ({ speakers: s.speakers.map(w => w.name).join('; '), kind: s.kind, date: s.date, addressee: text(s.addressee) })
export const reportNow = (r: Report) => ({ status: r.status, date: r.date, place: text(r.place), kind: r.kind })

const PIECE = 4000, CHUNK = 12000

/** The text in blocks: one a line, parted where a segment begins, and long lines in pieces. */
function blocksOf(source: string, paper: Paper, bytes: Bytes): Block[] {
  const out: Block[] = []
  const segments = paper.segments.map(s => ({ ...s, from: bytes.unit(s.start), to: bytes.unit(s.end) }))
  let k = 0, last = -1
  for (let at = 0; at < source.length;) {
    let end = source.indexOf('\n', at)
    if (end < 0) end = source.length
    for (let from = at; from < end || from === at;) {
      while (k < segments.length && segments[k].to <= from) k++
      const s = segments[k], inside = s && s.from <= from
      let stop = Math.min(end, inside ? s.to : s ? Math.max(s.from, from + 1) : end)
      if (stop - from > PIECE) { const space = source.slice(from + PIECE / 2, from + PIECE).lastIndexOf(' '); stop = from + (space < 0 ? PIECE : PIECE / 2 + space + 1); if (/[\udc00-\udfff]/.test(source[stop] ?? '')) stop++ }
      out.push({ from, to: Math.max(stop, from), kind: inside ? s.kind : 'between', why: inside ? s.why : null, first: !!inside && k !== last })
      if (inside) last = k
      if (stop <= from) break
      from = stop
    }
    at = end + 1
  }
  return out
}

function linesOf(p: Paper): Line[] {
  const all: Line[] = [
    ...p.statements.map(s => ({ id: s.id, kind: 'S' as const, spans: s.content, more: [s.cue, s.source].filter(Boolean) as Span[], said: s, from: 0, to: 0 })),
    ...p.reports.map(r => ({ id: r.id, kind: 'R' as const, spans: r.trigger ? [r.trigger] : r.evidence, more: r.evidence ?? [], report: r, from: 0, to: 0 })),
    ...p.facts.map(f => ({ id: f.id, kind: 'F' as const, spans: f.evidence, more: [], fact: f, from: 0, to: 0 })),
  ]
  for (const l of all) { const s = [...l.spans, ...l.more]; l.from = s.reduce((m, x) => Math.min(m, x[0]), s.length ? Infinity : 0); l.to = s.reduce((m, x) => Math.max(m, x[1]), 0) }
  return all.sort((a, b) => a.from - b.from || a.to - b.to || a.id.localeCompare(b.id, 'en', { numeric: true }))
}

export function Document() {
  const { path, query } = usePlace()
  const got = useGet<Paper>(path[1] ? address('documents/' + encodeURIComponent(path[1]), { known_by: query.get('known_by') ?? undefined }) : null)
  if (got.error) return <><Head title={seen(path[1] ?? 'Document')} /><Failed error={got.error} again={got.again} /></>
  if (!got.data) return <Wait lines={14} />
  return <Reading paper={got.data} />
}

const NATIVE = 'highlights' in CSS
/** Marks over the text without touching it: the browser's highlights. */
const paint = (name: string, ranges: Range[], priority = 0) => {
  if (!NATIVE) return
  if (!ranges.length) { CSS.highlights.delete(name); return }
  const h = new Highlight()
  for (const r of ranges) h.add(r)
  h.priority = priority
  CSS.highlights.set(name, h)
}
/** The same where the browser has none: the text cut into pieces, each in an element that bears the names of its marks. */
type Marks = Record<string, Span[]>                      // by their units, in order
const reach = (spans: Span[]): Span[] => spans.map(s => [...s] as Span).sort((a, b) => a[0] - b[0]).reduce<Span[]>((all, s) => { const last = all.at(-1); if (last && s[0] <= last[1]) last[1] = Math.max(last[1], s[1]); else all.push(s); return all }, [])
function Marked({ text, from, marks }: { text: string; from: number; marks: Marks }) {
  const to = from + text.length, here: [string, Span][] = []
  for (const [name, spans] of Object.entries(marks)) {
    let low = 0, high = spans.length                     // the first that ends behind the beginning: they do not overlap
    while (low < high) { const mid = (low + high) >> 1; spans[mid][1] <= from ? (low = mid + 1) : (high = mid) }
    for (; low < spans.length && spans[low][0] < to; low++) here.push([name, spans[low]])
  }
  if (!here.length) return <>{text}</>
  const cuts = [...new Set([from, to, ...here.flatMap(([, s]) => s.filter(n => n > from && n < to))])].sort((a, b) => a - b)
  return <>{cuts.slice(0, -1).map((a, i) => {
    const piece = text.slice(a - from, cuts[i + 1] - from), names = here.filter(([, s]) => s[0] <= a && a < s[1]).map(([name]) => 'h-' + name)
    return names.length ? <mark key={a} class={names.join(' ')}>{piece}</mark> : piece
  })}</>
}
/** Where a unit of a block is, whatever pieces it is in. */
function within(block: Element | undefined, unit: number): [Node, number] | null {
  const walk = block && document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
  let last: Node | null = null
  for (let n: Node | null; walk && (n = walk.nextNode()); last = n) { const size = n.textContent!.length; if (unit <= size) return [n, Math.max(0, unit)]; unit -= size }
  return last && [last, last.textContent!.length]
}
const LAYERS: [string, string][] = [['say', 'statements'], ['event', 'events'], ['fact', 'facts'], ['name', 'names'], ['time', 'dates']]

function Reading({ paper }: { paper: Paper }) {
  const { query } = usePlace()
  const d = paper.document
  const copies = useAsk('copies', { name: d.id, known_by: query.get('known_by') ?? undefined })
  const bytes = useMemo(() => new Bytes(paper.text), [paper])
  const shown = useMemo(() => seen(paper.text), [paper])
  const blocks = useMemo(() => blocksOf(paper.text, paper, bytes), [paper, bytes])
  const lines = useMemo(() => linesOf(paper), [paper])
  const secret = useMemo(() => hidden(paper.text), [paper])
  const active = query.get('row') ?? undefined
  const [hover, over] = useState<string | undefined>()
  const [tab, turn] = useState<'text' | 'record'>(active || query.get('at') ? 'text' : 'text')
  const [kind, pick] = useState<'' | 'S' | 'R' | 'F' | 'N'>('')
  const [layers, set] = useState<Record<string, boolean>>({ say: true, event: true, fact: true, name: false, time: false })
  const [filter, narrow] = useState('')
  const page = useRef<HTMLDivElement>(null), list = useRef<HTMLOListElement>(null)

  // Where a byte is in the page.
  const elements = useRef<HTMLElement[]>([])
  const place = (byte: number): [Node, number] | null => {
    const unit = bytes.unit(byte)
    let low = 0, high = blocks.length - 1
    while (low < high) { const mid = (low + high + 1) >> 1; blocks[mid].from <= unit ? (low = mid) : (high = mid - 1) }
    return within(elements.current[low], unit - blocks[low].from)
  }
  const range = ([a, b]: Span): Range | null => {
    const from = place(a), end = place(b)
    if (!from || !end) return null
    const r = new Range()
    r.setStart(...from)
    r.setEnd(...end)
    return r
  }
  const [marks, setMarks] = useState<Marks>({})
  const mark = (name: string, spans: Span[], priority = 0) =>
    NATIVE ? paint(name, spans.map(range).filter(Boolean) as Range[], priority) : setMarks(m => ({ ...m, [name]: reach(spans.map(s => [bytes.unit(s[0]), bytes.unit(s[1])] as Span)) }))

  useLayoutEffect(() => { elements.current = [...page.current!.querySelectorAll<HTMLElement>('[data-b]')] }, [paper])
  useEffect(() => {
    mark('say', layers.say ? paper.statements.flatMap(s => s.content) : [], 1)
    mark('cue', layers.say ? paper.statements.flatMap(s => (s.cue ? [s.cue] : [])) : [], 1)
    mark('fact', layers.fact ? paper.facts.flatMap(f => f.evidence) : [], 2)
    mark('event', layers.event ? paper.reports.flatMap(r => (r.trigger ? [r.trigger] : [])) : [], 3)
    mark('name', layers.name ? paper.mentions.map(m => [m.start, m.end] as Span) : [], 4)
    mark('time', layers.time ? paper.times.map(t => [t.start, t.end] as Span) : [], 4)
  }, [paper, layers])
  useEffect(() => {
    const found: Range[] = []
    if (NATIVE && secret.n) for (const e of elements.current) { const node = e.lastChild; if (node) for (const m of node.textContent!.matchAll(new RegExp(MARKS, 'g'))) { const r = new Range(); r.setStart(node, m.index!); r.setEnd(node, m.index! + 1); found.push(r); if (found.length > 5000) break } }
    paint('hidden', found, 9)
  }, [paper])
  useEffect(() => () => { for (const n of [...LAYERS.map(l => l[0]), 'cue', 'hidden', 'active', 'more', 'hover']) paint(n, []) }, [])

  const line = lines.find(l => l.id === active || l.report?.event === active)
  const at = /^(\d+)-(\d+)$/.exec(query.get('at') ?? '')
  const reveal = (span: Span | undefined) => {
    const r = span && range(span)
    if (!r) return
    const block = r.startContainer.parentElement!.closest('[data-b]')!
    block.closest('.chunk')?.classList.add('near')
    const pane = page.current!, box = r.getBoundingClientRect(), own = pane.getBoundingClientRect()
    const scrolls = pane.scrollHeight > pane.clientHeight + 4 && getComputedStyle(pane).overflowY !== 'visible'
    if (scrolls) { if (box.top < own.top + 40 || box.bottom > own.bottom - 60) pane.scrollTop += box.top - own.top - own.height / 3 }
    else if (box.top < 120 || box.bottom > innerHeight - 120) scrollBy(0, box.top - innerHeight / 3)
  }
  useEffect(() => {
    const spans: Span[] = line ? line.spans : at ? [[+at[1], +at[2]]] : []
    mark('more', line ? line.more : [], 6)
    mark('active', spans, 7)
    if (spans.length || line) requestAnimationFrame(() => { reveal(spans[0] ?? line?.more[0]); requestAnimationFrame(() => reveal(spans[0] ?? line?.more[0])) })
    if (line) {
      const item = list.current?.querySelector<HTMLElement>(`[data-id="${line.id}"]`), box = list.current
      if (item && box && box.scrollHeight > box.clientHeight + 4) { const a = item.getBoundingClientRect(), b = box.getBoundingClientRect(); if (a.top < b.top || a.bottom > b.bottom) box.scrollTop += a.top - b.top - 60 }
    }
  }, [paper, active, query.get('at'), tab, kind])
  useEffect(() => { const l = hover ? lines.find(x => x.id === hover) : undefined; mark('hover', l ? [...l.spans, ...l.more] : [], 5) }, [hover, paper])

  const choose = (id: string | undefined, show = true) => { change({ row: id, at: undefined }); if (id && show) turn('text') }
  const point = (e: MouseEvent) => {
    if (getSelection()?.toString()) return
    const doc = document as any
    const pos = doc.caretPositionFromPoint ? doc.caretPositionFromPoint(e.clientX, e.clientY) : null
    const old = pos ? null : doc.caretRangeFromPoint?.(e.clientX, e.clientY)
    const node: Node | undefined = pos?.offsetNode ?? old?.startContainer, offset: number = pos?.offset ?? old?.startOffset ?? 0
    const block = node?.parentElement?.closest<HTMLElement>('[data-b]')
    if (!block) return
    let before = 0                                       // of the block, in other pieces
    const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
    for (let n: Node | null; (n = walk.nextNode()) && n !== node;) before += n.textContent!.length
    const unit = blocks[+block.dataset.b!].from + before + offset
    const here = lines.filter(l => (kind === '' || kind === l.kind) && [...l.spans, ...l.more].some(s => bytes.unit(s[0]) <= unit && unit < bytes.unit(s[1]))).sort((a, b) => a.to - a.from - (b.to - b.from))
    if (!here.length) return
    const next = here[(here.findIndex(l => l.id === active) + 1) % here.length]
    choose(next.id, false)
  }

  const names = useMemo(() => {
    const by = new Map<string, { id: string; name: string; type?: string; at: Span[] }>()
    for (const m of paper.mentions) { let n = by.get(m.id); if (!n) by.set(m.id, (n = { id: m.id, name: m.name, type: m.type, at: [] })); n.at.push([m.start, m.end]) }
    return [...by.values()].sort((a, b) => b.at.length - a.at.length)
  }, [paper])
  const want = filter.trim().toLowerCase()
  const rows = lines.filter(l => (kind === '' || kind === l.kind) && (!want || gist(l, bytes).toLowerCase().includes(want)))
  const n = (k: string) => lines.filter(l => l.kind === k).length
  const chunks = useMemo(() => { const out: Block[][] = []; let size = Infinity; for (const b of blocks) { if (size > CHUNK || (out.at(-1)?.length ?? 0) > 60) { out.push([]); size = 0 } out.at(-1)!.push(b); size += b.to - b.from + 60 } return out }, [blocks])
  let index = 0

  return (
    <>
      <Head title={<T>{d.title ?? d.name}</T>} kicker={<><span class="id">{d.id}</span> {d.publisher ? <T>{d.publisher}</T> : <NotStated>publisher not stated</NotStated>} · {d.published ? <>published {day(d.published)} <span class="muted">({d.published_basis ?? 'basis not stated'})</span></> : <NotStated>date of publication not stated</NotStated>}</>}
        exports={<Exports path={'documents/' + d.id} formats={['json']} />}>
        <details class="about"><summary>About this document</summary>
          <dl class="pairs">
            <dt>file</dt><dd><T>{d.name}</T></dd>
            {d.address && <><dt>address</dt><dd><T>{d.address}</T></dd></>}
            <dt>author</dt><dd>{d.author ? <T>{d.author}</T> : <NotStated />}</dd>
            <dt>language</dt><dd>{d.lang ?? <NotStated />}</dd>
            <dt>size</dt><dd>{count(d.size ?? bytes.size, 'byte')}</dd>
            <dt>SHA-256</dt><dd class="mono">{d.sha256}</dd>
            <dt>recorded</dt><dd>{moment(d.recorded)}, read by {d.coding}</dd>
            <dt>copies</dt><dd>{copies.rows.length ? count(copies.rows.length, 'other document') : copies.data ? <NotStated>none in this record</NotStated> : '…'}</dd>
          </dl>
          <Acts id={d.id} about={d.title ?? d.name} now={{ title: d.title, date: d.published, source: d.publisher }} />
        </details>
        {copies.rows.length > 0 && <details class="about" open={copies.rows.length < 4}><summary>Copies and versions of this text {copies.rows.length}</summary><ul class="copies">{copies.rows.map(r => (
          <li key={r.document}><span class="muted">{words(r.what)}{r.shared != null && <> · {r.shared}&#8239;% shared</>}</span> <Doc document={r.document} title={r.title} /> <span class="muted">{r.publisher ? <T>{r.publisher}</T> : <NotStated>publisher not stated</NotStated>}, <When date={r.published} none="not dated" /></span></li>))}</ul></details>}
      </Head>
      {secret.n > 0 && <p class="warn">This text holds {count(secret.n, 'character')} that cannot be seen{secret.turns ? `, ${secret.turns} of which turn the direction of writing` : ''}; each is shown by a sign in a box.</p>}
      <div class="tabs" role="group" aria-label="Show">
        <button aria-pressed={tab === 'text'} onClick={() => turn('text')}>Text</button>
        <button aria-pressed={tab === 'record'} onClick={() => turn('record')}>Record <span class="muted">{lines.length}</span></button>
      </div>
      <div class={`reading show-${tab}`}>
        <section class="paper" aria-label="Text">
          <div class="layers" role="group" aria-label="Marked in the text">
            {LAYERS.map(([k, label]) => <label key={k} class={`layer l-${k}`}><input type="checkbox" checked={layers[k]} onChange={e => set({ ...layers, [k]: e.currentTarget.checked })} /><span>{label}</span></label>)}
          </div>
          <div class="text" ref={page} onClick={point} tabIndex={0} role="region" aria-label="Text of the document">
            {chunks.map((c, i) => (
              <div key={i} class="chunk" style={{ containIntrinsicSize: `auto ${Math.round(c.reduce((h, b) => h + 28 * Math.max(0.5, Math.ceil((b.to - b.from) / 72)), 0))}px` }}>
                {c.map(b => { const k = index++; return (
                  <div key={b.from + ':' + b.to} class={`b k-${b.kind}${b.first && b.kind === 'furniture' ? ' first' : ''}${b.to === b.from ? ' empty' : ''}`} data-why={b.kind === 'furniture' && b.first ? `not coded: ${b.why && b.why !== 'furniture' ? b.why : 'page furniture'}` : undefined}>
                    <div data-b={k} dir="auto">{NATIVE ? shown.slice(b.from, b.to) : <Marked text={shown.slice(b.from, b.to)} from={b.from} marks={marks} />}</div>
                  </div>) })}
              </div>))}
            {!paper.text && <p class="notstated">This document has no text.</p>}
          </div>
          {line && <div class="chosen"><button class="plain" onClick={() => turn('record')}><span class="what">{line.said ? <Sentence s={line.said} words={cut(bytes, line.said.content, 90)} /> : line.report ? <Told r={line.report} words={cut(bytes, line.spans, 60)} /> : <Held f={line.fact!} />}</span> <span class="id">{line.id}</span></button><button class="plain" aria-label="Choose nothing" onClick={() => choose(undefined)}>✕</button></div>}
        </section>
        <section class="found" aria-label="What was read in it">
          <div class="kinds" role="group" aria-label="Kinds of lines">
            {([['', 'All', lines.length], ['S', 'Statements', n('S')], ['R', 'Events', n('R')], ['F', 'Facts', n('F')], ['N', 'Names', names.length]] as const).map(([k, label, m]) =>
              <button key={k} aria-pressed={kind === k} onClick={() => pick(k)}>{label} <span class="muted">{m}</span></button>)}
            {lines.length > 12 && kind !== 'N' && <input class="narrow" type="search" placeholder="narrow" aria-label="Narrow the lines" value={filter} onInput={e => narrow(e.currentTarget.value)} />}
          </div>
          <ol class="lines" ref={list} tabIndex={-1}>
            {kind === 'N' ? names.map(m => <li key={m.id} class="entry" onMouseEnter={() => mark('hover', m.at, 5)} onMouseLeave={() => mark('hover', [], 5)} data-row>
                <div class="gist"><Name name={m.name} id={m.id} type={m.type} /> <span class="muted">{kindOf(m.type ?? '')}</span> <button class="plain small" onClick={() => { mark('active', m.at, 7); reveal(m.at[0]); turn('text') }}>{count(m.at.length, 'time')}</button></div></li>)
              : rows.map(l => <Item key={l.id} line={l} bytes={bytes} open={line?.id === l.id} choose={choose} over={over} paper={paper} />)}
            {kind !== 'N' && !rows.length && <li class="quiet state"><p>{lines.length ? 'No line of this kind.' : 'Nothing was read in this document that the record holds.'}</p></li>}
          </ol>
        </section>
      </div>
    </>
  )
}

const cut = (bytes: Bytes, spans: Span[], max = 160) => { const t = seen(spans.map(s => bytes.cut(s)).join(' … ')).replace(/\s+/g, ' '); return t.length > max ? t.slice(0, max - 1) + '…' : t }
const gist = (l: Line, bytes: Bytes) => l.id + ' ' + (l.said ? l.said.speakers.map(s => s.name).join(' ') + ' ' + cut(bytes, l.said.content) : l.report ? [l.report.kind, l.report.status, ...l.report.participants.map(p => p.name), text(l.report.place)].join(' ') : factText(l.fact!))

function Item({ line: l, bytes, open, choose, over, paper }: { line: Line; bytes: Bytes; open: boolean; choose: (id: string | undefined, show?: boolean) => void; over: (id?: string) => void; paper: Paper }) {
  const enter = () => over(l.id), leave = () => over(undefined)
  return (
    <li class={`entry k-${l.kind}${open ? ' open' : ''}`} data-id={l.id} data-row onMouseEnter={enter} onMouseLeave={leave}>
      <button class="gist" aria-expanded={open} onFocus={enter} onBlur={leave} onClick={() => choose(open ? undefined : l.id)}>
        <span class="what">{l.said ? <Sentence s={l.said} words={cut(bytes, l.said.content)} /> : l.report ? <Told r={l.report} words={cut(bytes, l.spans, 60)} /> : <Held f={l.fact!} />}</span>
        <span class="side">{(l.said ?? l.report ?? l.fact!).correction && <span class="tag corrected">{(l.said ?? l.report ?? l.fact!).correction}</span>}<span class="id">{l.id}</span></span>
      </button>
      {open && <div class="detail">{l.said ? <SaidDetail s={l.said} bytes={bytes} paper={paper} /> : l.report ? <ReportDetail r={l.report} /> : <FactDetail f={l.fact!} />}</div>}
    </li>
  )
}

const Sentence = ({ s, words: w }: { s: Said; words: string }) => <><b>{s.speakers.length ? <T>{s.speakers.map(x => x.name).join(', ')}</T> : <NotStated>speaker not stated</NotStated>}</b> <span class="muted">{s.kind === 'indirect' && !/^that\b/.test(w) ? 'said that' : 'said'}</span> <Quoted text={w} direct={s.kind === 'direct'} /></>
const Told = ({ r, words: w }: { r: Report; words: string }) => <><b>{words(r.kind ?? r.mode ?? r.type ?? 'event')}</b> <Status status={r.status} /> <T>{r.participants.map(p => p.name).join(', ')}</T>{r.date && <> · {day(r.date, true)}</>}{r.place && <> · <T>{text(r.place)}</T></>}{!r.participants.length && <span class="muted"> “<T>{w}</T>”</span>}</>
const Held = ({ f }: { f: Fact }) => <><Mark kind={f.modality} label={f.modality !== 'is'} /> <b><T>{text(f.subject)}</T></b> {words(f.relation)} <b><T>{text(f.object) || f.object_text}</T></b>{f.of && <> of <T>{text(f.of)}</T></>} {f.inferred && <Inferred />}</>

const Pair = ({ name, children }: { name: string; children: preact.ComponentChildren }) => <><dt>{name}</dt><dd>{children}</dd></>
export const SaidPairs = ({ s }: { s: Said }) => (
  <>
    <Pair name="speaker"><Several list={s.speakers} />{s.speakers.some(x => x.post) && <span class="muted"> as <T>{s.speakers.map(x => x.post).filter(Boolean).join(', ')}</T></span>}</Pair>
    <Pair name="kind">{s.kind}</Pair>
    <Pair name="date"><When date={s.date} none="not stated" /></Pair>
    {s.addressee && <Pair name="to"><Someone who={s.addressee} /></Pair>}
    {s.occasion && <Pair name="occasion"><T>{s.occasion}</T></Pair>}
    {s.topics?.length > 0 && <Pair name="about">{s.topics.map((t, i) => <span key={i}>{i ? ', ' : ''}<Someone who={t} /></span>)}</Pair>}
    {s.via?.length > 0 && <Pair name="through">{s.via.map((v, i) => <span key={i}>{i ? ' → ' : ''}<T>{v.name}</T></span>)}</Pair>}
  </>
)
const SaidDetail = ({ s, bytes, paper }: { s: Said; bytes: Bytes; paper: Paper }) => {
  const facts = paper.facts.filter(f => f.statement === s.id)
  return <>
    <dl class="pairs"><SaidPairs s={s} />{facts.length > 0 && <Pair name="what it holds">{facts.map(f => <div key={f.id}><Held f={f} /> <Id id={f.id} /></div>)}</Pair>}</dl>
    <p class="acts"><a href={to(['statement', s.id])}>The statement and its chain</a> <Acts id={s.id} about={cut(bytes, s.content)} now={saidNow(s)} /></p>
  </>
}
export const ReportPairs = ({ r }: { r: Report }) => (
  <>
    <Pair name="who">{r.participants.length ? r.participants.map((p, i) => <span key={i}>{i ? ', ' : ''}<Someone who={p} />{p.role && <span class="muted"> {p.role}</span>}{p.post && <span class="muted">, <T>{p.post}</T></span>}</span>) : <NotStated />}</Pair>
    <Pair name="date"><When date={r.date} none="not stated" /></Pair>
    <Pair name="place">{r.place ? <Someone who={r.place} /> : <NotStated />}</Pair>
    <Pair name="coded as">{[r.type, r.mode].filter(Boolean).join(' · ') || <NotStated />}{r.cameo && <span class="muted"> CAMEO {r.cameo}</span>}</Pair>
    {r.via?.length > 0 && <Pair name="through">{r.via.map((v, i) => <span key={i}>{i ? ' → ' : ''}<T>{v.name}</T></span>)}</Pair>}
    <Pair name="read by"><Sure n={r.confidence} /> {r.rule && <span class="rule"><T>{r.rule}</T></span>}</Pair>
  </>
)
const ReportDetail = ({ r }: { r: Report }) => <>
  <dl class="pairs"><ReportPairs r={r} /></dl>
  <p class="acts"><a href={to(['event', r.event])}>The event {r.event} and all its reports</a> <Acts id={r.id} about={[r.kind, ...r.participants.map(p => p.name)].join(' · ')} now={reportNow(r)} /></p>
</>
export const FactPairs = ({ f }: { f: Fact }) => (
  <>
    <Pair name="says"><Mark kind={f.modality} /> {f.inferred && <Inferred />}</Pair>
    {f.holder && <Pair name={f.modality === 'is' ? 'according to' : `${WORD[f.modality] ?? 'held'} by`}><Someone who={f.holder} /></Pair>}
    {(f.from || f.to || f.ended) && <Pair name="held">{f.from ? day(f.from) : 'from a day not stated'} – {f.to ? day(f.to) : f.ended ? 'over, since when is not stated' : 'no end stated'}</Pair>}
    <Pair name="attested"><When date={f.as_of} none="for no day" /></Pair>
    <Pair name="read by"><Sure n={f.confidence} /> {f.rule && <span class="rule"><T>{f.rule}</T></span>}</Pair>
  </>
)
const WORD: Record<string, string> = { wants: 'wanted', plans: 'planned', supports: 'supported', denies: 'denied' }
const FactDetail = ({ f }: { f: Fact }) => <>
  <dl class="pairs"><FactPairs f={f} />{f.statement && <Pair name="said in"><Id id={f.statement} /></Pair>}</dl>
  <p class="acts"><a href={to(['fact', f.id])}>What stands behind it</a> <Acts id={f.id} about={factText(f)} now={factNow(f)} /></p>
</>
void CELLS
