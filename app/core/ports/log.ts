// The local log: codes, ids, names and counts. Never argv, environment values or payloads.

export type LogField = string | number | boolean | null;

export interface Log {
  /** `event` is a constant such as `run.failed`. */
  write(level: 'note' | 'warning' | 'fault', event: string, fields?: Readonly<Record<string, LogField>>): void;
}
