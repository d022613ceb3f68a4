import { Head, Mark, Status } from '../parts'

const VIEWS: [string, string][] = [
  ['Search', 'sentences with the words, counted by publisher, year, language and whom they name; a search can be kept, and has a feed'],
  ['Document', 'the text on the left, what was read in it on the right; a line shows its bytes, a click in the text finds its lines; what is not coded is grey and says why'],
  ['Organisation', 'as it stood on a day: the slider moves the day, ticks are days for which something is said; what is only wanted, planned, supported or denied stands apart'],
  ['Person, post', 'who held what when: a dot for each attestation, hatching where the record does not know'],
  ['Event', 'its reports by independent origin; where they disagree, side by side'],
  ['Statement', 'the words, who said them, and through whom they came to us'],
  ['Fact', 'the sentence, the rule, the confidence, the history of the line'],
  ['Timeline, calendar, map, network', 'events in order, by day, by place, and who met whom'],
  ['Conflicts, review, journal', 'what contradicts itself, what is worth a person’s look, what persons have corrected'],
]

export const Help = () => (
  <>
    <Head title="Help">The record says what documents say. Every line leads to its sentence; what no document says is “not stated”.</Head>
    <section><h2>The two clocks</h2><dl class="pairs"><dt>As of</dt><dd>when it was so: 2014, 2014-09 or 2014-09-10. Lists of events then end with that day.</dd><dt>Known by</dt><dd>what this record held at the end of that day: documents, readings and corrections that came later are left out.</dd></dl></section>
    <section><h2>Signs</h2><dl class="pairs signs"><dt><Mark kind="is" label={false} /> is</dt><dd>said to be so</dd><dt><Mark kind="wants" /></dt><dd>somebody wants it</dd><dt><Mark kind="plans" /></dt><dd>it is planned or promised</dd><dt><Mark kind="supports" /></dt><dd>somebody supports it</dd><dt><Mark kind="denies" /></dt><dd>it is denied</dd><dt><Mark kind="former" /></dt><dd>it is over</dd><dt><Status status="occurred" /></dt><dd>of events: occurred, planned, cancelled, denied, hypothetical or historical</dd></dl></section>
    <section><h2>The pages</h2><dl class="pairs wide">{VIEWS.map(([n, t]) => [<dt key={n}>{n}</dt>, <dd key={n + '.'}>{t}</dd>])}</dl></section>
    <section><h2>Keys</h2><p>Press <kbd>?</kbd> for the list. Keys of one letter can be switched off there.</p></section>
  </>
)
