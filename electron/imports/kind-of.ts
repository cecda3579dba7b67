/** What a text that somebody wants to import seems to be. Pure. */
import type { ImportKind } from '../../shared/api/imports.ts';

const LOOK = 20_000;

/** By its name where that says it, else by what it begins with. A guess: the technician may say otherwise. */
export function kindOf(text: string, name: string | null): ImportKind {
  const begin = text.slice(0, LOOK);
  const lower = name?.toLowerCase() ?? '';
  if (/\.(?:csv|tsv|tab)$/.test(lower)) return 'csv';
  if (/^[ \t]*(?:host|match|include)[ \t=]+\S/im.test(begin) && !/^[ \t]*\[/m.test(begin) && !/^\S*[,;\t].*[,;\t]/m.test(begin)) return 'ssh-config';
  if (/^(?:tenants|computers|credentials|deployments|groups|items|limits):/m.test(begin)) return 'set-up';
  if (/\.(?:ya?ml|ini)$/.test(lower) || /^\[[^\]]+\]\s*$/m.test(begin)) return 'ansible';
  if (/^(?:---|\S+:)\s*$/m.test(begin) && /^\s+(?:hosts|children|vars):/m.test(begin)) return 'ansible';
  if (/ansible_\w+\s*=/.test(begin)) return 'ansible';
  return 'csv';
}
