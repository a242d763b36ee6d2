// The application menu: only what the keyboard needs. Without the edit roles, paste does not work on macOS.

import type { MenuItemConstructorOptions } from 'electron';
import { Menu } from 'electron';

export function setAppMenu(lock: () => void, quit: () => void): void {
  const template: MenuItemConstructorOptions[] = [
    {
      label: 'Postern',
      submenu: [
        { label: 'Lock now', accelerator: 'CommandOrControl+L', click: lock },
        { role: 'close' },
        { type: 'separator' },
        { label: 'Quit', accelerator: 'CommandOrControl+Q', click: quit },
      ],
    },
    {
      label: 'Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
