import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Columns2, Ellipsis, FlaskConical, KeyRound, Tags, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { call } from '../bridge.ts';
import { failureOf, useCall } from '../state/use-call.ts';
import { BulkDialog, type BulkKind } from './bulk-dialog.tsx';

const KINDS = { tags: Tags, group: Users, credential: KeyRound } as const satisfies Record<BulkKind, unknown>;

/** What is done with several computers at once, and with the lab where there is one. */
export function MoreMenu({ chosen, version, compare }: { chosen: string[]; version: number; compare: () => void }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [open, setOpen] = useState<BulkKind | null>(null);
  const lab = useCall('lab.view', {}, version).value;
  const fail = (error: unknown): void => void notifications.show({ message: failureOf(error).message, withBorder: true });
  const removeLab = (): void =>
    void call('lab.remove', {}).then(({ removed }) => notifications.show({ message: t('lab.removed', { count: removed }), withBorder: true }), fail);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={28} aria-label={t('bulk.more')}>
            <Ellipsis size={15} strokeWidth={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {(['tags', 'group', 'credential'] as const).map((kind) => {
            const Icon = KINDS[kind];
            return (
              <Menu.Item key={kind} leftSection={<Icon size={14} />} disabled={chosen.length === 0} onClick={() => setOpen(kind)}>
                {t(`bulk.${kind}`)}
              </Menu.Item>
            );
          })}
          <Menu.Item leftSection={<Columns2 size={14} />} disabled={chosen.length !== 2} onClick={compare}>
            {t('compare.button')}
          </Menu.Item>
          {lab && lab.state !== 'none' && (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<FlaskConical size={14} />} onClick={() => void call('lab.start', {}).then(() => go('/active'), fail)}>
                {t('lab.startAgain')}
              </Menu.Item>
              <Menu.Item leftSection={<FlaskConical size={14} />} onClick={removeLab}>
                {t('lab.remove')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {open && <BulkDialog what={open} computers={chosen} onClose={() => setOpen(null)} />}
    </>
  );
}
