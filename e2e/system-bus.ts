// A system bus of our own with a login manager on it, which says, when told to, that the machine goes to sleep or the screen is
// locked.
import { startLoginManager } from '../app/adapters/login-manager.testkit.ts';
import { startPrivateBus } from '../app/adapters/private-bus.testkit.ts';

export interface SystemBus {
  /** For the app: where it finds this bus. */
  readonly env: Readonly<Record<string, string>>;
  /** Resolves once the app has asked to hear of sleep. */
  listened(): Promise<void>;
  /** Resolves once the app listens for the screen lock. */
  watched(): Promise<void>;
  /** What the login manager says before the machine sleeps, and when it is awake again. */
  sleep(): void;
  wake(): void;
  /** What it says when the person's screen is locked. */
  lockScreen(): void;
  close(): Promise<void>;
}

export async function startSystemBus(): Promise<SystemBus> {
  const bus = await startPrivateBus();
  const login = await startLoginManager(bus, [{ id: 'c1', uid: process.getuid?.() ?? 0, pid: null }]);
  return {
    env: { DBUS_SYSTEM_BUS_ADDRESS: bus.address },
    // The app asks the login manager to wait for it before sleeping; it does so once it listens.
    listened: () => login.asked('Inhibit'),
    // And whether the screen is locked already, after it listens.
    watched: () => login.asked('Get'),
    sleep: () => login.sleep(true),
    wake: () => login.sleep(false),
    lockScreen: () => login.lock('c1'),
    close: async () => {
      login.leave();
      await bus.close();
    },
  };
}
