// What the app refuses from its first line on: debug switches, foreign pages, permissions, new windows, the network.
import type { App, BrowserWindow, Session, WebContents } from 'electron';

/** Switches that open the windows or the main process to another program, or weaken the renderers. */
const refusedSwitches = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-wait',
  'inspect-port',
  'inspect-publish-uid',
  'js-flags',
  'no-sandbox',
  'no-zygote',
  'no-zygote-sandbox',
  'single-process',
  'disable-seccomp-filter-sandbox',
  'disable-namespace-sandbox',
  'disable-gpu-sandbox',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'disable-web-security',
  'disable-site-isolation-trials',
  'load-extension',
  'enable-logging',
  'log-net-log',
];

/** SECURITY P7, P9: the switches on the command line, as Chromium sees them, that Postern does not run with. */
export function debugSwitchesOf(hasSwitch: (name: string) => boolean): readonly string[] {
  return refusedSwitches.filter((name) => hasSwitch(name));
}

/**
 * SECURITY P7: no page goes anywhere, opens anything or embeds anything. Must run before the app is ready. WebRTC asks neither
 * the content policy nor `webRequest`: without UDP it is left with TCP, and no host, number or name, is ever found for that.
 */
export function confineContents(app: App): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** SECURITY P7: a window's session gets no permission, no device, no download and no request outside its own origin. */
export function confineSession(session: Session, host: string): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !details.url.startsWith(`app://${host}/`) });
  });
}

/**
 * SECURITY P7: loads the window's page. Nobody is asked before a page turns itself to about:blank, so a window that shows another
 * page is closed; and so is one whose page has crashed, since nothing in it can be answered or left any more.
 */
export function showOnly(window: BrowserWindow, page: string): void {
  const close = (): void =>
    void setImmediate(() => {
      if (!window.isDestroyed()) window.destroy();
    });
  const leave = (): void => {
    if (window.webContents.getURL() !== page) close();
  };
  window.webContents.on('did-navigate', leave);
  window.webContents.on('did-fail-load', leave);
  window.webContents.on('render-process-gone', close);
  void window.loadURL(page);
}
