/** `npm run torture`: kill -9 at random points, 200 times (`--times N`), each followed by a look at the record and a resume. */
import { parseArgs } from 'node:util';
import { crashOnce, writeCrashScene } from './crash.ts';
import { workplace } from './rounds.ts';

const { values } = parseArgs({ options: { times: { type: 'string', default: '200' } } });
const times = Number(values.times);
const place = workplace();
let failed = 0;
let interrupted = 0;
try {
  const applied = await place.run(['apply', writeCrashScene(place, 3, 6)]);
  if (applied.status !== 0) throw new Error(applied.stderr);
  for (let i = 1; i <= times; i++) {
    const report = await crashOnce(place, Math.floor(Math.random() * 4000));
    interrupted += report.interrupted;
    if (report.broken.length > 0) failed++;
    const when = report.killedAt === Infinity ? 'over before' : `killed after ${report.killedAt} ms`;
    process.stdout.write(
      `${i}/${times} ${when}, ${report.interrupted} of ${report.sessions} interrupted${report.broken.map((one) => `\n  BROKEN ${one}`).join('')}\n`,
    );
  }
} finally {
  place.remove();
}
process.stdout.write(`${times - failed} of ${times} kills kept every promise; ${interrupted} sessions were interrupted and resumed\n`);
process.exitCode = failed === 0 ? 0 : 1;
