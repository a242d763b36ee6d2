// Every tool that Postern knows, by the names of its programs.
import type { ToolRisk } from '../tool-risk.ts';
import { ansible } from './ansible.ts';
import { aws } from './aws.ts';
import { az } from './az.ts';
import { curl } from './curl.ts';
import { docker } from './docker.ts';
import { filters } from './filters.ts';
import { flyctl } from './flyctl.ts';
import { gcloud } from './gcloud.ts';
import { gh } from './gh.ts';
import { git } from './git.ts';
import { glab } from './glab.ts';
import { gpg } from './gpg.ts';
import { helm } from './helm.ts';
import { heroku } from './heroku.ts';
import { hosting } from './hosting.ts';
import { httpie } from './httpie.ts';
import { kubectl } from './kubectl.ts';
import { mongosh } from './mongosh.ts';
import { mysql } from './mysql.ts';
import { npm } from './npm.ts';
import { openssl } from './openssl.ts';
import { psql } from './psql.ts';
import { publishing } from './publishing.ts';
import { redisCli } from './redis-cli.ts';
import { secretTools } from './secret-tools.ts';
import { shellFiles } from './shell-files.ts';
import { sqlite3 } from './sqlite3.ts';
import { stripe } from './stripe.ts';
import { supabase } from './supabase.ts';
import { terraform } from './terraform.ts';
import { transfer } from './transfer.ts';
import { wget } from './wget.ts';
import { wrangler } from './wrangler.ts';

const tools: readonly ToolRisk[] = [
  ...[aws, az, curl, docker, flyctl, gcloud, gh, git, glab, gpg, helm, heroku, httpie, kubectl, mongosh, mysql],
  ...[openssl, psql, redisCli, sqlite3, stripe, supabase, terraform, wget, wrangler],
  ...[...ansible, ...filters, ...hosting, ...npm, ...publishing, ...secretTools, ...shellFiles, ...transfer],
];

export const knownTools: ReadonlyMap<string, ToolRisk> = new Map(
  tools.flatMap((tool) => tool.names.map((name) => [name, tool])),
);
