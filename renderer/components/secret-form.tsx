import { Button, PasswordInput } from '@mantine/core';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailed } from '../bridge.ts';
import { failureOf } from '../state/use-call.ts';
import { Failure } from './failure.tsx';
import classes from './secret-form.module.css';

interface SecretFormProps {
  /** Field name to its label; the first is focused. */
  fields: readonly { name: string; label: string; hint?: string }[];
  /** Above the fields. */
  children?: ReactNode;
  /** Between the fields and the buttons. */
  more?: ReactNode;
  submit: string;
  cancel?: string;
  onCancel: () => void;
  /** What is wrong with what was typed, before anything is sent; null when nothing is. */
  check?: (values: Record<string, string>) => string | null;
  send: (values: Record<string, string>) => Promise<unknown>;
}

/** Asks for secrets. They stand in the fields alone, never in what the page remembers, and are wiped as soon as they were sent. */
export function SecretForm({ fields, children, more, submit, cancel, onCancel, check, send }: SecretFormProps) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<CallFailed | string | null>(null);
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const element = form.current;
    if (!element || busy) return;
    const typed = new FormData(element);
    const textOf = (name: string): string => {
      const value = typed.get(name);
      return typeof value === 'string' ? value : '';
    };
    const values = Object.fromEntries(fields.map(({ name }) => [name, textOf(name)]));
    const wrong = fields.some(({ name }) => values[name] === '') ? t('secret.empty') : (check?.(values) ?? null);
    setFailed(wrong);
    if (wrong !== null) return;
    setBusy(true);
    try {
      await send(values);
      element.reset();
    } catch (error) {
      setFailed(failureOf(error));
      element.reset();
      element.querySelector('input')?.focus();
    } finally {
      setBusy(false);
    }
  };
  return (
    <form ref={form} className={classes.form} autoComplete="off" onSubmit={(event) => void onSubmit(event)}>
      {children}
      {fields.map(({ name, label, hint }, at) => (
        <PasswordInput
          key={name}
          name={name}
          label={label}
          description={hint}
          size="xs"
          classNames={{ description: classes.hint }}
          autoComplete="off"
          spellCheck={false}
          data-autofocus={at === 0 || undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('secret.show') }}
        />
      ))}
      {more}
      {typeof failed === 'string' ? (
        <p className={classes.wrong} role="alert">
          {failed}
        </p>
      ) : (
        failed && <Failure failed={failed} />
      )}
      <div className={classes.buttons}>
        <Button onClick={onCancel}>{cancel ?? t('action.cancel')}</Button>
        <Button type="submit" variant="filled" loading={busy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
