// The agents' programs that Postern finds on this computer, and what connecting one of them would change. No shape holds a value.
import { z } from 'zod';
import { FaultCode } from './fault-code.ts';

/** The programs that Postern knows how to connect. Each is also the client id that its shim gets. */
export const AgentProgram = z.enum([
  'claude-code',
  'codex',
  'gemini',
  'opencode',
  'cursor',
  'vscode',
  'claude-desktop',
  'windsurf',
]);
export type AgentProgram = z.infer<typeof AgentProgram>;

export const ConnectAct = z.enum(['connect', 'repair', 'disconnect']);
export type ConnectAct = z.infer<typeof ConnectAct>;

/**
 * `needs_repair`: our entry, but its Node is gone or it names another place of Postern. `foreign`: an entry called postern that
 * starts something else. `unreadable`: the settings file could not be read or understood.
 */
export const ProgramState = z.enum([
  'not_found',
  'not_connected',
  'connected',
  'needs_repair',
  'foreign',
  'unreadable',
]);
export type ProgramState = z.infer<typeof ProgramState>;

/** What has to be done until the program knows of a change. */
export const Afterwards = z.enum(['session', 'app', 'window']);
export type Afterwards = z.infer<typeof Afterwards>;

export const ProgramView = z.object({
  id: AgentProgram,
  name: z.string(),
  state: ProgramState,
  /** Where its settings lie, with ~ for the home folder. */
  file: z.string(),
  may: z.array(ConnectAct),
  afterwards: Afterwards,
  /** Why it is unreadable; null otherwise. */
  fault: FaultCode.nullable(),
});
export type ProgramView = z.infer<typeof ProgramView>;

/** `stale`: ours, for another Node or another place of Postern. `foreign`: a file of that name that is not ours. */
export const CommandState = z.enum(['absent', 'ours', 'stale', 'foreign']);
export type CommandState = z.infer<typeof CommandState>;

/** The commands `postern` and `postern-mcp` for a terminal; null where they are not offered (Windows). */
export const CommandsView = z
  .object({
    /** With ~ for the home folder. */
    folder: z.string(),
    onPath: z.boolean(),
    commands: z.array(z.object({ name: z.string(), state: CommandState })),
  })
  .nullable();
export type CommandsView = z.infer<typeof CommandsView>;

/** What a person pastes who prefers to. */
export const ConnectText = z.object({
  /** The line for a terminal that registers the shim with Claude Code. */
  claudeCommand: z.string(),
  /** A project's `.mcp.json`. */
  project: z.string(),
  /** An entry for any other client's JSON. */
  json: z.string(),
});
export type ConnectText = z.infer<typeof ConnectText>;

export const ConnectView = z.object({
  programs: z.array(ProgramView),
  /** The Node that would run the shim; null: there is none of version 18 or newer, so nothing can be connected. */
  node: z.object({ path: z.string(), version: z.string() }).nullable(),
  /** null without a Node. */
  text: ConnectText.nullable(),
  commands: CommandsView,
});
export type ConnectView = z.infer<typeof ConnectView>;

/** `own`: by the program's own command where it has one. `file`: by an edit of its settings file in any case. */
export const ConnectWay = z.enum(['own', 'file']);
export type ConnectWay = z.infer<typeof ConnectWay>;

export const DiffLine = z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() });
export type DiffLine = z.infer<typeof DiffLine>;

export const ConnectPlan = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('edit'),
    id: z.string(),
    file: z.string(),
    /** The file is not there yet. */
    creates: z.boolean(),
    lines: z.array(DiffLine),
  }),
  /** `lines`: what will be run, one after the other, as one would type it. */
  z.object({ kind: z.literal('command'), id: z.string(), file: z.string(), lines: z.array(z.string()) }),
]);
export type ConnectPlan = z.infer<typeof ConnectPlan>;

export const Handshake = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answered'), tools: z.int().nonnegative(), ms: z.int().nonnegative() }),
  z.object({ kind: z.literal('failed'), code: FaultCode }),
]);
export type Handshake = z.infer<typeof Handshake>;

export const ConnectReport = z.object({
  /** The copy of the file as it was, with ~; null: the program keeps its own, or there was no file. */
  backup: z.string().nullable(),
  /** What is configured now was started and asked; null after a disconnect. */
  handshake: Handshake.nullable(),
});
export type ConnectReport = z.infer<typeof ConnectReport>;
