// Passwords and keys in what a program connects by: URLs, connection strings, and the command lines of clients.
import type { ShapeRule } from './shape-rule.ts';
import { demanding, named, shape } from './shape-rule.ts';

export const connectionRules: readonly ShapeRule[] = [
  named(
    ['azure-storage-key', 'Azure storage key'],
    ['accountkey', 'account_key', 'account-key'],
    '',
    '[A-Za-z0-9/+]{86}==',
  ),
  named(
    ['azure-shared-access-key', 'Azure shared access key'],
    ['sharedaccesskey', 'shared_access_key', 'shared-access-key'],
    '',
    '[A-Za-z0-9/+]{43}=',
  ),
  shape(
    'azure-sas',
    'Azure shared access signature',
    ['sig='],
    /(?<=[?&;"'])sig=(?<value>[A-Za-z0-9%/+]{43,64})(?=%3D|=|&|$|["'\s])/iy,
  ),
  shape(
    'url-signature',
    'signature in a URL',
    ['x-amz-signature=', 'x-goog-signature='],
    /x-(?:amz|goog)-signature=(?<value>[0-9a-f]{64,1024})/iy,
  ),
  demanding(
    'login',
    shape(
      'url-password',
      'password in a URL',
      ['://'],
      // It may hold an @ of its own: the last one before the host counts.
      /(?<=[a-z0-9]):\/\/[^\s/:@"'`<>\\]{0,100}:(?<value>[^\s/:"'`<>\\]{3,200})(?=@[A-Za-z0-9[])/y,
    ),
  ),
  demanding(
    'random',
    shape(
      'url-token',
      'token in a URL',
      ['://'],
      // The name in the address of an error report to Sentry is public.
      /(?<=[a-z]):\/\/(?<value>[A-Za-z0-9_-]{20,255})(?=(?::x-oauth-basic)?@(?![a-z0-9.-]{0,40}sentry)[A-Za-z0-9[])/y,
    ),
  ),
  demanding(
    'login',
    shape(
      'oracle-password',
      'password of a database',
      ['jdbc:oracle:'],
      /jdbc:oracle:[a-z0-9]{3,5}:[A-Za-z0-9_$#]{1,40}\/(?<value>[^\s/@"'`<>\\]{4,100})(?=@)/iy,
    ),
  ),
  demanding(
    'login',
    shape(
      'query-password',
      'password in a URL',
      ['password=', 'passwd=', 'pwd='],
      /(?<=[?&])(?:password|passwd|pwd)=(?<value>[^\s&"'`#;<>\\]{6,100})(?=[\s&"'`#;<>\\]|$)/iy,
    ),
  ),
  demanding(
    'login',
    shape(
      'connection-password',
      'password of a database',
      ['password', 'pwd'],
      /(?<=; {0,2})(?:password|pwd) ?= ?\{?(?<value>[^\s;"'`<>\\{}]{5,100})/iy,
    ),
  ),
  demanding(
    'login',
    shape(
      'curl-user',
      'password on a command line',
      ['-u ', '-u"', "-u'", '--user ', '--user=', '--proxy-user '],
      /(?<=[\s"'`])(?:-u|--(?:proxy-)?user)[ =]?\\?["']?[A-Za-z0-9._@+-]{1,80}:(?!\/\/)(?<value>[^\s"'`\\<>]{6,200})/y,
    ),
  ),
  demanding(
    'login',
    shape(
      'command-password',
      'password on a command line',
      ['sshpass -p', 'sshpass=', 'pgpassword=', 'mysql_pwd=', 'restic_password='],
      /(?:sshpass -p|sshpass=|pgpassword=|mysql_pwd=|restic_password=) ?\\?["']?(?<value>[^\s"'`\\<>;&|]{6,100})/iy,
    ),
  ),
  demanding(
    'login',
    shape(
      'nuget-password',
      'password of a package source',
      ['cleartextpassword"'],
      /ClearTextPassword" {1,3}value="(?<value>[^"<>\s]{6,200})(?=")/iy,
    ),
  ),
];
