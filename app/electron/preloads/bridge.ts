// What a page gets of Electron: one function to ask, one to hear of changes. No channel name, no event object, no ipcRenderer.
import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, changedEvent } from '../../contract/ipc.ts';

/** As `changedEvent`, of which a preload takes the type alone. */
const changed: typeof changedEvent = 'changed';

/** SECURITY P7: `door` is fixed by the preload's own file; a page cannot choose another. */
export function exposeBridge(door: 'main' | 'trusted'): void {
  const bridge: Bridge = {
    invoke: (channel, params) => ipcRenderer.invoke(door, channel, params),
    onChanged: (listener) => {
      const heard = (): void => listener();
      ipcRenderer.on(changed, heard);
      return () => void ipcRenderer.removeListener(changed, heard);
    },
  };
  contextBridge.exposeInMainWorld('postern', bridge);
}
