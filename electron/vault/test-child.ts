/** A process of its own that keeps values as fast as it can: `FOLDER PREFIX COUNT PASSPHRASE COST`. */
import { Vault } from './vault.ts';

const [dataFolder = '', prefix = '', count = '0', passphrase = '', cost = '0'] = process.argv.slice(2);
const vault = new Vault({ dataFolder, cost: Number(cost) });
await vault.unlock(passphrase);
for (let n = 0; n < Number(count); n += 1) await vault.set(`${prefix}${n}`, `value ${prefix}${n}`);
