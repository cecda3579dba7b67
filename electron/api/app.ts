import type { AppInfo, Notice, Preferences } from '../../shared/api/app.ts';
import type { Handlers } from './gate.ts';

export interface AppTools {
  info: AppInfo;
  notice: () => Notice | null;
  preferences: { read(): Preferences; write(change: Partial<Preferences>): Preferences };
}

export function appHandlers({
  info,
  preferences,
  notice,
}: AppTools): Pick<Handlers, 'app.notice' | 'app.info' | 'app.preferences' | 'app.setPreferences'> {
  return {
    'app.notice': async () => ({ notice: notice() }),
    'app.info': async () => info,
    'app.preferences': async () => preferences.read(),
    'app.setPreferences': async (change) => preferences.write(change),
  };
}
