import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './dialog.module.css';

interface DialogProps {
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  size?: number;
  /** A click beside it does not close it: what is asked would be lost. */
  firm?: boolean;
}

/** A dialog over the screen; where the focus was before, it returns to. */
export function Dialog({ title, onClose, children, size = 440, firm = false }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      centered
      onClose={onClose}
      title={title}
      size={size}
      closeOnClickOutside={!firm}
      classNames={{ title: classes.title, header: classes.header, body: classes.body, content: classes.content }}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {children}
    </Modal>
  );
}
