/** Credentials as the window adds, changes and removes them; what files may say of one holds here too. */
import { RoundsError } from '../../shared/errors.ts';
import type { Credential } from '../../shared/model.ts';
import type { SetUpChange, SetUpEntry } from '../store/store.ts';
import { entryId, entryText, referencesOf, valuesOf } from './entries.ts';
import { absolutePath } from './references.ts';
import { WINDOW } from './sources.ts';
import { sameSpelling } from '../catalogue/deployment-form.ts';

export interface CredentialForm {
  name: string;
  kind: Credential['kind'];
  keyFile?: string | undefined;
  /** It must not be there yet; else it must. */
  add: boolean;
}

/** @throws RoundsError `input/setup`, `usage/credential` */
export function saveCredential(entries: readonly SetUpEntry[], form: CredentialForm): SetUpChange {
  const name = sameSpelling(form.name);
  const same = valuesOf(entries, 'credential').find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (form.add && same) throw new RoundsError('usage/credential', `There is a credential '${same.name}' already`, { advice: 'Choose another name.' });
  if (!form.add && same?.name !== name) throw new RoundsError('usage/credential', `There is no credential '${name}' any more`);
  if (form.kind === 'ssh-key' && form.keyFile === undefined)
    throw new RoundsError('input/setup', 'The path of a private key is missing', { advice: 'For example ~/.ssh/id_ed25519.' });
  if (form.kind !== 'ssh-key' && form.keyFile !== undefined) throw new RoundsError('input/setup', `A ${form.kind} has no key file`);
  if (form.keyFile !== undefined && !/^(\/|~(\/|$)|[A-Za-z]:[\\/])/.test(form.keyFile))
    throw new RoundsError('input/setup', `'${form.keyFile}' is no whole path`, { advice: 'Begin it with / or ~/.' });
  const value: Credential = { name, kind: form.kind, ...(form.keyFile === undefined ? {} : { keyFile: absolutePath(form.keyFile, '/') }) };
  const before = entries.find((entry) => entry.kind === 'credential' && entry.value.name === name)?.sources ?? [];
  return { put: [{ sources: [...new Set([...before, WINDOW])].sort(), kind: 'credential', value }], remove: [] };
}

/** @throws RoundsError `usage/credential` while something names it */
export function removeCredential(entries: readonly SetUpEntry[], name: string): SetUpChange {
  if (!valuesOf(entries, 'credential').some((one) => one.name === name))
    throw new RoundsError('usage/credential', `There is no credential '${name}' any more`);
  const user = entries.find((entry) => referencesOf(entry).some(({ kind, id }) => kind === 'credential' && id === name));
  if (user)
    throw new RoundsError('usage/credential', `'${name}' cannot be removed: ${entryText(user.kind, entryId(user))} names it`, {
      advice: 'Give that another credential first.',
    });
  return { put: [], remove: [{ kind: 'credential', id: name }] };
}
