// The app's entry for everyday use. It has no test hook: what tests need lives in e2e/main.ts, which is never packaged.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { moveAside } from './adapters/backup-files.ts';
import { disableAllCoreDumps } from './adapters/core-dumps.ts';
import { ignoreInspectorSignal, nodeDebugSwitchesOf } from './adapters/debug-switches.ts';
import { eventLoopPause } from './adapters/event-loop-pause.ts';
import { LaunchPermission } from './adapters/launch-permission.ts';
import { ThreadMatcherBuilder } from './adapters/matcher-builder.ts';
import { disableCoreDumps, endWithin, setUndumpable } from './adapters/native-library.ts';
import { SystemClock } from './adapters/system-clock.ts';
import { compose, systemPorts, systemScreenLock } from './compose.ts';
import { brokerEndpoints, dataFolder } from './contract/endpoint.ts';
import { faultCodeOf, faultMessages } from './contract/fault.ts';
import { launchFilePath } from './contract/launch.ts';
import { warmUp } from './core/redaction/warm-up.ts';
import { registerAppScheme } from './electron/app-protocol.ts';
import { startApplication } from './electron/application.ts';
import { confineContents, debugSwitchesOf } from './electron/hardening.ts';
import { ClipboardGuard } from './electron/ports/clipboard-guard.ts';
import { SystemIdleness } from './electron/ports/idleness.ts';
import { TouchId } from './electron/ports/touch-id.ts';
import { sayStartFault, wantsFreshVault } from './electron/start-fault.ts';

/** sysexits.h EX_CONFIG. */
const refusedExitCode = 78;

const refused = [
  ...debugSwitchesOf((name) => app.commandLine.hasSwitch(name)),
  ...nodeDebugSwitchesOf(process.execArgv, process.env),
];
if (refused.length > 0) {
  console.error(`Postern does not start with ${refused.join(', ')}: it would open its windows to other programs.`);
  app.exit(refusedExitCode);
} else start();

function start(): void {
  ignoreInspectorSignal();
  // SECURITY P11: no other program of the account reads this memory through /proc or a core file.
  setUndumpable();
  disableCoreDumps();
  app.enableSandbox();
  registerAppScheme();
  confineContents(app);

  const home = homedir();
  const at = { platform: process.platform, env: process.env, home, uid: process.getuid?.() ?? null };
  const profile = dataFolder(at);
  // Packaged, the program is the app; from a checkout it is Electron with the checkout as its first argument.
  const ownLaunch = {
    format: 1 as const,
    program: process.execPath,
    args: app.isPackaged ? [] : [app.getAppPath(), ...process.argv.slice(2)],
  };
  app.setPath('userData', join(profile, 'chromium'));
  if (!app.requestSingleInstanceLock()) {
    console.error('Postern is already running; its window was opened.');
    app.exit(0);
    return;
  }
  const clock = new SystemClock();
  const run = async (): Promise<void> => {
    const matchers = new ThreadMatcherBuilder(join(__dirname, 'matcher-thread.cjs'));
    // Nobody waits for it, and what it meets the first run will say.
    warmUp(matchers, eventLoopPause).catch(() => {});
    const broker = compose({
      profile,
      home,
      endpoints: brokerEndpoints(at),
      matchers,
      clock,
      ...systemPorts(clock),
      ...(process.platform === 'darwin' ? { presence: new TouchId() } : {}),
      idleness: new SystemIdleness(),
    });
    await startApplication({
      ...broker,
      clipboardGuard: new ClipboardGuard(clock),
      screenLock: systemScreenLock(clock),
      agentsMayStart: new LaunchPermission(launchFilePath(at), ownLaunch),
      startBroker: broker.start,
      stopBroker: broker.stop,
      endWithin,
      dist: join(__dirname, '..'),
      oldElectron: process.argv.includes('--old-electron'),
    });
  };
  void app.whenReady().then(async () => {
    await disableAllCoreDumps();
    try {
      await run();
    } catch (thrown) {
      const code = faultCodeOf(thrown);
      console.error(`Postern could not start (${code}): ${faultMessages[code]}`);
      if (code !== 'vault_truncated') sayStartFault(code);
      else if (wantsFreshVault()) {
        await moveAside(join(profile, 'vault.db'), clock.now());
        app.relaunch();
      }
      app.exit(1);
    }
  });
}
