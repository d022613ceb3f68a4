// The coast and the boundary lines of the map, out of world-atlas (Natural Earth, public domain). Nothing is filled by country, so that no
// territory is given to anybody; lines that are disputed are kept apart, and which are drawn is the reader's choice.
import { mergeArcs, meshArcs, feature } from 'topojson-client'

const inside = ([x, y], ring) => {
  let is = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++)
    if (ring[i][1] > y !== ring[j][1] > y && x < ((ring[j][0] - ring[i][0]) * (y - ring[i][1])) / (ring[j][1] - ring[i][1]) + ring[i][0]) is = !is
  return is
}

/* Pairs whose common line is disputed or undetermined, by name in the source. */
const disputed = ['Kosovo', 'Somaliland', 'N. Cyprus', 'W. Sahara', 'Palestine', 'Taiwan']
/* The same lines as the members of the United Nations have them: these two are parts of a member there. */
const within = { Somaliland: 'Somalia', 'N. Cyprus': 'Cyprus' }
/* Kashmir: the lines among India, Pakistan and China in this box. */
const kashmir = { names: ['India', 'Pakistan', 'China'], west: 72, east: 81, south: 32, north: 37.5 }

export function world(topology) {
  const countries = topology.objects.countries.geometries
  const name = g => g.properties.name
  const russia = countries.find(g => name(g) === 'Russia')
  const ukraine = countries.find(g => name(g) === 'Ukraine')

  // Crimea is a polygon of its own in the source, counted as Russia's. It becomes a geometry of its own here.
  const at = feature(topology, russia).geometry.coordinates.findIndex(p => inside([34.2, 45.2], p[0]))
  const shapes = [...countries]
  if (at >= 0 && at !== feature(topology, russia).geometry.coordinates.reduce((big, p, i, all) => (p[0].length > all[big][0].length ? i : big), 0)) {
    const crimea = { type: 'Polygon', arcs: russia.arcs[at], properties: { name: 'Crimea' } }
    shapes[shapes.indexOf(russia)] = { ...russia, arcs: russia.arcs.filter((_, i) => i !== at) }
    shapes.push(crimea)
  }
  const all = { type: 'GeometryCollection', geometries: shapes }

  const start = arc => {
    let [x, y] = topology.arcs[arc < 0 ? ~arc : arc][0]
    return [x * topology.transform.scale[0] + topology.transform.translate[0], y * topology.transform.scale[1] + topology.transform.translate[1]]
  }
  const pair = (a, b, x, y) => (name(a) === x && name(b) === y) || (name(a) === y && name(b) === x)
  const isDisputed = (a, b) => [a, b].some(g => disputed.includes(name(g)) || name(g) === 'Crimea')
  const maybeKashmir = (a, b) => kashmir.names.includes(name(a)) && kashmir.names.includes(name(b))
  const inKashmir = arcs => arcs.every(i => { const [x, y] = start(i); return x >= kashmir.west && x <= kashmir.east && y >= kashmir.south && y <= kashmir.north })

  const plain = meshArcs(topology, all, (a, b) => a !== b && !isDisputed(a, b))
  const settled = plain.arcs, doubtful = []
  const mixed = meshArcs(topology, all, (a, b) => a !== b && maybeKashmir(a, b)).arcs.filter(inKashmir).flat().map(i => (i < 0 ? ~i : i))
  const lines = { type: 'MultiLineString', arcs: settled.map(l => l.filter(i => !mixed.includes(i < 0 ? ~i : i))).filter(l => l.length) }
  const open = meshArcs(topology, all, (a, b) => a !== b && isDisputed(a, b) && !pair(a, b, 'Crimea', 'Ukraine') &&
    !Object.entries(within).some(([x, y]) => pair(a, b, x, y)))
  const held = meshArcs(topology, all, (a, b) => a !== b && (pair(a, b, 'Crimea', 'Ukraine') || Object.entries(within).some(([x, y]) => pair(a, b, x, y))))
  doubtful.push(...open.arcs, ...mixed.map(i => [i]))
  const objects = { land: mergeArcs(topology, all.geometries), lines, open: { type: 'MultiLineString', arcs: doubtful }, held }
  void ukraine
  return { type: 'Topology', transform: topology.transform, bbox: topology.bbox, arcs: topology.arcs, objects }
}
