// Where we are: the address is the whole state of a view. Two clocks (`on`, `known_by`) go along from page to page.
import { useEffect, useState } from 'preact/hooks'

export type Params = Record<string, string | undefined>
export interface Place { path: string[]; query: URLSearchParams; url: string }

const listeners = new Set<() => void>()

export function here(): Place {
  const path = location.pathname.split('/').filter(Boolean).map(part => { try { return decodeURIComponent(part) } catch { return part } })
  return { path, query: new URLSearchParams(location.search), url: location.pathname + location.search }
}

/** An address within the record, with both clocks as they stand unless said otherwise. */
export function to(path: string[], params: Params = {}): string {
  const now = new URLSearchParams(location.search), query = new URLSearchParams()
  for (const clock of ['on', 'known_by']) if (!(clock in params) && now.get(clock)) query.set(clock, now.get(clock)!)
  for (const [key, value] of Object.entries(params)) if (value) query.set(key, value)
  const text = query.toString()
  return '/' + path.map(encodeURIComponent).join('/') + (text ? '?' + text : '')
}

function moved() { for (const l of [...listeners]) l() }

export function go(url: string, how: 'push' | 'replace' = 'push') {
  if (url === location.pathname + location.search) return
  const samePage = url.split('?')[0] === location.pathname
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', url)
  moved()
  if (how === 'push' && !samePage) { scrollTo(0, 0); arrive() }
}

/** After a move to another page the reader, and a screen reader, begin at its heading. */
function arrive() { requestAnimationFrame(() => document.getElementById('main')?.focus({ preventScroll: true })) }

/** The same page with some of its parameters changed. */
export function change(params: Params, how: 'push' | 'replace' = 'replace') {
  const query = new URLSearchParams(location.search)
  for (const [key, value] of Object.entries(params)) value ? query.set(key, value) : query.delete(key)
  const text = query.toString()
  go(location.pathname + (text ? '?' + text : ''), how)
}

addEventListener('popstate', moved)
document.addEventListener('click', event => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const a = (event.target as Element | null)?.closest?.('a')
  if (!a || a.target || a.hasAttribute('download') || a.origin !== location.origin || a.pathname.startsWith('/api/') || a.getAttribute('href')?.startsWith('#')) return
  event.preventDefault()
  go(a.pathname + a.search)
})

export function usePlace(): Place {
  const [place, set] = useState(here)
  useEffect(() => { const l = () => set(here()); listeners.add(l); return () => { listeners.delete(l) } }, [])
  return place
}
