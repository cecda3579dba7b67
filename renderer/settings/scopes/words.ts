import type { TFunction } from 'i18next';
import type { ConnectionOptions, Filter } from '../../../shared/model.ts';

/** Connection options in short: `SSH, user root, port 2222`. */
export function connectionWords(options: ConnectionOptions | null, t: TFunction<'window'>): string {
  if (!options) return '';
  const { kind, host, port, user, credential, sudo, jump, knownHosts } = options;
  return [
    kind && t(`scopes.kinds.${kind}`),
    host,
    user && t('scopes.asUser', { user }),
    port && t('scopes.onPort', { port }),
    credential && t('scopes.withCredential', { name: credential }),
    sudo === undefined ? undefined : t(sudo === false ? 'scopes.withoutSudo' : 'scopes.withSudo'),
    jump && t('scopes.viaJump', { name: jump }),
    knownHosts && t('scopes.withKnownHosts'),
  ]
    .filter((part) => part !== undefined && part !== 0)
    .join(', ');
}

/** One option as it is set. */
export function optionWords(field: keyof ConnectionOptions, value: unknown, t: TFunction<'window'>): string {
  if (field === 'kind') return t(`scopes.kinds.${value as NonNullable<ConnectionOptions['kind']>}`);
  if (field === 'persistentShell') return t(value === true ? 'scopes.oneShell' : 'scopes.shellEach');
  if (field !== 'sudo') return String(value);
  if (typeof value === 'boolean') return t(value ? 'connection.sudoYes' : 'connection.sudoNo');
  return t('connection.sudoWith', { name: (value as { credential?: string } | null)?.credential ?? '' });
}

/** A filter in short: `platform Linux, tag web`. */
export function filterWords({ platform, role, tag, fact }: Filter, t: TFunction<'window'>): string {
  return [
    platform && t('scopes.platformIs', { value: t(`platform.${platform}`) }),
    role && t('scopes.roleIs', { value: t(`role.${role}`) }),
    tag && t('scopes.tagIs', { value: tag }),
    ...Object.entries(fact ?? {}).map(([name, value]) => t('scopes.factIs', { fact: name, value })),
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}
