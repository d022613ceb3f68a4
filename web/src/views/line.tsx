// One event, one statement, one fact: what stands behind a line of the record.
import type { ComponentChildren } from 'preact'
import { address, useAsk, useGet, type Row } from '../api'
import { Acts } from '../correct'
import { Chain, Doc, Exports, Failed, Head, Id, Inferred, Mark, NotStated, Shown, Status, T, Wait, When } from '../parts'
import { to, usePlace } from '../route'
import { count, day, moment, plain, seen, words } from '../text'
import { FactPairs, factNow, factText, ReportPairs, reportNow, SaidPairs, saidNow, Several, Someone, type Fact as FactRow, type Report, type Said } from './document'

const Paper = ({ d, row }: { d: Row; row: string }) => <a class="doc" href={to(['document', d.id], { row })}><span class="id">{d.id}</span> <T>{d.title ?? d.name}</T></a>
const Dated = ({ d }: { d: Row }) => <>{d.publisher ? <T>{d.publisher}</T> : <NotStated>publisher not stated</NotStated>}, {d.published ? day(d.published, true) : 'date not stated'}</>

/** Who said it, who carried it, who published it: one after the other. */
function Steps({ steps }: { steps: { who: ComponentChildren; role: string; date?: string | null }[] }) {
  return <ol class="chain">{steps.map((s, i) => <li key={i}><span class="role">{s.role}</span><span class="link">{s.who}</span>{s.date && <span class="muted">{day(s.date, true)}</span>}</li>)}</ol>
}

interface Happened { event: Row; origins: { origin: number; reports: Report[] }[]; conflicts: Row[] }

export function Event() {
  const { path, query } = usePlace()
  const id = path[1] ?? '', known_by = query.get('known_by') ?? undefined
  const got = useGet<Happened>(address('events/' + encodeURIComponent(id), { known_by }))
  if (got.error) return <><Head title={seen(id)} kicker="Event" /><Failed error={got.error} again={got.again} /></>
  if (!got.data) return <Wait />
  const { event: e, origins, conflicts } = got.data
  const people: string[] = (e.participants ?? []).map((p: any) => p.name)
  const reports = origins.flatMap(o => o.reports)
  // What the reports do not agree on.
  const fields: [string, (r: Report) => string][] = [['status', r => r.status], ['date', r => r.date ?? ''], ['place', r => r.place?.name ?? ''], ['kind', r => r.kind ?? '']]
  const apart = fields.map(([f, of]) => { const by = new Map<string, Report[]>(); for (const r of reports) if (of(r)) { const v = of(r); by.get(v)?.push(r) ?? by.set(v, [r]) } return { f, by } }).filter(x => x.by.size > 1)
  return (
    <>
      <Head kicker={<>Event <span class="id">{e.id}</span></>} title={<>{words(e.kind ?? e.mode ?? e.type ?? 'event')}{people.length > 0 && <>: <T>{people.slice(0, 3).join(', ') + (people.length > 3 ? ` and ${people.length - 3} more` : '')}</T></>}{e.place && <>, <T>{e.place.name}</T></>}</>} exports={<Exports path={'events/' + e.id} params={{ known_by }} formats={['json']} />}>
        <dl class="pairs">
          <dt>who</dt><dd>{e.participants?.length ? (e.participants as any[]).map((p, i) => <span key={i}>{i ? ', ' : ''}<Someone who={p} />{p.role && <span class="muted"> {p.role}</span>}{p.post && <span class="muted">, <T>{p.post}</T></span>}</span>) : <NotStated />}</dd>
          <dt>when</dt><dd><When date={e.date} none="not stated" /></dd>
          <dt>where</dt><dd>{e.place ? <Someone who={e.place} /> : <NotStated />}</dd>
          <dt>status</dt><dd><Status status={e.status} /></dd>
        </dl>
        <Acts id={e.id} about={`${words(e.kind ?? e.type ?? '')} · ${(e.participants ?? []).map((p: any) => p.name).join(', ')}`} now={reportNow({ ...e, place: e.place } as any)} />
      </Head>
      <p class="sum">{count(reports.length, 'report')} from {count(origins.length, 'independent origin')}.</p>
      {apart.length > 0 && <section class="differ"><h2>Where the reports disagree</h2>
        <table><caption class="hide">Fields on which the reports disagree</caption><tbody>{apart.map(({ f, by }) => <tr key={f}><th scope="row">{f}</th>{[...by].map(([v, list]) => <td key={v}><b><T>{f === 'date' ? day(v) : v}</T></b><br /><span class="muted">{list.map((r, i) => <span key={r.id}>{i ? ', ' : ''}<Id id={r.id} document={r.document?.id} /></span>)}</span></td>)}</tr>)}</tbody></table></section>}
      {conflicts?.length > 0 && <section><h2>What contradicts it</h2><ul class="plainlist">{conflicts.map((c, i) => <li key={i}><Conflict row={c} /></li>)}</ul></section>}
      <div class="origins">{origins.map(o => (
        <section key={o.origin} class="origin"><h2>Origin {o.origin} <span class="n">{count(o.reports.length, 'report')}</span></h2>
          {o.reports.map(r => <article key={r.id} class="report" data-row>
            <p class="quote"><a href={to(['document', r.document?.id ?? ''], { row: r.id })}><q><T>{r.words ?? ''}</T></q></a></p>
            {((r as any).according_to || (r as any).through) && <p class="under"><Chain row={r as any} /></p>}
            <p class="under">{r.document && <><Paper d={r.document} row={r.id} /> · <Dated d={r.document} /></>} <span class="id">{r.id}</span></p>
            <details><summary>How it was read</summary><dl class="pairs"><ReportPairs r={r} /><dt>status</dt><dd><Status status={r.status} /></dd></dl><Acts id={r.id} about={r.words ?? r.id} now={reportNow(r)} /></details>
          </article>)}
        </section>))}</div>
    </>
  )
}

export const Conflict = ({ row: c }: { row: Row }) => (
  <div class="conflict">
    <p class="about"><b>{words(String(c.conflict ?? ''))}</b> <T>{c.about}</T></p>
    <div class="sides">
      <div class="one"><p class="value"><T>{c.one}</T></p><p class="under"><When date={c.date} none="" /> {c.through && <T>{c.through}</T>} <Doc document={c.document} row={c.id} /> <Id id={c.id} document={c.document} /></p></div>
      <span class="versus" aria-hidden="true">≠</span>
      <div class="one"><p class="value"><T>{c.the_other ?? c['the other']}</T></p><p class="under"><When date={c.other_date} none="" /> {c.other_through && <T>{c.other_through}</T>} <Doc document={c.other_document} row={c.other_id} /> <Id id={c.other_id} document={c.other_document} /></p></div>
    </div>
  </div>
)

export function Statement() {
  const { path, query } = usePlace()
  const id = path[1] ?? '', known_by = query.get('known_by') ?? undefined
  const got = useGet<{ statement: Said; document: Row; chain: { id: string; name: string; kind: string; date: string | null }[] }>(address('statements/' + encodeURIComponent(id), { known_by }))
  if (got.error) return <><Head title={seen(id)} kicker="Statement" /><Failed error={got.error} again={got.again} /></>
  if (!got.data) return <Wait />
  const { statement: s, document: d, chain } = got.data
  const ROLE: Record<string, string> = { speaker: 'said by', carrier: 'carried by', publisher: 'published by' }
  return (
    <>
      <Head kicker={<>Statement <span class="id">{s.id}</span> · {s.kind}</>} title={<><Several list={s.speakers} /></>} exports={<Exports path={'statements/' + s.id} params={{ known_by }} formats={['json']} />} />
      <blockquote class={`said ${s.kind}`}><p><T>{s.words ?? ''}</T></p></blockquote>
      <p><a href={to(['document', d.id], { row: s.id })}>In its sentence, in {d.id}</a></p>
      <section><h2>How it came to us</h2>
        <Steps steps={[...(chain.some(c => c.kind === 'speaker') ? [] : [{ who: <NotStated />, role: 'said by' }]), ...chain.map(c => ({ who: <Someone who={c} />, role: ROLE[c.kind] ?? c.kind, date: c.date })), { who: <Paper d={d} row={s.id} />, role: 'stands in', date: d.published }]} />
      </section>
      <dl class="pairs"><SaidPairs s={s} /></dl>
      <Acts id={s.id} about={s.words ?? s.id} now={saidNow(s)} />
      <History id={s.id} />
    </>
  )
}

export function Fact() {
  const { path, query } = usePlace()
  const id = path[1] ?? '', known_by = query.get('known_by') ?? undefined
  const got = useGet<{ fact: FactRow; document: Row; statement: (Said & { words?: string }) | null }>(address('facts/' + encodeURIComponent(id), { known_by }))
  const why = useAsk('why', { name: id, known_by })
  if (got.error) return <><Head title={seen(id)} kicker="Fact" /><Failed error={got.error} again={got.again} /></>
  if (!got.data) return <Wait />
  const { fact: f, document: d, statement: s } = got.data
  const rest = why.rows.filter(r => !['fact', 'sentence', 'modality', 'holder', 'as of', 'confidence', 'rule', 'evidence'].includes(r.what))
  const sentence = why.rows.find(r => r.what === 'sentence')?.value ?? f.words
  return (
    <>
      <Head kicker={<>Fact <span class="id">{f.id}</span></>} title={<span class={`claim m-${f.modality}`}><T>{factText(f)}</T></span>} exports={<Exports path={'facts/' + f.id} params={{ known_by }} formats={['json']} />}>
        <p class="verdict"><Mark kind={f.modality} /> {f.modality === 'is' ? 'it is said to be so' : 'nobody says here that it is so'} {f.inferred && <Inferred />}</p>
      </Head>
      <blockquote class="said"><p><T>{sentence ?? ''}</T></p></blockquote>
      <p><Paper d={d} row={f.id} /> · <Dated d={d} /></p>
      <dl class="pairs"><FactPairs f={f} />{s && <><dt>said in</dt><dd><Id id={s.id} /> {s.speakers?.length > 0 && <Several list={s.speakers} />}</dd></>}</dl>
      <Acts id={f.id} about={factText(f)} now={factNow(f)} />
      <section><h2>Why</h2><Shown asked={why} lines={4} what={`Nothing stands behind ${id}`}>{() => <dl class="pairs">{rest.map((r, i) => <div key={i} class="pair"><dt>{r.what}</dt><dd><T>{plain(String(r.value ?? ''))}</T></dd></div>)}</dl>}</Shown></section>
      <History id={f.id} />
    </>
  )
}

function History({ id }: { id: string }) {
  const asked = useAsk('blame', { name: id })
  if (asked.error || !asked.rows.length) return null
  return <section><h2>History of the line</h2><ol class="history">{asked.rows.map((r, i) => <li key={i}><time class="mono">{moment(r.when)}</time> <T>{r.what}</T> {r.why && <span class="muted"><T>{r.why}</T></span>} <Id id={r.id} /></li>)}</ol></section>
}
