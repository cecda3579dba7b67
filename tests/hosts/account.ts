/**
 * A real account behind a real sshd, which nobody else on the machine sees: the server has a mount namespace of its own, in
 * which /etc is a copy. useradd, chpasswd and sudoers write there, and it is gone with the server, however that ends.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './program.ts';
import { startSshd, type SshdOptions, type TestHost } from './sshd.ts';

export interface AccountOptions {
  /** Without one there is none that is right; sshd would take an account without any for one that is locked. */
  password?: string;
  /** The login shell; default /bin/sh. */
  shell?: string;
  /** Lines of a sudoers file; `%u` is the account. */
  sudoers?: string[];
  /** A piece of sh that root runs in the namespace, once the account is there; `$HOME` and `$USER` are the account's. */
  inside?: string;
  sshd?: SshdOptions;
}

export interface AccountHost extends TestHost {
  /** Runs a piece of sh as root where the account is; its stdout. */
  asRoot: (script: string) => string;
}

/** Needs root, sshd and useradd. */
export async function startAccountHost(options: AccountOptions = {}): Promise<AccountHost> {
  const folder = temporaryFolder();
  const etc = join(folder.path, 'etc');
  cpSync('/etc', etc, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true, dereference: false });
  const name = `tech${randomBytes(4).toString('hex')}`;
  const home = `/home/${name}`;
  const text = (value: string) => `'${value.replaceAll("'", "'\\''")}'`;
  const sudoers = (options.sudoers ?? []).map((line) => `${line.replaceAll('%u', name)}\n`).join('');
  const inside = `
mount --make-rprivate /
mount --bind ${text(etc)} /etc
mount -t tmpfs none /home
for d in /run/sudo /var/lib/sudo; do mkdir -p $d; mount -t tmpfs -o mode=711 none $d; done
useradd -M -d ${home} -s ${text(options.shell ?? '/bin/sh')} ${name}
install -d -m 700 -o ${name} -g ${name} ${home}
${options.password === undefined ? `usermod -p '*' ${name}` : `printf %s ${text(`${name}:${options.password}`)} | chpasswd`}
printf %s ${text(sudoers)} >/etc/sudoers.d/${name}
chmod 440 /etc/sudoers.d/${name}
HOME=${home} USER=${name}
${options.inside ?? ''}
`;
  try {
    const host = await startSshd({ ...options.sshd, account: { name, home }, inside });
    return {
      ...host,
      asRoot: (script) => execFileSync('nsenter', ['-t', String(host.pid), '-m', 'sh', '-ec', `HOME=${home} USER=${name}\n${script}`]).toString(),
      close: async () => {
        await host.close();
        folder.remove();
      },
    };
  } catch (error) {
    folder.remove();
    throw error;
  }
}
