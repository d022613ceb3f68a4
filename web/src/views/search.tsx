// Words in the documents, with facets; searches that are kept, each with a feed.
import { useState } from 'preact/hooks'
import { useAsk, type Row } from '../api'
import { Exports, Head, Hits, NotStated, Shown, T, TextField, When } from '../parts'
import { change, to, usePlace } from '../route'
import { params, read, Saved, write } from '../saved'
import { count } from '../text'

const FACETS: [string, string][] = [['publisher', 'Publisher'], ['year', 'Year'], ['lang', 'Language'], ['who', 'Names'], ['names', 'Names']]

export function Search() {
  const { query } = usePlace()
  const p = params(query), q = p.name ?? ''
  const some = !!q
  const asked = useAsk(some ? 'search' : null, { ...p, limit: '50' })
  const facets = useAsk(some ? 'facets' : null, { ...p, limit: '1000' })
  const [turn, again] = useState(0)
  const groups = new Map<string, Row[]>()
  for (const r of asked.rows) groups.get(r.document)?.push(r) ?? groups.set(r.document, [r])
  const kinds = [...new Set(facets.rows.map(r => r.facet as string))]
  const chosen = (facet: string, value: string | null) => facet === 'year' ? query.get('from') === value && query.get('to') === value : query.get(facet === 'names' ? 'who' : facet) === value
  const choose = (facet: string, value: string | null) => {
    const on = chosen(facet, value), v = on ? undefined : (value ?? undefined)
    facet === 'year' ? change({ from: v, to: v }, 'push') : change({ [facet === 'names' || facet === 'name' ? 'who' : facet]: v }, 'push')
  }
  const key = new URLSearchParams(Object.entries({ q, who: p.who, publisher: p.publisher, lang: p.lang, from: p.from, to: query.get('to') }).filter(([, v]) => v) as [string, string][]).toString()
  const kept = read().some(s => s.query === key)
  const keep = () => { write([...read(), { title: [q, p.who, p.publisher, p.lang, p.from].filter(Boolean).join(' · '), query: key }]); again(turn + 1) }
  return (
    <>
      <Head title={q ? <>Sentences with <i><T>{q}</T></i></> : 'Search'} exports={some ? <Exports path="search" params={p} formats={['csv', 'json', 'atom']} /> : undefined}
        tools={some ? <button onClick={keep} disabled={kept}>{kept ? 'Kept' : 'Keep this search'}</button> : undefined} />
      <form class="filters" aria-label="Search" onSubmit={e => e.preventDefault()}><TextField wide label="Words" value={q} set={v => change({ q: v }, 'push')} /><TextField label="That name" value={p.who ?? ''} set={v => change({ who: v }, 'push')} /></form>
      {some ? (
        <div class="searching">
          <aside class="facets" aria-label="Facets">{kinds.map(k => <section key={k}><h2>{FACETS.find(f => f[0] === k)?.[1] ?? k}</h2>
            <ul>{facets.rows.filter(r => r.facet === k).slice(0, 12).map(r => <li key={String(r.value)}>{r.value === null ? <span class="facet"><NotStated /> <span class="n">{r.sentences}</span></span>
              : <button class="facet" aria-pressed={chosen(k, r.value)} onClick={() => choose(k, r.value)}><span><T>{r.value}</T></span> <span class="n">{r.sentences}</span></button>}</li>)}</ul></section>)}</aside>
          <div><Shown asked={asked} what={`No sentence with “${q}” is in the documents${p.who || p.publisher || p.from ? ' that were chosen' : ''}`}>{() => <>
            {[...groups].map(([d, rows]) => <section key={d} class="hit"><h2><a class="doc" href={to(['document', d.split(' ')[0]])}><span class="id">{d.split(' ')[0]}</span> <T>{rows[0].title ?? d.slice(d.indexOf(' ') + 1)}</T></a> <When date={rows[0].published} none="not dated" /></h2>
              <ul>{rows.map((r, i) => <li key={i} data-row><a class="saying" href={to(['document', d.split(' ')[0]], { at: r.start != null ? `${r.start}-${r.end}` : undefined })}><Hits text={r.words} asked={q} /></a></li>)}</ul></section>)}
            <p class="muted small">{count(asked.rows.length, 'sentence')} shown, best first.</p></>}</Shown></div>
        </div>) : <div class="state quiet"><p>All the words have to be in one sentence; what stands in quotation marks is looked for as it stands.</p><h2>Kept searches</h2><Saved turn={turn} /></div>}
    </>
  )
}
