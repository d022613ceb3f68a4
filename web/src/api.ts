// The server's answers, kept while the record stays as it is.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Params } from './route'

export type Row = Record<string, any>
export interface Column { name: string; title: string; detail: boolean; number: boolean }
export interface Answer { question: string; columns: Column[]; rows: Row[]; note: string | null; next: string | null }
export class Failure extends Error { constructor(public status: number, text: string) { super(text) } }

const kept = new Map<string, Promise<any>>(), known = new Map<string, any>() // asked for; and what was answered
let epoch = 0
const watchers = new Set<() => void>()

/** What was answered is forgotten: the record has changed and the reader asked to see it. */
export function forget() { kept.clear(); known.clear(); epoch++; forgotten = performance.now(); for (const w of [...watchers]) w() }
let forgotten = -1e9
/** Was everything asked anew just now, as after a correction of one's own? */
export const fresh = () => performance.now() - forgotten < 5000
export function useEpoch(): number { const [age, grow] = useState(epoch); useEffect(() => { const w = () => grow(epoch); watchers.add(w); return () => { watchers.delete(w) } }, []); return age }

export const token = {
  get(): string | null { try { return sessionStorage.getItem('token') } catch { return null } },
  set(value: string | null) {
    try { value ? sessionStorage.setItem('token', value) : sessionStorage.removeItem('token') } catch { /* then it is not kept */ }
    forget()
  },
}
export const bearer = (): Record<string, string> => (token.get() ? { Authorization: 'Bearer ' + token.get() } : {})

export function address(path: string, params: Params = {}): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(params)) if (value) query.set(key, value)
  const text = query.toString()
  return '/api/v1/' + path + (text ? '?' + text : '')
}

async function failure(r: Response): Promise<Failure> {
  let text = r.statusText
  try { text = (await r.json()).error.text } catch { /* not ours: the status line will do */ }
  return new Failure(r.status, text || `status ${r.status}`)
}

async function load(url: string) {
  let r: Response
  try { r = await fetch(url, { headers: bearer() }) } catch { throw new Failure(0, 'the server does not answer') }
  if (!r.ok) throw await failure(r)
  return r.json()
}

export function get<T>(url: string): Promise<T> {
  let p = kept.get(url)
  if (!p) {
    if (kept.size > 200) { kept.clear(); known.clear() }
    const asked: Promise<any> = p = load(url)
    kept.set(url, asked)
    asked.then(data => { if (kept.get(url) === asked) known.set(url, data) }, () => { if (kept.get(url) === asked) kept.delete(url) })
  }
  return p
}

const take = (url: string, data: any) => { if (!kept.has(url)) { kept.set(url, Promise.resolve(data)); known.set(url, data) } }
const takeFirst = (first: any) => { for (const [path, answer] of Object.entries(first?.answers ?? {})) take('/api/v1/' + path, answer) }

/** What the first page shows, when the page came with it. */
export function carried(): boolean {
  const block = document.getElementById('first')
  if (!block) return false
  const { session, first } = JSON.parse(block.textContent!)
  if (!token.get()) take('/api/v1/session', session)
  takeFirst(first)
  return true
}

/** Else it is asked for in one, by the head of the page (`Link`): there before anything is drawn, so that it is drawn once. */
export async function prime(from: string) {
  const json = (url: string) => fetch(url).then(r => (r.ok ? r.json() : null), () => null)
  const session = '/api/v1/session', age = epoch
  const [first, who] = await Promise.all([json(address('first', { from })), token.get() ? null : json(session)])
  if (age !== epoch) return
  if (who) take(session, who)
  takeFirst(first)
}

export async function post(path: string, body: unknown): Promise<any> {
  let r: Response
  try { r = await fetch('/api/v1/' + path, { method: 'POST', headers: { 'Content-Type': 'application/json', ...bearer() }, body: JSON.stringify(body) }) } catch { throw new Failure(0, 'the server does not answer') }
  if (!r.ok) throw await failure(r)
  return r.json()
}

export interface Asked<T> { data?: T; error?: Failure; loading: boolean; again: () => void }

/** Ask for `url` (null: nothing yet). While a new answer is awaited the one before stays, with `loading` set. */
export function useGet<T>(url: string | null): Asked<T> {
  const [state, set] = useState<{ url: string | null; data?: T; error?: Failure }>(() => (url && known.has(url) ? { url, data: known.get(url) } : { url: null }))
  const [turn, again] = useState(0)
  const age = useEpoch()
  const latest = useRef<string | null>(null)
  if (url && latest.current !== url) get(url)            // at once: an effect comes only after the page is painted
  latest.current = url
  useEffect(() => {
    if (!url || (state.url === url && known.has(url) && state.data === known.get(url))) return
    get<T>(url).then(
      data => { if (latest.current === url) set({ url, data }) },
      error => { if (latest.current === url) set({ url, error: error instanceof Failure ? error : new Failure(0, String(error)) }) },
    )
  }, [url, turn, age])
  const fresh = state.url === url
  return { data: fresh || !state.error ? state.data : undefined, error: fresh ? state.error : undefined, loading: !!url && !fresh,
           again: () => { set({ url: null }); again(turn + 1) } }
}

export interface Session { writable: boolean; token: boolean; version: string; documents: number; record: string }
export const useSession = () => useGet<Session>('/api/v1/session').data
export const useWritable = () => useSession()?.writable ?? false

export interface Asking extends Asked<Answer> { more?: () => void; url: string | null; columns: Column[]; rows: Row[]; note: string | null }

/** Ask a question; `more` is there when the answer goes on. */
export function useAsk(question: string | null, params: Params): Asking {
  const url = question ? address(question, params) : null
  const first = useGet<Answer>(url)
  const [rest, set] = useState<{ url: string | null; rows: Row[]; next: string | null }>({ url: null, rows: [], next: null })
  const added = rest.url === url && !first.loading ? rest : { rows: [], next: first.data?.next ?? null }
  const next = added.next
  const more = next && url ? () => get<Answer>(address(question!, { ...params, after: next })).then(a => set({ url, rows: [...added.rows, ...a.rows], next: a.next })) : undefined
  return { ...first, url, more, columns: first.data?.columns ?? [], note: first.data?.note ?? null, rows: first.data ? [...first.data.rows, ...added.rows] : [] }
}

/** Server-sent events over fetch, so that a token can go along. Tries again after a while, and says when it is cut off. */
export function listen(heard: (event: string, data: any) => void, linked: (up: boolean) => void): () => void {
  const stop = new AbortController()
  let last = ''                                          // how the record stood when we heard of it
  const run = async () => {
    for (let wait = 1000; !stop.signal.aborted; wait = Math.min(wait * 2, 30000)) {
      try {
        const r = await fetch('/api/v1/live', { headers: { Accept: 'text/event-stream', ...(last && { 'Last-Event-ID': last }), ...bearer() }, signal: stop.signal, cache: 'no-store' })
        if (r.ok && r.body) {
          linked(true)
          wait = 1000
          const reader = r.body.pipeThrough(new TextDecoderStream()).getReader()
          let text = ''
          for (;;) {
            const { done, value } = await reader.read()
            if (done) break
            text = (text + value).replace(/\r\n?/g, '\n')
            for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
              const lines = text.slice(0, end).split('\n')
              last = lines.find(l => l.startsWith('id:'))?.slice(3).trim() ?? last
              const event = lines.find(l => l.startsWith('event:'))?.slice(6).trim()
              const data = lines.filter(l => l.startsWith('data:')).map(l => l.slice(5).trim()).join('\n')
              if (event) try { heard(event, JSON.parse(data)) } catch { /* not for us */ }
            }
          }
        }
      } catch { /* cut off, or stopped */ }
      if (stop.signal.aborted) return
      linked(false)
      await new Promise(r => setTimeout(r, wait))
    }
  }
  run()
  return () => stop.abort()
}
