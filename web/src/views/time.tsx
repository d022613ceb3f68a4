// What happened when: a timeline, a calendar, meetings, visits, agreements, what was said.
import { useMemo } from 'preact/hooks'
import { useAsk, type Row } from '../api'
import { CELLS, Choice, DateField, eventParams, EventFilters, Exports, Head, Mark, Names, Nothing, Shown, T, Table, TextField, UpTo } from '../parts'
import { Told } from '../told'
import { change, to, usePlace } from '../route'
import { iso, number, words } from '../text'
import { Saying } from './people'

const yearOf = (r: Row) => { const m = /\d{4}/.exec(r.date ?? r.day ?? ''); return m ? +m[0] : null }

/** How much there is in each year: a row of bars that are links. */
function Years({ rows, pick }: { rows: Row[]; pick: (from: number, to: number) => void }) {
  const by = new Map<number, number>()
  for (const r of rows) { const y = yearOf(r); if (y !== null) by.set(y, (by.get(y) ?? 0) + 1) }
  if (by.size < 2) return null
  const first = Math.min(...by.keys()), last = Math.max(...by.keys()), step = Math.max(1, Math.ceil((last - first + 1) / Math.max(8, Math.min(48, Math.floor((innerWidth - 60) / 27))))), most = Math.max(...by.values())
  const bars = []
  for (let y = first; y <= last; y += step) { let n = 0; for (let i = y; i < y + step; i++) n += by.get(i) ?? 0; bars.push({ y, n }) }
  return (
    <div class="bars" role="group" aria-label="Events by year">{bars.map(({ y, n }) => n
      ? <button key={y} title={`${y}${step > 1 ? '–' + (y + step - 1) : ''}: ${n}`} aria-label={`${y}${step > 1 ? ' to ' + (y + step - 1) : ''}, ${n}`} onClick={() => pick(y, y + step - 1)}><span style={{ height: Math.max(8, (100 * Math.sqrt(n)) / Math.sqrt(Math.max(most, n))) + '%' }} /></button>
      : <i key={y} />)}
      <span class="ends" aria-hidden="true"><span>{first}</span><span>{last}</span></span></div>
  )
}

export function Timeline() {
  const { query } = usePlace()
  const p = eventParams(query), who = query.get('who')
  const question = who && !query.get('kind') && !query.get('status') && !query.get('place') ? 'timeline' : 'events'
  const asked = useAsk(question, { ...p, limit: '300' })
  const groups = useMemo(() => { const m = new Map<number | null, Row[]>(); for (const r of asked.rows) { const y = yearOf(r); m.get(y)?.push(r) ?? m.set(y, [r]) } return [...m] }, [asked.rows.length, asked.data])
  return (
    <>
      <Head title={who ? <>Timeline of <T>{who}</T></> : 'Timeline'} exports={<Exports path={question} params={p} formats={['csv', 'json', 'atom', ...(question === 'events' ? ['ics', 'geojson'] : [])]} />} />
      <EventFilters /><UpTo />
      <Shown asked={asked} what={who ? `Nothing is told of ${who}` : 'No event is told'} lines={10}>{rows => <>
        <Years rows={rows} pick={(a, b) => change({ from: String(a), to: String(b) }, 'push')} />
        {groups.map(([y, list]) => <section key={String(y)} class="year"><h2>{y ?? 'No date'} <span class="n">{list.length}</span></h2><ol class="events">{list.map((r, i) => <Told key={(r.event ?? r.id) + '.' + i} row={r} />)}</ol></section>)}</>}</Shown>
    </>
  )
}

const NAMES = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

export function Calendar() {
  const { query } = usePlace()
  const p = eventParams(query)
  const asked = useAsk('calendar', { name: p.name, place: p.place, known_by: p.known_by, limit: '1000' })
  const byMonth = useMemo(() => { const m = new Map<string, Row[]>(); for (const r of asked.rows) { const [a, b = a] = String(r.day ?? r.date).split('/').map(d => d.slice(0, 7)); for (const k of a === b ? [a] : [a, b]) m.get(k)?.push(r) ?? m.set(k, [r]) } return m }, [asked.data, asked.rows.length])
  const months = [...byMonth.keys()].sort(), on = query.get('on')
  const chosen = query.get('month') ?? (on && on.length >= 7 ? on.slice(0, 7) : on ? months.filter(m => m.slice(0, 4) <= on).at(-1) : undefined) ?? months.at(-1) ?? iso(Math.floor(Date.now() / 864e5)).slice(0, 7)
  const [y, m] = chosen.split('-').map(Number)
  const set = (k: string | undefined) => k && change({ month: k }, 'push')
  const shift = (n: number) => { const t = y * 12 + m - 1 + n; return `${String(Math.floor(t / 12)).padStart(4, '0')}-${String((t % 12) + 1).padStart(2, '0')}` }
  const first = number(chosen)!, last = number(chosen, true)!, lead = (new Date(first * 864e5).getUTCDay() + 6) % 7
  const rows = byMonth.get(chosen) ?? []
  const covers = (r: Row, d: string) => { const [a, b = a] = String(r.day ?? r.date).split('/'); return a <= d && d <= b }
  const at = (d: string) => rows.filter(r => covers(r, d))
  const cells = [...Array(lead).fill(null), ...Array.from({ length: last - first + 1 }, (_, i) => iso(first + i))]
  while (cells.length % 7) cells.push(null)
  return (
    <>
      <Head title={`${NAMES[m - 1]} ${y}`} kicker="Calendar" exports={<Exports path="calendar" params={{ ...p, to: undefined }} formats={['ics', 'csv', 'json']} />}
        tools={<p class="pager"><button title="The month before in which something is" aria-label="‹ earlier: the month before in which something is" onClick={() => set(months.filter(k => k < chosen).at(-1))} disabled={!months.some(k => k < chosen)}>‹ <span>earlier</span></button><button aria-label="Month before" onClick={() => set(shift(-1))}>−</button><button aria-label="Next month" onClick={() => set(shift(1))}>+</button><button title="The next month in which something is" aria-label="later ›: the next month in which something is" onClick={() => set(months.find(k => k > chosen))} disabled={!months.some(k => k > chosen)}><span>later</span> ›</button></p>} />
      <form class="filters" aria-label="Filters" onSubmit={e => e.preventDefault()}>
        <TextField label="Who" value={query.get('who') ?? ''} set={v => change({ who: v })} /><TextField label="Place" value={query.get('place') ?? ''} set={v => change({ place: v })} />
        <Choice label="Month" value={byMonth.has(chosen) ? chosen : ''} set={v => set(v || undefined)} options={[...(byMonth.has(chosen) ? [] : [['', `${NAMES[m - 1]} ${y} (0)`] as [string, string]]), ...[...months].reverse().map(k => [k, `${NAMES[+k.slice(5) - 1]} ${k.slice(0, 4)} (${byMonth.get(k)!.length})`] as [string, string])]} />
      </form>
      <Shown asked={asked} what="No event with a day is told">{() => <>
        <table class="month"><caption class="hide">{`${NAMES[m - 1]} ${y}`}</caption>
          <thead><tr>{['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map(d => <th key={d} scope="col">{d}</th>)}</tr></thead>
          <tbody>{Array.from({ length: cells.length / 7 }, (_, w) => <tr key={w}>{cells.slice(w * 7, w * 7 + 7).map((c, i) => <td key={i} class={c ? (at(c).length ? 'some' : '') : 'out'}>{c && <><span class="num">{+c.slice(8)}</span>
            {at(c).slice(0, 4).map((r, k) => <a key={k} class={`what s-${r.status}`} href={r.id?.[0] === 'E' ? to(['event', r.id]) : to(['fact', r.id])} title={r.text}>{r.what !== 'event' && r.what !== r.kind ? `${words(r.what)} ` : ''}{words(r.kind ?? '')}{r.who ? ': ' : ''}<T>{r.who ?? ''}</T></a>)}
            {at(c).length > 4 && <span class="muted small">and {at(c).length - 4} more</span>}</>}</td>)}</tr>)}</tbody></table>
        {rows.length ? <ol class="events agenda">{rows.map((r, i) => <Told key={i} row={r} />)}</ol> : <Nothing what={`Nothing in this month is told to a day`} />}</>}</Shown>
    </>
  )
}

export function Meetings() {
  const { query } = usePlace()
  const p = eventParams(query), who = query.get('who') ?? '', other = query.get('with') ?? ''
  const asked = useAsk(who ? 'met' : 'events', who ? { name: who, other: other || undefined, place: p.place, from: p.from, to: p.to, known_by: p.known_by, limit: '200' } : { ...p, kind: p.kind ?? 'meeting', limit: '200' })
  const events = [...new Map(asked.rows.map(r => [r.event, r])).values()]
  const reports = (e: string) => asked.rows.filter(r => r.event === e).length
  return (
    <>
      <Head title={who ? <>Meetings of <T>{who}</T>{other && <> with <T>{other}</T></>}</> : 'Meetings'} exports={<Exports path={who ? 'met' : 'events'} params={who ? { name: who, other: other || undefined, ...p } : { ...p, kind: p.kind ?? 'meeting' }} formats={['csv', 'json', 'ics', 'atom', 'geojson']} />} />
      <form class="filters" aria-label="Filters" onSubmit={e => e.preventDefault()}>
        <TextField label="Who" value={who} set={v => change({ who: v })} /><TextField label="With" value={other} set={v => change({ with: v })} /><TextField label="Place" value={query.get('place') ?? ''} set={v => change({ place: v })} />
        <DateField label="From" name="from" value={query.get('from') ?? ''} set={v => change({ from: v })} /><DateField label="To" name="to" value={query.get('to') ?? ''} set={v => change({ to: v })} />
      </form><UpTo />
      <Shown asked={asked} what={who ? `No meeting of ${who}${other ? ` with ${other}` : ''} is told` : 'No meeting is told'}>{() => <ol class="events">{[...events].reverse().map(r => <Told key={r.event} row={{ ...r, reports: r.reports ?? reports(r.event) }} />)}</ol>}</Shown>
    </>
  )
}

export function Said() {
  const { query } = usePlace()
  const who = query.get('who') ?? '', about = query.get('about') ?? '', p = { name: who || undefined, about: about || undefined, from: query.get('from') ?? undefined, to: query.get('to') ?? query.get('on') ?? undefined, known_by: query.get('known_by') ?? undefined }
  const asked = useAsk(who ? 'said' : null, { ...p, limit: '100' })
  return (
    <>
      <Head title={who ? <>Said by <T>{who}</T></> : 'Who said what'} exports={who ? <Exports path="said" params={p} formats={['csv', 'json', 'atom']} /> : undefined} />
      <form class="filters" aria-label="Filters" onSubmit={e => e.preventDefault()}>
        <TextField label="Who" value={who} set={v => change({ who: v })} /><TextField label="About" value={about} set={v => change({ about: v })} />
        <DateField label="From" name="from" value={query.get('from') ?? ''} set={v => change({ from: v })} /><DateField label="To" name="to" value={query.get('to') ?? ''} set={v => change({ to: v })} />
      </form><UpTo />
      {who ? <Shown asked={asked} what={`Nothing that ${who} said${about ? ` about ${about}` : ''} is told`}>{rows => <ol class="sayings">{rows.map(r => <Saying key={r.id} row={r} who />)}</ol>}</Shown> : <div class="state quiet"><p>Name somebody, and what he, she or it said is listed with its chain.</p></div>}
    </>
  )
}

export function Agreements() {
  const { query } = usePlace()
  const p = { name: query.get('who') ?? undefined, other: query.get('with') ?? undefined, known_by: query.get('known_by') ?? undefined }
  const asked = useAsk('agreements', { ...p, limit: '300' })
  return (
    <>
      <Head title="Agreements" exports={<Exports path="agreements" params={p} formats={['csv', 'json']} />}>What was signed, adopted or joined, and by whom.</Head>
      <form class="filters" aria-label="Filters" onSubmit={e => e.preventDefault()}><TextField label="Who" value={p.name ?? ''} set={v => change({ who: v })} /><TextField label="With" value={p.other ?? ''} set={v => change({ with: v })} /></form>
      <Shown asked={asked} what="No agreement is told">{rows => <Table caption="Agreements" rows={rows} columns={['date', 'agreement', 'how', 'parties', 'attested', 'according_to', 'document', 'id']}
        cells={{ ...CELLS, how: r => <>{r.modality && r.modality !== 'is' ? <Mark kind={r.modality} /> : null} {r.how}</>, agreement: r => <b><T>{r.agreement}</T></b>, parties: r => <Names row={r} text={r.parties} /> }} />}</Shown>
    </>
  )
}

export function Visits() {
  const { query } = usePlace()
  const g = (k: string) => query.get(k) ?? undefined
  const p = { of: g('of'), to: g('to'), from: g('from'), until: g('until'), count_rule: g('count_rule'), status: g('status'), known_by: g('known_by') }
  const asked = useAsk(p.of || p.to ? 'visits' : null, { ...p, limit: '500' })
  return (
    <>
      <Head title="Visits" exports={p.of || p.to ? <Exports path="visits" params={p} formats={['csv', 'json', 'ics', 'geojson']} /> : undefined}>Who came to whom, counted by a rule that is said.</Head>
      <form class="filters" aria-label="Filters" onSubmit={e => e.preventDefault()}>
        <TextField label="Of" value={p.of ?? ''} set={v => change({ of: v })} /><TextField label="To" value={p.to ?? ''} set={v => change({ to: v })} />
        <DateField label="From" name="from" value={p.from ?? ''} set={v => change({ from: v })} /><DateField label="Until" name="until" value={p.until ?? ''} set={v => change({ until: v })} />
        <Choice label="Counted by" value={p.count_rule ?? ''} set={v => change({ count_rule: v || undefined })} options={[['', 'event'], ['report', 'report'], ['day', 'day']]} />
      </form>
      {p.of || p.to ? <Shown asked={asked} what="No visit is told">{rows => <Table caption="Visits" rows={rows} columns={['n', 'date', 'visitor', 'to', 'place', 'status', 'reports', 'event', 'document', 'words']} cells={{ ...CELLS, visitor: r => <T>{r.visitor}</T>, to: r => <T>{r.to}</T> }} />}</Shown>
        : <div class="state quiet"><p>Say whose visits, or to whom.</p></div>}
    </>
  )
}
