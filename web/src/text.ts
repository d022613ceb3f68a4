// Text of others, shown as it is and no more: what cannot be seen is made visible, and bytes are found again in it.

/* One visible sign for one that is not, so that positions stay. Joiners and soft hyphens are part of writing and stay. */
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
export const MARKS = /[\u2400-\u2421\u2426\u21c4\u2423]/

function sign(c: string): string {
  const n = c.charCodeAt(0)
  if (n === 13) return ' '                                   // the line ends anyway
  if (n < 32) return String.fromCharCode(0x2400 + n)
  if (n === 127) return '\u2421'
  if (DIRECTION.test(c)) return '\u21c4'
  return n === 0x200b || n === 0xfeff || n === 0x2060 ? '\u2423' : '\u2426'
}

export const seen = (text: string) => text.replace(HIDDEN, sign)
export const hidden = (text: string) => { let n = 0, turns = 0; for (const m of text.matchAll(HIDDEN)) if (m[0] !== '\r') { n++; if (DIRECTION.test(m[0])) turns++ } return { n, turns } }

/** Bytes of UTF-8 to positions in a JavaScript string: a mark each 1,024 units, counted on from there. */
export class Bytes {
  private marks: number[] = []
  size = 0
  constructor(private text: string) {
    let b = 0
    for (let i = 0; i < text.length; i++) {
      if ((i & 1023) === 0) this.marks.push(b)
      b += width(text.charCodeAt(i))
    }
    this.size = b
  }
  /** The unit that begins at or after this byte. */
  unit(byte: number): number {
    if (byte >= this.size) return this.text.length
    let low = 0, high = this.marks.length - 1
    while (low < high) { const mid = (low + high + 1) >> 1; this.marks[mid] <= byte ? (low = mid) : (high = mid - 1) }
    let i = low << 10, b = this.marks[low] ?? 0
    while (b < byte && i < this.text.length) b += width(this.text.charCodeAt(i++))
    return i
  }
  cut(span: [number, number]): string { return this.text.slice(this.unit(span[0]), this.unit(span[1])) }
}
/* A pair of surrogates is four bytes: two each. */
const width = (c: number) => (c < 0x80 ? 1 : c < 0x800 || (c >= 0xd800 && c < 0xe000) ? 2 : 3)

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** A date as the record writes it, for people: 2014-09-10 is 10 September 2014; what is open stays open. */
export function day(value: string | null | undefined, short = false): string {
  if (!value) return ''
  if (value.startsWith('by ')) return 'by ' + day(value.slice(3), short)
  if (value.includes('/')) {
    const [a, b] = value.split('/')
    if (a.slice(0, 7) === b.slice(0, 7) && a.length === 10 && b.length === 10) return `${+a.slice(8)}–${day(b, short)}`
    return `${day(a, short)} – ${day(b, short)}`
  }
  const m = /^(\d{4}|XXXX|\d{3}X|\d\dXX)(?:-(\d\d|XX))?(?:-(\d\d|XX))?$/.exec(value)
  if (!m) return value
  const year = m[1] === 'XXXX' ? '' : m[1].replace(/X/g, '0') + (m[1].includes('X') ? 's' : '')
  const month = m[2] && m[2] !== 'XX' ? (short ? MONTHS[+m[2] - 1]?.slice(0, 3) : MONTHS[+m[2] - 1]) ?? m[2] : ''
  const date = m[3] && m[3] !== 'XX' ? String(+m[3]) : ''
  return [date, month, year].filter(Boolean).join(' ') || value
}

/** The first day of what a date covers, as days since 1970, or null. */
export function number(value: string | null | undefined, end = false): number | null {
  if (!value) return null
  const part = value.replace(/^by /, '').split('/')
  const m = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(part[end ? part.length - 1 : 0])
  if (!m) return null
  const y = +m[1], mo = m[2] ? +m[2] - 1 : end ? 11 : 0
  const d = m[3] ? +m[3] : end ? new Date(Date.UTC(y, mo + 1, 0)).getUTCDate() : 1
  return Math.round(Date.UTC(y, mo, d) / 864e5)
}
export const iso = (n: number) => new Date(n * 864e5).toISOString().slice(0, 10)
/** The day that it is, where it is counted by no place: what the server has, too. */
export const today = () => iso(Math.floor(Date.now() / 864e5))
export const isDate = (text: string) => /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(text)
export const isMoment = (text: string) => isDate(text) || /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z?$/.test(text)
export const moment = (text: string | null | undefined) => (text ? text.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, '').replace('Z', '') : '')
/** Versions are kept as JSON; people read them without its signs. */
export const plain = (text: string) => (/^\{"/.test(text) ? text.replace(/[{}"]/g, '').replace(/:/g, ' ').replace(/,/g, ' · ') : text)
// Without the tables of languages that the browser has: fetching those takes longer than drawing the first page.
export const thousands = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, ',')
export const count = (n: number, one: string, many = one + 's') => `${thousands(n)} ${n === 1 ? one : many}`
export const words = (name: string) => name.replace(/_/g, ' ')
