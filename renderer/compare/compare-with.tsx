import { Button, Menu } from '@mantine/core';
import { Columns2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { SessionRecord } from '../../shared/record.ts';
import { StatusMark } from '../components/marks.tsx';
import { when } from '../i18n/format.ts';
import { useCall } from '../state/use-call.ts';

/** Another session of the same computer, to be laid beside this one. */
export function CompareWith({ session }: { session: SessionRecord }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [open, setOpen] = useState(false);
  const asked = useCall('computers.get', open ? { id: session.computerId } : null);
  const found = asked.value;
  const others = (found?.sessions ?? []).filter(({ id, kind }) => id !== session.id && kind !== 'exec');
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-end">
      <Menu.Target>
        <Button leftSection={<Columns2 size={14} />}>{t('compare.with')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {others.length === 0 && (found || asked.failed) ? t('compare.none') : t('compare.earlier', { computer: session.computer })}
        </Menu.Label>
        {others.map((other) => (
          <Menu.Item
            key={other.id}
            leftSection={<StatusMark status={other.status} />}
            onClick={() => go(`/compare/sessions/${encodeURIComponent(other.id)}/${encodeURIComponent(session.id)}`)}
          >
            {when(other.createdAt, Date.now())}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
