/** Every command of the window, once: menu, palette, keys and the sheet of shortcuts are all made of this. */
export const MENUS = ['File', 'Edit', 'View', 'Go', 'Maintenance', 'Help'] as const;
export type MenuName = (typeof MENUS)[number];

export interface Command {
  label: string;
  menu: MenuName;
  /** `Mod` is Ctrl, on macOS Cmd. A single letter never fires while somebody types. */
  key?: string;
}

export const COMMANDS = {
  'add-computer': { label: 'Add computer...', menu: 'File' },
  'new-deployment': { label: 'New deployment...', menu: 'File' },
  'new-item': { label: 'New item...', menu: 'File' },
  import: { label: 'Import...', menu: 'File' },
  save: { label: 'Save', menu: 'File', key: 'Mod+S' },
  'run-maintenance': { label: 'Run Maintenance...', menu: 'Maintenance', key: 'R' },
  'run-script': { label: 'Run Script...', menu: 'Maintenance' },
  'retry-failed': { label: 'Retry failed...', menu: 'Maintenance', key: 'Shift+R' },
  compare: { label: 'Compare', menu: 'Maintenance' },
  timeline: { label: 'Timeline', menu: 'Maintenance' },
  edit: { label: 'Edit...', menu: 'Edit' },
  duplicate: { label: 'Duplicate...', menu: 'Edit' },
  remove: { label: 'Remove...', menu: 'Edit', key: 'Delete' },
  palette: { label: 'Search or command', menu: 'Edit', key: 'Mod+K' },
  filter: { label: 'Filter', menu: 'Edit', key: '/' },
  'find-in-log': { label: 'Find in log', menu: 'Edit', key: 'Mod+F' },
  'go-computers': { label: 'Computers', menu: 'Go', key: 'Mod+1' },
  'go-deployments': { label: 'Deployments', menu: 'Go', key: 'Mod+2' },
  'go-catalogue': { label: 'Catalogue', menu: 'Go', key: 'Mod+3' },
  'go-active': { label: 'Active Sessions', menu: 'Go', key: 'Mod+4' },
  'go-history': { label: 'History', menu: 'Go', key: 'Mod+5' },
  'go-insights': { label: 'Insights', menu: 'Go', key: 'Mod+6' },
  'go-settings': { label: 'Settings', menu: 'Go', key: 'Mod+7' },
  back: { label: 'Back', menu: 'Go', key: 'Alt+Left' },
  forward: { label: 'Forward', menu: 'Go', key: 'Alt+Right' },
  why: { label: 'Why this one?', menu: 'View', key: 'E' },
  log: { label: 'Log', menu: 'View', key: 'L' },
  follow: { label: 'Follow the log', menu: 'View', key: 'F' },
  'as-table': { label: 'Pictures as tables', menu: 'View', key: 'T' },
  'theme-system': { label: 'Theme: as the system', menu: 'View' },
  'theme-light': { label: 'Theme: light', menu: 'View' },
  'theme-dark': { label: 'Theme: dark', menu: 'View' },
  shortcuts: { label: 'Keyboard shortcuts', menu: 'Help', key: '?' },
} as const satisfies Record<string, Command>;
export type CommandName = keyof typeof COMMANDS;
