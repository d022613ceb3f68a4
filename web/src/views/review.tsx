// What contradicts itself, and what is worth a person's look.
import { useEffect, useRef, useState } from 'preact/hooks'
import { address, token, useAsk, useGet, type Failure, useWritable } from '../api'
import { ask, correct, Correcting } from '../correct'
import { Doc, Exports, Head, Id, Mark, Shown, T, TextField } from '../parts'
import { change, to, usePlace } from '../route'
import { count, words } from '../text'
import { factNow, reportNow } from './document'
import { Conflict } from './line'

export function Conflicts() {
  const { query } = usePlace()
  const p = { name: query.get('who') ?? undefined, known_by: query.get('known_by') ?? undefined }
  const asked = useAsk('conflicts', { ...p, limit: '200' })
  return (
    <>
      <Head title="Conflicts" exports={<Exports path="conflicts" params={p} formats={['csv', 'json']} />}>Where sources contradict one another, side by side. Which side is right is not for the record to say.</Head>
      <form class="filters" aria-label="Filters" onSubmit={e => e.preventDefault()}><TextField label="About whom" value={p.name ?? ''} set={v => change({ who: v })} /></form>
      <Shown asked={asked} what="Nothing in this record contradicts anything else in it">{rows => <ol class="plainlist">{rows.map((r, i) => <li key={i} data-row><Conflict row={r} /></li>)}</ol>}</Shown>
    </>
  )
}

export function Review() {
  const { query } = usePlace()
  const known_by = query.get('known_by') ?? undefined
  const asked = useAsk('review', { known_by, limit: '100' })
  const writable = useWritable()
  const [at, move] = useState(0), [error, fail] = useState(''), [fixing, fix] = useState<string | null>(null), [because, why] = useState('')
  const done = useRef<string[]>([])
  const [last, tell] = useState('')
  const rows = asked.rows, row = rows[Math.min(at, rows.length - 1)]
  const list = useRef<HTMLOListElement>(null)
  const act = async (action: 'accept' | 'reject', id: string) => {
    if (!token.get()) return ask()
    try { const entry = await correct(action, [id], because.trim() || (action === 'accept' ? 'looked at, and it is right' : 'looked at, and it is not so')); done.current.push(entry); tell(`${id} ${action === 'accept' ? 'accepted' : 'rejected'}, ${entry}`); fail('') } catch (e) { fail((e as Failure).message); if ((e as Failure).status === 401) ask() }
  }
  const undo = async () => {
    const entry = done.current.pop()
    if (!entry) return
    try { await correct('undo', [entry], 'taken back'); tell(`${entry} undone`) } catch (e) { done.current.push(entry); fail((e as Failure).message) }
  }
  useEffect(() => {
    const k = (e: KeyboardEvent) => {
      if (e.defaultPrevented || e.metaKey || e.ctrlKey || e.altKey || document.querySelector('dialog[open]') || /^(INPUT|TEXTAREA|SELECT)$/.test((e.target as HTMLElement).tagName)) return
      try { if (localStorage.getItem('keys') === 'off') return } catch { /* then they are on */ }
      const step = e.key === 'j' || e.key === 'ArrowDown' ? 1 : e.key === 'k' || e.key === 'ArrowUp' ? -1 : 0
      if (step && rows.length) { e.preventDefault(); const n = Math.max(0, Math.min(rows.length - 1, at + step)); move(n); (list.current?.children[n]?.querySelector('button') as HTMLElement)?.focus() }
      else if (!row || !writable) return
      else if (e.key === 'a') { e.preventDefault(); act('accept', row.id) }
      else if (e.key === 'x') { e.preventDefault(); act('reject', row.id) }
      else if (e.key === 'c') { e.preventDefault(); token.get() ? fix(row.id) : ask() }
      else if (e.key === 'u') { e.preventDefault(); undo() }
    }
    addEventListener('keydown', k)
    return () => removeEventListener('keydown', k)
  })
  return (
    <>
      <Head title="Review" exports={<Exports path="review" params={{ known_by }} formats={['csv', 'json']} />}>What is worth a person’s look: first that on which most rests, and of which the reading is least sure.</Head>
      {writable && <p class="acts sticky"><label class="because">Because <input value={because} placeholder="looked at" onInput={e => why(e.currentTarget.value)} /></label>
        <button onClick={() => row && act('accept', row.id)} disabled={!row}>Accept <kbd>a</kbd></button><button onClick={() => row && (token.get() ? fix(row.id) : ask())} disabled={!row}>Correct <kbd>c</kbd></button>
        <button onClick={() => row && act('reject', row.id)} disabled={!row}>Reject <kbd>x</kbd></button><button onClick={undo} disabled={!done.current.length}>Undo <kbd>u</kbd></button>
        <span class="muted" role="status">{last}</span>{error && <span class="wrong" role="alert"><T>{error}</T></span>}</p>}
      <Shown asked={asked} what="Nothing waits for a person’s look">{list2 => <ol class="queue" ref={list}>{list2.map((r, i) => (
        <li key={r.id} class={i === Math.min(at, rows.length - 1) ? 'at' : undefined} data-row>
          <button class="gist" aria-pressed={i === at} onClick={() => move(i)} onFocus={() => move(i)}><span class="doubt">{words(r.doubt ?? '')}</span> <b><Line text={r.line} /></b> <span class="side muted">{r.confidence != null && <>{r.confidence}&#8239;% · </>}{count(+r.rests_on_it || 0, 'line')} rest on it</span></button>
          {i === Math.min(at, rows.length - 1) && <div class="detail"><Evidence id={r.id} document={r.document} /></div>}
        </li>))}</ol>}</Shown>
      {fixing && <Fixing id={fixing} about={row?.line ?? fixing} close={() => fix(null)} done={e => { done.current.push(e); tell(`${fixing} corrected, ${e}`) }} />}
    </>
  )
}

const Line = ({ text }: { text: string }) => <>{String(text ?? '').split(' · ').map((p, i) => <span key={i}>{i ? ' · ' : ''}<T>{words(p)}</T></span>)}</>

function Evidence({ id, document: d }: { id: string; document?: string }) {
  const why = useAsk('why', { name: id })
  const get = (k: string) => why.rows.find(r => r.what === k)?.value
  const m = get('modality')
  return <>
    <p class="quote"><q><T>{get('sentence') ?? get('words') ?? get('evidence') ?? (why.loading ? '…' : '')}</T></q></p>
    <p class="under">{m && m !== 'is' && <Mark kind={m} />} {get('rule') && <span class="rule"><T>{get('rule')}</T></span>} <Doc document={d} row={id} /> <Id id={id} document={d} /> <a href={id[0] === 'F' ? to(['fact', id]) : id[0] === 'E' ? to(['event', id]) : to(['document', String(d).split(' ')[0]], { row: id })}>all that stands behind it</a></p>
  </>
}

/** The form of a correction with the fields as they are. */
function Fixing({ id, about, close, done }: { id: string; about: string; close: () => void; done: (entry: string) => void }) {
  const got = useGet<any>(id[0] === 'F' ? address('facts/' + id) : id[0] === 'E' ? address('events/' + id) : null)
  if (got.loading && !got.error) return null
  const now = id[0] === 'F' && got.data ? factNow(got.data.fact) : id[0] === 'E' && got.data ? reportNow(got.data.event) : {}
  return <Correcting id={id} about={about} now={now} close={close} done={done} />
}
