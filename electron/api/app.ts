import type { AppInfo, Preferences } from '../../shared/api/app.ts';
import type { Handlers } from './gate.ts';

export interface AppTools {
  info: AppInfo;
  preferences: { read(): Preferences; write(change: Partial<Preferences>): Preferences };
}

export function appHandlers({ info, preferences }: AppTools): Pick<Handlers, 'app.info' | 'app.preferences' | 'app.setPreferences'> {
  return {
    'app.info': async () => info,
    'app.preferences': async () => preferences.read(),
    'app.setPreferences': async (change) => preferences.write(change),
  };
}
