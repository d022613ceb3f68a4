// How far long work has come, as the server tells it.
import { useEffect, useState } from 'preact/hooks'

export interface Progress { job: string; done: number; of: number; failed: number }
const jobs = new Map<string, Progress>()
const watchers = new Set<() => void>()

export const progress = {
  set(p: Progress) { jobs.set(String(p.job), p); for (const w of [...watchers]) w() },
}
export function useProgress(): Progress[] {
  const [, turn] = useState(0)
  useEffect(() => { const w = () => turn(n => n + 1); watchers.add(w); return () => { watchers.delete(w) } }, [])
  return [...jobs.values()]
}
