// The system's own dialogs for files, over the window that asked.
import type { WebContents } from 'electron';
import { BrowserWindow, dialog } from 'electron';

/** Absolute paths; null: the person chose nothing. */
export interface FileDialogs {
  open(contents: WebContents, title: string): Promise<string | null>;
  openFolder(contents: WebContents, title: string): Promise<string | null>;
  save(contents: WebContents, title: string, name: string): Promise<string | null>;
}

export const systemFileDialogs: FileDialogs = {
  open: (contents, title) => choose(contents, { title, properties: ['openFile', 'showHiddenFiles'] }),
  openFolder: (contents, title) => choose(contents, { title, properties: ['openDirectory', 'showHiddenFiles'] }),
  save: async (contents, title, defaultPath) => {
    const { canceled, filePath } = await dialog.showSaveDialog(windowOf(contents), {
      title,
      defaultPath,
      properties: ['showHiddenFiles', 'showOverwriteConfirmation', 'createDirectory'],
    });
    return canceled || filePath === '' ? null : filePath;
  },
};

async function choose(contents: WebContents, options: Electron.OpenDialogOptions): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(windowOf(contents), options);
  return filePaths[0] ?? null;
}

function windowOf(contents: WebContents): BrowserWindow {
  const window = BrowserWindow.fromWebContents(contents);
  if (window === null) throw new Error('no window');
  return window;
}
