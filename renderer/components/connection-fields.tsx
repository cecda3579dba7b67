import { Autocomplete, NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConnectionForm } from '../../shared/setup-schema.ts';
import { CONNECTION_KINDS } from '../../shared/words.ts';
import { useCall } from '../state/use-call.ts';
import { useTopic } from '../state/use-topic.ts';
import classes from './connection-fields.module.css';

/** What holds where a field is left open, and where it comes from (`tenant Acme`, `default`). */
export type Inherited = { [Field in keyof ConnectionForm]?: { text: string; from: string } };

interface ConnectionFieldsProps {
  /** As it stands in a set-up file: a field that is absent is inherited. */
  value: ConnectionForm;
  onChange: (value: ConnectionForm) => void;
  /** Of `set-up.plan`, for this form; those that begin with `connection` are shown beside their fields. */
  problems?: readonly { where: readonly string[]; message: string }[];
  inherited?: Inherited;
  /** Fields that make no sense in this place: a tenant has no host of its own. */
  leaveOut?: readonly (keyof ConnectionForm)[];
}

/** What explains a field stands below it, so that fields side by side are level. */
const ORDER = ['label', 'input', 'description', 'error'] as const;
const ANY = '';
const PASSWORDLESS = 'yes';
const NONE = 'no';

/** How a computer is reached: the same fields for a tenant, a group and a computer. It asks for what there is to choose from itself. */
export function ConnectionFields({ value, onChange, problems = [], inherited = {}, leaveOut = [] }: ConnectionFieldsProps) {
  const { t } = useTranslation();
  const version = useTopic('set-up', '')?.version ?? 0;
  const choices = useCall('set-up.choices', {}, version).value;
  const set = (change: { [Field in keyof ConnectionForm]?: ConnectionForm[Field] | undefined }): void =>
    onChange(Object.fromEntries(Object.entries({ ...value, ...change }).filter(([, one]) => one !== undefined && one !== '')));
  const wrong = (field: string): string | undefined => {
    const found = problems.filter(({ where }) => where[0] === 'connection' && where[1] === field).map(({ message }) => message);
    return found.length > 0 ? found.join('. ') : undefined;
  };
  const shown = (field: keyof ConnectionForm): boolean => !leaveOut.includes(field);
  const hint = (field: keyof ConnectionForm): string => {
    const held = inherited[field];
    return held ? t('connection.inherited', held) : t('connection.open');
  };
  const about = { description: classes.hint };
  const sudo = value.sudo === undefined ? ANY : value.sudo === true ? PASSWORDLESS : value.sudo === false ? NONE : `: ${value.sudo.credential}`;
  return (
    <div className={classes.fields} role="group" aria-label={t('connection.title')}>
      {shown('kind') && (
        <Select
          label={t('connection.kind')}
          placeholder={hint('kind')}
          data={CONNECTION_KINDS.map((kind) => ({ value: kind, label: t(`connectionKind.${kind}`) }))}
          value={value.kind ?? null}
          error={wrong('kind')}
          clearable
          onChange={(kind) => set({ kind: CONNECTION_KINDS.find((one) => one === kind) })}
        />
      )}
      {shown('host') && (
        <TextInput
          label={t('connection.host')}
          placeholder={hint('host')}
          value={value.host ?? ''}
          error={wrong('host')}
          spellCheck={false}
          onChange={(event) => set({ host: event.currentTarget.value })}
        />
      )}
      {shown('port') && (
        <NumberInput
          label={t('connection.port')}
          placeholder={hint('port')}
          value={value.port ?? ''}
          error={wrong('port')}
          hideControls
          thousandSeparator=""
          onChange={(port) => set({ port: typeof port === 'number' ? port : undefined })}
        />
      )}
      {shown('user') && (
        <TextInput
          label={t('connection.user')}
          placeholder={hint('user')}
          value={value.user ?? ''}
          error={wrong('user')}
          spellCheck={false}
          onChange={(event) => set({ user: event.currentTarget.value })}
        />
      )}
      {shown('credential') && (
        <Select
          label={t('connection.credential')}
          placeholder={hint('credential')}
          data={known(choices?.credentials, value.credential)}
          value={value.credential ?? null}
          error={wrong('credential')}
          searchable
          clearable
          limit={60}
          onChange={(credential) => set({ credential: credential ?? undefined })}
        />
      )}
      {shown('sudo') && (
        <Select
          label={t('connection.sudo')}
          placeholder={hint('sudo')}
          data={[
            { value: NONE, label: t('connection.sudoNo') },
            { value: PASSWORDLESS, label: t('connection.sudoYes') },
            ...known(choices?.credentials, typeof value.sudo === 'object' ? value.sudo.credential : undefined).map((name) => ({
              value: `: ${name}`,
              label: t('connection.sudoWith', { name }),
            })),
          ]}
          value={sudo === ANY ? null : sudo}
          error={wrong('sudo')}
          searchable
          clearable
          limit={60}
          onChange={(next) =>
            set({ sudo: next === null ? undefined : next === NONE ? false : next === PASSWORDLESS ? true : { credential: next.slice(2) } })
          }
        />
      )}
      {shown('jump') && (
        <Autocomplete
          size="xs"
          label={t('connection.jump')}
          placeholder={hint('jump')}
          data={choices?.computers ?? []}
          value={value.jump ?? ''}
          error={wrong('jump')}
          limit={60}
          spellCheck={false}
          onChange={(jump) => set({ jump })}
        />
      )}
      {shown('knownHosts') && (
        <TextInput
          label={t('connection.knownHosts')}
          placeholder={hint('knownHosts')}
          description={t('connection.knownHostsHint')}
          classNames={about}
          inputWrapperOrder={[...ORDER]}
          value={value.knownHosts ?? ''}
          error={wrong('knownHosts')}
          spellCheck={false}
          onChange={(event) => set({ knownHosts: event.currentTarget.value })}
        />
      )}
      {shown('persistentShell') && (
        <Select
          label={t('connection.shell')}
          placeholder={hint('persistentShell')}
          description={t('connection.shellHint')}
          classNames={about}
          inputWrapperOrder={[...ORDER]}
          data={[
            { value: 'true', label: t('connection.oneShell') },
            { value: 'false', label: t('connection.shellEach') },
          ]}
          value={value.persistentShell === undefined ? null : String(value.persistentShell)}
          error={wrong('persistentShell')}
          clearable
          onChange={(next) => set({ persistentShell: next === null ? undefined : next === 'true' })}
        />
      )}
      {problems
        .filter(({ where }) => where.length === 1 && where[0] === 'connection')
        .map(({ message }) => (
          <p key={message} className={classes.problem} role="alert">
            {message}
          </p>
        ))}
    </div>
  );
}

/** What there is to choose from, with what is chosen even where it is gone. */
function known(names: readonly string[] = [], chosen?: string): string[] {
  return chosen === undefined || names.includes(chosen) ? [...names] : [chosen, ...names];
}
