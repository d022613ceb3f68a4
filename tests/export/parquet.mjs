// parquet.mjs PACKAGES PARQUET-FOLDER CSV-FOLDER: both exports must hold the same tables, columns and values; Parquet's typed.
import { createRequire } from 'node:module'
import { readFileSync, readdirSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [packages, parquet, csv] = process.argv.slice(2)
const load = async name => import(pathToFileURL(createRequire(pathToFileURL(packages + '/')).resolve(name)))
const { parquetMetadata, parquetReadObjects } = await load('hyparquet')
const { compressors } = await load('hyparquet-compressors')

function readCsv(text) {
  const rows = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r]*))(,|\r\n)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end !== ',') rows.push([])
  }
  rows.pop()
  return rows
}

// What CSV writes for a value of Parquet: days and yes or no as it has them.
const written = value => value === null ? '' : value instanceof Date ? value.toISOString().slice(0, 10) : value === true ? '1' : value === false ? '0' : String(value)

let rowCount = 0
const names = readdirSync(parquet).map(name => name.replace(/\.parquet$/, ''))
const expected = readdirSync(csv).map(name => name.replace(/\.csv$/, ''))
if (names.sort().join() !== expected.sort().join()) throw Error(`tables ${names}, of CSV ${expected}`)
for (const name of names) {
  const [head, ...lines] = readCsv(readFileSync(`${csv}/${name}.csv`, 'utf8'))
  const bytes = readFileSync(`${parquet}/${name}.parquet`)
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  const program = parquetMetadata(file).key_value_metadata.find(pair => pair.key === 'program')
  if (!program?.value.startsWith('chancery ')) throw Error(`${name}: does not say which program wrote it`)
  const rows = await parquetReadObjects({ file, compressors })
  if (rows.length !== lines.length) throw Error(`${name}: ${rows.length} rows, CSV has ${lines.length}`)
  rows.forEach((row, i) => head.forEach((column, c) => {
    if (written(row[column]) !== lines[i][c]) throw Error(`${name}, row ${i + 1}, ${column}: ${written(row[column])}, CSV has ${lines[i][c]}`)
  }))
  rowCount += rows.length
}
if (!(await parquetReadObjects({ file: readFileSync(`${parquet}/events.parquet`).buffer.slice(0), compressors })).some(e => e.first_day instanceof Date)) throw Error('no event has a day')
console.log(`${names.length} tables, ${rowCount} rows`)
