import { StreamLanguage } from '@codemirror/language';
import { powerShell } from '@codemirror/legacy-modes/mode/powershell';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { yaml } from '@codemirror/legacy-modes/mode/yaml';
import type { Extension } from '@codemirror/state';

/** How a file's text is coloured, by its ending. */
export function languageOf(file: string): Extension {
  if (file.endsWith('.sh')) return StreamLanguage.define(shell);
  if (/\.ps[dm]?1$/.test(file)) return StreamLanguage.define(powerShell);
  if (/\.ya?ml$/.test(file)) return StreamLanguage.define(yaml);
  return [];
}
