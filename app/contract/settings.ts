// What the person can set about locking, asking and the gateway. Sealed in the vault, so it is known only while unlocked.
import { z } from 'zod';
import { GatewayDoor } from './gateway.ts';

export const Settings = z.object({
  /** The vault locks after so many hours without an act of the person or an approved run: 0.5 to 24, in halves. */
  sessionHours: z.number().min(0.5).max(24).multipleOf(0.5),
  /** It locks after so many minutes without keyboard or mouse; null: never for that. */
  idleMinutes: z.int().min(1).max(60).nullable(),
  /** A key stays in memory while locked, so that the system's own check (fingerprint, password) unlocks. */
  quickUnlock: z.boolean(),
  /** Every approval needs more than a click. */
  presenceForEveryApproval: z.boolean(),
  /** A copied value is cleared from the clipboard after so many seconds. */
  clipboardSeconds: z.int().min(5).max(300),
  /** How agents reach the gateway; `off`: not at all. */
  gateway: GatewayDoor,
});
export type Settings = z.infer<typeof Settings>;

export const defaultSettings: Settings = {
  sessionHours: 8,
  idleMinutes: 15,
  quickUnlock: false,
  presenceForEveryApproval: false,
  clipboardSeconds: 30,
  gateway: 'off',
};
