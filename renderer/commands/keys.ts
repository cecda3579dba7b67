import { COMMANDS, type Command, type CommandName } from '../../shared/commands.ts';

const TYPING = /^(INPUT|TEXTAREA|SELECT)$/;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || (TYPING.test(target.tagName) && (target as HTMLInputElement).type !== 'checkbox'))
  );
}

/** `Mod+K`, `Shift+R`, `?`: as the registry writes a key. */
function written(event: KeyboardEvent): string {
  const mod = event.ctrlKey || event.metaKey ? 'Mod+' : '';
  const alt = event.altKey ? 'Alt+' : '';
  const key = event.key.startsWith('Arrow') ? event.key.slice(5) : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  // A character that needs Shift on some keyboards is its own name.
  const shift = event.shiftKey && /^([A-Z]|[A-Z][a-z]+)$/.test(key) ? 'Shift+' : '';
  return mod + alt + shift + key;
}

/** The command of a key, or null: single letters never fire while somebody types, nor over a dialog. */
export function commandOfKey(event: KeyboardEvent): CommandName | null {
  const key = written(event);
  const single = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (single && (isTyping(event.target) || document.querySelector('[role="dialog"]') !== null)) return null;
  const found = Object.entries<Command>(COMMANDS).find(([, command]) => command.key === key);
  return found ? (found[0] as CommandName) : null;
}
