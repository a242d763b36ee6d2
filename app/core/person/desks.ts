// What the person's windows work with: one desk for each kind of thing they do.
import type { BackupFolder } from '../ports/backup-folder.ts';
import type { PersonFiles } from '../ports/person-files.ts';
import type { LiveRuns } from '../runs/live-runs.ts';
import type { BackupDesk } from './backup-desk.ts';
import type { ClientDesk } from './client-desk.ts';
import type { ConnectDesk } from './connect-desk.ts';
import type { ExportDesk } from './export-desk.ts';
import type { GatewayDesk } from './gateway-desk.ts';
import type { HealthDesk } from './health-desk.ts';
import type { ImportDesk } from './import-desk.ts';
import type { KeyDesk } from './key-desk.ts';
import type { MoveDesk } from './move-desk.ts';
import type { PolicyDesk } from './policy-desk.ts';
import type { ProviderDesk } from './provider-desk.ts';
import type { SecretDesk } from './secret-desk.ts';

export interface Desks {
  readonly secrets: SecretDesk;
  readonly keys: KeyDesk;
  readonly imports: ImportDesk;
  readonly exports: ExportDesk;
  readonly backups: BackupDesk;
  readonly health: HealthDesk;
  readonly moves: MoveDesk;
  readonly policy: PolicyDesk;
  readonly connect: ConnectDesk;
  readonly clients: ClientDesk;
  readonly gateway: GatewayDesk;
  readonly providers: ProviderDesk;
  readonly live: LiveRuns;
  /** Where the automatic backups lie. */
  readonly backupFolder: BackupFolder;
  readonly files: PersonFiles;
}
