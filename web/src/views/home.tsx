// The first page: what the record holds, what came last, what is ahead, and what was kept.
import { address, useAsk, useGet } from '../api'
import { Doc, Name, Shown, T, When } from '../parts'
import { to, usePlace } from '../route'
import { count, thousands, today as now } from '../text'
import { Begin } from '../begin'
import { Saved } from '../saved'
import { Told } from '../told'

const FIGURES: [string, string][] = [['documents', 'documents'], ['statements', 'meetings'], ['events', 'timeline'], ['facts', 'status'], ['entities', 'status']]

export function Home() {
  const { query } = usePlace()
  const known_by = query.get('known_by') ?? undefined, on = query.get('on') ?? undefined
  const status = useAsk('status', { known_by }), docs = useAsk('docs', { order: 'latest', known_by, limit: '8' })
  const today = on ?? now()
  const ahead = useAsk('events', { known_by, from: today, limit: '8' }), review = useAsk('review', { known_by, limit: '5' }), conflicts = useAsk('conflicts', { known_by, limit: '5' })
  const value = (k: string) => status.rows.find(r => r.what === k)?.value
  const shown = FIGURES.filter(([k]) => value(k) !== undefined)
  const planned = ahead.rows.filter(r => r.status === 'planned' || (r.date ?? '') >= today)
  return (
    <>
      <header class="home"><h1>Who met whom, who said what,<br /> who belongs to what since when</h1>
        <p class="lead">{status.data ? <>{shown.map(([k], i) => <span key={k}>{i ? ' · ' : ''}<b>{thousands(+value(k)!)}</b> {k}</span>)}</> : ' '}</p>
        <p class="lead muted">Type a name above: a state, an organisation, a person, a post. Every line leads to the sentence it came from.</p></header>
      <div class="named">{([['organization', 'Organisations'], ['state', 'States'], ['person', 'Persons']] as const).map(([type, title]) => <Most key={type} type={type} title={title} />)}</div>
      <div class="two">
        <section><h2>Latest documents <a class="all" href={to(['documents'])}>all</a></h2>
          <Shown asked={docs} lines={6} what="This record holds no document" extra={<Begin />}>{() => <ul class="latest">{docs.rows.map(r => <li key={r.document} data-row><When date={r.published} none="not dated" /> <Doc document={r.document} title={r.title} /></li>)}</ul>}</Shown></section>
        <section><h2>{on ? 'From that day on' : 'Ahead'} <a class="all" href={to(['timeline'], { from: today })}>all</a></h2>
          {ahead.data && !planned.length ? <p class="notstated">Nothing is planned in this record for a day to come.</p> : <Shown asked={ahead} lines={4} what="Nothing is planned for a day to come">{() => <ol class="events small">{planned.slice(0, 6).map(r => <Told key={r.event} row={r} />)}</ol>}</Shown>}
          <h2>Worth a look</h2>
          <ul class="plainlist">
            <li><a href={to(['review'])}>Review</a>: {review.data ? (review.rows.length ? <>first <T>{review.rows[0].line?.replace(/_/g, ' ')}</T></> : 'nothing waits') : '…'}</li>
            <li><a href={to(['conflicts'])}>Conflicts</a>: {conflicts.data ? (conflicts.rows.length ? count(conflicts.rows.length, 'pair') + (conflicts.more ? ' and more' : '') : 'nothing contradicts anything else') : '…'}</li>
          </ul>
          <h2>Saved searches</h2><Saved /></section>
      </div>
    </>
  )
}

/** Those that most documents name: a place to begin. */
function Most({ type, title }: { type: string; title: string }) {
  const got = useGet<{ names: { id: string; name: string; type: string; documents: number }[] }>(address('names', { type, limit: '6' }))
  if (got.error || (got.data && !got.data.names.length)) return null
  return <section><h2>{title}</h2><ul>{(got.data?.names ?? []).map(n => <li key={n.id}><Name name={n.name} id={n.id} type={n.type} /> <span class="n">{n.documents}</span></li>)}</ul></section>
}
