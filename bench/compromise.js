// A peer for the coreference of `chancery code`: npm's compromise, pronouns().refersTo(). Reads documents {"id","text"} a line, prints them with
// "mentions" as the program does. Names that are written alike count as one (compromise does not join them itself).
// Usage: node compromise.js < DOCUMENTS          (npm package compromise: script/bench --wink puts it in build/peers)
const path = require('path');
const nlp = require(require.resolve('compromise', { paths: [path.join(__dirname, '..', 'build', 'peers')] }));

function place(view, text) { // bytes, without the marks around the words
  const j = view.json({ offset: true, terms: { offset: true } })[0];
  if (!j || !j.terms.length) return null;
  const a = j.terms[0].offset, b = j.terms[j.terms.length - 1].offset;
  const bytes = (n) => Buffer.byteLength(text.slice(0, n));
  return { start: bytes(a.start), end: bytes(b.start + b.length) };
}

function read(d) {
  const doc = nlp(d.text), mentions = [], of = new Map();
  const entity = (view) => {
    const words = view.text('root').trim();
    if (!of.has(words)) of.set(words, 'e' + (of.size + 1));
    return of.get(words);
  };
  const add = (view, e) => {
    const p = place(view, d.text);
    if (p && !mentions.some((m) => m.start === p.start && m.end === p.end)) mentions.push({ ...p, entity: e });
  };
  doc.compute('coreference');
  doc.topics().forEach((t) => add(t, entity(t)));
  doc.pronouns().forEach((p) => {
    const r = p.refersTo();
    if (!r.found) return;
    add(r, entity(r));
    add(p, entity(r));
  });
  return { id: d.id, text: d.text, mentions };
}

for (const line of require('fs').readFileSync(0, 'utf8').split('\n'))
  if (line) process.stdout.write(JSON.stringify(read(JSON.parse(line))) + '\n');
