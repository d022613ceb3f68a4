// Where things happened. No tiles and no filled countries: coasts, and boundary lines as the reader chooses.
import '../main'
import { geoGraticule10, geoNaturalEarth1, geoPath } from 'd3-geo'
import { feature } from 'topojson-client'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { address, useGet } from '../api'
import { Choice, eventParams, EventFilters, Exports, Failed, Head, Nothing, T, UpTo, Wait } from '../parts'
import { change, to, usePlace } from '../route'
import { count, seen } from '../text'
import { Told } from '../told'

declare const WORLD: string
interface Point { type: 'Feature'; geometry: { type: string; coordinates: [number, number] } | null; properties: Record<string, any> }
interface Places { type: string; features: Point[]; note?: string | null; attribution?: string; unplaced?: number }

const W = 1000, H = 510
const LINES: [string, string][] = [['', 'none drawn'], ['all', 'drawn, disputed ones dashed'], ['un', 'of the members of the United Nations']]
const TELLS: Record<string, string> = {
  '': 'Coasts only: no boundary is drawn, and no territory is given to anybody.',
  all: 'Lines as Natural Earth has them. Dashed: those that are disputed or not settled (Crimea, Kosovo, Kashmir, Palestine, Western Sahara, Northern Cyprus, Somaliland).',
  un: 'Crimea without a line within Ukraine, Somaliland within Somalia, Northern Cyprus within Cyprus. Dashed: what the United Nations holds to be open (Kosovo, Kashmir, Palestine, Western Sahara).',
}

export function Map() {
  const { query } = usePlace()
  const p = eventParams(query), lines = query.get('lines') ?? ''
  const got = useGet<Places>(address('map', { ...p, limit: '1000' }))
  const [world, set] = useState<any>(null)
  useEffect(() => { fetch(WORLD).then(r => r.json()).then(set, () => set(false)) }, [])
  const view = useMemo(() => {
    const projection = geoNaturalEarth1().fitExtent([[4, 4], [W - 4, H - 4]], { type: 'Sphere' }), path = geoPath(projection)
    if (!world) return { projection, land: '', lines: '', open: '', held: '', sphere: path({ type: 'Sphere' })!, grid: '' }
    const d = (k: string) => path(feature(world, world.objects[k]) as any) ?? ''
    return { projection, sphere: path({ type: 'Sphere' })!, grid: path(geoGraticule10())!, land: d('land'), lines: d('lines') + (path(world.settled) ?? ''), open: d('open') + (path(world.unsettled) ?? ''), held: d('held') }
  }, [world])
  const places = useMemo(() => {
    const by = new globalThis.Map<string, { name: string; at: [number, number]; events: Record<string, any>[] }>()
    for (const f of got.data?.features ?? []) {
      if (!f.geometry) continue
      const name = typeof f.properties.place === 'object' ? f.properties.place?.name : f.properties.place, k = f.geometry.coordinates.join(' ')
      let g = by.get(k)
      if (!g) by.set(k, (g = { name: name ?? k, at: f.geometry.coordinates, events: [] }))
      g.events.push(f.properties)
    }
    return [...by.values()].sort((a, b) => b.events.length - a.events.length || a.name.localeCompare(b.name))
  }, [got.data])
  const at = query.get('at') ?? ''
  const chosen = places.find(g => g.name === at)
  // A name is written where no other stands already; the chosen one always.
  const labels = useMemo(() => {
    const out: { name: string; x: number; y: number; w: number }[] = []
    for (const g of chosen ? [chosen, ...places] : places) {
      const xy = view.projection(g.at), name = seen(g.name)
      if (!xy || out.some(l => l.name === name)) continue
      const l = { name, x: xy[0] + 6 + 2.6 * Math.sqrt(g.events.length), y: xy[1] + 4, w: name.length * 6.6 }
      if (l.x + l.w > W) l.x = xy[0] - (l.x - xy[0]) - l.w   // at the right edge it stands before its place
      if (!out.some(o => o.x < l.x + l.w && l.x < o.x + o.w && Math.abs(o.y - l.y) < 12)) out.push(l)
    }
    return out
  }, [places, view, chosen])
  return (
    <>
      <Head title="Map" exports={<Exports path="events" params={p} formats={['geojson', 'csv', 'json']} />} />
      <EventFilters /><UpTo />
      {got.error ? <Failed error={got.error} again={got.again} /> : <>
        <div class="mapping">
          <figure class="map">
            <svg viewBox={`0 0 ${W} ${H}`} role="group" aria-label={`Map with ${places.length} places`}>
              <path class="sphere" d={view.sphere} /><path class="grid" d={view.grid} /><path class="land" d={view.land} />
              {lines && <path class="border" d={view.lines} />}{lines && <path class="border open" d={view.open} />}{lines === 'all' && <path class="border open" d={view.held} />}
              {places.map(g => { const xy = view.projection(g.at); return xy && <a key={g.name} href={to(['map'], { ...Object.fromEntries(query), at: g.name })} aria-label={`${seen(g.name)}, ${count(g.events.length, 'event')}`} class={g.name === at ? 'pin at' : 'pin'}>
                <circle cx={xy[0]} cy={xy[1]} r={Math.max(11, 3 + 3 * Math.sqrt(g.events.length))} class="touch" /><circle cx={xy[0]} cy={xy[1]} r={3 + 2.6 * Math.sqrt(g.events.length)} /><title>{`${seen(g.name)}: ${g.events.length}`}</title></a> })}
              {labels.map(l => <text key={l.name} x={l.x} y={l.y} aria-hidden="true">{l.name}</text>)}
            </svg>
            <figcaption><Choice label="Boundaries" value={lines} set={v => change({ lines: v || undefined })} options={LINES} /><p>{TELLS[lines]} Coasts and lines: Natural Earth, 1:110 million. {got.data?.attribution && <T>{got.data.attribution}</T>}</p></figcaption>
          </figure>
          <section class="places" aria-label="Places">
            {!got.data ? <Wait /> : !places.length ? <Nothing what="No event with a place that the tables know is told" note={got.data.note} /> : chosen
              ? <><h2><T>{chosen.name}</T> <button class="plain small" onClick={() => change({ at: undefined })}>all places</button></h2><p><a href={to(['name', chosen.name])}>All that is told of it</a></p><ol class="events small">{chosen.events.map((e, i) => <Told key={i} row={{ ...e, place: null, who: Array.isArray(e.who) ? e.who.map((x: any) => x.name ?? x).join(', ') : e.who }} />)}</ol></>
              : <ul class="list">{places.map(g => <li key={g.name} data-row><a href={to(['map'], { ...Object.fromEntries(query), at: g.name })}><T>{g.name}</T></a> <span class="n">{g.events.length}</span></li>)}</ul>}
            {got.data?.note && places.length > 0 && <p class="note"><T>{got.data.note}</T></p>}
          </section>
        </div></>}
    </>
  )
}
