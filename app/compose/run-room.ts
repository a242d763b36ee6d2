// What a run and a call need beside the vault: the ways to start a command, the files it gets, and the way out to APIs.
import { eventLoopPause } from '../adapters/event-loop-pause.ts';
import { HttpForwarder } from '../adapters/http-forwarder.ts';
import type { LoginShell } from '../adapters/login-shell.ts';
import { PipeRunner } from '../adapters/pipe-runner.ts';
import type { PosixFiles } from '../adapters/posix-files.ts';
import { PtyRunner } from '../adapters/pty-runner.ts';
import { ReferenceResolver } from '../adapters/reference-resolver.ts';
import { TmpfsRunFiles, usualPlaces } from '../adapters/run-files.ts';
import { CommandRunner } from '../adapters/runner.ts';
import { openXtermScreen } from '../adapters/xterm-screen.ts';
import { GroupedRecord } from '../core/audit/grouped-record.ts';
import type { CallHouse } from '../core/calls/call-house.ts';
import { RequestScan } from '../core/calls/request-scan.ts';
import { ScanHits, type ScanHitsParts } from '../core/calls/scan-hits.ts';
import type { Admission } from '../core/clients/admission.ts';
import type { Clients } from '../core/clients/clients.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Forwarder } from '../core/ports/forwarder.ts';
import { ReleasedValues } from '../core/redaction/released-values.ts';
import type { LiveRuns } from '../core/runs/live-runs.ts';
import type { RunHouse } from '../core/runs/run-house.ts';
import type { ApprovalRoom } from './approval-room.ts';
import type { VaultRoom, VaultSurroundings } from './vault-room.ts';

export interface RunNeeds {
  readonly rights: ApprovalRoom;
  readonly clients: Clients;
  readonly admission: Admission;
  readonly live: LiveRuns;
  readonly login: LoginShell;
  readonly files: PosixFiles;
  readonly home: string;
  readonly clock: Clock;
  readonly touch: (by: 'run') => void;
  readonly pauseClient: ScanHitsParts['pauseClient'];
  /** Left out: the everyday one. */
  readonly forwarder?: Forwarder | undefined;
}

export interface RunRoom {
  readonly house: RunHouse;
  /** What is known of calls that ended, until it is on disk. */
  readonly callRecord: GroupedRecord;
  readonly released: ReleasedValues;
  readonly runFiles: TmpfsRunFiles;
}

export function composeRuns(
  { matchers }: Pick<VaultSurroundings, 'matchers'>,
  { secrets, words, audit, randomness, log }: VaultRoom,
  needs: RunNeeds,
): RunRoom {
  const { rights, clients, admission, live, login, files, home, clock, touch, pauseClient } = needs;
  const { approvals, grants, denials, lastAllowed, prompts, policy } = rights;
  const runFiles = new TmpfsRunFiles(usualPlaces(process.env.XDG_RUNTIME_DIR));
  const released = new ReleasedValues(matchers);
  const pause = eventLoopPause;
  const common = {
    ...{ secrets, approvals, grants, denials, prompts, policy, home, released, clock, randomness, log, pause },
    ...{ references: new ReferenceResolver(files, login), touch, words },
  };
  const callRecord = new GroupedRecord({ audit, clock, pause, log });
  const calls: CallHouse = {
    ...common,
    audit: callRecord,
    forwarder: needs.forwarder ?? new HttpForwarder(),
    scan: new RequestScan({ secrets, words, hits: new ScanHits({ clock, pauseClient }), pause }),
  };
  const house: RunHouse = {
    ...common,
    ...{ admission, clients, lastAllowed, audit, calls, live, runFiles, files, login },
    runner: new CommandRunner(new PtyRunner(), new PipeRunner()),
    openScreen: openXtermScreen,
  };
  return { house, callRecord, released, runFiles };
}
