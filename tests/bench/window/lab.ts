/** Many of the lab's computers, in a process of their own that ends with this one. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { keepKey } from '../../../electron/lab/keys.ts';
import { forkLab } from '../../../electron/lab/lab-process.ts';
import { LAB_HOST, LAB_USER } from '../../../electron/lab/layout.ts';
import type { ServeReply } from '../../../electron/lab/messages.ts';

export const LAB_TENANT = 'Lab';

/** Starts them; returns a set-up that adds them to whatever there is, and their end. */
export async function startLabComputers(folder: string, count: number): Promise<{ setUpFile: string; close: () => Promise<void> }> {
  const hostKeyFile = path.join(folder, 'host-key');
  const keyFile = path.join(folder, 'user-key');
  const [hostKey, authorizedKey] = [await keepKey(hostKeyFile), await keepKey(keyFile)];
  const computers = Array.from({ length: count }, (_, i) => {
    const name = `lab-${String(i).padStart(3, '0')}`;
    const home = path.join(folder, 'homes', name);
    mkdirSync(home, { recursive: true });
    return { id: `${LAB_TENANT}/${name}`, name, home, hostKeyFile, port: 0, kind: 'ordinary' as const };
  });
  const server = forkLab(fileURLToPath(new URL('../../../electron/lab/server.ts', import.meta.url)));
  const reply = await new Promise<ServeReply>((resolve) => {
    server.onReply(resolve);
    server.onExit((message) => resolve({ type: 'failed', message }));
    server.send({ labId: randomUUID(), authorizedKey, computers });
  });
  if (reply.type === 'failed') throw new Error(`The lab's computers did not start: ${reply.message}`);
  const { ports } = reply;
  const knownHosts = path.join(folder, 'known_hosts');
  writeFileSync(knownHosts, computers.map(({ id }) => `[${LAB_HOST}]:${ports[id] ?? 0} ${hostKey}\n`).join(''));
  const setUpFile = path.join(folder, 'lab.yaml');
  const setUp = {
    credentials: [{ name: 'lab', kind: 'ssh-key', keyFile }],
    tenants: [{ name: LAB_TENANT, connection: { kind: 'ssh', host: LAB_HOST, user: LAB_USER, credential: 'lab', knownHosts } }],
    computers: computers.map(({ id, name }) => ({ name, tenant: LAB_TENANT, connection: { port: ports[id] } })),
  };
  writeFileSync(setUpFile, JSON.stringify(setUp));
  return { setUpFile, close: () => server.end() };
}
