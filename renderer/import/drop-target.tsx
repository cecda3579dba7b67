import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { call } from '../bridge.ts';
import { failureOf } from '../state/use-call.ts';
import { notifications } from '@mantine/notifications';
import { useImport } from './import-state.ts';
import classes from './import.module.css';

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** A file that is dropped anywhere on the window is looked at, as if it had been chosen. */
export function DropTarget() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const begin = useImport((state) => state.begin);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const onOver = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(false);
      call('import.dropped', {}).then(
        ({ source }) => {
          if (!source) return;
          begin(source);
          go('/import');
        },
        (error: unknown) => notifications.show({ message: failureOf(error).message, withBorder: true }),
      );
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [begin, go]);
  if (!over) return null;
  return (
    <div className={classes.over} role="status">
      <FileDown size={28} strokeWidth={1.5} aria-hidden />
      {t('import.dropOver')}
    </div>
  );
}
