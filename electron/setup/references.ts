/** References in forms, looked up: a name becomes a full name, a path an absolute one. */
import { homedir } from 'node:os';
import path from 'node:path';
import type { ConnectionOptions, Target } from '../../shared/model.ts';
import type { ConnectionForm, TargetForm } from '../../shared/setup-schema.ts';
import { compact, filterFromForm, sameSpelling } from '../catalogue/deployment-form.ts';
import type { InputProblem, YamlPath } from '../catalogue/yaml-file.ts';
import { resolveName } from './names.ts';
import type { NameIndex } from './names.ts';
import type { Located, SetUpFiles } from './read-files.ts';

/** All that may be referred to: of the files, and of what stays in the set-up. */
export interface Known {
  tenants: NameIndex;
  credentials: NameIndex;
  computers: NameIndex;
  groups: NameIndex;
}

/** A path of a file: `~/` is the user's home, a relative one starts at the file's folder. */
export function absolutePath(text: string, folder: string): string {
  if (text === '~' || text.startsWith('~/')) return path.join(homedir(), text.slice(1));
  return path.resolve(folder, text);
}

/** Look-ups that tell what is wrong and go on. */
export function lookUp(files: SetUpFiles, known: Known, problems: InputProblem[]) {
  const refuse = (place: string, message: string): null => {
    problems.push({ place, message });
    return null;
  };
  const find = (reference: string, what: keyof Known, place: string, home?: string): string | null => {
    const found = resolveName(reference, what.slice(0, -1), known[what], home);
    if ('id' in found) return found.id;
    const last = reference.slice(reference.indexOf('/') + 1).normalize('NFC');
    if (files.broken.some((each) => each.kind === what && each.name === last)) return null;
    return refuse(place, found.message);
  };
  const connection = (form: ConnectionForm, at: Located<unknown>['at'], folder: string, home: string | undefined): ConnectionOptions => {
    const place = (...where: YamlPath): string => at(['connection', ...where]);
    const named = (name: string, ...where: YamlPath): string | undefined => find(name, 'credentials', place(...where)) ?? undefined;
    const sudo = typeof form.sudo === 'object' ? named(form.sudo.credential, 'sudo', 'credential') : undefined;
    return compact({
      kind: form.kind,
      host: form.host,
      port: form.port,
      user: form.user,
      credential: form.credential === undefined ? undefined : named(form.credential, 'credential'),
      sudo: typeof form.sudo === 'object' ? (sudo === undefined ? undefined : { credential: sudo }) : form.sudo,
      jump: form.jump === undefined ? undefined : (find(form.jump, 'computers', place('jump'), home) ?? undefined),
      knownHosts: form.knownHosts === undefined ? undefined : absolutePath(form.knownHosts, folder),
      persistentShell: form.persistentShell,
    });
  };
  const tenant = (name: string, place: string): string | null => find(name, 'tenants', place);
  const member = (reference: string, place: string, home: string | undefined): string | null => {
    const spelled = home === undefined ? undefined : sameSpelling(home);
    const id = find(reference, 'computers', place, spelled);
    if (id === null || spelled === undefined || id.startsWith(`${spelled}/`)) return id;
    return refuse(place, `${id} is of another tenant; allowed: computers of ${spelled}`);
  };
  const target = (form: TargetForm, at: Located<unknown>['at']): Target | null => {
    if ('computer' in form) {
      const id = find(form.computer, 'computers', at(['target', 'computer']));
      return id === null ? null : { computer: id };
    }
    if ('group' in form) {
      const id = find(form.group, 'groups', at(['target', 'group']));
      return id === null ? null : { group: id };
    }
    if ('all' in form) return { all: true };
    const within = form.tenant === undefined ? undefined : tenant(form.tenant, at(['target', 'tenant']));
    if (within === null) return null;
    if ('tag' in form) return compact({ tag: sameSpelling(form.tag), tenant: within });
    if ('filter' in form) return compact({ filter: filterFromForm(form.filter), tenant: within });
    return within === undefined ? null : { tenant: within };
  };
  return { refuse, connection, tenant, member, target };
}
