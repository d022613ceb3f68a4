// The record itself: its documents, its state, what was corrected, and how more comes in.
import { useEffect, useRef, useState } from 'preact/hooks'
import { bearer, forget, token, useAsk, useWritable, type Failure, type Row } from '../api'
import { Begin } from '../begin'
import { ask, correct } from '../correct'
import { useProgress } from '../live'
import { CELLS, Exports, Head, NotStated, Shown, T, Table, When } from '../parts'
import { to, usePlace } from '../route'
import { count, moment, plain, seen, words, thousands } from '../text'

export function Documents() {
  const { query } = usePlace()
  const p = { on: undefined, known_by: query.get('known_by') ?? undefined }
  const asked = useAsk('docs', { ...p, limit: '200' })
  return (
    <>
      <Head title="Documents" exports={<Exports path="docs" params={p} formats={['csv', 'json', 'atom']} />} />
      <Shown asked={asked} what="This record holds no document" lines={12} extra={<Begin />}>{rows => <Table caption="Documents" rows={rows} columns={['document', 'publisher', 'published', 'lang', 'statements', 'events', 'facts', 'furniture']}
        cells={{ ...CELLS, document: r => { const id = r.document.split(' ')[0]; return <a class="doc" href={to(['document', id])}><span class="id">{id}</span> <T>{r.title ?? r.document.slice(id.length + 1)}</T></a> },
          publisher: r => (r.publisher ? <T>{r.publisher}</T> : <NotStated />), published: r => (r.published ? <><When date={r.published} /> <span class="muted small">{r.basis}</span></> : <NotStated />),
          ...Object.fromEntries(['statements', 'events', 'facts', 'furniture'].map(k => [k, (r: Row) => <span class="fig">{r[k] || ''}</span>])) }} />}</Shown>
    </>
  )
}

export function Status() {
  const asked = useAsk('status', {}), stale = useAsk('stale', { limit: '20' })
  const jobs = useProgress()
  return (
    <>
      <Head title="Status" exports={<Exports path="status" formats={['csv', 'json']} />} />
      {jobs.filter(j => j.done < j.of).map(j => <p key={j.job}><label>Reading: {j.done} of {j.of}{j.failed ? `, ${j.failed} failed` : ''} <progress max={j.of} value={j.done} /></label></p>)}
      <Shown asked={asked} what="Nothing is known of this record">{rows => <dl class="figures">{rows.map((r, i) => <div key={i}><dt><T>{r.what}</T></dt><dd><T>{/^\d+$/.test(r.value) ? thousands(+r.value) : /T\d\d:\d\d/.test(r.value) ? moment(r.value) : plain(r.value)}</T></dd></div>)}</dl>}</Shown>
      <section><h2>Read by older versions</h2>{stale.rows.length ? <><p>{count(stale.rows.length, 'document')}{stale.more ? ' and more' : ''} would be read anew by <code>chancery recode --stale</code>.</p>
        <Table caption="Documents read by older versions" rows={stale.rows} columns={stale.columns} cells={CELLS} /></> : <p class="muted">{stale.data ? 'All documents were read by this version.' : '…'}</p>}</section>
    </>
  )
}

export function Journal() {
  const { query } = usePlace()
  const known_by = query.get('known_by') ?? undefined
  const asked = useAsk('journal', { known_by, limit: '200' })
  const writable = useWritable()
  const [said, say] = useState('')
  const undo = async (id: string) => { if (!token.get()) return ask(); try { say(`${id} undone, as ${await correct('undo', [id], 'taken back')}`) } catch (e) { say((e as Failure).message) } }
  return (
    <>
      <Head title="Journal" exports={<Exports path="journal" params={{ known_by }} formats={['csv', 'json']} />}>All that was corrected: who said so, when and why. Nothing is ever taken out of it; what is undone stays.</Head>
      <p class="muted" role="status"><T>{said}</T></p>
      <Shown asked={asked} what="Nothing was corrected in this record">{rows => <ol class="journal">{[...rows].reverse().map((r, i) => {
        const id = r.id ?? r.entry, undone = r.undone || /undone/.test(r.state ?? r.status ?? '')
        return <li key={i} class={undone ? 'undone' : undefined} data-row><span class="id">{id}</span> <b>{r.action ?? r.what}</b> <Says text={r.says} />
          <p class="under"><time class="mono">{moment(r.when ?? r.made)}</time> · <T>{r.by ?? r.author}</T> · <q><T>{r.because ?? r.reason}</T></q>{r.state && <> · <T>{r.state}</T></>}{writable && !undone && id && <> · <button class="plain small" onClick={() => undo(id)}>undo</button></>}</p></li>
      })}</ol>}</Shown>
    </>
  )
}

/** What an entry sets and of what it speaks, in words. */
function Says({ text }: { text: string | null }) {
  let body: any
  try { body = JSON.parse(text ?? '') } catch { return <T>{text}</T> }
  const value = (v: any): string => (v == null || v === '' ? 'left open' : Array.isArray(v) ? (v.length ? v.map(value).join('; ') : 'left open') : typeof v === 'object' ? (v.name ?? v.key ?? JSON.stringify(v)) : String(v))
  const targets: any[] = Array.isArray(body.targets) ? body.targets : []
  return <>
    {Object.entries(body.set ?? {}).map(([k, v]) => <span key={k}>{words(k)}: <T>{value(v)}</T> </span>)}
    {targets.map((t, i) => <span key={i} class="muted">{KINDS[t.kind] ?? ''} {t.words ? <q><T>{t.words}</T></q> : <T>{t.name ?? t.key ?? (t.entry ? String(t.entry).slice(0, 8) : '')}</T>} </span>)}</>
}
const KINDS: Record<string, string> = { S: 'of the statement', F: 'of the fact', R: 'of the report', E: 'of the event', D: 'of the document' }

interface Sent { name: string; size: number; part: number; state: 'waits' | 'goes' | 'done' | 'failed'; text?: string; document?: string; job?: string }

export function Add() {
  const writable = useWritable()
  const [list, set] = useState<Sent[]>([]), [over, drag] = useState(false)
  const jobs = useProgress()
  const queue = useRef<{ file: File; at: number }[]>([]), busy = useRef(false), total = useRef(0)
  const put = (at: number, part: Partial<Sent>) => set(l => l.map((s, i) => (i === at ? { ...s, ...part } : s)))
  const send = (file: File, at: number) => new Promise<void>(done => {
    const x = new XMLHttpRequest()
    const name = (file as any).webkitRelativePath || file.name
    x.open('POST', '/api/v1/documents?path=' + encodeURIComponent(name))
    for (const [k, v] of Object.entries(bearer())) x.setRequestHeader(k, v)
    x.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
    x.upload.onprogress = e => put(at, { part: e.loaded / (e.total || 1) })
    x.onload = () => {
      let a: any = {}
      try { a = JSON.parse(x.responseText) } catch { /* then the status says it */ }
      if (x.status === 401) ask()
      if (x.status >= 400) put(at, { state: 'failed', text: a.error?.text ?? `status ${x.status}` })
      else put(at, { state: 'done', part: 1, document: a.document, job: a.job && String(a.job), text: a.job ? 'being read' : a.new === false ? 'was there already' : [a.statements != null && count(a.statements, 'statement'), a.events != null && count(a.events, 'event'), a.facts != null && count(a.facts, 'fact')].filter(Boolean).join(', ') })
      done()
    }
    x.onerror = () => { put(at, { state: 'failed', text: 'the server does not answer' }); done() }
    put(at, { state: 'goes' })
    x.send(file)
  })
  const take = async (files: File[]) => {
    if (!files.length) return
    if (!token.get()) return ask()
    set(l => [...l, ...files.map(f => ({ name: (f as any).webkitRelativePath || f.name, size: f.size, part: 0, state: 'waits' as const }))])
    for (const file of files) queue.current.push({ file, at: total.current++ })
    if (busy.current) return
    busy.current = true
    while (queue.current.length) { const n = queue.current.shift()!; await send(n.file, n.at) }
    busy.current = false
    forget()
  }
  useEffect(() => { const stop = (e: DragEvent) => e.preventDefault(); addEventListener('dragover', stop); addEventListener('drop', stop); return () => { removeEventListener('dragover', stop); removeEventListener('drop', stop) } }, [])
  const ready = list.filter(s => s.state === 'done' || s.state === 'failed').length
  return (
    <>
      <Head title="Add documents">Text, pages of the web and PDF. What is in the record already is left as it is.</Head>
      {!writable ? <div class="state quiet"><h2>Read only</h2><p>This record was opened to be looked at. <code>chancery serve --writable</code> lets those with a token add and correct.</p></div> : <>
        <label class={`drop${over ? ' over' : ''}`} onDragOver={e => { e.preventDefault(); drag(true) }} onDragLeave={() => drag(false)} onDrop={e => { e.preventDefault(); drag(false); take([...(e.dataTransfer?.files ?? [])]) }}>
          <input type="file" multiple onChange={e => { take([...(e.currentTarget.files ?? [])]); e.currentTarget.value = '' }} />
          <span>Choose documents, or drop them here</span>
        </label>
        {list.length > 0 && <p role="status">{ready} of {list.length}</p>}
        <ul class="sent">{list.map((s, i) => { const j = s.job ? jobs.find(x => x.job === s.job) : undefined; return <li key={i} class={s.state}>
          <span><T>{s.name}</T> <span class="muted">{count(s.size, 'byte')}</span></span>
          {s.state === 'goes' && <progress max={1} value={s.part} aria-label={`Sending ${seen(s.name)}`} />}{j && j.done < j.of && <progress max={j.of} value={j.done} aria-label={`Reading ${seen(s.name)}`} />}
          <span>{s.document ? <a href={to(['document', s.document])}>{s.document}</a> : words(s.state === 'done' ? '' : s.state)} <T>{s.text}</T></span></li> })}</ul></>}
    </>
  )
}
