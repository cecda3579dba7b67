import './no-eval.ts';
import '@fontsource-variable/inter/index.css';
import '@fontsource/jetbrains-mono/400.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './theme/tokens.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startTranslation } from './i18n/index.ts';
import { tellNotice } from './settings/notice.tsx';
import { loadPreferences, usePreferences } from './state/preferences.ts';
import { theme, variables } from './theme/theme.ts';

/** The nonce of this load, which the policy asks of every style that is made while the page runs. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

function Root() {
  const scheme = usePreferences((state) => state.value.theme);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      getStyleNonce={() => nonce}
      defaultColorScheme="auto"
      {...(scheme === 'system' ? {} : { forceColorScheme: scheme })}
    >
      <Notifications position="bottom-right" />
      <App />
    </MantineProvider>
  );
}

const place = document.getElementById('root');
if (!place) throw new Error('index.html has no #root');
await Promise.all([startTranslation(new URLSearchParams(location.search).get('language') ?? 'en'), loadPreferences()]);
createRoot(place).render(<Root />);
await tellNotice().catch(() => undefined);
