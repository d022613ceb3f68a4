// All pages but the first, the map and the network: fetched together, when the first of them is wanted.
import type { ComponentType } from 'preact'
import './main'
import { Search } from './views/search'
import { Document } from './views/document'
import { Documents, Status, Journal, Add } from './views/record'
import { Organisation } from './views/org'
import { Person, Post, Anyone } from './views/people'
import { Event, Statement, Fact } from './views/line'
import { Timeline, Calendar, Agreements, Meetings, Visits, Said } from './views/time'
import { Conflicts, Review } from './views/review'
import { Help } from './views/help'

export { Keys } from './keys'
export { Signing } from './correct'

export const PAGES: Record<string, ComponentType> = {
  search: Search, documents: Documents, document: Document, org: Organisation, person: Person, post: Post, name: Anyone, event: Event, statement: Statement, fact: Fact,
  timeline: Timeline, calendar: Calendar, agreements: Agreements, meetings: Meetings, visits: Visits, said: Said, conflicts: Conflicts, review: Review,
  journal: Journal, status: Status, add: Add, help: Help,
}
