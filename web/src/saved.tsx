// Searches that are kept in this browser, each with a feed.
import { useState } from 'preact/hooks'
import { address } from './api'
import { T } from './parts'
import type { Params } from './route'

interface Kept { title: string; query: string }
export const read = (): Kept[] => { try { return JSON.parse(localStorage.getItem('searches') ?? '[]') } catch { return [] } }
export const write = (list: Kept[]) => { try { localStorage.setItem('searches', JSON.stringify(list)) } catch { /* then they are not kept */ } }
/** What the address of a search asks for. */
export const params = (q: URLSearchParams): Params => ({ name: q.get('q') ?? undefined, who: q.get('who') ?? undefined, publisher: q.get('publisher') ?? undefined, lang: q.get('lang') ?? undefined, on: undefined, from: q.get('from') ?? undefined, to: q.get('to') ?? q.get('on') ?? undefined, known_by: q.get('known_by') ?? undefined })

export function Saved({ turn = 0 }: { turn?: number }) {
  const [list, set] = useState(read)
  void turn
  const drop = (i: number) => { const l = list.filter((_, k) => k !== i); write(l); set(l) }
  if (!list.length) return <p class="notstated">None yet. A search can be kept from its page; each has an Atom feed.</p>
  return <ul class="plainlist saved">{list.map((s, i) => <li key={s.query}><a href={'/search?' + s.query}><T>{s.title}</T></a> <a class="feed" href={address('search.atom', params(new URLSearchParams(s.query)))} aria-label={`Atom feed of ${s.title}`}>Atom</a> <button class="plain small" onClick={() => drop(i)} aria-label={`Forget ${s.title}`}>✕</button></li>)}</ul>
}
