import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import type { ConnectionForm } from '../../shared/setup-schema.ts';
import { useCall } from '../state/use-call.ts';
import { useTopic } from '../state/use-topic.ts';
import classes from '../editing/editing.module.css';

/** What holds where a field is left open, and where it comes from (`tenant Acme`). */
export type Inherited = { [Field in keyof ConnectionForm]?: { text: string; from: string } };

/** How computers are reached today; the others come with their transports. */
const KINDS = ['ssh', 'local'] as const;
const WIDTH = 210;

interface ConnectionFieldsProps {
  /** As it stands in a set-up file: a field that is absent is inherited. */
  value: ConnectionForm;
  onChange: (value: ConnectionForm) => void;
  /** Of `set-up.plan`, for this form; those that begin with `connection` are shown beside their fields. */
  problems?: readonly { where: readonly string[]; message: string }[];
  inherited?: Inherited;
  /** What is reached where no host is named. */
  host?: string;
  /** Fields that make no sense in this place: a tenant has no host of its own. */
  leaveOut?: readonly (keyof ConnectionForm)[];
}

/** How a computer is reached: the same fields for a tenant, a group and a computer. It asks for what there is to choose from itself. */
export function ConnectionFields({ value: connection, onChange, problems = [], inherited = {}, host = '', leaveOut = [] }: ConnectionFieldsProps) {
  const { t } = useTranslation();
  const version = useTopic('set-up', '')?.version ?? 0;
  const choices = useCall('set-up.choices', {}, version).value;
  const set = (change: { [Field in keyof ConnectionForm]?: ConnectionForm[Field] | undefined }): void =>
    onChange(Object.fromEntries(Object.entries({ ...connection, ...change }).filter(([, one]) => one !== undefined && one !== '')));
  const hint = (option: keyof ConnectionForm, otherwise: string): string => {
    const found = inherited[option];
    return found ? t('connection.from', { value: found.text, from: found.from }) : otherwise;
  };
  const kind = connection.kind ?? inherited.kind?.text ?? 'ssh';
  const isLocal = kind === 'local';
  const line = (option: keyof ConnectionForm, label: string, field: ReactNode) =>
    !leaveOut.includes(option) && (
      <div key={option}>
        <div className={classes.line}>
          <span>{label}</span>
          {field}
        </div>
        {problems
          .filter(({ where }) => where[0] === 'connection' && where[1] === option)
          .map(({ message }) => (
            <p key={message} className={classes.problem} role="alert">
              {message}
            </p>
          ))}
      </div>
    );
  const text = (option: 'host' | 'user' | 'knownHosts', otherwise: string) =>
    line(
      option,
      t(`connection.${option}`),
      <TextInput
        w={WIDTH}
        aria-label={t(`connection.${option}`)}
        placeholder={hint(option, otherwise)}
        spellCheck={false}
        value={connection[option] ?? ''}
        onChange={(event) => set({ [option]: event.currentTarget.value })}
      />,
    );
  const sudo =
    connection.sudo === undefined
      ? null
      : connection.sudo === true
        ? 'yes'
        : connection.sudo === false
          ? 'no'
          : `credential ${connection.sudo.credential}`;
  const choice = (value: string | null): ConnectionForm['sudo'] | undefined =>
    value === null ? undefined : value === 'yes' ? true : value === 'no' ? false : { credential: value.slice('credential '.length) };
  return (
    <div className={classes.stack}>
      {line(
        'kind',
        t('connection.kind'),
        <Select
          w={WIDTH}
          aria-label={t('connection.kind')}
          placeholder={hint('kind', t('connection.kinds.ssh'))}
          clearable
          data={KINDS.map((value) => ({ value, label: t(`connection.kinds.${value}`) }))}
          value={connection.kind ?? null}
          onChange={(value) => set({ kind: KINDS.find((one) => one === value) })}
        />,
      )}
      {!isLocal && (
        <>
          {text('host', host)}
          {line(
            'port',
            t('connection.port'),
            <NumberInput
              w={WIDTH}
              aria-label={t('connection.port')}
              placeholder={hint('port', '22')}
              allowDecimal={false}
              hideControls
              value={connection.port ?? ''}
              onChange={(value) => set({ port: value === '' ? undefined : Number(value) })}
            />,
          )}
          {text('user', t('connection.userHint'))}
          {line(
            'credential',
            t('connection.credential'),
            <Select
              w={WIDTH}
              aria-label={t('connection.credential')}
              placeholder={hint('credential', t('connection.credentialHint'))}
              searchable
              clearable
              data={choices?.credentials ?? []}
              value={connection.credential ?? null}
              onChange={(value) => set({ credential: value ?? undefined })}
            />,
          )}
          {line(
            'jump',
            t('connection.jump'),
            <Select
              w={WIDTH}
              aria-label={t('connection.jump')}
              placeholder={hint('jump', t('connection.direct'))}
              searchable
              clearable
              limit={60}
              data={choices?.computers ?? []}
              value={connection.jump ?? null}
              onChange={(value) => set({ jump: value ?? undefined })}
            />,
          )}
          {text('knownHosts', t('connection.knownHostsHint'))}
        </>
      )}
      {line(
        'sudo',
        t('connection.sudo'),
        <Select
          w={WIDTH}
          aria-label={t('connection.sudo')}
          placeholder={hint('sudo', t('connection.sudoNo'))}
          clearable
          data={[
            { value: 'yes', label: t('connection.sudoYes') },
            ...(choices?.credentials ?? []).map((name) => ({ value: `credential ${name}`, label: t('connection.sudoWith', { name }) })),
            { value: 'no', label: t('connection.sudoNo') },
          ]}
          value={sudo}
          onChange={(value) => set({ sudo: choice(value) })}
        />,
      )}
      {!isLocal &&
        line(
          'persistentShell',
          t('connection.persistentShell'),
          <Checkbox
            aria-label={t('connection.persistentShell')}
            checked={connection.persistentShell ?? inherited.persistentShell?.text !== 'false'}
            onChange={(event) => set({ persistentShell: event.currentTarget.checked })}
          />,
        )}
    </div>
  );
}
