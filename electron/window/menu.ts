import { Menu, type MenuItemConstructorOptions } from 'electron';
import { COMMANDS, MENUS, type Command, type CommandName } from '../../shared/commands.ts';

/** The native menu: every command that the window knows, in the order of the registry. */
export function applicationMenu(platform: string, packaged: boolean, run: (command: CommandName) => void): Menu {
  const items = (menu: string): MenuItemConstructorOptions[] =>
    Object.entries<Command>(COMMANDS)
      .filter(([, command]) => command.menu === menu)
      .map(([name, command]) => ({
        label: command.label,
        // Single letters are the page's: they must not fire while somebody types.
        ...(command.key?.includes('+') && !command.key.startsWith('Shift+') ? { accelerator: command.key.replace('Mod', 'CommandOrControl') } : {}),
        click: () => run(name as CommandName),
      }));
  const template: MenuItemConstructorOptions[] = [
    ...(platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    ...MENUS.map((menu): MenuItemConstructorOptions => {
      const own = items(menu);
      switch (menu) {
        case 'File':
          return { label: 'File', submenu: [...own, { type: 'separator' }, { role: platform === 'darwin' ? 'close' : 'quit' }] };
        case 'Edit':
          return {
            label: 'Edit',
            submenu: [
              { role: 'undo' },
              { role: 'redo' },
              { type: 'separator' },
              { role: 'cut' },
              { role: 'copy' },
              { role: 'paste' },
              { role: 'selectAll' },
              { type: 'separator' },
              ...own,
            ],
          };
        case 'View':
          return {
            label: 'View',
            submenu: [
              ...own,
              { type: 'separator' },
              { role: 'zoomIn' },
              { role: 'zoomOut' },
              { role: 'resetZoom' },
              { role: 'togglefullscreen' },
              ...(packaged ? [] : [{ role: 'toggleDevTools' as const }]),
            ],
          };
        case 'Help':
          return { label: menu, submenu: platform === 'darwin' ? own : [...own, { type: 'separator' }, { role: 'about' }] };
        default:
          return { label: menu, submenu: own };
      }
    }),
  ];
  return Menu.buildFromTemplate(template);
}
