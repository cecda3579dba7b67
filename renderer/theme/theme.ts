import { createTheme, defaultVariantColorsResolver, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const accent: MantineColorsTuple = ['#eef3ff', '#dde6ff', '#b9caff', '#93abff', '#7d9bff', '#5f80f2', '#4a6ae6', '#3557d6', '#2b49ba', '#223b99'];

/** The tokens of tokens.css given to Mantine once; nothing is styled a second time. */
export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  colors: { accent },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  // What is on the accent is dark in the dark theme, which Mantine cannot know: it judges by the light one.
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input);
    if (input.variant !== 'filled') return colours;
    if (input.color === 'red')
      return { ...colours, background: 'var(--red)', hover: 'color-mix(in srgb, var(--red) 88%, black)', color: 'var(--on-accent)' };
    return (input.color ?? 'accent') === 'accent' ? { ...colours, color: 'var(--on-accent)' } : colours;
  },
  defaultRadius: 6,
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs', variant: 'default' } },
    TextInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 0 } } },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md' } },
    // The page does not scroll; locking it would write a style that the policy refuses.
    Modal: { defaultProps: { lockScroll: false, transitionProps: { duration: 0 }, overlayProps: { backgroundOpacity: 0.35 } } },
    Drawer: { defaultProps: { lockScroll: false, transitionProps: { duration: 0 }, overlayProps: { backgroundOpacity: 0.3 } } },
  },
});

/** Given for either scheme, since Mantine's own for a scheme are stronger than those for both. */
const tokens = {
  '--mantine-color-body': 'var(--background)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-placeholder': 'var(--muted)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-error': 'var(--red)',
};

export const variables: CSSVariablesResolver = () => ({
  variables: {
    '--button-height-xs': '28px',
    '--button-padding-x-xs': '12px',
    '--button-fz': '13px',
    '--input-height-xs': '28px',
  },
  light: tokens,
  // Mantine takes the grounds of inputs, menus and dialogs from its own dark greys.
  dark: {
    ...tokens,
    '--mantine-color-dark-4': 'var(--line)',
    '--mantine-color-dark-5': 'var(--line)',
    '--mantine-color-dark-6': 'var(--raised)',
    '--mantine-color-dark-7': 'var(--background)',
  },
});
