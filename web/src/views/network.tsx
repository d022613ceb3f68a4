// Who meets whom: a drawing, and the same as a list; a band over the years says which time is looked at.
import '../main'
import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from 'd3-force'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { address, useAsk, useGet } from '../api'
import { eventParams, EventFilters, Exports, Failed, Head, Name, Nothing, T, UpTo, Wait, When } from '../parts'
import { change, usePlace } from '../route'
import { count, seen } from '../text'

interface Node extends SimulationNodeDatum { id: string; name: string; type: string; events: number }
interface Edge { source: string; target: string; events: number; first: string | null; last: string | null }
interface Graph { nodes: Node[]; edges: Edge[]; note?: string | null }

const W = 900, H = 620

/** The same graph is drawn the same way each time: places begin on a spiral, and the forces have no chance in them. */
function layout(g: Graph) {
  const joined = new Set(g.edges.flatMap(e => [e.source, e.target]))
  const nodes = g.nodes.filter(n => joined.has(n.id)).map((n, i) => ({ ...n, x: W / 2 + 14 * Math.sqrt(i + 1) * Math.cos(i * 2.4), y: H / 2 + 14 * Math.sqrt(i + 1) * Math.sin(i * 2.4) }))
  const known = new Map(nodes.map(n => [n.id, n]))
  const edges = g.edges.filter(e => known.has(e.source) && known.has(e.target)).map(e => ({ ...e }))
  forceSimulation(nodes as Node[]).randomSource(() => 0.5)
    .force('link', forceLink(edges as any).id((n: any) => n.id).distance(70).strength(0.25)).force('charge', forceManyBody().strength(-190)).force('x', forceX(W / 2).strength(0.07)).force('y', forceY(H / 2).strength(0.11))
    .force('collide', forceCollide((n: any) => 13 + 3 * Math.sqrt(n.events))).force('center', forceCenter(W / 2, H / 2)).stop().tick(260)
  const xs = nodes.map(n => n.x!), ys = nodes.map(n => n.y!)
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)], k = Math.min((W - 150) / Math.max(1, x1 - x0), (H - 60) / Math.max(1, y1 - y0), 1.4)
  for (const n of nodes) { n.x = W / 2 + (n.x! - (x0 + x1) / 2) * k; n.y = H / 2 + (n.y! - (y0 + y1) / 2) * k }
  // A name is written where no other stands already; those of most events first. The rest shows when it is pointed at.
  const written: [number, number, number, number][] = [], labels = new Set<string>()
  for (const n of [...nodes].sort((a, b) => b.events - a.events)) {
    const w = Math.min(26, n.name.length) * 5.9, y = n.y! - 7 - 2.2 * Math.sqrt(n.events), box: [number, number, number, number] = [n.x! - w / 2, y - 10, n.x! + w / 2, y + 3]
    if (written.some(b => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3])) continue
    written.push(box)
    labels.add(n.id)
  }
  return { nodes, labels, edges: edges.map((e: any) => ({ ...e, source: e.source as Node, target: e.target as Node })) }
}

/** Two ends over the years, with how much there is in each. */
function Brush({ from, till, years }: { from: string; till: string; years: Map<number, number> }) {
  const first = Math.min(...years.keys()), last = Math.max(...years.keys())
  const a = from ? +from.slice(0, 4) : first, b = till ? +till.slice(0, 4) : last
  if (!(last > first)) return null
  const most = Math.max(...years.values()), at = (y: number) => ((y - first) / (last - first + 1)) * 100
  const set = (x: number, y: number) => change({ from: x <= first ? undefined : String(Math.min(x, y)), to: y >= last ? undefined : String(Math.max(x, y)) })
  return (
    <section class="brush" aria-label="Years">
      <div class="strip" aria-hidden="true">{Array.from({ length: last - first + 1 }, (_, i) => <span key={i} class={first + i >= a && first + i <= b ? 'in' : ''} style={{ left: at(first + i) + '%', width: 100 / (last - first + 1) + '%', height: years.get(first + i) ? Math.max(6, 100 * Math.sqrt(years.get(first + i)! / most)) + '%' : 0 }} />)}</div>
      <div class="two-ends"><label><span>from</span><input type="range" aria-label="From year" min={first} max={last} value={a} onInput={e => set(+e.currentTarget.value, b)} /></label><label><span>to</span><input type="range" aria-label="To year" min={first} max={last} value={b} onInput={e => set(a, +e.currentTarget.value)} /></label></div>
      <p class="muted small">{a} – {b}</p>
    </section>
  )
}

export function Network() {
  const { query } = usePlace()
  const p = eventParams(query)
  const got = useGet<Graph>(address('network', { ...p, limit: '150' }))
  const all = useAsk('events', { name: p.name, known_by: p.known_by, limit: '1000' })
  const years = useMemo(() => { const m = new Map<number, number>(); for (const r of all.rows) { const y = /^\d{4}/.exec(r.date ?? ''); if (y) m.set(+y[0], (m.get(+y[0]) ?? 0) + 1) } return m }, [all.data])
  const graph = useMemo(() => (got.data ? layout(got.data) : null), [got.data])
  const [at, point] = useState<string | null>(null)
  const near = useMemo(() => { const s = new Set<string>(); if (at && graph) for (const e of graph.edges) { if (e.source.id === at) s.add(e.target.id); if (e.target.id === at) s.add(e.source.id) } return s }, [at, graph])
  useEffect(() => point(null), [got.data])
  const edges = [...(graph?.edges ?? [])].sort((a, b) => b.events - a.events), named = new Map(graph?.nodes.map(n => [n.id, n]))
  const most = Math.max(1, ...edges.map(e => e.events))
  const shown = at ? edges.filter(e => e.source.id === at || e.target.id === at) : edges
  return (
    <>
      <Head title={p.name ? <>Who meets <T>{p.name}</T></> : 'Who meets whom'} exports={<><Exports path="network" params={p} formats={['gexf', 'json']} /></>} />
      <EventFilters /><UpTo />
      <Brush from={query.get('from') ?? ''} till={query.get('to') ?? ''} years={years} />
      {got.error ? <Failed error={got.error} again={got.again} /> : !graph ? <Wait /> : !graph.edges.length ? <Nothing what="No two are told to have met" note={got.data?.note} /> :
        <div class="networking">
          <figure class="network"><svg viewBox={`0 0 ${W} ${H}`} aria-hidden="true" onClick={() => point(null)}>
            {graph.edges.map((e, i) => <line key={i} x1={e.source.x} y1={e.source.y} x2={e.target.x} y2={e.target.y} class={at ? (e.source.id === at || e.target.id === at ? 'near' : 'far') : ''} stroke-width={0.8 + 4 * Math.sqrt(e.events / most)} />)}
            {graph.nodes.map(n => <g key={n.id} class={`node t-${n.type} ${at ? (n.id === at ? 'at' : near.has(n.id) ? 'near' : 'far') : ''}`} onMouseEnter={() => point(n.id)} onClick={ev => { ev.stopPropagation(); point(n.id) }}>
              <circle cx={n.x} cy={n.y} r={4 + 2.2 * Math.sqrt(n.events)} /><text class={graph.labels.has(n.id) ? undefined : 'more'} x={n.x} y={n.y! - 7 - 2.2 * Math.sqrt(n.events)}>{seen(n.name).length > 26 ? seen(n.name).slice(0, 24) + '…' : seen(n.name)}</text></g>)}
          </svg><figcaption><span class="key t-state">states</span> <span class="key t-organization">organisations</span> <span class="key t-person">persons</span> <span class="key">others</span></figcaption></figure>
          <section class="pairs-list" aria-label="Pairs"><h2>{at ? <><T>{named.get(at)?.name}</T> <button class="plain small" onClick={() => point(null)}>all pairs</button></> : count(edges.length, 'pair')}</h2>
            <ol class="list">{shown.slice(0, 120).map((e, i) => <li key={i} data-row><span><Name name={e.source.name} id={e.source.id} type={e.source.type} /> – <Name name={e.target.name} id={e.target.id} type={e.target.type} /></span> <span class="n">{e.events}</span> <span class="under"><When date={e.first} />{e.last && e.last !== e.first && <> – <When date={e.last} /></>}</span>
              <button class="plain small" onClick={() => point(e.source.id)} aria-label={`Show ${seen(e.source.name)} in the drawing`}>show</button></li>)}</ol></section>
        </div>}
      {got.data?.note && graph?.nodes.length ? <p class="note"><T>{got.data.note}</T></p> : null}
    </>
  )
}
