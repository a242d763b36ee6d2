// The app's entry for tests and the demo: the same app, with a profile of its own and without the refusal of debug switches,
// which Playwright needs. It is built into dist/e2e and never packaged.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { eventLoopPause } from '../app/adapters/event-loop-pause.ts';
import { LaunchPermission } from '../app/adapters/launch-permission.ts';
import { ThreadMatcherBuilder } from '../app/adapters/matcher-builder.ts';
import { endWithin } from '../app/adapters/native-library.ts';
import { PolkitPresence } from '../app/adapters/polkit-presence.ts';
import { PtyRunner } from '../app/adapters/pty-runner.ts';
import { probeTails } from '../app/adapters/pty-tail.probe.ts';
import { LinuxScreenLock } from '../app/adapters/screen-lock.ts';
import { compose, systemPorts } from '../app/compose.ts';
import { brokerEndpoints, dataFolder } from '../app/contract/endpoint.ts';
import { launchFilePath } from '../app/contract/launch.ts';
import { warmUp } from '../app/core/redaction/warm-up.ts';
import { registerAppScheme } from '../app/electron/app-protocol.ts';
import { startApplication } from '../app/electron/application.ts';
import { confineContents } from '../app/electron/hardening.ts';
import { ClipboardGuard } from '../app/electron/ports/clipboard-guard.ts';
import { SystemIdleness } from '../app/electron/ports/idleness.ts';
import { LoopbackForwarder } from './loopback-forwarder.ts';
import { ShiftedClock } from './shifted-clock.ts';

app.setName('Postern');
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerAppScheme();
confineContents(app);

const home = homedir();
const at = { platform: process.platform, env: process.env, home, uid: process.getuid?.() ?? null };
const profile = dataFolder(at);
const ownLaunch = { format: 1 as const, program: process.execPath, args: process.argv.slice(1) };
app.setPath('userData', join(profile, 'chromium'));
if (!app.requestSingleInstanceLock()) app.exit(0);

const clock = new ShiftedClock();
/** The session's own buses, where the everyday entry knows only the system's. */
const buses = {
  system: process.env.DBUS_SYSTEM_BUS_ADDRESS ?? 'unix:path=/nowhere',
  session: process.env.DBUS_SESSION_BUS_ADDRESS ?? null,
};
const clipboardGuard = new ClipboardGuard(clock);
const idleness = new SystemIdleness();
const forwarder = new LoopbackForwarder();
// What Playwright's `evaluate` reaches in this process.
Object.assign(globalThis, {
  passTime: (ms: number) => clock.pass(ms),
  holdTime: (on: boolean) => clock.hold(on),
  idleMs: () => idleness.idleMs(),
  trustOrigin: (certificates: readonly string[]) => forwarder.trust(certificates),
  copySecret: (value: string, ms: number) => clipboardGuard.copy(value, ms),
  probeTails: (size: number, runs: number, stallMs: number) =>
    probeTails(new PtyRunner(), size, runs, { stallMs, freeMs: stallMs < 50 ? 5 : 20 }),
});

void app.whenReady().then(async () => {
  const matchers = new ThreadMatcherBuilder(join(__dirname, '..', 'main', 'matcher-thread.cjs'));
  // Nobody waits for it, and what it meets the first run will say.
  warmUp(matchers, eventLoopPause).catch(() => {});
  const broker = compose({
    profile,
    home,
    endpoints: brokerEndpoints(at),
    matchers,
    clock,
    ...systemPorts(clock),
    presence: new PolkitPresence(buses.system, clock),
    idleness,
    forwarder,
  });
  await startApplication({
    ...broker,
    clipboardGuard,
    screenLock: new LinuxScreenLock(buses, clock),
    agentsMayStart: new LaunchPermission(launchFilePath(at), ownLaunch),
    startBroker: broker.start,
    stopBroker: broker.stop,
    endWithin,
    dist: join(__dirname, '..'),
    oldElectron: false,
  });
});
