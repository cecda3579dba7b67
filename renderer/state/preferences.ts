import { create } from 'zustand';
import { DEFAULT_PREFERENCES, type Preferences } from '../../shared/api/app.ts';
import { call } from '../bridge.ts';

interface PreferencesState {
  value: Preferences;
  change: (change: Partial<Preferences>) => void;
}

/** What the technician has set for himself; the main process keeps it. */
export const usePreferences = create<PreferencesState>((set) => ({
  value: DEFAULT_PREFERENCES,
  change: (change) => {
    set((state) => ({ value: { ...state.value, ...change } }));
    void call('app.setPreferences', change).catch(() => undefined);
  },
}));

export async function loadPreferences(): Promise<void> {
  usePreferences.setState({ value: await call('app.preferences', {}) });
}
