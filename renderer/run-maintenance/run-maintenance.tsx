import type { TFunction } from 'i18next';
import { Button, Checkbox, Drawer, MultiSelect, NumberInput, Select } from '@mantine/core';
import { Check, TriangleAlert, Unplug } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { RunPreview } from '../../shared/api/runs.ts';
import { call, type CallFailed } from '../bridge.ts';
import { Cut } from '../components/cut.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Failure } from '../components/failure.tsx';
import { count } from '../i18n/format.ts';
import { useSheet, type Sheet } from '../state/sheet.ts';
import { failureOf, useCall } from '../state/use-call.ts';
import classes from './run-maintenance.module.css';

const INCLUDES = ['required', 'optional', 'adhoc'] as const;
type Include = (typeof INCLUDES)[number];
const WAITS = { skip: undefined, wait30: 30, wait480: 480 } as const;
type Wait = keyof typeof WAITS;

/** A sheet, not a wizard: left what, right the exact computers and what each would do. */
export function RunMaintenance() {
  const { t } = useTranslation();
  const { open, close } = useSheet();
  const sheet = open?.kind === 'run-maintenance' ? open : null;
  return (
    <Drawer
      opened={sheet !== null}
      onClose={close}
      position="right"
      size={820}
      title={t('action.runMaintenance')}
      classNames={{ title: classes.title, header: classes.header, body: classes.body }}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {sheet && <Plan key={sheet.computers.join('\n')} sheet={sheet} close={close} />}
    </Drawer>
  );
}

function Plan({ sheet, close }: { sheet: Extract<Sheet, { kind: 'run-maintenance' }>; close: () => void }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [include, setInclude] = useState<Include[]>(['required']);
  const [items, setItems] = useState<string[]>([]);
  const [checkOnly, setCheckOnly] = useState(false);
  const [concurrency, setConcurrency] = useState<number>(20);
  const [wait, setWait] = useState<Wait>('skip');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<CallFailed | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const { computers, targetText } = sheet;
  const preview = useCall('runs.preview', { computers, include, ...(items.length > 0 ? { items } : {}) });
  const plan = preview.value;
  const n = plan?.rows.length ?? computers.length;

  const start = async (kind: 'maintenance' | 'check'): Promise<void> => {
    if (kind === 'maintenance' && plan?.everything && !asked) return setAsked(true);
    setBusy(true);
    try {
      const waitMinutes = WAITS[wait];
      await call('runs.start', {
        kind,
        computers,
        include,
        ...(items.length > 0 ? { items } : {}),
        concurrency,
        ...(waitMinutes === undefined ? {} : { waitMinutes }),
        targetText,
      });
      close();
      go('/active');
    } catch (error) {
      setFailed(failureOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <div className={classes.columns}>
        <div className={classes.what}>
          <fieldset>
            <legend>{t('run.include')}</legend>
            {INCLUDES.map((one) => (
              <div key={one} className={classes.line}>
                <Checkbox
                  data-autofocus={one === 'required' || undefined}
                  label={t(`enforcement.${one}`)}
                  checked={include.includes(one)}
                  onChange={(event) => setInclude(event.currentTarget.checked ? [...include, one] : include.filter((other) => other !== one))}
                />
                <span className="number">{plan ? count(plan.byEnforcement[one]) : ''}</span>
              </div>
            ))}
          </fieldset>
          <fieldset>
            <legend>{t('run.items')}</legend>
            <MultiSelect
              size="xs"
              aria-label={t('run.items')}
              placeholder={items.length === 0 ? t('run.allItems') : ''}
              data={(plan?.items ?? []).map(({ key, name }) => ({ value: key, label: key === name ? name : `${name} (${key})` }))}
              value={items}
              onChange={setItems}
              searchable
              clearable
            />
          </fieldset>
          <fieldset>
            <legend>{t('run.how')}</legend>
            <div className={classes.line}>
              <Checkbox label={t('run.checkOnly')} checked={checkOnly} onChange={(event) => setCheckOnly(event.currentTarget.checked)} />
            </div>
            <div className={classes.line}>
              <span>{t('run.atOnce')}</span>
              <NumberInput
                aria-label={t('run.atOnce')}
                w={130}
                min={1}
                max={1000}
                suffix={` ${t('run.computersAtOnce')}`}
                value={concurrency}
                onChange={(value) => setConcurrency(Math.max(1, Number(value) || 1))}
              />
            </div>
            <div className={classes.line}>
              <span>{t('run.off')}</span>
              <Select
                aria-label={t('run.off')}
                w={130}
                data={Object.keys(WAITS).map((value) => ({ value, label: t(`run.${value as Wait}`) }))}
                value={wait}
                onChange={(value) => setWait((value ?? 'skip') as Wait)}
                allowDeselect={false}
              />
            </div>
          </fieldset>
        </div>
        <div className={classes.who}>
          <Totals plan={plan} n={n} />
          {preview.failed && <Failure failed={preview.failed} />}
          {failed && <Failure failed={failed} />}
          {plan && (
            <DataTable<Row>
              label={t('place.computers')}
              header={false}
              columns={[
                { id: 'name', label: '', width: 'minmax(110px, 170px)', cell: (row) => <Name row={row} /> },
                { id: 'what', label: '', width: '1fr', cell: (row) => <Cut text={words(row, t)} muted /> },
              ]}
              total={plan.rows.length}
              rowAt={(index) => plan.rows[index]}
              idOf={(row) => row.id}
              focused={focused}
              onFocus={(row) => setFocused(row.id)}
            />
          )}
          {plan?.warnings.map((warning) => (
            <p key={warning} className={classes.notice}>
              <TriangleAlert size={16} strokeWidth={1.75} aria-hidden /> {warning}
            </p>
          ))}
          {asked && (
            <p className={classes.notice} role="alert">
              <TriangleAlert size={16} strokeWidth={1.75} aria-hidden /> {t('run.everything', { count: n })}
            </p>
          )}
        </div>
      </div>
      <div className={classes.foot}>
        <span className={classes.muted}>{plan && !preview.busy ? t('run.resolved') : ''}</span>
        <Button onClick={close}>{t('action.cancel')}</Button>
        {checkOnly ? (
          <Button variant="filled" disabled={busy || !plan} onClick={() => void start('check')}>
            {t('run.check', { count: n })}
          </Button>
        ) : (
          <>
            <Button disabled={busy || !plan} onClick={() => void start('check')}>
              {t('run.check', { count: n })}
            </Button>
            <Button variant="filled" disabled={busy || !plan || plan.actions === 0} onClick={() => void start('maintenance')}>
              {asked ? t('run.everythingYes', { count: n }) : t('run.runOn', { count: n })}
            </Button>
          </>
        )}
      </div>
    </>
  );
}

type Row = RunPreview['rows'][number];

function Totals({ plan, n }: { plan: RunPreview | null; n: number }) {
  const { t } = useTranslation();
  return (
    <p className={classes.totals} role="status">
      <strong>{count(n)}</strong> {t('run.computers', { count: n })} <strong>{plan ? count(plan.actions) : ''}</strong>{' '}
      {t('run.actions', { count: plan?.actions ?? 0 })}
    </p>
  );
}

function Name({ row }: { row: Row }) {
  return (
    <>
      {row.away === null ? (
        <Check size={15} strokeWidth={1.75} color="var(--green-quiet)" aria-hidden />
      ) : (
        <Unplug size={15} strokeWidth={1.75} color="var(--muted)" aria-hidden />
      )}
      <Cut text={row.name} strong />
    </>
  );
}

function words(row: Row, t: TFunction<'window'>): string {
  const parts: string[] = [row.actions === 0 ? t('run.nothing') : t('run.nActions', { count: row.actions })];
  if (row.shadowed > 0) parts.push(t('run.hides', { count: row.shadowed }));
  if (row.conflicts > 0) parts.push(t('run.conflicts', { count: row.conflicts }));
  if (row.away !== null) parts.push(`${t('run.away')}: ${row.away}`);
  return parts.join(', ');
}
