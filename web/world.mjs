// The coast and the boundary lines of the map, out of world-atlas (Natural Earth, public domain). Nothing is filled by country, so that no
// territory is given to anybody; lines that are disputed are kept apart, and which are drawn is the reader's choice.
import { feature, mergeArcs, meshArcs } from 'topojson-client'

const inside = ([x, y], ring) => {
  let is = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++)
    if (ring[i][1] > y !== ring[j][1] > y && x < ((ring[j][0] - ring[i][0]) * (y - ring[i][1])) / (ring[j][1] - ring[i][1]) + ring[i][0]) is = !is
  return is
}
const name = g => g.properties.name
const pair = (a, b, x, y) => (name(a) === x && name(b) === y) || (name(a) === y && name(b) === x)

/* Their lines are disputed or not settled, by their names in the source; Crimea is cut out below. */
const disputed = ['Kosovo', 'Somaliland', 'N. Cyprus', 'W. Sahara', 'Palestine', 'Crimea']
/* Lines that are none as the members of the United Nations have them: the first is a part of the second there. */
const within = [['Crimea', 'Ukraine'], ['Somaliland', 'Somalia'], ['N. Cyprus', 'Cyprus']]
/* Kashmir: what lies in this box of the lines among these three. */
const kashmir = { names: ['India', 'Pakistan', 'China'], west: 73, east: 81, south: 32.4, north: 37.2 }

/* Crimea is a polygon of its own in the source, counted as Russia's: a geometry of its own here, so that its line is known. */
function cutCrimea(topology) {
  const countries = topology.objects.countries.geometries
  const russia = countries.find(g => name(g) === 'Russia')
  const at = feature(topology, russia).geometry.coordinates.findIndex(p => inside([34.2, 45.2], p[0]))
  if (at < 0) throw new Error('the source has changed: Crimea is not among the polygons of Russia')
  return [...countries.filter(g => g !== russia), { ...russia, arcs: russia.arcs.filter((_, i) => i !== at) },
          { type: 'Polygon', arcs: russia.arcs[at], properties: { name: 'Crimea' } }]
}

export function world(topology) {
  const geometries = cutCrimea(topology), all = { type: 'GeometryCollection', geometries }
  const lines = which => meshArcs(topology, all, (a, b) => a !== b && which(a, b))
  const isHeld = (a, b) => within.some(([x, y]) => pair(a, b, x, y))
  const isOpen = (a, b) => [a, b].some(g => disputed.includes(name(g)))
  const isNear = (a, b) => [a, b].every(g => kashmir.names.includes(name(g)))

  // Near Kashmir a line of the source is in part settled and in part not: cut where the box begins.
  const settled = [], open = []
  for (const line of feature(topology, lines(isNear)).geometry.coordinates) {
    const there = ([x, y]) => x >= kashmir.west && x <= kashmir.east && y >= kashmir.south && y <= kashmir.north
    for (let i = 1; i < line.length; i++) {
      const list = there(line[i - 1]) && there(line[i]) ? open : settled, last = list.at(-1)
      const from = line[i - 1].map(v => +v.toFixed(3)), to = line[i].map(v => +v.toFixed(3))
      last && last.at(-1)[0] === from[0] && last.at(-1)[1] === from[1] ? last.push(to) : list.push([from, to])
    }
  }
  return {
    type: 'Topology', transform: topology.transform, bbox: topology.bbox, arcs: topology.arcs,
    objects: { land: mergeArcs(topology, geometries), lines: lines((a, b) => !isOpen(a, b) && !isNear(a, b)), open: lines((a, b) => isOpen(a, b) && !isHeld(a, b)), held: lines(isHeld) },
    settled: { type: 'MultiLineString', coordinates: settled }, unsettled: { type: 'MultiLineString', coordinates: open },
  }
}
