import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

type Calls = 'import.choose' | 'import.dropped' | 'import.pasted' | 'import.ssh-config' | 'import.preview' | 'import.rows' | 'import.apply';

export function importHandlers({ importer, files }: ApiTools): Pick<Handlers, Calls> {
  const held = async (file: string | null) => ({ source: file === null ? null : await importer.file(file) });
  return {
    'import.choose': async () => held(await files.choose()),
    'import.dropped': async () => held(files.dropped()),
    'import.pasted': async ({ text }) => ({ source: importer.pasted(text) }),
    'import.ssh-config': async () => ({ source: await importer.ownSshConfig() }),
    'import.preview': async (options) => importer.preview(options),
    'import.rows': async ({ source, offset, limit }) => importer.rows(source, offset, limit),
    'import.apply': async ({ source }) => importer.apply(source),
  };
}
