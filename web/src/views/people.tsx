// Persons and posts: who held what when, drawn with the gaps that the record has; and the page of anything else that has a name.
import { useEffect } from 'preact/hooks'
import { address, useAsk, useGet, type Row } from '../api'
import { CELLS, Exports, Failed, Head, Inferred, kindOf, Mark, Name, Nothing, NotStated, Shown, T, Table, Wait, When, Quoted } from '../parts'
import { go, to, usePlace } from '../route'
import { count, day, iso, number } from '../text'
import { Known, Standings, type Entity } from './org'
import { Told } from '../told'

interface Lane { name: string; sub?: string; link?: string; rows: Row[]; first: number; last: number }
interface Gap { first: number; last: number; text: string }

const ends = (r: Row): [number, number] | null => {
  const seen = number(r.attested), from = number(r.from), till = number(r.to, true)
  const all = [seen, number(r.attested, true), from, till].filter((n): n is number => n !== null)
  return all.length ? [Math.min(...all), Math.max(...all)] : null
}
function lanes(rows: Row[], name: (r: Row) => string, sub?: (r: Row) => string): Lane[] {
  const by = new Map<string, Lane>()
  for (const r of rows) {
    if (r.modality && r.modality !== 'is') continue
    const k = name(r) + '|' + (sub?.(r) ?? ''), e = ends(r)
    let l = by.get(k)
    if (!l) by.set(k, (l = { name: name(r), sub: sub?.(r), rows: [], first: Infinity, last: -Infinity }))
    l.rows.push(r)
    if (e) { l.first = Math.min(l.first, e[0]); l.last = Math.max(l.last, e[1]) }
  }
  return [...by.values()].sort((a, b) => a.first - b.first)
}

/** One lane each: a dot for each day it is attested, a bar from the first to the last, hatched where nobody is known. */
function Chart({ list, gaps = [], label }: { list: Lane[]; gaps?: Gap[]; label: string }) {
  const dated = list.filter(l => isFinite(l.first))
  if (!dated.length) return null
  let first = Math.min(...dated.map(l => l.first)), last = Math.max(...dated.map(l => l.last))
  const room = Math.max(200, (last - first) * 0.04)
  first -= room; last += room
  const at = (n: number) => ((n - first) / (last - first)) * 100
  const y0 = +iso(Math.round(first)).slice(0, 4), y1 = +iso(Math.round(last)).slice(0, 4), step = [1, 2, 5, 10, 20, 50].find(s => (y1 - y0) / s <= 8) ?? 100
  const years = []
  for (let y = Math.ceil((y0 + 0.01) / step) * step; y <= y1; y += step) years.push(y)
  return (
    <figure class="lanes" aria-label={label}>
      <div class="axis" aria-hidden="true"><div class="over">{years.map(y => <span key={y} style={{ left: at(number(String(y))!) + '%' }}>{y}</span>)}</div></div>
      {gaps.length > 0 && <div class="lane gaps"><span class="label muted">not told</span><div class="over">{gaps.map((g, i) => <span key={i} class="gap" title={g.text} style={{ left: at(g.first) + '%', width: Math.max(0.6, at(g.last) - at(g.first)) + '%' }}><span class="hide">{g.text}</span></span>)}</div></div>}
      {list.map((l, i) => (
        <div key={i} class="lane">
          <span class="label"><Name name={l.name} />{l.sub && <span class="muted"> <T>{l.sub}</T></span>}</span>
          <div class="over">
            {isFinite(l.first) ? <span class="held" style={{ left: at(l.first) + '%', width: Math.max(0.3, at(l.last) - at(l.first)) + '%' }} /> : <span class="none">for no day</span>}
            {l.rows.map(r => { const n = number(r.attested); return n === null ? null : <a key={r.id} class={`dot${r.inferred ? ' inferred' : ''}`} style={{ left: at(n) + '%' }} title={`attested ${day(r.attested)}, ${r.document}`} href={to(['document', String(r.document).split(' ')[0]], { row: r.id })}><span class="hide">{`${l.name}, attested ${day(r.attested)}`}</span></a> })}
          </div>
        </div>
      ))}
    </figure>
  )
}

const attestations = (caption: string, rows: Row[], hide: string[]) => (
  <Table caption={caption} rows={rows} columns={['person', 'post', 'of', 'from', 'to', 'attested', 'according_to', 'document', 'id']} hide={hide}
    cells={{ ...CELLS, person: r => <><Mark kind={r.modality ?? 'is'} label={r.modality && r.modality !== 'is'} /> <Name name={r.person} /></>, post: r => <><T>{r.post}</T> {r.inferred && <Inferred />}</>, of: r => (r.of ? <Name name={r.of} /> : <NotStated />),
      according_to: r => (r.according_to || r.through ? <T>{[r.according_to, r.through].filter(Boolean).join(' → ')}</T> : '') }} />
)

export function Person() {
  const { path, query } = usePlace()
  const name = path[1] ?? '', on = query.get('on') ?? undefined, known_by = query.get('known_by') ?? undefined
  const who = useGet<{ entity: Entity }>(address('entities', { name }))
  const posts = useAsk('who', { name, on, known_by, limit: '500' })
  const met = useAsk('met', { name, known_by, limit: '60' })
  const said = useAsk('said', { name, known_by, limit: '12' })
  const full = who.data?.entity.name ?? name
  const upTo = (date: string | null) => !on || (number(date) ?? -1e9) <= number(on, true)!
  const events = [...new Map(met.rows.filter(r => upTo(r.date)).map(r => [r.event, r])).values()]
  return (
    <>
      <Head kicker="Person" title={<T>{full}</T>} exports={<Exports path="person" params={{ name, known_by }} formats={['csv', 'json']} />}>
        {who.data && <Known entity={who.data.entity} />}
        <p class="ways"><a href={to(['timeline'], { who: name })}>Timeline</a> <a href={to(['said'], { who: name })}>All that was said</a> <a href={to(['meetings'], { who: name })}>Meetings</a> <a href={to(['visits'], { of: name })}>Visits</a> <a href={to(['network'], { who: name })}>Network</a></p>
      </Head>
      <section><h2>Posts</h2>
        <Shown asked={posts} lines={3} what={`No post of ${full} is told`}>{rows => <>
          <Chart label={`Posts of ${full} over time`} list={lanes(rows, r => r.post, r => r.of ?? '').map(l => ({ ...l, name: l.sub ? `${l.name} of ${l.sub}` : l.name, sub: undefined }))} />
          <details><summary>Each time it is attested <span class="n">{rows.length}</span></summary>{attestations(`Posts of ${full}`, rows, ['person'])}</details></>}</Shown>
      </section>
      <div class="two">
        <section><h2>Met <a class="all" href={to(['meetings'], { who: name })}>all</a></h2>
          <Shown asked={met} lines={4} what={`No meeting of ${full} is told`}>{() => <ol class="events">{events.slice(-12).reverse().map(r => <Told key={r.event} row={r} />)}</ol>}</Shown></section>
        <section><h2>Said <a class="all" href={to(['said'], { who: name })}>all</a></h2>
          <Shown asked={said} lines={4} what={`Nothing that ${full} said is told`}>{rows => <ol class="sayings">{rows.filter(r => upTo(r.date ?? r.published)).map(r => <Saying key={r.id} row={r} />)}</ol>}</Shown></section>
      </div>
    </>
  )
}

export const Saying = ({ row: r, who }: { row: Row; who?: boolean }) => (
  <li data-row><a class="saying" href={to(['statement', r.id])}><Quoted text={r.words} direct={r.kind !== 'indirect'} /></a>
    <p class="under">{who && <><Name name={r.who} /> · </>}<When date={r.date} none="no date" />{r.through && <> · through <T>{r.through}</T></>} · <a class="doc" href={to(['document', String(r.document).split(' ')[0]], { row: r.id })}>{String(r.document).split(' ')[0]}</a> <span class="id">{r.id}</span></p></li>
)

/** Between two known holders of the same post nobody is known: shown, not bridged. */
function gaps(list: Lane[]): Gap[] {
  const out: Gap[] = []
  let holder: Lane | null = null
  for (const l of list.filter(x => isFinite(x.first))) {
    if (holder && l.first > holder.last + 1 && l.name !== holder.name) out.push({ first: holder.last, last: l.first, text: `Not told who held it between ${day(iso(holder.last))} (${holder.name}) and ${day(iso(l.first))} (${l.name})` })
    if (!holder || l.last > holder.last) holder = l
  }
  return out
}

export function Post() {
  const { path, query } = usePlace()
  const name = path[1] ?? '', on = query.get('on') ?? undefined, known_by = query.get('known_by') ?? undefined
  const all = useAsk('who', { name, known_by, limit: '1000' })
  const asked = useAsk('who', { name, on, known_by, limit: '1000' })
  return (
    <>
      <Head kicker="Post" title={<T>{name}</T>} exports={<Exports path="who" params={{ name, on, known_by }} formats={['csv', 'json']} />} />
      <Shown asked={asked} what={`Nobody is told to have held ${name}`}>{rows => {
        const of = [...new Set(all.rows.map(r => r.of as string | null))].sort((a, b) => +(a === null) - +(b === null))
        return <>
          {of.map(o => { const mine = lanes(all.rows.filter(r => r.of === o), r => r.person); const holes = o ? gaps(mine) : []; return (
            <section key={String(o)}><h2>{o ? <>of <Name name={o} /></> : <NotStated>of whom is not stated</NotStated>}</h2>
              <Chart label={`Holders of ${name} ${o ?? ''} over time`} list={mine} gaps={holes} />
              {holes.length > 0 && <ul class="holes">{holes.slice(0, 5).map((g, i) => <li key={i}>{g.text}.</li>)}</ul>}</section>) })}
          <section><h2>{on ? `As of ${day(on)}` : 'Each time it is attested'}</h2>{attestations(`Holders of ${name}`, rows, [])}</section></>
      }}</Shown>
    </>
  )
}

export function Anyone() {
  const { path, query } = usePlace()
  const key = path[1] ?? '', numbered = /^N-\d+$/.test(key)
  const got = useGet<{ entity: Entity }>(numbered ? address('entities/' + key) : address('entities', { name: key }))
  const e = got.data?.entity
  const home = e && ({ person: 'person', organization: 'org', post: 'post' } as Record<string, string>)[e.type]
  useEffect(() => { if (home && e) go(to([home, e.name]), 'replace') }, [home, e])
  const name = e?.name, on = query.get('on') ?? undefined, known_by = query.get('known_by') ?? undefined
  const facts = useAsk(name && !home ? 'org' : null, { name, on, known_by, limit: '400' })
  const events = useAsk(name && !home ? (e.type === 'place' ? 'events' : 'events') : null, e?.type === 'place' ? { place: name, known_by, to: on, limit: '40' } : { name, known_by, to: on, limit: '40' })
  if (got.error) return <><Head title={<T>{key}</T>} /><Failed error={got.error} again={got.again} /></>
  if (!e || home) return <Wait />
  return (
    <>
      <Head kicker={kindOf(e.type)} title={<T>{e.name}</T>} exports={<Exports path="facts" params={{ name, on, known_by }} formats={['csv', 'json']} />}><Known entity={e} />
        <p class="ways"><a href={to(['timeline'], { who: e.name })}>Timeline</a> <a href={to(['meetings'], { who: e.name })}>Meetings</a> <a href={to(['said'], { who: e.name })}>Said</a> <a href={to(['agreements'], { who: e.name })}>Agreements</a> <a href={to(['visits'], { to: e.name })}>Visitors</a> <a href={to(['network'], { who: e.name })}>Network</a></p></Head>
      {facts.error?.status === 400 ? null : <Shown asked={facts} lines={4} what={`No standing, post or membership of ${e.name} is told`}>{rows => <Standings rows={rows} />}</Shown>}
      <section><h2>{e.type === 'place' ? 'What happened here' : 'Events'}</h2><Shown asked={events} lines={4} what={`No event with ${e.name} is told`}>{rows => <ol class="events">{[...rows].reverse().map(r => <Told key={r.event} row={r} />)}</ol>}</Shown></section>
    </>
  )
}
void Nothing; void count
