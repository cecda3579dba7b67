import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { pseudo } from './pseudo.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'window';
    resources: { window: typeof en };
  }
}

/** English, and a locale of accented, longer words that shows what was not translated and what does not fit. */
export async function startTranslation(language: string): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    ns: ['window'],
    defaultNS: 'window',
    resources: { en: { window: en }, 'en-XA': { window: pseudo(en) } },
    interpolation: { escapeValue: false },
  });
}
