import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import ssh2 from 'ssh2';

/** Writes a file whole or not at all, so that a lab that was killed meanwhile is still one. */
export async function writeWhole(file: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.new`;
  await writeFile(beside, text, { mode });
  await chmod(beside, mode);
  await rename(beside, file);
}

/** The public half as a line of an authorized_keys file, or null when the file holds no usable private key. */
async function publicLine(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  const key = text === null ? null : ssh2.utils.parseKey(text);
  if (key === null || key instanceof Error || !key.isPrivateKey()) return null;
  return `${key.type} ${key.getPublicSSH().toString('base64')}`;
}

/**
 * Makes an ed25519 key pair. ssh2's own maker cuts leading zeros off the public half (one key in 256), which nobody can read
 * afterwards, itself included: so it is asked until the key is whole.
 */
export function makeKeyPair(): { private: string; public: string } {
  for (;;) {
    const made = ssh2.utils.generateKeyPairSync('ed25519', { comment: 'rounds lab' });
    if (!(ssh2.utils.parseKey(made.private) instanceof Error)) return made;
  }
}

/** Keeps the ed25519 key of an earlier start or makes one, readable by this user only; returns its public half as one line. */
export async function keepKey(file: string): Promise<string> {
  const known = await publicLine(file);
  if (known !== null) {
    await chmod(file, 0o600);
    return known;
  }
  const made = makeKeyPair();
  await writeWhole(file, made.private, 0o600);
  return made.public.split(' ').slice(0, 2).join(' ');
}
