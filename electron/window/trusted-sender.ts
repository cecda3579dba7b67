import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { isOurs } from '../api/gate.ts';

/** Whether a message comes from the main frame of our window, showing our page. */
export function trustedSender(window: BrowserWindow, origin: string): (event: IpcMainEvent | IpcMainInvokeEvent) => boolean {
  return (event) => !window.isDestroyed() && isOurs(event.senderFrame, event.sender.id, window.webContents.id, origin);
}
