// A person's word over the program's: correct, reject, accept, undo; who says so and why.
import { useState } from 'preact/hooks'
import { forget, post, token, useWritable, type Failure } from './api'
import { announce, Dialog, T } from './parts'

const kept = (key: string) => { try { return sessionStorage.getItem(key) ?? '' } catch { return '' } }
const keep = (key: string, value: string) => { try { sessionStorage.setItem(key, value) } catch { /* then it is not kept */ } }

export const ask = () => dispatchEvent(new CustomEvent('sign'))

export function Signing({ close }: { close: () => void }) {
  const [value, set] = useState(token.get() ?? ''), [by, name] = useState(kept('by'))
  return (
    <Dialog title="To correct and to add" close={close}>
      <form onSubmit={e => { e.preventDefault(); keep('by', by.trim()); token.set(value.trim() || null); close() }}>
        <p>The token with which <code>chancery serve --writable</code> was started. It is kept in this tab only and is gone when you close it.</p>
        <p class="fields"><label>Token <input type="password" autocomplete="off" value={value} onInput={e => set(e.currentTarget.value)} /></label>
          <label>Your name <input autocomplete="name" value={by} onInput={e => name(e.currentTarget.value)} /></label></p>
        <p class="acts"><button class="first">Keep</button>{token.get() && <button type="button" onClick={() => { token.set(null); close() }}>Forget the token</button>}</p>
      </form>
    </Dialog>
  )
}

export async function correct(action: string, ids: string[], because: string, fields?: Record<string, string>): Promise<string> {
  const entry = (await post('corrections', { action, ids, ...(fields ? { fields } : {}), because, by: kept('by') || 'someone at the page' })).entry
  forget()
  announce(`${action}: ${ids.join(', ')}, as ${entry}`)
  return entry
}

/* The fields of each kind that a person may set; as docs/interchange.md names them. */
const FIELDS: Record<string, [string, string, string[]?][]> = {
  S: [['speakers', 'Speaker (a name, N-4, or person:New Name)'], ['kind', 'Kind', ['', 'direct', 'indirect', 'mixed']], ['date', 'Date'], ['addressee', 'Addressee']],
  F: [['modality', 'Modality', ['', 'is', 'wants', 'supports', 'plans', 'denies']], ['subject', 'Subject'], ['relation', 'Relation'], ['object', 'Object'], ['from', 'From'], ['to', 'To'], ['as_of', 'As of'], ['holder', 'Who wants, plans or says it']],
  R: [['status', 'Status', ['', 'occurred', 'planned', 'cancelled', 'denied', 'hypothetical', 'historical']], ['date', 'Date'], ['place', 'Place'], ['kind', 'Kind']],
  D: [['date', 'Date of publication'], ['title', 'Title'], ['source', 'Publisher']],
}
FIELDS.E = FIELDS.R

export function Correcting({ id, about, now = {}, close, done }: { id: string; about: string; now?: Record<string, string | null | undefined>; close: () => void; done?: (entry: string) => void }) {
  const fields = FIELDS[id[0]] ?? []
  const [values, set] = useState<Record<string, string>>(() => Object.fromEntries(fields.map(([f]) => [f, now[f] ?? ''])))
  const [because, why] = useState(''), [by, name] = useState(kept('by')), [error, fail] = useState<Failure | null>(null), [busy, work] = useState(false)
  const changed = Object.fromEntries(Object.entries(values).filter(([f, v]) => v.trim() !== (now[f] ?? '')))
  const send = async (action: string) => {
    keep('by', by.trim())
    work(true)
    try { const entry = await correct(action, [id], because.trim(), action === 'fix' ? changed : undefined); close(); done?.(entry) } catch (e) { fail(e as Failure); work(false); if ((e as Failure).status === 401) ask() }
  }
  return (
    <Dialog title={`Correct ${id}`} close={close}>
      <form onSubmit={e => { e.preventDefault(); if (Object.keys(changed).length && because.trim()) send('fix') }}>
        <p class="about"><T>{about}</T></p>
        <div class="fields grid">
          {fields.map(([f, label, options]) => <label key={f}>{label}{options
            ? <select name={f} value={values[f]} onChange={e => set({ ...values, [f]: e.currentTarget.value })}>{options.map(o => <option key={o} value={o}>{o || 'not stated'}</option>)}</select>
            : <input name={f} value={values[f]} autocomplete="off" onInput={e => set({ ...values, [f]: e.currentTarget.value })} />}</label>)}
          <label class="all">Because <input name="because" value={because} required autocomplete="off" onInput={e => why(e.currentTarget.value)} /></label>
          <label class="all">Who says so <input name="by" value={by} autocomplete="name" onInput={e => name(e.currentTarget.value)} /></label>
        </div>
        {error && <p class="wrong" role="alert"><T>{error.message}</T></p>}
        <p class="acts"><button class="first" disabled={busy || !Object.keys(changed).length || !because.trim()}>Correct</button>
          <button type="button" disabled={busy || !because.trim()} onClick={() => send('reject')}>It is not so: reject</button></p>
        <p class="muted small">A reason is needed. The journal keeps what the program read; every correction can be undone.</p>
      </form>
    </Dialog>
  )
}

/** The acts on one line, where the record may be written. */
export function Acts({ id, about, now, done }: { id: string; about: string; now?: Record<string, string | null | undefined>; done?: () => void }) {
  const writable = useWritable()
  const [open, set] = useState(false), [said, say] = useState('')
  if (!writable) return null
  const accept = () => correct('accept', [id], 'it is right').then(e => { say(`Accepted (${e})`); done?.() }, (e: Failure) => { say(e.message); if (e.status === 401) ask() })
  return (
    <span class="acts">
      <button onClick={() => (token.get() ? set(true) : ask())}>Correct</button>
      {/^[FRES]/.test(id) && <button onClick={() => (token.get() ? accept() : ask())}>It is right</button>}
      {said && <span class="muted" role="status"><T>{said}</T></span>}
      {open && <Correcting id={id} about={about} now={now} close={() => set(false)} done={e => { say(`Corrected (${e})`); done?.() }} />}
    </span>
  )
}
