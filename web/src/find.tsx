// The field in the head: completes names, and looks for words.
import { useEffect, useRef, useState } from 'preact/hooks'
import { address, get } from './api'
import { kindOf, T } from './parts'
import { go, to } from './route'

interface Found { id: string; name: string; type: string; documents: number }

export function Find() {
  const [text, type] = useState(''), [names, set] = useState<Found[]>([]), [open, show] = useState(false), [at, move] = useState(-1)
  const asked = useRef('')
  useEffect(() => {
    const q = text.trim()
    asked.current = q
    if (q.length < 2) return set([])
    const wait = setTimeout(() => get<{ names: Found[] }>(address('names', { q, limit: '8' })).then(a => { if (asked.current === q) { set(a.names); move(-1) } }, () => set([])), 90)
    return () => clearTimeout(wait)
  }, [text])
  const done = () => { show(false); move(-1); type(''); (document.activeElement as HTMLElement)?.blur() }
  const search = () => { const q = text.trim(); if (q) { done(); go(to(['search'], { q })) } }
  const pick = (n: Found) => { done(); go(to([n.type === 'person' ? 'person' : n.type === 'organization' ? 'org' : n.type === 'post' ? 'post' : 'name', n.type === 'person' || n.type === 'organization' || n.type === 'post' ? n.name : n.id])) }
  const size = names.length + 1
  const key = (e: KeyboardEvent) => {
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') { e.preventDefault(); show(true); move(e.key === 'ArrowDown' ? (at + 1) % size : (Math.max(at, 0) + size - 1) % size) }
    else if (e.key === 'Enter') { e.preventDefault(); at >= 0 && at < names.length ? pick(names[at]) : search() }
    else if (e.key === 'Escape') { if (open) { e.preventDefault(); show(false) } else (e.target as HTMLElement).blur() }
  }
  const shown = open && text.trim().length > 1
  return (
    <form class="find" role="search" onSubmit={e => { e.preventDefault(); search() }}>
      <label class="hide" for="find">Look for a name or words</label>
      <input id="find" type="search" {...{ role: "combobox" } as object} aria-expanded={shown} aria-controls="found" aria-autocomplete="list" aria-activedescendant={shown && at >= 0 ? `found-${at}` : undefined} autocomplete="off" spellcheck={false}
        placeholder="A name, a post, or words in the documents" value={text} onInput={e => { type(e.currentTarget.value); show(true) }} onFocus={() => show(true)} onBlur={() => setTimeout(() => show(false), 150)} onKeyDown={key} />
      <kbd aria-hidden="true">/</kbd>
      <ul id="found" role="listbox" aria-label="Found" class={shown ? undefined : 'gone'}>
        {shown && names.map((n, i) => <li key={n.id} id={`found-${i}`} role="option" aria-selected={at === i} onMouseDown={e => { e.preventDefault(); pick(n) }} onMouseMove={() => at !== i && move(i)}>
          <T>{n.name}</T> <span class="muted">{kindOf(n.type)}</span></li>)}
        {shown && <li id={`found-${names.length}`} role="option" aria-selected={at === names.length} class="words" onMouseDown={e => { e.preventDefault(); search() }} onMouseMove={() => at !== names.length && move(names.length)}>
          Sentences with <b><T>{text.trim()}</T></b></li>}
      </ul>
    </form>
  )
}
