import type { App, Session, WebContents } from 'electron';
import { ORIGIN } from './protocol.ts';

const ours = (url: string): boolean => url === ORIGIN || url.startsWith(`${ORIGIN}/`);

/** No page may ask for anything of the machine; the clipboard can be written, since logs are copied. */
export function denyPermissions(session: Session): void {
  const allowed = (permission: string): boolean => permission === 'clipboard-sanitized-write';
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(allowed(permission)));
  session.setPermissionCheckHandler((_contents, permission) => allowed(permission));
  session.setDevicePermissionHandler(() => false);
}

/** Whatever page comes to be: it stays where it is, opens nothing, embeds nothing. */
export function lockContents(app: App): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    const stay = (event: { preventDefault: () => void; url?: string }, url?: string): void => {
      if (!ours(event.url ?? url ?? '')) event.preventDefault();
    };
    contents.on('will-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
