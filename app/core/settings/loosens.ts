// Which changes of the settings make the vault easier to use for whoever sits at the computer, or for its programs. Pure.
import type { GatewayDoor } from '../../contract/gateway.ts';
import type { Settings } from '../../contract/settings.ts';

/** The settings that `after` makes looser than `before`; each of them needs presence (P9). */
export function loosens(before: Settings, after: Settings): readonly (keyof Settings)[] {
  return settingNames.filter((name) => looser[name](before, after));
}

/** The settings that differ. */
export function changedSettings(before: Settings, after: Settings): readonly (keyof Settings)[] {
  return settingNames.filter((name) => before[name] !== after[name]);
}

/** One line for each setting, so that a new one cannot be forgotten. */
const looser: Readonly<Record<keyof Settings, (before: Settings, after: Settings) => boolean>> = {
  sessionHours: (before, after) => after.sessionHours > before.sessionHours,
  idleMinutes: (before, after) => (after.idleMinutes ?? Infinity) > (before.idleMinutes ?? Infinity),
  quickUnlock: (before, after) => after.quickUnlock && !before.quickUnlock,
  presenceForEveryApproval: (before, after) => !after.presenceForEveryApproval && before.presenceForEveryApproval,
  clipboardSeconds: (before, after) => after.clipboardSeconds > before.clipboardSeconds,
  gateway: (before, after) => openness[after.gateway] > openness[before.gateway],
};

/** A socket lies in a folder of this account alone; a port is there for every program of the computer. */
const openness: Readonly<Record<GatewayDoor, number>> = { off: 0, socket: 1, port: 2 };

const settingNames: readonly (keyof Settings)[] = [
  'sessionHours',
  'idleMinutes',
  'quickUnlock',
  'presenceForEveryApproval',
  'clipboardSeconds',
  'gateway',
];
