// A peer for `chancery parse`: wink-nlp with its English model, sentences, parts of speech and names (it has no trees; lemmas are
// looked up when asked for). Reads text, prints a word a line with its part of speech and the type of the name it begins.
// Usage: node wink.js < TEXT          (npm packages wink-nlp and wink-eng-lite-web-model: script/bench --wink puts them in build/peers)
const path = require('path'), from = path.join(__dirname, '..', 'build', 'peers', 'node_modules');
const nlp = require(path.join(from, 'wink-nlp'))(require(path.join(from, 'wink-eng-lite-web-model')), ['sbd', 'pos', 'ner']);
const its = nlp.its, PIECE = 20000;

const paragraphs = require('fs').readFileSync(0, 'utf8').split(/\n[ \t\r]*\n/);
let piece = '';

function read(text) {
  const doc = nlp.readDoc(text), tokens = doc.tokens(), words = tokens.out(), pos = tokens.out(its.pos), begins = new Map(), out = [];
  doc.entities().each((e) => begins.set(e.tokens().itemAt(0).index(), e.out(its.type)));
  doc.sentences().each((s) => {
    const [first, last] = s.out(its.span);
    for (let t = first; t <= last; t++) out.push(words[t] + '\t' + pos[t] + '\t' + (begins.get(t) || '_'));
    out.push('');
  });
  process.stdout.write(out.join('\n') + '\n');
}

for (const p of paragraphs) {
  piece += p + '\n\n';
  if (piece.length < PIECE) continue;
  read(piece);
  piece = '';
}
if (piece) read(piece);
