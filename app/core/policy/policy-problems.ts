// What is wrong with a policy, in sentences that say what to write instead.
import type { z } from 'zod';
import { Policy, type PolicyProblem, PolicyRule, policyLimits } from '../../contract/policy.ts';
import { isPathPattern } from '../calls/call-rule.ts';
import { nearNames } from '../secrets/near-names.ts';
import { readPattern } from './command-pattern.ts';
import { isSoundAlias } from './env-aliases.ts';
import { isHostPattern, readFolder } from './places.ts';
import { isOfCalls, isOfCommands } from './rule-match.ts';
import { minutesOf } from './rule-times.ts';
import type { YamlPath, YamlTree } from './yaml-tree.ts';

/** Of a text that has not the form of a policy. */
export function shapeProblems(issues: readonly z.core.$ZodIssue[], tree: YamlTree): readonly PolicyProblem[] {
  return issues.slice(0, mostTold).flatMap((issue): PolicyProblem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        ...tree.placeOf([...issue.path, key], 'key'),
        says: unknownKey(key, issue.path),
      }));
    }
    return [
      { ...tree.placeOf(issue.path, issue.code === 'invalid_key' ? 'key' : 'value'), says: expected(issue.path) },
    ];
  });
}

/** Of a policy that has its form and still says something that cannot be. */
export function senseProblems(policy: Policy, tree: YamlTree): readonly PolicyProblem[] {
  const found: { readonly path: YamlPath; readonly says: string }[] = [];
  const each = (texts: readonly string[] | undefined, path: YamlPath, wrong: (text: string) => string | null) => {
    for (const [at, text] of texts?.entries() ?? []) {
      const says = wrong(text);
      if (says !== null) found.push({ path: [...path, at], says });
    }
  };
  each(policy.allowed_commands, ['allowed_commands'], wrongPattern);
  each(policy.denied_commands, ['denied_commands'], wrongPattern);
  const seen = new Set<string>();
  for (const [at, rule] of policy.rules.entries()) {
    const path = ['rules', at];
    if (seen.has(rule.id))
      found.push({ path: [...path, 'id'], says: 'Another rule has this id. Give each rule its own.' });
    seen.add(rule.id);
    each(rule.commands, [...path, 'commands'], wrongPattern);
    each(rule.secrets, [...path, 'secrets'], wrongGlob);
    each(rule.cwd, [...path, 'cwd'], wrongFolder);
    each(rule.hosts, [...path, 'hosts'], (host) => (isHostPattern(host) ? null : (expectations.hosts ?? null)));
    each(rule.paths, [...path, 'paths'], wrongPath);
    if (isOfCalls(rule) && isOfCommands(rule)) {
      found.push({ path: [...path, 'id'], says: 'A rule is about commands or about calls of APIs. Make two of it.' });
    }
    each(rule.hours === undefined ? [] : [rule.hours], [...path, 'hours'], wrongHours);
    for (const key of ['files', 'seconds'] as const) {
      if (rule.action !== 'allow' && rule[key] !== undefined) {
        found.push({ path: [...path, key], says: `“${key}” belongs to rules that allow.` });
      }
    }
  }
  for (const [environment, aliases] of Object.entries(policy.env_aliases)) {
    for (const [asked, meant] of Object.entries(aliases)) {
      if (isSoundAlias(asked, meant)) continue;
      found.push({ path: ['env_aliases', environment, asked], says: expectations.env_aliases ?? '' });
    }
  }
  return found.slice(0, mostTold).map(({ path, says }) => ({ ...tree.placeOf(path), says }));
}

const mostTold = 50;

/** What belongs under each key, whatever was found there. */
const expectations: Readonly<Record<string, string>> = {
  version: 'A policy begins with “version: 1”.',
  default_action: 'Write ask, deny or allow.',
  allowed_commands: `Write a list of at most ${policyLimits.patterns} command patterns.`,
  denied_commands: `Write a list of at most ${policyLimits.patterns} command patterns.`,
  env_aliases:
    'Write the name of an environment, and under it lines such as “db/*: dev/db/*”, with no more stars behind the colon than before it.',
  rules: `Write a list of at most ${policyLimits.rules} rules.`,
  rule: 'A rule is a list of names and values, and begins with “- id:”.',
  id: 'Give the rule an id of small letters, digits and dashes, at most 64 of them.',
  action: 'Write allow, ask or deny.',
  note: 'A note is a text of at most 500 characters.',
  commands: 'Write a list of command patterns, such as “gh pr view *”.',
  risk: 'Write a list of read, write, unknown, delete or disclose.',
  secrets: 'Write a list of names of secrets, such as “github/*”.',
  tags: 'Write a list of tags.',
  tier: 'Write a list of run, guarded, placeholder or never.',
  cwd: 'Write a list of whole paths of folders. Only /** at the end stands for all below.',
  hosts: 'Write a list of host names, such as “api.example.com” or “*.example.com”.',
  methods: 'Write a list of GET, HEAD, POST, PUT, PATCH or DELETE.',
  paths: 'Write a list of paths, such as “/v1/customers/**”: * for one step, ** at the end for any number.',
  clients: 'Write a list of ids of clients.',
  hours: 'Write two times with a dash between them, such as “09:00-18:00”.',
  days: 'Write a list of mon, tue, wed, thu, fri, sat or sun.',
  until: 'Write a day of the calendar, such as “2027-01-31”.',
  seconds: 'Write a number of seconds from 1 to 3600.',
  files: 'Write a list of at most 64 files, each with its path and its sha256.',
};

function expected(path: YamlPath): string {
  const [first, , key] = path;
  const name = first === 'rules' ? (path.length === 1 ? 'rules' : (key ?? 'rule')) : first;
  return expectations[String(name ?? 'version')] ?? 'This does not belong here.';
}

function unknownKey(key: string, path: YamlPath): string {
  const known = path[0] === 'rules' ? Object.keys(PolicyRule.unwrap().shape) : Object.keys(Policy.unwrap().shape);
  const [near] = path.length > 2 ? [] : nearNames(key, known);
  return near === undefined
    ? 'Postern knows no such key here.'
    : `Postern knows no such key here. Did you mean “${near}”?`;
}

function wrongPattern(text: string): string | null {
  const read = readPattern(text);
  return read.kind === 'wrong' ? read.says : null;
}

function wrongGlob(glob: string): string | null {
  return /^[A-Za-z0-9._/*?-]+$/.test(glob)
    ? null
    : 'Names of secrets hold letters, digits and . _ - /, and here also * and ?.';
}

function wrongPath(path: string): string | null {
  return isPathPattern(path) ? null : (expectations.paths ?? null);
}

function wrongFolder(folder: string): string | null {
  return readFolder(folder) === null ? (expectations.cwd ?? null) : null;
}

function wrongHours(hours: string): string | null {
  const [from, to] = minutesOf(hours);
  return from === to ? 'These hours begin when they end. Leave “hours” out for the whole day.' : null;
}
