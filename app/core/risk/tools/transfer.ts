// Programs that reach other machines and buckets. What ssh starts there is not judged here.
import type { ToolRisk } from '../tool-risk.ts';
import { has, type Use } from '../use.ts';

const ssh = {
  names: ['ssh', 'sftp', 'mosh'],
  target: 'another machine',
  verbs: { '': 'unknown' },
} as const satisfies ToolRisk;

const scp = {
  names: ['scp'],
  target: 'another machine',
  but: { '-S|-o|-F|-J|-D|-i': 'unknown' },
  verbs: { '': 'write' },
} as const satisfies ToolRisk;

const rsync = {
  names: ['rsync'],
  target: 'another machine',
  but: {
    '-e|--rsh|--rsync-path|--files-from|-f|--filter|--config|--password-file|-M|--remote-option|--daemon': 'unknown',
    '--delete|--del|--delete-before|--delete-during|--delete-delay|--delete-after|--delete-excluded|--remove-source-files':
      'delete',
  },
  values: '-e --rsh --rsync-path --files-from -f --filter --password-file -M --remote-option',
  verbs: { '': 'write' },
} as const satisfies ToolRisk;

const rclone = {
  names: ['rclone'],
  target: 'a cloud folder',
  flags: '-R --recursive --human-readable --json -q',
  values: '--max-depth --include --exclude',
  but: { '--config|--password-command|--rc|--backup-dir|--log-file': 'unknown' },
  verbs: {
    'ls|lsl|lsd|lsf|lsjson|size|about|tree|md5sum|sha1sum|check': (use) => (configuresItself(use) ? 'unknown' : 'read'),
    'listremotes|version': 'read',
    'config show|dump|userinfo': 'disclose',
    reveal: 'disclose',
    'copy|copyto|mkdir|touch|rcat|copyurl': 'write',
    'sync|move|moveto|delete|deletefile|purge|rmdir|rmdirs|cleanup|dedupe|bisync': 'delete',
  },
} as const satisfies ToolRisk;

/** A remote may be written out with options of its own, one of which starts a program: `:sftp,ssh=…:`. */
function configuresItself(use: Use): boolean {
  return use.operands.some((word) => /^:|^[^/]*,/.test(word));
}

const s3cmd = {
  names: ['s3cmd'],
  target: 'S3',
  flags: '-H --human-readable-sizes -r --recursive -q --quiet',
  but: {
    '-c|--config|--host|--host-bucket|--configure|--access_key|--secret_key|--ca-certs|--no-check-certificate':
      'unknown',
    '--dump-config': 'disclose',
  },
  verbs: {
    'ls|la|du|info': 'read',
    signurl: 'disclose',
    'get|put|cp|mb|modify|setacl': 'write',
    sync: { is: 'write', but: { '--delete-removed': 'delete' } },
    'del|rm|rb|mv|expire': 'delete',
  },
} as const satisfies ToolRisk;

const sshKeygen = {
  names: ['ssh-keygen'],
  target: 'SSH keys',
  flags: '-l -v',
  values: '-f -E',
  judge: (use: Use) => ({ class: has(use, '-l') ? 'read' : 'unknown', words: [] }) as const,
} as const satisfies ToolRisk;

export const transfer: readonly ToolRisk[] = [ssh, scp, rsync, rclone, s3cmd, sshKeygen];
