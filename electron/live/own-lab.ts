/** The lab of this data folder: its six computers are in the set-up, and run as long as the program does. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LabView } from '../../shared/api/lab.ts';
import { messageOf, RoundsError } from '../../shared/errors.ts';
import type { Engine } from '../engine.ts';
import type { LaunchLab } from '../lab/lab-process.ts';
import { LAB_RESOURCES, labPaths } from '../lab/layout.ts';
import { itemFolders, readLabContents } from '../lab/set-up-file.ts';
import { startLab, type Lab } from '../lab/start.ts';
import type { RunningBatch } from '../sessions/run-request.ts';
import { fileSource } from '../setup/sources.ts';

export class OwnLab {
  readonly #engine: Engine;
  readonly #launch: LaunchLab;
  readonly #paths;
  readonly #source: string;
  #lab: Lab | null = null;
  #starting: Promise<Lab> | null = null;
  #trouble: string | null = null;

  constructor(engine: Engine, launch: LaunchLab) {
    this.#engine = engine;
    this.#launch = launch;
    this.#paths = labPaths(path.join(engine.dataFolder, 'lab'));
    this.#source = fileSource(this.#paths.setUpFile);
  }

  /** What the lab's own deployments need; null for everything else. */
  secret(name: string): string | null {
    return this.#lab?.secrets[name] ?? null;
  }

  get trouble(): string | null {
    return this.#trouble;
  }

  async view(): Promise<LabView> {
    const [contents, items, there] = await Promise.all([
      readLabContents(LAB_RESOURCES),
      itemFolders(path.join(LAB_RESOURCES, 'items')),
      this.#isThere(),
    ]);
    const state = this.#lab ? 'on' : this.#starting ? 'starting' : there ? 'off' : 'none';
    return { state, trouble: this.#trouble, ...contents, items: items.length, folder: this.#paths.folder };
  }

  /** @throws RoundsError `usage/lab-running`, `usage/lab-folder`, `setup/lab-platform`, `input/setup` */
  async start(): Promise<RunningBatch> {
    const lab = await this.#on();
    const computers = lab.computers.map(({ id }) => id);
    return this.#engine.run({ kind: 'maintenance', include: ['required'], offline: { rule: 'skip' }, computers, targetText: 'the lab' });
  }

  /** After a start of the program: its computers run again where they are in the set-up. What hinders it is told, not thrown. */
  async startAgain(): Promise<void> {
    if (await this.#isThere()) await this.#on().catch(() => undefined);
  }

  /** @throws RoundsError `input/setup` while something that the lab did not bring names a part of it */
  async remove(): Promise<{ removed: number }> {
    if (!(await this.#isThere())) throw new RoundsError('usage/lab', 'There is no lab in this set-up');
    // A file that names nothing any more takes with it what it named.
    const { setUpFile } = this.#paths;
    await writeFile(setUpFile, 'tenants: []\n');
    const { removed } = await this.#engine.apply([setUpFile], { prune: false, dryRun: false });
    await this.close();
    this.#trouble = null;
    // The command's lab keeps a record of its own there.
    const { folder, dataFolder } = this.#paths;
    const made = (await readdir(folder)).filter((name) => name !== path.basename(dataFolder));
    await Promise.all(made.map((name) => rm(path.join(folder, name), { recursive: true, force: true })));
    return { removed: removed.length };
  }

  async close(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    const lab = this.#lab;
    this.#lab = null;
    await lab?.close();
  }

  async #isThere(): Promise<boolean> {
    return (await this.#engine.setUpEntries()).some(({ sources }) => sources.includes(this.#source));
  }

  /** One start at a time. Ports may be others than last time, so what depends on them is applied anew. */
  async #on(): Promise<Lab> {
    if (this.#lab) return this.#lab;
    this.#starting ??= (async () => {
      let lab: Lab | null = null;
      try {
        lab = await startLab(this.#paths.folder, { launch: this.#launch });
        await this.#engine.apply([lab.setUpFile], { prune: false, dryRun: false });
        this.#lab = lab;
        this.#trouble = null;
        return lab;
      } catch (error) {
        await lab?.close();
        this.#trouble = messageOf(error);
        throw error;
      } finally {
        this.#starting = null;
      }
    })();
    return this.#starting;
  }
}
