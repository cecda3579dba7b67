import { dialog, type BrowserWindow } from 'electron';

const NAMED = 8;

/** Whether the program may end though sessions run here: who asked for it decides, and sees whom it concerns. */
export async function mayQuit(window: BrowserWindow, computers: readonly string[]): Promise<boolean> {
  if (computers.length === 0 || window.isDestroyed()) return true;
  const named = computers.slice(0, NAMED).join('\n');
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    title: 'Rounds',
    message: computers.length === 1 ? '1 session runs here' : `${computers.length} sessions run here`,
    detail: `${named}${computers.length > NAMED ? `\nand ${computers.length - NAMED} more` : ''}\n\nThey are cancelled when Rounds ends. What a script began may stay half done.`,
    buttons: ['Keep running', 'Cancel them and quit'],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}
