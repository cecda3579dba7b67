/** Items on a whole Debian of their own (see machine.ts): systemd, sshd, apt, dnf and zypper are the real ones. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bind } from './item-scripts.ts';
import { machineTrouble, startMachine } from './machine.ts';
import type { Machine, OnMachine } from './machine.ts';
import { firewallOnMachine } from './on-machine/firewall.ts';
import { packagesOnMachine } from './on-machine/packages.ts';
import { servicesOnMachine } from './on-machine/services.ts';
import { sshdOnMachine } from './on-machine/sshd.ts';
import { systemOnMachine } from './on-machine/system.ts';

const trouble = machineTrouble();
const skip = trouble !== null && process.env['CI'] !== 'true';

describe.skipIf(skip)(`on a Debian of its own${trouble === null ? '' : ` (${trouble})`}`, () => {
  let started: Machine | undefined;
  const on: OnMachine = {
    get machine() {
      if (!started) throw new Error('the machine has not started');
      return started;
    },
    item: (id) => bind(id, (text, env) => on.machine.run(text, env)),
  };
  beforeAll(async () => {
    if (trouble !== null) throw new Error(trouble);
    started = await startMachine();
  }, 600_000);
  afterAll(() => started?.close(), 60_000);

  it('is up, with all its services', async () => {
    expect(await on.machine.sh('systemctl is-system-running; systemctl --failed --no-legend')).toBe('running');
  });
  packagesOnMachine(on);
  servicesOnMachine(on);
  sshdOnMachine(on);
  firewallOnMachine(on);
  systemOnMachine(on);
});
