import { create } from 'zustand';
import type { CommandName } from '../../shared/commands.ts';

interface CommandState {
  handlers: ReadonlyMap<CommandName, () => void>;
}

/** Who does what a command says just now: the frame, and whatever screen is shown. The last that came answers. */
export const useCommands = create<CommandState>(() => ({ handlers: new Map() }));

export function handleCommand(name: CommandName, handler: () => void): () => void {
  useCommands.setState(({ handlers }) => ({ handlers: new Map(handlers).set(name, handler) }));
  return () =>
    useCommands.setState(({ handlers }) => {
      if (handlers.get(name) !== handler) return {};
      const left = new Map(handlers);
      left.delete(name);
      return { handlers: left };
    });
}

export function runCommand(name: CommandName): void {
  useCommands.getState().handlers.get(name)?.();
}

export function useCommand(): (name: CommandName) => void {
  return runCommand;
}
