// The list of keys.
import { useState } from 'preact/hooks'
import { Dialog } from './parts'
import { to } from './route'
import { NAV, recall, remember } from './frame'

export function Keys({ close }: { close: () => void }) {
  const [on, set] = useState(recall('keys') !== 'off')
  const rows: [string, string][] = [['/', 'look for a name or words'], ['o', 'set the day as of which is asked'], ['j  k', 'next line, line before'], ['Enter', 'open the line'],
    ...NAV.map(([, title, key]) => [`g ${key}`, title] as [string, string]), ['g h', 'the first page'], ['[  ]', 'organisation: the change before, the next change'], ['p', 'organisation: play'],
    ['a  c  x  u', 'review: accept, correct, reject, undo'], ['?', 'this list']]
  return (
    <Dialog title="Keys" close={close}>
      <dl class="keys">{rows.map(([k, t]) => <div key={k}><dt>{k.split(/\s+/).map(x => <kbd key={x}>{x}</kbd>)}</dt><dd>{t}</dd></div>)}</dl>
      <p><label><input type="checkbox" checked={on} onChange={e => { set(e.currentTarget.checked); remember('keys', e.currentTarget.checked ? null : 'off') }} /> Single keys do these things</label></p>
      <p><a href={to(['help'])} onClick={close}>What each page shows</a></p>
    </Dialog>
  )
}
