import type { Row } from './api'
import { Doc, Id, Mark, Name, Names, Status, T, When } from './parts'
import { to } from './route'
import { count, words } from './text'

/** An event in a list: when, what, who, where, and the words that tell it. */
export function Told({ row: r }: { row: Row }) {
  const event = r.event ?? (/^E-/.test(r.id ?? '') ? r.id : null), fact = /^F-/.test(r.id ?? '') ? r.id : null, said = /^S-/.test(r.id ?? '') ? r.id : null
  const href = event ? to(['event', event]) : fact ? to(['fact', fact]) : said ? to(['statement', said]) : to(['document', String(r.document).split(' ')[0]], { row: r.id })
  const notso = fact && r.status && r.status !== 'is' ? r.status : null
  return (
    <li class={`told t-${r.what ?? 'event'} s-${r.status ?? ''}`} data-row>
      <When date={r.date ?? r.day} />
      <div>
        <p class="line1"><a href={href}>{r.what && r.what !== 'event' && r.what !== r.kind ? `${words(r.what)}: ` : ''}{words(r.kind ?? r.mode ?? r.type ?? 'event')}</a> {notso ? <Mark kind={notso} /> : fact ? null : <Status status={r.status} />} {r.who && <Names row={r} text={r.who} />}{r.place && <> · <Name name={r.place} /></>}</p>
        {(r.words || r.text) && <p class="words"><T>{r.words ?? r.text}</T></p>}
        <p class="under">{r.reports > 1 && <>{count(+r.reports, 'report')} · </>}{r.through && <><T>{r.through}</T> · </>}<Doc document={r.document} row={r.report ?? r.id} /> <Id id={event ?? r.id} document={r.document} /></p>
      </div>
    </li>
  )
}
