// The paths of three people through the pages, every view in light, dark and on a phone, and a hostile document: against a real server.
// usage: node paths.mjs CHANCERY FOLDER      (FOLDER: where the pictures go; LOUD=1 prints what holds, too; ONLY=soon measures the first page)
import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { accessible, DRESSES, failures, launch, ok, open, root, serve, settled, shots, skip } from './browse.mjs'

const [command, folder] = process.argv.slice(2)
if (!command || !folder) skip('usage: paths.mjs CHANCERY FOLDER')
const token = 'a-token-for-the-test', seeds = join(root, '../shared/data/seeds'), seeded = existsSync(seeds)
const began = Date.now(), take = shots(folder)
try { execFileSync(command, ['serve', '--help'], { stdio: 'ignore' }) } catch { skip('this chancery serves no pages') }
const s = await serve(command, ['examples/documents', ...(seeded ? readdirSync(seeds).filter(f => f.endsWith('.txt')).map(f => join(seeds, f)) : [])], token)
const browser = await launch()
if (!seeded) console.log('skipped: the paths on the seeds, which are not here')

const active = page => page.evaluate(() => [...(CSS.highlights.get('active') ?? [])].map(r => r.toString()).join(' … '))
const sane = (wrong, what) => { ok(wrong.length === 0, `${what}: nothing went wrong in the page`, wrong.join('\n')); wrong.length = 0 }
const url = page => decodeURIComponent(new URL(page.url()).pathname + new URL(page.url()).search)

/* Opens the pages with a token set, as one who signed in. */
async function signed(dress) {
  const o = await open(browser, s.base, dress)
  await o.page.goto('/')
  await o.page.evaluate(t => { sessionStorage.setItem('token', t); sessionStorage.setItem('by', 'Ann Editor') }, token)
  return o
}

// ------------------------------------------------------------------ the analyst: as of a day, who wants in, says who?

async function analyst(dress, { abbreviation, name, day, spoken, wants, says, words }) {
  const { page, wrong, close } = await open(browser, s.base, dress)
  await page.goto('/')
  await settled(page)
  await page.keyboard.press('/')
  await page.keyboard.type(abbreviation)
  await page.waitForSelector('#found [role=option] >> text=' + name)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/org\//)
  await settled(page)
  ok(await page.locator('h1', { hasText: name }).count() === 1, `analyst: ${abbreviation} leads to ${name}`)
  await page.keyboard.press('o')
  await page.keyboard.type(day)
  await page.keyboard.press('Enter')
  await page.waitForURL(u => u.searchParams.get('on') === day)
  await settled(page)
  ok((await page.locator('.today').textContent()) === spoken, 'analyst: the slider stands on the day', await page.locator('.today').textContent())
  const apart = page.locator('.notso .group', { hasText: 'wanted' })
  for (const w of wants) ok(await apart.locator('.standing', { hasText: w }).count() > 0, `analyst: ${w} wants in, and stands apart`)
  for (const w of wants) ok(await page.locator('.so .group', { has: page.locator('h2', { hasText: /^Members/ }) }).locator('.standing', { hasText: w }).count() === 0, `analyst: ${w} is not among the members`)
  const line = apart.locator('.standing', { hasText: wants[0] }).first()
  if (says) ok((await line.textContent()).includes(says), `analyst: ${says} says so`, await line.textContent())
  await take(page, `analyst-${abbreviation}-${dress}`)
  await line.locator('.source a.doc').click()
  await page.waitForURL(/\/document\//)
  await settled(page)
  await page.waitForFunction(() => CSS.highlights.get('active')?.size > 0)
  ok((await active(page)).includes(words), `analyst: the sentence is shown: “${words}”`, await active(page))
  ok(new URL(page.url()).searchParams.get('on') === day, 'analyst: the clock goes along')
  await take(page, `analyst-${abbreviation}-sentence-${dress}`)
  await page.goBack()
  await settled(page)
  if (dress === 'light') {
    const before = page.url()
    await page.locator('.track input').focus()
    await page.keyboard.press(']')
    await page.waitForURL(u => u.href !== before)
    ok(true, 'analyst: the next change by key')
  }
  sane(wrong, `analyst (${dress})`)
  await close()
}

// ------------------------------------------------------------------ the journalist: the sentence behind an event

async function journalist(dress, { start, event, word, origins }) {
  const { page, wrong, close } = await open(browser, s.base, dress)
  await page.goto(start)
  await settled(page)
  await page.locator('.told', { hasText: event }).first().locator('.line1 a').first().click()
  await page.waitForURL(/\/event\//)
  await settled(page)
  ok((await page.locator('.origin').count()) >= origins, `journalist: reports stand by origin, ${origins} at least`, await page.locator('.origin').count())
  await take(page, `journalist-event-${dress}`)
  await page.locator('.report .quote a').first().click()
  await page.waitForURL(/\/document\/D-\d+\?.*row=R-/)
  await settled(page)
  await page.waitForFunction(() => CSS.highlights.get('active')?.size > 0)
  ok((await active(page)).includes(word), `journalist: the word that tells it is marked: ${word}`, await active(page))
  const seen = await page.evaluate(() => { const b = [...CSS.highlights.get('active')][0].getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight })
  ok(seen, 'journalist: and is in sight')
  await take(page, `journalist-sentence-${dress}`)
  sane(wrong, `journalist (${dress})`)
  await close()
}

// ------------------------------------------------------------------ the corrector: a wrong speaker, and it stays right

async function corrector(dress) {
  const { page, wrong, close } = await open(browser, s.base, dress)
  const said = (await s.rows('said', { name: 'Shah Mahmood Qureshi' }))[0]
  await page.goto('/statement/' + said.id)
  await settled(page)
  await page.getByRole('button', { name: 'Correct' }).click()
  await page.getByLabel('Token').fill(token)
  await page.getByLabel('Your name').fill('Ann Editor')
  await page.getByRole('button', { name: 'Keep' }).click()
  await page.getByRole('button', { name: 'Correct' }).click()
  await page.getByLabel('Speaker').fill('person:Sushma Swaraj')
  await page.getByLabel('Because').fill('she said it, not he')
  await take(page, `corrector-form-${dress}`)
  await accessible(page, `the form of a correction (${dress})`)
  await page.locator('dialog').getByRole('button', { name: 'Correct', exact: true }).click()
  await page.waitForFunction(() => document.querySelector('h1')?.textContent.includes('Sushma Swaraj'))
  ok(true, 'corrector: the speaker is another')
  s.run('recode', said.document.split(' ')[0])
  await page.reload()
  await settled(page)
  const after = (await s.rows('said', { name: 'Sushma Swaraj' })).find(r => r.words === said.words)
  ok(!!after, 'corrector: read again, it is still hers')
  await page.goto('/statement/' + (after?.id ?? said.id))
  await settled(page)
  ok((await page.locator('h1').textContent()).includes('Sushma Swaraj'), 'corrector: and the page says so', await page.locator('h1').textContent())
  await page.goto('/journal')
  await settled(page)
  ok(/she said it, not he/.test(await page.locator('main').textContent()) && /Ann Editor/.test(await page.locator('main').textContent()), 'corrector: the journal has who and why')
  await take(page, `corrector-journal-${dress}`)
  await page.getByRole('button', { name: 'undo' }).first().click()
  await page.waitForFunction(() => document.querySelector('.journal li.undone'))
  ok((await s.rows('said', { name: 'Shah Mahmood Qureshi' })).some(r => r.words === said.words), 'corrector: undone, it is his again')
  sane(wrong.splice(0).filter(w => !/401|404/.test(w)), 'corrector') // a number can go when a document is read again
  await close()
}

async function reviewer() {
  const { page, wrong, close } = await signed('light')
  await page.goto('/review')
  await settled(page)
  const first = await page.locator('.queue > li .gist').first().textContent(), id = (await s.rows('review', { limit: 1 }))[0].id
  await page.keyboard.press('a')
  await page.waitForFunction(() => /accepted/.test(document.querySelector('.acts').textContent), null, { timeout: 8000 }).catch(() => {})
  ok(/accepted, J-/.test(await page.locator('.acts').first().textContent()), 'reviewer: accepted by key', await page.locator('.acts').first().textContent())
  ok(!(await s.rows('review', { limit: 1000 })).some(r => r.id === id), 'reviewer: it waits no more')
  await page.keyboard.press('u')
  await page.waitForFunction(() => /undone/.test(document.querySelector('.acts').textContent), null, { timeout: 8000 }).catch(() => {})
  await settled(page)
  ok((await page.locator('.queue > li .gist').first().textContent()) === first, 'reviewer: undone by key, it waits again')
  sane(wrong, 'reviewer')
  await close()
}

// ------------------------------------------------------------------ what comes while a page is open; what is sent from it

async function news() {
  const { page, wrong, close } = await open(browser, s.base, 'light')
  await page.goto('/documents')
  await settled(page)
  await page.waitForTimeout(400)
  const rows = await page.locator('tbody tr').count()
  const note = join(s.folder, 'note.txt')
  writeFileSync(note, 'Oslo, 4 May 2021. The foreign ministers of Norway and Chile met in Oslo on 3 May 2021.\n')
  s.run('add', note)
  await page.waitForSelector('.news', { timeout: 10000 })
  ok(/1 new document/.test(await page.locator('.news').textContent()), 'news: one new document is told', await page.locator('.news').textContent())
  ok((await page.locator('tbody tr').count()) === rows, 'news: and nothing jumps')
  await take(page, 'news')
  await page.locator('.news button').click()
  await page.waitForFunction(n => document.querySelectorAll('tbody tr').length > n, rows)
  ok(true, 'news: shown when asked')
  sane(wrong, 'news')
  await close()
}

async function sender() {
  const { page, wrong, close } = await signed('light')
  await page.goto('/add')
  await settled(page)
  const file = join(s.folder, 'sent.txt')
  writeFileSync(file, 'Santiago, 5 June 2021. The president of Chile visited Peru on 4 June 2021. “We want to join the Pacific Alliance,” said Ana Soares.\n')
  await page.locator('input[type=file]').setInputFiles(file)
  await page.waitForSelector('.sent .done a, .sent .failed', { timeout: 15000 })
  ok(await page.locator('.sent .done a').count() === 1, 'sender: a document goes in', await page.locator('.sent').textContent())
  await accessible(page, 'sent documents')
  await take(page, 'sent')
  await page.locator('.sent .done a').click()
  await settled(page)
  ok(/Pacific Alliance/.test(await page.locator('.text').textContent()), 'sender: and is there to read')
  sane(wrong, 'sender')
  await close()
}

// ------------------------------------------------------------------ a document that means harm

async function hostile() {
  const bad = join(s.folder, 'hostile <img src=x onerror=alert(1)>.txt'), long = join(s.folder, 'long.txt')
  writeFileSync(bad, '<script>alert("x")</script> Oslo, 3 May 2021. The minister of <b onmouseover=alert(2)>Norway\u202e</b> met \u2066the \u0007minister\u2069 of Chile.\u0001\u001b[31m He said: “<img src=x onerror=alert(3)> we want to join the SCO.”\n')
  writeFileSync(long, '')
  for (let i = 0; i < 10; i++) appendFileSync(long, 'x'.repeat(1 << 20))
  appendFileSync(long, ' Norway met Chile in Oslo on 3 May 2021.\n')
  s.run('add', bad, long)
  const docs = await s.rows('docs', { limit: 1000 }), id = n => docs.find(d => d.document.includes(n))?.document.split(' ')[0]
  const { page, wrong, close } = await open(browser, s.base, 'light')
  await page.goto('/document/' + id('hostile'))
  await settled(page)
  const text = await page.locator('.text').textContent()
  ok(text.includes('<script>alert("x")</script>') && text.includes('<img src=x onerror=alert(3)>'), 'hostile: markup is shown as text')
  ok(!/[\u0000-\u0008\u202a-\u202e\u2066-\u2069\u001b]/.test(await page.locator('body').textContent()), 'hostile: no control character is left in the page')
  ok(text.includes('\u21c4') && await page.locator('.warn').count() === 1, 'hostile: they are shown by signs, and it is said')
  ok(await page.evaluate(() => document.querySelectorAll('main script, main img, main b[onmouseover]').length) === 0, 'hostile: no element came out of it')
  await take(page, 'hostile')
  await accessible(page, 'the hostile document')
  if (ok(id('long') !== undefined, 'hostile: the long line is in the record')) {
    const at = Date.now()
    await page.goto('/document/' + id('long'))
    await settled(page)
    await page.waitForFunction(() => document.querySelectorAll('[data-b]').length > 100)
    const took = Date.now() - at
    ok(took < 8000, 'hostile: a line of 10 MB is shown', took + ' ms')
    console.log(`a line of 10 MB is shown after ${took} ms`)
    const turn = await page.evaluate(async () => { const t = performance.now(); document.querySelector('.text').scrollTop = 1e6; await new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r))); return performance.now() - t })
    ok(turn < 1000, 'hostile: and scrolls', turn + ' ms')
  }
  sane(wrong, 'hostile')
  await close()
}

// ------------------------------------------------------------------ a browser without highlights: the same marks by elements

async function older() {
  const { page, wrong, close } = await open(browser, s.base, 'light')
  const fact = (await s.rows('org', { name: 'ASEAN' })).find(r => r.modality === 'wants'), address = `/document/${fact.document.split(' ')[0]}`
  await page.goto(`${address}?row=${fact.id}`)
  await settled(page)
  await page.waitForFunction(() => CSS.highlights.get('active')?.size > 0)
  const same = (await active(page)).replaceAll(' … ', '')
  await page.addInitScript(() => { delete CSS.highlights })
  await page.reload()
  await settled(page)
  await page.waitForSelector('.text mark.h-active')
  const words = (await page.locator('.text mark.h-active').allTextContents()).join('')
  ok(await page.evaluate(() => !('highlights' in CSS)) && words.length > 10 && words === same, 'older browser: the same words are marked', `${words} / ${same}`)
  ok(await page.locator('.text mark.h-active').first().evaluate(e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }), 'older browser: and are in sight')
  const text = () => page.locator('.text').evaluate(e => e.textContent)
  const marked = await text()
  await accessible(page, 'a document in an older browser')
  await take(page, 'older')
  await page.goto(address)
  await settled(page)
  await page.waitForSelector('.text mark.h-fact')
  ok((await text()) === marked, 'older browser: the text is the same, however it is marked')
  await page.locator('.text mark.h-fact').last().click()
  await page.waitForURL(/row=/)
  ok(true, 'older browser: a click in the text chooses the line')
  sane(wrong, 'older browser')
  await close()
}

// ------------------------------------------------------------------ every view, in three dresses

async function views(dress) {
  const event = (await s.rows('events', { limit: 50 })).find(r => r.reports > 1) ?? (await s.rows('events', { limit: 1 }))[0]
  const said = (await s.rows('said', { name: 'Shah Mahmood Qureshi' }))[0], fact = (await s.rows('org', { name: 'ASEAN' })).find(r => r.modality === 'wants')
  const list = {
    home: '/', search: '/search?q=summit', nothing: '/search?q=zebra', documents: '/documents', document: `/document/${fact.document.split(' ')[0]}?row=${fact.id}`, org: '/org/ASEAN?on=1995-07-31', 'org-none': '/org/ASEAN?on=1900',
    person: '/person/Shah%20Mahmood%20Qureshi', post: '/post/Foreign%20Minister', state: '/name/Cambodia', lost: '/org/Nobody%20At%20All', event: '/event/' + event.event, statement: '/statement/' + said.id, fact: '/fact/' + fact.id,
    timeline: '/timeline', calendar: '/calendar', meetings: '/meetings', said: '/said?who=Qureshi', agreements: '/agreements', visits: '/visits?to=India', map: '/map?lines=all', network: '/network', conflicts: '/conflicts', review: '/review',
    journal: '/journal', status: '/status', add: '/add', help: '/help', nowhere: '/help/me',
  }
  const { page, wrong, close } = await open(browser, s.base, dress)
  for (const [name, address] of Object.entries(list)) {
    await page.goto(address)
    await settled(page)
    if (name === 'map') await page.waitForFunction(() => document.querySelector('.land')?.getAttribute('d'))
    await take(page, `${name}-${dress}`)
    await accessible(page, `${name} (${dress})`, dress === 'dark') // what it is built of was looked at in light
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    ok(wide <= 1, `${name} (${dress}): nothing sticks out to the side`, wide + ' px')
    ok(await page.locator('h1').count() === 1, `${name} (${dress}): one heading`)
    sane(name === 'lost' ? wrong.splice(0).filter(w => !/404/.test(w)) : wrong, `${name} (${dress})`)
  }
  if (dress === 'light') {
    await page.goto('/')
    await settled(page)
    await page.keyboard.press('Tab')
    ok(await page.evaluate(() => document.activeElement.className === 'skip'), 'keys: the first stop leads to the content')
    await page.keyboard.press('?')
    await page.locator('dialog[open]').waitFor({ timeout: 5000 }).catch(() => {})
    ok(await page.locator('dialog[open]').count() === 1, 'keys: they are listed')
    await take(page, 'keys')
    await accessible(page, 'the list of keys')
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await page.waitForURL(/timeline/)
    await settled(page)
    await page.keyboard.press('j')
    await page.waitForFunction(() => document.activeElement.closest('[data-row]'), null, { timeout: 5000 }).catch(() => {})
    ok(await page.evaluate(() => !!document.activeElement.closest('[data-row]')), 'keys: j goes to the first line')
    await page.goto('/search?q=summit')
    await settled(page)
    await page.getByRole('button', { name: 'Keep this search' }).click()
    await page.goto('/')
    await settled(page)
    await page.locator('.saved .feed').first().waitFor({ timeout: 5000 })
    const feed = await page.locator('.saved .feed').getAttribute('href')
    const atom = await (await fetch(s.base + feed)).text()
    ok(atom.includes('<feed'), 'saved searches: each has an Atom feed', feed)
    for (const out of ['/org/ASEAN', '/timeline', '/calendar', '/map', '/network', '/conflicts', '/documents']) {
      await page.goto(out)
      await settled(page)
      for (const href of await page.locator('.exports a').evaluateAll(a => a.map(x => x.getAttribute('href')))) { const r = await fetch(s.base + href); ok(r.ok, `exports: ${href}`, r.status); await r.body?.cancel() }
    }
  }
  await close()
}

// ------------------------------------------------------------------ how soon

/** Milliseconds until `look` gives something and that is painted, counted from the beginning of the navigation. */
const painted = (page, look) => page.evaluate(look => new Promise(done => {
  const seen = () => { if (document.querySelector(look)) requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => done(performance.now()); c.port2.postMessage(0) }); else setTimeout(seen, 5) }
  seen()
}), look)

/** The first page with its answers, in a tab that has shown an answer of the server as it is (nothing of the interface is there yet), and in one
 * whose process begins with it; beside it that answer in such a process, which is the browser's own part. */
async function soon() {
  const middle = a => Math.round(a.sort((x, y) => x - y)[a.length >> 1])
  const times = { 'in a tab in use': [], 'in a new process': [], 'a bare answer in a new process': [] }
  for (let i = 0; i < 9; i++)
    for (const [where, all] of Object.entries(times)) {
      const { page, close } = await open(browser, s.base, 'light')
      const cdp = await page.context().newCDPSession(page)
      if (where === 'in a tab in use') { await page.goto('/api/v1/session'); await page.waitForTimeout(300) }
      await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
      await page.goto(where.startsWith('a bare') ? '/api/v1/session' : '/', { waitUntil: 'commit' })
      all.push(await painted(page, where.startsWith('a bare') ? 'pre' : '.latest li'))
      await close()
    }
  for (const [where, all] of Object.entries(times)) console.log(`first page, ${where}, on a processor slowed to a quarter: ${middle(all)} ms (${all.map(Math.round).join(' ')}), at a load of ${loadavg()[0].toFixed(1)}`)
}

const only = process.env.ONLY?.split(',')
const part = async (name, run) => { if (only ? !only.includes(name) : name === 'soon') return; const at = Date.now(); try { await run() } catch (e) { ok(false, name, e.stack) } if (process.env.LOUD) console.log(`-- ${name}: ${Date.now() - at} ms`) }
try {
  await part('soon', soon)
  for (const dress of Object.keys(DRESSES)) await part('views', () => views(dress))
  for (const dress of ['light', 'phone']) await part('analyst', () => analyst(dress, { abbreviation: 'ASEAN', name: 'Association of Southeast Asian Nations', day: '1995-08-01', spoken: '1 August 1995', wants: ['Laos'], words: 'wants to join' }))
  await part('journalist', () => journalist('light', { start: '/timeline?place=Mendoza', event: 'Mendoza', word: '', origins: 1 }))
  if (seeded) {
    for (const dress of Object.keys(DRESSES)) await part('analyst', () => analyst(dress, { abbreviation: 'SCO', name: 'Shanghai Cooperation Organisation', day: '2014-09-10', spoken: '10 September 2014', wants: ['Iran', 'India', 'Pakistan'], says: 'Sergei Lavrov', words: 'want to become full members of the SCO' }))
    for (const dress of Object.keys(DRESSES)) await part('journalist', () => journalist(dress, { start: '/meetings?who=Lavrov', event: 'Tashkent', word: 'meet', origins: 2 }))
  }
  await part('corrector', () => corrector('light'))
  await part('reviewer', reviewer)
  await part('news', news)
  await part('sender', sender)
  await part('older', older)
  await part('hostile', hostile)
} finally {
  await browser.close()
  s.end()
}
console.log(failures() ? `${failures()} things do not hold` : `all holds (${Math.round((Date.now() - began) / 1000)} s); pictures in ${folder}`)
process.exit(failures() ? 1 : 0)
