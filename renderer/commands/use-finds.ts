import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { call } from '../bridge.ts';
import { when } from '../i18n/format.ts';
import { usePlace } from '../state/place.ts';

/** One line of the palette: what it is called, what it is, and what choosing it does. */
export interface Entry {
  id: string;
  label: string;
  about: string;
  /** Of a command. */
  key?: string | undefined;
  run: () => void;
}

/** Of each kind at most so many, so that no kind pushes the others out of sight. */
const COMPUTERS = 6;
const OTHERS = 4;

const named = (text: string, name: string): boolean =>
  text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => name.toLowerCase().includes(word));

/** Computers, deployments, items and sessions whose names hold what was typed. */
export function useFinds(text: string): Entry[] {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const change = usePlace((state) => state.change);
  const [finds, setFinds] = useState<{ of: string; entries: Entry[] }>({ of: '', entries: [] });
  useEffect(() => {
    if (text.trim() === '') return;
    let current = true;
    const computers = async (): Promise<Entry[]> =>
      (await call('computers.page', { filter: { text }, limit: COMPUTERS })).rows.map((row) => ({
        id: `c ${row.id}`,
        label: row.name,
        about: row.tenant,
        run: () => go(`/computers/${encodeURIComponent(row.id)}`),
      }));
    const deployments = async (): Promise<Entry[]> =>
      (await call('deployments.list', {})).rows
        .filter(({ deployment }) => named(text, deployment.name))
        .slice(0, OTHERS)
        .map(({ deployment: { name } }) => ({
          id: `d ${name}`,
          label: name,
          about: t('palette.deployment'),
          run: () => go(`/deployments/edit/${encodeURIComponent(name)}`),
        }));
    const items = async (): Promise<Entry[]> =>
      (await call('catalogue.list', {})).items
        .filter(({ id, name }) => named(text, `${name} ${id}`))
        .slice(0, OTHERS)
        .map(({ id, name }) => ({
          id: `i ${id}`,
          label: name,
          about: t('palette.item'),
          run: () => {
            change('catalogue', { focused: id, text: '' });
            go('/catalogue');
          },
        }));
    const sessions = async (): Promise<Entry[]> =>
      (await call('sessions.page', { filter: { computer: text.trim().slice(0, 200) }, limit: OTHERS })).rows.map((row) => ({
        id: `s ${row.id}`,
        label: `${row.computer}, ${t(`status.${row.status}`)}`,
        about: t('palette.session', { when: when(row.createdAt, Date.now()) }),
        run: () => go(`/sessions/${row.id}`),
      }));
    // What cannot be had is missing from the list; the screens say why.
    const none = (): Entry[] => [];
    void Promise.all([computers, deployments, items, sessions].map((find) => find().catch(none))).then((lists) => {
      if (current) setFinds({ of: text, entries: lists.flat() });
    });
    return () => {
      current = false;
    };
  }, [text, go, change, t]);
  // Until the new ones are there, of the old ones those that it may still be.
  if (text.trim() === '') return [];
  return finds.of === text ? finds.entries : finds.entries.filter(({ label, about }) => named(text, `${label} ${about}`));
}
