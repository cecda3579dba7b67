/** The command `rounds`. */
import { EXIT } from './exit-status.ts';
import { processIo } from './io.ts';
import { main } from './program.ts';
import { harmlessText } from './terminal/harmless.ts';

const io = processIo();
// Nothing should come here; what does is told in our words, harmless, and with our status.
process.on('uncaughtException', (error) => {
  io.stderr.write(`error: a fault of Rounds itself: ${harmlessText(error.stack ?? String(error))}\n`);
  io.exit(EXIT.internal);
});
const status = await main(process.argv.slice(2), process.env, io);
await io.flushed();
// Exits even when a library left something open; everything of ours is closed and written by now.
process.exit(status);
