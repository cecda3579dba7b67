/**
 * `npm run bench`: what a run costs beside other ways, then the window at size. `npm run bench sessions` or
 * `npm run bench window`, with their options, is one of them; options alone are those of `sessions`.
 */
const BENCHES = ['sessions', 'window/main'];
const [asked] = process.argv.slice(2);
const one = BENCHES.filter((bench) => bench.split('/')[0] === asked);
if (one.length > 0) process.argv.splice(2, 1);
for (const bench of one.length > 0 ? one : BENCHES) {
  await import(new URL(`./${bench}.ts`, import.meta.url).href);
  if (one.length === 0) process.argv.length = 2;
}
