import { useEffect, useRef } from 'react';
import type { CommandName } from '../../shared/commands.ts';
import { handleCommand } from './use-command.ts';

/** Answers a command while the component is there. */
export function useHandler(name: CommandName, handler: () => void): void {
  const newest = useRef(handler);
  newest.current = handler;
  useEffect(() => handleCommand(name, () => newest.current()), [name]);
}
