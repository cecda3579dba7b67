/** The command `rounds`. */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Halves the start-up time. Beside the code, because whoever may write there may change the code as well; where this user
// may not, there is none.
enableCompileCache(fileURLToPath(new URL('../.cache/compiled', import.meta.url)));
const [{ EXIT }, { processIo }, { main }, { harmlessText }] = await Promise.all([
  import('./exit-status.ts'),
  import('./io.ts'),
  import('./program.ts'),
  import('./terminal/harmless.ts'),
]);

const io = processIo();
// Nothing should come here; what does is told in our words, harmless, and with our status.
process.on('uncaughtException', (error) => {
  io.stderr.write(`error: a fault of Rounds itself: ${harmlessText(error.stack ?? String(error))}\n`);
  io.exit(EXIT.internal);
});
const status = await main(process.argv.slice(2), process.env, io);
const incomplete = await io.flushed();
if (incomplete !== null) io.stderr.write(`error: stdout could not be written: ${incomplete}\n`);
// Exits even when a library left something open; everything of ours is closed and written by now.
io.exit(incomplete !== null && status === EXIT.ok ? EXIT.internal : status);
