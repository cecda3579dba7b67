/**
 * What tests need beyond Node: programs of the machine, rights. Where it is missing, the tests that need it are one skipped
 * test that names it and the line that would install it; with CI set they are one failed test.
 */
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'vitest';

/** A thing that tests may need. */
export interface Requirement {
  /** As a person names it: `sshd`. */
  what: string;
  present: boolean;
  /** The one line that gets it: `apt-get install openssh-server`. */
  remedy: string;
}

/** Where servers are that an ordinary user's PATH leaves out. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The absolute path of a program, or null. */
export function findProgram(program: string): string | null {
  for (const folder of [...(process.env['PATH'] ?? '').split(path.delimiter), ...SYSTEM_FOLDERS]) {
    const file = path.join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      if (folder !== '' && statSync(file).isFile()) return file;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/** A program that tests start: `requireProgram('sshd', 'apt-get install openssh-server')`. */
export function requireProgram(program: string, remedy: string): Requirement {
  return { what: program, present: findProgram(program) !== null, remedy };
}

/** The rights of root, as for namespaces and chroots. */
export function requireRoot(): Requirement {
  return { what: 'root', present: process.getuid?.() === 0, remedy: 'sudo npm test' };
}

/** The text by which a missing requirement is told and counted; `npm test` prints it. */
export function missingText({ what, remedy }: Requirement): string {
  return `needs ${what} (${remedy})`;
}

/** `describe` for tests that need something. */
export function describeWith(requirements: Requirement | Requirement[], name: string, tests: () => void): void {
  const missing = [requirements].flat().filter(({ present }) => !present);
  if (missing.length === 0) {
    describe(name, tests);
    return;
  }
  describe(name, () => {
    for (const requirement of missing) {
      it(missingText(requirement), (context) => {
        if (process.env['CI']) throw new Error(`${requirement.what} is missing: ${requirement.remedy}`);
        context.skip(missingText(requirement));
      });
    }
  });
}
